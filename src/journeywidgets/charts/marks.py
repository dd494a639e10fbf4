"""Layers that the charts over stages share: intervals, points, figures, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from journeywidgets.charts.figure import VALUE, tips
from journeywidgets.charts.params import emphasis
from journeywidgets.charts.reading import Reading
from journeywidgets.charts.text import width
from journeywidgets.charts.theme import LINE, TEXT, tint

_INNER, _OUTER = 0.15, 0.12
_TIGHT = 4


def base(reading: Reading, tooltip: Sequence[alt.Tooltip] | None = None, *, aside: bool = True) -> alt.Chart:
    """Return a chart without a mark: a figure's column, its group's place there, its tooltip, and fading."""
    encodings: dict[str, Any] = {
        "x": reading.columns.x(),
        "opacity": emphasis(("stage", "persona")),
        "tooltip": tips(reading, VALUE) if tooltip is None else tooltip,
    }
    if aside and len(reading.people) > 1:
        encodings["xOffset"] = reading.people.aside(inner=_INNER, outer=_OUTER)
    bare: alt.Chart = alt.Chart().encode(**encodings)
    return bare


def room(reading: Reading) -> float:
    """Return how wide a group's share of a column is, in px."""
    groups = len(reading.people)
    return reading.columns.step * ((1 - 2 * _OUTER) / groups if groups > 1 else 1)


def bar_width(reading: Reading) -> alt.RelativeBandSize:
    """Return the width of a bar, as a share of its place."""
    return alt.RelativeBandSize(band=1 if len(reading.people) > 1 else 0.56)


def intervals(over: alt.Chart, low: str, high: str) -> list[alt.Chart]:
    """Return an interval as a line, on a line of the ground's colour that sets it off bars and curves."""
    both = over.encode(y=alt.Y(f"{low}:Q"), y2=f"{high}:Q").transform_filter(
        f"isValid(datum.{low}) && isValid(datum.{high})"
    )
    return [
        both.mark_rule(color=tint("bg"), strokeWidth=4.5),
        both.mark_rule(color=tint("ink"), strokeWidth=1.5),
    ]


def points(over: alt.Chart, reading: Reading, y: Any, *, size: float = 64) -> alt.Chart:
    """Return each figure as its group's shape, filled with the ground's colour."""
    shapes: alt.Chart = over.mark_point(size=size, fill=tint("bg"), strokeWidth=2).encode(
        y=y, color=reading.people.color(), shape=reading.people.shape()
    )
    return shapes


def labels(over: alt.Chart, y: str, reading: Reading, *, up: float = 5) -> list[alt.Chart]:
    """Return the figures over their marks, n between: as much of both as there is room for, `up` px above `y`."""
    space = room(reading) - _TIGHT
    rows = [row for row in reading.rows if not row["note"] and row.get(y) is not None]
    with_n = all(width(row["n_text"]) <= space for row in rows)
    found = []
    for row in rows:
        if width(row["value_text"]) <= space:
            row["label"] = row["value_text"]
            row["label_n"] = row["n_text"] if with_n else ""
    for field, token, lift in (("label", "ink", LINE if with_n else 0), ("label_n", "ink-2", 0)):
        if any(row.get(field) for row in rows):
            weight: Literal[400, 600] = 600 if field == "label" else 400
            text = over.mark_text(baseline="bottom", dy=-up - lift, color=tint(token), fontSize=TEXT, fontWeight=weight)
            found.append(text.encode(y=alt.Y(f"{y}:Q"), text=f"{field}:N").transform_filter(f"isValid(datum.{field})"))
    return found


def notices(over: alt.Chart, reading: Reading) -> list[alt.Chart]:
    """Return what stands for a figure that is none, at the foot of its column: never a mark at zero.

    Where the words do not fit, a sign stands for them, which the chart's notes explain.
    """
    rows = [row for row in reading.rows if row["note"]]
    if not rows:
        return []
    space = room(reading) - _TIGHT
    for row in rows:
        fits = all(width(line) <= space for line in row["says"].split("\n"))
        row["notice"] = row["says"] if fits else row["sign"]
    deepest = max(len(row["notice"].split("\n")) for row in rows)
    foot = alt.value(alt.expr(f"height - {6 + LINE * (deepest - 1)}"))
    text = over.mark_text(color=tint("ink-2"), baseline="bottom", lineBreak="\n", lineHeight=LINE, fontSize=TEXT)
    return [text.encode(y=foot, text="notice:N").transform_filter("datum.note != ''")]
