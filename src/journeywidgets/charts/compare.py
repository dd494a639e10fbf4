"""Comparison: the difference between personas or periods, with its interval, around zero."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from journeywidgets import metrics
from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import base, intervals, labels, notices, points
from journeywidgets.charts.panels import panels
from journeywidgets.charts.periods import is_period
from journeywidgets.charts.reading import Reading, read
from journeywidgets.charts.text import Figures, n_text, one_line
from journeywidgets.charts.theme import Theme, tint
from journeywidgets.journey import Journey

_EXTRAS = ("against", "value_of", "value_against", "n_of", "n_against", "sign")
_TIP: Tip = {"Difference": "value_text", "95 % interval": "interval_text", "That is": "verdict"}
_SIDES: Tip = {"Figure": "mine_text", "Compared with": "theirs_text"}


def compare(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    between: Literal["persona", "period"] | None = None,
    reference: str | None = None,
    title: str | None = None,
    step: float | None = None,
    height: float = 200,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw by how much the figures of personas or periods differ, stage by stage.

    A point is the difference, its line the 95 % interval; where the line crosses zero, the difference is unclear and
    the point hollow.

    Parameters
    ----------
    result
        What ``metrics.compare`` returns; or figures with ``by=`` or ``period=``, which are then compared by it.
    journey
        Gives titles, order and columns of the stages, and names, colours and shapes of the personas.
    between
        Of figures. ``"persona"``: each group against the reference, period by period. ``"period"``: the latest
        period against the reference, group by group. None: personas where there are several, else periods.
    reference
        Of figures: the group (key or name) or period to compare with. None: the first group, or the period before
        the latest.
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
        Facetted where personas are compared in several periods, or several periods with one another.

    Raises
    ------
    MetricError
        There are no two groups or periods to compare, or `reference` is none of them.
    JourneyError
        `result` is no result, or a stage is not the journey's.

    References
    ----------
    See `journeywidgets.metrics.compare`.
    """
    figures = read(result, "compare", journey=journey, step=step)
    if not figures.rows:
        return empty(figures, title=title, kind="Comparison", theme=theme)
    found = result
    if any(name not in result.columns for name in _EXTRAS):
        found = metrics.compare(result, between, against=reference, journey=journey)
        if between == "period" or (between is None and is_period(found["against"].iloc[0])):
            found = found[found["period"] == found["period"].max()]
    reading = read(found, "compare", journey=journey, step=figures.columns.step, extras=_EXTRAS)
    _judge(reading)
    against = dict.fromkeys(row["against_name"] for row in reading.rows)
    notes = [f"Compared with: {', '.join(against)}", "hollow: zero lies within the interval"]
    done: alt.LayerChart | alt.FacetChart = finished(
        panels(layered(_layers(reading), reading, height=height), reading.rows),
        reading,
        title=title,
        kind="Comparison",
        notes=notes,
        theme=theme,
    )
    return done


def _judge(reading: Reading) -> None:
    """Say of each difference what it means, and whether it is clear."""
    reading.figures.sign = True
    sides = [row[name] for row in reading.rows for name in ("value_of", "value_against")]
    plain = Figures(sides, "%" if reading.unit == "points" else reading.unit)
    for row in reading.rows:
        for told, value, n in (("mine_text", "value_of", "n_of"), ("theirs_text", "value_against", "n_against")):
            row[told] = " · ".join(text for text in (plain.value(row[value]) or "no value", n_text(row[n])) if text)
        good = 1 if row["direction"] != "down" else -1
        row["verdict"] = {None: "no interval", 0: "unclear", good: "better", -good: "worse"}[row["sign"]]
        row["clear"] = bool(row["sign"])
        row["value_text"] = reading.figures.bare(row["value"]) or row["note"] or "no value"
        row["interval_text"] = reading.figures.interval(row["low"], row["high"]) or "none"
        row["n_text"] = "" if row["note"] else row["verdict"]
        row["says"] = row["note"]
        row["label_at"] = max((row[name] for name in ("value", "high") if row[name] is not None), default=None)
        row["against_name"] = one_line(reading.name_of(row["against"]) or "")
        if is_period(row["against"]) and row["period"] is not None:
            row["period"] = f"{row['period']} less {row['against']}"


def _layers(reading: Reading) -> list[alt.Chart]:
    ends = [row[name] for row in reading.rows for name in ("value", "low", "high") if row[name] is not None]
    least, most = min([*ends, 0]), max([*ends, 0])
    spread = (most - least) or 1
    over = base(reading, tips(reading, _TIP, _SIDES))
    scale = alt.Scale(domain=[least - 0.1 * spread, most + 0.3 * spread], nice=False, zero=False)
    words = f"Difference, {reading.unit}" if reading.unit else "Difference"
    axis = side(words, labelExpr="(datum.value > 0 ? '+' : '') + datum.label")
    color = reading.people.color()
    filled = over.mark_point(size=64, strokeWidth=2, filled=True).encode(
        y=alt.Y("value:Q"), color=color, shape=reading.people.shape()
    )
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=tint("ink-3"), strokeWidth=1.5)
    return [
        reading.columns.bands(),
        zero.encode(y=alt.Y("zero:Q", scale=scale, axis=axis)),
        *intervals(over, "low", "high", color=color),
        points(over, reading, alt.Y("value:Q")),
        filled.transform_filter("datum.clear"),
        *labels(over, "label_at", reading, up=8),
        *notices(over, reading),
    ]
