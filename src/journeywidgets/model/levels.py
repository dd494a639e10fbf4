"""Levels: who may see what. private, team, public: each wider than the one before.

A quote leaves at a level only where its own level, what its participant has agreed to and the day
allow it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row, sparse
from journeywidgets.model.schema import LEVELS

PRIVATE, TEAM, PUBLIC = LEVELS


def checked(share: str) -> str:
    """Return a level given as an option.

    Raises
    ------
    EvidenceError
        It is none.
    """
    if share not in LEVELS:
        raise EvidenceError(f"share is not a level. Give one of {', '.join(map(repr, LEVELS))}.")
    return share


def elsewhere(path: str | Path | None, own: Path | None) -> None:
    """Refuse to write what is meant for others over what one works on.

    Raises
    ------
    EvidenceError
        `path` is missing, or `own`.
    """
    if path is None or (own is not None and Path(path).expanduser().resolve() == own.resolve()):
        raise EvidenceError(
            "share= takes words out, and would lose them in the file that is worked on. Give the path of another file."
        )


def allows(level: str, share: str) -> bool:
    """Return whether what has a level may leave at `share`."""
    return LEVELS.index(level) >= LEVELS.index(share)


def level_of(quote: Mapping[str, Any], participant: Mapping[str, Any] | None, today: dt.date | None = None) -> str:
    """Return the widest circle that may see a quote.

    The narrowest of the quote's own level and what the participant has agreed to; ``"private"`` after
    the last day of the consent. A quote of nobody known has its own level.

    Parameters
    ----------
    quote, participant
        The rows; None where the quote has no participant.
    today
        The day to judge by; None for the day that it is.
    """
    if participant is None:
        return str(quote["level"])
    until = participant["consent_until"]
    if until is not None and dt.date.fromisoformat(until) < (today or dt.datetime.now(tz=dt.timezone.utc).date()):
        return PRIVATE
    return min(str(quote["level"]), str(participant["share"]), key=LEVELS.index)


def blanked(evidence: Mapping[str, Row], share: str) -> dict[str, Row]:
    """Return how a journey's rows of evidence look at a level, where that is not as they are.

    A row whose level is narrower loses its words, its source and its participant. Participants
    become numbers, in every row of theirs, so that people can still be counted: a number that has
    both rows with words and rows without counts once.

    Parameters
    ----------
    evidence
        The table, ``{id: row}``.
    share
        The level.

    Returns
    -------
    dict
        ``{id: row}`` of the rows that look different.
    """
    hidden = {row_id for row_id, row in evidence.items() if not allows(row["level"], share)}
    if not hidden:
        return {}
    numbers: dict[tuple[str, str], str] = {}
    taken = {row["participant"] for row in evidence.values()}
    for row_id in sorted(hidden):
        person = _person(evidence[row_id])
        if person[1] and person not in numbers:
            numbers[person] = _unused(len(numbers) + 1, taken)
    seen: dict[str, Row] = {}
    for row_id, row in evidence.items():
        participant = numbers.get(_person(row), row["participant"])
        if row_id in hidden:
            seen[row_id] = {**row, "quote": "", "source": "", "participant": participant}
        elif participant != row["participant"]:
            seen[row_id] = {**row, "participant": participant}
    return seen


def shared_document(document: Document, share: str) -> Document:
    """Return a journey's rows as they may be seen at a level: the document itself where nothing is hidden.

    Raises
    ------
    EvidenceError
        `share` is not a level.
    """
    seen = blanked(document.tables["evidence"], checked(share))
    if not seen:
        return document
    plain = document.to_dict()
    plain["evidence"] = [sparse("evidence", seen.get(row["id"], row)) for row in plain["evidence"]]
    return Document.from_dict(plain)


def _person(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["study"] or "", row["participant"]


def _unused(number: int, taken: set[str]) -> str:
    while f"person {number}" in taken:
        number += 1
    taken.add(f"person {number}")
    return f"person {number}"
