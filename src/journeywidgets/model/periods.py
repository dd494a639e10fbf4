"""Periods as they are written in `values.period`: which come after one another without a gap."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

GRAINS = ("year", "quarter", "month", "week", "day", "")
"""Kinds of periods, the coarsest first; the empty one is any other text."""

_EPOCH = date(1970, 1, 1).toordinal()
_WEEKDAY = 3  # the epoch was a Thursday: days after the Monday of its week
_YEAR = "([1-9][0-9]{3})"


class Place(NamedTuple):
    """Where a period stands: its kind, and its number among the periods of that kind."""

    grain: str
    number: int


def _day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - _EPOCH


def _week(year: int, week: int) -> int:
    return (date.fromisocalendar(year, week, 1).toordinal() - _EPOCH + _WEEKDAY) // 7


def _month(year: int, month: int) -> int:
    return year * 12 + date(year, month, 1).month - 1


_FORMS: tuple[tuple[str, re.Pattern[str], Callable[..., int]], ...] = (
    ("year", re.compile(_YEAR), lambda year: year),
    ("quarter", re.compile(f"{_YEAR}-Q([1-4])"), lambda year, quarter: year * 4 + quarter - 1),
    ("month", re.compile(f"{_YEAR}-([0-9]{{2}})"), _month),
    ("week", re.compile(f"{_YEAR}-W([0-9]{{2}})"), _week),
    ("day", re.compile(f"{_YEAR}-([0-9]{{2}})-([0-9]{{2}})"), _day),
)


def place(period: str) -> Place | None:
    """Return where a period stands in the calendar: ``2026-Q3`` is the quarter after ``2026-Q2``.

    Parameters
    ----------
    period
        ISO 8601 text: ``2026``, ``2026-Q3``, ``2026-09``, ``2026-W38`` or ``2026-09-14``.

    Returns
    -------
    Place or None
        None for any other text, and for a date that is not in the calendar.
    """
    for grain, form, number in _FORMS:
        found = form.fullmatch(period)
        if found:
            try:
                return Place(grain, number(*map(int, found.groups())))
            except ValueError:
                return None
    return None
