"""What stands above the map: its name, what it is about, its personas."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.export.content.outline import whole
from journeywidgets.export.drawing.look import Look, isolated, labelled
from journeywidgets.export.drawing.scene import Block, Box, Font, Paragraph
from journeywidgets.export.drawing.setting import Piece, Style, leading, paragraph, rows
from journeywidgets.model.intake import Row

ACROSS, DOWN = 14, 10
_GAP = 10
_CHIP, _CHIP_GAP = 26, 6
_AVATAR = 20
_ABOUT = ("description", "scenario", "expectations")


def title_blocks(look: Look, width: float) -> tuple[list[Block], float]:
    """Return the bar above a map `width` px wide, from its upper left corner on, and how high it is."""
    room = width - 2 * ACROSS
    title = _title(look, room)
    chips = [_chip(persona, look, room) for persona in look.outline.personas]
    along = sum(chip.box.width + _CHIP_GAP for chip in chips)
    beside = bool(chips) and title.box.width + 2 * _GAP + along <= room
    high = max(title.box.height, _CHIP if beside else 0)
    blocks = [title.moved(ACROSS, DOWN + (high - title.box.height) / 2)]
    bottom = DOWN + high
    if beside:
        blocks += _flow(chips, width - ACROSS - along + _CHIP_GAP, DOWN + (high - _CHIP) / 2, along)
    elif chips:
        blocks += _flow(chips, ACROSS, bottom + _CHIP_GAP, room)
        bottom = blocks[-1].box.bottom
    for block in _about(look, room):
        blocks.append(block.moved(ACROSS, bottom + _CHIP_GAP))
        bottom = blocks[-1].box.bottom
    return blocks, bottom + DOWN


def _title(look: Look, room: float) -> Block:
    meta, theme = look.outline.meta, look.theme
    name = whole(meta["title"]) or "Untitled journey"
    facts = " · ".join(isolated(fact) for fact in look.outline.facts(whole))
    pieces = [
        Piece(name, Style("title", Font(15, bold=True), theme.ink)),
        Piece(facts, Style("facts", Font(12), theme.soft_ink)),
    ]
    drawn = rows(pieces, 0, 0, room, gap=_GAP)
    return Block("title", Box(0, 0, drawn.width, drawn.height), "meta", paragraphs=drawn.paragraphs)


def _about(look: Look, room: float) -> Iterator[Block]:
    meta = look.outline.meta
    style = Style("note", Font(12), look.theme.soft_ink)
    texts = [(name, meta[name]) for name in _ABOUT if meta[name].strip()]
    if meta["objectives"]:
        texts.append(("objectives", "; ".join(isolated(whole(item)) for item in meta["objectives"])))
    for name, text in texts:
        label = "" if name == "description" else f"{name.capitalize()}: "
        words = paragraph(labelled(label, text), style, 0, 0, room)
        yield Block("note", Box(0, 0, room, words.box.height), "meta", paragraphs=(words,))


def _chip(persona: Row, look: Look, room: float) -> Block:
    """Return a persona: its badge and its name, at (0, 0)."""
    theme, inset = look.theme, (_CHIP - _AVATAR) / 2
    marks, letters = look.avatar(persona, inset + _AVATAR / 2, _CHIP / 2, _AVATAR)
    left = 2 * inset + _AVATAR + 1
    name = paragraph(
        whole(persona["name"]) or look.outline.who(persona["id"]),
        Style("name", Font(12), theme.ink),
        left,
        0,
        room - left - _GAP,
    )
    height = max(_CHIP, name.box.height + 2 * _CHIP_GAP)
    words = [name.moved(left - name.box.x, (height - name.box.height) / 2)]
    if letters:
        words.insert(0, _letters(letters, persona, look, inset + _AVATAR / 2, _CHIP / 2))
    box = Box(0, 0, left + name.box.width + _GAP, height)
    return Block(
        "persona", box, "personas", persona["id"],
        fill=theme.raised, stroke=theme.line, radius=_CHIP / 2, paragraphs=tuple(words), marks=marks,
    )  # fmt: skip


def _letters(letters: Piece, persona: Row, look: Look, x: float, y: float) -> Paragraph:
    """Return the letters of a persona's badge around a point, in the middle of its shape."""
    down = {"triangle": 0.08, "wedge": -0.08}.get(look.outline.marks[persona["id"]].shape, 0.0) * _AVATAR
    words = paragraph(letters.text, letters.style, 0, 0, 1000)
    return words.moved(x - words.box.x - words.box.width / 2, y + down - leading(letters.style.font) / 2)


def _flow(blocks: list[Block], x: float, y: float, room: float) -> list[Block]:
    """Return blocks side by side, in as many rows as they need."""
    placed: list[Block] = []
    left, top, high = x, y, 0.0
    for block in blocks:
        if left > x and left + block.box.width > x + room:
            left, top, high = x, top + high + _CHIP_GAP, 0.0
        placed.append(block.moved(left, top))
        left += block.box.width + _CHIP_GAP
        high = max(high, block.box.height)
    return placed
