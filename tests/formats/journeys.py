"""Journeys to write, and what of them is not as it was when it is read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from tests.documents import documents, values

from journeywidgets import Journey, TableError
from journeywidgets.model.changes import Op, same
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import JOURNEY, TABLES

AWKWARD = (
    "=1+1", "-2", "'=x", "a: b; c, d", "# no heading", "- no item", "**bold**", "<b>&amp;</b>", "two\nlines\n", "\n\n",
    " spaced ", "Title", "(untitled)", "title x", "section: y", "%% x", "&#58;", "#58;", "Personas", "100", "true",
    '"q"', "[1]", "a\\", "\\n", "x  \ny", "`code`", "[link](x)", "1. one", "---", "**Score**: 2", "\u200b",
    "\u2028", "\r",
)  # fmt: skip
# Each table behind those that it points to.
TABLES_IN_ORDER = ("meta", "stages", "personas", "metrics", "lanes", "cards", "values", "evidence", "asks", "links")
Lost = set[tuple[str, Any, Any]]
Ids = Mapping[tuple[str, str], str]
EXAMPLES = 30
MANY = 4
awkward = st.sampled_from(AWKWARD)


@st.composite
def journeys(draw: st.DrawFn) -> Document:
    """Draw a document with rows in all tables, steps and fields of all kinds."""
    document = draw(documents())
    changes = draw(st.lists(st.sampled_from([*JOURNEY.tables, "cards", "cards", "stages"]), max_size=8))
    for number, table in enumerate(changes):
        rows = list(document.tables[table])
        chance: bool = draw(st.booleans())
        setting = table == JOURNEY.record or (chance and len(rows) > 0)
        row = draw(values(table, whole=not setting))
        words = [name for name, field in TABLES[table].fields.items() if field.kind == "text"]
        if draw(st.booleans()) and words:
            row[draw(st.sampled_from(words))] = draw(awkward)
        for field in TABLES[table].refs:
            there = list(document.tables[str(field.ref)])
            if field.name in row and there:
                row[field.name] = draw(st.sampled_from(there))
        key = draw(st.sampled_from(rows)) if setting else f"new{number}"
        try:
            document.apply([Op("set" if setting else "add", table, key, row)])
        except TableError:
            continue  # what does not fit is no journey
    return document


def journey_of(document: Document) -> Journey:
    """Return a journey that holds a document."""
    return Journey.from_dict(document.to_dict())


def untold(before: Document, after: Document, losses: pd.DataFrame) -> list[str]:
    """Return the differences between a journey and what was read back that its losses do not name.

    Rows have new ids, so they are paired in the order shown; where there is none, or it is a loss, by what they say.
    """
    lost: Lost = {
        (str(table), row_id, field) for table, row_id, field in losses[["table", "id", "field"]].itertuples(False)
    }
    unsure = [table for table, _, field in lost if field == "order" and len(_rows(after, table)) <= MANY]
    # What tells rows apart may be lost with their order; then what points to them tells which is which.
    ways = [permutations(_rows(after, table)) for table in dict.fromkeys(unsure)]
    found = (dict(zip(dict.fromkeys(unsure), way, strict=True)) for way in product(*ways))
    return min((list(_untold(before, after, lost, arranged)) for arranged in found), key=len)


def _untold(before: Document, after: Document, lost: Lost, arranged: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    ids: dict[tuple[str, str], str] = {}
    for table in TABLES_IN_ORDER:
        old = [row for row in _rows(before, table) if (table, row["id"], None) not in lost]
        new = list(arranged.get(table, _rows(after, table)))
        by = {table, *Document.shown_by.get(table, ())}
        loose = any(name in by and field in {"order", "stage", "lane"} for name, _, field in lost)
        if len(old) != len(new):
            yield f"{table}: {len(old)} rows kept, {len(new)} read"
        elif table not in arranged and (loose or not TABLES[table].ordered):
            cost = [[len(list(_differing(table, mine, other, lost, ids))) for other in new] for mine in old]
            new = [new[place] for place in linear_sum_assignment(cost)[1]] if old else []
        ids |= {(table, mine["id"]): other["id"] for mine, other in zip(old, new, strict=False)}
        for mine, other in zip(old, new, strict=False):
            yield from _differing(table, mine, other, lost, ids)


def _rows(document: Document, table: str) -> list[Row]:
    return [document.meta] if table == JOURNEY.record else list(document.shown(table))


def _differing(table: str, old: Row, new: Row, lost: Lost, ids: Ids) -> Iterator[str]:
    for name, field in TABLES[table].fields.items():
        if name in {"id", "order"} or (table, old["id"], name) in lost:
            continue
        value = old[name]
        if field.ref and value is not None:
            value = ids.get((field.ref, value), f"lost {value}")
        if not same(value, new[name]):
            yield f"{table} {old['id']} {name}: {value!r} became {new[name]!r}"
