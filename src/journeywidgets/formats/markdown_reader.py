"""Markdown outlines, read: those that `to_markdown` writes, and such as people write by hand."""

from __future__ import annotations

import re
from typing import Any

from journeywidgets.errors import FormatError, TableError
from journeywidgets.export.written import Loss
from journeywidgets.formats.cell import own_value, value_of
from journeywidgets.formats.ledger import named
from journeywidgets.formats.markdown import OWN, PARAGRAPH, SECTIONS, STRUCTURE, column_of
from journeywidgets.formats.outline import Node, tree, unescaped
from journeywidgets.frames.cards import NOTES, UNASSIGNED, kind_of
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import TABLES

_FIELD = re.compile(r"\*\*((?:[^*\\]|\\.)*)(?:\*\*:|:\*\*)\s*(.*)\Z", re.DOTALL)


def from_markdown(data: bytes, *, make_id: IdMaker) -> tuple[Document, list[Loss]]:
    """Return the journey of a Markdown outline, and what had no place in it.

    A heading of the second level is a stage, one of the third a step. Under it, a list item with items of its own is a
    lane and they are its cards; one without is a card of a lane "Notes". ``**Name**: value`` is a field of what it
    stands under.

    Parameters
    ----------
    data
        The outline, in UTF-8.
    make_id
        Makes ids.

    Raises
    ------
    FormatError
        It is not UTF-8.
    TableError
        A value cannot be; names its line and field, and the remedy.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(f"the outline, line {line}: is not UTF-8. Save it as UTF-8.") from error
    reading = _Reading(make_id)
    reading.take(tree(text))
    document = Document({"id": make_id()})
    meta = [Op("set", "meta", document.meta["id"], reading.meta)] if reading.meta else []
    try:
        document.apply([*meta, *reading.ops])
    except TableError as error:
        raise reading.located(error) from None
    return document, reading.losses


def _field_of(node: Node) -> tuple[str, str] | None:
    """Return the name and the value of a field, as Markdown; None where an item is none."""
    found = _FIELD.match(node.text)
    return (unescaped(found[1]), found[2]) if found else None


class _Reading:
    """An outline, part by part, as operations."""

    def __init__(self, make_id: IdMaker) -> None:
        self.make_id = make_id
        self.ops: list[Op] = []
        self.losses: list[Loss] = []
        self.meta: Row = {}
        self._names: dict[str, dict[str, str]] = {"stages": {}, "lanes": {}, "personas": {}, "metrics": {}}
        self._lines: dict[str, int] = {}

    def take(self, root: Node) -> None:
        """Take a whole outline."""
        heads = [part for part in root.parts if part.level == 1]
        top = heads[0] if heads else root
        stages = [part for part in root.parts if part is not top] if heads else []
        stages = [*top.parts, *stages]
        self.meta = self._row("meta", top, {})
        if heads:
            self.meta["title"] = unescaped(top.text)
            self._lose_text("meta", root)
        parts = {column_of(part.text): part for part in stages if column_of(part.text) in SECTIONS}
        stages = [part for part in stages if parts.get(column_of(part.text)) is not part]
        places = self._begin(parts, stages)
        for key, node in places:
            self._cells(key, node)
        metrics = parts["metrics"].parts if "metrics" in parts else []
        for metric, node in zip(self._names["metrics"].values(), metrics, strict=True):
            self._values(metric, node)
        for item in parts["links"].items if "links" in parts else []:
            self._link(item)
        for name, part in parts.items():
            self._lose_items(name, [] if name in {"lanes", "links"} else part.items)
            self._lose_text(name, part)

    def _begin(self, parts: dict[str, Node], stages: list[Node]) -> list[tuple[str, Node]]:
        """Put the rows that others refer to by their titles; return the stages and steps."""
        rows: dict[str, list[tuple[Node, Row]]] = {name: [] for name in self._names}
        for name, nodes in (("personas", "parts"), ("metrics", "parts"), ("lanes", "items")):
            for node in getattr(parts[name], nodes) if name in parts else []:
                rows[name].append((node, {"name" if name == "personas" else "title": unescaped(node.text)}))
        keys: list[tuple[str, Node]] = []
        for stage in stages:
            key = self.make_id()
            keys.append((key, stage))
            rows["stages"].append((stage, {"id": key, "title": unescaped(stage.text)}))
            for step in stage.parts:
                keys.append((self.make_id(), step))
                rows["stages"].append((step, {"id": keys[-1][0], "title": unescaped(step.text), "parent": key}))
        for table, found in rows.items():
            ids = [row.pop("id", None) or self.make_id() for _, row in found]
            titles = named(str(row.get("name", row.get("title"))) for _, row in found)
            self._names[table] = dict(zip(titles, ids, strict=True))
        # Lanes point to metrics, and steps to stages before them.
        for table in ("personas", "metrics", "lanes", "stages"):
            for row_id, (node, row) in zip(self._names[table].values(), rows[table], strict=True):
                self._put(table, row_id, self._row(table, node, row), node.line)
        return keys

    def _row(self, table: str, node: Node, row: Row) -> Row:
        """Return a row with the fields that stand under it."""
        fields = TABLES[table].fields
        for item in node.items:
            found = _field_of(item)
            if found is None:
                continue
            name = column_of(found[0])
            if name in fields and name not in STRUCTURE[table] and name != PARAGRAPH.get(table):
                row[name] = self._value(table, name, found[1], item)
            elif table == "cards":
                continue
            elif not (table == "metrics" and name == "values"):
                self._lose(table, found[0], unescaped(found[1]), "not a field that it has")
        if table in PARAGRAPH and node.paragraphs:
            row[PARAGRAPH[table]] = "\n\n".join(unescaped(text) for text in node.paragraphs)
        elif table != "meta":
            self._lose_text(table, node)
        return {name: value for name, value in row.items() if value is not None}

    def _value(self, table: str, name: str, text: str, node: Node) -> Any:
        field = TABLES[table].fields[name]
        if field.kind == "list":
            inline = value_of(field, unescaped(text)) or []
            return [*inline, *(unescaped(item.text) for item in node.items)]
        if field.kind == "map":
            pairs = [found for item in node.items if (found := _field_of(item))]
            return {key: own_value(unescaped(value)) for key, value in pairs}
        said = unescaped(text)
        if field.ref:
            return self._ref(field.ref, said) if said else None
        if field.kind == "choice":
            return said.strip().casefold().replace(" ", "_") or None
        return value_of(field, said)

    def _ref(self, table: str, name: str) -> str | None:
        """Return the id of the row of a name; a persona or lane that was not listed is made."""
        known = self._names[table]
        if name not in known and table == "personas":
            known[name] = self.make_id()
            self._put("personas", known[name], {"name": name}, 0)
        elif name not in known and table == "lanes":
            known[name] = self.make_id()
            self._put("lanes", known[name], {"title": name, "kind": kind_of(name)}, 0)
        elif name not in known:
            self._lose(table, None, name, "no row is called so")
        return known.get(name)

    def _cells(self, stage: str, node: Node) -> None:
        for item in node.items:
            if _field_of(item) is not None:
                continue
            inside = [each for each in item.items if _field_of(each) is None]
            title = unescaped(item.text)
            if inside or (title in self._names["lanes"] and not item.items):
                lane = self._ref("lanes", title if title.strip() else UNASSIGNED)
                self._lose_items("lanes", [each for each in item.items if _field_of(each) is not None])
                for card in inside:
                    self._card(stage, str(lane), card)
            else:
                self._card(stage, str(self._ref("lanes", NOTES)), item)
        for deeper in node.parts if node.level > 2 else []:  # noqa: PLR2004 - under a step
            self._lose("stages", None, unescaped(deeper.text), "a heading below those of steps")

    def _card(self, stage: str, lane: str, node: Node) -> None:
        card = self.make_id()
        text = "\n\n".join(unescaped(part) for part in [node.text, *node.paragraphs])
        row = self._row("cards", Node("", node.line, items=node.items), {"stage": stage, "lane": lane, "text": text})
        own: dict[str, Any] = {}
        self._put("cards", card, row, node.line)
        for item in node.items:
            name, value = _field_of(item) or (None, "")
            if name is None:
                self._lose("cards", None, unescaped(item.text), "an item under a card")
            elif column_of(name) == "evidence":
                for quote in item.items:
                    self._under("evidence", {"card": card, "quote": unescaped(quote.text)}, quote)
            elif column_of(name) == "asked":
                self._under("asks", {"card": card, "asked": unescaped(value)}, item)
            elif name.startswith(OWN) or column_of(name) not in TABLES["cards"].fields:
                own[name.removeprefix(OWN)] = own_value(unescaped(value))
            elif column_of(name) in STRUCTURE["cards"]:
                self._lose("cards", name, unescaped(value), "not a field that it has")
        if own:
            row["fields"] = own

    def _values(self, metric: str, node: Node) -> None:
        for item in node.items:
            name, _ = _field_of(item) or (None, "")
            if name is None:
                self._lose("metrics", None, unescaped(item.text), "an item under a metric")
            for value in item.items if name is not None and column_of(name) == "values" else []:
                stage = self._ref("stages", unescaped(value.text))
                if stage:
                    self._under("values", {"metric": metric, "stage": stage}, value)

    def _link(self, node: Node) -> None:
        row = self._row("links", node, {"label": unescaped(node.text)})
        if "source" in row and "target" in row:
            self._put("links", self.make_id(), row, node.line)
        else:
            self._lose("links", None, unescaped(node.text), "without a source and a target")

    def _under(self, table: str, row: Row, node: Node) -> None:
        self._put(table, self.make_id(), self._row(table, node, row), node.line)

    def _put(self, table: str, row_id: str, row: Row, line: int) -> None:
        self._lines[row_id] = line
        self.ops.append(Op("add", table, row_id, row))

    def _lose(self, table: str, name: str | None, value: str, why: str) -> None:
        self.losses.append(Loss(table, None, name, value, why))

    def _lose_text(self, table: str, node: Node) -> None:
        for text in node.paragraphs:
            self._lose(table, None, unescaped(text), "text that is no field")

    def _lose_items(self, table: str, items: list[Node]) -> None:
        for item in items:
            self._lose(table, None, unescaped(item.text), "an item where none is expected")

    def located(self, error: TableError) -> TableError:
        """Return an error about a row as one about its line."""
        line = self._lines.get(str(error.row), 0)
        return TableError(
            error.problem,
            table=f"the outline, line {line}" if line else error.table,
            column=error.column,
            value=error.value,
            remedy=error.remedy,
            code=error.code,
        )
