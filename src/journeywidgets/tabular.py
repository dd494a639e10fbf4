"""Tabular: what a journey and a study share. Tables as frames, edits, undo, history, files."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, cast

import pandas as pd
from typing_extensions import Self

from journeywidgets import storage
from journeywidgets.editing import Contents, Editing
from journeywidgets.errors import JourneyError
from journeywidgets.frames import Frames, diff_frame
from journeywidgets.model.ids import IdMaker, id_maker
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.store import Store
from journeywidgets.model.tables import Tables

Rows = Iterable[str | Mapping[str, Any]] | pd.DataFrame
living: weakref.WeakSet[Any] = weakref.WeakSet()
"""Every journey and study in memory: what is to be forgotten is to be taken out of all of them."""


class Tabular(Editing[Contents]):
    """A document as a person holds it: its tables are frames, and every change can be undone."""

    views: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    """What shows a document of a kind when it is the last expression of a cell; the package's root puts it here."""
    file_format: ClassVar[storage.FileFormat]
    """The kind of file that keeps it."""

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

    def freeze(self) -> None:
        """Put a static form in the place of the view that a cell shows of it, and free that view.

        For views made by name, such as ``JourneyMap(journey)``, call their own `freeze`.

        Raises
        ------
        JourneyError
            No cell shows it by itself, or the host cannot replace an output.
        """
        if self._shown is None:
            raise JourneyError("no cell shows it by itself: freeze() the widget that shows it.")
        self._shown.freeze()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        shown = self._view()
        return {"text/plain": repr(self)} if shown is None else shown._repr_mimebundle_(**kwargs)

    def _ipython_display_(self) -> None:
        shown = self._view()
        if shown is None:
            raise NotImplementedError  # IPython takes this as: show it as you show anything else
        shown._ipython_display_()

    def _view(self) -> Any:
        """Return the view that stands for the document itself; None where there is none for its kind."""
        view = self.views.get(self.document.schema.noun)
        if view is not None and (self._shown is None or self._shown.comm is None):
            self._shown = view(self)
        return self._shown


def mappings(rows: Rows) -> Iterable[str | Mapping[str, Any]]:
    """Return rows given as a frame as mappings, and any others as they are."""
    if not isinstance(rows, pd.DataFrame):
        return rows
    frame = rows.reset_index() if rows.index.name == "id" else rows
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
