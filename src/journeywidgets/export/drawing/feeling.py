"""The emotion lane: a curve a persona over the columns, and the numbers of its points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journeywidgets.export.content.curve import (
    HEIGHT,
    Knot,
    Segment,
    after,
    aside,
    before,
    height_of,
    runs,
    segments,
    segments_path,
)
from journeywidgets.export.content.figures import count, signed
from journeywidgets.export.content.outline import Column
from journeywidgets.export.drawing.look import KEY, Look, shape
from journeywidgets.export.drawing.scene import Block, Box, Mark, Paragraph, Path, px
from journeywidgets.export.drawing.setting import Piece, paragraph
from journeywidgets.export.plain.curve_svg import curve_words
from journeywidgets.export.plain.readings import small_print
from journeywidgets.model.emotion import HIGH, LOW, Point
from journeywidgets.model.intake import Row

_RADIUS, _STROKE = 5.5, 2.5
_REACH = 8
"""How far a point's shape reaches from its middle, in px."""
_INSET = 3
_SAMPLES = 24  # of a segment
_TOUCHED = 2
"""How many samples of a line a label may lie on: it touches the line, and does not hide it."""
_RULES = (HIGH, (HIGH + LOW) / 2, LOW)


@dataclass(frozen=True)
class Curve:
    """An emotion lane's curves, and the points whose numbers have no room beside them, by stage."""

    block: Block
    rest: dict[str, list[Point]]


@dataclass(frozen=True)
class _Dot:
    """A point of the curve in the drawing: `k` is its column among those shown."""

    point: Point
    k: int
    at: Knot


class _Plot:
    """Where the points and lines of a lane lie, from the left of its first column and its top."""

    def __init__(self, lane: Row, look: Look, columns: Sequence[Column], wide: float) -> None:
        self.wide = wide
        self.curves = look.outline.curves(lane)
        self._places = {column.row["id"]: at for at, column in enumerate(look.outline.columns)}
        self.shown = {column.row["id"]: k for k, column in enumerate(columns)}
        self._aside = self._steps()

    def _steps(self) -> dict[tuple[str, str | None], float]:
        """Return how far each point steps aside, in columns."""
        found: dict[str, list[Point]] = {}
        for points in self.curves.values():
            for point in points:
                found.setdefault(point.stage, []).append(point)
        return {
            (stage, point.persona): step
            for stage, points in found.items()
            for point, step in zip(points, aside([height_of(point.score) for point in points]), strict=True)
        }

    def knot(self, point: Point, place: int) -> Knot:
        """Return where a point lies, were its column at `place`."""
        return self.wide * (place + 0.5 + self._aside[point.stage, point.persona]), height_of(point.score)

    def dots(self, persona: str | None) -> list[_Dot]:
        """Return a persona's points in the columns shown."""
        points = [point for point in self.curves[persona] if point.stage in self.shown]
        return [_Dot(point, k, self.knot(point, k)) for point in points for k in (self.shown[point.stage],)]

    def lines(self, persona: str | None) -> Iterator[Segment]:
        """Yield a persona's line; where a neighbouring column is not shown it ends at the border between the two."""
        for run in runs(self.curves[persona], self._places):
            drawn = segments([self.knot(point, self._places[point.stage]) for point in run])
            for one, other, segment in zip(run, run[1:], drawn, strict=False):
                yield from self._cut(one, other, segment)

    def _cut(self, one: Point, other: Point, segment: Segment) -> Iterator[Segment]:
        left, right = self.shown.get(one.stage), self.shown.get(other.stage)
        border = self.wide * (self._places[one.stage] + 1)
        if left is not None and right == left + 1:
            yield self._moved(segment, left - self._places[one.stage])
            return
        if left is not None:
            yield self._moved(before(segment, border), left - self._places[one.stage])
        if right is not None:
            yield self._moved(after(segment, border), right - self._places[other.stage])

    def _moved(self, segment: Segment, columns: int) -> Segment:
        first, one, two, last = ((x + self.wide * columns, y) for x, y in segment)
        return first, one, two, last


