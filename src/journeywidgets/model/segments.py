"""Segments by the source that they divide, in the order of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from journeywidgets.model.intake import Row


class SegmentIndex:
    """The segments of a study, found by source and by offset.

    Parameters
    ----------
    rows
        Rows of the table ``segments``.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row["source"], []).append(row)
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for source, found in self._rows.items():
            found.sort(key=lambda row: (row["start"], row["id"]))
            self._starts[source] = [row["start"] for row in found]
            self._ends[source] = [row["end"] for row in found]

    def of(self, source: str) -> Sequence[Row]:
        """Return a source's segments in the order of its text."""
        return self._rows.get(source, ())

    def at(self, source: str, start: int, end: int) -> Row | None:
        """Return the first segment that has a code point in ``[start, end)``; None where there is none."""
        rows = self._rows.get(source)
        if rows is None:
            return None
        place = max(bisect_right(self._starts[source], start) - 1, 0)
        for row in rows[place : place + 2]:
            if row["end"] > start and row["start"] < end:
                return row
        return None

    def along(self, source: str, spans: Iterable[tuple[int, int]]) -> list[Row | None]:
        """Return what `at` gives for each of many spans, which begin one after the other."""
        rows, starts, ends = self._rows.get(source, []), self._starts.get(source, []), self._ends.get(source, [])
        found: list[Row | None] = []
        place, count = 0, len(rows)
        for start, end in spans:
            place = bisect_right(ends, start, place)
            found.append(rows[place] if place < count and starts[place] < end else None)
        return found

    def overlap(self, source: str) -> tuple[Row, Row] | None:
        """Return two segments of a source that share a code point; None where there are none."""
        rows = self.of(source)
        return next(((a, b) for a, b in pairwise(rows) if b["start"] < a["end"]), None)
