"""Google Forms: answers as its spreadsheet has them, with a time stamp first."""

from __future__ import annotations

from typing import Any

from journeywidgets.evidence.readers.dates import days
from journeywidgets.evidence.readers.grid import Given, Grid, read_grid
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.survey import Export, Wanted, read_survey
from journeywidgets.evidence.readers.titles import Titles

# What the first column is called, in the languages of the forms that were seen.
_STAMPS = frozenset({"timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora",
                     "informazioni cronologiche", "tijdstempel", "sygnatura czasowa", "tidsstempel", "tidsstämpel",
                     "aikaleima", "отметка времени", "タイムスタンプ", "时间戳记", "타임스탬프"})  # fmt: skip


def looks(grid: Grid) -> bool:
    """Return whether a table has the form of this export."""
    return bool(grid.rows) and " ".join(grid.header()[0].split()).casefold() in _STAMPS


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
    """Read the answers of a form: a source for each row, a segment for each open answer.

    Parameters
    ----------
    given
        The CSV file that Google Sheets saves, the workbook, or a frame of it.
    text
        The open questions: titles, or what they begin with; or question -> title(s). Default: the columns whose
        answers look like people's own words, each named in the report as unsure.
    participant
        The column that says who answered. Default: none, each row is somebody new. Its names go into the key.
    attributes
        The columns kept of the participants. Default: all others. A grid is one column a row,
        ``"Question [row]"``; several choices of one question stay joined, as the form wrote them.
    keep
        Columns that tell who somebody is (e-mail addresses, names, places) and are kept all the same.
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
    reading = Reading("google_forms")
    titles = Titles(grid.header())
    body = range(1, len(grid.rows))
    stamp = 0 if looks(grid) else None
    if stamp is not None and all(day is None for day in days([str(grid.rows[index][0]) for index in body])[0]):
        stamp = None
    export = Export(titles.all, body, recorded_at=stamp)
    read_survey(reading, grid, titles, export, Wanted(text, participant, attributes, keep, title))
    return reading
