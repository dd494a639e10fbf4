"""Hypothesis strategies: documents, and operations on them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.schema import LANE_KINDS, TABLES

# No lone surrogates: intake mends them with a warning, and has a test of its own.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.sampled_from([f"{letter}{number}" for letter in "ab" for number in range(4)])
tables = st.sampled_from(["stages", "lanes", "cards", "personas", "metrics", "values", "evidence"])

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "number": st.floats(-2, 2, allow_nan=False).map(lambda x: round(x, 3)),
    "integer": st.integers(1, 1000),
    "boolean": st.booleans(),
    "ref": ids,
    "order": st.sampled_from(["a0", "a1", "a2", "a0V", "Zz"]),
    "list": st.lists(texts, max_size=3),
    "map": st.dictionaries(
        texts.filter(lambda name: name and name not in TABLES["cards"].fields), st.integers(-1, 1), max_size=2
    ),
    "color": st.sampled_from(["#fff", "#3454d1"]),
    "image": st.just("data:image/png;base64,iVBORw0KGgo="),
    "date": st.sampled_from(["2026-01-31", "2026-12-01"]),
}


def _value(table: str, name: str) -> st.SearchStrategy[Any]:
    field = TABLES[table].fields[name]
    found = st.sampled_from(field.choices) if field.choices else _VALUES[field.kind]
    if field.low == 0 and field.high == 1:
        found = st.floats(0, 1, allow_nan=False)
    return found | st.none() if field.nullable else found


@st.composite
def values(draw: st.DrawFn, table: str, *, whole: bool = False) -> dict[str, Any]:
    """Draw values for some fields of a row; `whole` takes those that a new row must have."""
    names = [name for name in TABLES[table].fields if name != "id"]
    needed = [
        name
        for name in names
        if whole and TABLES[table].fields[name].required and TABLES[table].fields[name].kind != "order"
    ]
    some = draw(st.lists(st.sampled_from(names), max_size=3, unique=True, min_size=0 if whole else 1))
    return {name: draw(_value(table, name)) for name in dict.fromkeys([*needed, *some])}


@st.composite
def ops(draw: st.DrawFn) -> Op:
    """Draw an operation, which may or may not fit a document."""
    table = draw(tables)
    kind = draw(st.sampled_from(["add", "add", "set", "set", "delete"]))
    if kind == "add":
        return Op("add", table, draw(ids), draw(values(table, whole=True)))
    if kind == "set":
        return Op("set", table, draw(ids), draw(values(table)))
    return Op("delete", table, draw(ids))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document with a few rows in most tables."""
    document = Document({"id": "m", "title": draw(texts)})
    stage_ids = draw(st.lists(ids, min_size=1, max_size=5, unique=True))
    lane_ids = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    persona_ids = draw(st.lists(ids, max_size=3, unique=True))
    rows = [Op("add", "stages", i, {"title": draw(texts)}) for i in stage_ids]
    rows += [Op("add", "lanes", i, {"title": draw(texts), "kind": draw(st.sampled_from(LANE_KINDS))}) for i in lane_ids]
    rows += [Op("add", "personas", i, {"name": draw(texts)}) for i in persona_ids]
    for card in draw(st.lists(ids, max_size=6, unique=True)):
        row = {
            "stage": draw(st.sampled_from(stage_ids)),
            "lane": draw(st.sampled_from(lane_ids)),
            "persona": draw(st.sampled_from([None, *persona_ids])),
            "text": draw(texts),
            "score": draw(st.none() | st.floats(0, 2, allow_nan=False).map(lambda x: round(x, 2))),
            "fields": draw(_VALUES["map"]),
        }
        rows.append(Op("add", "cards", card, row))
        if draw(st.booleans()):
            rows.append(Op("add", "evidence", card, {"card": card, "quote": draw(texts)}))
    document.apply(rows)
    return document
