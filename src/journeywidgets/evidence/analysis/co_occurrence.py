"""Which codes come together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from journeywidgets.evidence.analysis.codings import Codes, code_ids, codings
from journeywidgets.evidence.analysis.ratings import segments_of, touching

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study

_COLUMNS = ("code", "other", "name", "other_name", "segments", "participants", "coefficient")


def co_occurrence(study: Study, codes: Codes = None) -> pd.DataFrame:
    """Return how often two codes lie on the same segment, whoever applied them.

    Parameters
    ----------
    study
        The study.
    codes
        Names or ids; None for all.

    Returns
    -------
    DataFrame
        A row for each pair that comes together, in the order of the codebook: ``code, other`` (ids), ``name,
        other_name``, ``segments`` in which both are, ``participants`` who said them (distinct), and ``coefficient``:
        those segments over the segments in which either is, 0 to 1 (Jaccard's).

    References
    ----------
    P. Jaccard (1912), "The distribution of the flora in the alpine zone", New Phytologist 11, 37-50.
    """
    rows = codings(study, codes).dropna(subset=["start", "end"]).astype({"start": "int64", "end": "int64"})
    segments = segments_of(study)
    found = touching(segments, rows).drop_duplicates(["unit", "code"])
    people = segments["participant"]
    at: dict[str, frozenset[int]] = {str(code): frozenset(group) for code, group in found.groupby("code")["unit"]}
    names = study.codes["name"]
    pairs = []
    for code, other in combinations([code for code in code_ids(study, codes) if code in at], 2):
        both = at[code] & at[other]
        if both:
            figures = (len(both), people.loc[sorted(both)].nunique(), len(both) / len(at[code] | at[other]))
            pairs.append((code, other, names[code], names[other], *figures))
    made: pd.DataFrame = pd.DataFrame(pairs, columns=list(_COLUMNS)).astype(
        {"segments": np.int64, "participants": np.int64, "coefficient": np.float64}
    )
    return made
