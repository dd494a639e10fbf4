"""A journey's cards as CSV: a row a card, with the titles of its stage and lane, as people keep them in sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from journeywidgets.errors import FormatError, TableError
from journeywidgets.export.written import Loss, Text
from journeywidgets.formats.cell import cell, own_cell, own_value, value_of
from journeywidgets.formats.ledger import Ledger, labels
from journeywidgets.formats.separated import parsed, separated
from journeywidgets.formats.tables import check_table, table_rows
from journeywidgets.frames import map_frame
from journeywidgets.frames.cards import NOTES, UNASSIGNED, kind_of
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import TABLES

_CARD = TABLES["cards"].fields
_PLACE = ("stage", "step", "lane", "kind", "role", "persona")
_SAID = ("text", "score", "channel", "url", "owner", "tags", "image")
_OWN = "fields."
"""What stands before the name of a column of the caller's own where it would be taken for another one."""


def to_csv(document: Document, *, table: str | None = None, formulas: bool = False) -> Text:
    """Return a journey's cards, one of its tables (``"map"``: the map as seen) as CSV.

    Parameters
    ----------
    document
        The journey.
    table
        The table's name; None: a row a card with the titles of its stage and lane.
    formulas
        Whether text that begins as a formula does is written as it is.

    Raises
    ------
    JourneyError
        There is no such table.
    """
    ledger = Ledger(document)
    if table is None:
        rows = _card_rows(document, ledger)
        why = "not a column of the cards"
    elif table == "map":
        rows = _map_rows(document, ledger)
        why = "not on the map as seen"
    else:
        check_table(table)
        rows = table_rows(document, table)
        for row in document.tables[table].values():
            ledger.keep(table, row, *row)
        why = "of another table"
    return Text(separated(rows, formulas=formulas), ledger.losses(why), encoding="utf-8-sig")


def _map_rows(document: Document, ledger: Ledger) -> list[list[str]]:
    frame = map_frame(document)
    levels = range(frame.columns.nlevels)
    heads = [["", *frame.columns.get_level_values(level)] for level in levels]
    for name in ("stages", "lanes"):
        for row in document.tables[name].values():
            ledger.keep(name, row, "title")
    for card in document.tables["cards"].values():
        if document.tables["lanes"][card["lane"]]["kind"] not in {"emotion", "metric"} and card["text"]:
            ledger.keep("cards", card, "stage", "lane", "text")
    body = zip(frame.index, frame.itertuples(index=False), strict=True)
    return [*heads, *([title, *(_seen(value) for value in row)] for title, row in body)]


def _seen(value: Any) -> str:
    return "" if pd.isna(value) else value if isinstance(value, str) else own_cell(float(value))


def _card_rows(document: Document, ledger: Ledger) -> list[list[str]]:
    lines = _Lines(document, ledger)
    own = list(dict.fromkeys(key for card in document.shown("cards") for key in card["fields"]))
    said = [name for name in _SAID if name != "image" or any(row["image"] for row in document.tables["cards"].values())]
    rows = [*lines.lists(), *lines.cards()]
    head = [*_PLACE, *said, *(f"{_OWN}{key}" if _taken(key) else key for key in own)]
    return [
        head,
        *(
            [
                *(place.get(name, "") for name in _PLACE),
                *(cell(_CARD[name], card[name]) if card else "" for name in said),
                *(own_cell(card["fields"][key]) if card and key in card["fields"] else "" for key in own),
            ]
            for place, card in rows
        ),
    ]


def _taken(name: str) -> bool:
    return name in _PLACE or name in _CARD or name.startswith(_OWN) or name.strip() != name or not name


Line = tuple[dict[str, str], Row | None]
"""The cells of a card's place, and the card; None: the row only says that the place is there."""


class _Lines:
    """The rows of the file: those that list what has no card, or would come in another order, then the cards."""

    def __init__(self, document: Document, ledger: Ledger) -> None:
        self.document, self.ledger = document, ledger
        self.places = self._places()
        self.lanes = labels(ledger, "lanes", "title", document.shown("lanes"))
        self.personas = labels(ledger, "personas", "name", document.shown("personas"))
        self.cells: dict[str, list[Row]] = {}
        for card in document.shown("cards"):
            self.cells.setdefault(card["stage"], []).append(card)
            ledger.keep("cards", card, "stage", "lane", "persona", "fields", *_SAID)

    def _places(self) -> dict[str, dict[str, str]]:
        """Return the cells of each stage and step, told apart by their titles."""
        rows = self.document.shown("stages")
        titles = labels(self.ledger, "stages", "title", [row for row in rows if row["parent"] is None])
        for stage in list(titles):
            titles |= labels(self.ledger, "stages", "title", [row for row in rows if row["parent"] == stage])
        for row in rows:
            self.ledger.keep("stages", row, "parent")
        return {
            row["id"]: {"stage": titles[row["id"]]}
            if row["parent"] is None
            else {"stage": titles[row["parent"]], "step": titles[row["id"]]}
            for row in rows
        }

    def lists(self) -> Iterator[Line]:
        """Yield rows for lanes and personas, where the cards would not give all of them in their order."""
        cards = [card for row in self.document.shown("stages") for card in self.cells.get(row["id"], [])]
        if list(dict.fromkeys(card["lane"] for card in cards)) != list(self.lanes):
            for lane in self.document.shown("lanes"):
                yield self._lane(lane), None
        seen = list(dict.fromkeys(card["persona"] for card in cards if card["persona"] is not None))
        if seen != list(self.personas):
            for name in self.personas.values():
                yield {"persona": name}, None
        for lane in self.document.shown("lanes"):
            self.ledger.keep("lanes", lane, "kind", "role")

    def cards(self) -> Iterator[Line]:
        """Yield the rows of the cards as the map is read, and one for each stage and step without any."""
        for row in self.document.shown("stages"):
            place = self.places[row["id"]]
            found = self.cells.get(row["id"], [])
            if not found:
                yield place, None
            for card in found:
                persona = {} if card["persona"] is None else {"persona": self.personas[card["persona"]]}
                yield {**place, **self._lane(self.document.tables["lanes"][card["lane"]]), **persona}, card

    def _lane(self, lane: Row) -> dict[str, str]:
        return {"lane": self.lanes[lane["id"]], "kind": lane["kind"], "role": lane["role"] or ""}


