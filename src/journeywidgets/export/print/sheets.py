"""Sheets of paper: what of a map goes on which, with the headers of stages and lanes on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.content.outline import Column, Outline
from journeywidgets.export.drawing.layout import scene
from journeywidgets.export.drawing.scene import Block, Disc, Line, Paragraph, Picture, Scene, Track
from journeywidgets.export.plain.sheet import COLUMN, ROW_HEAD

_MM = 72 / 25.4
_SIZES: Mapping[str, tuple[float, float]] = {
    "a2": (420 * _MM, 594 * _MM),
    "a3": (297 * _MM, 420 * _MM),
    "a4": (210 * _MM, 297 * _MM),
    "a5": (148 * _MM, 210 * _MM),
    "letter": (612, 792),
    "legal": (612, 1008),
    "tabloid": (792, 1224),
}
WHOLE = "map"
"""The name of the sheet that is as large as the map."""
MARGIN, FOOT = 28.0, 16.0
"""Points around the map, and below it for the sheet's number."""
_LONGEST = 14_400
"""Points of a side, at most, as PDF says."""
_LARGE, _SMALL = 0.75, 0.55
"""Points to a px: as on screen, and so small that the least print is 6 pt."""
_LEAST_BAND = 0.4
"""Of the room on a sheet: a row that would fill less of it is cut between lines rather than between cards."""
_ROUNDING = 0.01
_HEADROOM = 2.0
"""Px by which a line may reach over the edge of a band: more than its letters do."""
_TOP = frozenset({"title", "stages"})
_WIDEST, _NARROWEST = 420.0, 120.0
"""Of a column, in px."""


@dataclass(frozen=True)
class Paper:
    """A sheet: its size in points, and whether it grows with the map."""

    width: float
    height: float
    whole: bool = False


@dataclass(frozen=True)
class Band:
    """A part of a drawing, from edge to edge, and how far down on the sheet it stands, in px."""

    scene: Scene
    top: float
    bottom: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """A sheet: its size in points, its bands from above, and points to a px."""

    width: float
    height: float
    scale: float
    bands: tuple[Band, ...]


def paper(page: str | tuple[float, float], orientation: str) -> Paper:
    """Return a sheet by its name, or by width and height in mm.

    Raises
    ------
    JourneyError
        There is none of that name, or it is too small.
    """
    if orientation not in {"landscape", "portrait"}:
        raise JourneyError(f"orientation={shorten(orientation)} is none. Give 'landscape' or 'portrait'.")
    if isinstance(page, str):
        if page.lower() == WHOLE:
            return Paper(0, 0, whole=True)
        if page.lower() not in _SIZES:
            names = ", ".join(name.capitalize() for name in _SIZES)
            raise JourneyError(
                f"page={shorten(page)} is no size of paper. Give one of {names}, 'map' (one page as large as the map), "
                "or width and height in mm."
            )
        short, long = _SIZES[page.lower()]
    else:
        short, long = sorted(float(side) * _MM for side in page)
    if not (short - 2 * MARGIN - FOOT >= 150 and long <= _LONGEST):  # noqa: PLR2004 - points in which a column has room
        raise JourneyError(f"page={page!r} is too small or too large: a side has 75 to 5,000 mm.")
    return Paper(long, short) if orientation == "landscape" else Paper(short, long)


