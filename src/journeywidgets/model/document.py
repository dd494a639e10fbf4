"""The document: tables of rows by id, changed only by operations, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NoReturn

from journeywidgets.errors import TableError, shorten
from journeywidgets.model import order
from journeywidgets.model.changes import Op, compact, invert, same
from journeywidgets.model.intake import Row, clean, clean_id, complete, sparse, table_of
from journeywidgets.model.schema import ROW_TABLES, SCORE_RANGES, TABLES, dependents

Rows = dict[str, Row]
# A set of one of these may move a row among its siblings.
_PLACING = frozenset({"order", "stage", "lane", "parent"})


def siblings_key(table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what rows share among which `row` has its place."""
    if table == "cards":
        return (row["stage"], row["lane"])
    return (row["parent"],) if table == "stages" else ()


class Document:
    """A journey's rows.

    Rows are never changed in place: a set puts a new dict in the table, so that a row once
    read stays as it was.

    Attributes
    ----------
    tables
        ``{table: {id: row}}``; ``meta`` holds exactly one row.
    versions
        ``{table: count}``, grown by every change to that table; lets views of a table know
        whether they are fresh.
    """

    def __init__(self, meta: Mapping[str, Any]) -> None:
        row = complete("meta", meta)
        self.tables: dict[str, Rows] = {name: {} for name in TABLES}
        self.tables["meta"][row["id"]] = row
        self.versions: dict[str, int] = dict.fromkeys(TABLES, 0)
        self._last: dict[str, dict[tuple[Any, ...], Row]] = {}

    @property
    def meta(self) -> Row:
        """The journey's own record."""
        return next(iter(self.tables["meta"].values()))

    def row(self, table: str, row_id: str, column: str = "id") -> Row:
        """Return one row.

        Raises
        ------
        TableError
            There is no such row (code ``gone``) or no such table.
        """
        table_of(table)
        found = self.tables[table].get(row_id)
        if found is None:
            raise TableError(
                f"there is no row {shorten(row_id)}",
                table=table,
                row=row_id,
                column=column,
                value=row_id,
                code="gone",
            )
        return found

    def shown(self, table: str) -> list[Row]:
        """Return a table's rows in the order in which a map shows them."""
        rows = self.tables[table_of(table).name].values()
        if table == "stages":
            return list(self._stages())
        if table == "cards":
            stage = {row["id"]: place for place, row in enumerate(self._stages())}
            lane = {row["id"]: place for place, row in enumerate(order.by_order(self.tables["lanes"].values()))}
            return sorted(
                rows,
                key=lambda row: (stage[row["stage"]], lane[row["lane"]], row["order"], row["id"]),
            )
        # Rows without a place of their own are shown by id, so that the same rows always read the same.
        return order.by_order(rows) if TABLES[table].ordered else sorted(rows, key=lambda row: row["id"])

    def _stages(self) -> Iterator[Row]:
        steps: dict[str | None, list[Row]] = {}
        for row in order.by_order(self.tables["stages"].values()):
            steps.setdefault(row["parent"], []).append(row)
        for stage in steps.get(None, []):
            yield stage
            yield from steps.get(stage["id"], [])

    def siblings(self, table: str, like: Mapping[str, Any], without: Iterable[str] = ()) -> list[Row]:
        """Return, in order, the rows among which a row like `like` has its place."""
        key, leave = siblings_key(table, like), set(without)
        rows = self.tables[table].values()
        return order.by_order(row for row in rows if row["id"] not in leave and siblings_key(table, row) == key)

    def apply(self, ops: Sequence[Op]) -> list[Op]:
        """Apply operations, all or nothing.

        An add without an `order` goes to the end of its siblings. A delete takes along what
        hangs on the row.

        Returns
        -------
        list of Op
            What really happened: cleaned, with what was before, and with all that went along.
            Empty where nothing changed.

        Raises
        ------
        TableError
            Something in `ops` cannot be; the document is as it was.
        """
        done: list[Op] = []
        try:
            for kind, run in groupby(ops, key=lambda op: op.kind):
                self._run(kind, list(run), done)
            self._check(done)
        except BaseException:
            self.take_back(done)
            raise
        return compact(done)

    def take_back(self, done: Sequence[Op]) -> None:
        """Undo operations that `apply` returned, when nothing has happened since."""
        for op in invert(done):
            self._put(op)

    def _run(self, kind: str, ops: list[Op], done: list[Op]) -> None:
        if kind == "delete":
            steps: Iterable[Op] = self._deletions(ops)
        elif kind == "add":
            steps = self._additions(ops)
        elif kind == "set":
            steps = (self._setting(op) for op in ops)
        else:
            raise TableError("is not an operation here", table=ops[0].table, row=ops[0].id, value=kind)
        for step in steps:
            self._put(step)
            done.append(step)

    def _put(self, op: Op) -> None:
        rows = self.tables[op.table]
        if op.kind == "add":
            rows[op.id] = op.values
            self._move_end(op.table, op.values)
        elif op.kind == "set":
            rows[op.id] = {**rows[op.id], **op.values}
            if not _PLACING.isdisjoint(op.values):
                self._last.pop(op.table, None)
        else:
            del rows[op.id]
            self._last.pop(op.table, None)
        self.versions[op.table] += 1

    def _move_end(self, table: str, row: Row) -> None:
        ends = self._last.get(table)
        if ends is not None:
            key = siblings_key(table, row)
            ends[key] = order.by_order([row, ends.get(key, row)])[-1]

    def _setting(self, op: Op) -> Op:
        row = self.row(op.table, op.id)
        if "id" in op.values and op.values["id"] != op.id:
            raise TableError(
                "an id never changes",
                table=op.table,
                row=op.id,
                column="id",
                value=op.values["id"],
                remedy="Leave it.",
            )
        values = {name: clean(op.table, op.id, name, value) for name, value in op.values.items() if name != "id"}
        changed = {name: value for name, value in values.items() if not same(value, row[name])}
        return Op("set", op.table, op.id, changed, {name: row[name] for name in changed})

    def _additions(self, ops: list[Op]) -> Iterator[Op]:
        for op in ops:
            if op.table == "meta":
                raise TableError(
                    "a journey has one meta record",
                    table="meta",
                    row=op.id,
                    remedy="Set its fields.",
                )
            values: dict[str, Any] = {**op.values, "id": op.id}
            ordered = table_of(op.table).ordered and values.get("order") is None
            row = complete(op.table, {**values, "order": "a0"} if ordered else values)
            if row["id"] in self.tables[op.table]:
                raise TableError(
                    f"there is a row {shorten(row['id'])} already",
                    table=op.table, row=row["id"], column="id", value=row["id"], code="duplicate",
                    remedy="Ids are unique within a table; leave the id out to get a new one.",
                )  # fmt: skip
            if ordered:
                end = self._ends(op.table).get(siblings_key(op.table, row))
                row["order"] = order.after(end)
            yield Op("add", op.table, row["id"], row)

    def _ends(self, table: str) -> dict[tuple[Any, ...], Row]:
        """Return the last row of each group of siblings; kept, so that adding many rows stays cheap."""
        if table not in self._last:
            rows = order.by_order(self.tables[table].values())
            self._last[table] = {siblings_key(table, row): row for row in rows}
        return self._last[table]

    def _deletions(self, ops: list[Op]) -> list[Op]:
        """Return the deletes with what hangs on the rows, which goes before what it hangs on."""
        gone: dict[str, dict[str, Row]] = {name: {} for name in TABLES}
        cleared: list[Op] = []
        for op in ops:
            if op.table == "meta":
                raise TableError(
                    "a journey has one meta record",
                    table="meta",
                    row=op.id,
                    remedy="Set its fields.",
                )
            gone[op.table][op.id] = self.row(op.table, op.id)
        fresh = {name: set(rows) for name, rows in gone.items() if rows}
        while fresh:
            fresh = self._hanging(fresh, gone, cleared)
        kept = [op for op in cleared if op.id not in gone[op.table]]
        deletes = [
            Op("delete", name, row_id, old=row) for name in reversed(TABLES) for row_id, row in gone[name].items()
        ]
        return [*kept, *deletes]

    def _hanging(self, fresh: dict[str, set[str]], gone: dict[str, Rows], cleared: list[Op]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for target, ids in fresh.items():
            for table, field in dependents(target):
                for row_id, row in self.tables[table.name].items():
                    if row[field.name] not in ids or row_id in gone[table.name]:
                        continue
                    if field.on_delete == "clear":
                        cleared.append(
                            Op(
                                "set",
                                table.name,
                                row_id,
                                {field.name: None},
                                {field.name: row[field.name]},
                            )
                        )
                    else:
                        gone[table.name][row_id] = row
                        found.setdefault(table.name, set()).add(row_id)
        return found

    def _check(self, done: Sequence[Op]) -> None:
        """Check what only the whole change can tell: references, levels and scales."""
        for op in done:
            row = self.tables[op.table].get(op.id)
            if op.kind == "delete" or row is None:
                continue
            for field in TABLES[op.table].refs:
                if (
                    field.name in op.values
                    and row[field.name] is not None
                    and row[field.name] not in self.tables[str(field.ref)]
                ):
                    self._unknown(op, field.name, row[field.name], str(field.ref))
            if op.table == "stages" and op.values.get("parent") is not None:
                self._check_level(row)
            elif op.table == "cards" and not op.values.keys().isdisjoint({"score", "lane"}):
                self._check_score(row)
            elif op.table == "lanes" and op.kind == "set" and "kind" in op.values:
                for card in self.tables["cards"].values():
                    if card["lane"] == row["id"]:
                        self._check_score(card)

    def _unknown(self, op: Op, column: str, value: str, target: str) -> NoReturn:
        raise TableError(
            f"there is no row {shorten(value)} in {target}",
            table=op.table, row=op.id, column=column, value=value, code="reference",
            remedy=f"Use an id from the {target} table, or add that row first.",
        )  # fmt: skip

    def _check_level(self, row: Row) -> None:
        parent = self.tables["stages"][row["parent"]]
        has_steps = any(other["parent"] == row["id"] for other in self.tables["stages"].values())
        if parent["parent"] is not None or parent is row or has_steps:
            raise TableError(
                "steps are one level deep",
                table="stages",
                row=row["id"],
                column="parent",
                value=row["parent"],
                remedy="A step belongs to a stage, and has no steps of its own.",
            )

    def _check_score(self, card: Row) -> None:
        kind = self.tables["lanes"][card["lane"]]["kind"] if card["lane"] in self.tables["lanes"] else None
        low, high = SCORE_RANGES.get(str(kind), (None, None))
        if card["score"] is None or low is None or high is None or low <= card["score"] <= high:
            return
        raise TableError(
            f"{card['score']:g} is off the scale of the {kind} lane",
            table="cards", row=card["id"], column="score", value=card["score"],
            remedy=f"Give a number from {low:g} to {high:g}; rescale() maps other scales.",
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data, rows sparse and in the order shown."""
        meta = sparse("meta", self.meta)
        return {
            "meta": meta,
            **{name: [sparse(name, row) for row in self.shown(name)] for name in ROW_TABLES},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Read plain data as `to_dict` gives it.

        Raises
        ------
        TableError
            A table is no list of rows, or a row cannot be.
        """
        meta = data.get("meta")
        if not isinstance(meta, Mapping):
            raise TableError("is missing", table="meta", value=meta, remedy='Give "meta": {"id": …, "title": …}.')
        document = cls(meta)
        ops: list[Op] = []
        for name in ROW_TABLES:
            rows = data.get(name, [])
            if (
                not isinstance(rows, Sequence)
                or isinstance(rows, str)
                or not all(isinstance(row, Mapping) for row in rows)
            ):
                raise TableError(
                    "is not a list of rows",
                    table=name,
                    value=rows,
                    remedy="Give a list of objects.",
                )
            ops += [Op("add", name, clean_id(row.get("id"), name), dict(row)) for row in rows]
        document.apply(ops)
        return document
