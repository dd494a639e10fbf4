"""The Net Promoter Score: who would recommend, who would not, and the balance with its interval."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import VALUE, Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import bar_width, base, intervals, labels, notices, points
from journeywidgets.charts.panels import panels
from journeywidgets.charts.reading import Reading, Row, read
from journeywidgets.charts.text import Figures
from journeywidgets.charts.theme import Theme, tint
from journeywidgets.journey import Journey

_RATES = {"promoter_rate": "promoters", "passive_rate": "passives", "detractor_rate": "detractors"}
_TIP: Tip = {"Promoters": "promoter_text", "Passives": "passive_text", "Detractors": "detractor_text"}
_LOWEST, _HIGHEST = -104, 136  # the room above is for figures


def nps(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    title: str | None = None,
    step: float | None = None,
    height: float = 250,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw the Net Promoter Score of each stage, and the answers that it is the balance of.

    Detractors hang below zero; promoters stand above it, and passives on top of these, so that each bar is 100 % of
    the answers. The score, promoters less detractors, is the point with its interval on the same axis.

    Parameters
    ----------
    result
        What ``metrics.nps`` returns.
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
        Facetted where the result has several periods.

    Raises
    ------
    JourneyError
        The result is not one of ``metrics.nps``, or a stage is not the journey's.
    """
    reading = read(result, "nps", journey=journey, step=step, extras=(*_RATES, *_RATES.values()))
    if not reading.rows:
        return empty(reading, title=title, kind="Net Promoter Score", theme=theme)
    reading.figures.sign = True
    percent = Figures([row[rate] for row in reading.rows for rate in _RATES], "%", sign=False)
    for row in reading.rows:
        _place(row, reading, percent)
    chart = panels(layered(_layers(reading), reading, height=height), reading.rows)
    note = "Below zero: detractors · above: promoters, then passives (pale) · point: the score"
    done: alt.LayerChart | alt.FacetChart = finished(
        chart, reading, title=title, kind="Net Promoter Score", notes=[note], theme=theme
    )
    return done


def _place(row: Row, reading: Reading, percent: Figures) -> None:
    """Give a row the ends of its bars and the texts of its tooltip."""
    promoters, passives, detractors = (row[rate] for rate in _RATES)
    known = None not in (promoters, passives, detractors)
    row["below"] = -detractors if known else None
    row["above"] = promoters if known else None
    row["over"] = promoters + passives if known else None
    row["value_text"] = reading.figures.value(row["value"]) or row["value_text"]
    row["interval_text"] = reading.figures.interval(row["low"], row["high"]) or "none"
    for rate, people in _RATES.items():
        text = percent.value(row[rate])
        row[rate.replace("_rate", "_text")] = f"{text} (n {row[people]})" if text else "not shown"


def _layers(reading: Reading) -> list[alt.Chart]:
    over = base(reading, tips(reading, VALUE, _TIP))
    wide = bar_width(reading)
    scale = alt.Scale(domain=[_LOWEST, _HIGHEST], nice=False)
    axis = side(
        "Share of answers, and score",
        values=[-100, -50, 0, 50, 100],
        labelExpr="format(datum.value, datum.value > 0 ? '+d' : 'd')",
    )
    y = alt.Y("below:Q", scale=scale, axis=axis)
    bars: list[tuple[Any, str, str, str]] = [
        (y, "zero", "pain", "pain-soft"),
        (alt.Y("above:Q"), "zero", "gain", "gain-soft"),
        (alt.Y("over:Q"), "above", "line-strong", "bg-soft"),
    ]
    for row in reading.rows:
        row["zero"] = 0
    return [
        reading.columns.bands(),
        *(
            over.mark_bar(width=wide, fill=tint(soft), stroke=tint(edge), strokeWidth=1).encode(y=end, y2=f"{start}:Q")
            for end, start, edge, soft in bars
        ),
        over.mark_rule(color=tint("ink-3"), strokeWidth=1).encode(y=alt.datum(0)),
        *intervals(over, "low", "high"),
        points(over, reading, "value:Q"),
        *labels(over, "over", reading),
        *notices(over, reading),
    ]
