"""Sharing: the rows of a study as they may leave, at a level and without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeywidgets.evidence.privacy.pseudonyms import Pseudonyms
from journeywidgets.evidence.privacy.redact import redact
from journeywidgets.evidence.privacy.redaction import KINDS
from journeywidgets.evidence.readers.reading import sha256
from journeywidgets.model.intake import Row
from journeywidgets.model.levels import PRIVATE, checked

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

Rows = dict[str, list[Row]]
_BY = {"quotes": "coder", "applications": "coder", "memos": "author"}


def shared(study: KeyedTables, *, names: bool, share: str) -> Rows:
    """Return the complete rows of a study as they may leave.

    Parameters
    ----------
    study
        The study; it is not changed.
    names
        Whether names, addresses and numbers of people stay in texts.
    share
        The level: `redact` says what stays behind.

    Raises
    ------
    EvidenceError
        The level is none.
    """
    if names and checked(share) == PRIVATE:
        return _rows(study)
    with study.store.lock:
        rows = _rows(redact(study, share=share, kinds=() if names else KINDS))
        held = {row["id"]: row for row in study.document.shown("sources")}
        if not names:
            seen = Pseudonyms(study)
            # Whoever spoke may have coded too, as moderators do.
            for table, column in _BY.items():
                rows[table] = [{**row, column: seen.text(row[column])} for row in rows[table]]
    return {**rows, "sources": [_known(row, held[row["id"]]) for row in rows["sources"]]}


def _rows(study: KeyedTables) -> Rows:
    with study.store.lock:
        document = study.document
        names = document.schema.tables
        return {name: [document.meta] if name == "study" else document.shown(name) for name in names}


def _known(row: Row, before: Row) -> Row:
    """Return a source with the digest by which it is known: of other words it is another."""
    return {**row, "sha256": before["sha256"] if row["text"] == before["text"] else sha256(row["text"])}
