"""WebVTT: transcripts of Zoom (``Name: text``), Teams (``<v Name>``) and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import cues
from journeywidgets.evidence.readers.cues import Cue
from journeywidgets.evidence.readers.decoding import decode
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.transcript import Options, Transcript, reader

_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t]|$)")
_ID = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}(?:/\d+-\d+)?", re.IGNORECASE)
_CHANGED = "the format's own lines, not speech"


def looks(text: str) -> bool:
    """Return whether a file begins as WebVTT does."""
    return re.match(r"\ufeff?WEBVTT(?:[ \t\n]|$)", text) is not None


@reader
def read(given: Path | bytes, *, encoding: str | None = None, **options: Any) -> Reading:
    """Read a WebVTT transcript: one source, a segment for each turn.

    A cue without a speaker goes on with the speaker of the cue before, and the report says so. Tags
    are left out, entities read; the words stay as they are.

    Parameters
    ----------
    given
        The file, or its bytes.
    encoding
        Default: that of the byte-order mark, else UTF-8.
    **options
        As every transcript's: see `Options`.

    Raises
    ------
    EvidenceError
        It is no WebVTT, cannot be decoded, or its times run backwards. Nothing is read in part.
    """
    wanted = Options.of("webvtt", options)
    decoded = decode(given, encoding=encoding)
    if not looks(decoded.text):
        raise EvidenceError("line 1: a WebVTT file begins with WEBVTT. Is it another kind=?")
    transcript = Transcript("webvtt", wanted, decoded.sha256, given)
    cues.add(transcript, list(_cues(transcript, decoded.text)))
    return transcript.done()


def _cues(transcript: Transcript, text: str) -> Iterator[Cue]:
    """Yield the cues: blocks of lines up to an empty one, or to the next line of times."""
    count = 0
    for number, block in _blocks(text):
        times = [place for place, line in enumerate(block) if "-->" in line]
        if number == 1:
            block[0] = ""
        elif _ASIDE.match(block[0]) and 0 not in times:
            transcript.reading.drop(f"{block[0].split()[0]} blocks", 1, _CHANGED)
            continue
        elif not times or times[0] > 1:
            raise EvidenceError(f"line {number}: a block of {len(block)} lines without times. The file is damaged.")
        for place, stop in pairwise([*times, len(block)]):
            count += 1
            start, end = cues.timing(block[place], number + place)
            # Without an empty line between, the next cue's identifier is the last line before its times.
            last = stop - 1 if stop in times and _ID.fullmatch(block[stop - 1]) else stop
            yield Cue(count, start, end, tuple(block[place + 1 : last]))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
