"""Codes by stage, persona, or whatever else tells people and sources apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.errors import EvidenceError, shorten
from journeywidgets.evidence.analysis.codings import Codes, code_ids, codings, interviewed
from journeywidgets.evidence.drafting.axis import Given, stage_axis
from journeywidgets.evidence.drafting.codebook import Codebook
from journeywidgets.evidence.drafting.places import Places, accepted_codes

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

_OWN = ("persona", "role", "share")


def crosstab(study: Study, by: str = "stage", codes: Codes = None, *, stages: Given = None) -> pd.DataFrame:
    """Return how many people said what, group by group.

    Parameters
    ----------
    study
        The study.
    by
        ``"stage"``: where `Journey.from_study` puts the words: by the quote's own stage codes, else those on the same
        words, else the question. ``"persona"``, ``"participant"``, ``"source"``, ``"coder"``. Or an attribute of the
        participants.
    codes
        Names or ids of the rows; None for all but those of stages.
    stages
        As `stage_codes` of `Journey.from_study`; None for the codes of the kind stage.

    Returns
    -------
    DataFrame
        A row for each code and group, also where nobody said so: ``code, name``, ``by``, ``group`` (an id or value),
        ``title`` (what the group is called), ``quotes`` and ``participants`` (distinct) with the code in the group,
        ``heard``: how many participants there are in the group at all (at a stage: who said anything there),
        ``method``. Words of moderators and suggestions that nobody accepted do not count.

    Raises
    ------
    EvidenceError
        `by` is no column or attribute, or no code is a stage.
    """
    kinds = set(study.codes["kind"]) - {"stage"}
    wanted = code_ids(study, codes, kinds=kinds if codes is None else None)
    groups, placed, heard = _by_stage(study, stages) if by == "stage" else _by_column(study, by)
    rows = codings(study, wanted)[["quote", "code", "participant", "coder"]]
    rows = rows.rename(columns={"coder": "group"}) if by == "coder" else rows.merge(placed, on="quote")
    counted = rows.groupby(["code", "group"]).agg(quotes=("quote", "nunique"), participants=("participant", "nunique"))
    every = pd.MultiIndex.from_product([wanted, list(groups)], names=["code", "group"])
    frame = counted.reindex(every, fill_value=0).reset_index()
    frame.insert(1, "name", frame["code"].map(study.codes["name"]))
    frame.insert(2, "by", by)
    frame.insert(4, "title", frame["group"].map(groups))
    frame["heard"] = frame["group"].map(heard).fillna(0).astype("int64")
    frame["method"] = f"Distinct participants with the code, of those heard {_where(by)}; moderators never count"
    made: pd.DataFrame = frame
    return made


def _where(by: str) -> str:
    return {
        "stage": "at the stage (by the quote's stage codes, else those on the same words, else its question)",
        "coder": "in the sources that the coder coded",
        "source": "in the source",
    }.get(by, f"in the group by {by}")


Groups = tuple[dict[str, str], pd.DataFrame, "pd.Series[int]"]
"""Titles by group, the group of each quote, and how many participants were heard in each group."""


def _by_stage(study: Study, stages: Given) -> Groups:
    with study.store.lock:
        document = study.document
        book = Codebook(document)
        axis = stage_axis(book, stages)
        places = Places(document, axis, accepted_codes(document, book))
        found = [(row["id"], axis.places[at].title) for row in document.shown("quotes") for at in places.of(row)]
    placed = pd.DataFrame(found, columns=["quote", "group"])
    people = placed.join(study.quotes["participant"], on="quote")
    people = people[people["participant"].isin(interviewed(study))]
    heard = people.groupby("group")["participant"].nunique()
    return {place.title: place.title for place in axis.places}, placed, heard


def _by_column(study: Study, by: str) -> Groups:
    people, quotes = study.participants, study.quotes
    heard = interviewed(study)
    if by in ("source", "coder"):
        return _by_source(study, heard) if by == "source" else _by_coder(study, heard)
    if by == "participant":
        groups = pd.Series(people.index, index=people.index)
        titles = {person: str(people.loc[person, "pseudonym"]) for person in heard}
    else:
        attributes = [
            name for name in people.columns if name not in study.document.schema.tables["participants"].fields
        ]
        if by not in (*_OWN, *attributes):
            known = ", ".join(["stage", "participant", "source", "coder", *_OWN, *attributes])
            raise EvidenceError(f"crosstab: by={shorten(by)} is no column of the participants. Choose among: {known}.")
        groups = people[by].map(_group)
        titles = {str(group): str(group) for group in dict.fromkeys(groups.loc[heard])}
    placed = pd.DataFrame({"quote": quotes.index, "group": quotes["participant"].map(groups).to_numpy()})
    return titles, placed.dropna(), groups.loc[heard].value_counts()


def _group(value: Any) -> str:
    return "none" if pd.isna(value) or value == "" else str(value)


def _by_source(study: Study, heard: list[str]) -> Groups:
    sources, quotes = study.sources, study.quotes
    titles = {str(source): str(title) or str(source) for source, title in sources["title"].items()}
    placed = pd.DataFrame({"quote": quotes.index, "group": quotes["source"].to_numpy()})
    return titles, placed, _heard_in(study, heard)


def _by_coder(study: Study, heard: list[str]) -> Groups:
    rows = codings(study)[["coder", "source"]].drop_duplicates()
    spoke = _speakers(study, heard)
    counts = rows.merge(spoke, on="source").groupby("coder")["participant"].nunique()
    titles = {str(coder): str(coder) or "(no name)" for coder in sorted(set(rows["coder"]))}
    return titles, pd.DataFrame({"quote": [], "group": []}), counts


def _speakers(study: Study, heard: list[str]) -> pd.DataFrame:
    both = [study.segments[["source", "participant"]], study.quotes[["source", "participant"]]]
    rows: pd.DataFrame = pd.concat(both, ignore_index=True)
    spoke: pd.DataFrame = rows[rows["participant"].isin(heard)].drop_duplicates()
    return spoke


def _heard_in(study: Study, heard: list[str]) -> pd.Series[int]:
    counts: pd.Series[int] = _speakers(study, heard).groupby("source")["participant"].nunique()
    return counts
