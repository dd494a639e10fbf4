"""A laid-out map as plain data: boxes, lines of text and marks, each with its place and its colours.

All lengths are in px of the drawing, x to the right and y downwards from its upper left corner.
Colours are literal, ``#rgb`` or ``#rrggbb``. Whoever writes a scene decides nothing about it: where a
line breaks, how large a box is and which colour it has is settled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_PIECE = re.compile(r"([MLCHVhZ])|(-?\d*\.?\d+)")
_LENGTHS = {"M": 2, "L": 2, "C": 6, "H": 1, "V": 1, "h": 1, "Z": 0}
Step = tuple[str, tuple[float, ...]]
"""A letter, ``M``, ``L``, ``C`` or ``Z``, and its coordinates, all absolute."""


def px(value: float) -> str:
    """Return a length as it is written: to a hundredth of a px, without zeros that say nothing."""
    whole = int(value)
    if whole == value:
        return str(whole)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends to the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    def moved(self, x: float, y: float) -> Box:
        """Return the box at another place, `x` and `y` px further on."""
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it was broken.

    Attributes
    ----------
    text
        Its characters in reading order, without the space at which it was broken.
    x, y
        The left end of its baseline, also where it is read from the right.
    width
        As measured; room for at least this is free.
    """

    text: str
    x: float
    y: float
    width: float

    def moved(self, x: float, y: float) -> Line:
        """Return the line at another place, `x` and `y` px further on."""
        return Line(self.text, self.x + x, self.y + y, self.width)


@dataclass(frozen=True, slots=True)
class Font:
    """How text is set. The family is the drawing's one, DejaVu Sans."""

    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of one font and colour.

    Attributes
    ----------
    kind
        What it says: "title", "text", "note", "badge", "value", "evidence", …
    text
        The whole text, not broken; line breaks of its author are in it.
    lines
        The same as it was broken.
    box
        Where it stands. Paragraphs whose boxes begin at the same height stand in one row.
    font, color
        How it is set.
    rtl
        Whether it is read from the right: its lines then end at the right of the box.
    ground
        The colour of a rounded ground behind it, as badges have; None for none.
    href
        The checked address that it leads to; None for none.
    """

    kind: str
    text: str
    lines: tuple[Line, ...]
    box: Box
    font: Font
    color: str
    rtl: bool = False
    ground: str | None = None
    href: str | None = None

    def moved(self, x: float, y: float) -> Paragraph:
        """Return the text at another place, `x` and `y` px further on."""
        lines = tuple(line.moved(x, y) for line in self.lines)
        return replace(self, lines=lines, box=self.box.moved(x, y))


@dataclass(frozen=True, slots=True)
class Path:
    """A line or an area.

    Attributes
    ----------
    d
        As in SVG: M, L, C, H, V and Z, absolute, and h.
    fill, stroke
        Colours; None for none.
    width
        Of the stroke, in px.
    dash
        Lengths of strokes and gaps, such as "7 4"; empty for a whole line.
    opacity
        Of fill and stroke, 0 to 1.
    x, y
        Where its own (0, 0) lies in the drawing.
    """

    d: str
    fill: str | None = None
    stroke: str | None = None
    width: float = 1
    dash: str = ""
    opacity: float = 1
    x: float = 0
    y: float = 0

    def moved(self, x: float, y: float) -> Path:
        """Return the path at another place, `x` and `y` px further on."""
        return replace(self, x=self.x + x, y=self.y + y)

    def steps(self) -> Iterator[Step]:
        """Yield its steps in the drawing's coordinates: M, L, C and Z alone."""
        letter, numbers, at = "", [], (0.0, 0.0)
        for found in _PIECE.finditer(self.d):
            if found[1]:
                letter = found[1]
            else:
                numbers.append(float(found[2]))
            if not letter or len(numbers) < _LENGTHS[letter]:
                continue
            step = self._step(letter, numbers, at)
            at = (step[1][-2], step[1][-1]) if step[1] else at
            yield step
            numbers = []
            letter = "L" if letter == "M" else letter if letter == "L" else ""

    def _step(self, letter: str, numbers: list[float], at: tuple[float, float]) -> Step:
        if letter in {"H", "h"}:
            return "L", (numbers[0] + (self.x if letter == "H" else at[0]), at[1])
        if letter == "V":
            return "L", (at[0], numbers[0] + self.y)
        return letter, tuple(number + (self.y if place % 2 else self.x) for place, number in enumerate(numbers))


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None
    width: float = 1

    def moved(self, x: float, y: float) -> Disc:
        """Return the circle at another place, `x` and `y` px further on."""
        return replace(self, x=self.x + x, y=self.y + y)


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster picture as a checked data URL, shown whole in its box."""

    url: str
    box: Box
    alt: str
    round: bool = False

    def moved(self, x: float, y: float) -> Picture:
        """Return the picture at another place, `x` and `y` px further on."""
        return replace(self, box=self.box.moved(x, y))


Mark = Path | Disc | Picture


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the map.

    Attributes
    ----------
    kind
        "ground" (rows, cells and the lines between them), "title", "persona", "note", "stage", "step",
        "lane", "line" (of the blueprint), "curve", "card", "figure" (of a metric), "folded", "link".
        Blocks other than those of kind "ground" never overlap.
    table, id
        The row that it shows; empty where it shows none.
    box
        All that it holds lies within.
    stage, lane
        The ids of the column and of the lane that it stands in; empty where it stands in none.
    fill, stroke, radius
        Its own ground, its border and how round its corners are; None for no colour.
    edge
        The colour of the bar at the side where reading begins; None for none.
    rtl
        Whether that is the right side.
    dash
        That of its border.
    paragraphs, marks
        What stands in it; marks lie below the text.
    words
        What its marks show, for who does not see them; empty where the text says it.
    """

    kind: str
    box: Box
    table: str = ""
    id: str = ""
    stage: str = ""
    lane: str = ""
    fill: str | None = None
    stroke: str | None = None
    radius: float = 0
    edge: str | None = None
    rtl: bool = False
    dash: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: str = ""

    def moved(self, x: float, y: float) -> Block:
        """Return the block with all that stands in it at another place, `x` and `y` px further on."""
        return replace(
            self,
            box=self.box.moved(x, y),
            paragraphs=tuple(words.moved(x, y) for words in self.paragraphs),
            marks=tuple(mark.moved(x, y) for mark in self.marks),
        )

    @property
    def text(self) -> str:
        """All its words, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Track:
    """Where a column or a row of the map lies: from `start` to `end` px, along its axis."""

    id: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A map, or a page of one.

    Attributes
    ----------
    width, height
        Of the whole.
    background, ink
        The colours of paper and text.
    dark
        Whether the theme is the dark one.
    title, words
        The map's name, and in a few words what it is.
    blocks
        In the order in which they are painted and read.
    columns
        The stages and steps, by the id of the stage, from left to right.
    rows
        What is not to be parted when a map is cut into pages, from above: the bar with the title ("title"),
        the headers of the stages ("stages"), the arrows between them ("links"), each lane with the lines before
        it by its id, and what stands below the map ("notes").
    """

    width: float
    height: float
    background: str
    ink: str
    dark: bool
    title: str
    words: str
    blocks: tuple[Block, ...]
    columns: tuple[Track, ...]
    rows: tuple[Track, ...]
