"""The Net Promoter Score of survey answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from journeywidgets.metrics import intervals
from journeywidgets.metrics.result import MIN_N, checked_min_n, result
from journeywidgets.metrics.survey.answers import survey
from journeywidgets.metrics.survey.layout import Columns, layout, scale_of
from journeywidgets.metrics.survey.rows import COUNTED, chosen, head, percent, remarks
from journeywidgets.metrics.survey.tally import Tally, tallies

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

PROMOTER, PASSIVE = 9, 7
"""The lowest answers of promoters and of passives; the rest are detractors."""
_INTERVALS = {
    "adjusted_wald": "adjusted Wald interval (3 answers added; Rocks 2016)",
    "wald": "Wald interval",
    "bootstrap": "bootstrap interval (BCa, 9 999 samples)",
}
_RATES = ("promoter_rate", "passive_rate", "detractor_rate", "adjusted", "margin")


def nps(
    answers: Any,
    score: Columns = None,
    *,
    stage: Columns = None,
    by: str | None = None,
    period: str | None = None,
    time: str | None = None,
    weight: str | None = None,
    drop: Iterable[float | str] = (),
    interval: Literal["adjusted_wald", "wald", "bootstrap"] = "adjusted_wald",
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "NPS",
) -> pd.DataFrame:
    """Return the Net Promoter Score: the share of promoters less the share of detractors.

    Parameters
    ----------
    answers
        A row a respondent, or a row an answer: a pandas, polars or pyarrow table, a DuckDB relation, a Spark or
        Ibis table, or the path or glob of Parquet or CSV files. Only counts leave the engine.
    score
        The column of answers, whole numbers from 0 to 10: 9 and 10 are promoters, 0 to 6 detractors.
    stage
        In a long survey the column that names the touchpoint of each answer. In a wide one a column of answers
        for each stage, ``{"Security": "Q13", "Boarding": "Q9"}``; then there is no `score`.
    by
        A column whose values are the groups; or ``"persona"``, with `journey`, for the segments of its personas.
    period, time
        One of "year", "quarter", "month", "week", "day", and the column that says when the answer was given.
    weight
        A column of weights. Shares are weighted; the interval takes Kish's effective n, (sum of w)^2 / sum of
        w^2, for n. Strata and clusters of a design are not known here.
    drop
        Codes that are no answers, such as 99 for "not applicable" or the text "Blank": left out, and counted in
        ``dropped``. An answer off the scale that is not named here is an error. Empty cells are counted in
        ``missing``.
    interval
        "adjusted_wald" (Rocks 2016; the default, for it covers 95 % from ten answers on and has a width where all
        answer alike), "wald", or "bootstrap" (BCa, 9 999 samples, with a fixed seed). The last two have no
        interval where all answers are alike.
    journey
        Stages are then checked against its ids and titles, and come in its order.
    min_n
        Below this n there is no value: the note is "n too small". Where nobody answered it is "not asked".
    metric
        The title in the result.

    Returns
    -------
    pandas.DataFrame
        The columns of every result (value, low and high from -100 to 100; n counts answers), then ``promoters``,
        ``passives``, ``detractors`` (how many), ``promoter_rate``, ``passive_rate``, ``detractor_rate`` (percent,
        weighted), ``adjusted`` and ``margin`` (the centre and half
        width of the adjusted Wald interval before it is cut at -100 and 100), ``n_eff``
        (n, if there are no weights), ``missing``, ``dropped``.

    Raises
    ------
    MetricError
        If a column is missing or holds text, an answer is off the scale, or a weight is negative.

    Warns
    -----
    JourneyWarning
        If rows were left out for want of a weight, stage, group or time; counted.

    Notes
    -----
    Summed over all outcomes, the default interval holds the truth in 94.7 to 97 % of surveys of 50 or 200 answers
    for shares as they occur. Where nearly all answer alike it is wider than it need be: 98 % with 97 promoters and 1
    detractor in a hundred, 99.7 % with 96 passives in a hundred and 50 answers.

    References
    ----------
    F. F. Reichheld (2003), "The one number you need to grow", Harvard Business Review 81, 46-54. B. Rocks (2016),
    "Interval estimation for the net promoter score", The American Statistician 70, 365-372.
    """
    words = chosen(interval, _INTERVALS, "interval")
    scale = scale_of((0, 10), drop)
    asked = survey(
        answers,
        layout({"score": score}, stage),
        by=by,
        period=period,
        time=time,
        weight=weight,
        journey=journey,
        words=scale.words,
    )
    least = checked_min_n(min_n)
    rows = [
        {**head(place, tally, tally.where(), least), **_net(tally, interval)}
        for place, tally in tallies(asked, scale).items()
    ]
    return result(
        rows,
        metric=metric,
        method=(
            f"Net Promoter Score: promoters ({PROMOTER}-10) less detractors (0-{PASSIVE - 1}), in percent of the "
            f"answers on {scale}; 95 % {words}{remarks(asked, scale.drop, scale.words)}"
        ),
        unit="",
        min_n=least,
        extras={
            **dict.fromkeys(["promoters", "passives", "detractors"], "Int64"),
            **dict.fromkeys(_RATES, "float64"),
            **COUNTED,
        },
        hide=_RATES,
    )


def _net(tally: Tally, interval: str) -> dict[str, Any]:
    promoters, passives, detractors = tally.where(_promoter), tally.where(_passive), tally.where(_detractor)
    p, d, n = tally.share(_promoter), tally.share(_detractor), tally.where().effective
    adjusted = intervals.nps_adjusted_wald(p, d, n)
    low, high = _ends(p, d, n, interval)
    return {
        "value": percent(p - d),
        "low": percent(low),
        "high": percent(high),
        "promoters": promoters.n,
        "passives": passives.n,
        "detractors": detractors.n,
        "promoter_rate": percent(p),
        "passive_rate": percent(tally.share(_passive)),
        "detractor_rate": percent(d),
        "adjusted": percent(adjusted.center),
        "margin": percent(adjusted.half),
    }


def _ends(promoters: float, detractors: float, n: float, interval: str) -> tuple[Any, Any]:
    if interval == "bootstrap":
        return intervals.nps_bootstrap(promoters, detractors, n)
    if interval == "wald":
        return intervals.nps_wald(promoters, detractors, n)
    return intervals.nps_adjusted_wald(promoters, detractors, n)[2:]


def _promoter(answer: float) -> bool:
    return answer >= PROMOTER


def _passive(answer: float) -> bool:
    return PASSIVE <= answer < PROMOTER


def _detractor(answer: float) -> bool:
    return answer < PASSIVE
