"""Verify: whether quotes are what was said, and where the words stand now."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from journeywidgets.evidence.anchor import Anchors, fold
from journeywidgets.model.intake import Row
from journeywidgets.model.study import StudyDocument

Status = Literal["exact", "trimmed", "edited", "not found"]

_LEFT_OUT = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…")
_COLUMNS = ("source", "provenance", "status", "start", "end", "found_start", "found_end")


def verify(document: StudyDocument) -> pd.DataFrame:
    """Return what each quote is worth; `Study.verify` describes it."""
    anchors: dict[str, Anchors] = {}
    rows: list[tuple[Any, ...]] = []
    for quote in document.shown("quotes"):
        source = document.tables["sources"][quote["source"]]
        found = _found(quote, source, anchors)
        status = "not found" if found is None else shown_as(quote["exact"], quote["display"])
        place = (quote["start"], quote["end"], *(found or (None, None)))
        rows.append((quote["id"], quote["source"], source["provenance"], status, *place))
    frame: pd.DataFrame = pd.DataFrame(rows, columns=["id", *_COLUMNS])
    whole = dict.fromkeys(("start", "end", "found_start", "found_end"), "Int64")
    texts = dict.fromkeys(("id", "source", "provenance", "status"), "object")
    checked: pd.DataFrame = frame.astype({**texts, **whole}).set_index("id")
    return checked


def _found(quote: Row, source: Row, anchors: dict[str, Anchors]) -> tuple[int, int] | None:
    start, end, text = quote["start"], quote["end"], source["text"]
    if start is not None and quote["exact"] and text[start:end] == quote["exact"]:
        return start, end
    if source["id"] not in anchors:
        anchors[source["id"]] = Anchors(text)
    found = anchors[source["id"]].anchor(quote["exact"], start, end, prefix=quote["prefix"], suffix=quote["suffix"])
    return None if found.start is None or found.end is None else (found.start, found.end)


def shown_as(exact: str, display: str | None) -> Status:
    """Return how the words shown compare with the words said.

    Parameters
    ----------
    exact
        The words said.
    display
        The words shown; None shows them as they were said.

    Returns
    -------
    Status
        ``exact``: the same words (other blanks are no difference). ``trimmed``: words were left out at an
        end, or in between and marked by ``[...]``; all that is left was said, in this order. ``edited``: anything
        else: words were added (in brackets too), changed, or left out without a mark.
    """
    said = _words(exact)
    if display is None or _words(display) == said:
        return "exact"
    at = 0
    pieces = [piece for piece in map(_words, _LEFT_OUT.split(display)) if piece]
    for piece in pieces:
        place = _inside(piece, said, at)
        if place is None:
            return "edited"
        at = place + len(piece)
    return "trimmed" if pieces else "edited"


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def _inside(piece: tuple[str, ...], said: tuple[str, ...], at: int) -> int | None:
    """Return where the words of a piece stand in a row, from `at` on."""
    places = range(at, len(said) - len(piece) + 1)
    return next((place for place in places if said[place : place + len(piece)] == piece), None)
