"""Where a map's claims lack evidence, as a frame."""

from __future__ import annotations

from typing import Any

import pandas as pd

from journeywidgets.errors import JourneyError
from journeywidgets.model.document import Document
from journeywidgets.model.evidence import STATES, Claims
from journeywidgets.model.intake import Row

_COLUMNS = {
    "stage": object,
    "lane": object,
    "persona": object,
    "text": object,
    "state": object,
    "supports": "Int64",
    "contradicts": "Int64",
    "asked": "Int64",
    "quotes": "Int64",
    "missing": "Int64",
    "note": object,
}


def gaps_frame(document: Document, enough: Any = None) -> pd.DataFrame:
    """Return a row a card: those without evidence first, then thin ones; within them as the map is read.

    Parameters
    ----------
    document
        The journey's rows.
    enough
        From how many people on evidence is enough; None: the journey's `evidence_enough`.

    Raises
    ------
    JourneyError
        `enough` is not a whole number of 1 or more.
    """
    claims = Claims(document)
    least = claims.enough if enough is None else enough
    if isinstance(least, bool) or not isinstance(least, int) or least < 1:
        message = f"evidence_gaps: enough={least!r} is not a number of people. Give a whole number of 1 or more."
        raise JourneyError(message)
    rows = [_row(document, claims, card, least) for card in _as_read(document)]
    rows.sort(key=lambda row: STATES.index(row["state"]))
    frame = pd.DataFrame(rows, columns=["id", *_COLUMNS], dtype=object).set_index("id")
    typed: pd.DataFrame = frame.astype(_COLUMNS)
    return typed


def _as_read(document: Document) -> list[Row]:
    """Return the cards lane by lane, from stage to stage."""
    stages = {row["id"]: place for place, row in enumerate(document.shown("stages"))}
    lanes = {row["id"]: place for place, row in enumerate(document.shown("lanes"))}
    return sorted(document.shown("cards"), key=lambda card: (lanes[card["lane"]], stages[card["stage"]]))


def _row(document: Document, claims: Claims, card: Row, enough: int) -> dict[str, Any]:
    found = claims.tally(card["id"])
    stage, persona = document.tables["stages"][card["stage"]], card["persona"]
    parent = document.tables["stages"].get(stage["parent"])
    return {
        "id": card["id"],
        "stage": stage["title"] if parent is None else f"{parent['title']} / {stage['title']}",
        "lane": document.tables["lanes"][card["lane"]]["title"],
        "persona": None if persona is None else document.tables["personas"][persona]["name"],
        "text": card["text"],
        "state": found.state(enough),
        "supports": found.supports,
        "contradicts": found.contradicts,
        "asked": found.asked,
        "quotes": found.quotes,
        "missing": found.missing(enough),
        "note": "more people said so than were asked" if found.unlikely else "",
    }
