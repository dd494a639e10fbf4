"""Answers that need not be whole: their number, mean and variance, added up by the engine."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError
from journeywidgets.metrics.engine import rows
from journeywidgets.metrics.place import Place, grid, placed
from journeywidgets.metrics.survey.answers import WEIGHT, Survey
from journeywidgets.metrics.survey.layout import Scale
from journeywidgets.metrics.survey.numeric import NO_ANSWER
from journeywidgets.metrics.survey.off_scale import on_scale, refuse
from journeywidgets.metrics.survey.tally import Tally
from journeywidgets.metrics.survey.weights import Sums, number, steady, sums, weighed


@dataclass
class Moments:
    """What was answered at one place.

    Attributes
    ----------
    missing, dropped
        How many rows have no answer, and an answer that is left out by name.
    sums
        The answers counted and weighed.
    first, second
        The weighted sums of the answers and of their squares, from `origin` on.
    origin
        A number amid the answers: sums of large squares would lose the variance.
    """

    missing: int = 0
    dropped: int = 0
    sums: Sums = field(default_factory=Sums)
    first: float = 0.0
    second: float = 0.0
    origin: float = 0.0

    @classmethod
    def of(cls, tally: Tally) -> Moments:
        """Return the moments of answers that were counted, of one question."""
        held = cls(tally.missing, tally.dropped, tally.where())
        for (answer,), found in tally.answers.items():
            held.first += found.weight * answer
            held.second += found.weight * answer * answer
        return held

    @property
    def mean(self) -> float:
        """The weighted mean; NaN without answers."""
        return self.origin + self.first / self.sums.weight if self.sums.weight > 0 else float("nan")

    @property
    def variance(self) -> float:
        """The weighted variance of one answer, over n - 1 (of the effective n); NaN with one answer or none."""
        n = self.sums.effective
        if not n > 1 + 1e-9:
            return float("nan")
        about = self.first / self.sums.weight
        spread = max(self.second / self.sums.weight - about * about, 0.0)
        # What rounding leaves of equal answers is not a spread: of their sums, and of taking the origin away.
        noise = 1e-11 * self.second / self.sums.weight + (1e-14 * self.origin) ** 2
        return 0.0 if spread <= noise else spread * n / (n - 1)


def moments(survey: Survey, scale: Scale | None, drop: tuple[float, ...]) -> dict[Place, Moments]:
    """Add up the answers at each place, in the order shown; only the sums leave the engine.

    Raises
    ------
    MetricError
        If an answer is off the scale, or a weight is negative.
    """
    origin = _origin(survey, scale, drop)
    found = rows(added(survey, scale, drop, origin))
    if scale is not None and any(row["off"] for row in found):
        refuse(survey, scale)
    return _placed(survey, found, origin)


def added(survey: Survey, scale: Scale | None, drop: tuple[float, ...], origin: float) -> nw.LazyFrame[Any]:
    """Return the sums of the answers at each place, from `origin` on, lazily."""
    (name,) = survey.answers
    answer = nw.col(name)
    is_dropped = _is_dropped(answer, drop)
    is_off = ~answer.is_null() & ~is_dropped & ~on_scale(answer, scale) if scale is not None else None
    counts = ~answer.is_null() & ~is_dropped
    weight = nw.lit(1.0) if survey.weight is None else nw.col(WEIGHT)
    away = answer - origin
    return survey.frame.group_by(*survey.keys).agg(
        nw.len().alias("n"),
        number(answer.is_null()).alias("missing"),
        number(is_dropped).alias("dropped"),
        number(counts).alias("answers"),
        nw.when(counts).then(weight * away).sum().alias("first"),
        nw.when(counts).then(weight * away * away).sum().alias("second"),
        *([] if is_off is None else [number(is_off).alias("off")]),
        *weighed(survey.weight, counts),
    )


def _is_dropped(answer: nw.Expr, drop: tuple[float, ...]) -> nw.Expr:
    # Without codes no answer is dropped; the comparison with the code of texts holds for none.
    return ~answer.is_null() & answer.is_in(list(drop) or [NO_ANSWER])


def _origin(survey: Survey, scale: Scale | None, drop: tuple[float, ...]) -> float:
    """Return a number amid the answers."""
    if scale is not None:
        return (scale.low + scale.high) / 2
    (name,) = survey.answers
    answer = nw.col(name)
    counts = ~answer.is_null() & ~_is_dropped(answer, drop)
    mean = rows(survey.frame.select(nw.when(counts).then(answer).mean().alias("mean")))[0]["mean"]
    if mean is not None and not math.isfinite(mean):
        raise MetricError("An answer is infinite, so that there is no mean. Answers are numbers.")
    return steady(mean)


def _placed(survey: Survey, found: list[dict[str, Any]], origin: float) -> dict[Place, Moments]:
    places: dict[Place, Moments] = {}
    for place, row in placed(survey, found):
        # One row a place: what people of several personas answered is in the rows of several places.
        held = places.setdefault(place, Moments(origin=origin))
        held.missing += int(row["missing"])
        held.dropped += int(row["dropped"])
        held.sums.add(sums(row, row["answers"]))
        held.first += steady(row["first"])
        held.second += steady(row["second"])
    return {place: places.get(place, Moments()) for place in grid(survey, places)}
