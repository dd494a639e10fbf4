"""JourneyLens: a journey as it may be seen at a level; the words of narrower quotes stay in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row, sparse
from journeywidgets.model.levels import blanked, checked, shared_document
from journeywidgets.widgets.lens import Lens, Plain, Shared

_BLANK = ("quote", "source")


class JourneyLens(Lens):
    """Lets through what may be seen at a level.

    Parameters
    ----------
    shared
        The journey.
    share
        ``"private"`` lets everything through, ``"team"`` no private quotes, ``"public"`` only public ones.

    Raises
    ------
    EvidenceError
        `share` is not a level.
    """

    def __init__(self, shared: Shared, share: str) -> None:
        super().__init__(shared)
        self.share = checked(share)
        self._sent: dict[str, Row] = {}

    @property
    def _rows(self) -> Mapping[str, Row]:
        rows: Mapping[str, Row] = self.shared.store.document.tables["evidence"]
        return rows

    def document(self) -> Plain:
        """Return the journey with the narrower quotes blanked."""
        plain = super().document()
        self._sent = blanked(self._rows, self.share)
        if self._sent:
            plain["evidence"] = [sparse("evidence", self._sent.get(row["id"], row)) for row in plain["evidence"]]
        return plain

    def seen(self) -> Document:
        """Return the journey's rows as they may be seen, for what is written beside the page."""
        document: Document = self.shared.store.document
        return shared_document(document, self.share)

    def out(self, ops: Sequence[Op]) -> Sequence[Op] | None:
        """Return operations as they may be seen; None where that would rename people who are shown already."""
        touched = {op.id for op in ops if op.table == "evidence"}
        if not touched:
            return ops
        with self.shared.store.lock:
            before, self._sent = self._sent, blanked(self._rows, self.share)
            # As the rows are now, not as they were: what was said then may be private since.
            now = {row_id: self._sent.get(row_id) or self._rows.get(row_id) for row_id in touched}
        unknown = any(op.table == "evidence" and op.values and now[op.id] is None for op in ops)
        if unknown or _others(before, touched) != _others(self._sent, touched):
            return None
        return [_as(op, now[op.id]) if op.table == "evidence" else op for op in ops]

    def into(self, ops: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """Return a page's operations with the people that it knows by number, and the words that it does not have."""
        return [self._into(op) if self._sent and op.get("table") == "evidence" else op for op in ops]

    def _into(self, op: Mapping[str, Any]) -> Mapping[str, Any]:
        part = "row" if "row" in op else "values"
        values = op.get(part)
        if not isinstance(values, Mapping):
            return op
        people = {row["participant"]: self._rows[row_id]["participant"] for row_id, row in self._here()}
        values = dict(values)
        if values.get("participant") in people:
            values["participant"] = people[values["participant"]]
        if part == "row" and not values.get("quote"):
            values = {**values, **self._words_of(values)}
        return {**op, part: values}

    def _here(self) -> list[tuple[str, Row]]:
        return [(row_id, row) for row_id, row in self._sent.items() if row_id in self._rows]

    def _words_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the words of a quote that a page copies without knowing them."""
        for row_id, _ in self._here():
            row = self._rows[row_id]
            if row["quote_id"] and (row["quote_id"], row["study"]) == (values.get("quote_id"), values.get("study")):
                return {name: row[name] for name in _BLANK}
        return {}

    def reject(self, entry: Plain) -> Plain:
        """Return a reject; what stands where it would have been only where it may be seen."""
        row = self._sent.get(str(entry.get("id"))) if entry.get("table") == "evidence" else None
        if row is None or "current" not in entry:
            return entry
        return {**entry, "current": row.get(str(entry.get("field")))}


def _as(op: Op, row: Row | None) -> Op:
    return op if row is None or not op.values else Op(op.kind, op.table, op.id, {name: row[name] for name in op.values})


def _others(rows: Mapping[str, Row], touched: set[str]) -> dict[str, str]:
    return {row_id: row["participant"] for row_id, row in rows.items() if row_id not in touched}
