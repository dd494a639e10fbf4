"""Texts of charts: wrapped, shared, and periods without holes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywidgets.charts.periods import filled, is_period
from journeywidgets.charts.text import Figures, shared, width, wrap


@given(st.text(max_size=200), st.floats(20, 400), st.integers(1, 5))
def test_wrap(text: str, room: float, lines: int) -> None:
    found = wrap(text, room, lines=lines)
    assert 1 <= len(found) <= lines
    assert all(width(line) <= room or len(line) <= 2 for line in found)
    assert all("\n" not in line for line in found)


def test_wrap_keeps_words_and_says_what_is_cut() -> None:
    assert wrap("Sign-up: create an account", 100) == ["Sign-up: create", "an account"]
    assert wrap("one two three four five six", 40, lines=2) == ["one", "two t…"]
    assert wrap("Kilometerstandsablesedienst", 70, lines=4) == ["Kilometers", "tandsables", "edienst"]
    # A wide letter takes the room of two.
    assert wrap("自転車の予約", 34) == ["自転車", "の予約"]
    assert wrap("", 50) == [""]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (["2026-11", "2027-02"], ["2026-11", "2026-12", "2027-01", "2027-02"]),
        (["2026-Q4", "2027-Q2", None], ["2026-Q4", "2027-Q1", "2027-Q2"]),
        (["2023", "2026"], ["2023", "2024", "2025", "2026"]),
        (["2026-W52", "2027-W02"], ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]),
        (["2024-02-28", "2024-03-01"], ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (["before", "after"], ["after", "before"]),
        (["2026-01", "2026-03-04"], ["2026-01", "2026-03-04"]),
        (["2026-13", "2026-01"], ["2026-01", "2026-13"]),
        (["2026-W61", "2026-W01"], ["2026-W01", "2026-W61"]),
        (["0001", "2026"], ["0001", "2026"]),
        ([], []),
    ],
)
def test_filled(periods: list[str | None], expected: list[str]) -> None:
    assert filled(periods) == expected


def test_is_period() -> None:
    assert all(map(is_period, ["2026", "2026-Q3", "2026-09", "2026-W38", "2026-09-14"]))
    assert not any(map(is_period, [None, "", "Oslo", "2026-Q3 ", "a 2026"]))


def test_shared() -> None:
    assert shared(["A; b; c."]) == "A; b; c."
    assert shared([]) == ""
    assert shared(["A; 3 of 4; c.", "A; 5 of 9; c."]) == "A; c; the rest differs by figure: see its tooltip."


def test_figures() -> None:
    rates = Figures([48.26, 12.0, None], "%")
    assert [rates.value(48.26), rates.value(12.0), rates.value(None)] == ["48.3\u2009%", "12.0\u2009%", ""]
    assert rates.interval(47.8, None) == "47.8\u2009\u2013\u2009…\u2009%"
    assert rates.interval(None, None) == ""
    assert Figures([41208.0], "").value(41208.0) == "41\u202f208"
    assert Figures([-18.0, 37.0], "").value(37.0) == "+37"
