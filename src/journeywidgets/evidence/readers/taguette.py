"""Taguette: its table of highlights, and its whole project as an SQLite file."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.anchor import Anchors
from journeywidgets.evidence.offsets import Offsets
from journeywidgets.evidence.readers import frame
from journeywidgets.evidence.readers.grid import Given, Grid, plain
from journeywidgets.evidence.readers.markup_text import MarkupText
from journeywidgets.evidence.readers.notes import code_of
from journeywidgets.evidence.readers.people import People
from journeywidgets.evidence.readers.reading import Reading, sha256

_HEADER = ["id", "document", "tag", "content"]
_SUFFIXES = (".sqlite3", ".sqlite", ".db")
_TABLES = frozenset({"projects", "documents", "highlights", "tags", "highlight_tags"})
_BYTES = 64_000_000  # the most that one value may have
_DOCUMENT = "document"


def looks(grid: Grid) -> bool:
    """Return whether a table is Taguette's export of highlights."""
    return [plain(title).casefold() for title in grid.header()] == _HEADER


def read(
    given: Given,
    *,
    participant: str | None = None,
    path: str | None = None,
    coder: str = "",
    project: int | None = None,
    sheet: str | int | None = None,
    encoding: str | None = None,
) -> Reading:
    r"""Read highlights with their tags: a quote a highlight, an application for each of its tags.

    The SQLite file of a project holds the documents too: each is a source, a segment a paragraph, and the
    highlights are placed in it; their offsets are bytes of UTF-8. The table of highlights (CSV, XLSX) holds
    neither the documents nor offsets: the source is then the passages, one after the other. Untagged highlights
    are in the SQLite file alone.

    Parameters
    ----------
    given
        The project's SQLite file, or the table of highlights: CSV, XLSX or a frame.
    participant
        ``"document"``: each document is one participant, called as it is. Default: nobody is known.
    path
        A regular expression for what stands between a tag and its part: ``r"\."``. Default: none are nested.
    coder
        Who coded. Default: of an SQLite file the login of whoever made the highlight.
    project
        The id of the project, where an SQLite file holds several.
    sheet, encoding
        Which sheet of a workbook; how a CSV file is encoded.

    Raises
    ------
    EvidenceError
        The file is no project of Taguette, or holds several and none is chosen.
    """
    if participant not in {None, _DOCUMENT}:
        raise EvidenceError("participant= takes 'document' here: each document is one participant.")
    if isinstance(given, (str, Path)) and Path(given).suffix.lower() in _SUFFIXES:
        return _project(Path(given), participant, path, coder, project)
    if project is not None:
        raise EvidenceError("project= is for an SQLite file; a table of highlights holds one project.")
    return frame.read(
        given,
        text="content",
        source=_DOCUMENT,
        participant=participant,
        code="tag",
        separator=None,
        path=path,
        note_id="id",
        coder=coder or None,
        attributes=(),
        quotes=True,
        sheet=sheet,
        encoding=encoding,
        _kind="taguette",
    )


def _project(file: Path, participant: str | None, path: str | None, coder: str, project: int | None) -> Reading:
    try:
        with closing(_connect(file)) as connection:
            return _Project(connection, path, coder, by_document=participant is not None).read(project)
    except sqlite3.Error as error:
        raise EvidenceError(f"the file is no project of Taguette that can be read ({type(error).__name__}).") from None


def _connect(file: Path) -> sqlite3.Connection:
    """Open a file from elsewhere: read-only, and without running what it may hold."""
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    return connection


