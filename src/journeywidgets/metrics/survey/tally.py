"""Answers counted: what each stage, group and period of a survey answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from journeywidgets.metrics.engine import rows
from journeywidgets.metrics.place import Place, grid, placed
from journeywidgets.metrics.survey.answers import Survey
from journeywidgets.metrics.survey.layout import Scale
from journeywidgets.metrics.survey.off_scale import refuse, tell_dropped
from journeywidgets.metrics.survey.weights import Sums, sums, weighed


@dataclass
class Tally:
    """What was answered at one place.

    Attributes
    ----------
    missing
        How many rows have no answer.
    dropped
        How many have an answer that is left out by name.
    answers
        The rest, by answer (one number a question).
    """

    missing: int = 0
    dropped: int = 0
    answers: dict[tuple[float, ...], Sums] = field(default_factory=dict)

    def where(self, test: Callable[..., bool] = lambda *_: True) -> Sums:
        """Return the answers that a test holds for; all of them without one."""
        total = Sums()
        for answer, found in self.answers.items():
            if test(*answer):
                total.add(found)
        return total

    def share(self, test: Callable[..., bool]) -> float:
        """Return the share, by weight, of the answers that a test holds for; NaN without answers."""
        weight = self.where().weight
        return self.where(test).weight / weight if weight > 0 else float("nan")


def counted(survey: Survey, scale: Scale) -> nw.LazyFrame[Any]:
    """Return how many gave each answer at each place, lazily; all the answers off the scale are one."""
    known = [*scale.answers, *scale.drop]
    judged = [
        nw.when(nw.col(name).is_null() | nw.col(name).is_in(known))
        .then(nw.col(name))
        .otherwise(_off(scale))
        .alias(name)
        for name in survey.answers
    ]
    frame = survey.frame.with_columns(*judged)
    return frame.group_by(*survey.keys, *survey.answers).agg(nw.len().alias("n"), *weighed(survey.weight))


def _off(scale: Scale) -> float:
    """Return what stands for the answers off the scale, of which there may be very many."""
    return min([*scale.answers, *scale.drop]) - 1


def tallies(survey: Survey, scale: Scale) -> dict[Place, Tally]:
    """Count the answers at each place, in the order shown; only the counts leave the engine.

    Raises
    ------
    MetricError
        If an answer is off the scale, or a weight is negative.

    Warns
    -----
    JourneyWarning
        If rows were left out, or answers on the scale are dropped.
    """
    found = rows(counted(survey, scale))
    answers, off = survey.answers, _off(scale)
    if any(row[name] == off for row in found for name in answers):
        refuse(survey, scale)
    places: dict[Place, Tally] = {}
    codes: Counter[float] = Counter()
    for place, row in placed(survey, found):
        tally = places.setdefault(place, Tally())
        answer = tuple(row[name] for name in answers)
        if None in answer:
            tally.missing += row["n"]
        elif coded := set(answer) & set(scale.drop):
            tally.dropped += row["n"]
            codes.update(dict.fromkeys(coded, row["n"]))
        else:
            tally.answers.setdefault(answer, Sums()).add(sums(row, row["n"]))
    tell_dropped(scale, codes)
    return {place: places.get(place, Tally()) for place in grid(survey, places)}
