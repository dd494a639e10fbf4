"""Cues: the timed pieces of WebVTT and SRT, and who speaks in them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.labels import Labels
from journeywidgets.evidence.readers.transcript import Transcript
from journeywidgets.evidence.readers.turns import Turn, check_times, merged

_TIMING = re.compile(r"\s*(?P<start>[\d:.,]+)\s*-->\s*(?P<end>[\d:.,]+)(?:\s.*)?")
_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?")
# Only the tags that these formats have: "x < 3 and y > 2" is text.
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|s|em|strong|font|span|ruby|rt|lang)(?:[.\s][^<>\n]*)?>|<[\d:.]+>|\{\\[^{}\n]*\}", re.IGNORECASE
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s([^<>\n]*))?>|</v>", re.IGNORECASE)
_WORD_TIMES = re.compile(r"<\d\d:\d\d:\d\d\.\d{3}>")
_SIXTY = 60


@dataclass(frozen=True)
class Cue:
    """A timed piece of text: its number in the file, its times in seconds, its lines as written."""

    number: int
    start: float
    end: float
    lines: tuple[str, ...]


def timing(line: str, number: int) -> tuple[float, float]:
    """Return the start and end of a timing line, in seconds.

    Raises
    ------
    EvidenceError
        It is none, or its times cannot be.
    """
    match = _TIMING.fullmatch(line)
    if match is None:
        raise EvidenceError(f"line {number}: no timing line such as 00:00:01.000 --> 00:00:04.000")
    return _seconds(match["start"], number), _seconds(match["end"], number)


def _seconds(text: str, number: int) -> float:
    match = _TIME.fullmatch(text)
    if match is None:
        raise EvidenceError(f"line {number}: {len(text)} characters that are no time. Write hours:minutes:seconds.")
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3])
    if minutes >= _SIXTY or seconds >= _SIXTY:
        raise EvidenceError(f"line {number}: a time of {minutes} minutes and {seconds} seconds. Both end at 59.")
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{match[4] or 0}")


def add(transcript: Transcript, cues: Sequence[Cue]) -> None:
    """Add the cues to a transcript as one source: turns of speakers, times running forwards."""
    if not transcript.options.times:
        cues = [replace(cue, start=0.0, end=0.0) for cue in cues]
    said = list(_rolled(transcript, cues))
    marks = Labels((_plain(line) for cue in said for line in cue.lines), transcript.options.speakers)
    turns = list(_turns(transcript, said, marks))
    if transcript.options.times:
        check_times(turns)
    if marks.refused:
        transcript.reading.doubt(
            "cues", f"words and a colon at the beginning ({marks.refused:,})", "taken as speech, not as names"
        )
    if marks.once:
        transcript.reading.doubt(
            "cues", f"labels of one word that are there once ({marks.once:,})", "taken as speakers"
        )
    transcript.add(merged(turns, transcript.options.gap))


def _rolled(transcript: Transcript, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Leave out what captions that roll up show again.

    YouTube's automatic captions show each line twice, in the cue where it is said and above the
    next; those files time single words. Others are left as they are: people do repeat themselves.
    """
    if not any(_WORD_TIMES.search(line) for cue in cues for line in cue.lines):
        yield from cues
        return
    shown: list[str] = []
    again = 0
    for cue in cues:
        plain = [_plain(line).strip() for line in cue.lines]
        fresh = [line for line, words in zip(cue.lines, plain, strict=True) if words and words not in shown]
        again += sum(1 for words in plain if words) - len(fresh)
        shown = [words for words in plain if words] or shown
        yield replace(cue, lines=tuple(fresh))
    transcript.reading.drop("lines of captions", again, "the cue before shows the same line")


def _turns(transcript: Transcript, cues: Iterable[Cue], marks: Labels) -> Iterator[Turn]:
    """Yield a turn for each voice of each cue; a cue without one goes on with the speaker before."""
    before: str | None = None
    without: list[int] = []
    for cue in cues:
        place = f"cue {cue.number}"
        voices = list(_voices(cue, marks))
        for name, text in voices:
            if name is None and before is not None:
                without.append(cue.number)
            before = name if name is not None else before
            yield Turn(place, text, before, cue.start, cue.end)
    for number in without:
        transcript.reading.doubt(f"cue {number}", "no speaker's name", "taken as the speaker of the cue before")


def _voices(cue: Cue, marks: Labels) -> Iterator[tuple[str | None, str]]:
    """Yield who says what in a cue: by ``<v Name>``, else by ``Name:`` at the start of a line."""
    joined = "\n".join(cue.lines)
    found = list(_VOICE.finditer(joined))
    if any(match[1] for match in found):
        yield from _tagged(joined, found)
        return
    name: str | None = None
    said: list[str] = []
    for line in cue.lines:
        words = _plain(line).strip()
        label = marks.of(words)
        if label is not None:
            if said:
                yield name, " ".join(said)
            name, said = label.name, []
            words = label.text
        if words:
            said.append(words)
    if said:
        yield name, " ".join(said)


def _tagged(joined: str, found: Sequence[re.Match[str]]) -> Iterator[tuple[str | None, str]]:
    pieces: list[tuple[str | None, str]] = [(None, joined[: found[0].start()])]
    for match, stop in zip(found, [*(match.start() for match in found[1:]), len(joined)], strict=True):
        pieces.append((_plain(match[1] or "").strip() or None, joined[match.end() : stop]))
    for name, piece in pieces:
        words = " ".join(_plain(line).strip() for line in piece.split("\n")).strip()
        if words:
            yield name, words


def _plain(line: str) -> str:
    """Return a line without tags, its entities read once: ``&amp;lt;`` is ``&lt;``, which somebody wrote."""
    return html.unescape(_TAG.sub("", line)).replace("\r\n", "\n").replace("\r", "\n")
