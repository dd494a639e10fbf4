"""The static form of persona cards: a table with a column a persona, and plain text."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.export.content.figures import brief, cut, plural, signed, with_unit
from journeywidgets.export.content.figures import figure as number
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.escape import printable, safe_image
from journeywidgets.export.markup import Markup, element, join, prose
from journeywidgets.export.palette import SOFT
from journeywidgets.export.plain.curve_svg import mark_picture
from journeywidgets.export.plain.sheet import CELL, SMALL, Detail, cell, figure, fitting, heading, row, row_head, table
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import TABLES

# These place, name or picture a persona; each other field is a row.
_APART = {"id", "order", "name", "initials", "color", "image"}
_FIELDS = tuple(name for name in TABLES["personas"].fields if name not in _APART)
_WIDTH = 160
_ITEMS = 6  # of a list, in the plain text


def personas_to_html(document: Document) -> str:
    """Return a journey's personas as a table in a figure, at most `sheet.SIZE_LIMIT` bytes long."""
    outline = Outline(document)
    return fitting(outline.meta["title"], lambda detail: _cards(outline, detail))


def _cards(outline: Outline, detail: Detail) -> Markup:
    people = outline.personas
    heads = [_head(persona, outline, detail) for persona in people]
    rows = [
        row(row_head(name.capitalize()), *(cell(_value(_words(persona, name), detail)) for persona in people))
        for name in _FIELDS
        if any(_words(persona, name) for persona in people)
    ]
    drawn = table(
        [heading(outline.meta["title"]), element("span", " ", plural(len(people), "persona"), style=SMALL)],
        len(people),
        element("thead", row(element("td"), *heads, color=SOFT)) if people else None,
        element("tbody", *rows) if rows else None,
    )
    return figure([drawn], [element("div", detail.note)] if detail.note else [])


def _head(persona: Row, outline: Outline, detail: Detail) -> Markup:
    image = safe_image(persona["image"]) if detail.pictures else None
    portrait = element("img", alt="", src=image, width=48, height=48, style="display:block") if image else None
    key = element("img", alt="", src=mark_picture(outline.marks[persona["id"]]), width=36, height=14)
    return element("th", portrait, key, " ", element("bdi", outline.who(persona["id"])), scope="col", style=CELL)


def _words(persona: Row, name: str) -> list[str]:
    """Return a field's value as texts."""
    value = persona[name]
    if isinstance(value, dict):
        return [f"{brief(key)}: {signed(trait)}" for key, trait in value.items()]
    if isinstance(value, list):
        return value
    if name == "share":
        return [] if value is None else [with_unit(number(100 * value, 0), "%")]
    return [value] if value else []


def _value(words: list[str], detail: Detail) -> Markup:
    shown = [element("div", prose(cut(text, detail.text)), dir="auto") for text in words[: max(detail.rows, 1)]]
    left = len(words) - len(shown)
    return join([*shown, element("div", f"+ {left} more", style=SMALL) if left else None])


def personas_to_text(document: Document) -> str:
    """Return a journey's personas as a short text."""
    outline = Outline(document)
    title = brief(outline.meta["title"], _WIDTH) or "Untitled journey"
    lines = [f"{title} · {plural(len(outline.personas), 'persona')}"]
    for persona in outline.personas:
        lines += ["", outline.who(persona["id"]), *_lines(persona)]
    return printable("\n".join(lines))


def _lines(persona: Row) -> Iterator[str]:
    for name in _FIELDS:
        words = [brief(text, _WIDTH) for text in _words(persona, name)]
        if words:
            more = [f"+ {len(words) - _ITEMS} more"] if len(words) > _ITEMS else []
            yield f"  {name.capitalize()}: {'; '.join([*words[:_ITEMS], *more])}"
