"""What a metric lane says at a stage. The page says the same: tests hold both to one file of cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from journeywidgets.export.content.comparison import (
    Change,
    Gap,
    Verdict,
    change,
    estimate,
    gap,
    style_of,
    verdict,
)
from journeywidgets.export.content.figures import count, plural
from journeywidgets.model.intake import Row
from journeywidgets.model.series import Point, Series, SeriesIndex

_THIN = 50  # below this many the interval says more than the value
_LEAST = 2  # values that make a trend
_DASH = "\u2013"


@dataclass(frozen=True)
class TrendPoint:
    """A point of a trend: `x` from 0, the metric's first period, to 1, its last."""

    x: float
    number: int
    row: Row


@dataclass(frozen=True)
class Trend:
    """A figure over the periods; a period without a value is a gap.

    Attributes
    ----------
    points
        Those that have a value.
    words
        What a reader sees of it.
    """

    points: tuple[TrendPoint, ...]
    words: str


@dataclass(frozen=True)
class Figure:
    """A figure of one persona, or of everyone, in words.

    Attributes
    ----------
    persona
        The persona's id; None is everyone.
    kind
        "value", "few" (too few answers) or "unasked".
    text, interval, n
        As written; empty where there is none.
    thin
        Whether n is so small that it should catch the eye.
    period
        What it stands for; empty where that is all time.
    change
        Of the latest period, also where the figure is of all time.
    late
        What is missing since the last period that has a value; empty where nothing is.
    row
        Where it comes from.
    """

    persona: str | None
    kind: str
    text: str
    interval: str
    n: str
    thin: bool
    period: str
    change: Change | None
    verdict: Verdict | None
    trend: Trend | None
    late: str
    row: Row


class Measures:
    """The figures of one metric."""

    def __init__(self, metric: Row, values: Iterable[Row], personas: Iterable[str]) -> None:
        rows = list(values)
        self.metric = metric
        self.style = style_of(metric, rows)
        self._index = SeriesIndex(rows)
        self._rank: dict[str | None, int] = {None: -1, **{name: at for at, name in enumerate(personas)}}

    def series(self, stage: str) -> Mapping[str | None, Series]:
        """Return the series of a stage: everyone's, then the personas' in their order."""
        found = self._index.at(stage)
        return {persona: found[persona] for persona in sorted(found, key=self._rank.__getitem__)}

    def figures(self, stage: str, personas: Collection[str] = ()) -> list[Figure]:
        """Return the figures that stand for a stage; none where it was not asked.

        Everyone's figure stands for the map; those of chosen personas take its place. Where
        nothing was measured for everyone, each persona's figure is there.
        """
        found = self.series(stage)
        own = [persona for persona in found if persona is not None and persona in personas]
        chosen: list[str | None] = [*own] or ([None] if None in found else [*found])
        return [self.figure(persona, found[persona]) for persona in chosen]

    def personas(self, stage: str) -> list[Figure]:
        """Return the figure of each persona."""
        found = self.series(stage)
        return [self.figure(persona, found[persona]) for persona in found if persona is not None]

    def history(self, series: Series) -> list[tuple[Row, Change | None]]:
        """Return all rows of a series, the latest first, each with its change since the period before."""
        changes = {id(later.row): self._change(earlier, later) for earlier, later in pairwise(series.valued)}
        along = [point.row for point in reversed(series.points)]
        return [(row, changes.get(id(row))) for row in (*along, *series.rest)]

    def told(self, row: Row) -> str:
        """Return the figure of a row, or why there is none."""
        if row["value"] is not None:
            return self.style.whole(row["value"])
        return row["note"] or ("not asked" if row["n"] is None else "n too small")

    def figure(self, persona: str | None, series: Series) -> Figure:
        """Return the figure of a series."""
        row, style = series.row, self.style
        n = "" if row["n"] is None else f"n {count(row['n'])}"
        last = series.valued[-2:]
        return Figure(
            persona=persona,
            kind="value" if row["value"] is not None else "few" if n else "unasked",
            text=self.told(row),
            interval=self.interval(row),
            n=n,
            thin=bool(n) and row["n"] < _THIN,
            period=row["period"] or "",
            change=self._change(*last) if len(last) == _LEAST else None,
            verdict=verdict(estimate(row), style),
            trend=self._trend(series),
            late=self._late(series),
            row=row,
        )

    def _change(self, earlier: Point, later: Point) -> Change | None:
        return change(later.row, earlier.row, self.style, next_to=earlier.number + 1 == later.number)

    def _late(self, series: Series) -> str:
        """Return what is missing since the last period that has a value."""
        if not series.valued or series.valued[-1] is series.points[-1]:
            return ""
        row = series.points[-1].row
        n = "" if row["n"] is None else f" (n {count(row['n'])})"
        return f"{row['period']}: {self.told(row)}{n}"

    def interval(self, row: Row) -> str:
        """Return the interval of a row, from end to end."""
        if row["value"] is None or (row["low"] is None and row["high"] is None):
            return ""
        return f" {_DASH} ".join("…" if row[name] is None else self.style.write(row[name]) for name in ("low", "high"))

    def gap(self, one: Figure, other: Figure) -> Gap | None:
        """Return how much more `one` is than `other`; None where they cannot be compared."""
        return gap(estimate(one.row), estimate(other.row), self.style) if one.period == other.period else None

    def pair(self, figures: list[Figure]) -> tuple[Figure, Figure] | None:
        """Return the two personas' figures that a cell compares; None where there are not just two."""
        own = [one for one in figures if one.persona is not None]
        return (own[0], own[1]) if len(own) == _LEAST else None

    def _trend(self, series: Series) -> Trend | None:
        found = series.valued
        if len(found) < _LEAST:
            return None
        span = max(series.last - series.first, 1)
        points = tuple(TrendPoint((point.number - series.first) / span, point.number, point.row) for point in found)
        rows = [point.row for point in found]
        missing = series.last - series.first + 1 - len(found)
        gaps = f"; {plural(missing, 'period')} without a value" if missing else ""
        return Trend(points, self._told(rows) + gaps)

    def _told(self, rows: list[Row]) -> str:
        ends = (self._dated(rows[at]) for at in (0, -1))
        told = " to ".join(ends)
        if len(rows) == _LEAST:
            return f"from {told}"
        low, high = (self._dated(pick(rows, key=lambda row: row["value"])) for pick in (min, max))
        return f"from {told}; lowest {low}, highest {high}"

    def _dated(self, row: Row) -> str:
        return f"{self.style.whole(row['value'])} in {row['period']}"