def from_csv(
    data: bytes,
    *,
    make_id: IdMaker,
    title: str = "",
    columns: Mapping[str, str] | None = None,
    formulas: bool = False,
) -> tuple[Document, list[Loss]]:
    """Return the journey of a CSV table, one row a card, and what had no place in it.

    Stages, lanes and personas come in the order in which they first appear; a row without words only says that its
    stage, lane or persona is there. Columns that are not known are the cards' own.

    Parameters
    ----------
    data
        The table. Columns: ``stage`` and ``text``; as there are ``step, lane, kind, role, persona, score, channel,
        url, owner, tags, image``.
    make_id
        Makes ids.
    title
        The journey's title: the table has none.
    columns
        The names of columns that are called otherwise: ``{"stage": "Phase", "text": "Note"}``.
    formulas
        Whether a ``'`` in front of what looks like a formula belongs to the text.

    Raises
    ------
    FormatError
        It is no CSV, or has no column for the stage or the text.
    TableError
        A value cannot be; names the row's number in the file, the column and the remedy.
    """
    rows = parsed(data, "the table", formulas=formulas)
    head = _head(rows[0] if rows else [], columns or {})
    reading = _Reading(head, make_id)
    for number, cells in enumerate(rows[1:], 2):
        reading.take(number, cells)
    document = Document({"id": make_id(), "title": title})
    try:
        document.apply(reading.ops)
    except TableError as error:
        raise reading.located(error) from None
    return document, reading.losses


def _head(names: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Return what each column is: a known one, or ``fields.`` and the name of one of the caller's own."""
    called = {name: known for known, name in columns.items()}
    missing = [name for name in called if name not in names]
    unknown = [known for known in columns if known not in {*_PLACE, *_SAID}]
    known = {*_PLACE, *_SAID} - set(called.values())
    head: list[str] = []
    for name in names:
        word = name.strip().casefold()
        own = name if name.startswith(_OWN) else f"{_OWN}{name}"
        head.append(called.get(name) or (word if word in known and word not in head else own))
    lacking = missing or [name for name in ("stage", "text") if name not in head]
    if unknown or lacking:
        there = ", ".join(names) or "none"
        problem = f"columns= knows no {unknown[0]!r}" if unknown else f"the table has no column {lacking[0]!r}"
        raise FormatError(f'{problem}. Columns there: {there}. Say which is which: columns={{"stage": …, "text": …}}.')
    return head


class _Reading:
    """The rows of a table, one after the other, as operations."""

    def __init__(self, head: list[str], make_id: IdMaker) -> None:
        self.head, self.make_id = head, make_id
        self.ops: list[Op] = []
        self.losses: list[Loss] = []
        self._ids: dict[tuple[str, ...], str] = {}
        self._numbers: dict[str, int] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take a row; `number` is its place in the file, from 1."""
        found = {name: text for name, text in zip(self.head, cells, strict=False) if text}
        extra = [text for text in cells[len(self.head) :] if text]
        stage = self._stage(found)
        lane = self._lane(found)
        name = found.get("persona")
        persona = self._put("personas", (name,), {"name": name}) if name else None
        row = {each: value_of(_CARD[each], found[each]) for each in _SAID if each in found}
        own = {key.removeprefix(_OWN): own_value(text) for key, text in found.items() if key.startswith(_OWN)}
        self.losses += [Loss("cards", None, None, text, "a cell behind the last column") for text in extra]
        if not row and not own and not (stage and lane):
            return
        place = {
            "stage": stage or self._put("stages", (UNASSIGNED,), {"title": UNASSIGNED}),
            "lane": lane or self._put("lanes", (NOTES,), {"title": NOTES}),
        }
        card = self.make_id()
        self._numbers[card] = number
        self.ops.append(Op("add", "cards", card, {**place, "persona": persona, **row, "fields": own}))

    def _stage(self, found: Mapping[str, str]) -> str | None:
        title, step = found.get("stage"), found.get("step")
        if not title and not step:
            return None
        title = title or UNASSIGNED
        stage = self._put("stages", (title,), {"title": title})
        return self._put("stages", (title, step), {"title": step, "parent": stage}) if step else stage

    def _lane(self, found: Mapping[str, str]) -> str | None:
        title = found.get("lane")
        if not title:
            return None
        row = {"title": title, "kind": found.get("kind") or kind_of(title), "role": found.get("role")}
        return self._put("lanes", (title,), row)

    def _put(self, table: str, key: tuple[str, ...], row: Row) -> str:
        """Return the id of the row of this name; it is made where it is not there yet."""
        place = (table, *key)
        if place not in self._ids:
            self._ids[place] = self.make_id()
            self.ops.append(Op("add", table, self._ids[place], row))
        return self._ids[place]

    def located(self, error: TableError) -> TableError:
        """Return an error about a card as one about the row of the file."""
        number = self._numbers.get(str(error.row))
        if number is None:
            return error
        return TableError(
            error.problem,
            table="the table",
            row=str(number),
            column=error.column,
            value=error.value,
            remedy=error.remedy,
            code=error.code,
        )
