"""Offsets into a text: code points inside, bytes and UTF-16 units at the edge.

A study counts in code points, as Python's ``str`` does. Taguette counts the bytes of UTF-8, a
browser the 16-bit units of UTF-16; an emoji is 1, 4 and 2 of these. Texts are never normalised:
a letter and its combining mark are two code points in every unit that is chosen.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import pairwise
from typing import Literal, TypeAlias

from journeywidgets.errors import EvidenceError

Unit: TypeAlias = Literal["utf-8", "utf-16"]

# Offsets are looked up from the nearest known one, so a look-up costs one block and not the text.
_BLOCK = 1024
_CODECS: dict[Unit, tuple[str, int, str]] = {
    "utf-8": ("utf-8", 1, "bytes of UTF-8"),
    "utf-16": ("utf-16-le", 2, "units of UTF-16"),
}


class Offsets:
    """Offsets into one text, from code points to another unit and back.

    Building it reads the text once; each look-up afterwards takes the same short time, wherever
    in the text it points.

    Parameters
    ----------
    text
        The text that is pointed into.
    unit
        ``"utf-8"`` (bytes, as Taguette counts) or ``"utf-16"`` (units, as a browser counts).

    Examples
    --------
    >>> offsets = Offsets("a\N{GRINNING FACE}b", "utf-16")
    >>> offsets.units(2), offsets.points(3)
    (3, 2)
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._text = text
        self._codec, self._size, self._name = _CODECS[unit]
        starts = range(0, len(text) + _BLOCK, _BLOCK)
        self._known = array("q", [0])
        for start, stop in pairwise(starts):
            self._known.append(self._known[-1] + self._measure(start, stop))

    def units(self, offset: int) -> int:
        """Return the offset in units of one given in code points.

        Raises
        ------
        EvidenceError
            The offset lies outside the text.
        """
        if not 0 <= offset <= len(self._text):
            raise EvidenceError(f"offset {offset} lies outside a text of {len(self._text)} code points")
        block = offset // _BLOCK
        return self._known[block] + self._measure(block * _BLOCK, offset)

    def points(self, offset: int) -> int:
        """Return the offset in code points of one given in units.

        Raises
        ------
        EvidenceError
            The offset lies outside the text, or inside a character: then it was counted in
            another unit, or in another text.
        """
        total = self._known[-1]
        if not 0 <= offset <= total:
            raise EvidenceError(f"offset {offset} lies outside a text of {total} {self._name}")
        block = bisect_right(self._known, offset) - 1
        start = min(block * _BLOCK, len(self._text))
        piece = self._text[start : start + _BLOCK]
        head = piece.encode(self._codec, "surrogatepass")[: (offset - self._known[block]) * self._size]
        try:
            found = head.decode(self._codec, "surrogatepass")
        except UnicodeDecodeError:
            found = ""
        # Half of a surrogate pair decodes, but to something that is not in the text.
        if len(head) != len(found.encode(self._codec, "surrogatepass")) or not piece.startswith(found):
            raise EvidenceError(
                f"offset {offset} lies inside a character: it was not counted in {self._name} of this text"
            )
        return start + len(found)

    def _measure(self, start: int, stop: int) -> int:
        return len(self._text[start:stop].encode(self._codec, "surrogatepass")) // self._size
