"""A metric lane at a stage: figures with their intervals and n, how they changed, and their trend."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.export import sparkline
from journeywidgets.export.drawing.look import Look, isolated
from journeywidgets.export.drawing.scene import Block, Box, Disc, Font, Mark, Paragraph, Path
from journeywidgets.export.drawing.setting import Piece, Style, rows
from journeywidgets.export.measures import Figure, Measures, Trend
from journeywidgets.export.outline import Column
from journeywidgets.export.readings import MINUS, SIGNS, beside, compared, moved, small_print, told
from journeywidgets.model.intake import Row

_GAP = 6
_LARGE, _SMALL = 19, 14


def figure_blocks(metric: Row, column: Column, lane: Row, look: Look, x: float, y: float, room: float) -> list[Block]:
    """Return what a metric lane says at a stage, a block a figure, from above."""
    measures, stage = look.outline.measures(metric), column.row["id"]
    shown = measures.figures(stage)
    made = _Stack(stage, lane["id"], look, x, y, room)
    if not shown:
        made.add("", [[Piece("not asked", look.small("value"))]])
    for figure in shown:
        made.figure(figure, measures, large=len(shown) == 1)
    for figure in beside(measures, stage, shown):
        words = small_print(told(figure))
        made.add(figure.row["id"], [[look.who(figure.persona), Piece(words, look.small())]])
    found = compared(measures, stage)
    if found:
        one, other = (isolated(look.outline.who(figure.persona)) for figure in found[:2])
        made.add("", [[Piece(f"{one}{MINUS}{other} {found[2]}", look.small())]])
    return made.blocks


class _Stack:
    """Figures, one below the other."""

    def __init__(self, stage: str, lane: str, look: Look, x: float, y: float, room: float) -> None:
        self._stage, self._lane, self._look = stage, lane, look
        self._x, self._y, self._room = x, y, room
        self.blocks: list[Block] = []

    def figure(self, figure: Figure, measures: Measures, *, large: bool) -> None:
        """Set a figure with all that is said of it."""
        self.add(figure.row["id"], list(_lines(figure, self._look, large=large)), figure, measures)

    def add(
        self, row: str, lines: list[list[Piece]], figure: Figure | None = None, measures: Measures | None = None
    ) -> None:
        """Set lines of pieces, and the trend of a figure below them."""
        top = self._y
        paragraphs: list[Paragraph] = []
        marks: list[Mark] = []
        for line in lines:
            drawn = rows(line, self._x, top, self._room, gap=6)
            paragraphs += drawn.paragraphs
            marks += drawn.marks
            top += drawn.height
        if figure and figure.trend and measures:
            color = self._look.mark(figure.persona).color
            marks += _trend(figure.trend, measures.style.target, self._look, color, self._x, top + 2)
            top += sparkline.HEIGHT + 2
        box = Box(self._x, self._y, self._room, top - self._y)
        self.blocks.append(
            Block(
                "figure",
                box,
                "values" if row else "",
                row,
                self._stage,
                self._lane,
                paragraphs=tuple(paragraphs),
                marks=tuple(marks),
            )
        )
        self._y = top + _GAP


def _lines(figure: Figure, look: Look, *, large: bool) -> Iterator[list[Piece]]:
    theme = look.theme
    size = Font(_LARGE if large else _SMALL, bold=True)
    value = Style("value", size, theme.ink) if figure.kind == "value" else look.small("value")
    yield [
        *([look.who(figure.persona)] if figure.persona is not None else []),
        Piece(figure.text, value),
        *([Piece(figure.n, look.badge("warn"))] if figure.thin else []),
        *_change(figure, look),
    ]
    rests_on = small_print([figure.interval, "" if figure.thin else figure.n, figure.period])
    if rests_on:
        yield [Piece(rests_on, look.small("interval"))]
    if figure.verdict:
        color = {"met": theme.gain_ink, "missed": theme.pain}.get(figure.verdict.kind)
        words = f"{SIGNS[figure.verdict.kind]} {figure.verdict.text}"
        yield [Piece(words, look.small("verdict", color, bold=color is not None))]
    if figure.late:
        yield [Piece(figure.late, look.small())]


def _change(figure: Figure, look: Look) -> list[Piece]:
    if figure.change is None:
        return []
    tone = figure.change.tone
    words = moved(figure, figure.change)
    return [Piece(words, look.badge(tone) if tone else look.small("change"))]


def _trend(trend: Trend, target: float | None, look: Look, color: str, x: float, y: float) -> Iterator[Mark]:
    drawn = sparkline.shape(trend.points, target, sparkline.WIDTH, sparkline.HEIGHT, sparkline.INSET)
    if drawn.band:
        yield Path(drawn.band, fill=color, opacity=0.16, x=x, y=y)
    if drawn.whiskers:
        yield Path(drawn.whiskers, stroke=color, width=3, opacity=0.25, x=x, y=y)
    if drawn.target is not None:
        yield Path(f"M0 {drawn.target:g}H{sparkline.WIDTH}", stroke=look.theme.faint_ink, dash="2 3", x=x, y=y)
    yield Path(drawn.line, stroke=color, width=1.5, x=x, y=y)
    yield Disc(x + drawn.last[0], y + drawn.last[1], 3, color, look.theme.background)
