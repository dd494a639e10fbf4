"""History: the changes that held, and what can be undone, redone or brought back."""

from __future__ import annotations

from collections.abc import Iterator

from journeywidgets.errors import TableError, UndoError, shorten
from journeywidgets.model.changes import Change, Op, invert, same
from journeywidgets.model.intake import shown
from journeywidgets.model.schema import TABLES
from journeywidgets.model.tables import Tables

FieldKey = tuple[str, str, str]


class History:
    """The changes of one store, oldest first."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._taken: set[int] = set()
        self._touched: dict[FieldKey, Change] = {}
        self._by_seq: dict[tuple[str, int], int] = {}

    def append(self, change: Change) -> None:
        """Add a change that holds."""
        self.changes.append(change)
        if change.seq is not None:
            self._by_seq[change.actor, change.seq] = change.revision
        for target in (change.undoes, change.redoes):
            if target is not None:
                self._taken.add(target)
        for op in change.ops:
            if op.kind == "set":
                self._touched.update({(op.table, op.id, name): change for name in op.values})

    def revision_of(self, actor: str, seq: int | None) -> int | None:
        """Return the revision of a page's change by the page's own number."""
        return None if seq is None else self._by_seq.get((actor, seq))

    def touched_by(self, table: str, row: str, column: str) -> Change | None:
        """Return the change that last set a field."""
        return self._touched.get((table, row, column))

    def target(self, way: str, actor: str | None) -> tuple[Change, str]:
        """Return the change that an undo or redo reverses, and the link's name."""
        for change in reversed(self.changes):
            if (actor is not None and change.actor != actor) or change.revision in self._taken:
                continue
            if way == "undo" and change.undoes is None:
                return change, "undoes"
            if way == "redo":
                if change.undoes is not None:
                    return change, "redoes"
                if change.redoes is None:
                    break  # a new edit ends what could be redone
        message = f"there is nothing to {way}"
        raise UndoError(message)

    def reverse(self, change: Change, document: Tables) -> list[Op]:
        """Return the operations that take `change` back.

        Raises
        ------
        UndoError
            What they would restore has been changed since; says where.
        """
        last = {(op.table, op.id): op for op in change.ops}
        for (table, row_id), op in last.items():
            row = document.tables[table].get(row_id)
            if op.kind == "delete":
                if row is not None:
                    self._since(change, table, row_id, "is there again")
            elif row is None:
                self._since(change, table, row_id, "is gone")
            else:
                for name, value in op.values.items():
                    if not same(row[name], value):
                        self._since(change, table, row_id, f"has another {name}: {shown(table, row[name])}")
        self._check_dependents(change, document)
        return invert(change.ops)

    def _check_dependents(self, change: Change, document: Tables) -> None:
        """Refuse to take back an add when others have put something on the row since."""
        added = {(op.table, op.id) for op in change.ops if op.kind == "add"}
        # What the change itself pointed to the row is taken back with it.
        pointed = {(op.table, op.id, name) for op in change.ops if op.kind == "set" for name in op.values}
        for table in document.schema.tables.values() if added else ():
            for field in table.refs:
                for row in document.tables[table.name].values():
                    own = (table.name, row["id"]) in added or (table.name, row["id"], field.name) in pointed
                    if (field.ref, row[field.name]) in added and not own:
                        self._since(
                            change,
                            str(field.ref),
                            row[field.name],
                            f"has a row in {table.name} that was put there since",
                        )

    def _since(self, change: Change, table: str, row: str, what: str) -> None:
        raise UndoError(f"cannot take back {change.label!r}: it has been changed since. {table}, row {row!r}, {what}")

    def restored(self, op: Op, document: Tables) -> Iterator[Op]:
        """Yield the adds that bring a deleted row back, with what went with it in the same change.

        Raises
        ------
        TableError
            The row was not deleted here.
        """
        if op.id in document.tables.get(op.table, {}):
            return
        for change in reversed(self.changes):
            deleted = {(other.table, other.id): other for other in change.ops if other.kind == "delete"}
            if (op.table, op.id) in deleted:
                yield from _with_dependents(op, deleted)
                return
        raise TableError(
            f"row {shorten(op.id)} is not among those deleted",
            table=op.table,
            row=op.id,
            code="gone",
        )


def _with_dependents(op: Op, deleted: dict[tuple[str, str], Op]) -> Iterator[Op]:
    wanted = {(op.table, op.id)}
    while True:
        more = {
            key
            for key, other in deleted.items()
            if key not in wanted and any((f.ref, other.old[f.name]) in wanted for f in TABLES[other.table].refs)
        }
        if not more:
            break
        wanted |= more
    yield from (
        Op("add", table, row_id, other.old) for (table, row_id), other in deleted.items() if (table, row_id) in wanted
    )
