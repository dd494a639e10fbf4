"""Writes tests/fixtures/ops.json: what Python and the page must do alike. `python -m tests.shared_ops`.

The cases are random but repeatable; the results are Python's. They are read by
`test_shared_ops.py` and by the page's tests, so that neither can drift from the other.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from journeywidgets.errors import TableError
from journeywidgets.export.content.outline import Outline
from journeywidgets.model import order
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import curve
from journeywidgets.model.schema import ROW_TABLES, TABLES
from journeywidgets.model.tables import Tables

FILE = Path(__file__).parent / "fixtures" / "ops.json"

BASE: dict[str, Any] = {
    "meta": {"id": "j", "title": "Bike rental"},
    "stages": [
        {"id": "s1", "title": "Before", "order": "a0"},
        {"id": "s1a", "title": "Ask", "parent": "s1", "order": "a0"},
        {"id": "s1b", "title": "Book", "parent": "s1", "order": "a1"},
        {"id": "s2", "title": "During", "order": "a1"},
        {"id": "s2a", "title": "Ride", "parent": "s2", "order": "a0"},
        {"id": "s3", "title": "After", "order": "a2"},
    ],
    "lanes": [
        {"id": "l1", "title": "Feelings", "kind": "emotion", "order": "a0"},
        {"id": "l2", "title": "Pains", "kind": "pain", "order": "a1"},
        {"id": "l3", "title": "Waiting", "kind": "metric", "metric": "m1", "order": "a2"},
    ],
    "personas": [{"id": "p1", "name": "Ada", "order": "a0"}, {"id": "p2", "name": "Ben", "order": "a1"}],
    "metrics": [{"id": "m1", "title": "Minutes"}, {"id": "m2", "title": "Calls"}],
    "cards": [
        {"id": "c1", "stage": "s1", "lane": "l1", "score": -2, "order": "a0"},
        {"id": "c2", "stage": "s1a", "lane": "l1", "persona": "p1", "score": 1, "order": "a0"},
        {"id": "c3", "stage": "s1a", "lane": "l1", "persona": "p1", "score": 0.5, "order": "a1"},
        {"id": "c4", "stage": "s2a", "lane": "l1", "persona": "p2", "order": "a0"},
        {"id": "c5", "stage": "s3", "lane": "l1", "persona": "p2", "score": 2, "order": "a0"},
        {"id": "c6", "stage": "s3", "lane": "l2", "text": "Late", "score": 12, "order": "a0"},
    ],
    "values": [
        {"id": "v1", "metric": "m1", "stage": "s2", "value": 4.5, "n": 9},
        {"id": "v2", "metric": "m1", "stage": "s3", "persona": "p1", "value": 3, "n": 4},
    ],
    "evidence": [{"id": "e1", "card": "c6", "quote": "I waited."}, {"id": "e2", "card": "c2", "stance": "contradicts"}],
    "asks": [{"id": "k1", "card": "c6", "asked": 9}],
    "links": [
        {"id": "n1", "source": "s1", "target": "s3"},
        {"id": "n2", "source": "s3", "target": "s1", "kind": "loop"},
    ],
}

_KEYS = ("a0", "a1", "a0V", "Zz", "a1l", "b00", "zz", "0bad", "a")
_CASES = 120
_VALUES: dict[str, list[Any]] = {
    "text": ["", "one", "two \u2028 \U0001f6b2"],
    "number": [-2, 0.5, 2, 2.5, 12],
    "share": [0, 1, 0.5],
    "integer": [1, 9],
    "boolean": [True, False],
    "order": list(_KEYS[:5]),
    "list": [[], ["one", "two"]],
    "map": [{}, {"one": 1}],
    "color": ["#3454d1"],
    "image": [""],
    "date": ["2026-03-31"],
}


def main() -> None:
    """Write the fixture."""
    draw = random.Random(2026)  # noqa: S311 - repeatable on purpose
    changes = [_change(draw) for _ in range(_CASES)]
    keys = [_places(draw) for _ in range(_CASES)]
    cases = [{"ops": ops, **result(ops)} for ops in changes]
    members = [f'"document": {compact(BASE)}', member("changes", cases), member("keys", keys)]
    FILE.write_text("{\n" + ",\n".join(members) + "\n}\n", encoding="utf-8")


def member(name: str, rows: Sequence[Any]) -> str:
    """Return a member of a fixture, one case a line."""
    lines = ",\n".join(map(compact, rows))
    return f'"{name}": [\n{lines}\n]'


def compact(value: Any) -> str:
    """Return JSON without blanks."""
    return json.dumps(value, separators=(",", ":"))


def outcome(document: Tables, ops: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what `ops` really did to a document, or the error."""
    try:
        done = document.apply([Op.from_wire(op) for op in ops])
    except TableError as error:
        return {"error": {"code": error.code, "table": error.table, "row": error.row, "column": error.column}}
    return {"done": sorted((op.to_wire() for op in done), key=lambda op: (op["table"], op["id"], op["op"]))}


