"""Hypothesis strategies: studies, and operations on them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from tests.documents import texts

from journeywidgets.model.changes import Op
from journeywidgets.model.schema import STUDY, TABLES, TEXT_LIMIT
from journeywidgets.model.study import StudyDocument

# Letters of one, two and four bytes, marks that compose, and lines: what offsets are lost over.
speech = st.text(st.sampled_from("ab \né\u0301🚲“ß\u200dI\u0307"), max_size=24)
ids = st.sampled_from([f"{letter}{number}" for letter in "ab" for number in range(3)])
offsets = st.integers(0, 26)
tables = st.sampled_from([name for name in STUDY.rows for _ in range(3 if name in {"quotes", "segments"} else 1)])

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "number": st.floats(0, 1, allow_nan=False).map(lambda x: round(x, 3)),
    "integer": offsets,
    "boolean": st.booleans(),
    "ref": ids,
    "order": st.sampled_from(["a0", "a1", "a2", "a0V", "Zz"]),
    "list": st.lists(texts, max_size=2),
    "map": st.dictionaries(st.sampled_from(["city", "years"]), st.integers(-1, 1), max_size=2),
    "color": st.sampled_from(["#fff", "#3454d1"]),
    "date": st.sampled_from(["2026-01-31", "2026-12-01"]),
}


def _value(table: str, name: str) -> st.SearchStrategy[Any]:
    field = TABLES[table].fields[name]
    if (table, name) == ("sources", "text"):
        return speech
    found = st.sampled_from(field.choices) if field.choices else _VALUES[field.kind]
    return found | st.none() if field.nullable else found


@st.composite
def values(draw: st.DrawFn, table: str, *, whole: bool = False) -> dict[str, Any]:
    """Draw values for some fields of a row; `whole` takes those that a new row should have."""
    names = [name for name in TABLES[table].fields if name != "id"]
    wanted = {"start", "end", "text"} if table in {"quotes", "sources"} else set()
    needed = [
        name for name in names if whole and name != "order" and (TABLES[table].fields[name].required or name in wanted)
    ]
    some = draw(st.lists(st.sampled_from(names), max_size=3, unique=True, min_size=0 if whole else 1))
    return {name: draw(_value(table, name)) for name in dict.fromkeys([*needed, *some])}


@st.composite
def ops(draw: st.DrawFn) -> Op:
    """Draw an operation, which may or may not fit a study."""
    table = draw(tables)
    kind = draw(st.sampled_from(["add", "add", "set", "set", "delete"]))
    if kind == "add":
        return Op("add", table, draw(ids), draw(values(table, whole=True)))
    if kind == "set":
        return Op("set", table, draw(ids), draw(values(table)))
    return Op("delete", table, draw(ids))


@st.composite
def studies(draw: st.DrawFn) -> StudyDocument:
    """Draw a study whose sources are divided into segments, quoted and coded."""
    document = StudyDocument({"id": "m", "title": draw(texts)})
    people = draw(st.lists(ids, max_size=4, unique=True))
    roles = TABLES["participants"].fields["role"].choices
    rows = [Op("add", "participants", i, {"pseudonym": i, "role": draw(st.sampled_from(roles))}) for i in people]
    codes = draw(st.lists(ids, max_size=4, unique=True))
    rows += [
        Op("add", "codes", i, {"name": draw(texts), "parent": above})
        for above, i in zip([None, *codes], codes, strict=False)
    ]
    for source in draw(st.lists(ids, min_size=1, max_size=3, unique=True)):
        text = draw(speech.filter(len))
        rows.append(Op("add", "sources", source, {"text": text}))
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
        for n, (start, end) in enumerate(pairwise(cuts)):
            who = draw(st.sampled_from([None, *people]))
            rows.append(
                Op(
                    "add",
                    "segments",
                    f"{source}{n}",
                    {"source": source, "start": start, "end": end, "participant": who},
                )
            )
        for n in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            rows.append(Op("add", "quotes", f"{source}{n}", {"source": source, "start": start, "end": end}))
            for code in draw(st.lists(st.sampled_from(codes), max_size=3, unique=True)) if codes else ():
                origin = draw(st.sampled_from(TABLES["applications"].fields["origin"].choices))
                coder = draw(st.sampled_from(["", "x"]))
                row = {"quote": f"{source}{n}", "code": code, "origin": origin, "coder": coder}
                rows.append(Op("add", "applications", f"{source}{n}{code}", row))
    document.apply(draw(st.permutations(rows)) if draw(st.booleans()) else rows)
    return document


def check(document: StudyDocument) -> None:
    """Assert what holds of every study, told from the rows alone."""
    tables = document.tables
    for name, table in tables.items():
        for row_id, row in table.items():
            assert row["id"] == row_id
            assert list(row) == list(TABLES[name].fields)
            for field in TABLES[name].refs:
                assert row[field.name] is None or row[field.name] in tables[str(field.ref)], (name, field.name)
    for row in [*tables["segments"].values(), *tables["quotes"].values()]:
        text = tables["sources"][row["source"]]["text"]
        lost = row["start"] is None and row["end"] is None
        assert lost or 0 <= row["start"] < row["end"] <= len(text)
        assert len(row.get("exact", "")) <= TEXT_LIMIT
    taken = [(row["source"], at) for row in tables["segments"].values() for at in range(row["start"], row["end"])]
    assert len(taken) == len(set(taken))
    once = [(row["quote"], row["code"], row["coder"]) for row in tables["applications"].values()]
    assert len(once) == len(set(once))
    assert len(document.shown("codes")) == len(tables["codes"])  # a circle would not be reached from above
    for name in tables:
        assert sorted(row["id"] for row in document.shown(name)) == sorted(tables[name])
