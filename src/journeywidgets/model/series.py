"""A metric's values as series: by stage and persona, along the periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from journeywidgets.model.intake import Row
from journeywidgets.model.periods import GRAINS, place


@dataclass(frozen=True)
class Point:
    """A value of a series.

    Attributes
    ----------
    number
        The place of its period among the periods of the metric; neighbours differ by one.
    row
        The row of `values`.
    """

    number: int
    row: Row


@dataclass(frozen=True)
class Series:
    """The values of one stage and persona.

    Attributes
    ----------
    points
        Those of the periods that make the series, the earliest first; a period without a
        row has no point. Empty where no value has a period.
    rest
        All other rows: without a period, or of another kind of period.
    first, last
        The places of the first and the last period that any stage or persona has.
    """

    points: tuple[Point, ...]
    rest: tuple[Row, ...]
    first: int
    last: int

    @property
    def valued(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.row["value"] is not None)

    @property
    def row(self) -> Row:
        """The row that stands for the series.

        That of all time where it has a value; else the latest period's that has one: the last days of
        a log hold too few to stand for anything. Where nothing has a value, the latest.
        """
        overall = [row for row in self.rest if not row["period"] and row["value"] is not None]
        found = overall or [point.row for point in (self.valued or self.points)[-1:]]
        return found[0] if found else self.rest[0]


class SeriesIndex:
    """The series of one metric, by stage and persona.

    Years, quarters and days of one metric are not compared with one another: a series is made
    of the kind of period that most of the metric's values have, or, where a stage and persona
    has none of these, that most of its own have.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        cells: dict[str, dict[str | None, list[Row]]] = {}
        periods: set[str] = set()
        grains: Counter[str] = Counter()
        for row in rows:
            cells.setdefault(row["stage"], {}).setdefault(row["persona"], []).append(row)
            if row["period"]:
                periods.add(row["period"])
        self._places = _places(periods)
        for row in (row for personas in cells.values() for found in personas.values() for row in found):
            if row["period"]:
                grains[self._places[row["period"]][0]] += 1
        self._grain = _most(grains)
        self._spans: dict[str, tuple[int, int]] = {}
        for grain, number in self._places.values():
            first, last = self._spans.get(grain, (number, number))
            self._spans[grain] = (min(first, number), max(last, number))
        self._cells = {
            stage: {persona: self._series(found) for persona, found in personas.items()}
            for stage, personas in cells.items()
        }

    def at(self, stage: str) -> Mapping[str | None, Series]:
        """Return the series of a stage by persona; empty where nothing was measured."""
        return self._cells.get(stage, {})

    def _series(self, rows: list[Row]) -> Series:
        # Of two rows of one period the one computed last counts.
        rows = sorted(rows, key=lambda row: (row["computed_at"] or "", row["id"]), reverse=True)
        own = Counter(self._places[row["period"]][0] for row in rows if row["period"])
        grain = self._grain if self._grain in own else _most(own)
        points: dict[int, Point] = {}
        rest: list[Row] = []
        for row in rows:
            kind, number = self._places[row["period"]] if row["period"] else (None, 0)
            if kind is not None and kind == grain and number not in points:
                points[number] = Point(number, row)
            else:
                rest.append(row)
        rest.sort(key=lambda row: row["period"] or "", reverse=True)
        rest.sort(key=lambda row: bool(row["period"]))
        along = tuple(points[number] for number in sorted(points))
        return Series(along, tuple(rest), *(self._spans.get(grain, (0, 0)) if grain is not None else (0, 0)))


def _places(periods: set[str]) -> dict[str, tuple[str, int]]:
    """Return where each period stands; texts that are no dates stand in their order."""
    found: dict[str, tuple[str, int]] = {}
    for period in sorted(periods):
        at = place(period)
        if at is not None:
            found[period] = (at.grain, at.number)
    others = sorted(periods - found.keys())
    return found | {period: ("", number) for number, period in enumerate(others)}


def _most(grains: Counter[str]) -> str | None:
    """Return the kind of period that most values have, the coarsest of several."""
    return max(grains, key=lambda grain: (grains[grain], -GRAINS.index(grain)), default=None)
