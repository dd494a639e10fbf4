"""Rows: the rows below a header, read by a layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.dates import days, seconds
from journeywidgets.evidence.readers.grid import Grid, cell_text, plain
from journeywidgets.evidence.readers.layout import Layout
from journeywidgets.evidence.readers.notes import CodePath, Note, Sources, gather
from journeywidgets.evidence.readers.people import People, is_name
from journeywidgets.evidence.readers.reading import Reading, lines
from journeywidgets.evidence.readers.titles import Titles
from journeywidgets.model.emotion import rescale

_WORD = re.compile(r"[^\W\d_]{2,}")
# Words of a file's name that are nobody's.
_NOBODYS = frozenset({"all", "answers", "codes", "data", "export", "field", "highlights", "interview", "interviews",
                      "notes", "observations", "quotes", "responses", "results", "session", "sessions", "sheet",
                      "study", "survey", "table", "tags", "test", "usability"})  # fmt: skip
_YES = frozenset({"1", "true", "yes", "y", "x", "✓", "✔", "ja", "oui", "si", "sí"})
_NO = frozenset({"", "0", "false", "no", "n", "-", "nein", "non"})
_ROLES = {"moderator": "moderator", "interviewer": "moderator", "facilitator": "moderator", "researcher": "moderator",
          "observer": "observer", "note taker": "observer", "notetaker": "observer"}  # fmt: skip


class Rows:
    """The rows below a header, read by a layout.

    Parameters
    ----------
    reading
        Where they go.
    grid, titles
        The table and its columns.
    layout
        Which column holds what.
    body
        The places of the rows in the grid.
    """

    def __init__(self, reading: Reading, grid: Grid, titles: Titles, layout: Layout, body: Sequence[int]) -> None:
        self._reading, self._grid, self._titles, self._layout = reading, grid, titles, layout
        self._body = body
        self._people = People(reading)
        self._sources: dict[str, dict[str, Any]] = {}
        self._days = self._dates()

    def read(self, common: Mapping[str, Any]) -> None:
        """Add everything to the reading; `common` are the columns of every source.

        Raises
        ------
        EvidenceError
            A cell cannot be; names row and column.
        """
        notes: dict[str, Note] = {}
        silent = 0
        for number, index in enumerate(self._body):
            found = self._notes(number, index)
            silent += not found
            for key, note in found:
                held = notes.get(key)
                notes[key] = note if held is None else _joined(held, note, self._grid.place(index))
        self._reading.drop("row" if not self._layout.per_row else "respondent", silent, "without any words")
        gather(self._reading, notes.values(), Sources(self._titled(common), self._sources))
        self._people.report()

    def _titled(self, common: Mapping[str, Any]) -> Mapping[str, Any]:
        """Leave the file's name out of the sources' titles where it may name somebody: one of few, or one in it."""
        told = common.get("title", "")
        if not told or told != self._grid.title:
            return common
        words = {word.casefold() for word in _WORD.findall(told)}
        named = {word.casefold() for name in self._reading.names for word in _WORD.findall(name)}
        if not words & named and (len(self._reading.participants) > 1 or words <= _NOBODYS):
            return common
        self._reading.doubt("the file's name", "may be somebody's", "not used as the title; title= gives one")
        return {**common, "title": ""}

    def _notes(self, number: int, index: int) -> list[tuple[str, Note]]:
        layout = self._layout
        answers = [(question, text) for question, text in self._answers(index) if text]
        if not answers:
            return []
        called = plain(self._text(index, layout.participant))
        person = self._person(index, called)
        source = self._source(number, index, person)
        codes = self._codes(index)
        place = self._text(index, layout.note_id) or f"\0{index}"
        shared: dict[str, Any] = {
            "source": source,
            "participant": person,
            "called": called,
            "time_start": self._seconds(index, layout.time_start),
            "time_end": self._seconds(index, layout.time_end),
            "codes": codes,
            "coder": plain(self._text(index, layout.coder)) or layout.coder_name,
            "score": self._score(index),
            "level": self._level(index),
            "marked": layout.marked,
        }
        told = self._text(index, layout.question)
        return [
            (f"{source}\0{place}\0{question}", Note(text=text, question=plain(told) or question, **shared))
            for question, text in answers
        ]

    def _text(self, index: int, place: int | None) -> str:
        return "" if place is None else cell_text(self._grid.rows[index][place])

    def _answers(self, index: int) -> list[tuple[str, str]]:
        row = self._grid.rows[index]
        return [
            (question, "\n".join(text for text in (lines(cell_text(row[place])) for place in places) if text))
            for question, places in self._layout.texts.items()
        ]

    def _person(self, index: int, called: str) -> str | None:
        layout, row = self._layout, self._grid.rows[index]
        if not called and not layout.per_row:
            return None
        known = {title: _attribute(row[place]) for title, place in layout.attributes.items()}
        told = plain(self._text(index, layout.role)).lower()
        role = _ROLES.get(told, "participant")
        key = self._people.find(
            called, role, {title: value for title, value in known.items() if value not in ("", None)}
        )
        name = plain(self._text(index, layout.name))
        if name and is_name(name):
            self._reading.names.setdefault(name, key)
        return key

    def _source(self, number: int, index: int, person: str | None) -> str:
        layout = self._layout
        named = plain(self._text(index, layout.source))
        # Without a column that names it, a person's notes are one source, and so are the notes of nobody.
        name = named or (f"\0{person}" if person is not None and layout.source is None else "")
        own = self._sources.setdefault(name, {})
        if named and layout.source != layout.participant:
            own["title"] = named
            if layout.marked:
                own["excerpts"] = True
        elif person is not None and layout.source in {None, layout.participant}:
            own["of"] = person
        if (day := self._days[number]) is not None:
            own.setdefault("recorded_at", day)
        if language := plain(self._text(index, layout.language)):
            own.setdefault("language", language)
        row = self._grid.rows[index]
        for title, place in layout.fields.items():
            if (value := _attribute(row[place])) != "":
                own.setdefault("fields", {}).setdefault(title, value)
        return name

    def _codes(self, index: int) -> tuple[CodePath, ...]:
        layout = self._layout
        found = [path for column in layout.codes for path in column.of(self._text(index, column.place))]
        for place, path in layout.flags.items():
            told = plain(self._text(index, place)).lower()
            if told in _YES:
                found.append(path)
            elif told not in _NO:
                where = f"{self._grid.place(index)}, {self._titles.label(place)}"
                raise EvidenceError(f"{where}: {len(told)} characters that are neither yes nor no. Use 1 and 0.")
        return tuple(found)

    def _seconds(self, index: int, place: int | None) -> float | None:
        text = self._text(index, place)
        if not text.strip():
            return None
        found = seconds(text)
        if found is None:
            label = self._titles.label(place or 0)
            self._reading.drop(f"{label}: time", 1, "is no time code such as 1:02:03")
        return found

    def _score(self, index: int) -> float | None:
        layout = self._layout
        text = self._text(index, layout.score).strip()
        if not text:
            return None
        where = f"{self._grid.place(index)}, {self._titles.label(layout.score or 0)}"
        number = _number(text)
        if number is None:
            raise EvidenceError(f"{where}: {len(text)} characters that are no number. Give a score.")
        low, high = sorted(layout.scale or (-2, 2))
        if not low <= number <= high:
            raise EvidenceError(f"{where}: {number:g} is not from {low:g} to {high:g}. Give scale=(lowest, highest).")
        return number if layout.scale is None else rescale([number], from_=layout.scale)[0]

    def _level(self, index: int) -> str | None:
        told = plain(self._text(index, self._layout.level)).lower()
        if told and told not in {"private", "team", "public"}:
            where = f"{self._grid.place(index)}, {self._titles.label(self._layout.level or 0)}"
            raise EvidenceError(f"{where}: {len(told)} characters that are no level. Use private, team or public.")
        return told or None

    def _dates(self) -> list[str | None]:
        place = self._layout.recorded_at
        if place is None:
            return [None] * len(self._body)
        found, guessed = days([self._text(index, place) for index in self._body])
        if guessed:
            label = self._titles.label(place)
            self._reading.doubt(label, "day and month could be either way round", "taken as month/day/year")
        return found


def _joined(held: Note, more: Note, place: str) -> Note:
    if held.text != more.text:
        raise EvidenceError(f"{place}: the id of a note above it, with other words. Give each note an id of its own.")
    return Note(**{**vars(held), "codes": (*held.codes, *more.codes)})


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:  # its message has the words in it: it must not be the cause of another
        return None


def _attribute(cell: Any) -> Any:
    return plain(cell) if isinstance(cell, str) else cell
