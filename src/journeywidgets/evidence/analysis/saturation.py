"""Saturation: how many new codes each further participant adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.analysis.codings import Codes, code_ids, codings, interviewed

if TYPE_CHECKING:
    from journeywidgets.evidence.study import Study


def saturation(
    study: Study,
    *,
    codes: Codes = None,
    orders: int = 1000,
    base: int = 4,
    run: int = 2,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how many codes are known, and how many are new, after each further participant.

    The order of the interviews is chance, so the curve is the mean over all orders, with the band in which most
    random orders lie. It tells of what was coded: a curve that is flat says that these codes, applied to these
    people, bring nothing new. It gives no verdict.

    Parameters
    ----------
    study
        The study. Participants who were heard and have no code count as people who added none.
    codes
        Names or ids; None for all but the codes of stages, which say where and not what.
    orders
        How many random orders the band rests on.
    base, run
        Of the new-information ratio: codes that are new in the last `run` participants, over the codes of the first
        `base`.
    level
        The share of the random orders inside the band.
    seed
        Of the random orders.

    Returns
    -------
    DataFrame
        A row for each number of participants, from 1: ``participants``; ``codes`` known so far and ``new`` ones (means
        over all orders, exact), each with ``_low`` and ``_high``; ``new_information`` in percent (mean over the
        random orders, NaN before ``base + run``); ``total`` codes applied at all; ``method``.

    Raises
    ------
    EvidenceError
        Nobody was heard, or a parameter is no whole number from 1.

    References
    ----------
    G. Guest, E. Namey, M. Chen (2020), "A simple method to assess and report thematic saturation in qualitative
    research", PLOS ONE 15(5), e0232076. The mean over all orders is Hurlbert's (1971) rarefaction, "The nonconcept
    of species diversity", Ecology 52, 577-586.
    """
    for name, number in {"orders": orders, "base": base, "run": run}.items():
        if number != int(number) or number < 1:
            raise EvidenceError(f"saturation: {name}={number!r} is not a whole number from 1.")
    people = interviewed(study)
    if not people:
        raise EvidenceError("saturation: nobody was heard yet. Read a source whose speakers are participants.")
    has = _incidence(study, people, codes)
    known = _expected(has)
    drawn = _random_orders(has, orders, seed)
    new = np.diff(drawn, axis=1, prepend=0)
    tail = [(1 - level) / 2, (1 + level) / 2]
    (codes_low, codes_high), (new_low, new_high) = np.quantile(drawn, tail, axis=0), np.quantile(new, tail, axis=0)
    method = (
        f"Distinct codes over {len(people)} participants: mean over all orders, band: {100 * level:g} % of {orders:,} "
        f"random orders; new information: codes new in the last {run} over those of the first {base}"
    )
    made: pd.DataFrame = pd.DataFrame(
        {
            "participants": np.arange(1, len(people) + 1),
            "codes": known,
            "codes_low": codes_low,
            "codes_high": codes_high,
            "new": np.diff(known, prepend=0),
            "new_low": new_low,
            "new_high": new_high,
            "new_information": _new_information(drawn, base, run),
            "total": int(has.any(axis=1).sum()),
            "method": method,
        }
    )
    return made


def _incidence(study: Study, people: list[str], codes: Codes) -> npt.NDArray[np.bool_]:
    """Return codes by participants: whose words have which code."""
    everything = set(study.codes["kind"]) - {"stage"}
    wanted = code_ids(study, codes, kinds=everything if codes is None else None)
    rows = codings(study, wanted).dropna(subset="participant")
    at, of = {person: k for k, person in enumerate(people)}, {code: k for k, code in enumerate(wanted)}
    has = np.zeros((len(wanted), len(people)), dtype=bool)
    has[rows["code"].map(of).to_numpy(dtype=int), rows["participant"].map(at).to_numpy(dtype=int)] = True
    return has[has.any(axis=1)]


def _expected(has: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the mean number of codes known after 1, 2 … participants, over all orders.

    A code that k of N people have is missed by m of them with probability C(N - k, m) / C(N, m).
    """
    from scipy.special import gammaln

    people = has.shape[1]
    k, m = has.sum(axis=1)[:, None], np.arange(1, people + 1)[None, :]

    def log_choose(n: Any, r: Any) -> Any:
        return gammaln(n + 1) - gammaln(r + 1) - gammaln(np.maximum(n - r, 0) + 1)

    missed = np.where(
        m <= people - k, np.exp(log_choose(people - k, np.minimum(m, people - k)) - log_choose(people, m)), 0.0
    )
    known: npt.NDArray[np.float64] = (1 - missed).sum(axis=0)
    return known


def _random_orders(has: npt.NDArray[np.bool_], orders: int, seed: int) -> npt.NDArray[np.float64]:
    """Return orders by participants: how many codes are known after each."""
    random = np.random.default_rng(seed)
    people = has.shape[1]
    known = np.zeros((orders, people))
    for number in range(orders):
        first = np.argmax(has[:, random.permutation(people)], axis=1)
        known[number] = np.bincount(first, minlength=people).cumsum()
    return known


def _new_information(drawn: npt.NDArray[np.float64], base: int, run: int) -> npt.NDArray[np.float64]:
    people = drawn.shape[1]
    ratio = np.full(people, np.nan)
    for last in range(base + run - 1, people):
        found = drawn[:, base - 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where(found > 0, (drawn[:, last] - drawn[:, last - run]) / found, np.nan)
        ratio[last] = 100 * np.nanmean(each) if np.isfinite(each).any() else np.nan
    return ratio
