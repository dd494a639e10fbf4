"""Frame: any table of notes, answers or coded passages, read by naming its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.grid import Given, Grid, cell_text, plain, read_grid
from journeywidgets.evidence.readers.layout import CodeColumn, Layout
from journeywidgets.evidence.readers.personal import personal
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.rows import Rows
from journeywidgets.evidence.readers.survey import Export, Wanted, read_survey
from journeywidgets.evidence.readers.titles import Titles

# What a column is called by default, the surest first.
WORDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "note", "notes", "answer", "response", "comment", "comments", "verbatim", "content", "quote",
             "quote text", "observation"),
    "participant": ("participant", "participant code", "participant id", "pseudonym", "respondent", "respondent id",
                    "speaker", "interviewee"),
    "role": ("role", "speaker role"),
    "source": ("source", "document", "session", "interview", "source file", "file"),
    "question": ("question", "prompt", "topic"),
    "time_start": ("time_start", "start time", "timecode", "time code"),
    "time_end": ("time_end", "end time"),
    "recorded_at": ("recorded_at", "date", "timestamp", "recorded"),
    "code": ("code", "codes", "tag", "tags", "tags (all)", "theme", "themes", "label", "labels"),
    "coder": ("coder", "coded by", "tagged by"),
    "score": ("score",),
    "level": ("level",),
}  # fmt: skip
_ROW_PARTS = ("role", "source", "question", "time_start", "time_end", "recorded_at", "score", "level")


def read(
    given: Given,
    *,
    text: Any = None,
    participant: str | None = None,
    name: str | None = None,
    role: str | None = None,
    source: str | None = None,
    question: str | None = None,
    time_start: str | None = None,
    time_end: str | None = None,
    recorded_at: str | None = None,
    code: str | Iterable[str] | None = None,
    flags: Mapping[str, str] | Iterable[str] | None = None,
    separator: str | None = r"\s*[;,]\s*",
    path: str | None = None,
    coder: str | None = None,
    score: str | None = None,
    scale: tuple[float, float] | None = None,
    level: str | None = None,
    note_id: str | None = None,
    attributes: Iterable[str] | None = None,
    keep: Iterable[str] = (),
    quotes: bool = False,
    title: str = "",
    source_kind: str = "",
    provenance: str = "",
    sheet: str | int | None = None,
    encoding: str | None = None,
    _kind: str = "table",
    _codes: list[CodeColumn] | None = None,
) -> Reading:
    r"""Read a table: a row a note (long), or a row a person and a column a question (wide).

    Every column is named by its title, in any case, or by what it begins with. Columns that are not named are found
    by the usual titles (``text``, ``note``, ``answer``; ``participant``, ``respondent``; ``source``, ``document``;
    ``question``; ``code``, ``tag`` …).

    Parameters
    ----------
    given
        A CSV file (comma, semicolon or tab), a workbook, or a frame.
    text
        Long: the column of the words. Wide: several columns, each a question; or question -> column(s), whose
        answers are joined.
    participant
        Who said it. A short code (``P7``) is the pseudonym; anything else is a name, which goes into the key alone.
        Wide without it: each row is somebody new.
    name
        A column of names beside one of codes: they go into the key, so that they are found where names are removed.
    role
        ``participant``, ``moderator`` (or ``interviewer``, ``facilitator``), ``observer``.
    source
        Which document or session the note is from. Without it a person's notes are one source.
    question, time_start, time_end, recorded_at
        As a segment and a source have them; times as ``1:02:03``.
    code, separator, path
        The column (or several) of the note's codes; a regular expression for what stands between several codes
        in a cell (None: the cell is one; default: comma or semicolon); and one for what stands between a code and
        its part (default None: none are nested).
        A note with a code becomes a quote.
    flags
        Columns of yes and no (1, x, true), one a code; or column -> code.
    coder
        The column of who coded, or the coder's name where no column is called so.
    score, scale
        How it feels, -2 to 2, or on a scale such as ``(1, 5)``, the worst first.
    level
        ``private``, ``team`` or ``public``.
    note_id
        Rows with the same id are one note with several codes.
    attributes
        Columns kept of the participants. Default: all others that have one value a participant.
    keep
        Columns that tell who somebody is and are kept all the same.
    quotes
        Whether every note is a quote, coded or not.
    title, source_kind, provenance
        Of the sources. Default: the file's name, ``notes`` and ``notes``; wide: ``survey`` and ``raw``.
    sheet, encoding
        Which sheet of a workbook; how a CSV file is encoded (default: its byte-order mark, else UTF-8).

    Raises
    ------
    EvidenceError
        A column is not there, or a cell cannot be; names row and column.
    """
    grid = read_grid(given, sheet=sheet, encoding=encoding)
    reading, titles = Reading(_kind), Titles(grid.header())
    if len(grid.rows) <= 1:
        raise EvidenceError("the table has no rows below its header. Is it the right sheet?")
    if grid.loose:
        reading.doubt("file", "quotation marks that do not close", "read as they stand")
    wide = text is not None and not isinstance(text, str)
    if text is None and titles.first(WORDS["text"]) is None:
        wide = True
    if wide and code is None and flags is None:
        export = Export(titles.all, range(1, len(grid.rows)), participant=titles.first(WORDS["participant"]))
        if recorded_at is not None:
            export.recorded_at = titles.place(recorded_at, "recorded_at")
        read_survey(reading, grid, titles, export, Wanted(text, participant, attributes, keep, title))
        return reading
    titles.doubt(reading)
    named = {"participant": participant, "role": role, "source": source, "question": question, "score": score,
             "time_start": time_start, "time_end": time_end, "recorded_at": recorded_at, "level": level}  # fmt: skip
    layout = _layout(titles, text, named, per_row=wide)
    layout.name = None if name is None else titles.place(name, "name")
    layout.codes = _code_columns(titles, layout, code, separator, path) if _codes is None else _codes
    layout.scale, layout.marked = scale, quotes
    layout.flags = _flags(titles, flags)
    layout.note_id = None if note_id is None else titles.place(note_id, "note_id")
    layout.coder, layout.coder_name = _coder(titles, coder)
    _attributes(reading, grid, titles, layout, attributes, titles.places(keep, "keep"))
    common = {
        "title": title or grid.title,
        "kind": source_kind or ("survey" if wide else "notes"),
        "provenance": provenance or ("raw" if wide else "notes"),
    }
    Rows(reading, grid, titles, layout, range(1, len(grid.rows))).read(common)
    return reading


def _layout(titles: Titles, text: Any, named: Mapping[str, str | None], *, per_row: bool) -> Layout:
    if isinstance(text, Mapping):
        texts = {str(question): tuple(titles.places(columns, "text")) for question, columns in text.items()}
    elif text is None or isinstance(text, str):
        place = titles.first(WORDS["text"]) if text is None else titles.place(text, "text")
        texts = {"": (place or 0,)}
    else:
        texts = {titles.all[place]: (place,) for place in titles.places(text, "text")}
    layout = Layout(texts, per_row=per_row)
    for part, title in named.items():
        if title is not None:
            setattr(layout, part, titles.place(title, part))
    for part in ("participant", *_ROW_PARTS):
        if named[part] is None:
            setattr(layout, part, _spare(titles, part, layout))
    return layout


def _spare(titles: Titles, part: str, layout: Layout) -> int | None:
    """Return the column that is usually called so, unless it has another part already."""
    used = layout.used()
    return next((place for word in WORDS[part] if (place := titles.find(word)) is not None and place not in used), None)


def _code_columns(
    titles: Titles, layout: Layout, code: str | Iterable[str] | None, separator: str | None, path: str | None
) -> list[CodeColumn]:
    if code is None:
        place = _spare(titles, "code", layout)
        places = [] if place is None else [place]
    else:
        places = titles.places(code, "code")
    return [CodeColumn(place, separator, path) for place in places]


def _flags(titles: Titles, flags: Mapping[str, str] | Iterable[str] | None) -> dict[int, tuple[str, ...]]:
    if flags is None:
        return {}
    if isinstance(flags, Mapping):
        return {titles.place(column, "flags"): (code,) for column, code in flags.items()}
    return {place: (titles.all[place],) for place in titles.places(flags, "flags")}


def _coder(titles: Titles, coder: str | None) -> tuple[int | None, str]:
    if coder is None:
        return titles.first(WORDS["coder"]), ""
    place = titles.find(coder)
    return place, "" if place is not None else coder


def _attributes(
    reading: Reading,
    grid: Grid,
    titles: Titles,
    layout: Layout,
    attributes: Iterable[str] | None,
    kept: list[int],
) -> None:
    """Decide what is kept of the participants, and say what is not."""
    used = layout.used()
    if attributes is not None:
        chosen = titles.places(attributes, "attributes")
    else:
        chosen = [place for place in range(grid.width) if place not in used]
    for place in range(grid.width):
        if place in used:
            continue
        cells = [cell_text(row[place]) for row in grid.rows[1:]]
        filled = sum(1 for cell in cells if cell.strip())
        what = None if place in kept else personal(titles.all[place], cells)
        if what is not None:
            reading.drop(f"{titles.label(place)}: {what}", filled, "tells who somebody is; keep=[…] keeps it")
        elif place not in chosen and place not in kept:
            reading.drop(titles.label(place), filled, "not among the columns asked for")
        elif not layout.per_row and not _of_people(grid, layout, cells):
            reading.drop(titles.label(place), filled, "has several values for one participant, or no participant")
        elif filled:
            layout.attributes[titles.all[place]] = place


def _of_people(grid: Grid, layout: Layout, cells: list[str]) -> bool:
    """Return whether a column has one value a participant."""
    if layout.participant is None:
        return False
    seen: dict[str, str] = {}
    for row, cell in zip(grid.rows[1:], cells, strict=True):
        person, value = plain(cell_text(row[layout.participant])), plain(cell)
        if person and value and seen.setdefault(person, value) != value:
            return False
    return True
