"""Passages: a source's text cut into what a page draws as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONG = 3000
"""Code points: a longer turn comes in pieces, so that a page can draw a part of it."""


class Turn(NamedTuple):
    """A segment of a text: a speaker's turn, or one answer."""

    id: str
    start: int
    end: int
    participant: str | None
    time: float | None
    question: str


class Passage(NamedTuple):
    """A turn or a piece of one (`part` counts from 0); `id` is empty for text that is in no turn."""

    id: str
    part: int
    start: int
    end: int
    participant: str | None = None
    time: float | None = None
    question: str = ""


def passages(text: str, turns: Iterable[Turn]) -> list[Passage]:
    """Return the passages of a text, in order, none over another: all of it but blanks between them.

    Parameters
    ----------
    text
        The text as a page may see it.
    turns
        Its segments, in code points of `text`, in any order; what overlaps an earlier one is left
        to the earlier.
    """
    found: list[Passage] = []
    done = 0
    for turn in sorted(turns, key=lambda one: (one.start, one.end)):
        start, end = max(turn.start, done), min(turn.end, len(text))
        if start >= end:
            continue
        found += _lines(text, done, start)
        for part, (first, last) in enumerate(_pieces(text, start, end)):
            found.append(Passage(turn.id, part, first, last, turn.participant, turn.time, turn.question))
        done = end
    return [*found, *_lines(text, done, len(text))]


def _lines(text: str, start: int, end: int) -> Iterator[Passage]:
    """Return what stands between turns, a line each."""
    while start < end:
        newline = text.find("\n", start, end)
        last = end if newline < 0 else newline
        words = text[start:last]
        if words.strip():
            head = start + len(words) - len(words.lstrip())
            tail = head + len(words.strip())
            yield from (Passage("", part, *piece) for part, piece in enumerate(_pieces(text, head, tail)))
        start = last + 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONG:
        cut = _break(text, start + LONG // 2, start + LONG)
        yield start, cut
        start = cut
    yield start, end


def _break(text: str, low: int, high: int) -> int:
    """Return where to cut between two offsets: after a line, a sentence, a word, or at the end."""
    for mark in ("\n", ". ", " "):
        found = text.rfind(mark, low, high)
        if found >= 0:
            return found + len(mark)
    return high
