"""Where characters of a line are seen: words that are read from the right stand the other way round.

The rules of Unicode's bidirectional algorithm (UAX 9) for one line. The older marks that set a
direction, which isolates have replaced, set none here: nobody turns words round that others read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

_RIGHT = frozenset({"R", "AL"})
_NUMBER = frozenset({"EN", "AN"})
_LEFT, _RIGHT_SIDE, _FIRST, _END = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = frozenset({_LEFT, _RIGHT_SIDE, _FIRST})
_OBJECT = "\ufffc"
"""What stands for an isolate in the line around it: it has no direction."""
_BETWEEN = frozenset({"CS", "ES"})
_BESIDE = frozenset({"ET"})
_BRACKETS = {"(": ")", "[": "]", "{": "}", "\u27e8": "\u27e9", "\u300c": "\u300d", "\uff08": "\uff09"}
_ON_OTHERS = frozenset({"NSM", "BN"})


class Run(NamedTuple):
    """A part of a line that is read in one direction.

    Attributes
    ----------
    text
        Its characters in reading order.
    level
        How deep it is nested: what has an odd level is read from the right.
    """

    text: str
    level: int

    @property
    def rtl(self) -> bool:
        """Whether it is read from the right."""
        return self.level % 2 == 1


def one_way(text: str) -> bool:
    """Return whether nothing of a text is read from the right."""
    return text.isascii() or not any(unicodedata.bidirectional(character) in _RIGHT for character in text)


def runs(text: str, *, rtl: bool) -> list[Run]:
    """Return a line in runs, in reading order; `rtl` where it is read from the right as a whole."""
    levels = _nested(text, 1 if rtl else 0)
    return [
        Run("".join(character for character, _ in group), level)
        for level, group in groupby(zip(text, levels, strict=True), lambda pair: pair[1])
    ]


def _nested(text: str, base: int) -> list[int]:
    """Return the level of each character, where `base` is that of the line or of the isolate."""
    parts = list(_isolates(text))
    outer = "".join(_OBJECT if inside else part for part, inside in parts)
    side = "R" if base % 2 else "L"
    around = iter(_levels(_sides(_bracketed(outer, _kinds(outer), side), side), base))
    found: list[int] = []
    for part, inside in parts:
        if not inside:
            found += [next(around) for _ in part]
            continue
        level = next(around)
        words = part[1:].removesuffix(_END)
        odd = part[0] == _RIGHT_SIDE or (part[0] == _FIRST and _begins_right(words))
        deeper = level + 1 if (level + 1) % 2 == odd else level + 2
        end = [level] if part.endswith(_END) else []
        found += [level, *_nested(words, deeper), *end]
    return found


def _isolates(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is an isolate, its marks included."""
    start = depth = 0
    for place, character in enumerate(text):
        if character in _ISOLATES:
            if depth == 0 and place > start:
                yield text[start:place], False
            start = place if depth == 0 else start
            depth += 1
        elif character == _END and depth:
            depth -= 1
            if depth == 0:
                yield text[start : place + 1], True
                start = place + 1
    if start < len(text):
        yield text[start:], depth > 0


def _begins_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((found != "L" for found in strong if found == "L" or found in _RIGHT), False)


def order(levels: Sequence[int]) -> list[int]:
    """Return the places of runs from left to right, as they are seen."""
    found = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        found = [place for turned in _turned(found, levels, level) for place in turned]
    return found


def _kinds(text: str) -> list[str]:
    """Return the direction of each character: L, R, a number's (N) or none (a space)."""
    classes = [unicodedata.bidirectional(character) for character in text]
    told: list[str] = []
    strong = ""
    for found in classes:
        kind = "R" if found in _RIGHT else "L" if found == "L" else "N" if found in _NUMBER else " "
        if found in _ON_OTHERS and told:
            kind = told[-1]
        strong = kind if kind in {"L", "R"} else strong
        # A number among words that are read from the left is one of them.
        told.append("L" if kind == "N" and strong == "L" else kind)
    return _joined(told, classes)


def _joined(told: list[str], classes: Sequence[str]) -> list[str]:
    """Return directions where a sign within a number, or beside it as that of a currency, is part of it."""
    found = list(told)
    for place in range(1, len(told) - 1):
        if classes[place] in _BETWEEN and told[place - 1] == told[place + 1] == "N":
            found[place] = "N"
    for places in (range(1, len(told)), range(len(told) - 2, -1, -1)):
        step = -places.step
        for place in places:
            if classes[place] in _BESIDE and found[place + step] == "N":
                found[place] = "N"
    return found


def _bracketed(text: str, kinds: Sequence[str], base: str) -> list[str]:
    """Return directions where a pair of brackets has that of the line, or that of all it holds and follows."""
    found = list(kinds)
    other = "L" if base == "R" else "R"
    for first, last in _pairs(text):
        inside = {_strong(kind) for kind in found[first + 1 : last]}
        before = next((_strong(kind) for kind in reversed(found[:first]) if kind != " "), base)
        if base in inside:
            found[first] = found[last] = base
        elif other in inside:
            found[first] = found[last] = before
    return found


def _pairs(text: str) -> list[tuple[int, int]]:
    """Return where brackets open and close, the pair that opens first first."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if character in _BRACKETS:
            opened.append(place)
        elif character in _BRACKETS.values():
            match = next((one for one in reversed(opened) if _BRACKETS[text[one]] == character), None)
            if match is not None:
                found.append((match, place))
                del opened[opened.index(match) :]
    return sorted(found)


def _strong(kind: str) -> str:
    return "R" if kind == "N" else kind


def _sides(kinds: Sequence[str], base: str) -> list[str]:
    """Return directions where what has none takes that of both its sides, or else that of the line."""
    found = list(kinds)
    for first, last in _gaps(kinds):
        before = _strong(kinds[first - 1]) if first else base
        after = _strong(kinds[last]) if last < len(kinds) else base
        found[first:last] = [before if before == after else base] * (last - first)
    return found


def _gaps(kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for kind, group in groupby(kinds):
        length = len(list(group))
        if kind == " ":
            yield at, at + length
        at += length


def _levels(sides: Sequence[str], base: int) -> list[int]:
    right = base if base % 2 else base + 1
    left = base + base % 2
    return [right if side == "R" else right + 1 if side == "N" else left for side in sides]


def _turned(places: Sequence[int], levels: Sequence[int], level: int) -> Iterator[list[int]]:
    """Yield places in groups, those of at least this level turned round."""
    for deep, group in groupby(places, lambda place: levels[place] >= level):
        run = list(group)
        yield run[::-1] if deep else run
