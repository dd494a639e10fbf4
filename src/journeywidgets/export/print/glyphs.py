"""Lines of text as glyphs of the drawing's font: shaped, in the order in which they are seen.

A converter of SVG looks a glyph's outline up in the font's file each time it draws one, which takes
longer than all the rest of a map. So text comes to it as outlines, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from journeywidgets.export.drawing.measure import font_file
from journeywidgets.export.drawing.scene import Font, Line, Paragraph
from journeywidgets.export.print.direction import one_way, order, runs

_IGNORED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
Style = tuple[bool, bool]
"""Whether a font is bold, and whether it is slanted."""


class Glyph(NamedTuple):
    """A glyph of a line, lengths in units of the font.

    Attributes
    ----------
    id
        Its number in the font.
    x, y
        Where it is drawn, from the left end of the line's baseline, y upwards.
    text
        The characters that it stands for; empty where the glyph before it does.
    """

    id: int
    x: float
    y: float
    text: str


class Face:
    """One font of the family.

    Parameters
    ----------
    style
        Whether it is bold, and whether it is slanted.
    """

    def __init__(self, style: Style) -> None:
        bold, italic = style
        self.data = font_file(bold=bold, italic=italic)
        self.face = hb.Face(self.data)
        self.font = hb.Font(self.face)
        self.units: int = self.face.upem
        self._known = frozenset(self.face.unicodes)

    def has(self, text: str) -> bool:
        """Return whether there is a glyph for each character."""
        return text.isascii() or all(character in _IGNORED or ord(character) in self._known for character in text)

    def advance(self, glyph: int) -> int:
        """Return how far it is from a glyph to the next one where nothing moves them."""
        return int(self.font.get_glyph_h_advance(glyph))


@cache
def face(style: Style) -> Face:
    """Return a font of the family."""
    return Face(style)


def style_of(font: Font, text: str) -> Style:
    """Return which font of the family sets a text: an upright one where the slanted one lacks its letters."""
    slanted = font.italic and face((font.bold, True)).has(text)
    return font.bold, slanted


def set_line(paragraph: Paragraph, line: Line) -> tuple[Glyph, ...] | None:
    """Return a line of a drawing as glyphs, in the font that `style_of` names; None as `shaped` does."""
    return shaped(line.text, style_of(paragraph.font, line.text), rtl=paragraph.rtl)


def left_of(paragraph: Paragraph, line: Line, glyphs: Sequence[Glyph]) -> float:
    """Return where a line begins, in px: what is read from the right ends at its right."""
    if not paragraph.rtl or not glyphs:
        return line.x
    font = face(style_of(paragraph.font, line.text))
    wide = max(glyph.x + font.advance(glyph.id) for glyph in glyphs) * paragraph.font.size / font.units
    return line.x + line.width - wide


@lru_cache(maxsize=20_000)
def shaped(text: str, style: Style, *, rtl: bool = False) -> tuple[Glyph, ...] | None:
    """Return a line as glyphs, from left to right; None where it is to be left to the converter.

    That is a line with characters that the font does not have.
    """
    font = face(style)
    if not font.has(text):
        return None
    if not text:
        return ()
    if not rtl and one_way(text):
        return tuple(_shape(text, font, rtl=False)[0])
    parts = runs(text, rtl=rtl)
    made = [_shape(part.text, font, rtl=part.rtl) for part in parts]
    glyphs: list[Glyph] = []
    at = 0.0
    for place in order([part.level for part in parts]):
        glyphs += [glyph._replace(x=glyph.x + at) for glyph in made[place][0]]
        at += made[place][1]
    return tuple(glyphs)


def _shape(text: str, font: Face, *, rtl: bool) -> tuple[list[Glyph], float]:
    """Return a run's glyphs and how wide it is."""
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(font.font, buffer)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    ends = _ends([info.cluster for info in infos], len(text))
    glyphs, at, told = [], 0.0, set[int]()
    for info, place in zip(infos, places, strict=True):
        start = info.cluster
        words = "" if start in told else "".join(one for one in text[start : ends[start]] if one not in _IGNORED)
        told.add(start)
        glyphs.append(Glyph(info.codepoint, at + place.x_offset, place.y_offset, words))
        at += place.x_advance
    return glyphs, at


def _ends(clusters: Sequence[int], length: int) -> dict[int, int]:
    starts = sorted(set(clusters))
    return dict(zip(starts, [*starts[1:], length], strict=False))


# Outlines


class _Pen:
    """Writes an outline as steps of an SVG path, each from where the one before ended."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.first: tuple[float, float] | None = None
        self.start = self.at = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        if self.first is None:
            self.first = (x, y)
        else:
            self.parts.append(f"m{x - self.at[0]:g} {y - self.at[1]:g}")
        self.start = self.at = (x, y)

    def draw(self, letter: str, *points: float) -> None:
        x, y = self.at
        pairs = zip(points[::2], points[1::2], strict=True)
        self.parts.append(letter + " ".join(f"{px - x:g} {py - y:g}" for px, py in pairs))
        self.at = (points[-2], points[-1])

    def close(self) -> None:
        self.parts.append("z")
        self.at = self.start


class Outline(NamedTuple):
    """A glyph's outline: where it begins, its steps from there, and where it ends."""

    first: tuple[float, float]
    steps: str
    last: tuple[float, float]


@lru_cache(maxsize=8_000)
def outline(glyph: int, style: Style) -> Outline | None:
    """Return a glyph's outline in units of the font; None where there is nothing to see, as of a space."""
    pen = _Pen()
    face(style).font.draw_glyph(glyph, _functions(), pen)
    return None if pen.first is None else Outline(pen.first, "".join(pen.parts), pen.at)


@cache
def _functions() -> hb.DrawFuncs:
    made = hb.DrawFuncs()
    made.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    made.set_line_to_func(lambda x, y, pen: pen.draw("l", x, y))
    made.set_quadratic_to_func(lambda a, b, x, y, pen: pen.draw("q", a, b, x, y))
    made.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.draw("c", a, b, c, d, x, y))
    made.set_close_path_func(lambda pen: pen.close())
    return made


def path(glyphs: Sequence[Glyph], style: Style) -> str:
    """Return a line as one path in units of the font, y upwards."""
    return "".join(_steps(glyphs, style))


def _steps(glyphs: Sequence[Glyph], style: Style) -> Iterator[str]:
    at = (0.0, 0.0)
    letter = "M"
    for glyph in glyphs:
        drawn = outline(glyph.id, style)
        if drawn is not None:
            x, y = glyph.x + drawn.first[0], glyph.y + drawn.first[1]
            yield f"{letter}{x - at[0]:g} {y - at[1]:g}{drawn.steps}"
            at = (glyph.x + drawn.last[0], glyph.y + drawn.last[1])
            letter = "m"
