"""A card: its words, what is noted of it, and how many people it stands on, in a box by the kind of its lane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeywidgets.export.content.claim import Claim
from journeywidgets.export.content.figures import brief
from journeywidgets.export.content.outline import Note, notes, whole
from journeywidgets.export.drawing.imagery import picture_size
from journeywidgets.export.drawing.look import Look, isolated
from journeywidgets.export.drawing.scene import Block, Box, Font, Mark, Paragraph, Picture
from journeywidgets.export.drawing.setting import Piece, Rows, Style, paragraph, rows
from journeywidgets.export.drawing.theme import Theme
from journeywidgets.export.drawing.wrap import reads_from_right
from journeywidgets.export.escape import safe_image
from journeywidgets.model.intake import Row

GAP = 6
"""Between cards, in px."""
_PICTURE = 220  # px that a picture may be high
_GROWN = 2.0
_BELOW = 4


@dataclass(frozen=True, slots=True)
class _Form:
    """The box of a card by the kind of its lane; `edge` and the colours by their names in the theme."""

    fill: str = "raised"
    stroke: str | None = "line"
    edge: str | None = None
    radius: float = 8
    across: float = 9
    down: float = 7


_FORMS = {
    "touchpoint": _Form(radius=6, across=8, down=4),
    "pain": _Form("pain_soft", None, "pain", 4, 10),
    "gain": _Form("gain_soft", None, "gain", 4, 10),
    "opportunity": _Form("gain_soft", None, "gain", 4, 10),
    "quote": _Form("soft", None, "strong_line", 4, 10),
}


def card_block(card: Row, lane: Row, look: Look, x: float, y: float, room: float) -> Block:
    """Return a card in a box at most `room` px wide; a touchpoint's is as wide as its words."""
    form, theme = _FORMS.get(lane["kind"], _Form()), look.theme
    rtl = reads_from_right(card["text"])
    inside = room - 2 * form.across
    content = _Content(look, x + form.across, y + form.down, inside, rtl)
    content.picture(card)
    chip = lane["kind"] == "touchpoint"
    if chip:
        content.rows([*_words(card, lane, theme), *_small(card, lane, look)])
    else:
        for piece in _words(card, lane, theme):
            content.paragraph(piece)
        content.rows(_small(card, lane, look))
    content.rows(_claim(look.outline.claim(card), look))
    if content.empty:
        content.paragraph(Piece("(no text)", look.faint()))
    width = content.width + 2 * form.across if chip else room
    left = x + room - width if chip and rtl else x
    return Block(
        "card",
        Box(left, y, width, content.y + form.down - y),
        "cards",
        card["id"],
        stage=card["stage"],
        lane=lane["id"],
        fill=getattr(theme, form.fill),
        stroke=getattr(theme, form.stroke) if form.stroke else None,
        radius=form.radius,
        edge=getattr(theme, form.edge) if form.edge else None,
        rtl=rtl,
        paragraphs=tuple(content.paragraphs),
        marks=tuple(content.marks),
    )


class _Content:
    """What stands in a card, set from above."""

    def __init__(self, look: Look, x: float, y: float, room: float, rtl: bool) -> None:
        self._look, self._x, self._room, self._rtl = look, x, room, rtl
        self.y = y
        self.width = 0.0
        self.paragraphs: list[Paragraph] = []
        self.marks: list[Mark] = []

    @property
    def empty(self) -> bool:
        """Whether nothing stands there yet."""
        return not self.paragraphs and not self.marks

    def picture(self, card: Row) -> None:
        """Set the card's picture, whole, as large as there is room; a small one at most twice as large as it is."""
        url = safe_image(card["image"])
        if url is None:
            return
        wide, high = picture_size(url)
        scale = min(_GROWN, self._room / wide, _PICTURE / high)
        width, height = max(wide * scale, 1.0), max(high * scale, 1.0)
        box = Box(self._x + (self._room - width if self._rtl else 0), self.y, width, height)
        self.marks.append(Picture(url, box, brief(card["text"]) or "picture"))
        self._on(box.width, box.height + _BELOW)

    def paragraph(self, piece: Piece) -> None:
        """Set a text in lines."""
        set_ = paragraph(piece.text, piece.style, self._x, self.y, self._room)
        self.paragraphs.append(set_)
        self._on(set_.box.width, set_.box.height)

    def rows(self, pieces: list[Piece]) -> None:
        """Set pieces side by side."""
        if not pieces:
            return
        space = _BELOW if self.paragraphs else 0
        drawn: Rows = rows(pieces, self._x, self.y + space, self._room, rtl=self._rtl)
        self.paragraphs += drawn.paragraphs
        self.marks += drawn.marks
        self._on(drawn.width, drawn.height + space)

    def _on(self, width: float, height: float) -> None:
        self.width = max(self.width, width)
        self.y += height


def _words(card: Row, lane: Row, theme: Theme) -> Iterator[Piece]:
    text, kind = card["text"], lane["kind"]
    if text.strip():
        font = Font(12) if kind == "touchpoint" else Font(12.5, italic=kind == "quote")
        yield Piece(f"“{text}”" if kind == "quote" else text, Style("text", font, theme.ink))


def _small(card: Row, lane: Row, look: Look) -> list[Piece]:
    return [_note(note, card, lane["kind"], look) for note in notes(card, lane, look.outline, _among)]


def _among(text: str) -> str:
    return isolated(whole(text))


def _note(note: Note, card: Row, kind: str, look: Look) -> Piece:
    if note.kind == "persona":
        return look.who(card["persona"])
    if note.kind == "link":
        return Piece(note.text, look.small("link", look.theme.brand if note.href else None), href=note.href)
    if note.kind == "score" and kind in {"emotion", "opportunity"}:
        return Piece(note.text, _score(card["score"], kind, look))
    return Piece(_alone(note.text), look.faint() if kind == "touchpoint" else look.small())


def _alone(text: str) -> str:
    """Return words without the marks that keep them apart where nothing but a # stands beside them."""
    sign = "#" if text.startswith("#") else ""
    inside = text[len(sign) + 1 : -1]
    return sign + inside if text == sign + isolated(inside) else text


def _score(score: float, kind: str, look: Look) -> Style:
    if kind == "opportunity":
        return Style("badge", Font(11, bold=True), look.theme.gain_ink, look.theme.background)
    return look.badge("good" if score > 0 else "bad" if score < 0 else "")


def _claim(claim: Claim, look: Look) -> list[Piece]:
    theme = look.theme
    parts = (
        (claim.dots, Style("dots", Font(10), theme.soft_ink)),
        (claim.support, look.small("evidence")),
        (claim.dissent, look.small("evidence", theme.pain)),
        (claim.state, look.small("evidence", theme.warn)),
    )
    return [Piece(words, style) for words, style in parts if words]
