"""Tabular: what a journey and a study share. Tables as frames, edits, undo, history, files."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Generic, cast

import pandas as pd
from typing_extensions import Self, TypeVar

from journeywidgets import storage
from journeywidgets.errors import JourneyError, TableError
from journeywidgets.frames import Frames, diff_frame, history_frame
from journeywidgets.model.changes import Change, Op
from journeywidgets.model.ids import IdMaker, id_maker
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.intake import complete, shown
from journeywidgets.model.rows import own_fields, place
from journeywidgets.model.store import Store
from journeywidgets.model.tables import Tables

Rows = Iterable[str | Mapping[str, Any]] | pd.DataFrame
Contents = TypeVar("Contents", bound=Tables, default=Tables)
living: weakref.WeakSet[Any] = weakref.WeakSet()
"""Every journey and study in memory: what is to be forgotten is to be taken out of all of them."""
_NAMING = {"personas": "name", "cards": "text", "codes": "name", "participants": "pseudonym"}


class Tabular(Generic[Contents]):
    """A document as a person holds it: its tables are frames, and every change can be undone."""

    view: ClassVar[Callable[[Any], Any] | None] = None
    """What shows it when it is the last expression of a cell; `widgets` puts it here."""
    file_format: ClassVar[storage.FileFormat]
    """The kind of file that keeps it."""

    store: Store[Contents]
    inbox: Inbox

    def _begin(self, document: Contents, make_id: IdMaker, file: storage.DocumentFile | None = None) -> None:
        self.store = Store(document)
        self.inbox = Inbox(self.store)
        self._make_id = make_id
        self._frames = Frames(document)
        self._file = file
        self._shown: Any = None
        living.add(self)
        if file is not None:
            file.attach(self.store, self.inbox)

    @classmethod
    def _of(cls, document: Tables, make_id: IdMaker, file: storage.DocumentFile | None = None) -> Self:
        made = cls.__new__(cls)
        made._begin(cast("Contents", document), make_id, file)  # noqa: SLF001 - its own class
        return made

    @classmethod
    def _opened(cls, path: str | Path, fresh: Callable[[], Tables], make_id: IdMaker, *, read_only: bool) -> Self:
        """Open a file, or create it with what `fresh` gives; a file that is open here already is shared."""

        def opened() -> Tabular[Contents]:
            file = storage.open_file(path, fresh, kind=cls.file_format, read_only=read_only)
            return cls._of(file.document, make_id, file)

        found = opened() if read_only else storage.shared(path, opened, kind=cls.file_format)
        return cast("Self", found)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, seed: int | str | None = None) -> Self:
        """Return what plain data says, as `to_dict` gives it."""
        return cls._of(cls.file_format.document.from_dict(data), id_maker(seed))

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

    # Out

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data; fields at their default are left out."""
        with self.store.lock:
            return self.document.to_dict()

    def diff(self, other: Self) -> pd.DataFrame:
        """Return what differs between this and `other`, row by row, field by field."""
        with self.store.lock:
            mine = type(self.document).from_dict(self.document.to_dict())
        with other.store.lock:
            return diff_frame(mine, other.document)

    # Files

    @property
    def path(self) -> Path | None:
        """The file that keeps it; None where it is in memory only."""
        return None if self._file is None else self._file.path

    def save(self, path: str | Path | None = None) -> Path:
        """Write it: to `path`, or to the file it was opened from.

        Raises
        ------
        StorageError
            It cannot be written; what was there is still there.
        """
        if path is None:
            if self._file is None:
                kind = self.file_format
                message = (
                    f"this {kind.noun} has no file yet: give save() a path, such as '{kind.example}{kind.suffix}'."
                )
                raise JourneyError(message)
            return self._file.save()
        with self.store.lock:
            extras = None if self._file is None else self._file.extras
            return storage.write(path, self.document, extras, kind=self.file_format)

    @property
    def keeps_file(self) -> bool:
        """Whether edits are kept in its file: it has one, and it is open for writing here."""
        return self._file is not None and self._file.usable

    def purge(self, scrub: storage.Scrub, label: str) -> list[str]:
        """Take something out for good: out of the rows, the history, and every file that keeps them.

        Parameters
        ----------
        scrub
            Takes it out of a document, at whatever state it is.
        label
            What is done, in a few words.

        Returns
        -------
        list of str
            The names of copies that could not be scrubbed and were deleted.

        Raises
        ------
        JourneyError
            An edit is open, or a file cannot be written; the rows are as they were.
        """
        within = self.store.purging(scrub.ops, label)
        self.inbox.purge()
        if self._file is not None and self.keeps_file:
            deleted = self._file.purge(scrub, within)
        else:
            deleted = []
            with within:
                pass
        self.store.deliver()
        return deleted

    def close(self) -> None:
        """Write what is pending and let go of the file. It stays in memory, read-only."""
        if self._file is not None:
            self._file.close()

    # Display

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        view = type(self).view
        if view is None:
            return {"text/plain": repr(self)}
        if self._shown is None or self._shown.comm is None:
            self._shown = view(self)
        return self._shown._repr_mimebundle_(**kwargs)

    # Inside

    def _new_id(self, table: str) -> str:
        while (row_id := self._make_id()) in self.document.tables[self.document.table_of(table).name]:
            pass
        return row_id


def mappings(rows: Rows) -> Iterable[str | Mapping[str, Any]]:
    """Return rows given as a frame as mappings, and any others as they are."""
    if not isinstance(rows, pd.DataFrame):
        return rows
    frame = rows.reset_index() if rows.index.name == "id" else rows
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _one(table: str) -> str:
    return {"meta": "journey", "evidence": "evidence", "study": "study"}.get(table, table.removesuffix("s"))
