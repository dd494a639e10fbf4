"""Change: the one concept behind editing, undo, history, the journal, diffs and the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from journeywidgets.errors import TableError
from journeywidgets.model.intake import Row, sparse

OpKind = Literal["add", "set", "delete", "restore"]
_KEYS: dict[str, set[str]] = {
    "add": {"op", "table", "id", "row"},
    "set": {"op", "table", "id", "values"},
    "delete": {"op", "table", "id"},
    "restore": {"op", "table", "id"},
}


@dataclass(frozen=True, slots=True)
class Op:
    """One row's part in a change.

    Attributes
    ----------
    kind
        ``add``, ``set``, ``delete``, or ``restore`` (asks for a deleted row back; the store
        turns it into adds).
    table, id
        The row.
    values
        add: the row; set: the new values by field; else empty.
    old
        set: the values before; delete: the row before; else empty. Filled in when applied.
    """

    kind: OpKind
    table: str
    id: str
    values: Row = field(default_factory=dict)
    old: Row = field(default_factory=dict)

    def to_wire(self) -> dict[str, Any]:
        """Return the op as the wire and the journal hold it; without what was before."""
        wire: dict[str, Any] = {"op": self.kind, "table": self.table, "id": self.id}
        if self.kind == "add":
            wire["row"] = sparse(self.table, self.values)
        elif self.kind == "set":
            wire["values"] = self.values
        return wire

    @classmethod
    def from_wire(cls, wire: Any) -> Op:
        """Read an op from a message or a journal line.

        Raises
        ------
        TableError
            The op has not the form that `to_wire` gives.
        """
        kind = wire.get("op") if isinstance(wire, Mapping) else None
        if kind not in _KEYS or set(wire) != _KEYS[kind]:
            raise TableError(
                "is not an operation",
                table="ops",
                value=wire,
                remedy="See the description of the wire.",
            )
        values = wire.get("row", wire.get("values", {}))
        texts = isinstance(wire["table"], str) and isinstance(wire["id"], str)
        if not texts or not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
            raise TableError(
                "is not an operation",
                table="ops",
                value=wire,
                remedy="See the description of the wire.",
            )
        return cls(kind, wire["table"], wire["id"], dict(values))

    def inverse(self) -> Op:
        """Return the op that takes this one back."""
        if self.kind == "add":
            return Op("delete", self.table, self.id, old=self.values)
        if self.kind == "delete":
            return Op("add", self.table, self.id, self.old)
        return Op("set", self.table, self.id, self.old, self.values)


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that holds: one step of history and of undo.

    Attributes
    ----------
    revision
        The document's revision after it.
    time
        When, ISO 8601 in UTC.
    actor
        Who: ``"python"`` or a page's client id.
    label
        What, in a few words: ``"Rename stage"``.
    ops
        Its operations, with everything that was deleted along.
    seq
        The page's own number of the change, where a page made it.
    undoes, redoes
        The revision of the change that this one takes back, or brings back.
    """

    revision: int
    time: str
    actor: str
    label: str
    ops: tuple[Op, ...]
    seq: int | None = None
    undoes: int | None = None
    redoes: int | None = None


def invert(ops: Sequence[Op]) -> list[Op]:
    """Return the operations that take `ops` back, last first."""
    return [op.inverse() for op in reversed(ops)]


def compact(ops: Iterable[Op]) -> list[Op]:
    """Merge a row's sets into one op, or into the add before them; drop what changed nothing."""
    merged: dict[int, Op] = {}
    last: dict[tuple[str, str], int] = {}
    for number, op in enumerate(ops):
        key = (op.table, op.id)
        earlier = merged.get(last.get(key, -1))
        if op.kind == "set" and earlier is not None and earlier.kind in {"add", "set"}:
            merged[last[key]] = _joined(earlier, op)
            continue
        if op.kind == "delete" and earlier is not None and earlier.kind == "add":
            del merged[last.pop(key)]
            continue
        merged[number], last[key] = op, number
    return [op for op in map(_effective, merged.values()) if op is not None]


def _joined(earlier: Op, later: Op) -> Op:
    if earlier.kind == "add":
        return Op("add", earlier.table, earlier.id, {**earlier.values, **later.values})
    return Op(
        "set",
        earlier.table,
        earlier.id,
        {**earlier.values, **later.values},
        {**later.old, **earlier.old},
    )


def _effective(op: Op) -> Op | None:
    if op.kind != "set":
        return op
    names = [name for name, value in op.values.items() if not same(value, op.old.get(name))]
    if len(names) == len(op.values):
        return op if names else None
    return (
        Op("set", op.table, op.id, {n: op.values[n] for n in names}, {n: op.old[n] for n in names}) if names else None
    )


def same(one: Any, other: Any) -> bool:
    """Return whether two plain values are equal and of one kind: 1 and 1.0 are, 1 and True are not."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
