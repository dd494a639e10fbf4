"""A document with the file that keeps it, from opening to closing."""

from __future__ import annotations

import logging
import os
import time
import warnings
import weakref
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from journeywidgets.errors import StorageError
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.store import Store
from journeywidgets.model.tables import Tables
from journeywidgets.storage import atomic
from journeywidgets.storage.journal import SYNC_PAUSE, Journal
from journeywidgets.storage.keeper import Keeper
from journeywidgets.storage.kinds import JOURNEY, FileFormat
from journeywidgets.storage.purging import Scrub
from journeywidgets.storage.recovery import Answers, Recovered
from journeywidgets.storage.writer import Snapshot, Writer

IDLE = 2.0
"""Seconds without a change after which the file is written."""
LATEST = 30.0
"""Seconds after which it is written even while changes go on."""
RETRY = 10.0
"""Seconds after which the background tries again what failed."""
BUSY = 10.0
"""Seconds that save() and close() wait for an edit in another thread to end."""

_log = logging.getLogger("journeywidgets")


class StorageWarning(UserWarning):
    """Something about a file that a person should know; nothing was lost without a word."""


class Lock(Protocol):
    """What keeps other processes away from a file."""

    def release(self) -> None:
        """Let them in."""


class DocumentFile:
    """A document with the file that keeps it; made by `open_file`.

    What the file held when it was opened, and at a `save` what it held before, is kept in
    ``.bak``. Where another program has changed the file since it was read (git, a sync client),
    that version is kept in ``.theirs`` before the file is written, with a warning: the edits that
    people were told are saved go on, and both versions are whole.

    Attributes
    ----------
    path
        The file.
    kind
        The kind of file.
    document
        The rows, with every change that was acknowledged.
    seen, rejects
        What pages have been told, by `Inbox.seen` and `Inbox.rejects`.
    read_only
        Why edits are refused; None where they are taken.
    notices
        What a person should know, a sentence each; each was also a warning, or a line in the log.
    owner
        What `shared` hands out for the file.
    """

    def __init__(
        self,
        path: Path,
        recovered: Recovered,
        lock: Lock | None,
        read_only: str | None = None,
        *,
        kind: FileFormat = JOURNEY,
    ) -> None:
        self.path = path
        self.kind = kind
        self.document: Tables = recovered.contents.document
        self.extras = recovered.contents.extras
        self.seen, self.rejects = recovered.answers.seen, recovered.answers.rejects
        self.read_only = read_only
        self.notices: list[str] = []
        self.owner: Any = None
        self._store: Store[Any] | None = None
        self._inbox: Inbox | None = None
        self._writer: Writer | None = None
        self._pid = os.getpid()
        self._edited = self._since = time.monotonic()
        self._backed_up = False
        self._keeper = Keeper(self._step, f"journeywidgets {path.name}")
        for notice in recovered.notices:
            self._warn(notice)
        if lock is not None:
            self._writer = Writer(path, recovered, self._freeze, self._warn, kind)
            self._writer.begin(recovered)
            self._let_go = weakref.finalize(self, _let_go, self._pid, self._writer.journal, lock)
            self._let_go.atexit = False
            if self._writer.dirty:
                self._keeper.stir()

    @property
    def usable(self) -> bool:
        """Whether changes are kept: it is open for writing, and was opened by this process."""
        return self._writer is not None and self._pid == os.getpid()

    def attach(self, store: Store[Any], inbox: Inbox) -> None:
        """Keep what happens to `store` in the file, and restore what pages have been told.

        Raises
        ------
        StorageError
            It keeps another store already.
        """
        if self._store is not None:
            raise StorageError(f"{self.path} keeps another {self.kind.noun} already. Use that one, or close it first.")
        self._store, self._inbox = store, inbox
        inbox.seen.update(self.seen)
        inbox.rejects.update(self.rejects)
        store.read_only = self.read_only
        if self._writer is not None:
            store.record = self.record

    def record(self, entry: Mapping[str, Any]) -> None:
        """Write a change down before it is acknowledged; what `Store.record` calls.

        Raises
        ------
        StorageError
            It was not written, and must not hold.
        """
        writer = self._open_writer()
        clean = not writer.dirty
        waited = writer.record(entry)
        self._edited = time.monotonic()
        if clean:
            self._since = self._edited
        # In a burst the thread has been told already, and looks again within a sync's pause.
        if not (waited and self._keeper.running):
            self._keeper.stir()

    def save(self) -> Path:
        """Write the file now, keep what it held before in ``.bak``, and return its path.

        Raises
        ------
        StorageError
            It cannot be written. Every change is still in the journal.
        """
        writer = self._open_writer()
        if writer.dirty:
            self._write(writer, backup=True)
        return self.path

    def purge(self, scrub: Scrub, within: AbstractContextManager[None]) -> list[str]:
        """Write the file without what `scrub` takes out, and leave nothing of it in any file beside it.

        The journal begins anew without its past; ``.bak`` and ``.theirs`` are scrubbed; what cannot be
        read as a document is deleted, and so are the journals set aside. Killed at any instant, the file
        either is as it was, or has been scrubbed; in the latter case opening it does what is left to do.

        Parameters
        ----------
        scrub
            Takes it out of a document.
        within
            A context in which the document has been scrubbed, as `Store.purging` gives it; left with the
            error where the files cannot be written.

        Returns
        -------
        list of str
            The names of the files that were deleted.

        Raises
        ------
        StorageError
            A file cannot be written. The document is as it was; copies may have been scrubbed already.
        """
        writer = self._open_writer()
        deleted = writer.purge(scrub, within)
        self.extras = writer.extras
        self.rejects.clear()
        self._backed_up = True
        return deleted

    def close(self) -> None:
        """Write what is pending and let go of the file; edits are refused from then on.

        Raises
        ------
        StorageError
            The file cannot be written. It was let go of all the same: every change is in the
            journal, and is there again when the file is opened.
        """
        if not self.usable:
            self._refuse()
            return
        writer, problem = self._open_writer(), None
        with self._freeze():
            pass  # an open edit is refused before anything ends
        self._keeper.stop()
        try:
            if writer.dirty:
                self._write(writer)
        except StorageError as error:
            problem = error
        with self._freeze() as frozen:
            self._refuse()
            needed = writer.dirty or bool(frozen.answers.seen)
        if not needed:
            atomic.remove(writer.journal.path)
        self._let_go()
        if problem is not None:
            raise StorageError(f"{problem} The changes are kept in {writer.journal.path.name} for the next time.")

    def _open_writer(self) -> Writer:
        if self._writer is None:
            raise StorageError(f"{self.path.name} is closed, or open read-only. Open it again to edit it.")
        if self._pid != os.getpid():
            raise StorageError(
                f"{self.path.name} was opened in another process. Open it in this one after closing it there."
            )
        return self._writer

    def _refuse(self) -> None:
        self._writer = None
        if self._store is not None:
            self._store.record = None
            self._store.read_only = self.read_only or f"{self.path.name} is closed. Open it again to edit it."

    def _write(self, writer: Writer, *, backup: bool = False) -> None:
        writer.write(backup=backup or not self._backed_up)
        self._backed_up = True

    @contextmanager
    def _freeze(self) -> Iterator[Snapshot]:
        """Keep edits out, and give the document as it is.

        Raises
        ------
        StorageError
            An edit is open, so that the document shows what may yet be taken back.
        """
        store = self._store
        if store is None or self._inbox is None:
            yield self._snapshot(Answers(self.seen, self.rejects))
            return
        if not store.lock.acquire(timeout=BUSY):
            raise StorageError(f"{self.path.name} cannot be written while an edit goes on in another thread.")
        try:
            if store.editing:
                raise StorageError(f"{self.path.name} cannot be written inside an edit. Leave the `with` block first.")
            yield self._snapshot(Answers(dict(self._inbox.seen), dict(self._inbox.rejects)))
        finally:
            store.lock.release()

    def _snapshot(self, answers: Answers) -> Snapshot:
        return Snapshot({name: dict(rows) for name, rows in self.document.tables.items()}, answers)

    def _step(self) -> float | None:
        """Do what is due in the background; return the seconds until the next, or None."""
        writer = self._writer
        if writer is None:
            return None
        try:
            return self._due(writer)
        except StorageError as error:
            notice = f"{error} It is tried again every {RETRY:g} seconds; the changes so far are in the journal."
            if self.notices[-1:] != [notice]:
                self.notices.append(notice)
                _log.warning(notice)
            return RETRY

    def _due(self, writer: Writer) -> float | None:
        if writer.journal.unsynced:
            wait = writer.journal.synced_at + SYNC_PAUSE - time.monotonic()
            if wait > 0:
                return wait
            writer.sync()
        if not writer.dirty:
            return None
        wait = min(self._edited + IDLE, self._since + LATEST) - time.monotonic()
        if wait > 0 and not writer.large:
            return wait
        self._write(writer)
        self._since = time.monotonic()
        return 0.0  # looks again: there may be more

    def _warn(self, notice: str) -> None:
        self.notices.append(notice)
        if self._keeper.current:
            _log.warning(notice)  # a warning on a thread would end it where warnings are errors
        else:
            warnings.warn(notice, StorageWarning, stacklevel=2)


def _let_go(pid: int, journal: Journal, lock: Lock) -> None:
    # A forked child has the same lock; letting go there would let others in here.
    if pid == os.getpid():
        journal.close()
        lock.release()
