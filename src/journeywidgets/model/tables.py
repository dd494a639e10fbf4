"""Tables: what every document is, rows by id that only operations change, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from journeywidgets.errors import TableError, shorten
from journeywidgets.model import order
from journeywidgets.model.cascade import deletions
from journeywidgets.model.changes import Op, compact, invert, same
from journeywidgets.model.fields import Schema, Table
from journeywidgets.model.intake import Row, clean, clean_id, complete, shown, sparse
from journeywidgets.model.schema import TABLES

if TYPE_CHECKING:
    from typing_extensions import Self

Rows = dict[str, Row]


class Tables:
    """A document's rows; `Document` and `StudyDocument` add the rules of a journey and of a study.

    Rows are never changed in place: a set puts a new dict in the table, so that a row once
    read stays as it was.

    Attributes
    ----------
    schema
        Which tables there are.
    placing
        The fields that decide about a row's place.
    shown_by
        The tables, beside itself, that decide about the order in which a table is shown.
    tables
        ``{table: {id: row}}``; that of the record holds exactly one row.
    versions
        ``{table: count}``, grown by every change to that table; lets views of a table know
        whether they are fresh.
    """

    schema: ClassVar[Schema]
    placing: ClassVar[frozenset[str]] = frozenset({"order"})
    shown_by: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, record: Mapping[str, Any]) -> None:
        row = complete(self.schema.record, record)
        self.tables: dict[str, Rows] = {name: {} for name in self.schema.tables}
        self.tables[self.schema.record][row["id"]] = row
        self.versions: dict[str, int] = dict.fromkeys(self.schema.tables, 0)
        self._last: dict[str, dict[tuple[Any, ...], Row]] = {}

    @property
    def meta(self) -> Row:
        """The document's own record."""
        return next(iter(self.tables[self.schema.record].values()))

    def table_of(self, name: str) -> Table:
        """Return the table called `name`.

        Raises
        ------
        TableError
            This kind of document has no such table; lists those there are.
        """
        if name not in self.schema.tables:
            raise TableError("is not a table", table=str(name), remedy=f"Tables: {', '.join(self.schema.tables)}.")
        return self.schema.tables[name]

    def row(self, table: str, row_id: str, column: str = "id") -> Row:
        """Return one row.

        Raises
        ------
        TableError
            There is no such row (code ``gone``) or no such table.
        """
        self.table_of(table)
        found = self.tables[table].get(row_id)
        if found is None:
            private = TABLES[table].private
            raise TableError(
                "there is no row of this id" if private else f"there is no row {shorten(row_id)}",
                table=table,
                row=row_id,
                column=column,
                value=row_id,
                code="gone",
                hidden=private,
            )
        return found

    def shown(self, table: str) -> list[Row]:
        """Return a table's rows in the order in which they are shown."""
        rows = self.tables[self.table_of(table).name].values()
        # Rows without a place of their own are shown by id, so that the same rows always read the same.
        return order.by_order(rows) if TABLES[table].ordered else sorted(rows, key=lambda row: row["id"])

    def siblings_key(self, table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:  # noqa: ARG002 - a rule's form
        """Return what rows share among which `row` has its place."""
        return ()

    def siblings(self, table: str, like: Mapping[str, Any], without: Iterable[str] = ()) -> list[Row]:
        """Return, in order, the rows among which a row like `like` has its place."""
        key, leave = self.siblings_key(table, like), set(without)
        rows = self.tables[table].values()
        return order.by_order(row for row in rows if row["id"] not in leave and self.siblings_key(table, row) == key)

    def apply(self, ops: Sequence[Op], *, literal: bool = False) -> list[Op]:
        """Apply operations, all or nothing.

        An add without an `order` goes to the end of its siblings. A delete takes along what
        hangs on the row. What follows from the operations is filled in.

        Parameters
        ----------
        ops
            What to do.
        literal
            Whether nothing is filled in: for operations that say all there is to say, because
            they were applied before (an undo, a journal).

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
            for step in () if literal else self._following(ops, done):
                self._do(step, done)
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
            self._do(step, done)

    def _do(self, step: Op, done: list[Op]) -> None:
        self._put(step)
        done.append(step)

    def _following(self, ops: Sequence[Op], done: Sequence[Op]) -> Iterable[Op]:  # noqa: ARG002 - a rule's form
        """Return what follows from `ops` and is not said by them; `done` is what they did."""
        return ()

    def _put(self, op: Op) -> None:
        rows = self.tables[op.table]
        if op.kind == "add":
            rows[op.id] = op.values
            self._move_end(op.table, op.values)
        elif op.kind == "set":
            rows[op.id] = {**rows[op.id], **op.values}
            if not self.placing.isdisjoint(op.values):
                self._last.pop(op.table, None)
        else:
            del rows[op.id]
            self._last.pop(op.table, None)
        self.versions[op.table] += 1

    def _move_end(self, table: str, row: Row) -> None:
        ends = self._last.get(table)
        if ends is not None:
            key = self.siblings_key(table, row)
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
            self._not_the_record(op)
            values: dict[str, Any] = {**op.values, "id": op.id}
            ordered = self.table_of(op.table).ordered and values.get("order") is None
            row = complete(op.table, {**values, "order": "a0"} if ordered else values)
            if row["id"] in self.tables[op.table]:
                raise TableError(
                    f"there is a row {shorten(row['id'])} already",
                    table=op.table, row=row["id"], column="id", value=row["id"], code="duplicate",
                    remedy="Ids are unique within a table; leave the id out to get a new one.",
                )  # fmt: skip
            if ordered:
                end = self._ends(op.table).get(self.siblings_key(op.table, row))
                row["order"] = order.after(end)
            yield Op("add", op.table, row["id"], row)

    def _not_the_record(self, op: Op) -> None:
        if op.table == self.schema.record:
            raise TableError(
                f"a {self.schema.noun} has one record of its own",
                table=op.table,
                row=op.id,
                remedy="Set its fields.",
            )

    def _ends(self, table: str) -> dict[tuple[Any, ...], Row]:
        """Return the last row of each group of siblings; kept, so that adding many rows stays cheap."""
        if table not in self._last:
            rows = order.by_order(self.tables[table].values())
            self._last[table] = {self.siblings_key(table, row): row for row in rows}
        return self._last[table]

    def _deletions(self, ops: list[Op]) -> list[Op]:
        chosen: dict[str, Rows] = {}
        for op in ops:
            self._not_the_record(op)
            chosen.setdefault(op.table, {})[op.id] = self.row(op.table, op.id)
        return deletions(self.schema, self.tables, chosen)

    def _check(self, done: Sequence[Op]) -> None:
        """Check what only the whole change can tell: references, and the rules of the kind of document."""
        for op in done:
            row = self.tables[op.table].get(op.id)
            if op.kind == "delete" or row is None:
                continue
            for field in TABLES[op.table].refs:
                value = row[field.name] if field.name in op.values else None
                if value is not None and value not in self.tables[str(field.ref)]:
                    self._unknown(op, field.name, value, str(field.ref))
            self._check_row(op, row)

    def _check_row(self, op: Op, row: Row) -> None:
        """Check a row that `op` added or set against the rules of the kind of document."""

    def _unknown(self, op: Op, column: str, value: str, target: str) -> NoReturn:
        raise TableError(
            f"there is no row {shown(op.table, value)} in {target}",
            table=op.table, row=op.id, column=column, value=value, code="reference",
            remedy=f"Use an id from the {target} table, or add that row first.",
        )  # fmt: skip

    def copy(self) -> Self:
        """Return the rows as they are now, in a document of their own."""
        made = type(self).__new__(type(self))
        made.tables = {name: dict(rows) for name, rows in self.tables.items()}
        made.versions = dict(self.versions)
        made._last = {}  # noqa: SLF001 - its own class
        return made

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data, rows sparse and in the order shown."""
        record = self.schema.record
        return {
            record: sparse(record, self.meta),
            **{name: [sparse(name, row) for row in self.shown(name)] for name in self.schema.rows},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read plain data as `to_dict` gives it.

        Raises
        ------
        TableError
            A table is no list of rows, or a row cannot be.
        """
        name = cls.schema.record
        record = data.get(name)
        if not isinstance(record, Mapping):
            raise TableError("is missing", table=name, value=record, remedy=f'Give "{name}": {{"id": …, "title": …}}.')
        document = cls(record)
        ops: list[Op] = []
        for name in cls.schema.rows:
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
        document.apply(ops, literal=True)
        return document