def result(ops: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what `ops` do to the document: what really happened and what is seen of it, or the error."""
    document = Document.from_dict(BASE)
    found = outcome(document, ops)
    if "error" in found:
        return found
    return {
        **found,
        "stages": [row["id"] for row in document.shown("stages")],
        "cards": [row["id"] for row in document.shown("cards")],
        "columns": [[column.row["id"], column.group["id"]] for column in Outline(document).columns],
        "curve": [[point.persona, point.stage, point.score, point.n] for point in curve(document)],
    }


def _change(draw: random.Random) -> list[dict[str, Any]]:
    return [op for _ in range(draw.randint(1, 4)) for op in _op(draw)]


def _op(draw: random.Random) -> Iterator[dict[str, Any]]:
    table = draw.choice([*ROW_TABLES, "cards", "cards", "stages", "stages"])
    known = [row["id"] for row in BASE[table]]
    kind = draw.choice(["add", "set", "set", "set", "delete"])
    if kind == "delete":
        yield {"op": "delete", "table": table, "id": draw.choice([*known, known[0], "gone"])}
    elif kind == "set":
        names = draw.sample([name for name in TABLES[table].fields if name != "id"], 2)
        row_id = draw.choice(known * 3 + ["gone"])
        yield {"op": "set", "table": table, "id": row_id, "values": {name: _value(draw, table, name) for name in names}}
    else:
        names = [
            name
            for name, field in TABLES[table].fields.items()
            if name != "id" and (field.required or draw.random() < 0.3)
        ]
        row = {name: _value(draw, table, name) for name in names if name != "order" or draw.random() < 0.3}
        row_id = draw.choice(["x1", "x2", "x3", "x4", known[0]])
        yield {"op": "add", "table": table, "id": row_id, "row": row}


def _value(draw: random.Random, table: str, name: str) -> Any:
    field = TABLES[table].fields[name]
    if field.nullable and draw.random() < 0.3:
        return None
    if field.ref:
        return draw.choice([*(row["id"] for row in BASE[field.ref])] * 4 + ["x1", "nobody"])
    if field.choices:
        return draw.choice(field.choices)
    return draw.choice(_VALUES["share" if field.high == 1 else field.kind])


def _places(draw: random.Random) -> dict[str, Any]:
    drawn = [{"id": f"r{number}", "order": draw.choice(_KEYS)} for number in range(draw.randint(0, 5))]
    siblings = order.by_order(drawn)
    index, count = draw.randint(0, len(siblings)), draw.randint(1, 3)
    keys, rekeyed = order.keys(siblings, index, count)
    last = order.after(siblings[-1] if siblings else None)
    return {"siblings": siblings, "index": index, "count": count, "keys": keys, "rekeyed": rekeyed, "after": last}


if __name__ == "__main__":
    main()
