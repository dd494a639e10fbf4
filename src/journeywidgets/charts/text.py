"""Texts for charts: clean, wrapped by their width, and figures as the map writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from journeywidgets.charts.theme import TEXT
from journeywidgets.export.content.figures import brief, count, decimals, figure, signed, with_unit
from journeywidgets.export.escape import printable

_EMOJI = 0x1F000
_EM = 0.58  # the mean width of a letter of a system font, as a share of its size
_DASH = "\u2009\u2013\u2009"
_LONG = 600


def one_line(text: str, limit: int = _LONG) -> str:
    """Return a text on one line, without what no markup can hold."""
    return brief(printable(text), limit)


def width(text: str, size: float = TEXT) -> float:
    """Return about how wide a text is drawn, in px."""
    return sum(_ems(letter) for letter in text) * size


def _ems(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if ord(letter) >= _EMOJI:
        return 1.3  # emoji of some fonts are this wide; a label over its limit is cut within one, into half a character
    return 1 if unicodedata.east_asian_width(letter) in "WF" else _EM


def wrap(text: str, room: float, *, size: float = TEXT, lines: int = 3) -> list[str]:
    """Return a text in at most so many lines that fit into `room` px; the last ends in an ellipsis if cut."""
    found: list[str] = []
    for word in _words(one_line(text), room, size):
        if found and width(f"{found[-1]} {word}", size) <= room:
            found[-1] += f" {word}"
        elif len(found) == lines:
            found[-1] = _fitting(f"{found[-1]} {word}", room - width("…", size), size) + "…"
            break
        else:
            found.append(word)
    return found or [""]


def _words(text: str, room: float, size: float) -> Iterator[str]:
    """Return the words, those too long for a line in pieces."""
    for word in text.split():
        rest = word
        while rest:
            piece = _fitting(rest, room, size)
            yield piece
            rest = rest[len(piece) :]


def _fitting(text: str, room: float, size: float) -> str:
    """Return the start of `text` that fits, at least a letter."""
    used = 0.0
    for place, letter in enumerate(text):
        used += _ems(letter) * size
        if used > room and place:
            return text[:place]
    return text


class Figures:
    """How the figures of one chart are written: with as many decimals as the map would show.

    Parameters
    ----------
    values
        All that are shown, so that they agree on their decimals and signs.
    unit
        What they are in.
    most
        Decimals at most.
    """

    def __init__(self, values: list[float | None], unit: str, *, most: int = 1, sign: bool | None = None) -> None:
        shown = [value for value in values if value is not None]
        self.digits = min(decimals(shown), most)
        self.unit = one_line(unit, 20)
        self.sign = any(value < 0 for value in shown) if sign is None else sign

    def bare(self, value: float | None) -> str:
        """Return a figure without its unit."""
        if value is None:
            return ""
        return signed(value, self.digits) if self.sign else figure(value, self.digits)

    def value(self, value: float | None) -> str:
        """Return a figure with its unit."""
        return "" if value is None else with_unit(self.bare(value), self.unit)

    def interval(self, low: float | None, high: float | None) -> str:
        """Return the ends of an interval; empty where there is none."""
        if low is None and high is None:
            return ""
        return with_unit(_DASH.join("…" if end is None else self.bare(end) for end in (low, high)), self.unit)


def shared(methods: list[str]) -> str:
    """Return what several methods have in common: the clauses that each of them has.

    Counts and dates of a single figure drop out; its tooltip has its own method whole.
    """
    if len(methods) < 2:  # noqa: PLR2004 - nothing to share
        return "".join(methods)
    clauses = [text.removesuffix(".").split("; ") for text in methods]
    common = [clause for clause in clauses[0] if all(clause in others for others in clauses)]
    return f"{'; '.join([*common, 'the rest differs by figure: see its tooltip'])}."


def n_text(n: int | None) -> str:
    """Return "n 19 903"."""
    return "" if n is None else f"n {count(n)}"
