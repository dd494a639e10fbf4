"""The funnel: how many reached each stage, how many were lost, at which rate."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import VALUE, Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import bar_width, base, intervals, labels, notices, points
from journeywidgets.charts.panels import panels
from journeywidgets.charts.reading import Row, read
from journeywidgets.charts.theme import Theme, tint
from journeywidgets.journey import Journey

_HUNDRED = 100.0
_ROOM = 1.3  # above the highest bar, for its figure
_MORE: Tip = {"Reached": "converted", "Could have": "entered", "Lost here": "drop_off"}
_EXTRAS = ("entered", "converted", "drop_off")


def funnel(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    y: Literal["people", "share"] = "people",
    title: str | None = None,
    step: float | None = None,
    height: float = 220,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw a funnel: a bar for those who reached each stage, over an outline of those who could have.

    The figure above a bar is the step rate, the share of those who reached the stage before; the interval at the
    bar's end is that of the rate, in the units of the axis. Groups stand side by side; each period has a row.

    Parameters
    ----------
    result
        What ``metrics.funnel`` returns.
    journey
        Gives titles, order and columns of the stages, and names, colours and shapes of the personas.
    y
        ``"people"`` counts; ``"share"`` is in percent of those who entered the first stage, which compares groups
        of different sizes.
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
        The result is not one of ``metrics.funnel``, or a stage is not the journey's.
    """
    reading = read(result, "funnel", journey=journey, step=step, extras=_EXTRAS)
    if not reading.rows:
        return empty(reading, title=title, kind="Funnel", theme=theme)
    firsts: dict[tuple[Any, Any], int] = {}
    for row in reading.rows:
        group = row["persona"], row["period"]
        firsts[group] = max(firsts.get(group, 0), row["entered"] or 0)
    for row in reading.rows:
        _place(row, _HUNDRED / (firsts[row["persona"], row["period"]] or 1) if y == "share" else 1)
    words = "Share of all who entered, %" if y == "share" else "People"
    highest = max((row["outline"] or 0) for row in reading.rows) or 1
    scale = alt.Scale(domain=[0, highest * _ROOM], nice=False, zero=True)
    over = base(reading, tips(reading, VALUE, _MORE))
    wide = bar_width(reading)
    outline = over.mark_bar(width=wide, filled=False, strokeDash=[3, 3], strokeWidth=1, stroke=tint("ink-3"))
    layers = [
        reading.columns.bands(),
        outline.encode(y=alt.Y("outline:Q", scale=scale, axis=side(words, values=_ticks(highest)))),
        over.mark_bar(width=wide).encode(y="top:Q", color=reading.people.color()),
        *intervals(over, "from_", "to"),
        *([points(over, reading, "top:Q")] if reading.people.told_apart else []),
        *labels(over, "outline", reading),
        *notices(over, reading),
    ]
    chart = panels(layered(layers, reading, height=height), reading.rows)
    note = "Bar: reached the stage · outline: those who could have · figure: step rate, its interval at the bar's end"
    done: alt.LayerChart | alt.FacetChart = finished(
        chart, reading, title=title, kind="Funnel", notes=[note], theme=theme
    )
    return done


def _place(row: Row, scale: float) -> None:
    """Give a row the heights of its marks: people times `scale`."""
    entered, converted = row["entered"], row["converted"]
    row.update(top=None, outline=None, from_=None, to=None)
    if row["note"] or entered is None or converted is None:
        return
    row.update(top=converted * scale, outline=entered * scale)
    if row["low"] is not None and row["high"] is not None:
        row["from_"], row["to"] = (row["outline"] * row[end] / _HUNDRED for end in ("low", "high"))


def _ticks(highest: float) -> list[float]:
    """Return ticks up to the highest bar: the room above it is for figures."""
    size = 10.0 ** (len(str(int(highest))) - 1)
    every = next(size * part for part in (0.25, 0.5, 1, 2, 5) if highest <= 4 * size * part)
    return [every * number for number in range(5) if every * number <= highest]
