"""The slides of the map: one where it can be read so, else parts of it by stages and by lanes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from journeywidgets.export.content.outline import Column, Outline
from journeywidgets.export.drawing.layout import scene
from journeywidgets.export.drawing.scene import Block, Scene, Track
from journeywidgets.export.slides.deck import TITLE, Deck
from journeywidgets.export.slides.frame import HEIGHT, MARGIN, WIDTH, Frame
from journeywidgets.export.slides.shapes import draw
from journeywidgets.export.slides.words import write
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

_LEAST, _MOST = 0.75, 1.5
"""The scales between which a map is: its words have 7 points at least, and are no posters."""
_TOP = 24
_ROOM = (WIDTH - 2 * MARGIN, HEIGHT - 2 * _TOP)
_BELOW_TITLE = TITLE.bottom + 8
_SPARE = 20  # px of a row that are no cards


@dataclass(frozen=True)
class _Part:
    """A part of the map: stages, lanes, and of the last lane perhaps only some cards of each cell."""

    stages: tuple[str, ...]
    lanes: tuple[str, ...]
    cards: Mapping[str, tuple[int, int]] | None = None


class _Some(Outline):
    """A journey of which a lane shows only some cards of each cell."""

    def __init__(self, document: Document, lane: str, cards: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(document)
        self._lane, self._cards = lane, cards

    def worded(self, column: Column, lane: Row) -> list[Row]:
        """Return the cards of a cell that are shown."""
        found = super().worded(column, lane)
        return found[slice(*self._cards.get(column.row["id"], (0, 0)))] if lane["id"] == self._lane else found


def add_map(deck: Deck, outline: Outline, theme: str, notes: list[str]) -> None:
    """Add the slides of the map; `notes` stand with the first."""
    whole = scene(outline, theme=theme)
    if _scale(whole, *_ROOM) >= _LEAST:
        _first(deck, whole, notes)
        return
    parts = list(_parts(outline, whole))
    for number, part in enumerate(parts, 1):
        shown = outline if part.cards is None else _Some(outline.document, part.lanes[-1], part.cards)
        drawn = scene(
            shown, theme=theme, stages=part.stages, lanes=part.lanes, bar=number == 1, notes=number == len(parts)
        )
        if number == 1:
            _first(deck, drawn, notes)
        else:
            shapes = deck.slide(f"{drawn.title} ({number} of {len(parts)})", [], size=14)
            _paint(shapes, drawn, drawn.blocks, _BELOW_TITLE)


def _first(deck: Deck, drawn: Scene, notes: list[str]) -> None:
    """Add the slide that the map begins on: its name, as the drawing shows it, is the title of the slide."""
    frame = _frame(drawn, _TOP)
    named = next((block for block in drawn.blocks if block.kind == "title"), None)
    shapes = deck.slide("" if named else drawn.title, notes)
    if named is None:
        _paint(shapes, drawn, drawn.blocks, _TOP)
        return
    at = next(place for place, block in enumerate(drawn.blocks) if block.kind != "ground")
    _paint(shapes, drawn, drawn.blocks[:at], _TOP)
    title = shapes.title
    shapes._spTree.append(title._element)  # noqa: SLF001 - above the ground, and read before the rest
    _paint(shapes, drawn, [block for block in drawn.blocks[at:] if block is not named], _TOP)
    name, *facts = named.paragraphs
    title.left, title.top, title.width, title.height = frame.box(replace(name.box, width=name.box.width + 8))
    write(title.text_frame, [name], name.box, frame)
    if facts:
        draw(shapes, replace(named, box=facts[0].box, paragraphs=tuple(facts)), frame)


def _paint(shapes: object, drawn: Scene, blocks: Sequence[Block], top: float) -> None:
    frame = _frame(drawn, top)
    for block in blocks:
        draw(shapes, block, frame)


def _frame(drawn: Scene, top: float) -> Frame:
    """Return the place of a drawing in the middle of a slide, from `top` on."""
    scale = _scale(drawn, _ROOM[0], HEIGHT - _TOP - top)
    return Frame(scale, (WIDTH - drawn.width * scale) / 2, top)


def _scale(drawn: Scene, width: float, height: float) -> float:
    return min(_MOST, width / max(drawn.width, 1), height / max(drawn.height, 1))


def _parts(outline: Outline, whole: Scene) -> Iterator[_Part]:
    """Yield parts of a map that can be read on a slide, row by row of parts."""
    wide = _ROOM[0] / _LEAST - (whole.columns[0].start if whole.columns else 0)
    tall = (HEIGHT - _TOP - _BELOW_TITLE) / _LEAST
    heights = {track.id: track.end - track.start for track in whole.rows}
    room = tall - heights.get("stages", 0)
    across = _packed(_by_stage(outline, whole), wide)
    lanes = [track for track in whole.rows if track.id in {lane["id"] for lane in outline.lanes}]
    first = room - max(heights.get("title", 0) - (_BELOW_TITLE - _TOP) / _LEAST, 0) - heights.get("links", 0)
    for down in _down(lanes, first, room):
        if len(down) == 1 and heights[down[0]] > room:
            windows: list[Mapping[str, tuple[int, int]] | None] = [*_windows(whole, down[0], room)]
        else:
            windows = [None]
        for number, window in enumerate(windows):
            for stages in across or [()]:
                if number == 0 or _any(window or {}, stages):
                    yield _Part(stages, down, window)


def _any(window: Mapping[str, tuple[int, int]], stages: Sequence[str]) -> bool:
    """Whether there are cards of these stages among some cards of a lane."""
    return any(window[stage][0] < window[stage][1] for stage in stages if stage in window)


def _by_stage(outline: Outline, whole: Scene) -> list[tuple[Track, ...]]:
    """Return the columns that stay together: the steps of a stage."""
    tracks = {track.id: track for track in whole.columns}
    return [tuple(tracks[column.row["id"]] for column in group) for group in outline.groups]


def _packed(groups: Sequence[tuple[Track, ...]], wide: float) -> list[tuple[str, ...]]:
    """Return the ids of columns in as few parts as hold them, the parts as equal as can be."""
    if not groups:
        return []
    column = groups[0][0].end - groups[0][0].start
    most = max(int(wide // column), 1)
    pieces = [group[at : at + most] for group in groups for at in range(0, len(group), most)]
    counts = [len(piece) for piece in pieces]
    fewest = len(_filled(counts, most))
    even = next(limit for limit in range(max(counts), most + 1) if len(_filled(counts, limit)) == fewest)
    found, at = [], 0
    for number in _filled(counts, even):
        found.append(tuple(track.id for piece in pieces[at : at + number] for track in piece))
        at += number
    return found


def _filled(counts: Sequence[int], limit: int) -> list[int]:
    """Return how many pieces go into each part, where a part holds at most `limit` columns."""
    parts: list[int] = []
    held = limit + 1
    for count in counts:
        if held + count > limit:
            parts.append(0)
            held = 0
        parts[-1] += 1
        held += count
    return parts


def _down(lanes: Sequence[Track], first: float, room: float) -> Iterator[tuple[str, ...]]:
    """Yield the ids of lanes, as many as a slide has room for; one that is too high is alone."""
    held: list[str] = []
    left = first
    for lane in lanes:
        high = lane.end - lane.start
        if held and high > left:
            yield tuple(held)
            held, left = [], room
        held.append(lane.id)
        left -= high
    if held or not lanes:
        yield tuple(held)


def _windows(whole: Scene, lane: str, room: float) -> Iterator[dict[str, tuple[int, int]]]:
    """Yield, column by column, which cards of a lane go onto one slide after the other."""
    cells: dict[str, list[Block]] = {}
    for block in whole.blocks:
        if block.lane == lane and block.kind == "card":
            cells.setdefault(block.stage, []).append(block)
    track = next(track for track in whole.rows if track.id == lane)
    above = min((blocks[0].box.y for blocks in cells.values()), default=track.start) - track.start
    room = max(room - above - _SPARE, 1)
    at = dict.fromkeys(cells, 0)
    while True:
        window = {stage: (at[stage], _reach(blocks, at[stage], room)) for stage, blocks in cells.items()}
        yield window
        at = {stage: end for stage, (_, end) in window.items()}
        if all(at[stage] == len(blocks) for stage, blocks in cells.items()):
            return


def _reach(blocks: Sequence[Block], start: int, room: float) -> int:
    """Return up to which card a slide has room, from `start` on; one always has."""
    end = start
    while end < len(blocks) and (end == start or blocks[end].box.bottom - blocks[start].box.y <= room):
        end += 1
    return end
