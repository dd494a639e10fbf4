"""The emotion curve in a worksheet: its numbers in cells, a row a persona, and a chart of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from journeywidgets.export.content.figures import count
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.palette import BACKGROUND, LINE, Mark
from journeywidgets.export.signs import SIGNS
from journeywidgets.export.workbook.cells import FONT, Run, put, put_runs
from journeywidgets.export.workbook.color import argb
from journeywidgets.model.emotion import HIGH, LOW, Point
from journeywidgets.model.intake import Row

_MINUS = "\u2212"
_ROOM = 0.4  # of the scale, above and below it
# What a chart has for the shapes and dashes of personas, in their order.
_SYMBOLS = {
    "circle": "circle",
    "diamond": "diamond",
    "square": "square",
    "triangle": "triangle",
    "hexagon": "star",
    "wedge": "x",
    "pentagon": "plus",
    "octagon": "dash",
}
_DASHES = {
    "": "solid",
    "7 4": "dash",
    "2 4": "sysDot",
    "10 3 2 3": "dashDot",
    "12 4": "lgDash",
    "4 2": "sysDash",
    "7 3 2 3 2 3": "lgDashDotDot",
    "1 3": "dot",
    "3 3": "sysDash",
}


def add_curves(sheet: Worksheet, outline: Outline, lane: Row, rows: tuple[int, int]) -> None:
    """Write an emotion lane's points, and draw them.

    Parameters
    ----------
    sheet, outline, lane
        Where, and what.
    rows
        The row that the chart begins in, and the first of those with the numbers.
    """
    chart_row, first = rows
    chart = _chart()
    for number, (persona, points) in enumerate(outline.curves(lane).items()):
        mark = outline.marks[persona]
        row = first + number
        name = put_runs(sheet, row, 1, [Run(f"{SIGNS[mark.shape]} {outline.who(persona)}", _font(mark))])
        name.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
        _numbers(sheet, outline, row, points, mark)
        chart.series.append(_series(sheet, row, len(outline.columns), mark))
    # Bound to the cells, its points stand in the middle of the columns however wide these are shown.
    ends = (AnchorMarker(col=1, row=chart_row - 1), AnchorMarker(col=len(outline.columns) + 1, row=first - 1))
    chart.anchor = TwoCellAnchor(_from=ends[0], to=ends[1])
    sheet.add_chart(chart)


def _numbers(sheet: Worksheet, outline: Outline, row: int, points: Sequence[Point], mark: Mark) -> None:
    by_stage = {point.stage: point for point in points}
    for column, shown in enumerate(outline.columns, 2):
        point = by_stage.get(shown.row["id"])
        if point is None:
            continue
        cell = put(sheet, row, column, point.score)
        # How many it rests on stands in the format, so that the cell is a number.
        rests = f'" · n {count(point.n)}"'
        cell.number_format = f'+0.0{rests};"{_MINUS}"0.0{rests};0.0{rests}'
        cell.font = _font(mark)
        cell.alignment = Alignment(horizontal="center", vertical="top")


def _font(mark: Mark) -> Font:
    return Font(FONT, 9, color=argb(mark.color))


def _chart() -> Any:
    chart: Any = LineChart()
    chart.legend = None
    chart.layout = Layout(ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0, y=0.02, w=1, h=0.96))
    chart.x_axis.delete = chart.y_axis.delete = True
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = LOW - _ROOM, HIGH + _ROOM
    chart.y_axis.majorUnit = HIGH
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line(LINE, "sysDash", 9_525))
    chart.display_blanks = "gap"
    return chart


def _series(sheet: Worksheet, row: int, columns: int, mark: Mark) -> Any:
    """Return a persona's points; straight between them, for a smooth line would swing above and below them."""
    letter = get_column_letter(columns + 1)
    values = Reference(range_string=f"'{sheet.title}'!$B${row}:${letter}${row}")
    series: Any = Series(values, title_from_data=False)
    series.tx = SeriesLabel(strRef=StrRef(f"'{sheet.title}'!$A${row}"))
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(ln=_line(mark.color, _DASHES.get(mark.dash, "solid"), 22_225))
    series.marker.symbol, series.marker.size = _SYMBOLS[mark.shape], 9
    series.marker.graphicalProperties = GraphicalProperties(
        solidFill=argb(BACKGROUND)[2:], ln=_line(mark.color, "solid", 22_225)
    )
    return series


def _line(color: str, dash: str, width: int) -> Any:
    made: Any = LineProperties
    return made(solidFill=argb(color)[2:], prstDash=dash, w=width)
