"""The codebook: finding a code, merging several into one, and splitting one in two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from journeywidgets.errors import EvidenceError, TableError, shorten
from journeywidgets.model import order
from journeywidgets.model.changes import Op
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import ORIGINS
from journeywidgets.model.study import StudyDocument

_WORDS = ("definition", "apply_when", "not_this")


def find_code(document: StudyDocument, code: str) -> str:
    """Return the id of a code given by its id or its name.

    Raises
    ------
    TableError
        There is no such code, or several have the name.
    """
    codes = document.tables["codes"]
    if code in codes:
        return code
    named = [row["id"] for row in codes.values() if row["name"] == code]
    if len(named) == 1:
        return str(named[0])
    if named:
        problem, remedy = f"{len(named)} codes have the name {shorten(code)}", f"Give an id: {', '.join(named)}."
    else:
        problem, remedy = "there is no code of this name or id", "Give the name or id of a code: see study.codes."
    raise TableError(problem, table="codes", column="name", value=code, remedy=remedy, code="gone")


def merging(document: StudyDocument, codes: Iterable[str], into: str) -> list[Op]:
    """Return the operations that make one code of several.

    `into` takes over applications, memos and the codes below, and what the others say where it
    says nothing itself. Where a coder has put several of them on one quote, one application
    stays: one that counts before one that does not, a person's before an import's before a
    model's. A target that stands below a merged code comes out of it.

    Raises
    ------
    EvidenceError
        There is nothing to merge.
    """
    merged = [code for code in dict.fromkeys(codes) if code != into]
    if not merged:
        raise EvidenceError("a code cannot be merged into itself. Name other codes to merge into it.")
    table = document.tables["codes"]
    memos = [row for row in document.tables["memos"].values() if row["code"] in set(merged)]
    values: Row = {}
    for name in _WORDS:
        said = next((table[code][name] for code in merged if table[code][name]), "")
        if said and not table[into][name]:
            values[name] = said
    return [
        *_one_each(document, [into, *merged]),
        *(Op("set", "memos", row["id"], {"code": into}) for row in memos),
        *_placed(document, set(merged), into),
        *([Op("set", "codes", into, values)] if values else []),
        *(Op("delete", "codes", code) for code in merged),
    ]


def _one_each(document: StudyDocument, codes: Sequence[str]) -> list[Op]:
    """Return the operations that put every application on the first code, one for each quote and coder."""
    groups: dict[tuple[str, str], list[Row]] = {}
    rank = {code: place for place, code in enumerate(codes)}
    for row in document.shown("applications"):
        if row["code"] in rank:
            groups.setdefault((row["quote"], row["coder"]), []).append(row)
    deletes, sets = [], []
    for group in groups.values():
        kept, *rest = sorted(group, key=lambda row: _standing(row, rank))
        deletes += [Op("delete", "applications", row["id"]) for row in rest]
        if kept["code"] != codes[0]:
            sets.append(Op("set", "applications", kept["id"], {"code": codes[0]}))
    return [*deletes, *sets]


def _standing(row: Row, rank: dict[str, int]) -> tuple[bool, bool, int, int]:
    """Return what puts an application before another: accepted before suggested before rejected."""
    return not row["accepted"], row["rejected"], ORIGINS.index(row["origin"]), rank[row["code"]]


def _placed(document: StudyDocument, merged: set[str], into: str) -> list[Op]:
    table, ops = document.tables["codes"], []
    highest, above = None, table[into]["parent"]
    while above is not None:
        highest = above if above in merged else highest
        above = table[above]["parent"]
    if highest is not None:
        key, give_way = _behind(document, highest, without=into)
        ops += [*give_way, Op("set", "codes", into, {"parent": table[highest]["parent"], "order": key})]
    below = [row for row in document.shown("codes") if row["parent"] in merged and row["id"] not in {into, *merged}]
    own = [row for row in document.siblings("codes", {"parent": into}) if row["id"] not in merged]
    keys, rekeyed = order.keys(own, len(own), len(below))
    ops += [Op("set", "codes", code, {"order": key}) for code, key in rekeyed.items()]
    ops += [Op("set", "codes", row["id"], {"parent": into, "order": key}) for row, key in zip(below, keys, strict=True)]
    return ops


def _behind(document: StudyDocument, code: str, without: str | None = None) -> tuple[str, list[Op]]:
    """Return the key of a place right behind a code, and what has to give way."""
    row = document.tables["codes"][code]
    siblings = [other for other in document.siblings("codes", row) if other["id"] != without]
    place = next(n for n, other in enumerate(siblings, 1) if other["id"] == code)
    (key,), rekeyed = order.keys(siblings, place)
    return key, [Op("set", "codes", other, {"order": made}) for other, made in rekeyed.items()]


def splitting(document: StudyDocument, code: str, applications: Iterable[str], fresh: str, name: str) -> list[Op]:
    """Return the operations that take applications out of a code, into the new code `fresh` right behind it.

    Raises
    ------
    EvidenceError
        An application is not of the code, or there is none, or the new code has no name.
    """
    moving = list(dict.fromkeys(applications))
    if not name.strip():
        raise EvidenceError("the new code has no name. Give name=.")
    if not moving:
        raise EvidenceError("no applications go to the new code. Give the ids of those that do.")
    for place, application in enumerate(moving):
        if document.row("applications", application)["code"] != code:
            raise EvidenceError(f"application {place} (id {application!r}) is not of the code {code!r}.")
    row = document.tables["codes"][code]
    key, give_way = _behind(document, code)
    values = {"name": name.strip(), "kind": row["kind"], "parent": row["parent"], "color": row["color"], "order": key}
    return [
        *give_way,
        Op("add", "codes", fresh, values),
        *(Op("set", "applications", application, {"code": fresh}) for application in moving),
    ]
