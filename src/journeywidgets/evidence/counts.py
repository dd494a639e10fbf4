"""Counts: how many quotes have a code, and how many people and sources they come from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

_COUNTED = ("quotes", "participants", "sources")
_OF_PARTICIPANT = ("pseudonym", "persona", "share")


def counted(document: StudyDocument) -> Iterator[tuple[str, Row]]:
    """Yield (code, quote) of every application that counts.

    One that is not accepted counts for nothing, and neither do words of moderators and observers.
    A code that two coders have put on a quote comes twice.
    """
    quotes = document.tables["quotes"]
    silent = {row["id"] for row in document.tables["participants"].values() if row["role"] != "participant"}
    for row in document.tables["applications"].values():
        if row["accepted"]:
            quote = quotes[row["quote"]]
            if quote["participant"] not in silent:
                yield row["code"], quote


def code_counts(document: StudyDocument, by: str | None = None, *, below: bool = False) -> pd.DataFrame:
    """Return how often each code was applied; `Study.code_counts` describes it."""
    group = _groups(document, by)
    above = _above(document) if below else None
    # People and sources as sets: ten quotes of one person are one person.
    found: dict[tuple[str, Hashable], tuple[set[str], set[str], set[str]]] = {}
    for code, quote in counted(document):
        value = group(quote) if group else None
        for each in above[code] if above else (code,):
            sets = found.get((each, value))
            if sets is None:
                sets = found[each, value] = (set(), set(), set())
            sets[0].add(quote["id"])
            sets[2].add(quote["source"])
            if quote["participant"] is not None:
                sets[1].add(quote["participant"])
    return _frame(document, found, by)


def _frame(
    document: StudyDocument, found: dict[tuple[str, Hashable], tuple[set[str], set[str], set[str]]], by: str | None
) -> pd.DataFrame:
    codes = document.shown("codes")
    rows: list[dict[str, Any]] = []
    by_code: dict[str, list[tuple[Hashable, tuple[int, ...]]]] = {}
    for (code, value), sets in found.items():
        by_code.setdefault(code, []).append((value, tuple(map(len, sets))))
    for row in codes:
        head = {"id": row["id"], "name": row["name"], "kind": row["kind"]}
        groups = by_code.get(row["id"], [] if by else [(None, (0, 0, 0))])
        for value, sizes in sorted(groups, key=lambda item: (item[0] is None, str(item[0]))):
            rows.append({**head, **({} if by is None else {by: value}), **dict(zip(_COUNTED, sizes, strict=True))})
    names = ["id", "name", "kind", *([] if by is None else [by]), *_COUNTED]
    frame: pd.DataFrame = pd.DataFrame(rows, columns=names)
    frame = frame.astype(dict.fromkeys(_COUNTED, "int64") | {"id": object, "name": object, "kind": object})
    return frame.set_index("id")


def _above(document: StudyDocument) -> dict[str, list[str]]:
    """Return each code with all that it stands under."""
    parents = {row["id"]: row["parent"] for row in document.tables["codes"].values()}
    found: dict[str, list[str]] = {}
    for code in parents:
        path, above = [], code
        while above is not None:
            path.append(above)
            above = parents[above]
        found[code] = path
    return found


def _groups(document: StudyDocument, by: str | None) -> Callable[[Row], Hashable] | None:
    """Return what tells a quote's group."""
    if by is None:
        return None
    people = document.tables["participants"]
    if by in {"source", "coder", "level"}:
        return lambda quote: str(quote[by])
    if by in _OF_PARTICIPANT:
        return lambda quote: None if quote["participant"] is None else people[quote["participant"]][by]
    known = dict.fromkeys(name for row in people.values() for name in row["attributes"])
    if by not in known:
        names = [*_OF_PARTICIPANT, "source", "coder", "level", *known]
        raise EvidenceError(f"by= is not a column to count by. Use one of: {', '.join(names)}.")
    return lambda quote: _hashable(None if quote["participant"] is None else people[quote["participant"]], by)


def _hashable(participant: Row | None, attribute: str) -> Hashable:
    value = None if participant is None else participant["attributes"].get(attribute)
    return str(value) if isinstance(value, (list, dict)) else value
