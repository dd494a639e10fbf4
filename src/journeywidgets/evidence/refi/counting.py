"""Counting: in what a tool counted its offsets, told from the words that they should lead to.

REFI-QDA counts code points of the text as it is stored. Tools differ: some count a line end of two
characters as one, or one as two; some count UTF-16 units or bytes; some count the byte-order mark.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.anchor import fold
from journeywidgets.evidence.offsets import Offsets, Unit

_EDGE = 2  # a span of a character or two more than its words was counted wrong, not cut short
_UNITS: tuple[Literal["code points"] | Unit, ...] = ("code points", "utf-16", "utf-8")


@dataclass(frozen=True)
class Stored:
    """A source's text as a project holds it.

    Attributes
    ----------
    text
        With LF as its line end and without a byte-order mark, as a study keeps it.
    wide
        Whether its line ends were CR and LF.
    mark
        Whether it began with a byte-order mark.
    """

    text: str
    wide: bool = False
    mark: bool = False

    @classmethod
    def of(cls, text: str) -> Stored:
        """Return a text with its line ends made LF."""
        mark = text.startswith("\ufeff")
        text = text.removeprefix("\ufeff")
        return cls(text.replace("\r\n", "\n").replace("\r", "\n"), "\r\n" in text, mark)


class Counting:
    """One way to count offsets into a text.

    Parameters
    ----------
    stored
        The text.
    unit
        What counts as one.
    wide
        Whether a line end counts as two characters.
    mark
        Whether a byte-order mark counts.
    """

    def __init__(self, stored: Stored, unit: Literal["code points"] | Unit, *, wide: bool, mark: bool) -> None:
        self.unit, self.wide, self.mark = unit, wide, mark
        self._stored = stored
        self._text = stored.text.replace("\n", "\r\n") if wide else stored.text
        self._ahead = 0 if not mark else 3 if unit == "utf-8" else 1

    def points(self, offset: int) -> int | None:
        """Return the offset in code points of the study's text; None where it lies outside of it or in a character."""
        offset -= self._ahead
        if self._offsets is not None:
            try:
                offset = self._offsets.points(offset)
            except EvidenceError:
                return None
        if not 0 <= offset <= len(self._text):
            return None
        return offset - bisect_left(self._returns, offset)

    @cached_property
    def _offsets(self) -> Offsets | None:
        return None if self.unit == "code points" else Offsets(self._text, self.unit)

    @cached_property
    def _returns(self) -> array[int]:
        """The offsets of the carriage returns, which the study's text has not."""
        found: array[int] = array("q")
        place = self._text.find("\r") if self.wide else -1
        while place >= 0:
            found.append(place)
            place = self._text.find("\r", place + 1)
        return found

    def __str__(self) -> str:
        """Return what it counts, for the report."""
        parts = [{"code points": "characters", "utf-16": "UTF-16 units", "utf-8": "bytes"}[self.unit]]
        parts += [f"line ends as {'two' if self.wide else 'one'}"]
        return ", ".join(parts + ["the byte-order mark too"] * self.mark)


@dataclass(frozen=True)
class Claim:
    """What a selection says of itself: its offsets, and the words it may be named by."""

    start: int
    end: int
    name: str

    @property
    def words(self) -> str:
        """The words of the name, folded, without the dots that say that more follows."""
        return fold(self.name).strip(" ").removesuffix("\u2026").removesuffix("...").strip(" ")


def leads(text: str, start: int | None, end: int | None, claim: Claim) -> bool:
    """Return whether a span is the claim's: begins with its words, and ends with them where the name is not cut short.

    Blanks around the words are the span's own: tools leave them out of names.
    """
    words = claim.words
    if not words or start is None or end is None or not start < end:
        return False
    said = fold(text[start:end])
    return said.strip(" ") == words or (len(said) > len(words) + _EDGE and said.startswith(words))


def choose(stored: Stored, claims: Sequence[Claim], *, wide: bool | None = None) -> tuple[Counting, bool]:
    """Return the counting under which most claims lead to their words, and whether words told.

    Parameters
    ----------
    stored
        The text.
    claims
        What its selections say.
    wide
        Whether the tool is known to count a line end as two characters; None takes it as stored.
    """
    named = [claim for claim in claims if claim.words]
    ways = _countings(stored, stored.wide if wide is None else wide)
    first = next(ways)
    most, best = _led(first, stored, named), first
    # A few words stand by chance where a wrong counting leads: it takes more than half of them to prove it.
    for counting in ways if most < len(named) else ():
        found = _led(counting, stored, named)
        if found > most and found * 2 > len(named):
            most, best = found, counting
    return best, most > 0


def _led(counting: Counting, stored: Stored, claims: Sequence[Claim]) -> int:
    spans = ((counting.points(claim.start), counting.points(claim.end), claim) for claim in claims)
    return sum(leads(stored.text, *span) for span in spans)


def _countings(stored: Stored, wide: bool) -> Iterator[Counting]:
    """Give the ways to count in which this text's offsets differ, the likely ones first."""
    lines = (wide, not wide) if "\n" in stored.text else (wide,)
    units = _UNITS if not stored.text.isascii() else _UNITS[:1]
    # A mark may have been counted, and then lost on the way.
    for mark, unit, line in product((False, True), units, lines):
        yield Counting(stored, unit, wide=line, mark=mark)
