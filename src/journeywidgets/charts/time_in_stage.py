"""Time in stage: the middle half of those who moved on, the median with its interval, the slowest tenth."""

from __future__ import annotations

import math
from typing import Literal

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import VALUE, Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import bar_width, base, intervals, labels, notices, points
from journeywidgets.charts.panels import panels
from journeywidgets.charts.reading import Reading, read
from journeywidgets.charts.theme import Theme, tint
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.journey import Journey
from journeywidgets.metrics.result import NOT_REACHED

_FEW = 4
_QUANTILES = ("p25", "median", "p75", "p90")
_EXTRAS = (*_QUANTILES, "moved_on", "still_inside")
_TIP: Tip = {
    "Of those who moved on": "moved_on",
    "A quarter within": "p25_text",
    "Half within": "median_text",
    "Three quarters within": "p75_text",
    "Nine tenths within": "p90_text",
    "Still inside": "still_inside",
}


def time_in_stage(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    scale: Literal["linear", "log"] = "linear",
    title: str | None = None,
    step: float | None = None,
    height: float = 220,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw how long people stay in each stage.

    The bar is the middle half (25th to 75th percentile) of those who moved on, the line across it their median, the
    cap above it the 90th percentile. The point is the result's value with its interval: where some are still inside
    it is the Kaplan-Meier median, which counts them, and may lie far above the median of those who moved on.

    Parameters
    ----------
    result
        What ``metrics.time_in_stage`` returns.
    journey
        Gives titles, order and columns of the stages, and names, colours and shapes of the personas.
    scale
        ``"log"`` where stages take minutes as well as weeks; times of 0 are then drawn at the foot.
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
        Facetted where the result has several periods.

    Raises
    ------
    JourneyError
        The result is not one of ``metrics.time_in_stage``, a stage is not the journey's, or the scale is not known.
    """
    if scale not in ("linear", "log"):
        raise JourneyError(f"charts.time_in_stage: scale={shorten(scale)} is not known. Choose 'linear' or 'log'.")
    reading = read(result, "time_in_stage", journey=journey, step=step, extras=_EXTRAS)
    if not reading.rows:
        return empty(reading, title=title, kind="Time in stage", theme=theme)
    for row in reading.rows:
        if row["note"] == NOT_REACHED:
            row["note"] = ""  # said above the times of those who moved on, not in place of them
        row.update({f"{name}_text": reading.figures.value(row[name]) or "not shown" for name in _QUANTILES})
        row["label_at"] = max((row[name] for name in ("p90", "high", "value") if row[name] is not None), default=None)
    chart = layered(_layers(reading, _scale(reading, log=scale == "log")), reading, height=height)
    notes = ["Bar: middle half of those who moved on · line across: their median · cap: 90 % · point: the figure"]
    inside = sum(row["still_inside"] or 0 for row in reading.rows)
    if any(row["low"] is not None and row["high"] is None for row in reading.rows):
        notes.append("arrow: the interval has no upper end")
    if any(row["value"] is None and not row["note"] for row in reading.rows):
        notes.append("no point: more than half are still inside")
    elif inside:
        notes.append("point above the line: some are still inside")
    done: alt.LayerChart | alt.FacetChart = finished(
        panels(chart, reading.rows), reading, title=title, kind="Time in stage", notes=notes, theme=theme
    )
    return done


def _scale(reading: Reading, *, log: bool) -> alt.Scale:
    """Return the scale of times, with room for the figures above."""
    names = (*_QUANTILES, "value", "low", "high")
    times = [row[name] for row in reading.rows for name in names if row[name] is not None]
    highest = max(times, default=1) or 1
    if not log:
        return alt.Scale(domain=[0, highest * 1.3], nice=False)
    least = min((time for time in times if time > 0), default=highest / 10)
    foot = least / 2
    for row in reading.rows:
        row.update({name: max(row[name], foot) for name in names if row[name] is not None})
    return alt.Scale(type="log", domain=[foot, highest * (highest / foot) ** 0.35], nice=False)


def _open_ended(over: alt.Chart) -> list[alt.Chart]:
    """Return the intervals without an upper end: a line that goes on, and says so by an arrow."""
    there = over.transform_filter("isValid(datum.low) && !isValid(datum.high)")
    line = there.mark_rule(color=tint("ink"), strokeWidth=1.5, strokeDash=[4, 3]).encode(y="low:Q", y2="value:Q")
    head = there.mark_point(shape="triangle-up", size=36, fill=tint("ink"), stroke=None, yOffset=-12)
    return [line, head.encode(y="label_at:Q")]


def _ticks(scale: alt.Scale) -> list[float]:
    """Return round times on a log scale: 1, 2, 5, 10 … where there are few, else powers of ten."""
    foot, top = scale.domain
    powers = [10.0**power for power in range(math.floor(math.log10(foot)), math.ceil(math.log10(top)) + 1)]
    parts = (1, 2, 5) if len(powers) <= _FEW else (1,)
    return [part * power for power in powers for part in parts if foot <= part * power <= top]


def _layers(reading: Reading, scale: alt.Scale) -> list[alt.Chart]:
    over = base(reading, tips(reading, VALUE, _TIP))
    wide = bar_width(reading)
    unit = f"Time, {reading.unit}" if reading.unit else "Time"
    # Vega thins out the values of a log axis to the count of its ticks.
    ticks = _ticks(scale) if scale.type == "log" else []
    thinned = {"values": ticks, "tickCount": len(ticks) * 4, "labelOverlap": False} if ticks else {}
    y = alt.Y("p75:Q", scale=scale, axis=side(unit, **thinned))
    open_ended = any(row["low"] is not None and row["high"] is None for row in reading.rows)
    half = over.mark_bar(width=wide, fillOpacity=0.3, strokeWidth=1)
    tail = over.mark_rule(strokeWidth=1.5, strokeDash=[2, 3])
    color = reading.people.color()
    tick = over.mark_tick(orient="horizontal", width=wide, thickness=2.5)
    cap = over.mark_tick(orient="horizontal", size=12, thickness=1.5)
    return [
        reading.columns.bands(),
        tail.encode(y=y, y2="p90:Q", color=color).transform_filter("isValid(datum.p90)"),
        cap.encode(y=alt.Y("p90:Q"), color=color).transform_filter("isValid(datum.p90)"),
        half.encode(y=y, y2="p25:Q", color=color).transform_filter("isValid(datum.p25) && isValid(datum.p75)"),
        tick.encode(y=alt.Y("median:Q"), color=color).transform_filter("isValid(datum.median)"),
        *intervals(over, "low", "high"),
        points(over, reading, "value:Q").transform_filter("isValid(datum.value)"),
        *(_open_ended(over) if open_ended else []),
        *labels(over, "label_at", reading, up=20 if open_ended else 8),
        *notices(over, reading),
    ]
