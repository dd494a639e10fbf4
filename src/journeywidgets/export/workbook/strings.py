"""Strings as a workbook holds them: what XML forbids is escaped, what is too long is cut."""

from __future__ import annotations

import re
from bisect import bisect_right

LIMIT = 32_767
"""The characters of a cell, at most; they are counted as in UTF-16."""

# A workbook writes a character that XML cannot hold as _x0007_, and the underscore of a text that
# looks like that as _x005F_. XML readers would turn a carriage return into a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def encoded(text: str) -> str:
    """Return a text as the XML of a workbook holds it."""
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def decoded(text: str) -> str:
    """Return the text that `encoded` made so."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def fitting(text: str) -> str:
    """Return a text, or as much of its beginning as a cell holds."""
    if _size(text) <= LIMIT:
        return text
    # The size of a beginning grows with it; a pair of surrogates is one character here, so none is cut in two.
    return text[: bisect_right(range(len(text)), LIMIT, key=lambda count: _size(text[:count])) - 1]


def _size(text: str) -> int:
    return max(len(encoded(text)), len(text.encode("utf-16-le", "surrogatepass")) // 2)
