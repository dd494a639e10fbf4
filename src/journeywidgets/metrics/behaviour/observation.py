"""The end of observation: what comes after it is not known yet."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.behaviour.log import Log
from journeywidgets.metrics.engine import period_label, period_start, period_starts
from journeywidgets.metrics.engine.period import checked_period
from journeywidgets.metrics.expression import Expression


def observed(log: Log, until: Any) -> int:
    """Return the end of observation in microseconds: `until`, or the last event in the log.

    Raises
    ------
    MetricError
        If `until` is no time, or lies before every event.
    """
    if until is None:
        return log.last
    end = _moment(until)
    if end < log.first:
        raise MetricError(f"until={shorten(until)} lies before the first event, at {stamp(log.first)}.")
    return end


def _moment(given: Any) -> int:
    """Return a datetime, a date (its first moment) or ISO text in microseconds since 1970; without a zone it is UTC."""
    if isinstance(given, bool | int | float):
        raise MetricError(f"until={shorten(given)} is a number, not a time. Give a datetime or '2026-10-01'.")
    try:
        found = pd.Timestamp(given)
    except (TypeError, ValueError):
        found = pd.Timestamp("NaT")
    if pd.isna(found):
        raise MetricError(f"until={shorten(given)} is no time. Give a datetime or '2026-10-01'.")
    utc = found.tz_localize("UTC") if found.tzinfo is None else found.tz_convert("UTC")
    return int((utc - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(microseconds=1))


def stamp(micros: int) -> str:
    """Return a moment as ISO text in UTC, to the second."""
    return f"{pd.Timestamp(micros, unit='us', tz='UTC'):%Y-%m-%d %H:%M:%S} UTC"


class Calendar:
    """The calendar periods of a log in UTC, numbered from 0 on.

    Parameters
    ----------
    log
        The log.
    until
        The end of observation, in microseconds.
    period
        One of ``engine.PERIODS``.

    Attributes
    ----------
    last
        The number of the period that the end of observation lies in, which is not over.

    Raises
    ------
    MetricError
        If `period` is none.
    """

    def __init__(self, log: Log, until: int, period: str | None) -> None:
        checked = checked_period(period)
        if checked is None:
            raise MetricError("period=None: this needs periods. Give period='month', for instance.")
        self.period, self._first, self._until = checked, log.first, until
        self._starts = period_starts(log.first, until, checked)
        self._numbers = {start: number for number, start in enumerate(self._starts)}
        self.last = len(self._starts) - 1

    def start(self, column: str) -> nw.Expr:
        """Return the start of the period that a column's times lie in; null where it is."""
        return period_start(nw.col(column), self.period, self._first, self._until)

    def number(self, start: int) -> int:
        """Return the number of the period that starts there."""
        return self._numbers[int(start)]

    def label(self, number: int) -> str:
        """Return the ISO text of a period."""
        return period_label(self._starts[number], self.period)


def named(events: Any) -> str:
    """Return which events are meant, in the words of a method."""
    if events is None:
        return "any event"
    if isinstance(events, Expression):
        return f"where {events.text}"
    return " or ".join(map(str, events)) if isinstance(events, list | tuple | set | frozenset) else str(events)


def is_count(value: Any) -> bool:
    """Return whether a value is a whole number of 0 or more."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
