"""Where characters of a line are seen: words that are read from the right stand the other way round.

The rules of Unicode's bidirectional algorithm (UAX 9) for one line, without explicit marks and
brackets: a line that holds such marks is told apart by `plain`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_RIGHT = frozenset({"R", "AL"})
_NUMBER = frozenset({"EN", "AN"})
_MARKS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def plain(text: str) -> bool:
    """Return whether a line has no marks that set its direction."""
    return text.isascii() or not any(unicodedata.bidirectional(character) in _MARKS for character in text)


def positions(pieces: Sequence[tuple[str, float]], *, rtl: bool) -> list[float]:
    """Return where the left end of each piece of a line is seen, from the line's left end.

    Parameters
    ----------
    pieces
        Texts of one direction each, and their widths, in reading order.
    rtl
        Whether the line as a whole is read from the right.
    """
    levels = _levels([text for text, _ in pieces], base=1 if rtl else 0)
    order = list(range(len(pieces)))
    for level in range(max(levels, default=0), 0, -1):
        order = _turned(order, levels, level)
    found, at = [0.0] * len(pieces), 0.0
    for place in order:
        found[place] = at
        at += pieces[place][1]
    return found


def kind(text: str) -> str:
    """Return the direction of a text by its first character that has one: L, R, a number's (N) or none (" ")."""
    for character in text:
        found = unicodedata.bidirectional(character)
        if found in _RIGHT:
            return "R"
        if found == "L" or found in _NUMBER:
            return "L" if found == "L" else "N"
    return " "


def _levels(texts: Sequence[str], base: int) -> list[int]:
    kinds = [kind(text) for text in texts]
    strong = "R" if base else "L"
    told: list[str] = []
    for place, found in enumerate(kinds):
        if found == "N":
            before = next((one for one in reversed(kinds[:place]) if one in "LR"), strong)
            told.append("N" if before == "R" else "L")
        else:
            told.append(found)
    levels = []
    for place, found in enumerate(told):
        if found == " ":
            before = next((one for one in reversed(told[:place]) if one != " "), strong)
            after = next((one for one in told[place + 1 :] if one != " "), strong)
            sides = {"R" if one == "N" else one for one in (before, after)}
            found = sides.pop() if len(sides) == 1 else strong  # noqa: PLW2901
        levels.append(_level(found, base))
    return levels


def _level(found: str, base: int) -> int:
    if found == "R":
        return 1
    return 2 if found == "N" or base else 0


def _turned(order: list[int], levels: Sequence[int], level: int) -> list[int]:
    """Return an order with each run of at least this level turned round."""
    found: list[int] = []
    run: list[int] = []
    for place in order:
        if levels[place] >= level:
            run.insert(0, place)
        else:
            found += [*run, place]
            run = []
    return found + run
