"""Turns: what one person says until the next one speaks; joined, cut, and in the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from journeywidgets.errors import EvidenceError

# Where to cut, best first: paragraph, sentence, line, word.
_ENDS = (r"\n\n+", r"[.?!…\u3002\uff1f\uff01]\s+", r"\n", r"\s+")


@dataclass(frozen=True)
class Turn:
    """What one person said until the next one spoke.

    Attributes
    ----------
    place
        Where it begins, for the report: ``"line 12"``, ``"cue 3"``.
    text
        The words, without the speaker's label.
    name
        The speaker's label; None where the file gives none.
    start, end
        Seconds from the beginning of the recording.
    question
        The heading or question that it stands under.
    role
        Of a speaker whom the file marks without a name.
    """

    place: str
    text: str
    name: str | None = None
    start: float | None = None
    end: float | None = None
    question: str = ""
    role: str | None = None


def cut(text: str, most: int) -> list[str]:
    """Return `text` in pieces of at most `most` characters, cut at a paragraph, sentence, line or word."""
    pieces = []
    start = 0
    while len(text) - start > most:
        window = text[start : start + most]
        stop = next((place for end in _ENDS if (place := _last(end, window)) > most // 4), most)
        pieces.append(text[start : start + stop].strip())
        start += stop
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]


def _last(end: str, window: str) -> int:
    return max((match.end() for match in re.finditer(end, window)), default=0)


def merged(turns: Iterable[Turn], gap: float) -> Iterator[Turn]:
    """Join neighbours of one speaker that are at most `gap` seconds apart, with a blank between."""
    held: Turn | None = None
    for turn in turns:
        if held is not None and held.name == turn.name and _follows(held, turn, gap):
            held = replace(held, text=f"{held.text} {turn.text}".strip(), end=max(held.end or 0.0, turn.end or 0.0))
            continue
        if held is not None:
            yield held
        held = turn
    if held is not None:
        yield held


def _follows(one: Turn, other: Turn, gap: float) -> bool:
    return one.end is not None and other.start is not None and other.start - one.end <= gap


def check_times(turns: Sequence[Turn]) -> None:
    """Raise where time runs backwards: then the file is damaged, or of several recordings."""
    last = 0.0
    for turn in turns:
        if turn.start is not None:
            if turn.start < last:
                raise EvidenceError(
                    f"{turn.place}: begins at {clock(turn.start)}, before the one before it ({clock(last)}). "
                    "Set them in order, or read the words alone with times=False."
                )
            last = turn.start
        if turn.end is not None and turn.start is not None and turn.end < turn.start:
            raise EvidenceError(
                f"{turn.place}: ends at {clock(turn.end)}, before it begins at {clock(turn.start)}. "
                "Correct it, or read the words alone with times=False."
            )


def clock(seconds: float) -> str:
    """Return seconds as h:mm:ss.mmm."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
