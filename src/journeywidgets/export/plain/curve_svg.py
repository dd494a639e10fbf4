"""The emotion curve as an SVG picture, and the same in words for its `alt`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from journeywidgets.export.content.curve import HEIGHT, Knot, height_of, path, runs
from journeywidgets.export.content.figures import count, plural, signed
from journeywidgets.export.content.outline import Outline, title
from journeywidgets.export.markup import Markup, element
from journeywidgets.export.palette import BACKGROUND, FONT, LINE, Mark
from journeywidgets.export.plain.picture import picture
from journeywidgets.model.emotion import HIGH, LOW, Point
from journeywidgets.model.intake import Row

_RADIUS = 5.5
_LABEL = 13  # px that a label needs
POLYGONS: dict[str, tuple[int, float, float]] = {  # corners, turn in degrees, scale
    "diamond": (4, 0, 1.15),
    "square": (4, 45, 1.25),
    "triangle": (3, 0, 1.2),
    "hexagon": (6, 30, 1.1),
    "wedge": (3, 180, 1.2),
    "pentagon": (5, 0, 1.1),
    "octagon": (8, 22.5, 1.1),
}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _shape(mark: Mark, x: float, y: float) -> Markup:
    if mark.shape == "circle":
        return element("circle", cx=_number(x), cy=_number(y), r=_RADIUS)
    corners, turn, scale = POLYGONS[mark.shape]
    angles = [math.radians(turn + 360 * corner / corners) for corner in range(corners)]
    radius = _RADIUS * scale
    points = " ".join(f"{_number(x + radius * math.sin(a))},{_number(y - radius * math.cos(a))}" for a in angles)
    return element("polygon", points=points)


def _drawn(mark: Mark, lines: Sequence[str], shapes: Sequence[Knot]) -> Markup:
    """Return a persona's lines, and the shapes at `shapes` over them."""
    dash = mark.dash or None
    paths = [element("path", d=d, fill="none", stroke_dasharray=dash) for d in lines]
    return element(
        "g", *paths, *(_shape(mark, x, y) for x, y in shapes), fill=BACKGROUND, stroke=mark.color, stroke_width="2.5"
    )


@dataclass(frozen=True)
class _Label:
    at: Knot
    text: str
    color: str


def _placed(labels: Sequence[_Label]) -> list[Markup]:
    """Return one column's labels: the highest above its point, the lowest below, others beside.

    Labels that would lie on one another are left out; the words of the picture have them all.
    """
    texts = []
    free = 0.0
    for number, label in enumerate(sorted(labels, key=lambda label: label.at[1])):
        x, y = label.at
        above = number == 0 and (len(labels) > 1 or y <= HEIGHT / 2)
        beside = 0 < number < len(labels) - 1
        if beside and y < free:
            continue
        free = y + _LABEL
        x, y = (x + 11, y + 4) if beside else (x, y - 10 if above else y + 18)
        anchor = None if beside else "middle"
        texts.append(element("text", label.text, x=_number(x), y=_number(y), fill=label.color, text_anchor=anchor))
    return texts


def curve_picture(outline: Outline, lane: Row, column_width: int) -> str:
    """Return an emotion lane's curves as a data URL, each column `column_width` wide."""
    places = {column.row["id"]: place for place, column in enumerate(outline.columns)}
    width = column_width * len(places)

    def knot(point: Point) -> Knot:
        return column_width * (places[point.stage] + 0.5), height_of(point.score)

    drawn: list[Markup] = []
    labels: dict[str, list[_Label]] = {}
    for persona, points in outline.curves(lane).items():
        mark = outline.marks[persona]
        lines = [path([knot(point) for point in run]) for run in runs(points, places) if len(run) > 1]
        drawn.append(_drawn(mark, lines, [knot(point) for point in points]))
        for point in points:
            label = _Label(knot(point), f"{signed(point.score)} · n {count(point.n)}", mark.color)
            labels.setdefault(point.stage, []).append(label)
    halo = {"stroke": BACKGROUND, "stroke-width": "3", "paint-order": "stroke"}
    texts = [text for column in labels.values() for text in _placed(column)]
    return picture(
        width,
        HEIGHT,
        _grid(width, column_width),
        *drawn,
        element("g", *texts, font_family=FONT, font_size=11, **halo),
    )


def _grid(width: int, column_width: int) -> Markup:
    across = "".join(f"M0 {_number(height_of(score))}H{width}" for score in (HIGH, (HIGH + LOW) / 2, LOW))
    down = "".join(f"M{x} 0V{HEIGHT}" for x in range(column_width, width, column_width))
    dashed = element("path", d=across, stroke_dasharray="2 4")
    return element("g", dashed, element("path", d=down) if down else None, stroke=LINE, fill="none")


def mark_picture(mark: Mark) -> str:
    """Return a persona's line and shape as a data URL: the key to the curve."""
    return picture(36, 14, _drawn(mark, ["M0 7H36"], [(18, 7)]))


def curve_words(outline: Outline, lane: Row) -> str:
    """Return an emotion lane's curves in words, gaps named."""
    told = [f"Emotion from {signed(LOW, 0)} to {signed(HIGH, 0)}."]
    for persona, points in outline.curves(lane).items():
        scores = {
            point.stage: f"{signed(point.score)} ({plural(point.n, 'quote' if point.quoted else 'card')})"
            for point in points
        }
        along = (f"{title(column.row)} {scores.get(column.row['id'], 'no score')}" for column in outline.columns)
        told.append(f"{outline.who(persona)}: {'; '.join(along)}.")
    return " ".join(told)
