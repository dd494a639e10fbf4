"""Sharing: the rows of a study as they may leave, at a level and without names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from journeywidgets.evidence.anchor import CONTEXT
from journeywidgets.evidence.levels import PRIVATE, PUBLIC, allows, level_of
from journeywidgets.evidence.pseudonyms import Pseudonyms
from journeywidgets.evidence.readers.reading import sha256
from journeywidgets.evidence.view import View
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import TABLES

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

Rows = dict[str, list[Row]]
WITHHELD = "\N{FULL BLOCK}"
"""What stands for a character that may not leave: offsets stay, and nobody takes it for words."""
_KEPT = {"text", "start", "end", "exact", "prefix", "suffix", "sha256"}
_TOLD = {"text", "list", "map"}


def shared(study: Study, *, names: bool, share: str) -> Rows:
    """Return the complete rows of a study as they may leave. Call under the study's lock.

    Parameters
    ----------
    study
        The study; it is not changed.
    names
        Whether names, addresses and numbers of people stay in texts.
    share
        The level: ``private`` lets everything leave. At ``team`` and ``public`` narrower quotes and what hangs
        on them, private memos and suggestions stay behind, and words that may not leave are blackened; at
        ``public`` only the words of public quotes leave, and no memos, attributes and questions.
    """
    document = study.document
    tables = document.schema.tables
    rows = {name: [document.meta] if name == "study" else document.shown(name) for name in tables}
    if share != PRIVATE:
        rows = _at_level(rows, share)
    return rows if names else _without_names(study, rows)


def _at_level(rows: Rows, share: str) -> Rows:
    people = {row["id"]: row for row in rows["participants"]}
    quotes = [row for row in rows["quotes"] if allows(level_of(row, people.get(row["participant"])), share)]
    there = {"quotes": {row["id"] for row in quotes}}
    applications = [row for row in rows["applications"] if row["accepted"] and row["quote"] in there["quotes"]]
    memos = [row for row in rows["memos"] if not row["private"] and row["quote"] in {None, *there["quotes"]}]
    public = share == PUBLIC
    return {
        **rows,
        "participants": [_person(row, share) for row in rows["participants"]],
        "sources": _blackened(rows, quotes, people, share),
        "segments": [{**row, "question": ""} for row in rows["segments"]] if public else rows["segments"],
        "quotes": quotes,
        "applications": applications,
        "memos": [] if public else memos,
    }


def _own_level(person: Mapping[str, Any] | None) -> str:
    """Return the widest circle that a person's words may go to; None is nobody known."""
    return level_of({"level": PUBLIC}, person)


def _person(row: Row, share: str) -> Row:
    if share != PUBLIC and allows(_own_level(row), share):
        return row
    return {**row, "attributes": {}, "consent": "", "persona": None}


def _blackened(rows: Rows, quotes: list[Row], people: Mapping[str, Row], share: str) -> list[Row]:
    """Return the sources with only those words that may leave: those of quotes that may, always."""
    closed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    opened: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in quotes:
        if row["start"] is not None:
            opened[row["source"]].append((row["start"], row["end"]))
    for row in rows["segments"]:
        if not allows(_own_level(people.get(row["participant"])), share):
            closed[row["source"]].append((row["start"], row["end"]))
    for row in rows["quotes"]:
        if row["start"] is not None and not allows(level_of(row, people.get(row["participant"])), share):
            closed[row["source"]].append((row["start"], row["end"]))
    made = []
    for source in rows["sources"]:
        length = len(source["text"])
        spans = [(0, length)] if share == PUBLIC else closed[source["id"]]
        text = _black(source["text"], spans, opened[source["id"]])
        fields = {} if share == PUBLIC else source["fields"]
        made.append({**source, "text": text, "fields": fields, "sha256": _digest(source, text)})
    return made


def _black(text: str, closed: list[tuple[int, int]], opened: list[tuple[int, int]]) -> str:
    shut = bytearray(len(text))
    for spans, mark in ((closed, b"\1"), (opened, b"\0")):
        for start, end in spans:
            shut[start:end] = mark * (min(end, len(text)) - start)
    if not any(shut):
        return text
    return "".join(WITHHELD if hidden and letter != "\n" else letter for letter, hidden in zip(text, shut, strict=True))


def _digest(source: Row, text: str) -> str:
    """Return the digest by which a source is known: of other words it is another."""
    return str(source["sha256"]) if text == source["text"] else sha256(text)


def _without_names(study: Study, rows: Rows) -> Rows:
    seen = Pseudonyms(study)
    views: dict[str, View] = {}
    made: Rows = {table: [_told(seen, table, row) for row in held] for table, held in rows.items()}
    edges: dict[str, list[int]] = defaultdict(list)
    for row in rows["segments"]:
        edges[row["source"]] += (row["start"], row["end"])
    for row in made["sources"]:
        # No placeholder goes over the end of a turn, as on the page.
        views[row["id"]] = seen.redactor.view(row["text"], edges[row["id"]])
        row["sha256"] = _digest(row, views[row["id"]].text)
        row["text"] = views[row["id"]].text
    for row in made["segments"]:
        row["start"], row["end"] = views[row["source"]].span_to_view(row["start"], row["end"])
    texts = {row["id"]: row["text"] for row in rows["sources"]}
    for row in made["quotes"]:
        _moved(seen, row, views[row["source"]], texts[row["source"]])
    return made


def _told(seen: Pseudonyms, table: str, row: Row) -> Row:
    """Return a row with every text that it tells as it may be seen; spans of a source's text come later."""
    fields = TABLES[table].fields
    return {
        name: seen.text(value) if name not in _KEPT | {"pseudonym"} and fields[name].kind in _TOLD else value
        for name, value in row.items()
    } | ({"text": seen.text(row["text"])} if table == "memos" else {})


def _moved(seen: Pseudonyms, row: Row, view: View, text: str) -> None:
    """Give a quote its place and its words in the view."""
    start, end = row["start"], row["end"]
    stands = start is not None and row["exact"] == text[start:end]
    if not stands:
        row["exact"] = seen.text(row["exact"])
        row["prefix"] = row["suffix"] = ""  # they may hold a half of a name
    if start is not None:
        row["start"], row["end"] = first, last = view.span_to_view(start, end)
    if stands:
        row["exact"] = view.text[first:last]
        row["prefix"] = view.text[max(first - CONTEXT, 0) : first]
        row["suffix"] = view.text[last : last + CONTEXT]
