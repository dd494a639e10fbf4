"""Inbox: changes from pages, each applied exactly once and each answered.

A page numbers its changes 1, 2, 3… . The inbox takes only the next number; an earlier one is a
duplicate and gets its answer again, a later one says that something was lost on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from journeywidgets.errors import JourneyError, ReadOnlyError, StorageError, TableError, UndoError
from journeywidgets.model.changes import Change, Op, same
from journeywidgets.model.schema import TABLES
from journeywidgets.model.store import Store

_REJECTS_KEPT = 1000
_PAGES_KEPT = 1000
Code = Literal["invalid", "conflict", "gone", "duplicate", "reference", "read_only", "storage", "undo"]


@dataclass(frozen=True)
class Reject:
    """Why a page's change does not hold, and what stands where it would have been."""

    client: str
    seq: int
    code: str
    reason: str
    table: str | None = None
    id: str | None = None
    field: str | None = None
    current: Any = None

    def to_wire(self) -> dict[str, Any]:
        """Return the reject's fields that are not None."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Held:
    """A page's change holds; `change` is None where it changed nothing."""

    client: str
    seq: int
    change: Change | None


Wire = Sequence[Mapping[str, Any]]
Into = Callable[[Wire], Wire]


class GapError(JourneyError):
    """A change arrived before the one that comes first."""


class Inbox:
    """What pages have sent to one store.

    Attributes
    ----------
    seen
        ``{client: last number answered}``, of the thousand pages heard of last.
    rejects
        ``{(client, number): Reject}``, the newest thousand.
    """

    def __init__(self, store: Store[Any]) -> None:
        self.store = store
        self.seen: dict[str, int] = {}
        self.rejects: dict[tuple[str, int], Reject] = {}

    def submit(
        self,
        ops: Sequence[Mapping[str, Any]],
        label: str,
        *,
        client: str,
        seq: int,
        base: int,
        first: int = 1,
        into: Into | None = None,
        undoes: int | None = None,
        redoes: int | None = None,
    ) -> Held | Reject:
        """Take a page's change.

        Parameters
        ----------
        ops, label
            The change, as the wire has it.
        client, seq
            Who sends, and the page's number of the change.
        base
            The revision that the page had when the edit began.
        first
            The lowest number that the page still waits for; those below have been answered,
            even where the answer is not remembered here (a full disk, then a restart).
        into
            Turns the page's operations into the document's, under the lock.
        undoes, redoes
            The page's own number of the change that this one takes back or brings back.

        Returns
        -------
        Held or Reject
            The answer; the same one to a duplicate.

        Raises
        ------
        GapError
            An earlier change of this page has not arrived.
        """
        with self.store.lock:
            seen = self.seen.get(client, 0)
            if seq <= seen:
                return self.rejects.get((client, seq)) or Held(client, seq, None)
            if seq > max(seen + 1, first):
                message = f"change {seq} of {client} came before {max(seen + 1, first)}"
                raise GapError(message)
            answer = self._take(ops, label, client, seq, base, into, undoes=undoes, redoes=redoes)
            self.note(answer)
        self.store.deliver()
        return answer

    def note(self, answer: Held | Reject) -> None:
        """Remember that a page's change was answered; also on reading the journal."""
        self.seen.pop(answer.client, None)  # the page heard of last comes last
        self.seen[answer.client] = answer.seq
        while len(self.seen) > _PAGES_KEPT:
            del self.seen[next(iter(self.seen))]
        if isinstance(answer, Reject):
            self.rejects[answer.client, answer.seq] = answer
            while len(self.rejects) > _REJECTS_KEPT:
                del self.rejects[next(iter(self.rejects))]

    def purge(self) -> None:
        """Forget what the rejects say; that something was refused stays known to the page that asks again."""
        for key, reject in self.rejects.items():
            reason = "It was refused before people's words were removed."
            self.rejects[key] = Reject(reject.client, reject.seq, reject.code, reason, reject.table, reject.id)

    def _take(
        self,
        wire: Sequence[Mapping[str, Any]],
        label: str,
        client: str,
        seq: int,
        base: int,
        into: Into | None,
        **links: int | None,
    ) -> Held | Reject:
        history = self.store.history
        try:
            ops = [Op.from_wire(op) for op in (into(wire) if into else wire)]
            conflict = self._conflict(ops, client, seq, base)
            if conflict is None:
                targets = {name: history.revision_of(client, number) for name, number in links.items()}
                return Held(client, seq, self.store.hold(ops, label, actor=client, seq=seq, **targets))
            reject = conflict
        except TableError as error:
            reject = self._refusal(error, wire, client, seq)
        except ReadOnlyError as error:
            return Reject(client, seq, "read_only", str(error))
        except UndoError as error:
            reject = Reject(client, seq, "undo", str(error))
        except StorageError as error:
            return Reject(client, seq, "storage", str(error))
        return self._recorded(reject)

    def _recorded(self, reject: Reject) -> Reject:
        # A reject is written down too: a page that asks after a restart must not take it for held.
        if self.store.record is not None:
            try:
                self.store.record({"actor": reject.client, "seq": reject.seq, "reject": reject.to_wire()})
            except StorageError as error:
                return Reject(reject.client, reject.seq, "storage", f"{reject.reason} ({error})")
        return reject

    def _conflict(self, ops: Sequence[Op], client: str, seq: int, base: int) -> Reject | None:
        """Return a reject when `ops` would overwrite a text that somebody else set after `base`."""
        for op in ops:
            table = TABLES.get(op.table)
            row = self.store.document.tables.get(op.table, {}).get(op.id)
            if op.kind != "set" or table is None or row is None:
                continue
            for name, value in op.values.items():
                field = table.fields.get(name)
                last = self.store.history.touched_by(op.table, op.id, name)
                if field is None or field.kind != "text" or last is None or last.revision <= base:
                    continue
                if last.actor != client and not same(row[name], value):
                    reason = f"Somebody else changed the {name} while you were writing."
                    return Reject(client, seq, "conflict", reason, op.table, op.id, name, row[name])
        return None

    def _refusal(self, error: TableError, wire: Sequence[Any], client: str, seq: int) -> Reject:
        column = error.column
        if error.code == "gone":
            # The page shows it at the field that was written, beside the words.
            written = [op.get("values", {}) for op in wire if op.get("id") == error.row]
            column = next((name for values in written for name in values), None)
        row = self.store.document.tables.get(error.table, {}).get(error.row or "", {})
        current = row.get(column) if column else None
        return Reject(client, seq, error.code, str(error), error.table, error.row, column, current)
