"""What every survey metric has in common: a row's place and counts, and the words of its method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.place import Place
from journeywidgets.metrics.result import NOT_ASKED, TOO_SMALL
from journeywidgets.metrics.survey.answers import Survey
from journeywidgets.metrics.survey.moments import Moments
from journeywidgets.metrics.survey.numeric import NO_ANSWER
from journeywidgets.metrics.survey.tally import Tally
from journeywidgets.metrics.survey.weights import Sums

COUNTED = {"n_eff": "float64", "missing": "Int64", "dropped": "Int64"}
"""The last columns of every survey metric."""
_DIGITS = 10


def head(place: Place, counts: Tally | Moments, sums: Sums, min_n: int) -> dict[str, Any]:
    """Return what every row of a survey metric says: whose answers, and how many they are.

    Nobody answered, and no answer was left out: "not asked". Fewer than `min_n`, or weighted to be worth fewer:
    "n too small".
    """
    note = None
    if sums.n == 0:
        note = TOO_SMALL if counts.dropped else NOT_ASKED
    elif sums.effective < min_n - 1e-9:
        note = TOO_SMALL
    return {
        **place._asdict(),
        "n": sums.n,
        "n_eff": round(sums.effective, _DIGITS),
        "missing": counts.missing,
        "dropped": counts.dropped,
        "note": note,
    }


def percent(share: Any) -> float:
    """Return a share in percent, without the noise of its last digits."""
    return round(100 * float(share), _DIGITS)


def plain(number: Any) -> float:
    """Return a number without the noise of its last digits."""
    return round(float(number), _DIGITS)


def remarks(survey: Survey, drop: tuple[float, ...], words: tuple[str, ...] = ()) -> str:
    """Return the end of a method's sentence: which codes were left out, and how answers were weighted."""
    codes = [*(f"{code:g}" for code in drop if code != NO_ANSWER), *map(repr, words)]
    left_out = f"; {', '.join(codes)} left out" if codes else ""
    weighted = f"; weighted by {survey.weight!r}, the interval by Kish's effective n" if survey.weight else ""
    return f"{left_out}{weighted}."


def chosen(given: Any, known: Mapping[str, Any], name: str) -> Any:
    """Return what an option stands for, or raise a MetricError that lists the options."""
    if not isinstance(given, str) or given not in known:
        raise MetricError(f"{name}={shorten(given)} is not known. Use one of {', '.join(map(repr, known))}.")
    return known[given]
