"""Markdown outlines, written: a heading a stage and a step, a list item a lane and a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from journeywidgets.export.written import Text
from journeywidgets.formats.cell import cell, own_cell
from journeywidgets.formats.ledger import Ledger, named
from journeywidgets.formats.outline import escaped, escaped_item, escaped_line
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row, sparse
from journeywidgets.model.schema import TABLES

SECTIONS = ("personas", "lanes", "metrics", "links")
"""The headings that are no stages."""
PARAGRAPH = {"meta": "description", "stages": "description", "personas": "bio", "metrics": "description"}
"""The field that stands as a paragraph under a row's heading."""
STRUCTURE = {
    "meta": {"id", "title"},
    "stages": {"id", "title", "parent", "order"},
    "lanes": {"id", "title", "order"},
    "personas": {"id", "name", "image", "order"},
    "cards": {"id", "stage", "lane", "text", "image", "order", "fields"},
    "metrics": {"id", "title"},
    "values": {"id", "metric", "stage"},
    "evidence": {"id", "card", "quote"},
    "asks": {"id", "card", "asked"},
    "links": {"id", "label"},
}
"""The fields that an outline says by where a row stands, or not at all."""
OWN = "fields."
"""What stands before the name of a column of the caller's own where it would be taken for another one."""
_PICTURE = "a picture has no place in an outline"


def to_markdown(document: Document) -> Text:
    """Return a journey as an outline in Markdown, and what has no place in it."""
    ledger = Ledger(document)
    for table, rows in document.tables.items():
        for row in rows.values():
            ledger.keep(table, row, *(name for name in row if name != "image"))
    writing = _Writing(document)
    text = "\n".join(writing.lines()).strip("\n") + "\n"
    return Text(text, ledger.losses(_PICTURE))


def label_of(name: str) -> str:
    """Return what an outline calls a column."""
    return name.replace("_", " ").capitalize()


def column_of(label: str) -> str:
    """Return the column that an outline calls so."""
    return label.strip().casefold().replace(" ", "_")


def reserved(name: str) -> bool:
    """Return whether a column of the caller's own would be taken for a field of the card."""
    known = {*TABLES["cards"].fields, "evidence", "asked"}
    return column_of(name) in known or name.startswith(OWN)


