"""A table of counts as shades, each with its figure: rows and columns named by what people wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from journeywidgets.charts.columns import side
from journeywidgets.charts.figure import heading, tooltip
from journeywidgets.charts.lookup import label, labels
from journeywidgets.charts.params import PICKED, emphasis, variables
from journeywidgets.charts.theme import HEADER, LINE, TEXT, Theme, heat, themed, tint

_ROW = 36
_LEAST, _MOST = 72, 140
_ALL = 900

Names = Mapping[str, str]
"""Titles by id, in the order shown."""


def matrix(
    cells: Sequence[dict[str, Any]],
    rows: Names,
    columns: Names,
    *,
    tip: Mapping[str, str],
    top: float,
    heads: str,
    under: Sequence[str],
    description: str,
    theme: Theme | None,
    on: Sequence[str] = (),
) -> alt.LayerChart:
    """Return the chart.

    Parameters
    ----------
    cells
        With ``row`` and ``column`` (ids), ``shade`` (a number), ``main`` and ``small`` (words), and what `tip` names.
    rows, columns
        Titles by id.
    tip
        Columns of the tooltip by the words before them.
    top
        The number that has the strongest shade.
    heads, under, description
        The title, what stands under it, and the chart in words.
    on
        By which columns of the cells the chart is linked with a map.
    """
    step = max(_LEAST, min(_MOST, _ALL // max(len(columns), 1)))
    across, down = labels("jw_columns", columns, step - 8), labels("jw_rows", rows, HEADER - 24)
    axis = alt.Axis(
        orient="top",
        domain=False,
        ticks=False,
        labelAngle=0,
        labelExpr=label(across),
        labelLimit=0,
        labelLineHeight=13,
    )
    x = alt.X("column:N", sort=None, title=None, axis=axis, scale=alt.Scale(domain=list(columns), padding=0))
    y = alt.Y(
        "row:N",
        sort=None,
        title=None,
        axis=side("", labelExpr=label(down), labelLimit=HEADER - 20, labelLineHeight=13),
        scale=alt.Scale(domain=list(rows), padding=0),
    )
    over = alt.Chart().encode(x=x, y=y, tooltip=tooltip(tip), opacity=emphasis(on) if on else alt.value(1))
    shade = alt.Color("shade:Q", legend=None, scale=alt.Scale(domain=[0, max(top, 1e-9)], range=heat(), clamp=True))
    ink = tint("ink")
    layers: list[Any] = [
        over.mark_rect(style=[PICKED], stroke=tint("bg"), strokeWidth=2)
        .encode(color=shade)
        .transform_filter("isValid(datum.shade)"),
        over.mark_text(color=ink, fontSize=TEXT, fontWeight=600, dy=-6).encode(text="main:N"),
        over.mark_text(color=ink, fontSize=TEXT - 2, dy=8).encode(text="small:N"),
    ]
    width = step * len(columns)
    chart = (
        alt.layer(*layers, data=alt.InlineData(values=list(cells)))
        .properties(
            width=width,
            height=max(_ROW * len(rows), LINE),
            title=heading(heads, under, HEADER + width),
            description=description,
        )
        .add_params(*variables(), across, down)
    )
    made: alt.LayerChart = themed(chart, theme)
    return made
