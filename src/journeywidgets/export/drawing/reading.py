"""A metric lane at a stage: figures with their intervals and n, how they changed, and their trend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journeywidgets.export.content.measures import Figure, Measures, Trend
from journeywidgets.export.content.outline import Column
from journeywidgets.export.drawing.look import Look, isolated
from journeywidgets.export.drawing.scene import Block, Box, Disc, Font, Mark, Paragraph, Path, px
from journeywidgets.export.drawing.setting import Piece, Style, rows
from journeywidgets.export.plain import sparkline
from journeywidgets.export.plain.readings import MINUS, SIGNS, beside, changed, compared, moved, small_print, told
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
        self.add(
            figure.row["id"], _above(figure, self._look, large=large), (figure, measures), _below(figure, self._look)
        )

    def add(
        self,
        row: str,
        above: Iterable[list[Piece]],
        drawn: tuple[Figure, Measures] | None = None,
        below: Iterable[list[Piece]] = (),
    ) -> None:
        """Set lines of pieces, and between them the trend of a figure."""
        top = self._y
        paragraphs: list[Paragraph] = []
        marks: list[Mark] = []
        for line in above:
            top = self._line(line, top, paragraphs, marks)
        if drawn and drawn[0].trend:
            figure, measures = drawn
            color = self._look.mark(figure.persona).color
            wide = min(sparkline.WIDTH, self._room)
            marks += _trend(drawn[0].trend, measures.style.target, self._look, color, Box(self._x, top + 2, wide, 0))
            top += sparkline.HEIGHT + 2
        for line in below:
            top = self._line(line, top, paragraphs, marks)
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
                words=f"Trend {drawn[0].trend.words}" if drawn and drawn[0].trend else "",
            )
        )
        self._y = top + _GAP

    def _line(self, line: list[Piece], top: float, paragraphs: list[Paragraph], marks: list[Mark]) -> float:
        made = rows(line, self._x, top, self._room, gap=6)
        paragraphs += made.paragraphs
        marks += made.marks
        return top + made.height


def _above(figure: Figure, look: Look, *, large: bool) -> Iterator[list[Piece]]:
    theme = look.theme
    size = Font(_LARGE if large else _SMALL, bold=True)
    value = Style("value", size, theme.ink) if figure.kind == "value" else look.small("value")
    yield [
        *([look.who(figure.persona)] if figure.persona is not None else []),
        Piece(figure.text, value),
        *([Piece(figure.n, look.badge("warn"))] if figure.thin else []),
        *(_change(figure, look) if _beside(figure) else []),
    ]
    rests_on = small_print([figure.interval, "" if figure.thin else figure.n, figure.period])
    if rests_on:
        yield [Piece(rests_on, look.small("interval"))]
    if figure.verdict:
        color = {"met": theme.gain_ink, "missed": theme.pain}.get(figure.verdict.kind)
        words = f"{SIGNS[figure.verdict.kind]} {figure.verdict.text}"
        yield [Piece(words, look.small("verdict", color, bold=color is not None))]


def _below(figure: Figure, look: Look) -> Iterator[list[Piece]]:
    if figure.change and not _beside(figure):
        yield _change(figure, look)
    if figure.late:
        yield [Piece(figure.late, look.small())]


def _beside(figure: Figure) -> bool:
    """Whether a change stands beside the figure: a clear one, to the period that the figure is of."""
    change = figure.change
    return change is not None and bool(change.tone) and change.now == figure.period


def _change(figure: Figure, look: Look) -> list[Piece]:
    change = figure.change
    if change is None:
        return []
    if not change.tone:
        return [Piece(moved(figure, change), look.small("change"))]
    of, since = changed(figure, change)
    return [Piece(f"{of}{change.text}", look.badge(change.tone, "change")), Piece(since, look.small("change"))]


def _trend(trend: Trend, target: float | None, look: Look, color: str, place: Box) -> Iterator[Mark]:
    drawn = sparkline.shape(trend.points, target, place.width, sparkline.HEIGHT, sparkline.INSET)
    x, y = place.x, place.y
    if drawn.band:
        yield Path(drawn.band, fill=color, opacity=0.16, x=x, y=y)
    if drawn.whiskers:
        yield Path(drawn.whiskers, stroke=color, width=3, opacity=0.25, x=x, y=y)
    if drawn.target is not None:
        yield Path(f"M0 {px(drawn.target)}H{px(place.width)}", stroke=look.theme.faint_ink, dash="2 3", x=x, y=y)
    yield Path(drawn.line, stroke=color, width=1.5, x=x, y=y)
    yield Disc(x + drawn.last[0], y + drawn.last[1], 3, color, look.theme.background)
