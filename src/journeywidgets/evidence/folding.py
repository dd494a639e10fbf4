"""Text folded for finding: letters without case and accents, with the way back to the code points it came from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Letters that Unicode does not take apart, and marks that are written in several ways.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u0131": "i",  # a dotless i
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŧ": "t",
    }
)


@lru_cache(maxsize=8192)
def fold_letter(letter: str) -> str:
    """Return one code point without case, accent and width; empty for a mark that stands on the one before."""
    parts = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in parts if not _dropped(part))
    # Twice: the lower case of a letter may have parts of its own.
    again = unicodedata.normalize("NFKD", kept.casefold())
    folded = "".join(part for part in again if not _dropped(part)).translate(_ALIKE)
    return folded if folded in {"", "\n"} or not folded.isspace() else " "


def _dropped(letter: str) -> bool:
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter) == "Cf" or letter in "\ufe0e\ufe0f"


def fold(text: str) -> str:
    """Return a text folded, where the way back is not needed."""
    return Folded(text).text


class Folded:
    """A text folded, and where each of its letters came from.

    Parameters
    ----------
    raw
        The text.

    Attributes
    ----------
    text
        The folded text; its letters need not be as many as those of `raw`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._at: list[int] = [0]  # where a run begins in the folded text …
        self._from: list[int] = [0]  # … and in the raw one
        self._plain: list[bool] = [True]  # whether each of its letters came from one of its own
        self.text = raw.lower() if raw.isascii() else self._folded(raw)

    def _folded(self, raw: str) -> str:
        parts: list[str] = []
        end = length = 0
        for run in _FOREIGN.finditer(raw):
            plain = raw[end : run.start()].lower()
            parts.append(plain)
            length += len(plain)
            for place, letter in enumerate(run.group(), run.start()):
                folded = fold_letter(letter)
                self._note(length, place, plain=False)
                parts.append(folded)
                length += len(folded)
            end = run.end()
            self._note(length, end, plain=True)
        parts.append(raw[end:].lower())
        return "".join(parts)

    def _note(self, at: int, origin: int, *, plain: bool) -> None:
        self._at.append(at)
        self._from.append(origin)
        self._plain.append(plain)

    def origin(self, place: int) -> int:
        """Return the code point of the raw text that the letter at `place` came from."""
        run = bisect_right(self._at, place) - 1
        return self._from[run] + (place - self._at[run] if self._plain[run] else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a folded one that is not empty, with the marks that stand on its last letter."""
        first, last = self.origin(start), self.origin(end - 1) + 1
        while last < len(self.raw) and unicodedata.combining(self.raw[last]):
            last += 1
        return first, last
