"""The one writer of a file: changes into the journal, the journal into the file, in crash-safe order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeywidgets.model.intake import Row
from journeywidgets.storage import atomic
from journeywidgets.storage import format as text_format
from journeywidgets.storage.journal import Journal
from journeywidgets.storage.kinds import JOURNEY, FileFormat
from journeywidgets.storage.purging import Scrub, purge_copies, scrubbed
from journeywidgets.storage.recovery import Answers, Recovered, digest

LARGE = 1_000_000
"""Bytes of journal, at least, after which the file is written without waiting for a pause."""


def journal_path(path: Path) -> Path:
    """Return the path of a file's journal."""
    return atomic.beside(path, ".journal")


def backup_path(path: Path) -> Path:
    """Return the path of what a file held before."""
    return atomic.beside(path, ".bak")


def read(path: Path) -> bytes | None:
    """Return the content of a file, or None where there is none.

    Raises
    ------
    StorageError
        It is there, but cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        atomic.fail("read", path, error)


@dataclass(frozen=True)
class Snapshot:
    """A document at one instant. Rows are never changed in place, so that the tables may be shallow copies."""

    tables: Mapping[str, Mapping[str, Row]]
    answers: Answers


class Writer:
    """Writes one file and its journal; the caller holds the lock against other processes.

    Parameters
    ----------
    path
        The file.
    recovered
        What was found there.
    freeze
        A context in which nothing is recorded; gives the document as it is in it.
    warn
        Takes a sentence that a person should know.
    kind
        The kind of file.
    """

    def __init__(
        self,
        path: Path,
        recovered: Recovered,
        freeze: Callable[[], AbstractContextManager[Snapshot]],
        warn: Callable[[str], None],
        kind: FileFormat = JOURNEY,
    ) -> None:
        self.kind = kind
        self.path, self.extras = path, recovered.contents.extras
        self.journal = Journal(journal_path(path), like=path, size=recovered.end, number=recovered.number)
        self._freeze, self._warn = freeze, warn
        self._current = recovered.current
        self._own, self._held = recovered.files, recovered.held
        self._size = path.stat().st_size if path.exists() else 0
        self._begun = 0
        self._journal_lock, self._writing = threading.RLock(), threading.Lock()

    @property
    def dirty(self) -> bool:
        """Whether the journal holds changes that the file does not."""
        return self.journal.number > self._held

    @property
    def large(self) -> bool:
        """Whether the journal has grown so much that reading it would take as long as the file."""
        return self.journal.size - self._begun > max(LARGE, self._size)

    def begin(self, recovered: Recovered) -> None:
        """Set aside what does not belong to the file, and bring file and journal together.

        Raises
        ------
        StorageError
            They cannot be written; nothing is lost, and the next attempt finds the same.
        """
        if recovered.damaged:
            aside = atomic.keep_aside(self.journal.path, ".damaged")
            self._warn(f"The whole journal is kept in {aside.name}.")
        if recovered.misfits:
            aside = atomic.keep_aside(self.journal.path, ".unapplied")
            self._warn(f"The journal with the changes that do not fit is kept in {aside.name}.")
        if recovered.foreign:
            self._keep_theirs()
        if recovered.current is None or recovered.damaged or recovered.foreign:
            self.write(backup=recovered.current is not None)
        elif recovered.stale or recovered.purging:
            with self._freeze() as frozen:
                mark = self._mark(recovered.current, self.journal.number)
                self.journal.restart({**mark, **frozen.answers.to_mark()}, self.journal.number, self.journal.size)
        elif recovered.torn:
            self.journal.mend()

    def record(self, entry: Mapping[str, Any]) -> bool:
        """Write a change down; return whether an earlier one was waiting for a sync already.

        Raises
        ------
        StorageError
            It was not written, and must not hold.
        """
        with self._journal_lock:
            if not self.journal.exists:
                self.journal.restart(self._mark(self._current, self._held), self._held, 0)
            waited = self.journal.unsynced
            self.journal.append(entry)
            return waited

    def sync(self) -> None:
        """Make the journal outlive a power failure.

        Raises
        ------
        StorageError
            It may not.
        """
        with self._journal_lock:
            self.journal.sync()

    def write(self, *, backup: bool = False) -> None:
        """Write the document into the file, and begin the journal anew.

        Raises
        ------
        StorageError
            The file is as it was, or written whole; either way the journal has what it has not.
        """
        with self._writing:
            with self._freeze() as frozen:
                number, position = self.journal.number, self.journal.size
            data = text_format.dumps(frozen.tables, self.extras, self.kind).encode()
            name = digest(data)
            present = read(self.path)
            if present is not None and digest(present) not in self._own:
                self._keep_theirs()
                self._own.add(digest(present))
            mark = self._mark(name, number)
            # From here on the file's own content tells whether it was replaced before a crash, or not.
            with self._journal_lock:
                if self.journal.exists:
                    self.journal.append(mark, entry=False)
            self._own.add(name)
            if present != data:
                atomic.replace(self.path, data, backup=backup_path(self.path) if backup else None)
            with self._journal_lock:
                self.journal.restart({**mark, **frozen.answers.to_mark()}, number, position)
                self._current, self._held = name, number
                self._size, self._begun = len(data), self.journal.size
            self._own = {name}

    def purge(self, scrub: Scrub, within: AbstractContextManager[None]) -> list[str]:
        """Do as `DocumentFile.purge` does.

        Raises
        ------
        StorageError
            A file cannot be written.
        """
        with self._writing:
            present = read(self.path)
            if present is not None and digest(present) not in self._own:
                self._keep_theirs()
            with within, self._freeze() as frozen:
                # The copies first: once the file has been scrubbed nobody would look for them again.
                deleted = purge_copies(self.path, scrub, self.kind)
                self.extras = scrubbed(self.extras, frozen.tables, scrub)
                data = text_format.dumps(frozen.tables, self.extras, self.kind).encode()
                self._own.add(digest(data))
                mark = self._mark(digest(data), self.journal.number)
                with self._journal_lock:
                    if self.journal.exists:
                        self.journal.append({**mark, "purging": True}, entry=False)
                    if present != data:
                        atomic.replace(self.path, data)
                    self.journal.restart({**mark, **frozen.answers.to_mark()}, self.journal.number, self.journal.size)
                    self._current, self._held = digest(data), self.journal.number
                    self._size, self._begun = len(data), self.journal.size
                self._own = {digest(data)}
        return deleted

    def _keep_theirs(self) -> None:
        aside = atomic.keep_aside(self.path, ".theirs")
        self._warn(
            f"{self.path.name} was changed by another program. Its version is kept in {aside.name}, and the file "
            f"goes on with the edits made here. To compare them, rename it to "
            f"something{self.kind.suffix}, open it, and use {self.kind.noun.capitalize()}.diff."
        )

    @staticmethod
    def _mark(name: str | None, holds: int) -> dict[str, Any]:
        return {"file": name, "holds": holds, "version": text_format.VERSION}
