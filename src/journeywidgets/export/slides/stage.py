"""A slide a stage: its cards, feelings and figures lane by lane, as large as there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from journeywidgets.export.content.outline import STAGE_NOTES, Column, Outline, title
from journeywidgets.export.drawing.card import GAP, card_block
from journeywidgets.export.drawing.feeling import rest_pieces
from journeywidgets.export.drawing.look import Look
from journeywidgets.export.drawing.reading import figure_blocks
from journeywidgets.export.drawing.scene import Block, Box, Font
from journeywidgets.export.drawing.setting import Style, paragraph, rows
from journeywidgets.export.slides.deck import TITLE, Deck
from journeywidgets.export.slides.fit import fitted
from journeywidgets.export.slides.frame import HEIGHT, MARGIN, WIDTH, Frame
from journeywidgets.export.slides.notes import stage_notes
from journeywidgets.export.slides.shapes import draw, label
from journeywidgets.model.intake import Row

# How many columns a slide has, and how large everything in them is: the first that has room for all.
_FORMS = ((2, 2.0), (3, 1.6), (3, 1.35), (4, 1.2), (4, 1.0), (5, 0.9))
_BETWEEN = 16  # px between columns
_APART = 10  # px between lanes
_HEAD = 1.35  # the scale of what stands below the title


@dataclass
class _Section:
    """What a lane holds at a stage or step, in rows from above."""

    head: Block
    rows: list[list[Block]] = field(default_factory=list)


class StageSlides:
    """The slides of the stages.

    Parameters
    ----------
    deck
        Where they go.
    look
        The journey as the slides show it.
    whole
        The journey with all of its words, for the notes.
    cut
        The tables and ids of rows whose words are not all shown.
    """

    def __init__(self, deck: Deck, look: Look, whole: Outline, cut: set[tuple[str, str]]) -> None:
        self._deck, self._look, self._whole, self._short = deck, look, whole, cut
        self.cut: list[Block] = []
        """Blocks that are not whole on their slide."""

    def add(self, columns: list[Column]) -> None:
        """Add the slide of a stage, given its columns; more than one where it holds very much."""
        stage = columns[0].group
        head = self._head(stage)
        top = TITLE.bottom + (head.box.height * _HEAD if head.paragraphs else 0) + 12
        pages, scale, cut = self._arranged(columns, HEIGHT - MARGIN - top)
        self.cut += cut
        notes = stage_notes(columns, self._whole, self._short | {(block.table, block.id) for block in cut})
        for number, blocks in enumerate(pages, 1):
            of = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
            shapes = self._deck.slide(title(stage) + of, notes if number == 1 else [])
            if not blocks:
                label(
                    shapes, paragraph("No cards yet.", self._look.small(), 0, 0, TITLE.width), Frame(_HEAD, MARGIN, top)
                )
            if head.paragraphs:
                draw(shapes, head, Frame(_HEAD, TITLE.x, TITLE.bottom))
            for block in blocks:
                draw(shapes, block, Frame(scale, MARGIN, top))

    def _head(self, stage: Row) -> Block:
        """Return what stands below the title of a stage, from (0, 0) on."""
        look, room = self._look, TITLE.width / _HEAD
        words = [(f"{label}{stage[name]}", look.small()) for label, name in STAGE_NOTES if stage[name]]
        if stage["moment_of_truth"]:
            words.insert(0, ("★ Moment of truth", look.small(color=look.theme.warn, bold=True)))
        paragraphs = []
        y = 0.0
        for text, style in words:
            paragraphs.append(paragraph(text, style, 0, y, room))
            y = paragraphs[-1].box.bottom
        return Block("note", Box(0, 0, room, y), "stages", stage["id"], paragraphs=tuple(paragraphs))

    def _arranged(self, columns: list[Column], height: float) -> tuple[list[list[Block]], float, list[Block]]:
        """Return the blocks of each slide from (0, 0) on, their scale, and those that had to be cut."""
        for form in _FORMS:
            count, scale = form
            room = ((WIDTH - 2 * MARGIN) / scale - (count - 1) * _BETWEEN) / count
            flow = _Flow(count, room, height / scale)
            for section in self._sections(columns, room):
                flow.take(section)
                if not flow.whole and form != _FORMS[-1]:
                    break
            else:
                break
        return flow.pages, scale, flow.cut

    def _sections(self, columns: list[Column], room: float) -> Iterator[_Section]:
        for lane in self._look.outline.lanes:
            for column in columns:
                blocks = list(self._blocks(column, lane, room))
                if blocks:
                    section = _Section(self._lane_head(lane, column, room))
                    for block in blocks:
                        _append(section.rows, block, room, chip=lane["kind"] == "touchpoint")
                    yield section

    def _lane_head(self, lane: Row, column: Column, room: float) -> Block:
        look = self._look
        name = paragraph(title(lane), Style("lane", Font(12, bold=True), look.theme.soft_ink), 0, 0, room)
        words = [name]
        if not column.whole:
            words.append(paragraph(title(column.row), look.faint(), 0, name.box.bottom, room))
        box = Box(0, 0, room, words[-1].box.bottom)
        return Block("lane", box, "lanes", lane["id"], column.row["id"], lane["id"], paragraphs=tuple(words))

    def _blocks(self, column: Column, lane: Row, room: float) -> Iterator[Block]:
        outline, look = self._look.outline, self._look
        metric = outline.metric(lane)
        if metric and outline.measures(metric).figures(column.row["id"]):
            yield from (
                block.moved(-block.box.x, -block.box.y)
                for block in figure_blocks(metric, column, lane, look, 0, 0, room)
            )
        if lane["kind"] == "emotion":
            here = [point for points in outline.curves(lane).values() for point in points]
            points = [point for point in here if point.stage == column.row["id"]]
            drawn = rows(rest_pieces(points, look), 0, 0, room)
            if points:
                box = Box(0, 0, room, drawn.height)
                yield Block(
                    "figure", box, stage=column.row["id"], lane=lane["id"],
                    paragraphs=drawn.paragraphs, marks=drawn.marks,
                )  # fmt: skip
        for card in outline.worded(column, lane):
            yield card_block(card, lane, look, 0, 0, room)


def _append(placed: list[list[Block]], block: Block, room: float, *, chip: bool) -> None:
    """Put a block into a row of its own; a chip beside others where there is room."""
    if chip and placed:
        right = placed[-1][-1].box.right + GAP
        if right + block.box.width <= room:
            placed[-1].append(block.moved(right - block.box.x, 0))
            return
    placed.append([block.moved(-block.box.x, 0) if chip else block])


class _Flow:
    """Columns of slides that fill one after the other."""

    def __init__(self, columns: int, room: float, height: float) -> None:
        self._columns, self._room, self._height = columns, room, height
        self._column, self._y = 0, 0.0
        self.pages: list[list[Block]] = [[]]
        self.cut: list[Block] = []

    @property
    def whole(self) -> bool:
        """Whether one slide has had room for everything so far."""
        return len(self.pages) == 1 and not self.cut

    def take(self, section: _Section) -> None:
        """Place a lane; its head stands again where it goes on in the next column."""
        head = section.head.box.height + 4
        headed = False
        for row in section.rows:
            blocks = [fitted(block, self._height - head) for block in row]
            self.cut += [short for short, block in zip(blocks, row, strict=True) if short is not block]
            high = max(block.box.height for block in blocks)
            space = (0 if self._y == 0 or headed else _APART) + (0 if headed else head)
            if self._y and self._y + space + high > self._height:
                self._next()
                headed = False
            if not headed:
                self._y += _APART if self._y else 0
                self._place(section.head)
                self._y += head
                headed = True
            for block in blocks:
                self._place(block)
            self._y += high + GAP

    def _place(self, block: Block) -> None:
        x = self._column * (self._room + _BETWEEN)
        self.pages[-1].append(block.moved(x, self._y))

    def _next(self) -> None:
        self._column, self._y = self._column + 1, 0.0
        if self._column == self._columns:
            self._column = 0
            self.pages.append([])
