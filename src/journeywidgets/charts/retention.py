"""Retention: who of each cohort is still there, as a table of shades or as curves."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import VALUE, Tip, empty, finished, layered, tips
from journeywidgets.charts.marks import curves, intervals, points, runs
from journeywidgets.charts.panels import panels
from journeywidgets.charts.params import PICKED, emphasis
from journeywidgets.charts.reading import Reading, Row, read
from journeywidgets.charts.text import Figures
from journeywidgets.charts.theme import HEADER, TEXT, Theme, heat, tint
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.content.figures import count
from journeywidgets.journey import Journey

_EXTRAS = ("cohort", "age", "size", "active", "complete")
_TIP: Tip = {"Cohort": "cohort_text", "Periods later": "age", "Active": "active", "Of": "size", "Over": "complete_text"}
_CELL, _ROW, _LEAST = 62, 36, 30
_N = "n"
"""The first column of the table: the cohorts' sizes."""
_PLOT = 620


def retention(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    view: Literal["heatmap", "curve"] = "heatmap",
    title: str | None = None,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw the retention of cohorts.

    Parameters
    ----------
    result
        What ``metrics.retention`` returns.
    journey
        Gives the names of the personas, and in curves their colours and shapes.
    view
        ``"heatmap"``: a row a cohort, a column an age, the value over its interval in each cell; dashed where the
        period was not over. Personas have a table each. ``"curve"``: all cohorts together with their interval, a line
        a persona, over the single cohorts as thin lines.
    title
        The chart's title; the metric's unless given.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
        Facetted where a heatmap has several personas.

    Raises
    ------
    JourneyError
        The result is not one of ``metrics.retention``, or the view is not known.
    """
    if view not in ("heatmap", "curve"):
        raise JourneyError(f"charts.retention: view={shorten(view)} is not known. Choose 'heatmap' or 'curve'.")
    reading = read(result, "retention", journey=journey, extras=_EXTRAS)
    if not reading.rows:
        return empty(reading, title=title, kind="Retention", theme=theme)
    for row in reading.rows:
        row["cohort_text"] = row["cohort"] or "All"
        row["complete_text"] = "yes" if row["complete"] else "no: the period goes on"
    chart, px, notes = _heatmap(reading) if view == "heatmap" else _curve(reading)
    done: alt.LayerChart | alt.FacetChart = finished(
        chart, reading, title=title, kind="Retention", notes=notes, px=px, theme=theme
    )
    return done


def _heatmap(reading: Reading) -> tuple[alt.LayerChart | alt.FacetChart, float, list[str]]:
    ages = sorted({row["age"] for row in reading.rows})
    cell = max(_LEAST, min(_CELL, 1080 // (len(ages) + 1)))
    rows = [*_sizes(reading), *reading.rows]
    cohorts = sorted({row["cohort_text"] for row in rows}, key=lambda text: (text != "All", text))
    for row in reading.rows:
        _tell(row, reading.figures, room=cell)
    columns = [_N, *(str(age) for age in ages)]
    along = alt.X(
        "column:N",
        sort=None,
        scale=alt.Scale(domain=columns, padding=0),
        title="Periods after the first",
        axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, titleAnchor="start", titleFontWeight=400),
    )
    y = alt.Y(
        "cohort_text:N",
        sort=None,
        scale=alt.Scale(domain=cohorts, padding=0),
        axis=side("Cohort", labelExpr="datum.label"),
    )
    over = alt.Chart().encode(x=along, y=y, opacity=emphasis("persona"), tooltip=tips(reading, _TIP, VALUE))
    ink = tint("ink")
    layers = [
        over.mark_rect(style=[PICKED], stroke=tint("bg"), strokeWidth=2)
        .encode(color=alt.Color("value:Q", legend=None, scale=alt.Scale(domain=[0, 100], range=heat())))
        .transform_filter("isValid(datum.value)"),
        over.mark_rect(filled=False, stroke=tint("ink-2"), strokeDash=[4, 3], strokeWidth=1.5).transform_filter(
            "isValid(datum.value) && !datum.complete"
        ),
        over.mark_text(color=ink, fontSize=TEXT, fontWeight=600, dy=-6)
        .encode(text="main:N")
        .transform_filter("datum.small != ''"),
        over.mark_text(color=ink, fontSize=9, dy=8).encode(text="small:N").transform_filter("datum.small != ''"),
        over.mark_text(color=ink, fontSize=TEXT).encode(text="main:N").transform_filter("datum.small == ''"),
    ]
    chart = layered(layers, reading, rows=rows, height=_ROW * len(cohorts), width=cell * len(columns))
    notes = ["Value over its 95 % interval"] if any(row["small"] for row in reading.rows) else []
    notes += ["dashed: the period goes on"] if any(not row["complete"] for row in reading.rows) else []
    return panels(chart, rows, ("persona",)), HEADER + cell * len(columns), notes


def _sizes(reading: Reading) -> list[Row]:
    """Return a cell with the size of each cohort, for the first column."""
    found: dict[tuple[str | None, str], Row] = {}
    for row in reading.rows:
        place = {name: row[name] for name in ("persona", "persona_name", "who", "cohort_text", "size", "period")}
        told = {"column": _N, "main": count(row["size"] or 0), "small": "", "value": None, "complete": True}
        key = row["persona"], row["cohort_text"]
        if key not in found or (row["size"] or 0) > (found[key]["size"] or 0):
            found[key] = {**place, **told}
    return list(found.values())


def _tell(row: Row, figures: Figures, *, room: float) -> None:
    """Give a row the words of its cell."""
    row["column"] = str(row["age"])
    value = "" if row["value"] is None else figures.bare(row["value"])
    row["main"] = value or row["mark"]
    spread = figures.interval(row["low"], row["high"]).removesuffix("%").strip() if value else ""
    row["small"] = spread if room >= _CELL else ""


def _curve(reading: Reading) -> tuple[alt.LayerChart, float, list[str]]:
    ages = sorted({row["age"] for row in reading.rows})
    pooled = [row for row in reading.rows if row["cohort"] is None]
    for row in reading.rows:
        row["cohorts"] = f"{row['who']} {row['cohort_text']}"
        row["pooled"] = row["cohort"] is None
    runs(reading, ages, "age")
    along = alt.X(
        "age:Q",
        title="Periods after the first",
        scale=alt.Scale(domain=[0, max(*ages, 1)], nice=False, padding=8),
        axis=alt.Axis(tickMinStep=1, format="d", grid=False),
    )
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=side("Still active, %"))
    over = alt.Chart().encode(x=along, opacity=emphasis("persona"), tooltip=tips(reading, _TIP, VALUE))
    all_of_them = over.transform_filter("datum.pooled")
    color = reading.people.color()
    thin = over.transform_filter("!datum.pooled").mark_line(strokeWidth=1, strokeOpacity=0.35)
    layers = [
        thin.encode(y=y, color=color, detail=["cohorts:N", "run:N"]),
        all_of_them.mark_area(fillOpacity=0.16).encode(y=alt.Y("low:Q"), y2="high:Q", color=color, detail="run:N"),
        *intervals(all_of_them, "low", "high", color=color),
        curves(all_of_them, reading, y),
        points(all_of_them, reading, y, size=48),
    ]
    notes = ["Thick: all cohorts that are old enough, with their interval · thin: single cohorts"] if pooled else []
    return layered(layers, reading, height=260, width=_PLOT), HEADER + _PLOT, notes
