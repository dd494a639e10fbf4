"""A panel for each persona or period: the same chart under itself, with its name above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from journeywidgets.charts.lookup import lookup
from journeywidgets.charts.reading import Row
from journeywidgets.charts.theme import TEXT, tint


def panels(
    chart: alt.LayerChart, rows: Sequence[Row], by: Sequence[str] = ("period",)
) -> alt.LayerChart | alt.FacetChart:
    """Return the chart, or one below the other for each that there is of `by`: "persona", "period".

    Call it on a chart whose data are `rows`; they are given the number of their panel.
    """
    names = [name for name in by if len({row.get(name) for row in rows}) > 1]
    if not names:
        return chart
    found = sorted({tuple(_rank(row, name) for name in names) for row in rows})
    numbers = {key: number for number, key in enumerate(found)}
    titles: dict[int, str] = {}
    for row in rows:
        row["panel"] = numbers[tuple(_rank(row, name) for name in names)]
        titles[row["panel"]] = " · ".join(_title(row, name) for name in names)
    param = lookup("jw_panels", {"titles": [titles[number] for number in range(len(found))]})
    header = alt.Header(
        title=None,
        labelExpr=f"{param.name}.titles[datum.value]",
        labelOrient="top",
        labelAnchor="start",
        labelFontSize=TEXT,
        labelFontWeight=600,
        labelLimit=0,
        labelColor=tint("ink"),
    )
    data = alt.InlineData(values=[dict(row) for row in rows])
    row_of = alt.Row("panel:O", header=header, title=None)
    made: alt.FacetChart = inner(chart).facet(row=row_of, data=data, spacing=16).add_params(param)
    return made


def inner(chart: alt.LayerChart) -> alt.LayerChart:
    """Return a chart as what a facet repeats."""
    spec: alt.LayerChart = chart.copy(deep=False)
    spec.data = alt.Undefined  # data of its own would not be divided
    # Altair (6.3) puts facets beside other charts only where their first layer has a name.
    spec.layer = [spec.layer[0].copy(deep=False), *spec.layer[1:]]
    spec.layer[0].name = "jw_panel"
    return spec


def _rank(row: Row, name: str) -> Any:
    return row["who"] if name == "persona" else row.get(name) or ""


def _title(row: Row, name: str) -> str:
    return str(row["persona_name"] if name == "persona" else row.get(name) or "All periods")
