"""A metric over periods: a small chart in each stage's column, or one of a single stage."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import VALUE, empty, finished, layered, tips
from journeywidgets.charts.marks import curves, intervals, labels, notices, points, runs
from journeywidgets.charts.panels import inner
from journeywidgets.charts.params import BRUSHED, PICKED, chosen, emphasis
from journeywidgets.charts.periods import filled
from journeywidgets.charts.reading import Reading, read
from journeywidgets.charts.theme import HEADER, LINE, TEXT, Theme, tint
from journeywidgets.errors import JourneyError
from journeywidgets.journey import Journey

_WIDE = 760


def trend(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    title: str | None = None,
    step: float | None = None,
    height: float = 180,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw how a metric moves over periods, with its interval as a band.

    Several stages stand side by side in the map's columns. A period without a figure is a gap in the line; one with
    too few answers has a mark at the foot.

    Parameters
    ----------
    result
        What a function of ``journeywidgets.metrics`` returns with ``period=``.
    journey
        Gives titles, order and columns of the stages, and names, colours and shapes of the personas.
    title
        The chart's title; the metric's unless given.
    step
        The width of a stage's column in px; the map's where the stages fit on a page.
    height
        Of the plot, in px.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
        Facetted where the result has several stages; brushing along the periods can be linked.

    Raises
    ------
    JourneyError
        The result is no result, or has no periods.
    """
    reading = read(result, "trend", journey=journey, step=step)
    if not reading.rows:
        return empty(reading, title=title, kind="Trend", theme=theme)
    if not reading.periods:
        raise JourneyError("charts.trend: no row of the result has a period. Compute it with period='month' or so.")
    reading.rows = [row for row in reading.rows if row["period"] is not None]
    periods = filled(reading.periods)
    runs(reading, periods, "period")
    stages = {row["stage"] for row in reading.rows}
    single = len(stages) == 1
    space = (_WIDE if single else reading.columns.step) / len(periods)
    layers = _layers(reading, periods, space, single=single)
    if single:
        chart: Any = layered(layers, reading, height=height, width=_WIDE)
        (stage,) = stages
        notes = [reading.columns.titles[stage]] if stage else []
    else:
        chart, notes = _by_stage(layers, reading, height), []
    done: alt.LayerChart | alt.FacetChart = finished(
        chart, reading, title=title, kind="Trend", notes=notes, px=HEADER + _WIDE if single else None, theme=theme
    )
    return done


def _layers(reading: Reading, periods: list[str], space: float, *, single: bool) -> list[alt.Chart]:
    axis = alt.Axis(title=None, labelAngle=0, labelOverlap="greedy", labelSeparation=8, labelColor=tint("ink-2"))
    along = alt.X("period:O", sort=None, scale=alt.Scale(domain=periods, type="band", padding=0), axis=axis)
    unit = reading.figures.unit
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=False, nice=True, padding=30 if single else 6),
        axis=side(f"{reading.metric}, {unit}" if unit else reading.metric, labelOverlap=True),
    )
    over = alt.Chart().encode(x=along, opacity=emphasis(("stage", "persona")), tooltip=tips(reading, VALUE))
    color = reading.people.color()
    band = over.mark_area(interpolate="monotone", fillOpacity=0.16, stroke=None).encode(
        y=alt.Y("low:Q"), y2="high:Q", color=color, detail="run:N"
    )
    last = periods[-1]
    for row in reading.rows:
        ends = [row[name] for name in ("value", "high") if row[name] is not None]
        row["latest"] = max(ends, default=None) if row["period"] == last and len(reading.people) == 1 else None
    return [
        _ground(along),
        band.transform_filter("isValid(datum.low) && isValid(datum.high)"),
        *intervals(over, "low", "high", color=color),
        curves(over, reading, y),
        points(over, reading, y, size=min(56, max(12, space * 2))),
        *(labels(over, "latest", reading, space=_WIDE / 10) if single else []),
        *notices(over, reading, space=space),
    ]


def _ground(along: alt.X) -> alt.Chart:
    """Return what a click or a brush falls on where no mark is: a period of a stage, whosesoever."""
    opacity = alt.FillOpacity(condition={"test": chosen(empty=False), "value": 1}, value=0)
    ground: alt.Chart = (
        alt.Chart()
        .transform_aggregate(n="count()", groupby=["stage", "period"])
        .mark_rect(style=[PICKED, BRUSHED], fill=tint("brand-soft"), aria=False)
        .encode(x=along, fillOpacity=opacity)
    )
    return ground


def _by_stage(layers: list[alt.Chart], reading: Reading, height: float) -> alt.FacetChart:
    """Return a small chart in each column of the map, also where there is nothing to show."""
    at = {stage: place for place, stage in enumerate(reading.columns.ids)}
    seen = {row["stage"] for row in reading.rows}
    rows = [*reading.rows, *({"stage": stage} for stage in at if stage not in seen)]
    chart = layered(layers, reading, rows=[{**row, "place": at[row["stage"]]} for row in rows], height=height)
    chart = chart.properties(width=reading.columns.step, view=alt.ViewBackground(stroke=tint("line")))
    header = alt.Header(
        title=None,
        labelExpr=reading.columns.label,
        labelFontSize=TEXT + 1,
        labelFontWeight=600,
        labelColor=tint("ink"),
        labelLimit=0,
        labelLineHeight=LINE,
        labelPadding=6,
    )
    column = alt.Column("stage:N", sort=alt.EncodingSortField("place", op="min", order="ascending"), header=header)
    made: alt.FacetChart = inner(chart).facet(column=column, data=chart.data, spacing=0, bounds="flush")
    return made
