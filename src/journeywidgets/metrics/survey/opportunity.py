"""The opportunity score: what people find important and are not satisfied with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from journeywidgets.metrics import intervals
from journeywidgets.metrics.result import MIN_N, checked_min_n, result
from journeywidgets.metrics.survey.answers import survey
from journeywidgets.metrics.survey.csat import boxes, listed
from journeywidgets.metrics.survey.layout import Columns, layout, scale_of
from journeywidgets.metrics.survey.rows import COUNTED, head, percent, plain, remarks
from journeywidgets.metrics.survey.tally import Tally, tallies

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

_TEN = 10
_RATES = ("importance", "satisfaction")


def opportunity(
    answers: Any,
    importance: Columns,
    satisfaction: Columns,
    *,
    stage: str | None = None,
    by: str | None = None,
    period: str | None = None,
    time: str | None = None,
    weight: str | None = None,
    drop: Iterable[float | str] = (),
    top: Iterable[float] = (4, 5),
    scale: tuple[float, float] = (1, 5),
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "Opportunity",
) -> pd.DataFrame:
    """Return the opportunity score: importance + max(importance - satisfaction, 0), from 0 to 20.

    Importance and satisfaction are ten times the share of the top answers, of the people who answered both.

    Parameters
    ----------
    answers, by, period, time, weight, drop, journey, min_n, metric
        As for `nps`; the answers are whole numbers on `scale`.
    importance, satisfaction
        The columns of the two answers of a row; or a column of each for the same stages,
        ``{"Security": "important_13"}`` and ``{"Security": "satisfied_13"}``.
    stage
        In a long survey the column that names the touchpoint of the two answers.
    top
        The answers that count as important, and as satisfied; the highest of the scale is one of them.
    scale
        The lowest and the highest answer.

    Returns
    -------
    pandas.DataFrame
        The columns of every result (value from 0 to 20; n counts people who answered both; direction "down": a
        high score is a need not met), then ``importance`` and ``satisfaction`` (from 0 to 10), ``n_eff``,
        ``missing`` (one of the two answers or both), ``dropped``.

    Raises
    ------
    MetricError
        As for `csat`.

    Notes
    -----
    The interval is by square-and-add of Wilson's intervals of the two shares, with the correlation of the two
    answers of a person: `journeywidgets.metrics.intervals.opportunity` gives the formula and its sources. A
    bootstrap would give no interval where all answer alike.

    References
    ----------
    A. W. Ulwick (2002), "Turn customer input into innovation", Harvard Business Review 80, 91-97.
    """
    range_ = scale_of(scale, drop)
    best = boxes(top, range_, range_.high)
    where = layout({"importance": importance, "satisfaction": satisfaction}, stage)
    asked = survey(answers, where, by=by, period=period, time=time, weight=weight, journey=journey, words=range_.words)
    least = checked_min_n(min_n)
    return result(
        [
            {**head(place, tally, tally.where(), least), **_score(tally, best)}
            for place, tally in tallies(asked, range_).items()
        ],
        metric=metric,
        method=(
            f"Importance + max(importance - satisfaction, 0), each ten times the share of the answers {listed(best)} "
            f"on {range_} of those who answered both; 95 % interval by square-and-add of paired Wilson intervals"
            f"{remarks(asked, range_.drop, range_.words)}"
        ),
        unit="",
        direction="down",
        min_n=least,
        extras={**dict.fromkeys(_RATES, "float64"), **COUNTED},
        hide=_RATES,
    )


def _score(tally: Tally, best: tuple[float, ...]) -> dict[str, Any]:
    important = tally.share(lambda importance, _: importance in best)
    satisfied = tally.share(lambda _, satisfaction: satisfaction in best)
    both = tally.share(lambda importance, satisfaction: importance in best and satisfaction in best)
    low, high = intervals.opportunity(important, satisfied, both, tally.where().effective)
    return {
        "value": plain(_TEN * (important + max(important - satisfied, 0))),
        "low": plain(_TEN * low),
        "high": plain(_TEN * high),
        "importance": percent(important) / _TEN,
        "satisfaction": percent(satisfied) / _TEN,
    }
