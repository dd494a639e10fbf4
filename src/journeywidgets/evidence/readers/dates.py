"""The days in a column of time stamps, whichever way round it writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?!\d)")


def days(values: Sequence[str]) -> tuple[list[str | None], bool]:
    """Return the day of each value as YYYY-MM-DD, None where there is none; and whether the order is a guess.

    ``1/31/2024 13:07:59`` and ``31/1/2024`` are told apart by the whole column: where a number above 12
    stands first in any of them, the day comes first. ``31.1.2024`` has the day first. Where nothing tells, the month
    is taken to come first.
    """
    late = [match for value in values if (match := _YEAR_LAST.match(value.strip())) and match[2] == "/"]
    day_first = any(int(match[1]) > 12 for match in late)  # noqa: PLR2004 - months
    month_first = any(int(match[3]) > 12 for match in late)  # noqa: PLR2004
    return [_day(value.strip(), day_first=day_first) for value in values], bool(late) and day_first == month_first


def _day(value: str, *, day_first: bool) -> str | None:
    if match := _YEAR_FIRST.match(value):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _YEAR_LAST.match(value):
        year, month, day = int(match[4]), int(match[1]), int(match[3])
        if day_first or match[2] == ".":
            month, day = day, month
    else:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def seconds(value: str) -> float | None:
    """Return the seconds of a time code: ``1:02:03.5``, ``2:03``, ``63.5``; None where it is none."""
    text = value.strip().strip("[]()")
    if not re.fullmatch(r"(?:\d+:){0,2}\d+(?:[.,]\d+)?", text):
        return None
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total
