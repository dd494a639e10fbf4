"""Transitions: from which stage people went to which, as a table under the map's columns."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from journeywidgets.charts.columns import Columns, side
from journeywidgets.charts.figure import VALUE, Tip, empty, finished, layered, tips
from journeywidgets.charts.lookup import label, labels
from journeywidgets.charts.panels import panels
from journeywidgets.charts.params import FADED, FIELDS, PICKED, chosen
from journeywidgets.charts.reading import Reading, Row, read
from journeywidgets.charts.text import width
from journeywidgets.charts.theme import HEADER, TEXT, Theme, tint
from journeywidgets.journey import Journey

END = ""
"""What stands for the target of those who were seen in no further stage."""
_EXTRAS = ("source", "target", "kind", "count", "actors", "move_share")
_KINDS = {"next": ("→", "brand"), "skip": ("↷", "warn"), "loop": ("↺", "pain"), "end": ("⊣", "ink-2")}
"""The sign of each kind of move, and its colour."""
_WORDS = "→ to the next stage · ↷ skips stages · ↺ back, or again · ⊣ not seen in another stage"
_TIP: Tip = {"From": "stage_title", "To": "target_title", "Move": "kind", "Moves": "count", "People": "actors"}
_ROW = 44


def transitions(
    result: pd.DataFrame,
    journey: Journey | None = None,
    *,
    title: str | None = None,
    step: float | None = None,
    theme: Theme | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Draw how many went from which stage (rows) to which (the map's columns).

    The stronger the shade, the greater the share of the people at the source; its interval is in each cell, or the
    tooltip where there is no room. Moves on, skips, loops and ends differ in sign and colour.

    Parameters
    ----------
    result
        What ``metrics.transitions`` returns.
    journey
        Gives titles, order and columns of the stages, and names of the personas.
    title
        The chart's title; the metric's unless given.
    step
        The width of a stage's column in px; the map's where the stages fit on a page.
    theme
        ``"light"`` or ``"dark"`` for a finished chart; None for one to compose further.

    Returns
    -------
    altair.LayerChart or altair.FacetChart
        Facetted where the result has several personas or periods.

    Raises
    ------
    JourneyError
        The result is not one of ``metrics.transitions``, or a stage is not the journey's.
    """
    reading = read(result, "transitions", journey=journey, step=step, extras=_EXTRAS, also=("target",))
    if not reading.rows:
        return empty(reading, title=title, kind="Transitions", theme=theme)
    targets = _targets(reading)
    for row in reading.rows:
        row["target"] = row["target"] if row["target"] is not None else END
        row["target_title"] = targets.titles[row["target"]]
        row["kind"] = row["kind"] if row["kind"] in _KINDS else "next"
        _tell(row, reading)
    chart: Any = layered(_layers(reading, targets), reading, height=_ROW * len(reading.columns))
    chart = chart.properties(width=targets.width).add_params(targets.param, _sources(reading))
    done: alt.LayerChart | alt.FacetChart = finished(
        panels(chart, reading.rows, ("persona", "period")),
        reading,
        title=title,
        kind="Transitions",
        notes=[_WORDS],
        px=targets.px,
        theme=theme,
    )
    return done


def _targets(reading: Reading) -> Columns:
    """Return the columns, and one after them for those who went nowhere."""
    titles = dict(reading.columns.titles)
    ends = {END: "No further stage"} if any(row["target"] is None for row in reading.rows) else {}
    return Columns({**titles, **ends}, reading.columns.step)


def _sources(reading: Reading) -> alt.Parameter:
    return labels("jw_rows", reading.columns.titles, HEADER - 40, lines=3)


def _tell(row: Row, reading: Reading) -> None:
    """Give a row the words of its cell: as much as there is room for."""
    sign, _ = _KINDS[row["kind"]]
    room = reading.columns.step - 8
    value = row["value_text"] if row["value"] is not None else row["note"]
    row["main"] = f"{sign} {value}" if width(f"{sign} {value}") <= room else sign
    spread = "" if row["interval_text"] == "none" else row["interval_text"]
    small = " · ".join(text for text in (spread, row["n_text"]) if text)
    row["small"] = next((text for text in (small, row["n_text"]) if width(text, TEXT - 1) <= room), "")


def _layers(reading: Reading, targets: Columns) -> list[alt.Chart]:
    scale = alt.Scale(domain=reading.columns.ids, padding=0)
    axis = side("", labelExpr=label(_sources(reading)), labelLimit=HEADER - 20, labelLineHeight=13)
    y = alt.Y("stage:N", sort=None, scale=scale, axis=axis, title=None)
    stages = FIELDS["stage"]
    test = f"({stages}.length == 0 || indexof({stages}, datum.stage) >= 0 || indexof({stages}, datum.target) >= 0)"
    opacity = alt.Opacity(condition={"test": f"{test} && {chosen('persona')}", "value": 1}, value=FADED)
    over = alt.Chart().encode(x=targets.x("target"), y=y, opacity=opacity, tooltip=tips(reading, _TIP, VALUE))
    colors = alt.Scale(domain=list(_KINDS), range=[tint(token) for _, token in _KINDS.values()])
    shade = alt.FillOpacity("value:Q", legend=None, scale=alt.Scale(domain=[0, 100], range=[0.04, 0.42]))
    kind = alt.Color("kind:N", scale=colors, legend=None, sort=None)
    return [
        targets.bands(),
        over.mark_rect(style=[PICKED], strokeWidth=0)
        .encode(color=kind, fillOpacity=shade)
        .transform_filter("isValid(datum.value)"),
        over.mark_text(color=tint("ink"), fontSize=TEXT, fontWeight=600, dy=-6).encode(text="main:N"),
        over.mark_text(color=tint("ink"), fontSize=TEXT - 1, dy=9).encode(text="small:N"),
    ]
