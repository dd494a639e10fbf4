"""What has been coded: accepted applications with the words, the person and the place that they lie on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

Codes = Iterable[str] | None


def codings(study: Study, codes: Codes = None) -> pd.DataFrame:
    """Return the applications that count: accepted, and on words that a participant said.

    Words of moderators and observers are no evidence. Words of nobody in particular (a note, an answer without a
    name) stay, with a participant of None: they count as quotes, and not as people.

    Parameters
    ----------
    study
        The study.
    codes
        Names or ids; None for all.

    Returns
    -------
    DataFrame
        One row an application: ``application, code, coder, origin, quote, source, start, end, participant,
        persona``.
    """
    applications = study.applications
    accepted = applications[applications["accepted"]]
    if codes is not None:
        accepted = accepted[accepted["code"].isin(code_ids(study, codes))]
    quotes = study.quotes[["source", "start", "end", "participant"]]
    people = study.participants[["role", "persona"]]
    rows = accepted[["code", "coder", "origin", "quote"]].rename_axis("application").reset_index()
    rows = rows.join(quotes, on="quote").join(people, on="participant")
    silent = rows["role"].isin(["moderator", "observer"])
    kept: pd.DataFrame = rows[~silent].drop(columns="role").reset_index(drop=True)
    return kept


def code_ids(study: Study, codes: Codes = None, kinds: Iterable[str] | None = None) -> list[str]:
    """Return ids of codes, in the order of the codebook.

    Raises
    ------
    TableError
        A name is no code's, or several codes'.
    """
    book = study.codes
    if codes is None:
        wanted = set(book.index)
    else:
        names = [codes] if isinstance(codes, str) else codes
        wanted = {code if code in book.index else study.id_of("codes", code) for code in names}
    if kinds is not None:
        wanted &= set(book.index[book["kind"].isin(list(kinds))])
    return [code for code in book.index if code in wanted]


def interviewed(study: Study) -> list[str]:
    """Return the ids of the participants who were heard: those with a segment or a quote, in the order read."""
    people = study.participants
    wanted = people.index[people["role"] == "participant"]
    heard = dict.fromkeys([*study.segments["participant"], *study.quotes["participant"]])
    return [person for person in heard if person in wanted]
