"""Where in the sources something holds: spans by place, asked in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from journeywidgets.evidence.drafting.codebook import plain
from journeywidgets.model.intake import Row


class Spans:
    """The spans of sources where each place of an axis was coded.

    Parameters
    ----------
    coded
        ``(source, start, end, place)`` of quotes.
    """

    def __init__(self, coded: Iterable[tuple[str, int, int, int]]) -> None:
        raw: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for source, start, end, place in coded:
            raw[source][place].append((start, end))
        self._merged = {
            source: {place: _merged(spans) for place, spans in places.items()} for source, places in raw.items()
        }

    def over(self, quote: Row) -> list[int]:
        """Return the places that were coded on words of a quote."""
        if quote["start"] is None:
            return []
        found = []
        for place, (starts, ends) in self._merged.get(quote["source"], {}).items():
            # The first span that ends behind the quote's start.
            at = bisect_right(ends, quote["start"])
            if at < len(starts) and starts[at] < quote["end"]:
                found.append(place)
        return sorted(found)


def _merged(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return starts and ends of spans in order, those that touch or overlap made one."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


class Questions:
    """What was asked where: the question of the segments that a quote lies in."""

    def __init__(self, segments: Iterable[Row]) -> None:
        rows: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for row in segments:
            if row["question"]:
                rows[row["source"]].append((row["start"], row["end"], plain(row["question"])))
        self._rows = {source: sorted(found) for source, found in rows.items()}
        self._starts = {source: [start for start, _, _ in found] for source, found in self._rows.items()}

    def of(self, quote: Row) -> list[str]:
        """Return the questions that a quote answers; several where it goes over several segments."""
        rows = self._rows.get(quote["source"])
        if quote["start"] is None or rows is None:
            return []
        starts = self._starts[quote["source"]]
        first = max(bisect_right(starts, quote["start"]) - 1, 0)
        last = bisect_left(starts, max(quote["end"], quote["start"] + 1))
        return list(dict.fromkeys(text for _, end, text in rows[first:last] if end > quote["start"]))
