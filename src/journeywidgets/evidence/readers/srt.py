"""SRT: subtitles with times, and with ``Name: text`` where they are a transcript."""

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

_FIRST = re.compile(r"\s*(?:\d+[ \t]*\n)?[ \t]*\d+:\d+:\d+[,.]\d+[ \t]*-->")


def looks(text: str) -> bool:
    """Return whether a file begins as SRT does: a number, and a line of times."""
    return _FIRST.match(text) is not None


@reader
def read(given: Path | bytes, *, encoding: str | None = None, **options: Any) -> Reading:
    """Read an SRT file: one source, a segment for each turn.

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
        It is no SRT, cannot be decoded, or its times run backwards. Nothing is read in part.
    """
    wanted = Options.of("srt", options)
    decoded = decode(given, encoding=encoding)
    if not looks(decoded.text):
        raise EvidenceError("line 1: an SRT file begins with a number and a line of times. Is it another kind=?")
    transcript = Transcript("srt", wanted, decoded.sha256, given)
    cues.add(transcript, list(_cues(decoded.text)))
    return transcript.done()


def _cues(text: str) -> Iterator[Cue]:
    """Yield the cues. A line of times begins one: empty lines inside a text are kept apart by nothing else."""
    lines = text.split("\n")
    times = [place for place, line in enumerate(lines) if "-->" in line]
    for count, place in enumerate(times, start=1):
        start, end = cues.timing(lines[place], place + 1)
        stop = times[count] if count < len(times) else len(lines)
        # The number before the next line of times belongs to the next cue.
        if count < len(times) and lines[stop - 1].strip().isdigit():
            stop -= 1
        yield Cue(count, start, end, tuple(line for line in lines[place + 1 : stop] if line.strip()))
