"""A trend as a small picture: the values, their intervals as a band, the last point marked.

The page draws the same shape: tests hold both to one file of cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from journeywidgets.export.content.measures import Trend, TrendPoint
from journeywidgets.export.markup import element
from journeywidgets.export.palette import BACKGROUND, STRONG_LINE
from journeywidgets.export.plain.picture import picture
from journeywidgets.model.intake import Row

WIDTH, HEIGHT, INSET = 120, 28, 4
_Run = list[TrendPoint]


@dataclass(frozen=True)
class Shape:
    """The parts of a drawing, as SVG paths.

    Attributes
    ----------
    line
        A run for each stretch without a gap; a value between two gaps is a dot.
    band, whiskers
        The intervals: areas, and a stroke for a value between two gaps.
    last
        Where the last point lies.
    target
        How high the target lies; None where that is out of what is shown.
    """

    line: str
    band: str
    whiskers: str
    last: tuple[float, float]
    target: float | None


def shape(points: Sequence[TrendPoint], target: float | None, width: float, height: float, inset: float) -> Shape:
    """Return the drawing of a trend in a box, with `inset` px left free at each side."""
    ends = [number for point in points for number in (point.row["value"], *_ends(point.row))]
    low, high = min(ends), max(ends)
    span = high / 2 - low / 2  # halved: the span of the largest numbers is a number too

    def y(value: float) -> float:
        return inset + (height - 2 * inset) * (high / 2 - value / 2) / span if span > 0 else height / 2

    def at(point: TrendPoint, value: float) -> str:
        return f"{_text(inset + (width - 2 * inset) * point.x)} {_text(y(value))}"

    def value(point: TrendPoint) -> str:
        return at(point, point.row["value"])

    bands = _runs(point for point in points if _ends(point.row))
    alone = [run[0] for run in bands if len(run) == 1]
    last = points[-1]
    shown = target is not None and low <= target <= high
    return Shape(
        line="".join(f"M{'L'.join(map(value, run))}" + ("" if len(run) > 1 else "h0") for run in _runs(points)),
        band="".join(_area(run, at) for run in bands if len(run) > 1),
        whiskers="".join(f"M{at(point, point.row['high'])}V{_text(y(point.row['low']))}" for point in alone),
        last=(_round(inset + (width - 2 * inset) * last.x), _round(y(last.row["value"]))),
        target=_round(y(target)) if shown and target is not None else None,
    )


def _area(run: _Run, at: Callable[[TrendPoint, float], str]) -> str:
    above = [at(point, point.row["high"]) for point in run]
    below = [at(point, point.row["low"]) for point in reversed(run)]
    return f"M{'L'.join([*above, *below])}Z"


def _ends(row: Row) -> tuple[float, ...]:
    return () if row["low"] is None or row["high"] is None else (row["low"], row["high"])


def _runs(points: Iterable[TrendPoint]) -> list[_Run]:
    """Return points in runs of neighbouring periods: a gap is left open, never bridged."""
    runs: list[_Run] = []
    for point in points:
        if runs and runs[-1][-1].number == point.number - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _round(number: float) -> float:
    return math.floor(number * 10 + 0.5) / 10


def _text(number: float) -> str:
    return f"{_round(number):.1f}".removesuffix(".0")


def sparkline(trend: Trend, target: float | None, color: str) -> str:
    """Return a trend as a data URL, `WIDTH` by `HEIGHT` px."""
    drawn = shape(trend.points, target, WIDTH, HEIGHT, INSET)
    x, y = drawn.last
    aim = None
    if drawn.target is not None:
        aim = element("path", d=f"M0 {_text(drawn.target)}H{WIDTH}", stroke=STRONG_LINE, stroke_dasharray="2 3")
    return picture(
        WIDTH,
        HEIGHT,
        element("path", d=drawn.band, fill=color, fill_opacity="0.16") if drawn.band else None,
        element("path", d=drawn.whiskers, stroke=color, stroke_opacity="0.25", stroke_width=3)
        if drawn.whiskers
        else None,
        aim,
        element(
            "path", d=drawn.line, fill="none", stroke=color, stroke_width="1.5", stroke_linecap="round",
            stroke_linejoin="round",
        ),
        element("circle", cx=_text(x), cy=_text(y), r="3", fill=color, stroke=BACKGROUND),
    )  # fmt: skip
