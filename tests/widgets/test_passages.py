"""Cutting a text into passages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywidgets.widgets.passages import LONG, Turn, passages


def turn(row_id: str, start: int, end: int) -> Turn:
    """Return a segment that nobody speaks."""
    return Turn(row_id, start, end, None, None, "")


def test_turns_are_passages_and_what_is_between_them_is_too() -> None:
    text = "Notes\n\nHow was it?\nFine.\n  later  \n"
    found = passages(text, [turn("b", 19, 24), turn("a", 7, 18)])
    assert [(one.id, text[one.start : one.end]) for one in found] == [
        ("", "Notes"),
        ("a", "How was it?"),
        ("b", "Fine."),
        ("", "later"),
    ]


def test_a_text_without_turns_is_its_lines() -> None:
    text = "one\n\n two \n"
    assert [text[one.start : one.end] for one in passages(text, [])] == ["one", "two"]
    assert passages(" \n ", []) == []


@pytest.mark.parametrize(("mark", "ends"), [("\n", "\n"), (". ", ". "), (" ", " "), ("x", "x")])
def test_a_long_turn_comes_in_pieces_cut_where_it_hurts_least(mark: str, ends: str) -> None:
    text = ("w" * 99 + mark) * (LONG * 3 // 100)
    found = passages(text, [turn("a", 0, len(text))])
    assert len(found) > 2
    assert [one.part for one in found] == list(range(len(found)))
    assert {one.id for one in found} == {"a"}
    assert all(one.end - one.start <= LONG for one in found)
    assert all(text[one.start : one.end].endswith(ends) for one in found[:-1])
    assert "".join(text[one.start : one.end] for one in found) == text


def test_of_overlapping_turns_the_earlier_keeps_its_words() -> None:
    text = "abcdefgh"
    found = passages(text, [turn("a", 0, 5), turn("b", 3, 8), turn("c", 4, 5)])
    assert [(one.id, text[one.start : one.end]) for one in found] == [("a", "abcde"), ("b", "fgh")]


@settings(max_examples=60)
@given(
    st.text(alphabet="ab \n.🚲", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_every_word_is_in_one_passage(text: str, edges: list[tuple[int, int]]) -> None:
    turns = [turn(str(at), min(pair), max(pair)) for at, pair in enumerate(edges) if min(pair) < max(pair)]
    found = passages(text, turns)
    assert all(one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    shown = {at for one in found for at in range(one.start, one.end)}
    assert all(character.isspace() for at, character in enumerate(text) if at not in shown)
