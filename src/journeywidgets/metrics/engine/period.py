"""Calendar periods of UTC, told from whole microseconds by every engine alike.

An engine's own calendar follows its session's time zone, and its division of large whole numbers may go
through floating point (Spark's does). So the calendar is Python's: the engine only compares with the starts of
periods, or takes the remainder of a day or a week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError, shorten

PERIODS = ("year", "quarter", "month", "week", "day")
DAY = 86_400_000_000
"""Microseconds in a day."""
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_EPOCH = dt.date(1970, 1, 1).toordinal()
# Remainders of negative numbers differ between engines, so times are counted from Monday, 1 January of year 1.
_SHIFT = (_EPOCH - dt.date.min.toordinal()) * DAY


def checked_period(period: Any) -> str | None:
    """Return `period`, or raise a MetricError where it is none of `PERIODS` (or None)."""
    if period is not None and period not in PERIODS:
        raise MetricError(f"period={shorten(period)} is not known. Use one of {', '.join(PERIODS)}.")
    return None if period is None else str(period)


def period_start(time: nw.Expr, period: str, first: int, last: int) -> nw.Expr:
    """Return the start of the period that a time lies in, as an integer expression.

    Parameters
    ----------
    time
        Microseconds since 1970-01-01 UTC, null where there is none.
    period
        One of `PERIODS`. Weeks are ISO weeks, from Monday on.
    first, last
        The earliest and the latest time that occur.

    Returns
    -------
    narwhals.Expr
        Microseconds since 1970-01-01 UTC; `period_label` writes them as text.
    """
    if period in {"day", "week"}:
        return time - (time + _SHIFT) % (DAY if period == "day" else 7 * DAY)
    return _chosen(time, period_starts(first, last, period))


def _chosen(time: nw.Expr, starts: Sequence[int]) -> nw.Expr:
    """Return the latest of `starts` that is not after `time`, by halves."""
    if len(starts) == 1:
        return nw.when(~time.is_null()).then(nw.lit(starts[0], nw.Int64))
    middle = len(starts) // 2
    return nw.when(time < starts[middle]).then(_chosen(time, starts[:middle])).otherwise(_chosen(time, starts[middle:]))


def period_starts(first: int, last: int, period: str) -> list[int]:
    """Return the starts of all periods from that of `first` to that of `last`, in microseconds."""
    days = range(_day(first), _day(last) + 1)
    if period == "day":
        return [day * DAY for day in days]
    if period == "week":
        monday = days[0] - dt.date.fromordinal(days[0] + _EPOCH).weekday()
        return [day * DAY for day in range(monday, days[-1] + 1, 7)]
    months = _MONTHS[period]
    begin, end = (_month(day) // months * months for day in (days[0], days[-1]))
    starts = [dt.date(month // 12, month % 12 + 1, 1) for month in range(begin, end + 1, months)]
    return [(start.toordinal() - _EPOCH) * DAY for start in starts]


def period_label(start: int, period: str) -> str:
    """Return the ISO text of the period that starts there: 2026, 2026-Q3, 2026-09, 2026-W38 or 2026-09-14."""
    date = dt.date.fromordinal(_day(start) + _EPOCH)
    if period == "week":
        year, week, _ = date.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if period == "quarter":
        return f"{date.year:04d}-Q{(date.month + 2) // 3}"
    return date.isoformat()[: {"year": 4, "month": 7, "day": 10}[period]]


def _day(time: int) -> int:
    return int(time) // DAY


def _month(day: int) -> int:
    date = dt.date.fromordinal(day + _EPOCH)
    return date.year * 12 + date.month - 1
