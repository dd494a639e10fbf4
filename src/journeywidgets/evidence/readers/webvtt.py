"""WebVTT: transcripts of Zoom (``Name: text``), Teams (``<v Name>``) and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import cues
from journeywidgets.evidence.readers.cues import Cue
from journeywidgets.evidence.readers.decoding import decode
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.transcript import Options, Transcript, reader

_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t]|$)")
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
    """Yield the cues; a block is lines up to an empty one."""
    count = 0
    for number, block in _blocks(text):
        head = block[0]
        if number == 1 or (_ASIDE.match(head) and "-->" not in head):
            if number > 1:
                transcript.reading.drop(f"{head.split()[0]} blocks", 1, _CHANGED)
            continue
        # The identifier, where there is one, is a single line.
        at = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            raise EvidenceError(f"line {number}: a block of {len(block)} lines without times. The file is damaged.")
        count += 1
        start, end = cues.timing(block[at], number + at)
        yield Cue(count, start, end, tuple(block[at + 1 :]))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
