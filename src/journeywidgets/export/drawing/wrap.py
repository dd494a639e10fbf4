"""Where lines break: between words where Unicode allows it, and within a word that is wider than its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from journeywidgets.export.drawing.measure import width
from journeywidgets.export.drawing.scene import Font
from journeywidgets.export.escape import printable

_SPACES = re.compile("[\t\f\x1c-\x1f \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(
    "[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0482\u048a-\u0556\u0561-\u0587\u05d0-\u05ea\u0620-\u064a]+"
)
# Ideographs, syllables and most kana: a line may break between any two of them.
_IDEOGRAPHS = (
    "\u3042\u3044\u3046\u3048\u304a-\u3062\u3064-\u3082\u3084\u3086\u3088-\u308d\u308f-\u3094\u4e00-\u9fff\uac00-\ud7a3"
)
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_IDEOGRAPHIC = re.compile(f"(?<=[{_IDEOGRAPHS}])(?=[{_IDEOGRAPHS}])")
_RUNS = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+|[0-9]+|.", re.DOTALL)
_OPENED = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_DEEPEST = 125
"""How many marks of direction may be open at once (UAX 9)."""
_AHEAD, _LOOKED_AT = 4, 400
"""In how many lines, and characters, the first letter is looked for."""
_WINDOW, _BESIDE = 96, 24
"""How much of a long word is looked at at once, in characters, and how much of what stands beside that."""
_SURELY = 0.8
_LEFT, _RIGHT, _BY_FIRST, _ISOLATED = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = frozenset({_LEFT, _RIGHT, _BY_FIRST})
_STRONG_RIGHT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A text in lines.

    Attributes
    ----------
    lines
        Each with its width.
    rtl
        Whether the text is read from the right: its first letter is.
    """

    lines: tuple[tuple[str, float], ...]
    rtl: bool

    @property
    def width(self) -> float:
        """That of the widest line."""
        return max((wide for _, wide in self.lines), default=0.0)


def wrap(text: str, font: Font, room: float) -> Wrapped:
    """Return a text in lines of at most `room` px.

    White space is one space between words; its author's line breaks stay. A single character that is
    wider than `room` has a line of its own.
    """
    text = printable(text)
    rtl = reads_from_right(text)
    found = [line for part in _ENDS.split(text) for line in _lines(part, font, room)]
    return Wrapped(tuple(_carried(found)), rtl)


def reads_from_right(text: str) -> bool:
    """Whether the first letter of a text is of a script that is read from the right; isolated words do not count."""
    if text.isascii():
        return False
    depth = 0
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == _ISOLATED:
            depth = max(depth - 1, 0)
        elif not depth:
            kind = unicodedata.bidirectional(character)
            if kind == "L":
                return False
            if kind in _STRONG_RIGHT:
                return True
    return False


def _lines(text: str, font: Font, room: float) -> Iterator[tuple[str, float]]:
    """Yield the lines of a text without line breaks, each with its width; an empty text is one empty line."""
    space = width(" ", font)
    line: list[str] = []  # its words
    done = wide = 0.0  # how wide it is up to its last word, and with it
    for piece, spaced in _flow(text):
        # A word is measured whole: where its pieces touch, letters may stand closer or wider.
        word = piece if spaced or not line else line[-1] + piece
        start = wide + space if line and spaced else done
        needs = start + _grown(wide - done, word, piece, font)
        if line and needs > room:
            yield " ".join(line), wide
            line, start, word, needs = [], 0.0, piece, width(piece, font)
        if not line and needs > room:
            *full, (word, needs) = _split(piece, font, room)
            yield from full
        if spaced or not line:
            line.append(word)
        else:
            line[-1] = word
        done, wide = start, needs
    yield " ".join(line), wide


def _grown(before: float, word: str, piece: str, font: Font) -> float:
    """Return how wide a word is that `piece` has been added to; ideographs stand as wide as they are."""
    alone = len(word) > len(piece) and _IDEOGRAPH.match(piece) and _IDEOGRAPH.match(word[-len(piece) - 1])
    return before + width(piece, font) if alone else width(word, font)


