"""The Customer Effort Score: how easy something was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from journeywidgets.errors import MetricError
from journeywidgets.metrics.result import MIN_N, checked_min_n, result
from journeywidgets.metrics.survey.answers import survey
from journeywidgets.metrics.survey.csat import boxes, listed, top_box
from journeywidgets.metrics.survey.layout import Columns, Scale, layout, scale_of
from journeywidgets.metrics.survey.moments import Moments
from journeywidgets.metrics.survey.rows import COUNTED, chosen, head, remarks
from journeywidgets.metrics.survey.score import MEAN, mean_row
from journeywidgets.metrics.survey.tally import tallies

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

_METHODS = {"mean": "mean", "top_box": "top_box"}
_EASY = {"high": "up", "low": "down"}


def ces(
    answers: Any,
    score: Columns = None,
    *,
    stage: Columns = None,
    by: str | None = None,
    period: str | None = None,
    time: str | None = None,
    weight: str | None = None,
    drop: Iterable[float | str] = (),
    method: Literal["mean", "top_box"] = "mean",
    easy: Literal["high", "low"] = "high",
    top: Iterable[float] | None = None,
    scale: tuple[float, float] = (1, 7),
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "CES",
) -> pd.DataFrame:
    """Return the Customer Effort Score: the mean answer, or the share of the easy ones.

    Parameters
    ----------
    answers, score, stage, by, period, time, weight, drop, journey, min_n, metric
        As for `nps`; the answers are whole numbers on `scale`.
    method
        "mean" with its t interval, or "top_box": the share of `top`, in percent, with Wilson's interval.
    easy
        Which end of the scale means easy. A mean then is better going "up" or "down"; a share of easy
        answers is better going up, whichever end it is.
    top
        With "top_box" the answers that count as easy; without it those beyond the middle of the scale on its easy
        side (5, 6, 7 of 1-7; 4, 5 of 1-5).
    scale
        The lowest and the highest answer.

    Returns
    -------
    pandas.DataFrame
        The columns of every result (n counts answers), then ``sd`` (of the answers) or ``easy`` (how many),
        ``n_eff``, ``missing``, ``dropped``. A mean of answers that are all alike has no interval.

    Raises
    ------
    MetricError
        As for `nps`; or if `top` is given without "top_box", is not on the scale or does not hold its easy end.

    Notes
    -----
    The intervals are those of `score` and `csat`, and hold as well as these.

    References
    ----------
    M. Dixon, K. Freeman and N. Toman (2010), "Stop trying to delight your customers", Harvard Business Review 88,
    116-122.
    """
    chosen(method, _METHODS, "method")
    direction = chosen(easy, _EASY, "easy")
    range_ = scale_of(scale, drop)
    if top is not None and method == "mean":
        raise MetricError('top= needs method="top_box": a mean counts every answer.')
    best = _easy_answers(top, range_, easy)
    where = layout({"score": score}, stage)
    asked = survey(answers, where, by=by, period=period, time=time, weight=weight, journey=journey, words=range_.words)
    least = checked_min_n(min_n)
    counted = tallies(asked, range_).items()
    heads = [head(place, tally, tally.where(), least) for place, tally in counted]
    ending = f"on {range_}, {range_.high if easy == 'high' else range_.low:g} is the easiest"
    end = remarks(asked, range_.drop, range_.words)
    if method == "mean":
        return result(
            [{**each, **mean_row(Moments.of(tally))} for each, (_, tally) in zip(heads, counted, strict=True)],
            metric=metric,
            method=f"Mean of the answers {ending}; {MEAN}{end}",
            unit="",
            direction=direction,
            min_n=least,
            extras={"sd": "float64", **COUNTED},
            hide=["sd"],
        )
    return result(
        [
            {**each, **top_box(tally, best.__contains__, "wilson", "easy")}
            for each, (_, tally) in zip(heads, counted, strict=True)
        ],
        metric=metric,
        method=f"Share of the answers {listed(best)}, in percent of the answers {ending}; 95 % Wilson interval{end}",
        min_n=least,
        extras={"easy": "Int64", **COUNTED},
    )


def _easy_answers(top: Iterable[float] | None, scale: Scale, easy: str) -> tuple[float, ...]:
    middle = (scale.low + scale.high) / 2
    if top is None:
        return tuple(answer for answer in scale.answers if (answer > middle if easy == "high" else answer < middle))
    return boxes(top, scale, scale.high if easy == "high" else scale.low)
