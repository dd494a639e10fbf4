"""SurveyMonkey: all individual responses, one row a respondent, with one or two rows of header."""

from __future__ import annotations

import re
from typing import Any

from journeywidgets.evidence.readers.grid import Given, Grid, plain, read_grid
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.survey import Export, Wanted, read_survey
from journeywidgets.evidence.readers.titles import Titles

_RESPONDENT = "respondent id"
_OWN = frozenset({"collector id", "respondent id", "date created", "date modified", "start date", "end date"})
_PERSONAL = {
    "ip address": "IP address",
    "email address": "e-mail address",
    "first name": "name",
    "last name": "name",
}
_CUSTOM = re.compile(r"custom data(?: \d+)?|custom value")
# What the second row of the header says of a box for words.
_OPEN = re.compile(r"open-ended response|other \(.*|.*\(please specify\).*|comments?:?.*", re.IGNORECASE)
_CHOICE = "response"


def looks(grid: Grid) -> bool:
    """Return whether a table has the form of this export."""
    return bool(grid.rows) and _RESPONDENT in [plain(title).casefold() for title in grid.header()]


def read(
    given: Given,
    *,
    text: Any = None,
    participant: str | None = None,
    attributes: Any = None,
    keep: Any = (),
    title: str = "",
    sheet: str | int | None = None,
    encoding: str | None = None,
) -> Reading:
    """Read the export of all responses: a source for each respondent, a segment for each open answer.

    With two rows of header the first has the question over the first of its columns, the second
    ``Open-Ended Response``, ``Response``, an option, or ``Other (please specify)``. A column is then called by its
    question, or ``"question [option]"``. With one row the columns keep their titles.

    Parameters
    ----------
    given
        The CSV file or workbook, or a frame of it (two rows of header: with a MultiIndex, or the second as a row).
    text
        The open questions: titles, or what they begin with; or question -> title(s). Default: those that the
        second row says are; without one, those that look so.
    participant
        The column that says who answered. Default: the respondent's ID. It goes into the key.
    attributes
        The columns kept of the participants. Default: all others.
    keep
        Columns that tell who somebody is (IP and e-mail address, names, custom data) and are kept all the same.
    title
        The title of the sources. Default: the file's name.
    sheet, encoding
        Which sheet of a workbook; how a CSV file is encoded (default UTF-8).

    Raises
    ------
    EvidenceError
        The file cannot be read, or a column is not there.
    """
    grid = read_grid(given, sheet=sheet, encoding=encoding)
    reading = Reading("surveymonkey")
    two = _two_rows(grid)
    questions, options = grid.header(0), grid.header(1) if two else [""] * grid.width
    titles = Titles(_titles(questions, options))
    places = {plain(name).casefold(): place for place, name in reversed(list(enumerate(questions))) if name.strip()}
    export = Export(
        titles.all,
        range(2 if two else 1, len(grid.rows)),
        open={place for place, option in enumerate(options) if _OPEN.fullmatch(plain(option))} if two else None,
        participant=places.get(_RESPONDENT),
        recorded_at=places.get("date created", places.get("start date")),
        personal={place: _personal(name) for name, place in places.items() if _personal(name)},
        skipped={place: "a column of the system" for name, place in places.items() if name in _OWN - {_RESPONDENT}},
    )
    read_survey(reading, grid, titles, export, Wanted(text, participant, attributes, keep, title))
    return reading


def _personal(name: str) -> str:
    return _PERSONAL.get(name, "outside reference" if _CUSTOM.fullmatch(name) else "")


def _two_rows(grid: Grid) -> bool:
    """Return whether the second row belongs to the header: it says nothing below the system's own columns."""
    if len(grid.rows) <= 1:
        return False
    own = {place for place, name in enumerate(grid.header()) if plain(name).casefold() in _OWN | _PERSONAL.keys()}
    below = grid.header(1)
    return any(cell.strip() for cell in below) and not any(below[place].strip() for place in own)


def _titles(questions: list[str], options: list[str]) -> list[str]:
    """Return a title for each column; a question stands over the first of its columns alone."""
    found: list[str] = []
    current = ""
    for question, option in zip(questions, map(plain, options), strict=True):
        current = plain(question) or current
        bare = not option or option.casefold() in {_CHOICE, "open-ended response"}
        found.append(current if bare else f"{current} [{option}]")
    return found
