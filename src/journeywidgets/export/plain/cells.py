"""What stands in the cells of the static map: cards by the kind of their lane, claims, figures."""

from __future__ import annotations

from journeywidgets.export.content.claim import STANCES, Claim, in_order
from journeywidgets.export.content.figures import brief, cut, plural, signed
from journeywidgets.export.content.outline import Note, Outline, notes
from journeywidgets.export.escape import safe_image
from journeywidgets.export.markup import Markup, element, join, prose
from journeywidgets.export.palette import (
    BACKGROUND,
    GAIN,
    GAIN_INK,
    GAIN_SOFT,
    LINE,
    PAIN,
    PAIN_SOFT,
    STRONG_LINE,
    WARN,
)
from journeywidgets.export.plain.sheet import SMALL, Detail
from journeywidgets.model.intake import Row

_BOX = "margin:0 0 6px;padding:6px 8px;"
_PLAIN = f"{_BOX}border:1px solid {LINE};border-radius:8px"
_CHIP = f"display:inline-block;margin:0 6px 6px 0;padding:3px 7px;border:1px solid {LINE};border-radius:6px"
_BOXES = {
    "touchpoint": _CHIP,
    "pain": f"{_BOX}background:{PAIN_SOFT};border-left:3px solid {PAIN};border-radius:4px",
    "gain": f"{_BOX}background:{GAIN_SOFT};border-left:3px solid {GAIN};border-radius:4px",
    "opportunity": f"{_BOX}background:{GAIN_SOFT};border-left:3px solid {GAIN};border-radius:4px",
    "quote": f"{_BOX}border-left:3px solid {STRONG_LINE};font-style:italic",
}
_BADGE = f"font-weight:600;color:{GAIN_INK};background:{BACKGROUND};padding:1px 5px;border-radius:4px"


def cards(rows: list[Row], lane: Row, outline: Outline, detail: Detail) -> Markup:
    """Return the cards of a cell."""
    shown = rows[: detail.rows]
    left = len(rows) - len(shown)
    more = f"+ {plural(left, 'more card')}" if shown else plural(left, "card")
    rest = element("div", more, style=SMALL) if left else None
    return join([*(_card(card, lane, outline, detail) for card in shown), rest])


def _card(card: Row, lane: Row, outline: Outline, detail: Detail) -> Markup:
    kind = lane["kind"]
    words = prose(cut(card["text"], detail.text))
    if kind == "quote" and words:
        words = join(["“", words, "”"])
    content = (
        _picture(card) if detail.pictures else None,
        words or None,
        _notes(card, lane, outline),
        _claim(outline.claim(card), detail),
    )
    if not any(content):
        content = (element("span", "(no text)", style=SMALL), None, None, None)
    return element("div", *content, dir="auto", style=_BOXES.get(kind, _PLAIN))


def _picture(card: Row) -> Markup | None:
    source = safe_image(card["image"])
    alt = brief(card["text"]) or "picture"
    return element("img", alt=alt, src=source, style="display:block;max-width:100%") if source else None


def _notes(card: Row, lane: Row, outline: Outline) -> Markup | None:
    """Return the small print of a card."""
    inside = join([_note(note, lane["kind"]) for note in notes(card, lane, outline)], " · ")
    if not inside:
        return None
    touched = lane["kind"] == "touchpoint"
    return element("span", " ", inside, style=SMALL) if touched else element("div", inside, style=SMALL)


def _note(note: Note, kind: str) -> Markup:
    if note.href is not None:
        words = element("bdi", note.text)
        return element("a", words, href=note.href, target="_blank", rel="noopener noreferrer")
    badge = _BADGE if kind == "opportunity" else None
    styles = {"persona": "font-weight:600", "score": badge}
    return element("bdi", note.text, style=styles.get(note.kind))


def _claim(claim: Claim, detail: Detail) -> Markup | None:
    """Return how many people said so, and their words behind it."""
    parts = [
        (claim.support, None),
        (claim.dissent, f"color:{PAIN}"),
        (claim.state, f"color:{WARN}"),
    ]
    told = join([element("span", part, style=style) for part, style in parts if part], " · ")
    dots = f"{claim.dots} " if claim.dots else None
    said = _said(claim, [dots, told] if told else [], detail)
    return said or (element("div", dots, told, style=SMALL) if told else None)


def feelings(rows: list[Row], outline: Outline, detail: Detail) -> Markup:
    """Return the quotes behind the points of the curve at a stage: what a persona feels there, in their words."""
    shown = [_said(outline.claim(card), [element("bdi", outline.who(card["persona"]))], detail) for card in rows]
    return join([one for one in shown if one])


def _said(claim: Claim, summary: list[Markup | str | None], detail: Detail) -> Markup | None:
    """Return the quotes behind a card, folded under a summary; nothing where there are no words to show."""
    quotes = [row for row in claim.quotes if row["quote"]] if detail.quotes else []
    if not quotes:
        return None
    head = element("summary", *(summary or [plural(len(quotes), "quote")]))
    shown = [_quote(row, detail) for row in in_order(quotes)[: detail.rows]]
    left, silent = len(quotes) - len(shown), len(claim.quotes) - len(quotes)
    more = element("div", f"+ {plural(left, 'more quote')}") if left else None
    without = element("div", f"+ {plural(silent, 'quote')} without words") if silent else None
    return element("details", head, *shown, more, without, style=SMALL)


def _quote(row: Row, detail: Detail) -> Markup:
    said = [element("bdi", brief(part)) for part in (row["participant"], row["source"]) if part]
    felt = signed(row["score"]) if row["score"] is not None else None
    signature = join([*said, *(part for part in (STANCES[row["stance"]], felt) if part)], ", ")
    quote = join(["“", prose(cut(row["quote"], detail.text)), "”"])
    return element("div", quote, join([" — ", signature]) if signature else None, dir="auto", style="margin:4px 0 0")
