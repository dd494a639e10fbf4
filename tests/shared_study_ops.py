"""Writes tests/fixtures/study_ops.json: what Python and the page must do to a study alike.

``python -m tests.shared_study_ops``. Quotes are set and deleted, and not added or moved: what their place
says is filled in by Python, which has the words.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.shared_ops import compact, member, outcome

from journeywidgets.evidence import Study
from journeywidgets.model.schema import TABLES
from journeywidgets.model.study import StudyDocument

FILE = Path(__file__).parent / "fixtures" / "study_ops.json"

BASE: dict[str, Any] = {
    "study": {"id": "r", "title": "Rental"},
    "participants": [
        {"id": "p1", "pseudonym": "P1", "order": "a0"},
        {"id": "p2", "pseudonym": "M1", "role": "moderator", "order": "a1"},
    ],
    "sources": [
        {"id": "s1", "text": "I waited. \U0001f6b2", "order": "a1"},
        {"id": "s2", "text": "So did I.", "order": "a0"},
    ],
    "segments": [
        {"id": "g1", "source": "s1", "start": 0, "end": 9, "participant": "p1"},
        {"id": "g2", "source": "s2", "start": 0, "end": 9, "participant": "p2"},
    ],
    "codes": [
        {"id": "c1", "name": "Waiting", "order": "a0"},
        {"id": "c2", "name": "Late", "parent": "c1", "order": "a1"},
        {"id": "c3", "name": "Early", "parent": "c1", "order": "a0"},
        {"id": "c4", "name": "Twice", "parent": "c2", "order": "a0"},
        {"id": "c5", "name": "Gain", "order": "a1"},
    ],
    "quotes": [
        {"id": "q1", "source": "s1", "start": 2, "end": 8, "exact": "waited", "participant": "p1"},
        {"id": "q2", "source": "s1", "start": 0, "end": 1, "exact": "I", "participant": "p1"},
        {"id": "q3", "source": "s2", "start": 0, "end": 2, "exact": "So"},
        {"id": "q4", "source": "s2", "exact": "elsewhere"},
    ],
    "applications": [
        {"id": "a1", "quote": "q1", "code": "c1", "coder": "x"},
        {"id": "a2", "quote": "q1", "code": "c2", "coder": "x"},
        {"id": "a3", "quote": "q1", "code": "c1", "coder": "y", "origin": "model", "accepted": False},
        {"id": "a4", "quote": "q3", "code": "c4"},
    ],
    "memos": [
        {"id": "m1", "code": "c2", "text": "Look"},
        {"id": "m2", "quote": "q1"},
        {"id": "m3", "participant": "p2"},
    ],
}
SHOWN = ("participants", "sources", "segments", "codes", "quotes")
_CASES = 160
_MERGES = 60
_TABLES = ("participants", "sources", "codes", "codes", "codes", "quotes", "applications", "applications", "memos")
_FILLED = {"source", "start", "end", "exact", "prefix", "suffix", "participant"}
_VALUES: dict[str, list[Any]] = {
    "text": ["", "one", "two \u2028 \U0001f6b2"],
    "number": [0, 0.5, 1],
    "boolean": [True, False],
    "order": ["a0", "a1", "a0V", "Zz"],
    "list": [[], ["one", "two"]],
    "map": [{}, {"one": 1}],
    "color": ["#3454d1"],
    "date": ["2026-03-31"],
}


def main() -> None:
    """Write the fixture."""
    draw = random.Random(2026)  # noqa: S311 - repeatable on purpose
    changes = [[_op(draw) for _ in range(draw.randint(1, 3))] for _ in range(_CASES)]
    cases = [{"ops": ops, **result(ops)} for ops in changes]
    merges = [_merge(draw) for _ in range(_MERGES)]
    for case in merges:
        case["result"] = merged(case)
    members = [f'"document": {compact(BASE)}', member("changes", cases), member("merges", merges)]
    FILE.write_text("{\n" + ",\n".join(members) + "\n}\n", encoding="utf-8")


def result(ops: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what `ops` do to the study: what really happened and what is seen of it, or the error."""
    document = StudyDocument.from_dict(BASE)
    found = outcome(document, ops)
    if "error" in found:
        return found
    return {
        **found,
        "shown": {name: [row["id"] for row in document.shown(name)] for name in SHOWN},
    }


def merged(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is left of codes, applications and memos when codes are merged, and how often each code counts."""
    study = Study.from_dict({**BASE, "applications": case["applications"]})
    study.merge_codes(case["codes"], into=case["into"])
    rows = study.document.shown("applications")
    return {
        "codes": [[row["id"], row["parent"]] for row in study.document.shown("codes")],
        "applications": [[row["id"], row["code"], row["accepted"]] for row in rows],
        "memos": [[row["id"], row["code"]] for row in study.document.shown("memos")],
        "counts": [
            [str(code), int(row["quotes"]), int(row["participants"])] for code, row in study.code_counts().iterrows()
        ],
    }


def _merge(draw: random.Random) -> dict[str, Any]:
    codes = [row["id"] for row in BASE["codes"]]
    places = [(row["id"], code, coder) for row in BASE["quotes"] for code in codes for coder in ("x", "y")]
    applications = [
        {
            "id": f"a{number}",
            "quote": quote,
            "code": code,
            "coder": coder,
            "origin": draw.choice(["human", "import", "model"]),
        }
        for number, (quote, code, coder) in enumerate(draw.sample(places, 12))
    ]
    for row in applications:
        row["accepted"] = draw.random() < 0.6
    into, *merging = draw.sample(codes, draw.randint(2, 4))
    return {"applications": applications, "codes": merging, "into": into}


def _op(draw: random.Random) -> dict[str, Any]:
    table = draw.choice(_TABLES)
    known = [row["id"] for row in BASE[table]]
    kind = draw.choice(["add", "set", "set", "set", "delete"])
    if kind == "delete" or (kind == "add" and table == "quotes"):
        return {"op": "delete", "table": table, "id": draw.choice([*known, known[0], "gone"])}
    left_out = {"id", *(_FILLED if table == "quotes" else {"text"} if table == "sources" else ())}
    fields = {name: field for name, field in TABLES[table].fields.items() if name not in left_out}
    if kind == "set":
        some = ["parent", "order"] if table == "codes" and draw.random() < 0.5 else draw.sample(sorted(fields), 2)
        values = {name: _value(draw, table, name) for name in some}
        return {"op": "set", "table": table, "id": draw.choice(known * 3 + ["gone"]), "values": values}
    names = [name for name, field in fields.items() if field.required or draw.random() < 0.4]
    row = {name: _value(draw, table, name) for name in names if name != "order" or draw.random() < 0.3}
    if row.get("origin") == "model":
        row["accepted"] = draw.random() < 0.5  # Python would fill it in
    return {"op": "add", "table": table, "id": draw.choice(["x1", "x2", "x3", known[0]]), "row": row}


def _value(draw: random.Random, table: str, name: str) -> Any:
    field = TABLES[table].fields[name]
    if field.nullable and draw.random() < 0.3:
        return None
    if field.ref:
        return draw.choice([*(row["id"] for row in BASE[field.ref])] * 4 + ["x1", "nobody"])
    if field.choices:
        return draw.choice(field.choices)
    return draw.choice(["", "x", "y"] if name == "coder" else _VALUES[field.kind])


if __name__ == "__main__":
    main()
