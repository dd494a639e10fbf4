"""Quotes: a table of passages that somebody has marked already, a row a passage."""

from __future__ import annotations

import inspect
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import frame
from journeywidgets.evidence.readers.grid import Given, Grid, plain, read_grid
from journeywidgets.evidence.readers.layout import CodeColumn
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.titles import Titles, known

_TEXT = ("quote text", "quote", "highlight", "excerpt", "verbatim")
_SENTIMENT = "Sentiment"
# What else such exports say of a passage.
_BESIDE = (
    "participant",
    "participant code",
    "theme",
    "themes",
    "tags",
    "tags (all)",
    "tag",
    "code",
    "codes",
    "section",
)


def looks(grid: Grid) -> bool:
    """Return whether a table is one of quotes: a column of them, and one of who said it or what it is about."""
    header = {plain(title).casefold() for title in grid.header()}
    return bool(header & set(_TEXT)) and bool(header & set(_BESIDE))


def read(
    given: Given,
    *,
    text: str | None = None,
    participant: str | None = None,
    sheet: str | int | None = None,
    encoding: str | None = None,
    **columns: Any,
) -> Reading:
    """Read a table of quotes: each row is a quote, and the source is the passages one after the other.

    The columns ``Quote text``, ``Participant code``, ``Participant name``, ``Section``, ``Theme`` (several joined by
    ``/``), ``Sentiment``, ``Tags`` (by ``,``), ``Timecode`` and ``Session`` are known by their titles. Names go
    into the key; a section is the segment's question; themes and tags are codes, a sentiment is a code below
    ``Sentiment``. What stands around a passage in its document is not known: read the document itself where there is
    one.

    Parameters
    ----------
    given
        A CSV file, a workbook, or a frame.
    text, participant
        The columns, where they have other titles.
    sheet, encoding
        Which sheet of a workbook; how a CSV file is encoded.
    **columns
        As `frame.read` takes them; with any of ``code``, ``flags``, ``separator`` or ``path`` the codes are read
        as it reads them.

    Raises
    ------
    EvidenceError
        A column is not there, or a cell cannot be.
    """
    taken = [name for name in inspect.signature(frame.read).parameters if not name.startswith("_")]
    known(columns, [name for name in taken if name not in {"given", "quotes"}], "quotes")
    grid = read_grid(given, sheet=sheet, encoding=encoding)
    titles = Titles(grid.header())
    place = titles.first(_TEXT) if text is None else titles.place(text, "text")
    if place is None:
        raise EvidenceError(f"none of the {grid.width} columns is called quote. Name the one that holds them: text=….")
    who = participant or _title(titles, "participant code", "participant", "speaker")
    options = {"text": titles.all[place], "participant": who, "name": _title(titles, "participant name")}
    options |= {"source": _title(titles, "session", "source", "document"), "question": _title(titles, "section")}
    options |= {"time_start": _title(titles, "timecode", "time code")}
    if options["participant"] is None:
        options["participant"], options["name"] = options["name"], None
    given_options = {name: value for name, value in options.items() if value is not None} | columns
    if not columns.keys() & {"code", "flags", "separator", "path"}:
        given_options["_codes"] = _codes(titles)
    reading = frame.read(grid, quotes=True, _kind="quotes", **given_options)
    for code in reading.codes:
        if code["parent"] is not None:  # only sentiments are nested here
            code["kind"] = "emotion"
    return reading


def _title(titles: Titles, *names: str) -> str | None:
    place = titles.first(names)
    return None if place is None else titles.all[place]


def _codes(titles: Titles) -> list[CodeColumn]:
    found = [
        (titles.first(("theme", "themes")), r"\s+/\s+", ()),
        (titles.first(("tags (all)", "tags", "tag", "codes", "code")), r"\s*[;,]\s*", ()),
        (titles.first(("sentiment",)), None, (_SENTIMENT,)),
    ]
    return [CodeColumn(place, separator, None, under) for place, separator, under in found if place is not None]
