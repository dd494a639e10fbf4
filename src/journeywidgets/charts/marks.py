"""Layers that the charts over stages share: intervals, points, figures, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from journeywidgets.charts.figure import VALUE, tips
from journeywidgets.charts.params import PICKED, emphasis
from journeywidgets.charts.reading import Reading
from journeywidgets.charts.text import width
from journeywidgets.charts.theme import LINE, TEXT, tint

_INNER, _OUTER = 0.15, 0.12
_TIGHT = 4


def base(reading: Reading, tooltip: Sequence[alt.Tooltip] | None = None, *, spread: float = 1) -> alt.Chart:
    """Return a chart without a mark: a figure's column, its group's place there, its tooltip, and fading.

    The groups share `spread` of a column between them.
    """
    encodings: dict[str, Any] = {
        "x": reading.columns.x(),
        "opacity": emphasis(("stage", "persona")),
        "tooltip": tips(reading, VALUE) if tooltip is None else tooltip,
    }
    if len(reading.people) > 1:
        encodings["xOffset"] = reading.people.aside(inner=_INNER, outer=_OUTER, spread=spread)
    bare: alt.Chart = alt.Chart().encode(**encodings)
    return bare


def room(reading: Reading) -> float:
    """Return how wide a group's share of a column is, in px."""
    groups = len(reading.people)
    return reading.columns.step * ((1 - 2 * _OUTER) / groups if groups > 1 else 1)


def bar_width(reading: Reading) -> alt.RelativeBandSize:
    """Return the width of a bar, as a share of its place."""
    return alt.RelativeBandSize(band=1 if len(reading.people) > 1 else 0.56)


def intervals(over: alt.Chart, low: str, high: str, color: Any = None) -> list[alt.Chart]:
    """Return an interval as a line, on a line of the ground's colour that sets it off bars and curves.

    In the ink of texts, unless `color` is an encoding of its own.
    """
    both = over.encode(y=alt.Y(f"{low}:Q"), y2=f"{high}:Q").transform_filter(
        f"isValid(datum.{low}) && isValid(datum.{high})"
    )
    line = both.mark_rule(color=tint("ink"), strokeWidth=1.5)
    return [both.mark_rule(color=tint("bg"), strokeWidth=4.5), line if color is None else line.encode(color=color)]


def runs(reading: Reading, places: Sequence[Any], field: str) -> None:
    """Give each stretch of neighbouring figures of a line a number: between them is a gap, which no line bridges.

    `places` are all values of `field`, in order; a line is what has one group and stage (and, along the stages,
    one period).
    """
    at = {place: number for number, place in enumerate(places)}
    last: dict[tuple[Any, ...], tuple[int, int]] = {}
    lines = [name for name in ("stage", "persona", "period", "cohort") if name != field]
    for row in sorted(reading.rows, key=lambda row: at[row[field]]):
        if row["value"] is None:
            continue
        line = tuple(row.get(name) for name in lines)
        place, run = last.get(line, (-2, -1))
        row["at"] = at[row[field]]
        row["run"] = run if place + 1 == row["at"] else run + 1
        last[line] = row["at"], row["run"]


def curves(over: alt.Chart, reading: Reading, y: Any) -> alt.Chart:
    """Return each group's line: monotone, so that it swings beyond no figure, and open where one is missing."""
    line: alt.Chart = over.mark_line(interpolate="monotone", strokeWidth=2.5).encode(
        y=y,
        color=reading.people.color(),
        strokeDash=reading.people.dash(),
        detail="run:N",
        order=alt.Order("at:Q", sort="ascending"),
    )
    there: alt.Chart = line.transform_filter("isValid(datum.value)")
    return there


def points(over: alt.Chart, reading: Reading, y: Any, *, size: float = 64) -> alt.Chart:
    """Return each figure as its group's shape, filled with the ground's colour."""
    shapes: alt.Chart = over.mark_point(style=[PICKED], size=size, fill=tint("bg"), strokeWidth=2).encode(
        y=y, stroke=reading.people.outlined(), shape=reading.people.shape()
    )
    return shapes


def labels(over: alt.Chart, y: str, reading: Reading, *, up: float = 5, space: float | None = None) -> list[alt.Chart]:
    """Return the figures over their marks, n between: of both all that there is room for, `up` px above `y`.

    All or none: a figure here and there would seem to stand out.
    """
    space = room(reading) - _TIGHT if space is None else space
    rows = [row for row in reading.rows if not row["note"] and row.get(y) is not None]
    with_n = all(width(row["n_text"]) <= space for row in rows)
    found = []
    if any(width(row["value_text"]) > space for row in rows):
        return []
    for row in rows:
        row["label"] = row["value_text"]
        row["label_n"] = row["n_text"] if with_n else ""
    for field, token, lift in (("label", "ink", LINE if with_n else 0), ("label_n", "ink-2", 0)):
        if any(row.get(field) for row in rows):
            weight: Literal[400, 600] = 600 if field == "label" else 400
            text = over.mark_text(baseline="bottom", dy=-up - lift, color=tint(token), fontSize=TEXT, fontWeight=weight)
            found.append(text.encode(y=alt.Y(f"{y}:Q"), text=f"{field}:N").transform_filter(f"isValid(datum.{field})"))
    return found


def lowest(over: alt.Chart, reading: Reading) -> list[alt.Chart]:
    """Return each group's lowest figure with its n, as the map labels its curves."""
    low: dict[str | None, Any] = {}
    for row in reading.rows:
        held = low.get(row["persona"])
        if row["value"] is not None and (held is None or row["value"] < held["value"]):
            low[row["persona"]] = row
    for row in low.values():
        row["lowest"] = f"{row['value_text']} · {row['n_text']}"
    text = over.mark_text(align="left", baseline="top", dx=7, dy=5, fontSize=TEXT)
    color = reading.people.color()
    return [text.encode(y="value:Q", text="lowest:N", color=color).transform_filter("isValid(datum.lowest)")]


def notices(over: alt.Chart, reading: Reading, *, space: float | None = None) -> list[alt.Chart]:
    """Return what stands for a figure that is none, at the foot of its column: never a mark at zero.

    Where the words do not fit, a sign stands for them, which the chart's notes explain.
    """
    rows = [row for row in reading.rows if row["note"]]
    if not rows:
        return []
    space = room(reading) - _TIGHT if space is None else space
    for row in rows:
        fits = all(width(line) <= space for line in row["says"].split("\n"))
        row["notice"] = row["says"] if fits else row["mark"]
    lift = 6 + LINE * (max(len(row["notice"].split("\n")) for row in rows) - 1)
    text = over.mark_text(
        color=tint("ink-2"), baseline="bottom", dy=-lift, lineBreak="\n", lineHeight=LINE, fontSize=TEXT
    )
    return [text.encode(y=alt.value("height"), text="notice:N").transform_filter("isValid(datum.notice)")]
