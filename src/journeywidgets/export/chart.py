"""A chart where no page code runs: its data as a table, and a picture of it where one was made."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.palette import FONT
from journeywidgets.export.png import size
from journeywidgets.export.specification import Specification, Table

SCALE = 2
"""Dots of a picture to a CSS pixel: sharp on the screens of today."""
_MOST = 100
_CELL = (
    "padding: 3px 8px; border-bottom: 1px solid #e3e6eb; text-align: left; vertical-align: top; unicode-bidi: isolate"
)
_DIGITS = 6


def chart_to_html(chart: Specification, picture: bytes | None = None) -> str:
    """Return a chart as a figure that needs no script: `picture` (PNG, `SCALE` dots to a px), then its data."""
    words = chart.label or "Chart"
    image = None
    if picture:
        source = f"data:image/png;base64,{b64encode(picture).decode()}"
        width = size(picture)[0] // SCALE
        image = element("img", src=source, alt=words, width=width, style="max-width: 100%; height: auto")
    caption = element(
        "figcaption", chart.title or "Chart", style="font-weight: 600; margin: 4px 0; unicode-bidi: isolate"
    )
    tables = join(_table(chart, table) for table in chart.tables)
    style = f"margin: 8px 0; font-family: {FONT}; font-size: 13px; color: #1c2430; background: #ffffff"
    return str(element("figure", caption, image, tables, style=style))


def chart_to_text(chart: Specification) -> str:
    """Return a chart as lines of text: its title, and its data."""
    lines = [f"Chart: {chart.title}" if chart.title else "Chart"]
    for table in chart.tables:
        rows = [[text_of(row.get(column.field)) for column in table.columns] for row in chart.rows(table)]
        lines.append(" | ".join(column.title for column in table.columns))
        lines += [" | ".join(row) for row in rows[:_MOST]]
        lines += [_more(len(rows))] if len(rows) > _MOST else []
    return "\n".join(line.replace("\n", " ") for line in lines)


def text_of(value: Any) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return ""
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)


def _table(chart: Specification, table: Table) -> Markup:
    head = element("tr", *(element("th", column.title, scope="col", style=_CELL) for column in table.columns))
    rows = chart.rows(table)
    body = []
    for row in rows[:_MOST]:
        first, *rest = (text_of(row.get(column.field)) for column in table.columns)
        cells = [element("td", text, style=_CELL) for text in rest]
        body.append(element("tr", element("th", first, scope="row", style=f"{_CELL}; font-weight: 400"), *cells))
    made = element(
        "table",
        element("caption", "Data of the chart", style="text-align: left; color: #556070"),
        element("thead", head),
        element("tbody", *body),
        style="border-collapse: collapse",
    )
    return join([made, element("p", _more(len(rows))) if len(rows) > _MOST else None])


def _more(count: int) -> str:
    return f"… and {count - _MOST} rows more"