class _Project:
    def __init__(self, connection: sqlite3.Connection, path: str | None, coder: str, *, by_document: bool) -> None:
        self._connection, self._path, self._coder, self._by_document = connection, path, coder, by_document
        self._reading = Reading("taguette")
        self._people = People(self._reading)
        self._moved = self._lost = 0

    def read(self, project: int | None) -> Reading:
        held = {row["name"] for row in self._rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not held >= _TABLES:
            raise EvidenceError("the file has not the tables of a project of Taguette. Export it again as SQLite.")
        number = self._chosen(project)
        codes = self._codes(number)
        made = self._made(number) if "commands" in held else {}
        marks = self._marks(number)
        for row in self._rows(
            "SELECT id, name, description, contents FROM documents WHERE project_id = ? ORDER BY id", number
        ):
            self._document(row, marks.get(row["id"], []), codes, made)
        if self._moved:
            self._reading.doubt("highlights", f"{self._moved:,} not at their offsets", "placed where their words stand")
        if self._lost:
            self._reading.doubt("highlights", f"{self._lost:,} whose words stand nowhere", "kept without a place")
        self._people.report()
        return self._reading

    def _rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        return iter(self._connection.execute(query, values))

    def _chosen(self, project: int | None) -> int:
        ids = [row["id"] for row in self._rows("SELECT id FROM projects ORDER BY id")]
        if project is None and len(ids) == 1:
            return int(ids[0])
        if project is None or project not in ids:
            raise EvidenceError(
                f"project={project!r}: the file holds {len(ids)} projects, with the ids {', '.join(map(str, ids))}. "
                "Name one: project=…."
            )
        return project

    def _codes(self, project: int) -> dict[int, str]:
        rows = list(self._rows("SELECT * FROM tags WHERE project_id = ? ORDER BY id", project))
        by_id = {row["id"]: row for row in rows}
        nested = bool(rows) and "parent_id" in rows[0].keys()  # noqa: SIM118 - a Row iterates over its values
        keys: dict[int, str] = {}

        def key_of(row: sqlite3.Row, way: tuple[int, ...] = ()) -> str:
            if row["id"] in way:
                raise EvidenceError("a tag is its own ancestor. Mend it in Taguette and export the project again.")
            if row["id"] not in keys:
                above = by_id.get(row["parent_id"]) if nested else None
                parent = None if above is None else key_of(above, (*way, row["id"]))
                keys[row["id"]] = self._code(row, parent)
            return keys[row["id"]]

        for row in rows:
            key_of(row)
        return keys

    def _code(self, row: sqlite3.Row, parent: str | None) -> str:
        names = [row["path"]] if self._path is None else re.split(self._path, row["path"])
        parts = [part for part in map(plain, names) if part] or [f"tag {row['id']}"]
        told = (row["description"] or "").strip()
        if parent is None:
            key = code_of(self._reading, tuple(parts))
        else:
            for part in parts:
                parent = self._reading.code(part, parent)
            key = str(parent)
        if told:
            next(code for code in reversed(self._reading.codes) if code["id"] == key)["definition"] = told
        return key

    def _made(self, project: int) -> dict[int, tuple[str, str | None]]:
        """Return who made each highlight, and when: what the log says last of it."""
        found: dict[int, tuple[str, str | None]] = {}
        for row in self._rows(
            "SELECT user_login, date, payload FROM commands WHERE project_id = ? ORDER BY id", project
        ):
            try:
                payload = json.loads(row["payload"])
            except ValueError:
                continue
            if isinstance(payload, dict) and payload.get("type") == "highlight_add":
                at = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?", str(row["date"]))
                found[payload.get("highlight_id", -1)] = (row["user_login"], f"{at[1]}T{at[2]}Z" if at else None)
        return found

    def _marks(self, project: int) -> dict[int, list[tuple[sqlite3.Row, list[int]]]]:
        """Return the highlights of each document, with the ids of their tags."""
        tags: dict[int, list[int]] = defaultdict(list)
        for row in self._rows("SELECT highlight_id, tag_id FROM highlight_tags ORDER BY highlight_id, tag_id"):
            tags[row["highlight_id"]].append(row["tag_id"])
        found: dict[int, list[tuple[sqlite3.Row, list[int]]]] = defaultdict(list)
        query = (
            "SELECT highlights.* FROM highlights JOIN documents ON documents.id = highlights.document_id "
            "WHERE documents.project_id = ? ORDER BY highlights.start_offset, highlights.id"
        )
        for row in self._rows(query, project):
            found[row["document_id"]].append((row, tags[row["id"]]))
        return found

    def _document(
        self,
        row: sqlite3.Row,
        marks: list[tuple[sqlite3.Row, list[int]]],
        codes: Mapping[int, str],
        made: Mapping[int, tuple[str, str | None]],
    ) -> None:
        contents = row["contents"] or ""
        if len(contents) > _BYTES:
            raise EvidenceError(f"document {row['id']} has {len(contents):,} characters. Split it in Taguette.")
        page = MarkupText(contents)
        person = self._people.find(plain(row["name"])) if self._by_document else None
        # A document that is a participant is called after that person: the title is then the pseudonym.
        called = {"title": plain(row["name"])} if person is None else {"of": person}
        values = {**called, "kind": "interview", "method": "Taguette"}
        source = self._reading.add("sources", text=page.text, sha256=sha256(contents), **values)
        for start, end in _paragraphs(page.text):
            who = {} if person is None else {"participant": person}
            self._reading.add("segments", source=source, start=start, end=end, **who)
        places = _Places(page)
        for mark, tags in marks:
            coder, at = made.get(mark["id"], ("", None))
            quote = self._quote(mark, source, person, places, self._coder or coder)
            for tag in tags:
                if tag in codes:
                    one = {"quote": quote, "code": codes[tag], "coder": self._coder or coder, "at": at}
                    self._reading.add("applications", origin="import", **one)

    def _quote(self, mark: sqlite3.Row, source: str, person: str | None, places: _Places, coder: str) -> str:
        state, start, end, words = places.find(mark["start_offset"], mark["end_offset"], mark["snippet"] or "")
        self._moved += state == "moved"
        self._lost += state == "lost"
        values: dict[str, Any] = {"source": source, "start": start, "end": end, "coder": coder}
        if start is None:
            values["exact"] = words
        if person is not None:
            values["participant"] = person
        return self._reading.add("quotes", **values)


class _Places:
    """Where the highlights of one document stand in its text."""

    def __init__(self, page: MarkupText) -> None:
        self._page, self._anchors = page, Anchors(page.text)
        self._offsets = Offsets(page.raw, "utf-8")

    def find(self, start: int, end: int, snippet: str) -> tuple[str, int | None, int | None, str]:
        """Return whether a highlight is anchored, moved or lost, where it is, and its words."""
        words = MarkupText(snippet).text
        first, last = self._point(start), self._point(end)
        if first is not None and last is not None and first < last:
            first, last = _trimmed(self._page.text, self._page.at(first), self._page.at(last))
        if not words and first is not None and last is not None:
            return "anchored", first, last, self._page.text[first:last]
        found = self._anchors.anchor(words, first, last)
        return found.state, found.start, found.end, words

    def _point(self, offset: int) -> int | None:
        try:
            return self._offsets.points(offset)
        except EvidenceError:  # outside the text, or inside a character: it was counted in another text
            return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the blanks at the ends of a passage."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return start + lead, max(start + len(words.rstrip()), start + lead)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]+", text):
        start, end = _trimmed(text, *line.span())
        if start < end:
            yield start, end
