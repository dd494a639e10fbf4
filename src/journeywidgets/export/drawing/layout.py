"""The layout of a map: columns of equal width, rows as high as what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export import outline as words
from journeywidgets.export.curve import HEIGHT
from journeywidgets.export.drawing.arrow import arrow_blocks
from journeywidgets.export.drawing.card import GAP, card_block
from journeywidgets.export.drawing.feeling import curve, rest_pieces
from journeywidgets.export.drawing.ground import Ground
from journeywidgets.export.drawing.heading import ACROSS, title_blocks
from journeywidgets.export.drawing.look import Look, isolated, labelled
from journeywidgets.export.drawing.reading import figure_blocks
from journeywidgets.export.drawing.scene import Block, Box, Font, Mark, Paragraph, Path, Scene, Track, px
from journeywidgets.export.drawing.setting import Style, paragraph, rows
from journeywidgets.export.drawing.theme import theme_of
from journeywidgets.export.figures import plural
from journeywidgets.export.outline import Column, Outline
from journeywidgets.export.sheet import COLUMN, ROW_HEAD
from journeywidgets.model.emotion import Point
from journeywidgets.model.intake import Row

_PAD = 10
_FOLDED_PAD = 6
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


@dataclass(frozen=True, slots=True)
class _Stack:
    """Texts and marks, one below the other, and how high that is."""

    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]
    height: float


_Head = tuple[Row, int, int, _Stack]
"""A stage, the place of its first column, how many it has, and what stands in its header."""


class _Map:
    """A map in the making: what stands in it so far, and how high that is."""

    def __init__(self, look: Look, columns: list[Column], wide: float) -> None:
        self._look, self._columns, self._wide = look, columns, wide
        self._width = ROW_HEAD + wide * len(columns) if columns else _EMPTY
        self._y = 0.0
        self._blocks: list[Block] = []
        self._rows: list[Track] = []
        self._drawn: list[Row] = []  # links as arrows
        self._told: list[Row] = []  # and those of which an end is not shown
        self._ground = Ground(look.theme, self._width, [self._left(k) for k in range(len(columns))])

    def _left(self, k: int) -> float:
        return ROW_HEAD + k * self._wide

    def bar(self) -> None:
        """Set what stands above the map."""
        blocks, height = title_blocks(self._look, self._width)
        self._blocks += blocks
        self._row("title", height)

    def heads(self) -> None:
        """Set the headers of stages, and below them those of steps where there are any."""
        if not self._columns:
            return
        top = self._y
        steps = any(not column.whole for column in self._columns)
        low = 0.0
        stages: list[_Head] = []
        tall: list[_Head] = []
        for k, group in self._groups():
            stage, whole = group[0].group, [column.whole for column in group] == [True]
            set_ = self._stage(stage, k, len(group), Font(13, bold=True))
            (tall if whole and steps else stages).append((stage, k, len(group), set_))
        high = max((set_.height for *_, set_ in stages), default=0.0) + 2 * _PAD
        if steps:
            under = [
                (column.row, k, self._step(column, k)) for k, column in enumerate(self._columns) if self._stepped(k)
            ]
            low = max(set_.height for *_, set_ in under) + 2 * _FOLDED_PAD
            low = max(low, max((set_.height + 2 * _PAD - high for *_, set_ in tall), default=0.0))
            for row, k, set_ in under:
                self._head("step", row, k, 1, top + high, low, set_)
        for stage, k, span, set_ in stages:
            self._head("stage", stage, k, span, top, high, set_)
        for stage, k, span, set_ in tall:
            self._head("stage", stage, k, span, top, high + low, set_)
        self._ground.heads(top, high, low, [self._stepped(k) for k in range(len(self._columns))], self._starts())
        self._row("stages", high + low)

    def _groups(self) -> list[tuple[int, list[Column]]]:
        """Return the columns shown, stage by stage, each with the place of the first."""
        found: list[tuple[int, list[Column]]] = []
        for k, column in enumerate(self._columns):
            if found and found[-1][1][0].group is column.group:
                found[-1][1].append(column)
            else:
                found.append((k, [column]))
        return found

    def _starts(self) -> set[int]:
        return {k for k, _ in self._groups()}

    def _stepped(self, k: int) -> bool:
        """Whether the column at `k` has a header of its own below that of its stage."""
        return any(
            first <= k < first + len(group) and (len(group) > 1 or not group[0].whole)
            for first, group in self._groups()
        )

    def _stage(self, stage: Row, k: int, span: int, font: Font) -> _Stack:
        return self._stack(self._stage_words(stage, font), self._left(k) + _PAD, self._wide * span - 2 * _PAD)

    def _step(self, column: Column, k: int) -> _Stack:
        if column.whole:
            return self._stack([("whole stage", self._look.faint())], self._left(k) + _PAD, self._wide - 2 * _PAD)
        return self._stage(column.row, k, 1, Font(12, bold=True))

    def _stage_words(self, stage: Row, font: Font) -> list[tuple[str, Style]]:
        theme = self._look.theme
        small = Style("note", Font(11.5), theme.soft_ink)
        found = [(words.title(stage, words.whole), Style("title", font, theme.ink))]
        found += [(labelled(label, stage[name]), small) for label, name in words.STAGE_NOTES if stage[name].strip()]
        if stage["moment_of_truth"]:
            found.append(("★ Moment of truth", self._look.small("moment", theme.warn, bold=True)))
        return found

    def _stack(self, texts: Sequence[tuple[str, Style]], x: float, room: float) -> _Stack:
        """Return texts one below the other, from y = 0 on."""
        made: list[Paragraph] = []
        y = 0.0
        for text, style in texts:
            made.append(paragraph(text, style, x, y, room))
            y += made[-1].box.height
        return _Stack(tuple(made), (), y)

    def _head(self, kind: str, row: Row, k: int, span: int, y: float, height: float, set_: _Stack) -> None:
        pad = _FOLDED_PAD if kind == "step" else _PAD
        box = Box(self._left(k), y, self._wide * span, height)
        inside = tuple(one.moved(0, y + pad) for one in set_.paragraphs)
        self._blocks.append(Block(kind, box, "stages", row["id"], stage=row["id"], paragraphs=inside))

    def links(self, *, drawn: bool) -> None:
        """Set the links between the stages shown, as arrows below the headers; keep the others to be told."""
        middles = self._middles()
        for row in self._look.outline.document.tables["links"].values():
            (self._drawn if {row["source"], row["target"]} <= set(middles) else self._told).append(row)
        if not self._drawn or not drawn:
            return
        top = self._y
        arrows, height = arrow_blocks(
            self._drawn, self._look, middles, (ROW_HEAD + _PAD, self._width - _PAD), top + _FOLDED_PAD
        )
        style = Style("title", Font(12, bold=True), self._look.theme.soft_ink)
        name = paragraph("Links", style, _PAD, top + _FOLDED_PAD, ROW_HEAD - 2 * _PAD)
        height = max(height, name.box.height) + 2 * _FOLDED_PAD
        self._blocks += [Block("note", Box(0, top, ROW_HEAD, height), paragraphs=(name,)), *arrows]
        self._ground.lane(top, height, parted=False)
        self._rows.append(Track("links", top, top + height))
        self._y += height

    def _middles(self) -> dict[str, float]:
        """Return the middle of each stage and step shown."""
        found = {column.row["id"]: self._left(k) + self._wide / 2 for k, column in enumerate(self._columns)}
        for k, group in self._groups():
            found[group[0].group["id"]] = self._left(k) + self._wide * len(group) / 2
        return found

    def lane(self, lane: Row, lines: Sequence[str]) -> None:
        """Set a lane, and before it the lines of the blueprint that it lies behind."""
        start = self._y
        for line in lines:
            self._line(line)
        top = self._y
        folded = bool(lane["collapsed"])
        pad = _FOLDED_PAD if folded else _PAD
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
        text = paragraph(name.upper(), style, _PAD, self._y + 2, self._width)
        middle = self._y + _LINE / 2
        rule = Path(
            f"M{px(text.box.right + _PAD)} {px(middle)}H{px(self._width - _PAD)}",
            stroke=self._look.theme.strong_line, width=2, dash="5 3",
        )  # fmt: skip
        box = Box(0, self._y, self._width, _LINE)
        self._blocks.append(Block("line", box, paragraphs=(text,), marks=(rule,)))
        self._ground.line(self._y)
        self._y += _LINE

    def _lane_head(self, lane: Row) -> _Stack:
        look, room = self._look, ROW_HEAD - 2 * _PAD
        title = Style("title", Font(12, bold=True), look.theme.soft_ink)
        fold = "▸ " if lane["collapsed"] else ""
        texts = [(f"{fold}{words.title(lane, words.whole)}", title)]
        if not lane["collapsed"]:
            texts += [(note, look.faint()) for note in words.lane_notes(lane, look.outline)]
        made = self._stack(texts, _PAD, room)
        curves = look.outline.curves(lane) if lane["kind"] == "emotion" and not lane["collapsed"] else {}
        keys = rows([look.line_key(persona) for persona in curves], _PAD, made.height + 4, room)
        if not curves:
            return made
        return _Stack((*made.paragraphs, *keys.paragraphs), keys.marks, made.height + 4 + keys.height)

    def _folded(self, lane: Row, top: float) -> float:
        """Set how many cards a collapsed lane holds in each column; return how high that is."""
        height = 0.0
        for k, column in enumerate(self._columns):
            number = len(self._look.outline.cell(column, lane))
            if number:
                x, y = self._left(k) + _PAD, top + _FOLDED_PAD
                text = paragraph(plural(number, "card"), self._look.faint(), x, y, self._wide - 2 * _PAD)
                self._blocks.append(
                    Block("folded", text.box, stage=column.row["id"], lane=lane["id"], paragraphs=(text,))
                )
                height = text.box.height + 2 * _FOLDED_PAD
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
            x, y, room = self._left(k) + _PAD, top + (high or _PAD), self._wide - 2 * _PAD
            cell = self._points(rest.get(column.row["id"], ()), column, lane, x, y, room)
            if metric:
                cell += figure_blocks(metric, column, lane, self._look, x, y, room)
            for card in outline.worded(column, lane):
                below = cell[-1].box.bottom + GAP if cell else y
                cell.append(card_block(card, lane, self._look, x, below, room))
            self._blocks += cell
            if cell:
                lowest = max(lowest, cell[-1].box.bottom + _PAD - top)
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
        y = self._y + _PAD
        for text in texts:
            set_ = paragraph(text, style, ACROSS, y, self._width - 2 * ACROSS)
            box = Box(ACROSS, y, self._width - 2 * ACROSS, set_.box.height)
            self._blocks.append(Block("note", box, paragraphs=(set_,)))
            y += set_.box.height + _NOTE_GAP
        self._row("notes", y - _NOTE_GAP + _PAD - self._y)

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
