"""Anchor: where the words of a quote stand in a source, whatever became of its offsets.

A quote keeps its offsets, its words and a little of what stands around them, as the
TextQuoteSelector of the W3C's Web Annotation Data Model does. Where the offsets no longer lead to the
words, the words are looked for; where they stand several times, what stands around them decides, then
the distance.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

CONTEXT = 32
"""How many code points around a quote are kept as its prefix and suffix."""

_NEAREST = 64  # places looked at on either side: a short word stands thousands of times in a long text
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_FOREIGN = re.compile(r"\s+|[!-~]?[^\x00-\x7f\s]+")
_JAMO = range(0x1160, 0x1200)  # vowels and finals of Hangul: they compose, but Unicode calls them no marks


@dataclass(frozen=True)
class Anchor:
    """Where a quote stands.

    Attributes
    ----------
    state
        ``anchored``: its words stand at its offsets. ``moved``: they stand at `start` to `end`, and not where
        it was said. ``lost``: they stand nowhere.
    start, end
        Code points, the end exclusive; None where lost.
    exact
        Whether the words stand there letter by letter; else with other blanks, or letters composed otherwise.
    places
        In how many places near by they stand; more than 1 means that one was chosen.
    """

    state: Literal["anchored", "moved", "lost"]
    start: int | None = None
    end: int | None = None
    exact: bool = True
    places: int = 1


LOST = Anchor("lost", exact=False, places=0)


class Anchors:
    """Where quotes stand in one text; what looking for them needs is made once.

    Parameters
    ----------
    text
        The whole text of a source, with LF as its line end.

    Examples
    --------
    >>> Anchors("Two days? It took two days.").anchor("two days", 0, 8)
    Anchor(state='moved', start=18, end=26, exact=True, places=1)
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def anchor(
        self, exact: str, start: int | None = None, end: int | None = None, *, prefix: str = "", suffix: str = ""
    ) -> Anchor:
        """Return where a quote stands.

        Parameters
        ----------
        exact
            Its words. Blank words stand nowhere.
        start, end
            Where it is said to stand, in code points; None where nobody knows.
        prefix, suffix
            What stood before and after it; "" where nobody knows.
        """
        if not exact.strip():
            return LOST
        if start is not None and start >= 0 and self.text.startswith(exact, start):
            stop = start + len(exact)
            return Anchor("anchored" if end in (None, stop) else "moved", start, stop)
        if found := _best(self.text, exact, max(start or 0, 0), prefix, suffix):
            return Anchor("moved", found[0], found[0] + len(exact), places=found[1])
        return self._alike(exact, start, end, prefix, suffix)

    def _alike(self, exact: str, start: int | None, end: int | None, prefix: str, suffix: str) -> Anchor:
        """Look for the words with other blanks between them, or with letters composed otherwise."""
        words = fold(exact).strip(" ")
        if not words:
            return LOST
        if (
            start is not None
            and end is not None
            and 0 <= start < end
            and fold(self.text[start:end]).strip(" ") == words
        ):
            return Anchor("anchored", start, min(end, len(self.text)), exact=False)
        folded = self._folded
        found = _best(folded.text, words, folded.inside(max(start or 0, 0)), fold(prefix), fold(suffix))
        if found is None:
            return LOST
        begin, stop = folded.start(found[0]), folded.end(found[0] + len(words))
        if fold(self.text[begin:stop]).strip(" ") != words:  # they end amid a letter with more marks on it
            return LOST
        return Anchor("moved", begin, stop, exact=False, places=found[1])

    @cached_property
    def _folded(self) -> _Folded:
        return _Folded(self.text)


def fold(text: str) -> str:
    """Return `text` with one blank for each run of blanks, composed letters, and no characters without width."""
    return "".join(made for _, made in _pieces(text, 0))


