"""Notes: rows of a table as sources with segments, quotes and applications."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from journeywidgets.evidence.readers.reading import Reading, sha256

CodePath = tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """One note, answer or quoted passage: it becomes a segment.

    Attributes
    ----------
    text
        The words.
    source
        Which source it belongs to; the notes of one source are its text, in their order.
    participant
        Local key of who said it.
    called
        What the file calls that person: by it an answer is known again.
    question, time_start, time_end
        As a segment has them.
    codes
        The codes of the whole of it, each a path from the root.
    coder, score, level
        As a quote has them; None leaves the default.
    marked
        Whether it is a quote even without a code.
    """

    text: str
    source: str
    participant: str | None = None
    called: str = ""
    question: str = ""
    time_start: float | None = None
    time_end: float | None = None
    codes: Sequence[CodePath] = ()
    coder: str = ""
    score: float | None = None
    level: str | None = None
    marked: bool = False


@dataclass
class Sources:
    """What is known of the sources: the columns of all, and of each by its name."""

    common: Mapping[str, Any] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)


def gather(reading: Reading, notes: Iterable[Note], sources: Sources) -> None:
    """Add the sources of notes to a reading, with a segment for each note, and the quotes and codes on them.

    A source's hash is that of who said what to which question, so that the same answers in a longer export are
    known again.
    """
    by_source: dict[str, list[Note]] = {}
    for note in notes:
        if note.text.strip():
            by_source.setdefault(note.source, []).append(note)
    for name, said in by_source.items():
        before = len(reading.segments)
        key = reading.source(
            [_turn(note) for note in said], sha256=_hash(said), **{**sources.common, **sources.own.get(name, {})}
        )
        for note, segment in zip(said, reading.segments[before:], strict=True):
            if note.codes or note.marked:
                _quote(reading, note, key, segment)


def _turn(note: Note) -> dict[str, Any]:
    turn = {
        "text": note.text,
        "participant": note.participant,
        "question": note.question,
        "time_start": note.time_start,
        "time_end": note.time_end,
    }
    return {name: value for name, value in turn.items() if value not in (None, "")}


def _hash(said: Sequence[Note]) -> str:
    return sha256(json.dumps([[note.called, note.question, note.text] for note in said]))


def _quote(reading: Reading, note: Note, source: str, segment: Mapping[str, Any]) -> None:
    columns = {"participant": note.participant, "score": note.score, "level": note.level, "coder": note.coder or None}
    given = {name: value for name, value in columns.items() if value is not None}
    quote = reading.add("quotes", source=source, start=segment["start"], end=segment["end"], **given)
    for path in dict.fromkeys(note.codes):
        code = code_of(reading, path)
        reading.add("applications", quote=quote, code=code, coder=note.coder, origin="import")


def code_of(reading: Reading, path: CodePath) -> str:
    """Return the local key of the code at a path; those on the way that are new are added."""
    key: str | None = None
    for name in path:
        key = reading.code(name, key)
    if key is None:
        message = "a code's path has no name"
        raise ValueError(message)
    return key
