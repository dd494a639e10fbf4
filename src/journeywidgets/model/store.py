"""Store: a document under one lock, with its revision, history, undo and observers."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic

from typing_extensions import TypeVar

from journeywidgets.errors import JourneyError, ReadOnlyError, UndoError
from journeywidgets.model.changes import Change, Op, compact
from journeywidgets.model.delivery import Delivery
from journeywidgets.model.history import History
from journeywidgets.model.tables import Tables

Rows = TypeVar("Rows", bound=Tables, default=Tables)
Record = Callable[[Mapping[str, Any]], None]
PYTHON = "python"


def _now() -> str:
    return dt.datetime.now(dt.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Store(Generic[Rows]):
    """A document that several threads, pages and cells may edit.

    One lock covers apply, journal and revision. Observers run after the lock is released, one
    change after the other, in the order of revisions.

    Attributes
    ----------
    document
        The rows. Read them under `lock`.
    revision
        How many changes hold.
    epoch
        A new random string per store: revisions of another epoch mean nothing here.
    history
        The changes since the store was made, and what can be undone.
    record
        Called under the lock with the plain form of each change before it holds; if it raises,
        the change does not hold. None where nothing is written.
    read_only
        Why edits are refused; None where they are taken.
    """

    def __init__(self, document: Rows, *, revision: int = 0) -> None:
        self.document = document
        self.revision = revision
        self.epoch = secrets.token_hex(8)
        self.lock = threading.RLock()
        self.history = History()
        self.record: Record | None = None
        self.read_only: str | None = None
        self._delivery: Delivery[Change] = Delivery()
        self._open: list[Op] | None = None

    def observe(self, notify: Callable[[Change], None]) -> Callable[[], None]:
        """Call `notify` with every change, after it holds; return a function that stops it."""
        return self._delivery.subscribe(notify)

    def apply(
        self,
        ops: Sequence[Op],
        label: str,
        *,
        actor: str = PYTHON,
        seq: int | None = None,
        **links: int | None,
    ) -> Change | None:
        """Apply operations as one change, or as a part of the open `edit`.

        Parameters
        ----------
        ops
            What to do. ``restore`` ops bring deleted rows back.
        label
            What it is, in a few words.
        actor
            Who does it.
        seq
            The page's number of the change.
        **links
            `undoes` or `redoes`: the revision that the change takes back or brings back.

        Returns
        -------
        Change or None
            None where nothing changed, or where an `edit` is open.

        Raises
        ------
        TableError, ReadOnlyError, StorageError
            Nothing was changed.
        """
        with self.lock:
            change = self.hold(ops, label, actor=actor, seq=seq, **links)
        self.deliver()
        return change

    def deliver(self) -> None:
        """Tell the observers what holds and has not been told; never called under the lock."""
        if self._open is None:
            self._delivery.run()

    @property
    def editing(self) -> bool:
        """Whether an `edit` is open: the document then shows what may yet be taken back."""
        return self._open is not None

    @contextmanager
    def edit(self, label: str) -> Iterator[None]:
        """Make what is done inside one change, all or nothing. Edits inside join it."""
        with self.lock:
            if self._open is not None:
                yield
                return
            self._open = []
            try:
                yield
                done, self._open = self._open, None
                self._commit(compact(done), label, PYTHON, None, take_back=done)
            except BaseException:
                if self._open is not None:
                    done, self._open = self._open, None
                    self.document.take_back(done)
                raise
        self.deliver()

    @contextmanager
    def purging(self, scrub: Callable[[Rows], Sequence[Op]], label: str) -> Iterator[None]:
        """Apply what `scrub` says of the document, for good: nothing before can be undone or brought back after it.

        Inside, the document shows them already and nobody else can edit; the caller sees to what has
        been written down, and calls `deliver` later. Should that fail, everything is as it was. The
        revisions go on in a new epoch, so that every page asks for the whole document.

        Raises
        ------
        JourneyError
            An `edit` is open, or an operation cannot be; nothing was changed. It is done where edits
            are refused too: what was closed is still in memory.
        """
        with self.lock:
            if self._open is not None:
                raise JourneyError("this cannot be done inside an edit. Leave the `with` block first.")
            done = self.document.apply(scrub(self.document), literal=True)
            try:
                yield
            except BaseException:
                self.document.take_back(done)
                raise
            self.history = History()
            self.epoch = secrets.token_hex(8)
            self.revision += 1
            bare = tuple(Op(op.kind, op.table, op.id, op.values) for op in done)
            self._delivery.put(Change(self.revision, _now(), PYTHON, label, bare))

    def undo(self, actor: str | None = None) -> Change:
        """Take back the last change of `actor`, or of anyone.

        Raises
        ------
        UndoError
            There is none, or what it would restore has been changed since.
        """
        return self._again("undo", actor)

    def redo(self, actor: str | None = None) -> Change:
        """Bring back what the last undo took.

        Raises
        ------
        UndoError
            There is none, or what it would restore has been changed since.
        """
        return self._again("redo", actor)

    def _again(self, way: str, actor: str | None) -> Change:
        with self.lock:
            if self._open is not None:
                message = f"cannot {way} inside an edit; leave the `with` block first"
                raise JourneyError(message)
            target, link = self.history.target(way, actor)
            ops = self.history.reverse(target, self.document)
            label = f"{way.capitalize()}: {target.label.removeprefix('Undo: ').removeprefix('Redo: ')}"
            change = self.hold(ops, label, actor=actor or PYTHON, **{link: target.revision})
        self.deliver()
        if change is None:
            message = "what it would restore is there already"
            raise UndoError(message)
        return change

    def hold(
        self,
        ops: Sequence[Op],
        label: str,
        *,
        actor: str = PYTHON,
        seq: int | None = None,
        **links: int | None,
    ) -> Change | None:
        """Apply as `apply` does, for a caller that has the lock and calls `deliver` after it."""
        if self.read_only is not None:
            raise ReadOnlyError(self.read_only)
        literal = any(number is not None for number in links.values())
        done = self.document.apply(self._restored(ops), literal=literal)
        if self._open is not None:
            self._open += done
            return None
        return self._commit(done, label, actor, seq, links=links)

    def _restored(self, ops: Sequence[Op]) -> list[Op]:
        found: list[Op] = []
        for op in ops:
            found += self.history.restored(op, self.document) if op.kind == "restore" else [op]
        return found

    def _commit(
        self,
        done: list[Op],
        label: str,
        actor: str,
        seq: int | None,
        *,
        take_back: list[Op] | None = None,
        links: Mapping[str, int | None] | None = None,
    ) -> Change | None:
        """Journal a change that the document already shows, and count it; called under the lock."""
        change = Change(self.revision + 1, _now(), actor, label, tuple(done), seq, **(links or {})) if done else None
        try:
            if self.record is not None and (change or seq is not None):
                self.record(journal_entry(change, actor, seq))
        except BaseException:
            self.document.take_back(done if take_back is None else take_back)
            raise
        if change is not None:
            self.revision = change.revision
            self.history.append(change)
            self._delivery.put(change)
        return change


def journal_entry(change: Change | None, actor: str, seq: int | None) -> dict[str, Any]:
    """Return the journal's line; a page's change that changed nothing keeps its number."""
    entry: dict[str, Any] = {"actor": actor, "ops": []}
    if seq is not None:
        entry["seq"] = seq
    if change is not None:
        entry |= {
            "time": change.time,
            "label": change.label,
            "ops": [op.to_wire() for op in change.ops],
        }
    return entry
