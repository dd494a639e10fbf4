"""The links between stages, as arrows below their headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journeywidgets.export.content.outline import link_notes, whole
from journeywidgets.export.drawing.look import Look, isolated
from journeywidgets.export.drawing.scene import Block, Box, Disc, Mark, Paragraph, Path, px
from journeywidgets.export.drawing.setting import paragraph
from journeywidgets.model.intake import Row

_TIP = 5
"""How long and half as wide again an arrow's tip is, in px."""
_LINE = 12
"""How much height an arrow needs below its words."""
_APART, _BESIDE = 5, 10
"""How far arrows of one row stand apart, and how much of an arrow there is on either side of its words, in px."""
_OFF = 6
"""How far from the middle of a stage an arrow begins and ends: the next may go on where it ends."""
_REACH = 3
_LEAST = 60


@dataclass
class _Level:
    """Arrows that stand at one height, beside each other."""

    arrows: list[_Arrow] = field(default_factory=list)

    @property
    def height(self) -> float:
        """How high its highest words are, with the arrow below them."""
        return max(arrow.words.box.height if arrow.words else 0 for arrow in self.arrows) + _LINE

    def has_room(self, arrow: _Arrow) -> bool:
        """Whether an arrow lies on none of those that are there."""
        return all(arrow.right + _APART <= other.left or other.right + _APART <= arrow.left for other in self.arrows)


@dataclass(frozen=True)
class _Arrow:
    row: Row
    start: float
    end: float
    words: Paragraph | None

    @property
    def left(self) -> float:
        """Where it begins, or its words do."""
        return min(self.start - _REACH, self.end - _REACH, *([self.words.box.x] if self.words else []))

    @property
    def right(self) -> float:
        """Where it ends, or its words do."""
        return max(self.start + _REACH, self.end + _REACH, *([self.words.box.right] if self.words else []))


def arrow_blocks(
    links: Sequence[Row], look: Look, middles: Mapping[str, float], sides: tuple[float, float], y: float
) -> tuple[list[Block], float]:
    """Return links as arrows from (…, y) on, and how high they are together.

    Parameters
    ----------
    links
        Their rows.
    look
        The drawing's looks.
    middles
        The middle of each stage, by its id.
    sides
        From where to where there is room.
    y
        Where the first of them may stand.
    """
    levels: list[_Level] = []
    arrows = [_arrow(row, look, middles, sides) for row in links]
    for arrow in sorted(arrows, key=lambda one: (abs(one.end - one.start), one.start)):
        level = next((level for level in levels if level.has_room(arrow)), None)
        if level is None:
            level = _Level()
            levels.append(level)
        level.arrows.append(arrow)
    blocks: list[Block] = []
    top = y
    for level in levels:
        blocks += [_block(arrow, look, top, level.height) for arrow in sorted(level.arrows, key=lambda one: one.left)]
        top += level.height
    return blocks, top - y


def _arrow(row: Row, look: Look, middles: Mapping[str, float], sides: tuple[float, float]) -> _Arrow:
    start, end = middles[row["source"]], middles[row["target"]]
    off = _OFF if end > start else -_OFF if end < start else 0
    start, end = start + off, end - off
    told = [isolated(part) for part in link_notes(row, whole) if part]
    if start == end:
        told.insert(0, "↻")
    if not told:
        return _Arrow(row, start, end, None)
    left, right = sides
    middle = (start + end) / 2
    room = max(abs(end - start) - 2 * _BESIDE, min(2 * (middle - left), 2 * (right - middle)) / 2, _LEAST)
    words = paragraph(" · ".join(told), look.small("link"), 0, 0, min(room, right - left))
    at = min(max(middle - words.box.width / 2, left), right - words.box.width)
    return _Arrow(row, start, end, words.moved(at - words.box.x, 0))


def _block(arrow: _Arrow, look: Look, top: float, height: float) -> Block:
    y = top + height - _LINE / 2
    high = arrow.words.box.height if arrow.words else 0
    words = () if arrow.words is None else (arrow.words.moved(0, y - _LINE / 2 - high),)
    box = Box(arrow.left, top, arrow.right - arrow.left, height)
    marks = tuple(_line(arrow, y, look.theme.soft_ink))
    return Block("link", box, "links", arrow.row["id"], paragraphs=words, marks=marks)


def _line(arrow: _Arrow, y: float, color: str) -> list[Mark]:
    start, end = arrow.start, arrow.end
    if start == end:
        return []
    back = -_TIP if end > start else _TIP
    tip = f"M{px(end)} {px(y)}L{px(end + back * 1.4)} {px(y - _TIP * 0.7)}V{px(y + _TIP * 0.7)}Z"
    dash = {"skip": "2 3", "branch": "6 3"}.get(arrow.row["kind"], "")
    return [
        Path(f"M{px(start)} {px(y)}H{px(end + back)}", stroke=color, width=1.5, dash=dash),
        Path(tip, fill=color),
        Disc(start, y, 2.5, color),
    ]
