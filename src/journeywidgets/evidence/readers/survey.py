"""Survey: one row a respondent, one column a question. What the readers of survey exports share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.grid import Grid, cell_text
from journeywidgets.evidence.readers.layout import Layout
from journeywidgets.evidence.readers.openness import is_open
from journeywidgets.evidence.readers.personal import personal
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.rows import Rows
from journeywidgets.evidence.readers.titles import Titles

Texts = str | Sequence[str] | Mapping[str, str | Sequence[str]]
"""Open questions: a column, several, or question -> column(s) whose answers are joined."""


@dataclass
class Export:
    """What a kind of export says of its own columns; places are counted from 0.

    Attributes
    ----------
    questions
        Of each column, the words of its question.
    body
        The places of the rows with answers.
    open
        The columns that the export itself says are open; None where it says nothing.
    participant, recorded_at, language
        The column of the respondent's key, of the day, of the language.
    personal
        Columns that tell who somebody is -> what they tell.
    skipped
        Columns of the system that are of no use -> why.
    fields
        Columns kept with the source.
    """

    questions: Sequence[str]
    body: Sequence[int]
    open: set[int] | None = None
    participant: int | None = None
    recorded_at: int | None = None
    language: int | None = None
    personal: dict[int, str] = field(default_factory=dict)
    skipped: dict[int, str] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """What the caller asks for, as the readers of surveys take it.

    Attributes
    ----------
    text
        The open questions; None: those that the export says are, or that look so.
    participant
        The column that says who answered.
    attributes
        The columns kept of the participants; None: all that are left.
    keep
        Columns that are kept though they tell who somebody is.
    title
        The title of the sources.
    """

    text: Texts | None = None
    participant: str | None = None
    attributes: Iterable[str] | None = None
    keep: Iterable[str] = ()
    title: str = ""


def read_survey(reading: Reading, grid: Grid, titles: Titles, export: Export, wanted: Wanted) -> None:
    """Read the answers of an export: a source for each respondent, a segment for each open answer.

    Closed answers become the respondent's attributes. Columns that tell who somebody is are left out unless
    `keep` or `participant` names them. All that is left out is in the report.

    Raises
    ------
    EvidenceError
        A column is not there, or there is no open question.
    """
    titles.doubt(reading)
    columns = _Columns(grid, titles, export)
    kept = set(titles.places(wanted.keep, "keep"))
    layout = Layout({}, per_row=True, recorded_at=export.recorded_at, language=export.language)
    layout.participant = export.participant
    if wanted.participant is not None:
        layout.participant = titles.place(wanted.participant, "participant")
    named = {name: place for name, place in columns.private(kept).items() if place != layout.participant}
    used = {place for place in (layout.participant, export.recorded_at, export.language) if place is not None}
    out = used | set(named.values()) | set(export.skipped) - kept | set(export.fields.values())
    layout.texts = columns.texts(wanted.text, out, reading)
    layout.fields = export.fields
    asked = {place for places in layout.texts.values() for place in places}
    rest = [place for place in range(grid.width) if place not in out | asked and columns.filled(place)]
    if wanted.attributes is not None:
        rest = titles.places(wanted.attributes, "attributes")
    layout.attributes = {titles.all[place]: place for place in dict.fromkeys([*rest, *sorted(kept - asked)])}
    columns.report(reading, layout, named)
    Rows(reading, grid, titles, layout, export.body).read(
        {"kind": "survey", "provenance": "raw", "title": wanted.title or grid.title}
    )


class _Columns:
    def __init__(self, grid: Grid, titles: Titles, export: Export) -> None:
        self._grid, self._titles, self._export = grid, titles, export
        self._cells: dict[int, list[str]] = {}

    def cells(self, place: int) -> list[str]:
        if place not in self._cells:
            self._cells[place] = [cell_text(self._grid.rows[index][place]) for index in self._export.body]
        return self._cells[place]

    def filled(self, place: int) -> int:
        return sum(1 for cell in self.cells(place) if cell.strip())

    def private(self, kept: set[int]) -> dict[str, int]:
        """Return what tells who somebody is, by what it tells: ``"column R 'IPAddress': IP address"``."""
        found: dict[str, int] = {}
        for place in range(self._grid.width):
            if place in kept:
                continue
            what = self._export.personal.get(place) or personal(self._export.questions[place], self.cells(place))
            if what is not None:
                found[f"{self._titles.label(place)}: {what}"] = place
        return found

    def texts(self, given: Texts | None, out: set[int], reading: Reading) -> dict[str, tuple[int, ...]]:
        if given is not None:
            return self._given(given)
        found = self._export.open
        if found is None:
            found = {place for place in range(self._grid.width) if place not in out and is_open(self.cells(place))}
            for place in sorted(found):
                reading.doubt(self._titles.label(place), "answers in people's own words", "taken as an open question")
        places = [place for place in sorted(found - out) if self.filled(place)]
        if not places:
            raise EvidenceError(
                f"none of the {self._grid.width} columns looks like an open question. Name those that are: text=[…]."
            )
        return {self._question(place, places): (place,) for place in places}

    def _question(self, place: int, among: Sequence[int]) -> str:
        question = self._export.questions[place]
        twice = [other for other in among if self._export.questions[other] == question]
        return question if len(twice) == 1 else f"{question} ({twice.index(place) + 1})"

    def _given(self, given: Texts) -> dict[str, tuple[int, ...]]:
        if isinstance(given, Mapping):
            return {str(name): tuple(self._titles.places(columns, "text")) for name, columns in given.items()}
        places = self._titles.places(given, "text")
        return {self._question(place, places): (place,) for place in places}

    def report(self, reading: Reading, layout: Layout, named: Mapping[str, int]) -> None:
        used = layout.used()
        for what, place in named.items():
            if place not in used:
                reading.drop(what, self.filled(place), "tells who somebody is; keep=[…] keeps it")
        for place, why in self._export.skipped.items():
            if place not in used:
                reading.drop(self._titles.label(place), self.filled(place), why)
        rest = set(range(self._grid.width)) - used - set(named.values()) - set(self._export.skipped)
        for place in sorted(rest):
            reading.drop(self._titles.label(place), self.filled(place), "not among the columns asked for")
