"""The layout of a map: columns of equal width, rows as high as what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.content import outline as words
from journeywidgets.export.content.curve import HEIGHT
from journeywidgets.export.content.figures import plural
from journeywidgets.export.content.outline import Column, Outline
from journeywidgets.export.drawing.arrow import arrow_blocks
from journeywidgets.export.drawing.card import GAP, card_block
from journeywidgets.export.drawing.feeling import curve, rest_pieces
from journeywidgets.export.drawing.ground import Ground
from journeywidgets.export.drawing.heading import ACROSS, title_blocks
from journeywidgets.export.drawing.look import Look, isolated
from journeywidgets.export.drawing.reading import figure_blocks
from journeywidgets.export.drawing.scene import Block, Box, Font, Path, Scene, Track, px
from journeywidgets.export.drawing.setting import Stack, Style, paragraph, rows, stack
from journeywidgets.export.drawing.stages import PAD, STEP_PAD, Stages
from journeywidgets.export.drawing.theme import theme_of
from journeywidgets.export.plain.sheet import COLUMN, ROW_HEAD
from journeywidgets.model.emotion import Point
from journeywidgets.model.intake import Row

_LINE = 20
_WIDE, _WIDEST = 964, 420
"""A map of few stages is so wide, and its columns at most so wide, in px."""
_EMPTY = 640
_NOTE_GAP = 6
_One = TypeVar("_One", Row, Column)


def scene(
    outline: Outline,
    *,
    theme: str = "light",
    stages: Collection[str] | None = None,
    lanes: Collection[str] | None = None,
    column: float | None = None,
    bar: bool = True,
    notes: bool = True,
) -> Scene:
    """Return a map laid out.

    Parameters
    ----------
    outline
        The journey.
    theme
        "light" or "dark".
    stages
        The ids of the stages and steps to show, of those that have a column; None shows all. The headers of the
        lanes stand before them in any case, so that a part of a map is a map.
    lanes
        The ids of the lanes to show; None shows all.
    column
        The width of a column in px, at least 120; None is 204, and more where there are few columns.
    bar
        Whether the map's name, what it is about and its personas stand above it.
    notes
        Whether its links and what it stands on are told below it.

    Raises
    ------
    JourneyError
        There is no such theme, stage or lane, or `column` is too narrow.
    """
    columns = _chosen(outline.columns, stages, lambda one: one.row["id"], "stages")
    wide = _column(column, len(columns))
    drawn = _Map(Look(outline, theme_of(theme)), columns, wide)
    if bar:
        drawn.bar()
    drawn.heads()
    shown = _chosen(outline.lanes, lanes, lambda one: one["id"], "lanes")
    # A part of a map that goes on below another one does not repeat its arrows.
    drawn.links(drawn=shown[:1] == outline.lanes[:1])
    lines = outline.lines_before()
    for lane in shown:
        drawn.lane(lane, lines.get(lane["id"], ()))
    if notes:
        drawn.notes()
    return drawn.scene()


def _chosen(found: Sequence[_One], ids: Collection[str] | None, key: Callable[[_One], str], name: str) -> list[_One]:
    if ids is None:
        return list(found)
    known, chosen = {key(one) for one in found}, set(ids)
    unknown = [one for one in ids if one not in known]
    if unknown:
        raise JourneyError(
            f"{name}={shorten(unknown[0])} is not an id of those that the map shows. Look them up in journey.{name}."
        )
    return [one for one in found if key(one) in chosen]


def _column(given: float | None, number: int) -> float:
    least = 120
    if given is None:
        return float(min(_WIDEST, max(COLUMN, (_WIDE - ROW_HEAD) // max(number, 1))))
    if not given >= least:
        raise JourneyError(f"column={shorten(given)} is too narrow. Give {least} px or more.")
    return given


class _Map:
    """A map in the making: what stands in it so far, and how high that is."""

    def __init__(self, look: Look, columns: list[Column], wide: float) -> None:
        self._look, self._columns, self._wide = look, columns, wide
        self._stages = Stages(look, columns, wide)
        self._width = self._left(len(columns)) if columns else _EMPTY
        self._y = 0.0
        self._blocks: list[Block] = []
        self._rows: list[Track] = []
        self._drawn: list[Row] = []  # links as arrows
        self._told: list[Row] = []  # and those of which an end is not shown
        self._ground = Ground(look.theme, self._width, [self._left(k) for k in range(len(columns))])

    def _left(self, k: int) -> float:
        return self._stages.left(k)

    def bar(self) -> None:
        """Set what stands above the map."""
        blocks, height = title_blocks(self._look, self._width)
        self._blocks += blocks
        self._row("title", height)

    def heads(self) -> None:
        """Set the headers of stages, and below them those of steps where there are any."""
        if not self._columns:
            return
        blocks, high, low = self._stages.headers(self._y)
        self._blocks += blocks
        self._ground.heads(self._y, high, low, self._stages)
        self._row("stages", high + low)

    def links(self, *, drawn: bool) -> None:
        """Set the links between the stages shown, as arrows below the headers; keep the others to be told."""
        middles = self._stages.middles()
        for row in self._look.outline.document.tables["links"].values():
            (self._drawn if {row["source"], row["target"]} <= set(middles) else self._told).append(row)
        if not self._drawn or not drawn:
            return
        top = self._y
        arrows, height = arrow_blocks(
            self._drawn, self._look, middles, (ROW_HEAD + PAD, self._width - PAD), top + STEP_PAD
        )
        style = Style("title", Font(12, bold=True), self._look.theme.soft_ink)
        name = paragraph("Links", style, PAD, top + STEP_PAD, ROW_HEAD - 2 * PAD)
        height = max(height, name.box.height) + 2 * STEP_PAD
        self._blocks += [Block("note", Box(0, top, ROW_HEAD, height), paragraphs=(name,)), *arrows]
        self._ground.lane(top, height, parted=False)
        self._rows.append(Track("links", top, top + height))
        self._y += height

    def lane(self, lane: Row, lines: Sequence[str]) -> None:
        """Set a lane, and before it the lines of the blueprint that it lies behind."""
        start = self._y
        for line in lines:
            self._line(line)
        top = self._y
        folded = bool(lane["collapsed"])
        pad = STEP_PAD if folded else PAD
        head = self._lane_head(lane)
        body = self._folded if folded else self._body
        height = max(head.height + 2 * pad, body(lane, top))
        inside = tuple(one.moved(0, top + pad) for one in head.paragraphs)
        marks = tuple(mark.moved(0, top + pad) for mark in head.marks)
        box = Box(0, top, ROW_HEAD if self._columns else self._width, height)
        self._blocks.append(Block("lane", box, "lanes", lane["id"], lane=lane["id"], paragraphs=inside, marks=marks))
        self._ground.lane(top, height)
        self._y = top + height
        self._rows.append(Track(lane["id"], start, self._y))

    def _line(self, name: str) -> None:
        style = Style("line", Font(10.5), self._look.theme.faint_ink)
        text = paragraph(name.upper(), style, PAD, self._y + 2, self._width)
        middle = self._y + _LINE / 2
        rule = Path(
            f"M{px(text.box.right + PAD)} {px(middle)}H{px(self._width - PAD)}",
            stroke=self._look.theme.strong_line, width=2, dash="5 3",
        )  # fmt: skip
        box = Box(0, self._y, self._width, _LINE)
        self._blocks.append(Block("line", box, paragraphs=(text,), marks=(rule,)))
        self._ground.line(self._y)
        self._y += _LINE

    def _lane_head(self, lane: Row) -> Stack:
        look, room = self._look, ROW_HEAD - 2 * PAD
        title = Style("title", Font(12, bold=True), look.theme.soft_ink)
        fold = "▸ " if lane["collapsed"] else ""
        texts = [(f"{fold}{words.title(lane, words.whole)}", title)]
        if not lane["collapsed"]:
            texts += [(note, look.faint()) for note in words.lane_notes(lane, look.outline)]
        made = stack(texts, PAD, room)
        curves = look.outline.curves(lane) if lane["kind"] == "emotion" and not lane["collapsed"] else {}
        keys = rows([look.line_key(persona) for persona in curves], PAD, made.height + 4, room)
        if not curves:
            return made
        return Stack((*made.paragraphs, *keys.paragraphs), keys.marks, made.height + 4 + keys.height)

    def _folded(self, lane: Row, top: float) -> float:
        """Set how many cards a collapsed lane holds in each column; return how high that is."""
        height = 0.0
        for k, column in enumerate(self._columns):
            number = len(self._look.outline.cell(column, lane))
            if number:
                x, y = self._left(k) + PAD, top + STEP_PAD
                text = paragraph(plural(number, "card"), self._look.faint(), x, y, self._wide - 2 * PAD)
                self._blocks.append(
                    Block("folded", text.box, stage=column.row["id"], lane=lane["id"], paragraphs=(text,))
                )
                height = text.box.height + 2 * STEP_PAD
        return height

    def _body(self, lane: Row, top: float) -> float:
        """Set what a lane shows; return how high that is."""
        outline, high = self._look.outline, 0.0
        rest: dict[str, list[Point]] = {}
        if lane["kind"] == "emotion" and outline.curves(lane) and self._columns:
            drawn = curve(lane, self._look, self._columns, ROW_HEAD, top, self._wide)
            self._blocks.append(drawn.block)
            rest, high = drawn.rest, float(HEIGHT)
        metric = outline.metric(lane)
        lowest = high
        for k, column in enumerate(self._columns):
            x, y, room = self._left(k) + PAD, top + (high or PAD), self._wide - 2 * PAD
            cell = self._points(rest.get(column.row["id"], ()), column, lane, x, y, room)
            if metric:
                cell += figure_blocks(metric, column, lane, self._look, x, y, room)
            for card in outline.worded(column, lane):
                below = cell[-1].box.bottom + GAP if cell else y
                cell.append(card_block(card, lane, self._look, x, below, room))
            self._blocks += cell
            if cell:
                lowest = max(lowest, cell[-1].box.bottom + PAD - top)
        return lowest

    def _points(
        self, points: Sequence[Point], column: Column, lane: Row, x: float, y: float, room: float
    ) -> list[Block]:
        """Return the numbers of points that found no room on the curve, as a list below it."""
        if not points:
            return []
        made = rows(rest_pieces(points, self._look), x, y, room)
        box = Box(x, y, room, made.height)
        return [
            Block("figure", box, stage=column.row["id"], lane=lane["id"], paragraphs=made.paragraphs, marks=made.marks)
        ]

    def notes(self) -> None:
        """Set what is told below the map."""
        outline, style = self._look.outline, self._look.small()
        missing = "stages" if not outline.columns else "lanes" if not outline.lanes else ""
        texts = [
            *(["Links: " + "; ".join(map(isolated, outline.links(words.whole, self._told)))] if self._told else []),
            *([outline.standing()] if outline.standing() else []),
            *([f"This journey has no {missing} yet."] if missing else []),
        ]
        if not texts:
            return
        y = self._y + PAD
        for text in texts:
            set_ = paragraph(text, style, ACROSS, y, self._width - 2 * ACROSS)
            box = Box(ACROSS, y, self._width - 2 * ACROSS, set_.box.height)
            self._blocks.append(Block("note", box, paragraphs=(set_,)))
            y += set_.box.height + _NOTE_GAP
        self._row("notes", y - _NOTE_GAP + PAD - self._y)

    def _row(self, name: str, height: float) -> None:
        if self._y:
            self._ground.line(self._y)
        self._rows.append(Track(name, self._y, self._y + height))
        self._y += height

    def scene(self) -> Scene:
        """Return the map as it stands."""
        outline, theme = self._look.outline, self._look.theme
        tracks = [Track(c.row["id"], self._left(k), self._left(k + 1)) for k, c in enumerate(self._columns)]
        return Scene(
            width=self._width,
            height=self._y,
            background=theme.background,
            ink=theme.ink,
            dark=theme.dark,
            title=words.whole(outline.meta["title"]) or "Untitled journey",
            words=" · ".join(outline.facts()),
            blocks=(self._ground.block(self._y), *self._blocks, self._ground.frame(self._y)),
            columns=tuple(tracks),
            rows=tuple(self._rows),
        )
