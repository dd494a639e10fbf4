"""The map as seen, as a worksheet: a row for each card that lies below another, headers merged."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from journeywidgets.export.content.claim import quotes_of
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.drawing.layout import scene
from journeywidgets.export.drawing.scene import Block, Box, Font, Picture, Scene, Track
from journeywidgets.export.drawing.wrap import wrap
from journeywidgets.export.palette import BACKGROUND, LINE, SOFT, STRONG_LINE
from journeywidgets.export.raster import raster
from journeywidgets.export.signs import SIGNS
from journeywidgets.export.workbook.cells import Run, put_runs
from journeywidgets.export.workbook.color import argb
from journeywidgets.export.workbook.curves import add_curves
from journeywidgets.export.workbook.look import POINTS, alignment, border, font, runs
from journeywidgets.export.workbook.strings import encoded, fitting
from journeywidgets.model.intake import Row

_HIGHEST = 409  # points that a row may be high
_LETTER, _CELL = 7, 5  # px of a digit, and of a cell beside its digits
_GAP = 8  # px below a card
_LINE = 22  # px of a line with a persona's numbers
# The cells' font is lower and narrower than the drawing's, but in the scripts of the east.
_LOW, _TALL = 0.86, 0x590
_NOTE = (360, 180)  # px of a comment
_FROZEN = 400  # px of headers that may stay in sight while one scrolls

_EMU = 9_525  # in a px
_SOFT = PatternFill("solid", fgColor=argb(SOFT))
_PAPER = PatternFill("solid", fgColor=argb(BACKGROUND))


class MapSheet:
    """The map on its way into a worksheet.

    Parameters
    ----------
    sheet
        An empty one.
    outline
        The journey.
    """

    def __init__(self, sheet: Worksheet, outline: Outline) -> None:
        self._sheet, self._outline = sheet, outline
        self._scene: Scene = scene(outline)
        self._tracks = self._scene.columns
        self._last = len(self._tracks) + 1
        self._row = 1
        self._lanes = {lane["id"]: lane for lane in outline.lanes}
        self._cards = {card["id"]: card for card in outline.document.tables["cards"].values()}

    def fill(self) -> None:
        """Write the map."""
        sheet = self._sheet
        sheet.sheet_view.showGridLines = False
        widths = [self._tracks[0].start if self._tracks else self._scene.width]
        for column, px in enumerate([*widths, *(track.end - track.start for track in self._tracks)], 1):
            sheet.column_dimensions[get_column_letter(column)].width = (px - _CELL) / _LETTER
        heads = 0
        for track in self._scene.rows:
            blocks = [block for block in self._scene.blocks if track.start <= block.box.y < track.end]
            blocks = [block for block in blocks if block.kind != "ground"]
            if track.id == "stages":
                heads = self._row
                self._heads(blocks, track)
                self._freeze()
            elif track.id == "links":
                self._links(blocks)
            elif track.id in self._lanes:
                self._lane(self._lanes[track.id], blocks)
            else:
                self._notes(blocks)
        self._page(heads)

    # Above and below the map

    def _notes(self, blocks: list[Block]) -> None:
        """Write what stands above or below the map, a row a block; all personas in one."""
        personas = [block for block in blocks if block.kind == "persona"]
        for block in blocks:
            if block.kind == "persona":
                continue
            self._merged(runs(block), block, block.box.height)
            if block.kind == "title" and personas:
                names = [run for persona in personas for run in self._persona(persona)]
                self._merged(names, None, max(persona.box.height for persona in personas))

    def _persona(self, block: Block) -> list[Run]:
        mark = self._outline.marks[block.id]
        name = block.paragraphs[-1]
        return [
            Run(f"{SIGNS[mark.shape]} ", font(name, mark.color, bold=True)),
            Run(f"{name.text}      ", font(name)),
        ]

    def _merged(self, words: list[Run], block: Block | None, px: float) -> Any:
        """Write a row over the whole width."""
        row = self._take([px])
        cell = put_runs(self._sheet, row, 1, words)
        cell.alignment = alignment(block)
        self._merge(row, 1, self._row - 1, self._last)
        return cell

    # The map

    def _heads(self, blocks: list[Block], track: Track) -> None:
        steps = [block for block in blocks if block.kind == "step"]
        stages = [block for block in blocks if block.kind == "stage"]
        low = max((block.box.height for block in steps), default=0.0)
        first = self._take([track.end - track.start - low, *([low] if steps else [])])
        last = self._row - 1
        self._dress(range(first, self._row), _SOFT)
        for block in [*stages, *steps]:
            start, end = self._span(block.box)
            top = last if block.kind == "step" else first
            bottom = last if block.kind == "step" or block.box.bottom >= track.end - 1 else first
            self._put(top, start, block)
            self._merge(top, start, bottom, end)
        self._merge(first, 1, last, 1)

    def _links(self, blocks: list[Block]) -> None:
        """Write the arrows between stages in words."""
        head = next(block for block in blocks if block.kind != "link")
        rows = self._outline.document.tables["links"]
        told = "\n".join(self._outline.links(rows=[rows[block.id] for block in blocks if block.kind == "link"]))
        room = self._tracks[-1].end - self._tracks[0].start - 3 * _GAP
        row = self._take([_LINE * len(wrap(told, Font(12), room).lines)])
        self._dress(range(row, self._row), _PAPER)
        self._put(row, 1, head)
        like = replace(head.paragraphs[0], font=Font(12))
        put_runs(self._sheet, row, 2, [Run(told, font(like))]).alignment = alignment(None)
        self._merge(row, 1, self._row - 1, 1)
        self._merge(row, 2, self._row - 1, self._last)

    def _lane(self, lane: Row, blocks: list[Block]) -> None:
        for block in blocks:
            if block.kind == "line":
                self._merged(runs(block), block, block.box.height).border = Border(
                    bottom=Side("mediumDashed", color=argb(STRONG_LINE))
                )
        head = next(block for block in blocks if block.kind == "lane")
        curve = next((block for block in blocks if block.kind == "curve"), None)
        if curve:
            self._curve(lane, curve, head)
        stacks = self._stacks(blocks, lane)
        deepest = max((len(stack) for stack in stacks.values()), default=0)
        if curve and not deepest:
            return
        heights = [
            max(_height(stack[k]) for stack in stacks.values() if k < len(stack)) + _GAP for k in range(deepest)
        ] or [0.0]
        missing = _words(head) - sum(heights) if not curve else 0
        heights[-1] += max(missing, 0)
        tops = [self._take([height]) for height in heights]
        bottoms = [*(top - 1 for top in tops[1:]), self._row - 1]
        self._dress(range(tops[0], self._row), _PAPER)
        for column, stack in stacks.items():
            for block, top, bottom in zip(stack, tops, bottoms, strict=False):
                self._put(top, column, block)
                self._merge(top, column, bottom, column)
        if not curve:
            self._put(tops[0], 1, head)
        self._merge(tops[0], 1, self._row - 1, 1 if self._tracks else self._last)

    def _stacks(self, blocks: list[Block], lane: Row) -> dict[int, list[Block]]:
        stacks: dict[int, list[Block]] = {}
        for block in blocks:
            # The numbers of a curve have rows of their own.
            if block.kind in {"card", "folded"} or (block.kind == "figure" and lane["kind"] != "emotion"):
                stacks.setdefault(self._span(block.box)[0], []).append(block)
        return stacks

    def _curve(self, lane: Row, block: Block, head: Block) -> None:
        # The key to the curve are the names before the numbers.
        head = replace(head, paragraphs=tuple(each for each in head.paragraphs if each.kind != "persona"))
        row = self._take([max(block.box.height, _words(head))])
        self._dress(range(row, self._row), _PAPER)
        self._put(row, 1, head)
        self._merge(row, 1, self._row - 1, 1)
        self._merge(row, 2, self._row - 1, self._last)
        room = self._tracks[0].start - 3 * _GAP
        names = [wrap(self._outline.who(persona), Font(13), room).lines for persona in self._outline.curves(lane)]
        first = self._take([_LINE * len(lines) for lines in names])
        self._dress(range(first, self._row), _PAPER)
        add_curves(self._sheet, self._outline, lane, (row, first))

    # Cells

    def _put(self, row: int, column: int, block: Block) -> None:
        """Write a block into a cell: its words, its colours, the quotes behind it, its picture."""
        cell: Any = put_runs(self._sheet, row, column, runs(block))
        pictures = [mark for mark in block.marks if isinstance(mark, Picture)]
        cell.alignment = alignment(block, below=bool(pictures))
        if block.fill:
            cell.fill = PatternFill("solid", fgColor=argb(block.fill))
        if block.edge or block.stroke:
            cell.border = border(block)
        for picture in pictures:
            self._picture(row, column, picture, block.box)
        self._comment(cell, block)

    def _comment(self, cell: Any, block: Block) -> None:
        card = self._cards.get(block.id) if block.table == "cards" else None
        # A link on the cell would make programs show all of its text as one line.
        words = [*quotes_of(self._outline.claim(card)), *([card["url"]] if card["url"] else [])] if card else []
        if words:
            cell.comment = Comment(fitting(encoded("\n\n".join(words))), "", *reversed(_NOTE))

    def _picture(self, row: int, column: int, mark: Picture, within: Box) -> None:
        from openpyxl.drawing.image import Image
        from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
        from openpyxl.drawing.xdr import XDRPositiveSize2D

        found = raster(mark.url)
        if found is None:
            return
        picture: Any = Image(io.BytesIO(found.png))
        place = AnchorMarker(
            col=column - 1,
            row=row - 1,
            colOff=round(_EMU * (mark.box.x - within.x)),
            rowOff=round(_EMU * (mark.box.y - within.y)),
        )
        size = XDRPositiveSize2D(round(_EMU * (mark.box.width)), round(_EMU * (mark.box.height)))
        picture.anchor = OneCellAnchor(_from=place, ext=size)
        self._sheet.add_image(picture)

    def _dress(self, rows: Iterable[int], ground: PatternFill) -> None:
        """Give cells their ground and the lines between them."""
        line = Side("thin", color=argb(LINE))
        rows = list(rows)
        for row in rows:
            for column in range(1, self._last + 1):
                cell = self._sheet.cell(row, column)
                cell.fill = _SOFT if column == 1 else ground
                cell.border = Border(
                    left=line,
                    right=line,
                    top=line if row == rows[0] else None,
                    bottom=line if row == rows[-1] else None,
                )

    def _take(self, heights: Sequence[float]) -> int:
        """Take rows of so many px, the next that are free; return the first. What is too high takes several."""
        first = self._row
        for px in heights:
            points = max(px * POINTS, 1)
            count = ceil(points / _HIGHEST)
            for _ in range(count):
                self._sheet.row_dimensions[self._row].height = points / count
                self._row += 1
        return first

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self._sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _span(self, box: Box) -> tuple[int, int]:
        """Return the first and last column that a box lies over."""
        over = [
            number
            for number, track in enumerate(self._tracks, 2)
            if track.start < box.right - 1 and box.x + 1 < track.end
        ]
        return (over[0], over[-1]) if over else (1, self._last)

    # The page

    def _freeze(self) -> None:
        above = sum(self._sheet.row_dimensions[row].height or 0 for row in range(1, self._row)) / POINTS
        self._sheet.freeze_panes = f"B{self._row}" if above <= _FROZEN else "B1"

    def _page(self, heads: int) -> None:
        sheet: Any = self._sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.page_setup.fitToWidth = max(1, ceil(self._scene.width / 1_800))
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_cols = "A:A"
        if heads:
            sheet.print_title_rows = f"{heads}:{heads}"


def _height(block: Block) -> float:
    """Return how high the cell of a block has to be, in px."""
    low = not block.marks and all(ord(letter) < _TALL for letter in block.text)
    return block.box.height * (_LOW if low else 1)


def _words(block: Block) -> float:
    """Return how high the words of a lane's header stand, with what is free around them."""
    return max((each.box.bottom for each in block.paragraphs), default=block.box.y) - block.box.y + 2 * _GAP
