"""Periods as ISO texts, in order and without holes: a missing month is a gap, not a shorter way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

_MOST = 400
_MONTHS, _QUARTERS = 12, 4


def filled(periods: Iterable[str | None]) -> list[str]:
    """Return the periods from the first to the last, with those between them.

    Parameters
    ----------
    periods
        Texts such as 2026, 2026-Q3, 2026-09, 2026-W38, 2026-09-14. Where they are not of one kind, or would be more
        than 400, they are only put in order.
    """
    found = sorted({period for period in periods if period is not None})
    for pattern, number, text in _KINDS:
        if found and all(re.fullmatch(pattern, period) for period in found):
            try:
                first, last = number(found[0]), number(found[-1])
                if last - first < _MOST:
                    return [text(at) for at in range(first, last + 1)]
            except ValueError:  # a 13th month, a 54th week
                return found
    return found


def is_period(text: str | None) -> bool:
    """Return whether a text is written as a period."""
    return text is not None and any(re.fullmatch(pattern, text) for pattern, _, _ in _KINDS)


def _of_year(text: str, parts: int) -> int:
    year, part = (int(digits) for digits in re.findall(r"\d+", text))
    if not 1 <= part <= parts:
        raise ValueError(text)
    return year * parts + part - 1


def _week(text: str) -> int:
    year, week = (int(digits) for digits in text.split("-W"))
    return (date.fromisocalendar(year, week, 1) - date(1, 1, 1)) // timedelta(weeks=1)


def _week_text(number: int) -> str:
    year, week, _ = (date(1, 1, 1) + timedelta(weeks=number)).isocalendar()
    return f"{year:04}-W{week:02}"


_KINDS: tuple[tuple[str, Callable[[str], int], Callable[[int], str]], ...] = (
    (r"\d{4}", int, lambda at: f"{at:04}"),
    (r"\d{4}-Q\d", lambda text: _of_year(text, _QUARTERS), lambda at: f"{at // _QUARTERS:04}-Q{at % _QUARTERS + 1}"),
    (r"\d{4}-\d{2}", lambda text: _of_year(text, _MONTHS), lambda at: f"{at // _MONTHS:04}-{at % _MONTHS + 1:02}"),
    (r"\d{4}-W\d{2}", _week, _week_text),
    (
        r"\d{4}-\d{2}-\d{2}",
        lambda text: date.fromisoformat(text).toordinal(),
        lambda at: date.fromordinal(at).isoformat(),
    ),
)
