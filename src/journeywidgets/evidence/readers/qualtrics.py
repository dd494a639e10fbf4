"""Qualtrics: the export with three rows of header and seventeen columns of its own."""

from __future__ import annotations

import json
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.grid import Given, Grid, cell_text, plain, read_grid
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.survey import Export, Wanted, read_survey
from journeywidgets.evidence.readers.titles import Titles

_HEADER = 3
_PERSONAL = {
    "IPAddress": "IP address",
    "RecipientLastName": "name",
    "RecipientFirstName": "name",
    "RecipientEmail": "e-mail address",
    "ExternalReference": "outside reference",
    "ExternalDataReference": "outside reference",
    "LocationLatitude": "location",
    "LocationLongitude": "location",
}
_FIELDS = ("Status", "Progress", "Duration (in seconds)", "Finished", "DistributionChannel")
_SKIPPED = ("StartDate", "EndDate", "RecordedDate")
# Status as text, and as the number that the export of values has.
_PREVIEWS = frozenset(
    {"survey preview", "survey test", "offline survey preview", "survey preview spam", "1", "2", "9", "17"}
)
_SPAM = frozenset({"spam", "imported spam", "offline survey spam", "8", "12"})
_CHANNELS = frozenset({"preview", "test"})


def looks(grid: Grid) -> bool:
    """Return whether a table has the form of this export: the third row holds import ids."""
    return len(grid.rows) >= _HEADER and any(_import_id(cell) for cell in grid.header(2)[:5])


def _import_id(cell: str) -> str:
    """Return the id in ``{"ImportId":"QID1_TEXT"}``; "" where it is none."""
    if not cell.lstrip().startswith("{"):
        return ""
    try:
        found = json.loads(cell)
    except ValueError:
        return ""
    return str(found.get("ImportId", "")) if isinstance(found, dict) else ""


def read(
    given: Given,
    *,
    text: Any = None,
    participant: str | None = None,
    attributes: Any = None,
    keep: Any = (),
    previews: bool = False,
    title: str = "",
    sheet: str | int | None = None,
    encoding: str | None = None,
) -> Reading:
    """Read the export of the responses: a source for each respondent, a segment for each open answer.

    Parameters
    ----------
    given
        The CSV or TSV file, the workbook, or a frame of it (the rows below its header among its rows).
    text
        The open questions: column names (``Q1``), question texts or what they begin with; or question ->
        name(s). Default: those whose import id ends with ``TEXT``.
    participant
        The column that says who answered. Default: ``ResponseId``. It goes into the key.
    attributes
        The columns kept of the participants. Default: all other questions.
    keep
        Columns that tell who somebody is and are kept all the same: ``IPAddress``, ``RecipientEmail``,
        ``LocationLatitude`` … They become attributes.
    previews
        Whether previews, tests and spam are read too.
    title
        The title of the sources. Default: the file's name.
    sheet, encoding
        Which sheet of a workbook; how a CSV file is encoded (default: its byte-order mark, else UTF-8).

    Raises
    ------
    EvidenceError
        The file cannot be read or has not the three rows of header, or a column is not there.
    """
    grid = read_grid(given, sheet=sheet, encoding=encoding)
    if not looks(grid):
        raise EvidenceError(
            'the third row holds no import ids such as {"ImportId":"QID1_TEXT"}. Export the responses again '
            "as CSV, or read the table with kind='table' and text=[…]."
        )
    reading = Reading("qualtrics")
    names, questions = grid.header(0), grid.header(1)
    ids = [_import_id(cell) for cell in grid.header(2)]
    places = {plain(name): place for place, name in reversed(list(enumerate(names)))}
    titles = _Names(names, questions)
    system = set(_PERSONAL) | set(_FIELDS) | set(_SKIPPED) | {"ResponseId", "UserLanguage"}
    day = next((places[name] for name in ("RecordedDate", "EndDate", "StartDate") if name in places), None)
    export = Export(
        [plain(question) or plain(name) for question, name in zip(questions, names, strict=True)],
        _body(reading, grid, places, previews=previews),
        open={place for place, one in enumerate(ids) if one.endswith("TEXT") and plain(names[place]) not in system},
        participant=places.get("ResponseId"),
        recorded_at=day,
        language=places.get("UserLanguage"),
        personal={places[name]: what for name, what in _PERSONAL.items() if name in places},
        skipped={places[name]: "the time of day" for name in _SKIPPED if name in places and places[name] != day},
        fields={name: places[name] for name in _FIELDS if name in places},
    )
    read_survey(reading, grid, titles, export, Wanted(text, participant, attributes, keep, title))
    return reading


class _Names(Titles):
    """Columns by their name; a question's words find them too."""

    def __init__(self, names: list[str], questions: list[str]) -> None:
        super().__init__(names)
        self._questions = Titles(questions)

    def place(self, name: Any, option: str) -> int:
        if self.find(name) is not None:
            return super().place(name, option)
        try:
            return self._questions.place(name, option)
        except EvidenceError:
            return super().place(name, option)


def _body(reading: Reading, grid: Grid, places: dict[str, int], *, previews: bool) -> list[int]:
    """Return the places of the rows that people filled in."""
    kept: list[int] = []
    tests = spam = 0
    for index in range(_HEADER, len(grid.rows)):
        row = grid.rows[index]
        status, channel = (
            plain(cell_text(row[places[name]])).casefold() if name in places else ""
            for name in ("Status", "DistributionChannel")
        )
        if not previews and (status in _PREVIEWS or channel in _CHANNELS):
            tests += 1
        elif not previews and status in _SPAM:
            spam += 1
        else:
            kept.append(index)
    reading.drop("response", tests, "a preview or test; previews=True reads it")
    reading.drop("response", spam, "marked as spam; previews=True reads it")
    return kept