def curve(lane: Row, look: Look, columns: Sequence[Column], x: float, y: float, wide: float) -> Curve:
    """Return the curves of an emotion lane over `columns`, each `wide` px, from (x, y) on."""
    plot, theme = _Plot(lane, look, columns, wide), look.theme
    across = "".join(f"M0 {px(height_of(score))}H{px(wide * len(columns))}" for score in _RULES)
    lines: list[Mark] = [Path(across, stroke=theme.strong_line, dash="2 4", x=x, y=y)]
    shapes: list[Mark] = []
    dots: list[_Dot] = []
    near: list[Knot] = []
    for persona in plot.curves:
        mark, drawn = look.mark(persona), list(plot.lines(persona))
        if drawn:
            line = segments_path(drawn)
            lines.append(Path(line, stroke=mark.color, width=_STROKE, dash=mark.dash, x=x, y=y))
        near += _samples(drawn)
        for dot in plot.dots(persona):
            dots.append(dot)
            shapes.append(shape(mark, x + dot.at[0], y + dot.at[1], _RADIUS, theme.background, _STROKE))
    labels, rest = _labels(dots, near, look, wide)
    block = Block(
        "curve",
        Box(x, y, wide * len(columns), HEIGHT),
        "lanes",
        lane["id"],
        lane=lane["id"],
        paragraphs=tuple(label.moved(x, y) for label in labels),
        marks=(*lines, *shapes),
        words=curve_words(look.outline, lane),
    )
    return Curve(block, rest)


def says(point: Point) -> str:
    """Return the numbers of a point."""
    return small_print([signed(point.score), f"n {count(point.n)}"])


def _samples(drawn: Iterable[Segment]) -> list[Knot]:
    """Return points along the lines, close enough for a label to see the line under it."""
    found = []
    for a, b, c, d in drawn:
        for step in range(_SAMPLES):
            t = step / _SAMPLES
            s = 1 - t
            of = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
            found.append(
                (
                    of[0] * a[0] + of[1] * b[0] + of[2] * c[0] + of[3] * d[0],
                    of[0] * a[1] + of[1] * b[1] + of[2] * c[1] + of[3] * d[1],
                )
            )
    return found


def _labels(
    dots: Sequence[_Dot], near: Sequence[Knot], look: Look, wide: float
) -> tuple[list[Paragraph], dict[str, list[Point]]]:
    """Return the numbers beside the points, where they lie on nothing, and the points that have no such place."""
    labels: list[Paragraph] = []
    rest: dict[str, list[Point]] = {}
    columns: dict[int, list[_Dot]] = {}
    for dot in dots:
        columns.setdefault(dot.k, []).append(dot)
    for k, here in columns.items():
        left, right = k * wide, (k + 1) * wide
        lines = [(x, y) for x, y in near if left <= x <= right]
        taken = [Box(x - _REACH, y - _REACH, 2 * _REACH, 2 * _REACH) for x, y in (dot.at for dot in here)]
        for dot in here:
            style = look.small("point", look.mark(dot.point.persona).color)
            label = paragraph(says(dot.point), style, 0, 0, wide)
            box = _place(dot, label.box, taken, lines, (left + _INSET, right - _INSET))
            if box is None:
                rest.setdefault(dot.point.stage, []).append(dot.point)
                continue
            taken.append(box)
            labels.append(label.moved(box.x, box.y))
    return labels, rest


def _place(dot: _Dot, size: Box, taken: Sequence[Box], lines: Sequence[Knot], sides: tuple[float, float]) -> Box | None:
    """Return where a label lies best: within its column, on no other, and on as little of the lines as can be."""
    x, y = dot.at
    middle, beside = x - size.width / 2, _REACH + 2
    low, high = y + beside - 1, y - beside - size.height + 1
    left, right = x - beside - size.width, x + beside
    level = y - size.height / 2
    corners = (
        *((middle, low), (middle, high), (right, low - 6), (right, high + 6)),
        *((left, low - 6), (left, high + 6), (right, level), (left, level)),
    )
    free = [
        box
        for box in (Box(*corner, size.width, size.height) for corner in corners)
        if sides[0] <= box.x and box.right <= sides[1] and box.y >= 1 and box.bottom <= HEIGHT - 1
        if not any(_meet(box, other) for other in taken)
    ]
    crossed = [(_crossed(box, lines), _ruled(box), at) for at, box in enumerate(free)]
    best = min(crossed, default=None)
    return free[best[2]] if best and best[0] <= _TOUCHED else None


def _crossed(box: Box, lines: Sequence[Knot]) -> int:
    return sum(box.x - 2 <= x <= box.right + 2 and box.y <= y <= box.bottom for x, y in lines)


def _ruled(box: Box) -> int:
    return sum(box.y + 2 <= height_of(score) <= box.bottom - 2 for score in _RULES)


def _meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def rest_pieces(points: Iterable[Point], look: Look) -> list[Piece]:
    """Return points in words: a persona's name, and its numbers."""
    found = []
    for point in points:
        style = look.small("point", look.mark(point.persona).color)
        found.append(
            Piece(f"{look.outline.who(point.persona)} {says(point)}", style, look.who(point.persona).marks, KEY)
        )
    return found
