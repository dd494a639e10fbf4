"""Ratings: for each code, what each coder decided of each unit that several coders have looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.errors import EvidenceError, shorten
from journeywidgets.evidence.analysis.codings import Codes, code_ids

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

Looked = Literal["source", "segment"]


class Ratings:
    """What coders decided of the segments of a study: 1 where a code was applied, 0 where it was not.

    Parameters
    ----------
    study
        The study.
    coders
        Their names; None for all who applied a code by hand.
    codes
        Names or ids; None for all that one of these coders applied.
    looked
        What counts as looked at. ``"source"``: a coder who applied any code in a source has read all of it, so that
        a segment left alone is a decision. ``"segment"``: only segments where the coder applied something.

    Attributes
    ----------
    units
        Segments of participants that at least two coders looked at: id, source, participant, start, end. Words of
        moderators and observers are not coded, so they would only add agreement that means nothing.
    coders, codes
        Names and ids, in order.

    Raises
    ------
    EvidenceError
        A coder applied no code, or there are fewer than two.
    """

    def __init__(
        self, study: Study, coders: Sequence[str] | None = None, codes: Codes = None, *, looked: Looked = "source"
    ) -> None:
        if looked not in ("source", "segment"):
            raise EvidenceError(f"looked={shorten(looked)} is not known. Choose 'source' or 'segment'.")
        found = _applied(study)
        self.coders = _known(coders, found["coder"])
        found = found[found["coder"].isin(self.coders)]
        self.codes = [code for code in code_ids(study, codes) if codes is not None or code in set(found["code"])]
        segments = segments_of(study)
        touched = touching(segments, found)
        self._seen = _seen(segments, found, touched, self.coders, looked)
        kept = self._seen.sum(axis=1) > 1
        self.units: pd.DataFrame = segments[kept].reset_index(drop=True)
        place = np.cumsum(kept) - 1
        touched = touched[kept[touched["unit"].to_numpy()]]
        self._seen = self._seen[kept]
        self._touched = touched.assign(unit=place[touched["unit"].to_numpy()])

    def __iter__(self) -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
        """Yield each code with its decisions: units by coders, NaN where a coder has not looked."""
        at = {coder: column for column, coder in enumerate(self.coders)}
        grouped = dict(list(self._touched.groupby("code", observed=True)))
        for code in self.codes:
            decided = np.where(self._seen, 0.0, np.nan)
            if code in grouped:
                rows = grouped[code]
                decided[rows["unit"].to_numpy(), rows["coder"].map(at).to_numpy(dtype=int)] = 1.0
            yield code, decided

    def quotes(self, code: str) -> dict[int, list[str]]:
        """Return, by the number of a unit, the quotes in it to which `code` was applied."""
        rows = self._touched[self._touched["code"] == code]
        return {int(unit): sorted(set(group)) for unit, group in rows.groupby("unit")["quote"]}


def _applied(study: Study) -> pd.DataFrame:
    """Return what people applied: a suggestion, even an accepted one, is nobody's own decision."""
    rows = study.applications
    rows = rows[rows["accepted"] & (rows["origin"] != "model")]
    places = study.quotes[["source", "start", "end"]]
    found: pd.DataFrame = rows[["code", "coder", "quote"]].join(places, on="quote").dropna(subset=["start", "end"])
    placed: pd.DataFrame = found.astype({"start": "int64", "end": "int64"}).reset_index(drop=True)
    return placed


def _known(coders: Sequence[str] | None, applied: pd.Series[Any]) -> list[str]:
    there = sorted(set(applied))
    wanted = there if coders is None else list(dict.fromkeys([coders] if isinstance(coders, str) else coders))
    for coder in wanted:
        if coder not in there:
            known = ", ".join(map(repr, there)) or "none"
            raise EvidenceError(f"coder {shorten(coder)} applied no code. Coders: {known}.")
    if len(wanted) <= 1:
        raise EvidenceError(f"agreement takes two coders or more, not {len(wanted)}. Give study.apply(…, coder=…).")
    return wanted


def segments_of(study: Study) -> pd.DataFrame:
    """Return the segments that can be coded; a source that was not cut into any is one."""
    rows = study.segments[["source", "participant", "start", "end"]].rename_axis("id").reset_index()
    roles = rows["participant"].map(study.participants["role"])
    rows = rows[~roles.isin(["moderator", "observer"])]
    sources = study.sources
    whole = sources[~sources.index.isin(study.segments["source"])]
    lengths = whole["text"].map(len).to_numpy(dtype="int64")
    single = pd.DataFrame(
        {"id": None, "source": whole.index, "participant": None, "start": 0, "end": lengths}, dtype="object"
    )
    found: pd.DataFrame = pd.concat([rows.astype("object"), single], ignore_index=True)
    found = found.astype({"start": "int64", "end": "int64"})
    found["place"] = found["source"].map({source: at for at, source in enumerate(sources.index)})
    placed: pd.DataFrame = found.sort_values(["place", "start"], kind="stable", ignore_index=True)
    del placed["place"]
    return placed


def touching(segments: pd.DataFrame, applied: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `applied` once for each segment that their quote overlaps, with its number as ``unit``.

    Parameters
    ----------
    segments
        ``source, start, end``, sorted by start within a source, with a RangeIndex.
    applied
        ``source, start, end`` of quotes, and whatever else.
    """
    found = []
    quotes = dict(list(applied.groupby("source", observed=True)))
    for source, units in segments.groupby("source", observed=True, sort=False):
        if source not in quotes:
            continue
        rows = quotes[source]
        starts, ends = units["start"].to_numpy(), units["end"].to_numpy()
        # Segments may overlap (two people at once), so an end may lie behind the ends of later ones.
        first = np.searchsorted(np.maximum.accumulate(ends), rows["start"].to_numpy(), side="right")
        last = np.searchsorted(starts, rows["end"].to_numpy(), side="left")
        counts = np.maximum(last - first, 0)
        row = np.repeat(np.arange(len(rows)), counts)
        step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        unit = np.repeat(first, counts) + step
        inside = (ends[unit] > rows["start"].to_numpy()[row]) & (starts[unit] < rows["end"].to_numpy()[row])
        found.append(rows.iloc[row[inside]].assign(unit=units.index.to_numpy()[unit[inside]]))
    none: pd.DataFrame = applied.iloc[:0].assign(unit=pd.Series([], dtype="int64"))
    together: pd.DataFrame = pd.concat(found, ignore_index=True) if found else none
    return together


def _seen(
    segments: pd.DataFrame, applied: pd.DataFrame, touched: pd.DataFrame, coders: list[str], looked: Looked
) -> npt.NDArray[np.bool_]:
    """Return units by coders: whether a coder has looked at a unit."""
    seen = np.zeros((len(segments), len(coders)), dtype=bool)
    for column, coder in enumerate(coders):
        if looked == "source":
            seen[:, column] = segments["source"].isin(applied.loc[applied["coder"] == coder, "source"])
        else:
            seen[touched.loc[touched["coder"] == coder, "unit"].to_numpy(dtype=int), column] = True
    return seen
