"""How wide text is: measured with the glyphs of DejaVu Sans, as it will be drawn.

DejaVu Sans is wide: text measured with it has room in most other fonts. What it has no glyphs for,
another font will draw: for these characters more is taken than the usual fonts need.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import uharfbuzz as hb
from uniseg.emoji import emoji_presentation

from journeywidgets.errors import JourneyError
from journeywidgets.export.drawing.scene import Font

ASCENT, DESCENT = 0.928, 0.236
"""Of DejaVu Sans, in parts of its size."""
EMOJI, WIDE, NARROW = 1.4, 1.0, 0.8
"""What other fonts need at most, in parts of their size: an emoji, a character without a glyph, half a flag."""
_SLACK = 1.005
"""What a font that rounds its widths to whole units may need besides."""
_MARKS = frozenset({"Mn", "Me", "Cf", "Cc"})
_PICTURE = "\ufe0f\u20e3"
"""After these what stands before is shown as a picture."""
_FLAGS = range(0x1F1E6, 0x1F200)


def font_file(*, bold: bool = False, italic: bool = False) -> bytes:
    """Return a font of the family as bytes.

    Raises
    ------
    JourneyError
        It is not there: a checkout in which nothing has been built.
    """
    style = {(True, False): "-Bold", (False, True): "-Oblique", (True, True): "-BoldOblique"}.get((bold, italic), "")
    name = f"DejaVuSans{style}.ttf"
    try:
        return (files("journeywidgets") / "static" / "fonts" / name).read_bytes()
    except FileNotFoundError:
        raise JourneyError(f"the font static/fonts/{name} is missing: run `make bundle`, or use a wheel.") from None


@cache
def _face(bold: bool) -> tuple[hb.Font, int]:
    # Slanted glyphs are as wide as upright ones.
    face = hb.Face(font_file(bold=bold))
    return hb.Font(face), face.upem


def width(text: str, font: Font) -> float:
    """Return how wide a text is on one line, in px."""
    return _ems(text, font.bold) * font.size


@lru_cache(maxsize=100_000)
def _ems(text: str, bold: bool) -> float:
    """Return a width in parts of the font's size."""
    font, upem = _face(bold)
    shaped = hb.Buffer()
    shaped.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    shaped.add_str(text)
    shaped.guess_segment_properties()
    hb.shape(font, shaped)
    if not shaped.glyph_infos:
        return 0.0
    advances = sum(position.x_advance for position in shaped.glyph_positions) / upem
    if not text.isascii():
        lacking = {info.cluster for info in shaped.glyph_infos if not info.codepoint}
        needs = ((at, _foreign(text, at, lacking=at in lacking)) for at in range(len(text)))
        has = _by_character(shaped, upem)
        advances += sum(max(0.0, need - has.get(at, 0.0)) for at, need in needs if need)
    return float(advances) * _SLACK


def _by_character(shaped: hb.Buffer, upem: int) -> dict[int, float]:
    found: dict[int, float] = {}
    for info, position in zip(shaped.glyph_infos, shaped.glyph_positions, strict=True):
        found[info.cluster] = found.get(info.cluster, 0.0) + position.x_advance / upem
    return found


def _foreign(text: str, at: int, *, lacking: bool) -> float:
    """Return what a character needs that another font draws; 0 for those of DejaVu Sans."""
    character = text[at]
    if at + 1 < len(text) and text[at + 1] in _PICTURE:
        return EMOJI
    if ord(character) in _FLAGS:
        return NARROW
    if character > "\u2300" and emoji_presentation(character):
        return EMOJI
    return WIDE if lacking and unicodedata.category(character) not in _MARKS else 0.0
