"""Editing: tables as frames, and edits of which every one can be undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Generic

import pandas as pd
from typing_extensions import TypeVar

from journeywidgets.errors import TableError
from journeywidgets.frames import Frames, history_frame
from journeywidgets.model.changes import Change, Op
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import complete, shown
from journeywidgets.model.rows import own_fields, place
from journeywidgets.model.store import Store
from journeywidgets.model.tables import Tables

Contents = TypeVar("Contents", bound=Tables, default=Tables)
_NAMING = {"personas": "name", "cards": "text", "codes": "name", "participants": "pseudonym"}


class Editing(Generic[Contents]):
    """What is done with the tables of a document that a store holds."""

    store: Store[Contents]
    _frames: Frames
    _make_id: IdMaker

    @property
    def document(self) -> Contents:
        """The rows; read them under ``store.lock``."""
        return self.store.document

    # Tables

    def frame(self, table: str) -> pd.DataFrame:
        """Return a copy of a table, indexed by id, in the order shown."""
        with self.store.lock:
            return self._frames.frame(table)

    def replace(self, table: str, frame: pd.DataFrame) -> None:
        """Make a table equal to `frame`, as one change.

        Rows left out are deleted; columns left out stay as they are.

        Raises
        ------
        TableError
            A row cannot be; nothing was changed.
        """
        with self.store.edit(f"Replace {table}"):
            self.store.apply(self._frames.difference(table, frame, self._new_id), "")

    def update(self, table: str, frame: pd.DataFrame) -> None:
        """Insert and change the rows of `frame`, as one change; delete none.

        Raises
        ------
        TableError
            A row cannot be; nothing was changed.
        """
        with self.store.edit(f"Update {table}"):
            self.store.apply(self._frames.updates(table, frame, self._new_id), "")

    def id_of(self, table: str, title: str) -> str:
        """Return the id of the row with this title.

        Of a persona and a code it is the name, of a card the text, of a participant the pseudonym.

        Raises
        ------
        TableError
            There is no such row, or more than one.
        """
        column = _NAMING.get(table, "title")
        with self.store.lock:
            found = [row["id"] for row in self.document.shown(table) if row.get(column) == title]
        if len(found) != 1:
            count = "no row" if not found else f"{len(found)} rows"
            raise TableError(
                f"there is {count} with {column} {shown(table, title)}",
                table=table,
                column=column,
                value=title,
                remedy=f"Look it up in frame({table!r}).",
            )
        return str(found[0])

    @property
    def id(self) -> str:
        """The document's id."""
        return str(self.document.meta["id"])

    @property
    def title(self) -> str:
        """Its name; settable."""
        return str(self.document.meta["title"])

    @title.setter
    def title(self, title: str) -> None:
        self.set(self.document.schema.record, self.id, title=title)

    @property
    def meta(self) -> dict[str, Any]:
        """Its own record, as a copy; change it with ``set("meta", id, …)`` (of a study: ``set("study", id, …)``)."""
        return complete(self.document.schema.record, self.document.meta)

    # Edits

    def add(self, table: str, *, before: str | None = None, after: str | None = None, **values: Any) -> str:
        """Add a row at the end of its siblings, or beside another, and return its id.

        Parameters
        ----------
        table
            ``stages``, ``cards``, ``codes``, ``quotes`` …
        before, after
            The id of the row to put it beside.
        **values
            The row's columns. Columns of your own go to a card's or source's `fields`, a participant's `attributes`.

        Raises
        ------
        TableError
            The row cannot be; nothing was added.
        """
        row_id = values.pop("id", None)
        with self.store.edit(f"Add {_one(table)}"):
            row_id = self._new_id(table) if row_id is None else row_id
            row = own_fields(table, values)
            give_way: list[Op] = []
            if before is not None or after is not None:
                like = complete(table, {**row, "id": row_id, "order": "a0"})
                row["order"], give_way = place(self.document, table, like, before, after)
            self.store.apply([Op("add", table, row_id, row), *give_way], "")
        return str(row_id)

    def set(self, table: str, row: str, **values: Any) -> None:
        """Change columns of a row.

        Raises
        ------
        TableError
            There is no such row, or it cannot hold a value; nothing was changed.
        """
        with self.store.lock:
            current = self.document.row(table, row)
            self.store.hold([Op("set", table, row, own_fields(table, values, current))], f"Set {_one(table)}")
        self.store.deliver()

    def move(
        self,
        table: str,
        row: str,
        *,
        before: str | None = None,
        after: str | None = None,
        **to: Any,
    ) -> None:
        """Move a row: beside another, or to the end of the stage, lane or parent in `to`.

        Raises
        ------
        TableError
            A row is unknown, `before` or `after` is not a sibling, or nothing says where to.
        """
        with self.store.edit(f"Move {_one(table)}"):
            current = self.document.row(table, row)
            if not self.document.table_of(table).ordered or (before is None and after is None and not to):
                raise TableError(
                    "nothing says where to move it",
                    table=table,
                    row=row,
                    remedy="Give before=, after=, stage= …",
                )
            key, give_way = place(self.document, table, {**current, **to}, before, after)
            self.store.apply([Op("set", table, row, {**to, "order": key}), *give_way], "")

    def delete(self, table: str, *rows: str) -> None:
        """Delete rows with all that hangs on them, as one change.

        Raises
        ------
        TableError
            There is no such row; nothing was deleted.
        """
        self.store.apply([Op("delete", table, row) for row in rows], f"Delete {_one(table)}")

    def edit(self, label: str) -> AbstractContextManager[None]:
        """Make what is done inside one change: one undo step, all or nothing."""
        return self.store.edit(label)

    def undo(self) -> None:
        """Take back the last change, whoever made it.

        Raises
        ------
        UndoError
            There is none, or what it would restore has been changed since; says where.
        """
        self.store.undo()

    def redo(self) -> None:
        """Bring back what the last undo took.

        Raises
        ------
        UndoError
            There is none, or it has been changed since.
        """
        self.store.redo()

    @property
    def history(self) -> pd.DataFrame:
        """What was changed since it was made or opened: a row per field."""
        with self.store.lock:
            return history_frame(self.store.history.changes)

    def observe(self, notify: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``notify(change)`` after every change holds; return a function that stops it."""
        return self.store.observe(notify)

    # Inside

    def _new_id(self, table: str) -> str:
        while (row_id := self._make_id()) in self.document.tables[self.document.table_of(table).name]:
            pass
        return row_id


def _one(table: str) -> str:
    return {"meta": "journey", "evidence": "evidence", "study": "study"}.get(table, table.removesuffix("s"))
