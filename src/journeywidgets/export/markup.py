"""Markup as a type: what is not Markup is text, and is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from journeywidgets.export.escape import escape_attribute, escape_text

_VOID = frozenset({"br", "col", "img", "meta"})


class Markup(str):
    """HTML or SVG that `element` and `join` made; every other string is text."""

    __slots__ = ()


def element(tag: str, *content: str | None, **attributes: str | float | None) -> Markup:
    """Return an element.

    Parameters
    ----------
    tag
        Its name; a word of the program's own, never of the data.
    *content
        Markup is taken as it is, text is escaped, None is left out.
    **attributes
        By name, underscores as hyphens; escaped. Those that are None are left out.
    """
    # Single quotes: in a notebook, which is JSON, each double quote costs two bytes.
    named = "".join(
        f" {name.replace('_', '-')}='{escape_attribute(str(value))}'"
        for name, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Markup(f"<{tag}{named}>")
    return Markup(f"<{tag}{named}>{join(content)}</{tag}>")


def join(parts: Iterable[str | None], between: str = "") -> Markup:
    """Return parts one after the other: Markup as it is, text escaped, None left out."""
    ready = (part if isinstance(part, Markup) else escape_text(part) for part in parts if part is not None)
    return Markup((between if isinstance(between, Markup) else escape_text(between)).join(ready))


def prose(text: str) -> Markup:
    """Return a text of several lines, its line breaks kept."""
    return join(text.splitlines(), element("br"))
