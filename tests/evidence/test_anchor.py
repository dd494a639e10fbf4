"""Where the words of a quote stand, whatever became of the text around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywidgets.evidence.anchor import LOST, Anchor, Anchors, fold

_SAID = "I waited two days. Nobody called. Then I waited two days more."


def test_words_at_their_offsets_are_anchored() -> None:
    assert Anchors(_SAID).anchor("two days", 9, 17) == Anchor("anchored", 9, 17)


def test_words_elsewhere_are_moved() -> None:
    assert Anchors(_SAID).anchor("Nobody called", 0, 13) == Anchor("moved", 19, 32)


def test_words_that_stand_nowhere_are_lost() -> None:
    assert Anchors(_SAID).anchor("three days", 9, 19) == LOST


@pytest.mark.parametrize("exact", ["", " ", "\n\t"])
def test_blank_words_stand_nowhere(exact: str) -> None:
    assert Anchors("a  b").anchor(exact, 1, 2) == LOST


def test_nothing_stands_in_an_empty_text() -> None:
    assert Anchors("").anchor("two  days", 3, 9) == LOST


def test_offsets_beyond_the_text_do_not_hinder() -> None:
    assert Anchors(_SAID).anchor("Nobody", 900, 906) == Anchor("moved", 19, 25)
    assert Anchors(_SAID).anchor("Nobody", -3, 3) == Anchor("moved", 19, 25)


def test_a_span_of_other_length_than_its_words_is_moved() -> None:
    assert Anchors(_SAID).anchor("two days", 9, 30) == Anchor("moved", 9, 17)


def test_the_nearest_place_is_taken_where_nothing_else_tells() -> None:
    anchors = Anchors(_SAID)
    assert anchors.anchor("two days", 12, 20) == Anchor("moved", 9, 17, places=2)
    assert anchors.anchor("two days", 40, 48) == Anchor("moved", 48, 56, places=2)


def test_what_stands_around_decides_before_the_distance() -> None:
    found = Anchors(_SAID).anchor("two days", 12, 20, prefix="Then I waited ", suffix=" more")
    assert (found.start, found.places) == (48, 2)
    assert Anchors(_SAID).anchor("two days", 50, 58, suffix=". Nobody").start == 9


def test_the_nearest_of_very_many_is_found() -> None:
    text = "yes " * 50_000
    assert Anchors(text).anchor("yes", 100_001, 100_004) == Anchor("moved", 100_000, 100_003, places=128)


@pytest.mark.parametrize(
    ("text", "exact", "found"),
    [
        ("It took\r\ntwo  days.", "It took two days", "It took\r\ntwo  days"),
        ("It took\u00a0two days.", "took two", "took\u00a0two"),
        ("a cafe\u0301 there", "caf\u00e9", "cafe\u0301"),
        ("a caf\u00e9 there", "cafe\u0301", "caf\u00e9"),
        ("soft\u00adhyphen\ufeff here", "softhyphen here", "soft\u00adhyphen\ufeff here"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af here", "\ud55c\uae00 here", "\u1112\u1161\u11ab\u1100\u1173\u11af here"),
        ("so \N{GRINNING FACE}\n\nso", "\N{GRINNING FACE} so", "\N{GRINNING FACE}\n\nso"),
    ],
)
def test_other_blanks_and_other_composition_are_the_same_words(text: str, exact: str, found: str) -> None:
    anchor = Anchors(text).anchor(exact, 0, len(exact))
    assert anchor.state == "moved"
    assert not anchor.exact
    assert text[anchor.start : anchor.end] == found
    # Where the offsets were right already, nothing has moved.
    again = Anchors(text).anchor(exact, anchor.start, anchor.end)
    assert again == Anchor("anchored", anchor.start, anchor.end, exact=False)


def test_other_words_are_not_the_same_words() -> None:
    anchors = Anchors("They got to wait. It was fine.")
    assert anchors.anchor("They gotta wait") == LOST
    assert anchors.anchor("it was fine") == LOST  # case is kept: a quote is verbatim or is not


_PIECES = st.text(
    st.sampled_from(["a", "b", " ", "\n", "\u00a0", "e", "\u0301", "\u00ad", "\u6f22", "\U0001f600", "."])
)


@given(before=_PIECES, exact=_PIECES, after=_PIECES, near=st.integers(0, 40))
@settings(max_examples=300, deadline=None)
def test_words_of_a_text_are_always_found_in_it(before: str, exact: str, after: str, near: int) -> None:
    anchor = Anchors(before + exact + after).anchor(exact, near, near + len(exact))
    if not exact.strip():
        assert anchor == LOST
    else:
        assert (before + exact + after)[anchor.start : anchor.end] == exact


@given(before=_PIECES, exact=_PIECES, after=_PIECES, near=st.integers(0, 40))
@settings(max_examples=300, deadline=None)
def test_what_is_found_folds_to_what_was_looked_for(before: str, exact: str, after: str, near: int) -> None:
    text = before + exact + after
    anchor = Anchors(text).anchor(fold(exact), near)
    if anchor.state != "lost":
        assert fold(text[anchor.start : anchor.end]).strip(" ") == fold(fold(exact)).strip(" ")
