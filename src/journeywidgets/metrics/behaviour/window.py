"""Spans of time as whole microseconds."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from journeywidgets.errors import MetricError, shorten

_UNITS = {
    "w": 7 * 86_400_000_000,
    "d": 86_400_000_000,
    "h": 3_600_000_000,
    "min": 60_000_000,
    "s": 1_000_000,
    "ms": 1_000,
    "us": 1,
}
_WORDS = {"w": "week", "d": "day", "h": "hour", "min": "minute", "s": "second", "ms": "ms", "us": "µs"}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)")
_SPELLINGS = {
    **{word: unit for unit, word in _WORDS.items()},
    **{f"{word}s": unit for unit, word in _WORDS.items()},
    "m": "min",
    "mins": "min",
    "hr": "h",
    "hrs": "h",
    "sec": "s",
    "secs": "s",
}
LONGEST = 10_000 * 366 * _UNITS["d"]


def micros(window: Any) -> int | None:
    """Return a window in microseconds.

    Parameters
    ----------
    window
        A timedelta (also of pandas or NumPy), or text: a number and a unit (``w``, ``d``, ``h``, ``min``, ``s``,
        ``ms``, ``us``, or their English names), or several of them: ``"7d"``, ``"36 hours"``, ``"1d12h"``. None: none.

    Raises
    ------
    MetricError
        If it is no such span, or less than 0.
    """
    if window is None:
        return None
    found = _read(window)
    if found is None or not 0 <= found <= LONGEST:
        raise MetricError(
            f"window={shorten(window)} is no span of time. Give a timedelta, or text such as '7d' or '36h'."
        )
    return found


def _read(window: Any) -> int | None:
    import pandas as pd

    if isinstance(window, str):
        return _text(window)
    if isinstance(window, bool | int | float):
        return None
    try:
        span = pd.Timedelta(window)
    except (TypeError, ValueError):
        return None
    return None if pd.isna(span) else span // dt.timedelta(microseconds=1)


def _text(window: str) -> int | None:
    text, total, place = window.strip().lower(), 0.0, 0
    while place < len(text):
        part = _PART.match(text, place)
        unit = None if part is None else _SPELLINGS.get(part[2], part[2])
        if part is None or unit not in _UNITS:
            return None
        total += float(part[1]) * _UNITS[unit]
        place = part.end()
    return round(total) if text else None


def spelled(span: int) -> str:
    """Return a span in words: ``7 days``, ``36 hours``."""
    for unit, size in _UNITS.items():
        number, rest = divmod(span, size)
        # Weeks are said in days: "7 days" is what windows are called.
        if not rest and unit != "w" and (number or unit == "us"):
            plural = "s" if number != 1 and unit not in {"ms", "us"} else ""
            return f"{number} {_WORDS[unit]}{plural}"
    return f"{span} µs"
