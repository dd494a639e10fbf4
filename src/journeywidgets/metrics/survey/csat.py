"""Customer satisfaction: the share of the top answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from journeywidgets.errors import MetricError
from journeywidgets.metrics.intervals import wald, wilson
from journeywidgets.metrics.result import MIN_N, checked_min_n, result
from journeywidgets.metrics.survey.answers import survey
from journeywidgets.metrics.survey.layout import Columns, Scale, checked_numbers, layout, scale_of
from journeywidgets.metrics.survey.rows import COUNTED, chosen, head, percent, remarks
from journeywidgets.metrics.survey.tally import Tally, tallies

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

_INTERVALS = {"wilson": "Wilson interval", "wald": "Wald interval"}


def csat(
    answers: Any,
    score: Columns = None,
    *,
    stage: Columns = None,
    by: str | None = None,
    period: str | None = None,
    time: str | None = None,
    weight: str | None = None,
    drop: Iterable[float | str] = (),
    top: Iterable[float] = (4, 5),
    scale: tuple[float, float] = (1, 5),
    interval: Literal["wilson", "wald"] = "wilson",
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "CSAT",
) -> pd.DataFrame:
    """Return customer satisfaction: the share of answers in the top boxes, in percent.

    Parameters
    ----------
    answers, score, stage, by, period, time, weight, drop, journey, min_n, metric
        As for `nps`; the answers are whole numbers on `scale`.
    top
        The answers that count as satisfied; the highest of the scale is one of them.
    scale
        The lowest and the highest answer.
    interval
        "wilson" (the default, for it holds near 0 and 100 %) or "wald".

    Returns
    -------
    pandas.DataFrame
        The columns of every result (percent; n counts answers), then ``satisfied`` (how many), ``n_eff``,
        ``missing``, ``dropped``.

    Raises
    ------
    MetricError
        As for `nps`; or if `top` is not on the scale, or does not hold its highest answer.

    Notes
    -----
    Summed over all outcomes, Wilson's interval holds the truth in 93.1 to 97.1 % of surveys of 50 or 200 answers
    where the true share is between 10 and 90 %. Nearer the ends it may be too narrow: 92.2 % at a share of 2 % (or
    98 %) and at worst 83.9 % at 0.35 % with 50 answers; with 200 at worst 91.0 %, at 0.25 %.

    References
    ----------
    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22, 209-212.
    """
    words = chosen(interval, _INTERVALS, "interval")
    range_ = scale_of(scale, drop)
    best = boxes(top, range_, range_.high)
    where = layout({"score": score}, stage)
    asked = survey(answers, where, by=by, period=period, time=time, weight=weight, journey=journey, words=range_.words)
    least = checked_min_n(min_n)
    return result(
        [
            {**head(place, tally, tally.where(), least), **top_box(tally, best.__contains__, interval, "satisfied")}
            for place, tally in tallies(asked, range_).items()
        ],
        metric=metric,
        method=(
            f"Share of the answers {listed(best)}, in percent of the answers on {range_}; 95 % {words}"
            f"{remarks(asked, range_.drop, range_.words)}"
        ),
        min_n=least,
        extras={"satisfied": "Int64", **COUNTED},
    )


def top_box(tally: Tally, test: Callable[[float], bool], interval: str, name: str) -> dict[str, Any]:
    """Return the share of the answers that a test holds for, with its interval, and their number as `name`."""
    share, n = tally.share(test), tally.where().effective
    low, high = wilson(share, n) if interval == "wilson" else wald(share, share * (1 - share), n)
    # A Wald interval may leave the range; a share cannot.
    ends = {"low": max(percent(low), 0.0), "high": min(percent(high), 100.0)}
    return {"value": percent(share), **ends, name: tally.where(test).n}


def boxes(given: Iterable[float], scale: Scale, end: float) -> tuple[float, ...]:
    """Return the answers that are counted, lowest first.

    Raises
    ------
    MetricError
        If one is not on the scale, or the end of the scale is not among them.
    """
    found = tuple(sorted(checked_numbers(given, "top=")))
    strange = [answer for answer in found if answer not in scale.answers]
    if strange or end not in found:
        what = f"{strange[0]:g} is not on the scale {scale}" if strange else f"{end:g}, the best answer, is not in it"
        raise MetricError(f"top={tuple(map(_short, found))}: {what}. Give the answers that count, such as ({end:g},).")
    both = set(found) & set(scale.drop)
    if both:
        raise MetricError(f"{min(both):g} is both in top= and in drop=. An answer counts or is left out.")
    return found


def listed(answers: tuple[float, ...]) -> str:
    """Return answers as text: ``4, 5``."""
    return ", ".join(f"{answer:g}" for answer in answers)


def _short(answer: float) -> int | float:
    return int(answer) if answer.is_integer() else answer
