"""Quotes as a journey may hold them: pseudonymised words, a pseudonym, a source, a level; never a private word."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.errors import EvidenceError, TableError
from journeywidgets.evidence.privacy.pseudonyms import Pseudonyms
from journeywidgets.model.intake import Row
from journeywidgets.model.levels import PRIVATE, level_of
from journeywidgets.model.schema import STANCES

if TYPE_CHECKING:
    from journeywidgets.evidence.keyed import KeyedTables

_numbers = count()
_open: weakref.WeakKeyDictionary[KeyedTables, int] = weakref.WeakKeyDictionary()


def remember(study: KeyedTables) -> None:
    """Know a study that is in memory, so that its quotes can be cited without naming it."""
    _open[study] = next(_numbers)


class Citer:
    """Turns quotes of a study into rows of a journey's evidence. Call under the study's lock.

    Parameters
    ----------
    study
        The study.
    """

    def __init__(self, study: KeyedTables) -> None:
        self._document = study.document
        self._id = study.id
        self._seen = Pseudonyms(study)
        self._texts: dict[str, str] = {}

    def row(self, quote_id: str, stance: str = "supports") -> Row:
        """Return a quote as a row of evidence, without its card."""
        quote = self._document.tables["quotes"][quote_id]
        participant = self._document.tables["participants"].get(quote["participant"])
        level = level_of(quote, participant)
        return {
            "stance": stance,
            "quote": "" if level == PRIVATE else self._seen.shown(quote),
            "participant": "" if participant is None else self.text(participant["pseudonym"]) or participant["id"],
            "source": self.text(self._document.tables["sources"][quote["source"]]["title"]),
            "quote_id": quote_id,
            "study": self._id,
            "score": quote["score"],
            "level": level,
        }

    def text(self, text: str) -> str:
        """Return a title or a name as it may be seen."""
        if text not in self._texts:
            self._texts[text] = str(self._seen.text(text))
        return self._texts[text]

    def refuse_others(self, quotes: Iterable[str], stance: str) -> None:
        """Refuse what moderators and observers said as evidence.

        Raises
        ------
        EvidenceError
            A quote is not a participant's, and would support or contradict something.
        """
        if stance == "context":
            return
        rows, people = self._document.tables["quotes"], self._document.tables["participants"]
        spoken = (people.get(rows[quote]["participant"]) for quote in quotes)
        others = sum(person is not None and person["role"] != "participant" for person in spoken)
        if others:
            raise EvidenceError(
                f"{others} of the quotes were said by moderators or observers: they support and contradict nothing. "
                "Leave them out, or cite them with stance='context'."
            )


def quote_ids(quotes: Any) -> list[str]:
    """Return ids of quotes given as one id, ids, or a slice of ``study.quotes``, each once.

    Raises
    ------
    EvidenceError
        They are no ids, or none are given.
    """
    if isinstance(quotes, pd.DataFrame):
        quotes = quotes["id"] if "id" in quotes.columns else quotes.index
    elif isinstance(quotes, pd.Series):  # one row of the frame, or a column of ids
        quotes = [quotes.name] if "source" in quotes.index else quotes
    found = [quotes] if isinstance(quotes, str) else list(quotes)
    if not found or not all(isinstance(one, str) for one in found):
        problem = "the quotes are no ids" if found else "no quote is given"
        raise EvidenceError(f"cite: {problem}. Give rows of study.quotes, or ids of them.")
    return list(dict.fromkeys(found))


def citations(quotes: Any, stance: str, study: KeyedTables | None = None) -> list[Row]:
    """Return quotes as rows of evidence, without a card.

    Parameters
    ----------
    quotes
        Ids, one id, or a slice of ``study.quotes``.
    stance
        What they say.
    study
        Whose quotes they are; None looks among the studies in memory.

    Raises
    ------
    EvidenceError
        They cannot be cited so.
    """
    if stance not in STANCES:
        raise TableError(
            "is not one of the choices",
            table="evidence", column="stance", value=stance, remedy=f"Use one of: {', '.join(STANCES)}.",
        )  # fmt: skip
    ids = quote_ids(quotes)
    found = study_of(ids, study)
    with found.store.lock:
        citer = Citer(found)
        citer.refuse_others(ids, stance)
        return [citer.row(one, stance) for one in ids]


def renewed(rows: Iterable[Row], study: KeyedTables) -> dict[str, Row | None]:
    """Return what rows of evidence have to say now, by id: the columns that differ; None where the quote is gone."""
    with study.store.lock:
        citer, tables = Citer(study), study.document.tables
        found: dict[str, Row | None] = {}
        for row in rows:
            quote = tables["quotes"].get(row["quote_id"])
            if quote is None:
                found[row["id"]] = None
                continue
            speaker = tables["participants"].get(quote["participant"], {"role": "participant"})
            stance = row["stance"] if speaker["role"] == "participant" else "context"
            now = citer.row(quote["id"], stance)
            found[row["id"]] = {name: value for name, value in now.items() if value != row[name]}
        return found


def study_of(quotes: Sequence[str], study: KeyedTables | None) -> KeyedTables:
    """Return the study that has these quotes: the one given, else the newest in memory that has them all.

    Raises
    ------
    EvidenceError
        There is none, or there are several different ones.
    """
    if study is not None:
        unknown = sum(quote not in study.document.tables["quotes"] for quote in quotes)
        if unknown:
            raise EvidenceError(f"cite: {unknown} of {len(quotes)} quotes are not in the study that is given.")
        return study
    known = sorted(_open, key=_open.__getitem__, reverse=True)
    found = [one for one in known if all(quote in one.document.tables["quotes"] for quote in quotes)]
    if not found:
        raise EvidenceError("cite: no study in memory has all of these quotes. Give study=.")
    if len({one.id for one in found}) > 1:
        raise EvidenceError("cite: several studies in memory have these quotes. Give study=.")
    return found[0]