def _flow(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text that are not parted, each with whether a space stands before it."""
    for word in _SPACES.split(text):
        if word:
            spaced = True
            for piece in _pieces(word):
                yield piece, spaced
                spaced = False


def _pieces(word: str) -> Iterable[str]:
    """Return a word in pieces between which a line may break."""
    if _WORD.fullmatch(word):
        return (word,)
    return [piece for part in _IDEOGRAPHIC.split(word) if part for piece in _units(part)]


def _units(word: str) -> Iterator[str]:
    """Yield the pieces of a word: what Unicode says of its pattern, a letter a run of letters, holds for it."""
    runs = _RUNS.findall(word)
    ends = _ends("".join(map(_stand_in, runs)), _line_ends)
    for start, end in pairwise([0, *ends]):
        yield "".join(runs[start:end])


def _stand_in(run: str) -> str:
    """Return one character that lines break at as they do at a run."""
    if run.isascii():
        return "1" if run[0].isdigit() else "a" if len(run) > 1 else run
    return "漢" if _IDEOGRAPH.match(run) else "a" if len(run) > 1 else run


def _ends(text: str, ends_in: Callable[[str], tuple[int, ...]]) -> Iterator[int]:
    """Yield where the parts of a text end: of a long one window by window, each seen with what is beside it."""
    if len(text) <= _WINDOW:
        yield from ends_in(text)
        return
    for start in range(0, len(text), _WINDOW):
        left = max(0, start - _BESIDE)
        ends = (left + end for end in ends_in(text[left : start + _WINDOW + _BESIDE]))
        yield from (end for end in ends if start < end <= min(start + _WINDOW, len(text)))


@lru_cache(maxsize=20_000)
def _line_ends(pattern: str) -> tuple[int, ...]:
    return tuple(accumulate(len(unit) for unit in line_break_units(pattern))) if len(pattern) > 1 else (1,)


@lru_cache(maxsize=20_000)
def _character_ends(text: str) -> tuple[int, ...]:
    return tuple(accumulate(len(cluster) for cluster in grapheme_clusters(text)))


def _characters(word: str) -> Iterable[str]:
    """Return the characters of a word as they are read: letters with their marks, pictures with their parts."""
    if _WORD.fullmatch(word):
        return word
    return (word[start:end] for start, end in pairwise([0, *_ends(word, _character_ends)]))


def _split(word: str, font: Font, room: float) -> list[tuple[str, float]]:
    """Return a word that is wider than its line in pieces that are not, between characters as they are read."""
    found: list[tuple[str, float]] = []
    piece, about = "", 0.0
    for character in _characters(word):
        about += width(character, font)
        # Letters stand a little closer or wider beside others: near the end of the line they are measured together.
        if piece and about > room * _SURELY and width(piece + character, font) > room:
            found.append((piece, width(piece, font)))
            piece, about = "", width(character, font)
        piece += character
    return [*found, (piece, width(piece, font))]


def _carried(lines: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield lines, each with the marks of direction that are still open from those before it."""
    opened: list[str] = []
    for number, (text, wide) in enumerate(lines):
        yield "".join(opened) + text, wide
        for at, character in enumerate(text if not text.isascii() else ""):
            if character in _OPENED and len(opened) < _DEEPEST:
                opened.append(_way(character, text[at + 1 : at + 1 + _LOOKED_AT], lines[number + 1 : number + _AHEAD]))
            elif opened and character == _OPENED[opened[-1]]:
                opened.pop()


def _way(mark: str, text: str, lines: Sequence[tuple[str, float]]) -> str:
    """Return the mark that goes on in the next line: one that goes by the first letter has found it by then."""
    if mark != _BY_FIRST:
        return mark
    rest = (text + "".join(line for line, _ in lines))[:_LOOKED_AT]
    depth = 1
    for at, character in enumerate(rest):
        depth += (character in _ISOLATES) - (character == _ISOLATED)
        if not depth:
            rest = rest[:at]
            break
    return _RIGHT if reads_from_right(rest) else _LEFT
