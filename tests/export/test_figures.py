"""Numbers and short texts."""

from __future__ import annotations

import pytest

from journeywidgets.export.content.figures import brief, count, cut, decimals, figure, plural, signed, with_unit


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (41208, 0, "41\u202f208"),
        (1234567.25, 1, "1\u202f234\u202f567.3"),
        (-18, 0, "\u221218"),
        (-0.04, 1, "0.0"),
        (-1.25, 1, "\u22121.3"),  # as JavaScript's toFixed has it
        (1.25, 1, "1.3"),
        (1.005, 2, "1.00"),  # the float is just below
    ],
)
def test_figure(value: float, digits: int, text: str) -> None:
    assert figure(value, digits) == text


def test_signed() -> None:
    assert [signed(value) for value in (0.5, 0, 0.04, -0.04, -2)] == ["+0.5", "0.0", "0.0", "0.0", "\u22122.0"]
    assert signed(44, 0) == "+44"
    assert signed(0, 0) == "0"


def test_decimals_are_as_many_as_needed_and_at_most_two() -> None:
    assert [decimals(values) for values in ([], [1, 2], [1, 2.5], [0.25, 3], [0.1 + 0.2, 1], [1 / 3])] == [
        0,
        0,
        1,
        2,
        1,
        2,
    ]


def test_count_plural_unit() -> None:
    assert (count(999), count(1000)) == ("999", "1\u202f000")
    assert (plural(1, "person", "people"), plural(2, "person", "people"), plural(0, "card")) == (
        "1 person",
        "2 people",
        "0 cards",
    )
    assert (with_unit("3", "%"), with_unit("3", "")) == ("3\u2009%", "3")


def test_cut_says_how_much_is_missing() -> None:
    assert cut("a" * 10, 10) == "a" * 10
    assert cut("a" * 11, 10) == "a" * 10 + "… (1 more character)"
    assert cut("a" * 3000, 10) == "a" * 10 + "… (2\u202f990 more characters)"


def test_brief_is_one_line() -> None:
    assert brief(" one\n\n two\t") == "one two"
    assert brief("x" * 81) == "x" * 79 + "…"
    assert len(brief("y " * 100_000)) <= 80
    assert brief(" " * 100_000) == "…"
