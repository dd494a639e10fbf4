"""Setting text: paragraphs with their lines in place, and pieces side by side that flow into rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from journeywidgets.export.drawing.measure import ASCENT, DESCENT
from journeywidgets.export.drawing.scene import Box, Font, Line, Mark, Paragraph
from journeywidgets.export.drawing.wrap import Wrapped, wrap

LEADING = 1.45
_BADGE = 5  # px beside the words of a badge
_BELOW = 2  # px between rows of pieces


def leading(font: Font) -> int:
    """Return how far the lines of a font are apart, in px."""
    return round(font.size * LEADING)


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set: its kind, font and colour, and the colour of its ground where it has one."""

    kind: str
    font: Font
    color: str
    ground: str | None = None


def paragraph(text: str, style: Style, x: float, y: float, room: float, href: str | None = None) -> Paragraph:
    """Return a text set in lines of at most `room` px, its box as wide as its widest line.

    A text that is read from the right stands at the right of the room.
    """
    return _placed(text, style, wrap(text, style.font, room), Box(x, y, room, 0), href)


def _placed(text: str, style: Style, wrapped: Wrapped, room: Box, href: str | None = None) -> Paragraph:
    step, size = leading(style.font), style.font.size
    wide = wrapped.width
    left = room.x + (room.width - wide if wrapped.rtl else 0)
    baseline = room.y + (step - (ASCENT + DESCENT) * size) / 2 + ASCENT * size
    lines = tuple(
        Line(line, left + (wide - width if wrapped.rtl else 0), baseline + step * number, width)
        for number, (line, width) in enumerate(wrapped.lines)
    )
    box = Box(left, room.y, wide, step * len(lines))
    return Paragraph(
        style.kind, text, lines, box, style.font, style.color, rtl=wrapped.rtl, ground=style.ground, href=href
    )


@dataclass(frozen=True, slots=True)
class Stack:
    """Texts and marks, one below the other, and how high that is."""

    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]
    height: float


def stack(texts: Iterable[tuple[str, Style]], x: float, room: float) -> Stack:
    """Return texts one below the other, from y = 0 on."""
    made: list[Paragraph] = []
    y = 0.0
    for text, style in texts:
        made.append(paragraph(text, style, x, y, room))
        y += made[-1].box.height
    return Stack(tuple(made), (), y)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand beside others, as small print and badges do.

    Attributes
    ----------
    text
        The words; none for a piece that is a mark alone.
    marks
        What is drawn before the words, around (0, 0) at their middle.
    lead
        How much room that needs, in px.
    href
        The checked address that the words lead to.
    """

    text: str
    style: Style
    marks: tuple[Mark, ...] = ()
    lead: float = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Pieces in rows: what they became, and how high and wide that is."""

    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Sized:
    piece: Piece
    wrapped: Wrapped
    width: float
    height: float


def rows(pieces: Iterable[Piece], x: float, y: float, room: float, *, gap: float = 8, rtl: bool = False) -> Rows:
    """Return pieces side by side, `gap` px apart, in as many rows as they need; from the right where `rtl`."""
    paragraphs: list[Paragraph] = []
    marks: list[Mark] = []
    top, most = y, 0.0
    for row in _broken([_sized(piece, room) for piece in pieces], room, gap):
        height = max(sized.height for sized in row)
        at = 0.0
        for sized in row:
            left = x + (room - at - sized.width if rtl else at)
            middle = top + height / 2
            paragraphs.append(_set(sized, left, middle - sized.height / 2, rtl=rtl))
            before = left + (sized.width - sized.piece.lead if rtl else 0) + sized.piece.lead / 2
            marks += [mark.moved(before, middle) for mark in sized.piece.marks]
            at += sized.width + gap
        most = max(most, at - gap)
        top += height + _BELOW
    return Rows(tuple(paragraphs), tuple(marks), most, max(0.0, top - _BELOW - y))


def _sized(piece: Piece, room: float) -> _Sized:
    beside = piece.lead + (2 * _BADGE if piece.style.ground else 0)
    wrapped = wrap(piece.text, piece.style.font, room - beside)
    return _Sized(piece, wrapped, wrapped.width + beside, leading(piece.style.font) * len(wrapped.lines))


def _broken(pieces: Sequence[_Sized], room: float, gap: float) -> Iterable[list[_Sized]]:
    row: list[_Sized] = []
    at = 0.0
    for sized in pieces:
        if row and at + sized.width > room:
            yield row
            row, at = [], 0.0
        row.append(sized)
        at += sized.width + gap
    if row:
        yield row


def _set(sized: _Sized, left: float, top: float, *, rtl: bool) -> Paragraph:
    piece, pad = sized.piece, _BADGE if sized.piece.style.ground else 0
    inside = Box(left + pad + (0 if rtl else piece.lead), top, sized.wrapped.width, 0)
    text = _placed(piece.text, piece.style, sized.wrapped, inside, piece.href)
    box = Box(text.box.x - pad, text.box.y, text.box.width + 2 * pad, text.box.height)
    return replace(text, box=box)
