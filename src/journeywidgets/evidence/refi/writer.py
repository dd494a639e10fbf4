"""Writer: a study's rows as the elements of a REFI-QDA project.

Participants are cases, their attributes and the columns of sources are variables; turns and quotes are
selections, and a selection belongs to the case that speaks; applications are codings, memos are notes. What
has no element of its own stands in descriptions, as `prose` writes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from journeywidgets.evidence.refi import guids, prose
from journeywidgets.evidence.refi.guids import Guids
from journeywidgets.evidence.refi.markup import CODEBOOK, ORIGIN, PROJECT, prune, put, root
from journeywidgets.evidence.refi.notes import COLUMNS
from journeywidgets.evidence.refi.users import is_time
from journeywidgets.evidence.refi.variables import Variables

Row = Mapping[str, Any]
Contents = Mapping[str, Sequence[Row]]


class Writer:
    """Writes a study.

    Parameters
    ----------
    contents
        The complete rows of every table, in the order shown.

    Attributes
    ----------
    tree
        The root element of ``project.qde``.
    texts
        The members under ``sources/``, by name.
    """

    def __init__(self, contents: Contents) -> None:
        self._rows = contents
        self._record = contents["study"][0]
        self._study = str(self._record["id"])
        self.guids = Guids(self._study)
        self.texts: dict[str, str] = {}
        self._refs = self._note_refs()
        self._details: list[tuple[str, Row]] = []
        self.tree = root("Project", PROJECT, name=str(self._record["title"]) or "Study", origin=ORIGIN)
        self._write()

    @property
    def written(self) -> list[Row]:
        """The applications that became codings: a model's suggestion is none before somebody accepts it."""
        return [row for row in self._rows["applications"] if row["accepted"]]

    def note(self, guid: str, text: str, **attributes: str | None) -> Element:
        """Append a note."""
        made = put(self.notes, "Note", guid=guid, **attributes)
        put(made, "PlainTextContent", text)
        return made

    def finish(self) -> None:
        """Take out the parts that stayed empty."""
        book = self.tree.find("CodeBook")
        if book is not None:
            prune(book, "Codes")
        prune(self.tree, "Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links")

    def _write(self) -> None:
        self._users()
        code_tree(put(put(self.tree, "CodeBook"), "Codes"), self._rows["codes"], self.guids, self._refs)
        variables = Variables(self._study, self._rows)
        variables.declare(put(self.tree, "Variables"))
        self._cases(variables)
        self._sources(variables)
        self.notes = put(self.tree, "Notes")
        links = put(self.tree, "Links")
        for number, memo in enumerate(self._rows["memos"], 1):
            self._memo(number, memo, links)
        for guid, row in self._details:
            self.note(guid, prose.render("applications", row), name="About a coding")
        if description := prose.render("study", self._record, str(self._record["description"])):
            put(self.tree, "Description", description)
        _refer(self.tree, self._refs["study", ""])

    def _user(self, name: str) -> str | None:
        return guids.fixed(f"{self._study}/user/{name}") if name else None

    def _users(self) -> None:
        users = put(self.tree, "Users")
        columns = (("quotes", "coder"), ("applications", "coder"), ("memos", "author"))
        names = {str(row[column]) for table, column in columns for row in self._rows[table]}
        for name in sorted(names - {""}):
            put(users, "User", guid=self._user(name), name=name)

    def _note_refs(self) -> dict[tuple[str, str], list[str]]:
        """Return the notes that each row refers to; under ``("study", "")`` those about nothing else."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for memo in self._rows["memos"]:
            guid = self.guids.of("memos", memo["id"])
            about = [(table, memo[column]) for table, column in COLUMNS.items() if memo[column] is not None]
            for target in about or [("study", "")]:
                found[target].append(guid)
        return found

    def _cases(self, variables: Variables) -> None:
        cases = put(self.tree, "Cases")
        spoken: dict[str, list[str]] = defaultdict(list)
        for table in ("segments", "quotes"):
            for row in self._rows[table]:
                if row["participant"] is not None and _placed(row):
                    spoken[row["participant"]].append(self.guids.of(table, row["id"]))
        alone = self._alone()
        for row in self._rows["participants"]:
            case = put(cases, "Case", guid=self.guids.of("participants", row["id"]), name=row["pseudonym"])
            if description := prose.render("participants", row):
                put(case, "Description", description)
            variables.values(case, "participants", row)
            for source in alone.get(row["id"], ()):
                put(case, "SourceRef", targetGUID=self.guids.of("sources", source))
            for selection in spoken[row["id"]]:
                put(case, "SelectionRef", targetGUID=selection)

    def _alone(self) -> dict[str, list[str]]:
        """Return the sources in which nobody else speaks, by participant."""
        speakers: dict[str, set[str | None]] = defaultdict(set)
        for row in self._rows["segments"]:
            speakers[row["source"]].add(row["participant"])
        found: dict[str, list[str]] = defaultdict(list)
        for source in (row["id"] for row in self._rows["sources"]):
            if len(speakers[source]) == 1 and (only := next(iter(speakers[source]))) is not None:
                found[only].append(source)
        return found

    def _sources(self, variables: Variables) -> None:
        parent = put(self.tree, "Sources")
        segments, quotes = _by_source(self._rows["segments"]), _by_source(self._rows["quotes"])
        codings: dict[str, list[Row]] = defaultdict(list)
        for row in self.written:
            codings[row["quote"]].append(row)
        for row in self._rows["sources"]:
            guid = self.guids.of("sources", row["id"])
            path = f"{guid}.txt"
            self.texts[f"sources/{path}"] = str(row["text"])
            source = put(parent, "TextSource", guid=guid, name=row["title"], plainTextPath=f"internal://{path}")
            for number, segment in enumerate(segments[row["id"]], 1):
                made = self._selection(source, "segments", segment)
                put(made, "Description", prose.render("segments", {**segment, "number": number}))
            for quote in quotes[row["id"]]:
                self._quote(source, quote, codings[quote["id"]])
            _refer(source, self._refs["sources", row["id"]])
            variables.values(source, "sources", row)

    def _selection(self, source: Element, table: str, row: Row, **attributes: str | None) -> Element:
        guid = self.guids.of(table, row["id"])
        span = {"startPosition": str(row["start"]), "endPosition": str(row["end"])}
        return put(source, "PlainTextSelection", guid=guid, **span, **attributes)

    def _quote(self, source: Element, row: Row, codings: Iterable[Row]) -> None:
        made = self._selection(source, "quotes", row, name=row["exact"], creatingUser=self._user(row["coder"]))
        if description := prose.render("quotes", row):
            put(made, "Description", description)
        for application in codings:
            self._coding(made, application)
        _refer(made, self._refs["quotes", row["id"]])

    def _coding(self, selection: Element, row: Row) -> None:
        guid = self.guids.of("applications", row["id"])
        at = row["at"] if row["at"] is not None and is_time(row["at"]) else None
        made = put(selection, "Coding", guid=guid, creatingUser=self._user(row["coder"]), creationDateTime=at)
        put(made, "CodeRef", targetGUID=self.guids.of("codes", row["code"]))
        if prose.render("applications", row):
            note = guids.fixed(f"{self._study}/about/{row['id']}")
            self._details.append((note, row))
            put(made, "NoteRef", targetGUID=note)

    def _memo(self, number: int, row: Row, links: Element) -> None:
        guid = self.guids.of("memos", row["id"])
        at = row["at"] if row["at"] is not None and is_time(row["at"]) else None
        by = {"creatingUser": self._user(row["author"]), "creationDateTime": at}
        made = put(self.notes, "Note", guid=guid, name=f"Memo {number}", **by)
        if description := prose.render("memos", row):
            put(made, "Description", description)
        put(made, "PlainTextContent", row["text"])
        if row["participant"] is not None:
            case = self.guids.of("participants", row["participant"])
            link = guids.fixed(f"{self._study}/link/{row['id']}")
            put(links, "Link", guid=link, direction="OneWay", originGUID=guid, targetGUID=case)


def code_tree(
    parent: Element, rows: Sequence[Row], known: Guids, refs: Mapping[tuple[str, str], Sequence[str]] | None = None
) -> None:
    """Append the codes as a tree: those without a parent, in order, each with its own."""
    inside: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        inside[row["parent"]].append(row)
    ahead = [(parent, row) for row in reversed(inside[None])]
    # A code's own codes come after its description and notes, so the tree grows as it is walked.
    while ahead:
        above, row = ahead.pop()
        code = put(
            above, "Code", guid=known.of("codes", row["id"]), name=row["name"], isCodable="true", color=row["color"]
        )
        if description := prose.render("codes", row, row["definition"]):
            put(code, "Description", description)
        _refer(code, (refs or {}).get(("codes", row["id"]), ()))
        ahead += [(code, child) for child in reversed(inside[row["id"]])]


def codebook(contents: Contents) -> Element:
    """Return the codes of a study as a REFI-QDA codebook."""
    tree = root("CodeBook", CODEBOOK, origin=ORIGIN)
    code_tree(put(tree, "Codes"), contents["codes"], Guids(str(contents["study"][0]["id"])))
    return tree


def _by_source(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(filter(_placed, rows), key=lambda row: (row["start"], row["end"], row["id"])):
        found[row["source"]].append(row)
    return found


def _placed(row: Row) -> bool:
    """Return whether a row has words in the text: a selection of none is nothing that other tools read."""
    return row["start"] is not None and row["end"] is not None and row["start"] < row["end"]


def _refer(element: Element, notes: Iterable[str]) -> None:
    for guid in notes:
        put(element, "NoteRef", targetGUID=guid)
