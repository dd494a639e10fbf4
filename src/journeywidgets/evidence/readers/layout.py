"""Layout: which column of a table holds what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from journeywidgets.evidence.readers.grid import plain
from journeywidgets.evidence.readers.notes import CodePath


@dataclass(frozen=True)
class CodeColumn:
    """A column of codes.

    Attributes
    ----------
    place
        The column.
    separator
        What stands between several codes, a regular expression; None: the whole cell is one.
    path
        What stands between a code and its part; None: none are nested.
    under
        The codes above all of them.
    """

    place: int
    separator: str | None = None
    path: str | None = None
    under: CodePath = ()

    def of(self, cell: str) -> list[CodePath]:
        """Return the codes in a cell."""
        paths = [tuple(_split(name, self.path)) for name in _split(cell, self.separator)]
        return [(*self.under, *path) for path in paths if path]


@dataclass
class Layout:
    """Places of columns, counted from 0; None where there is none.

    Attributes
    ----------
    texts
        Question -> the columns whose cells are its answer, joined by line ends.
    per_row
        Whether each row is a person of its own where no column says who it is.
    participant, role, source, question, time_start, time_end, recorded_at, language, score, level, coder, note_id
        What the column holds. Rows of one `note_id` are one note with several codes.
    name
        A column of names that go into the key, beside one of codes for the participants.
    codes
        The columns of codes.
    flags
        Columns of yes and no, and the code that a yes means.
    attributes, fields
        Title -> column, for what is kept of participants and of sources.
    coder_name
        Who coded, where no column says so.
    scale
        The ends of the score's scale, where it is not -2 to 2.
    marked
        Whether every note is a quote, coded or not.
    """

    texts: dict[str, tuple[int, ...]]
    per_row: bool = False
    participant: int | None = None
    role: int | None = None
    source: int | None = None
    question: int | None = None
    time_start: int | None = None
    time_end: int | None = None
    recorded_at: int | None = None
    language: int | None = None
    score: int | None = None
    level: int | None = None
    coder: int | None = None
    note_id: int | None = None
    name: int | None = None
    codes: list[CodeColumn] = field(default_factory=list)
    flags: dict[int, CodePath] = field(default_factory=dict)
    attributes: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    coder_name: str = ""
    scale: tuple[float, float] | None = None
    marked: bool = False

    def used(self) -> set[int]:
        """Return the columns that have a part in it."""
        single = [self.participant, self.role, self.source, self.question, self.time_start, self.time_end, self.name,
                  self.recorded_at, self.language, self.score, self.level, self.coder, self.note_id]  # fmt: skip
        several = [
            *(column.place for column in self.codes),
            *self.flags,
            *self.attributes.values(),
            *self.fields.values(),
        ]
        answers = [place for places in self.texts.values() for place in places]
        return {place for place in [*single, *several, *answers] if place is not None}


def _split(text: str, separator: str | None) -> list[str]:
    parts = [text] if separator is None else re.split(separator, text)
    return [part for part in map(plain, parts) if part]