def sheets(outline: Outline, size: Paper, theme: str) -> list[Sheet]:
    """Return a map on sheets: stages from left to right, and for each group of them the lanes from above."""
    if size.whole:
        drawn = scene(outline, theme=theme)
        room = (_LONGEST - 2 * MARGIN, _LONGEST - 2 * MARGIN - FOOT)
        scale = min(_LARGE, room[0] / drawn.width, room[1] / drawn.height)
        width, height = drawn.width * scale + 2 * MARGIN, drawn.height * scale + 2 * MARGIN + FOOT
        return [Sheet(width, height, scale, (Band(drawn, 0, drawn.height, 0),))]
    room = (size.width - 2 * MARGIN, size.height - 2 * MARGIN - FOOT)
    groups, column, scale = _columns(outline, room[0])
    found: list[Sheet] = []
    for number, group in enumerate(groups):
        ids = [one.row["id"] for one in group] if len(groups) > 1 else None
        last = number == len(groups) - 1
        drawn = scene(outline, theme=theme, stages=ids, column=column, bar=number == 0, notes=last)
        fitted = min(scale, room[0] / drawn.width)
        if len(groups) == 1 and room[1] / drawn.height >= _SMALL:
            # What is a little too high for one sheet goes on it a little smaller.
            fitted = min(fitted, room[1] / drawn.height)
        found += [Sheet(size.width, size.height, fitted, bands) for bands in _cut(drawn, room[1] / fitted)]
    return found


