"""Emoji in print: drawn as small pictures, since PDF takes no coloured glyphs and the drawing's font has few.

What draws them is the emoji font of the machine; where there is none, the characters stay text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from uniseg.emoji import emoji_presentation, extended_pictographic
from uniseg.graphemecluster import grapheme_clusters

from journeywidgets.export.drawing.measure import width
from journeywidgets.export.drawing.scene import Block, Box, Font, Line, Picture, Scene
from journeywidgets.export.markup import element
from journeywidgets.export.print.convert import png
from journeywidgets.export.print.direction import order, runs
from journeywidgets.export.print.glyphs import face

_FAMILIES = "Noto Color Emoji, Apple Color Emoji, Segoe UI Emoji, Twemoji Mozilla"
_PIXELS = 72
_ROOM, _SMALL_ROOM = "\u2003\u2005", "\u2003"
"""Spaces as wide as a picture: 1 1/4 of the font's size; once that where a drawing has kept no more."""
_ROOMS = re.compile("\u2003\u2005?")
_SELECTORS = ("\ufe0f", "\u20e3")
_FLAGS = range(0x1F1E6, 0x1F200)
_NOBODY = "\U0010fffd"


def with_pictures(scene: Scene) -> Scene:
    """Return a scene whose emoji are pictures."""
    return replace(scene, blocks=tuple(_block(block) for block in scene.blocks))


def _block(block: Block) -> Block:
    if all(line.text.isascii() for paragraph in block.paragraphs for line in paragraph.lines):
        return block
    found: list[Picture] = []
    paragraphs = []
    for paragraph in block.paragraphs:
        lines = tuple(_line(line, paragraph.font, found, rtl=paragraph.rtl) for line in paragraph.lines)
        paragraphs.append(replace(paragraph, lines=lines))
    return replace(block, paragraphs=tuple(paragraphs), marks=(*block.marks, *found)) if found else block


def _line(line: Line, font: Font, found: list[Picture], *, rtl: bool) -> Line:
    pieces = list(_pieces(line.text)) if any(map(_may_be_emoji, line.text)) else []
    if not any(_is_emoji(piece) for piece in pieces):
        return line
    urls = {piece: _picture(piece) for piece in pieces if _is_emoji(piece)}
    rooms = {piece: _room(piece) for piece, url in urls.items() if url}
    shown = "".join(rooms.get(piece, piece) for piece in pieces)
    drawn = [piece for piece in pieces if piece in rooms]
    for piece, left in zip(drawn, _places(shown, font, rtl=rtl), strict=True):
        side = width(rooms[piece], font)
        # Its middle is that of capital letters, a little over the baseline.
        box = Box(line.x + left, line.y - font.size * 0.36 - side / 2, side, side)
        found.append(Picture(urls[piece] or "", box, alt=piece))
    return replace(line, text=shown)


def _room(piece: str) -> str:
    return _ROOM if width(piece, Font(1)) >= width(_ROOM, Font(1)) else _SMALL_ROOM


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces: each emoji, and what stands between them."""
    for emoji, group in groupby(grapheme_clusters(text), _is_emoji):
        clusters = list(group)
        if emoji:
            yield from clusters
        else:
            yield "".join(clusters)


def _places(text: str, font: Font, *, rtl: bool) -> list[float]:
    """Return where the rooms for pictures begin, in reading order, in px from the left end of their line."""
    parts = runs(text, rtl=rtl)
    wide = [width(part.text, font) for part in parts]
    found: dict[int, float] = {}
    at = 0.0
    for place in order([part.level for part in parts]):
        part, before = parts[place], sum(len(one.text) for one in parts[:place])
        for match in _ROOMS.finditer(part.text):
            inside = width(part.text[: match.start()], font)
            if part.rtl:
                inside = wide[place] - width(part.text[: match.end()], font)
            found[before + match.start()] = at + inside
        at += wide[place]
    return [found[place] for place in sorted(found)]


@lru_cache(maxsize=10_000)
def _may_be_emoji(character: str) -> bool:
    """Return whether a text with this character may hold an emoji; to part a text takes long."""
    return not character.isascii() and (character in _SELECTORS or _is_emoji(character))


@lru_cache(maxsize=10_000)
def _is_emoji(cluster: str) -> bool:
    """Return whether a character, with what is joined to it, is one that is shown as a picture."""
    if cluster.isascii():
        return False
    first = cluster[0]
    if any(sign in cluster for sign in _SELECTORS):
        return extended_pictographic(first) or first in "0123456789#*"
    return any(map(_is_coloured, cluster))


@lru_cache(maxsize=10_000)
def _is_coloured(character: str) -> bool:
    """Return whether a character is coloured wherever it is drawn: the drawing's font has some that are not."""
    if character.isascii():
        return False
    if ord(character) in _FLAGS or emoji_presentation(character):
        return True
    return bool(extended_pictographic(character)) and not face((False, False)).has(character)


@lru_cache(maxsize=1_000)
def _picture(cluster: str) -> str | None:
    """Return an emoji as a data URL; None where the machine has no font for it."""
    drawn = _drawn(cluster)
    return None if drawn == _drawn(_NOBODY) else f"data:image/png;base64,{b64encode(drawn).decode()}"


@lru_cache(maxsize=1_000)
def _drawn(cluster: str) -> bytes:
    size = _PIXELS * 0.8
    text = element(
        "text", cluster, x=f"{_PIXELS / 2:g}", y=f"{_PIXELS * 0.79:g}", text_anchor="middle", font_family=_FAMILIES,
        font_size=f"{size:g}",
    )  # fmt: skip
    return png(str(element("svg", text, xmlns="http://www.w3.org/2000/svg", width=_PIXELS, height=_PIXELS)))
