"""The alphabets of mathematics: browsers know ``mathvariant`` no more, but Unicode has their letters."""

from __future__ import annotations

import unicodedata
from functools import cache

_STYLES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC",
    "monospace": "MONOSPACE",
}
# Letters that were in Unicode before the alphabets: the style's name stands without MATHEMATICAL.
_OLDER = {"FRAKTUR": "BLACK-LETTER"}


def letters(text: str, variant: str) -> str:
    """Return a text in an alphabet named as ``mathvariant`` names it; letters that it does not have stay."""
    style = _STYLES.get(variant)
    return "".join(_letter(letter, style) for letter in text) if style else text


@cache
def _letter(letter: str, style: str) -> str:
    name = unicodedata.name(letter, "")
    kind = name.removeprefix("LATIN ").removeprefix("GREEK ")
    if kind == name and not name.startswith("DIGIT "):
        return letter
    kind = kind.replace(" LETTER", "")
    for whole in (f"MATHEMATICAL {style} {kind}", f"{_OLDER.get(style, style)} {kind}"):
        try:
            return unicodedata.lookup(whole)
        except KeyError:
            continue
    return "\u210e" if (letter, style) == ("h", "ITALIC") else letter