def _columns(outline: Outline, room: float) -> tuple[list[list[Column]], float | None, float]:
    """Return which columns stand together, how wide they are in px, and points to a px."""
    columns = outline.columns
    if not columns:
        return [[]], None, _LARGE
    most = max(1, int((room / _SMALL - ROW_HEAD) // COLUMN))
    sheets_ = -(-len(columns) // most)
    each = -(-len(columns) // sheets_)
    scale = max(min(_LARGE, room / (ROW_HEAD + each * COLUMN)), room / (ROW_HEAD + each * _WIDEST))
    scale = min(scale, _LARGE) if each > 1 else _LARGE
    wide = max(_NARROWEST, min(_WIDEST, (room / scale - ROW_HEAD) / each))
    groups = [columns[start : start + each] for start in range(0, len(columns), each)]
    return groups, wide, scale


class _Page:
    """A sheet in the making: its bands, and how much room is left on it, in px."""

    def __init__(self, drawn: Scene, room: float) -> None:
        self._drawn, self._room = drawn, room
        heads = next((row for row in drawn.rows if row.id == "stages"), None)
        # Headers that leave no room for what they head stand on the first sheet alone.
        self._heads = heads if heads is not None and heads.end - heads.start < room / 2 else None
        self.bands: list[Band] = []
        self.left = room
        self.holds = False

    def room_for(self, row: str) -> float:
        """Return how much room there is for a row on a sheet that is still empty."""
        heads = self._heads if row not in _TOP else None
        return self._room - (heads.end - heads.start if heads else 0)

    def add(self, row: str, top: float, bottom: float) -> None:
        """Put a part of a row on the sheet."""
        before = self.bands[-1] if self.bands else None
        if before is not None and before.bottom == top and before.scene is self._drawn:
            self.bands[-1] = replace(before, bottom=bottom)
        else:
            self.bands.append(Band(_part(self._drawn, row, top), top, bottom, self._room - self.left))
        self.left -= bottom - top
        self.holds = self.holds or row not in _TOP

    def turn(self, row: str) -> tuple[Band, ...]:
        """Return the bands of the sheet, and begin the next, on which a row goes on."""
        done, self.bands, self.left, self.holds = tuple(self.bands), [], self._room, False
        if self._heads and row not in _TOP:
            self.add("stages", self._heads.start, self._heads.end)
        return done


def _cut(drawn: Scene, room: float) -> Iterator[tuple[Band, ...]]:
    """Yield the bands of each sheet: headers, then as many rows as there is room for."""
    page = _Page(drawn, room)
    for row in drawn.rows:
        top = row.start
        while row.end - top > page.left + _ROUNDING:
            end = _cut_at(drawn, page, row, top)
            if end > top:
                page.add(row.id, top, end)
            yield page.turn(row.id)
            top = end
        page.add(row.id, top, row.end)
    yield tuple(page.bands)


def _cut_at(drawn: Scene, page: _Page, row: Track, top: float) -> float:
    """Return where a row that has no room on its sheet is cut; `top` where it begins on the next sheet."""
    fits_alone = row.end - top <= page.room_for(row.id)
    if page.holds and (fits_alone or page.left < _LEAST_BAND * page.room_for(row.id)):
        return top
    limit = top + page.left
    end = _break(drawn, top, limit)
    # A line of text that is higher than a sheet has none to stand on.
    return end if end > top or page.holds else limit


def _break(drawn: Scene, top: float, limit: float) -> float:
    """Return the last place before a limit where a row can be cut: between cards, else between lines."""
    found = [one for one in drawn.blocks if one.kind != "ground" and one.box.bottom > top and one.box.y < limit]
    whole = [(block.box.y, block.box.bottom) for block in found if block.kind != "lane"]
    # The name of a lane may be longer than its cards.
    names = [extent for block in found if block.kind == "lane" for extent in _extents(block)]
    end = _before([*whole, *names], top, limit)
    if end - top < _LEAST_BAND * (limit - top):
        end = _before([extent for block in found for extent in _extents(block)], top, limit)
    return end


def _before(extents: Sequence[tuple[float, float]], top: float, limit: float) -> float:
    """Return the lowest place, at most `limit`, where none of the extents is cut."""
    end = limit
    while end > top:
        cut = [start for start, stop in extents if start < end < stop]
        if not cut:
            return end
        end = min(cut)
    return top


def _extents(block: Block) -> Iterator[tuple[float, float]]:
    for paragraph in block.paragraphs:
        for line in paragraph.lines:
            yield _extent(line, paragraph)
    for mark in block.marks:
        if isinstance(mark, Picture):
            yield mark.box.y, mark.box.bottom
        elif isinstance(mark, Disc):
            yield mark.y - mark.radius, mark.y + mark.radius
    if block.kind == "curve":
        yield block.box.y, block.box.bottom


def _extent(line: Line, paragraph: Paragraph) -> tuple[float, float]:
    return line.y - paragraph.font.size, line.y + 0.3 * paragraph.font.size


def _part(drawn: Scene, row: str, top: float) -> Scene:
    """Return a drawing from a height on: a lane that has begun before has its name there again."""
    if not any(_goes_on(block, row, top) for block in drawn.blocks):
        return drawn
    blocks = []
    for block in drawn.blocks:
        if _goes_on(block, row, top):
            moved = top - block.box.y
            box = replace(block.box, y=top, height=block.box.bottom - top)
            rest = Band(drawn, top, block.box.bottom, 0)
            inside = tuple(_within(one.moved(0, moved), rest) for one in block.paragraphs)
            # The keys of a curve stand beside the curve.
            blocks.append(replace(block, box=box, paragraphs=inside, marks=()))
        else:
            blocks.append(block)
    return replace(drawn, blocks=tuple(blocks))


def _goes_on(block: Block, row: str, top: float) -> bool:
    """Return whether a block heads a lane that began on the sheet before."""
    return block.kind == "lane" and block.lane == row and block.box.y < top


def blocks(band: Band) -> Iterator[Block]:
    """Yield the blocks that stand in a band, with the lines of text that do."""
    for block in band.scene.blocks:
        if block.box.y >= band.top and block.box.bottom <= band.bottom:
            yield block
        elif block.box.bottom > band.top and block.box.y < band.bottom:
            yield replace(block, paragraphs=tuple(_within(paragraph, band) for paragraph in block.paragraphs))


def lines(band: Band) -> Iterator[tuple[Paragraph, Line]]:
    """Yield the lines of text that stand in a band."""
    for block in blocks(band):
        for paragraph in block.paragraphs:
            for line in paragraph.lines:
                yield paragraph, line


def _within(paragraph: Paragraph, band: Band) -> Paragraph:
    kept = (line for line in paragraph.lines if _fits(_extent(line, paragraph), band))
    return replace(paragraph, lines=tuple(kept))


def _fits(extent: tuple[float, float], band: Band) -> bool:
    return extent[0] >= band.top - _HEADROOM and extent[1] <= band.bottom + _HEADROOM