class _Folded:
    """A folded text, with the way back to the code points it came from."""

    def __init__(self, text: str) -> None:
        # Pieces that are as they were run alike; of the others only the ends are known.
        self._at, self._source, self._alike = array("q"), array("q"), bytearray()
        parts: list[str] = []
        size = source = 0
        for piece, made in _pieces(text, 0):
            self._at.append(size)
            self._source.append(source)
            self._alike.append(piece == made)
            parts.append(made)
            size += len(made)
            source += len(piece)
        self._source.append(source)
        self.text = "".join(parts)

    def inside(self, offset: int) -> int:
        """Return the offset in the folded text of one in the text."""
        place = min(bisect_right(self._source, offset), len(self._at)) - 1
        if place < 0:  # a text without a character
            return 0
        return self._at[place] + (offset - self._source[place] if self._alike[place] else 0)

    def start(self, offset: int) -> int:
        """Return the offset in the text where the folded character at `offset` begins."""
        place = bisect_right(self._at, offset) - 1
        return self._source[place] + (offset - self._at[place] if self._alike[place] else 0)

    def end(self, offset: int) -> int:
        """Return the offset in the text behind the folded character before `offset`."""
        place = bisect_right(self._at, offset - 1) - 1
        return self._source[place] + offset - self._at[place] if self._alike[place] else self._source[place + 1]


def _pieces(text: str, start: int) -> Iterator[tuple[str, str]]:
    """Cut a text into pieces, each with what it folds to, from front to end."""
    for found in _FOREIGN.finditer(text, start):
        piece = found[0]
        if piece == " " or (not piece.isspace() and not _changes(piece)):
            continue
        if found.start() > start:
            yield text[start : found.start()], text[start : found.start()]
        if piece.isspace():
            yield piece, " "
        else:
            for letter in _letters(piece):
                yield letter, unicodedata.normalize("NFC", _WIDTHLESS.sub("", letter))
        start = found.end()
    if start < len(text):
        yield text[start:], text[start:]


def _changes(piece: str) -> bool:
    return not unicodedata.is_normalized("NFC", piece) or _WIDTHLESS.search(piece) is not None


def _letters(piece: str) -> Iterator[str]:
    """Cut a piece into letters, each with the marks that stand on it."""
    start = 0
    for end in range(1, len(piece)):
        if not unicodedata.combining(piece[end]) and ord(piece[end]) not in _JAMO:
            yield piece[start:end]
            start = end
    yield piece[start:]


def _best(text: str, words: str, near: int, prefix: str, suffix: str) -> tuple[int, int] | None:
    """Return the place of the words that fits best, and among how many; None where they stand nowhere."""
    best: tuple[int, int, int] | None = None
    places = 0
    for place in _places(text, words, near):
        places += 1
        fit = _before(text, place, prefix) + _behind(text, place + len(words), suffix)
        rank = (fit, -abs(place - near), place)
        best = rank if best is None else max(best, rank)
    return None if best is None else (best[2], places)


def _places(text: str, words: str, near: int) -> Iterator[int]:
    """Give the nearest places of the words, on either side."""
    yield from islice(_ahead(text, words, near), _NEAREST)
    yield from islice(_back(text, words, near), _NEAREST)


def _ahead(text: str, words: str, near: int) -> Iterator[int]:
    place = text.find(words, near)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _back(text: str, words: str, near: int) -> Iterator[int]:
    # A match that begins before `near` may reach beyond it.
    place = text.rfind(words, 0, max(near + len(words) - 1, 0))
    while place >= 0:
        yield place
        place = text.rfind(words, 0, place + len(words) - 1)


def _before(text: str, place: int, prefix: str) -> int:
    """Return how many characters of the prefix stand before the place."""
    count = 0
    while count < len(prefix) and count < place and text[place - count - 1] == prefix[-count - 1]:
        count += 1
    return count


def _behind(text: str, place: int, suffix: str) -> int:
    count = 0
    while count < len(suffix) and place + count < len(text) and text[place + count] == suffix[count]:
        count += 1
    return count