class _Writing:
    """A journey, line by line."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.names = {table: self._names(table) for table in ("stages", "lanes", "personas", "metrics")}
        self.cards: dict[str, dict[str, list[Row]]] = {}
        for card in document.shown("cards"):
            self.cards.setdefault(card["stage"], {}).setdefault(card["lane"], []).append(card)
        self.evidence = self._by("evidence", "card")
        self.asks = self._by("asks", "card")
        self.values = self._by("values", "metric")

    def _names(self, table: str) -> dict[str, str]:
        rows = self.document.shown(table)
        titles = (row["name" if table == "personas" else "title"] for row in rows)
        return dict(zip((row["id"] for row in rows), named(titles), strict=True))

    def _by(self, table: str, column: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.document.shown(table):
            found.setdefault(row[column], []).append(row)
        return found

    def lines(self) -> Iterator[str]:
        """Yield the outline."""
        document = self.document
        yield from self._heading(1, "meta", document.meta)
        yield from self._section("personas", self._personas())
        for stage in document.shown("stages"):
            yield from self._heading(2 if stage["parent"] is None else 3, "stages", stage)
            yield from self._cells(stage["id"])
        yield from self._section("lanes", self._listed("lanes", document.shown("lanes"), "title"))
        yield from self._section("metrics", self._metrics())
        yield from self._section("links", self._listed("links", document.shown("links"), "label"))

    def _section(self, name: str, lines: Iterable[str]) -> Iterator[str]:
        lines = list(lines)
        if lines:
            yield from ("", f"## {label_of(name)}", *([""] if lines[0] else []), *lines)

    def _heading(self, level: int, table: str, row: Row) -> Iterator[str]:
        title = row["name"] if table == "personas" else row["title"]
        said = escaped_line(title)
        if level == 2 and column_of(title) in SECTIONS:  # noqa: PLR2004 - the level of stages and sections
            said = f"&#{ord(title[0])};{escaped_line(title[1:])}"
        yield from ("", f"{'#' * level} {said}".rstrip(" "))
        paragraph = row[PARAGRAPH[table]]
        if paragraph:
            yield from ("", escaped(paragraph))
        fields = list(self._fields(table, row, "", {PARAGRAPH[table]}))
        if fields:
            yield from ("", *fields)

    def _personas(self) -> Iterator[str]:
        for row in self.document.shown("personas"):
            yield from self._heading(3, "personas", row)

    def _metrics(self) -> Iterator[str]:
        for row in self.document.shown("metrics"):
            yield from self._heading(3, "metrics", row)
            yield from ("", *self._group("Values", self.values.get(row["id"], []), self._value, ""))

    def _value(self, row: Row, indent: str) -> Iterator[str]:
        yield from self._item(self.names["stages"][row["stage"]], "values", row, indent)

    def _cells(self, stage: str) -> Iterator[str]:
        lanes = self.cards.get(stage, {})
        if lanes:
            yield ""
        for lane, cards in lanes.items():
            yield f"- {escaped(self.names['lanes'][lane], '  ')}"
            for card in cards:
                yield from self._card(card)

    def _card(self, card: Row) -> Iterator[str]:
        yield from self._item(card["text"], "cards", card, "  ")
        for name, value in card["fields"].items():
            yield from _field(f"{OWN}{name}" if reserved(name) else name, own_cell(value), "    ")
        for ask in self.asks.get(card["id"], []):
            yield from _field("Asked", str(ask["asked"]), "    ")
            yield from self._fields("asks", ask, "      ")
        yield from self._group("Evidence", self.evidence.get(card["id"], []), self._quote, "    ")

    def _quote(self, row: Row, indent: str) -> Iterator[str]:
        yield from self._item(row["quote"], "evidence", row, indent)

    def _group(
        self, name: str, rows: list[Row], write: Callable[[Row, str], Iterable[str]], indent: str
    ) -> Iterator[str]:
        if rows:
            yield f"{indent}- **{name}**:"
        for row in rows:
            yield from write(row, f"{indent}  ")

    def _listed(self, table: str, rows: Iterable[Row], column: str) -> Iterator[str]:
        for row in rows:
            yield from self._item(row[column], table, row, "")

    def _item(self, text: str, table: str, row: Row, indent: str) -> Iterator[str]:
        yield f"{indent}- {escaped_item(text, f'{indent}  ')}"
        yield from self._fields(table, row, f"{indent}  ")

    def _fields(self, table: str, row: Row, indent: str, skip: Iterable[str] = ()) -> Iterator[str]:
        without = STRUCTURE[table] | {*skip}
        for name, value in sparse(table, row).items():
            if name not in without:
                yield from self._said(table, name, value, indent)

    def _said(self, table: str, name: str, value: Any, indent: str) -> Iterator[str]:
        field, label = TABLES[table].fields[name], label_of(name)
        if field.kind == "list":
            yield f"{indent}- **{label}**:"
            for text in value:
                yield f"{indent}  - {escaped_item(text, f'{indent}    ')}"
        elif field.kind == "map":
            yield f"{indent}- **{label}**:"
            for key, item in value.items():
                yield from _field(key, own_cell(item), f"{indent}  ")
        elif field.ref:
            yield from _field(label, self.names[field.ref][value], indent)
        elif field.kind == "choice":
            yield from _field(label, value.replace("_", " "), indent)
        else:
            yield from _field(label, cell(field, value), indent)


def _field(label: str, value: str, indent: str) -> Iterator[str]:
    yield f"{indent}- **{escaped_line(label)}**: {escaped(value, f'{indent}  ')}".rstrip(" ")
