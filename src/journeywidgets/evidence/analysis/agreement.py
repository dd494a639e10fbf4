"""Agreement of coders, code by code, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.evidence.analysis.coefficients import MANY, SAMPLES, Estimate, Method, estimate
from journeywidgets.evidence.analysis.ratings import Looked, Ratings

if TYPE_CHECKING:
    from journeywidgets.evidence.analysis.codings import Codes
    from journeywidgets.evidence.study import Study

UNDEFINED = "undefined: nothing varies"
_UNSURE = "no interval: one-sided, many resamples are undefined"
_ALIKE = "no interval: every resample gives the same"
_NAMES = {
    "krippendorff": "Krippendorff's nominal alpha",
    "cohen": "Cohen's kappa",
    "fleiss": "Fleiss' kappa over the segments that all looked at",
}
_LOOKED = {
    "source": "a coder who coded in a source has looked at all its segments",
    "segment": "only segments in which a coder coded something",
}


def agreement(
    study: Study,
    coders: Sequence[str] | None = None,
    method: Method = "krippendorff",
    *,
    codes: Codes = None,
    looked: Looked = "source",
    resample: Literal["segment", "source"] = "segment",
    samples: int = SAMPLES,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how far coders agree beyond chance: for each code, as a yes or no on each segment that they share.

    One figure over all codes would hide the codes that nobody agrees on, so there is none.

    Parameters
    ----------
    study
        The study.
    coders
        Names; None for all who applied codes by hand.
    method
        ``"krippendorff"``: alpha, for any number of coders, not all of whom need to have coded everything.
        ``"cohen"``: kappa of two. ``"fleiss"``: kappa of several over what all of them coded.
    codes
        Names or ids; None for all that these coders applied.
    looked
        ``"source"``: who coded in a source has looked at all of it, and what was left alone is a no.
        ``"segment"``: only segments in which a coder coded something count as looked at.
    resample
        What the bootstrap draws: single segments, or whole sources, since what one person says is alike.
    samples, level, seed
        Of the bootstrap: resamples, confidence, and the seed of its draws.

    Returns
    -------
    DataFrame
        A row a code, indexed by its id: ``name``; ``value, low, high`` of the coefficient (NaN where undefined);
        ``n`` segments shared; ``coders`` how many; ``prevalence`` the share of yes among all decisions and
        ``agreed`` the share of pairs of decisions that are equal (both 0 to 1); ``agreed_yes`` and ``agreed_no`` the
        same among the pairs with a yes and with a no (positive and negative agreement), which tell a low coefficient
        that comes of a rare code from one that comes of disagreement; ``note``; ``method``.

    Raises
    ------
    EvidenceError
        A coder or code is not there, there are fewer than two coders, or not two for Cohen's kappa.

    References
    ----------
    Positive and negative agreement: D. V. Cicchetti and A. R. Feinstein (1990), "High agreement but low kappa: II",
    Journal of Clinical Epidemiology 43, 551-558. The coefficients: see `evidence.analysis.coefficients`.
    """
    ratings = Ratings(study, coders, codes, looked=looked)
    names = study.codes["name"]
    clusters = ratings.units["source"].to_numpy() if resample == "source" else None
    rows = []
    for code, decided in ratings:
        found = estimate(decided, method, clusters=clusters, samples=samples, level=level, seed=seed)
        note = _note(found) if samples or found.value is None else ""
        figures = {"value": found.value, "low": found.low, "high": found.high, "n": found.n}
        shares = _shares(decided, whole=method != "krippendorff")
        rows.append(
            {"code": code, "name": names[code], **figures, "coders": len(ratings.coders), **shares, "note": note}
        )
    columns = ["code", "name", "value", "low", "high", "n", "coders", *_SHARES, "note"]
    frame = pd.DataFrame(rows, columns=columns).set_index("code")
    drawn = "segments" if resample == "segment" else "sources"
    frame["method"] = (
        f"{_NAMES[method]} of yes or no on each segment of participants; {_LOOKED[looked]}; "
        f"{100 * level:g} % percentile bootstrap over {drawn}, {samples:,} resamples"
    )
    kinds = dict.fromkeys(["value", "low", "high", *_SHARES], "float64")
    made: pd.DataFrame = frame.astype({**kinds, "n": "Int64", "coders": "Int64"})
    return made


def _note(found: Estimate) -> str:
    if found.value is None:
        return UNDEFINED
    if found.low is not None:
        return ""
    return _UNSURE if found.undefined >= MANY else _ALIKE


_SHARES = ("prevalence", "agreed", "agreed_yes", "agreed_no")


def _shares(decided: npt.NDArray[np.float64], *, whole: bool) -> dict[str, float]:
    """Return prevalence and the shares of equal pairs; each segment counts the same, however many looked at it."""
    judged = (~np.isnan(decided)).sum(axis=1)
    kept = judged == decided.shape[1] if whole else judged > 1
    yes, judged = np.nansum(decided[kept], axis=1), judged[kept]
    no, pairs = judged - yes, np.maximum(judged - 1, 1)
    both_yes, both_no, apart = (yes * (yes - 1) / pairs).sum(), (no * (no - 1) / pairs).sum(), (yes * no / pairs).sum()
    total = judged.sum()
    return {
        "prevalence": _ratio(yes.sum(), total),
        "agreed": _ratio(both_yes + both_no, total),
        "agreed_yes": _ratio(both_yes, both_yes + apart),
        "agreed_no": _ratio(both_no, both_no + apart),
    }


def _ratio(part: Any, whole: Any) -> float:
    return float(part / whole) if whole else float("nan")


def disagreements(
    study: Study,
    coders: Sequence[str] | None = None,
    *,
    codes: Codes = None,
    looked: Looked = "source",
) -> pd.DataFrame:
    """Return the segments on which coders differ, a row for each code that they differ in.

    Parameters
    ----------
    study, coders, codes, looked
        As for `agreement`.

    Returns
    -------
    DataFrame
        ``source, segment, participant`` (ids; a source without segments is one, with None), ``code, name``,
        ``applied`` and ``not_applied`` (lists of coders), ``quotes`` (ids of the quotes with the code): in the order
        of the sources. It holds no words: ``NotesCoder(study).show(frame)`` does.
    """
    ratings = Ratings(study, coders, codes, looked=looked)
    names = study.codes["name"]
    found = []
    for order, (code, decided) in enumerate(ratings):
        quotes = ratings.quotes(code)
        differ = (decided == 1).any(axis=1) & (decided == 0).any(axis=1)
        for unit in np.nonzero(differ)[0]:
            said = dict(zip(ratings.coders, decided[unit], strict=True))
            found.append(
                {
                    "unit": unit,
                    "order": order,
                    "code": code,
                    "name": names[code],
                    "applied": [coder for coder, yes in said.items() if yes == 1],
                    "not_applied": [coder for coder, yes in said.items() if yes == 0],
                    "quotes": quotes.get(int(unit), []),
                }
            )
    columns = ["unit", "order", "code", "name", "applied", "not_applied", "quotes"]
    rows = pd.DataFrame(found, columns=columns).sort_values(["unit", "order"], kind="stable", ignore_index=True)
    places = ratings.units.loc[rows["unit"].to_numpy(dtype=int), ["source", "id", "participant"]].reset_index(drop=True)
    frame = pd.concat([places.rename(columns={"id": "segment"}), rows.drop(columns=["unit", "order"])], axis=1)
    made: pd.DataFrame = frame.astype(object).where(frame.notna(), None)
    return made
