"""What is true of the city, worked out from its rates; nothing here is estimated from drawn rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from journeywidgets.datasets import city
from journeywidgets.datasets.city import KINDS, Kind, Step

Row = dict[str, Any]
_EXACT = 1e-9
TITLES = tuple(city.STAGES)


@dataclass(frozen=True)
class _Cohort:
    """Riders of one kind who meet the same rates, and their share of all riders."""

    kind: Kind
    steps: tuple[Step, ...]
    share: float

    @property
    def again(self) -> float:
        """Share of riders who make a second visit: only those whose first ended at the first stage."""
        return self.steps[0].end * self.kind.returns

    def reached(self, *, returning: bool, windowed: bool) -> list[float]:
        """Return the share of riders whose chain reaches each stage in order."""
        chain = [1.0]
        for step in self.steps[:-1]:
            chain.append(chain[-1] * (step.next if windowed else step.next + step.late))
        # Who returns has reached nothing before, so the two visits do not overlap.
        more = 1 + self.again if returning else 1.0
        return [1.0, *(share * more for share in chain[1:])]

    def visited(self) -> list[float]:
        """Return the share of riders who come to each stage at all: late, or past another, too."""
        found = [1.0]
        for stage in range(1, len(self.steps)):
            before = self.steps[stage - 1]
            skipped = found[stage - 2] * self.steps[stage - 2].skip if stage > 1 else 0.0
            found.append(found[-1] * (before.next + before.late) + skipped)
        return [1.0, *(share * (1 + self.again) for share in found[1:])]

    def moved(self, stage: int) -> tuple[float, float]:
        """Return which share of those whose chain is at a stage moves on to the next in time, and which late."""
        step = self.steps[stage]
        # A second visit leaves the first stage long after the first event there.
        again = self.again * (step.next + step.late) if stage == 0 else 0.0
        return step.next, step.late + again


def _groups(after: float) -> Iterator[tuple[str | None, list[_Cohort]]]:
    """Yield each persona (None: all) with its cohorts; `after` of the riders come after the change."""
    cohorts = [
        _Cohort(kind, steps, kind.share * share)
        for kind in KINDS
        for steps, share in ((kind.steps, 1 - after), (kind.after(), after))
        if share > 0
    ]
    yield None, cohorts
    for kind in KINDS:
        yield kind.id, [cohort for cohort in cohorts if cohort.kind is kind]


def _mixed(cohorts: list[_Cohort], shares: Callable[[_Cohort], list[float]]) -> list[float]:
    parts = [[cohort.share * share for share in shares(cohort)] for cohort in cohorts]
    return [sum(column) for column in zip(*parts, strict=True)]


def conversions(after: float, *, returning: bool, windowed: bool) -> list[Row]:
    """Return the true step rates and overall rates, in percent."""
    rows = []
    for persona, cohorts in _groups(after):
        reached = _mixed(cohorts, lambda cohort: cohort.reached(returning=returning, windowed=windowed))
        for title, share, before in zip(TITLES, reached, [reached[0], *reached], strict=False):
            rates = {"value": 100 * share / before, "overall_rate": 100 * share / reached[0]}
            rows.append({"metric": "Conversion", "stage": title, "persona": persona, "unit": "%", **rates})
    return rows


def medians(after: float) -> list[Row]:
    """Return the true median hours from the entry to a stage, in order, to the next; there is none for the last.

    ``value`` counts those who never move on as still inside, and is NaN where they are half or more; ``median`` is
    of those who move on.
    """
    rows = []
    for persona, cohorts in _groups(after):
        for stage, title in enumerate(TITLES[:-1]):
            times = {"value": _median(cohorts, stage, all_=True), "median": _median(cohorts, stage, all_=False)}
            rows.append({"metric": "Time in stage", "unit": "h", "stage": title, "persona": persona, **times})
    return rows


def _median(cohorts: list[_Cohort], stage: int, *, all_: bool) -> float:
    weighted = [(cohort.share * cohort.reached(returning=True, windowed=False)[stage], cohort) for cohort in cohorts]

    def below(hours: float) -> float:
        """Return the share that has moved on within some hours (no more than the limit)."""
        return sum(
            weight * cohort.moved(stage)[0] * share_within(cohort.steps[stage], hours) for weight, cohort in weighted
        )

    moved = sum(weight * sum(cohort.moved(stage)) for weight, cohort in weighted)
    half = (sum(weight for weight, _ in weighted) if all_ else moved) / 2
    if moved < half:
        return math.nan
    low, high = 0.0, max(cohort.steps[stage].limit for cohort in cohorts)
    if below(high) < half:
        raise ValueError(f"the median at {TITLES[stage]} is among those who are late")
    while high - low > _EXACT:
        middle = (low + high) / 2
        low, high = (low, middle) if below(middle) >= half else (middle, high)
    return high


def share_within(step: Step, hours: float) -> float:
    """Return the share of those who come in time that come within some hours: the log-logistic, cut at its limit."""

    def part(time: float) -> float:
        odds: float = (time / step.hours) ** step.shape
        return odds / (1 + odds)

    return city.TIE + (1 - city.TIE) * part(min(hours, step.limit)) / part(step.limit)


_SCORES: dict[str, tuple[str, str, Callable[[int], float]]] = {
    "NPS": ("recommend", "", lambda point: 100.0 * ((point in city.PROMOTERS) - (point in city.DETRACTORS))),
    "CSAT": ("satisfaction", "%", lambda point: 100.0 * (point in city.SATISFIED)),
    "CES": ("ease", "", float),
}
"""Metric: its question, its unit, and what an answer adds to it."""


def answers(after: float) -> list[Row]:
    """Return the true NPS, CSAT and CES of those who come to a stage where it is asked."""
    rows = []
    for metric, (question, unit, score) in _SCORES.items():
        for persona, cohorts in _groups(after):
            for stage, title in enumerate(TITLES):
                total = weights = 0.0
                for cohort in cohorts:
                    opinion = cohort.kind.opinions.get(title)
                    chances = opinion.chances(question) if opinion else {}
                    weight = cohort.share * cohort.visited()[stage] if chances else 0.0
                    weights += weight
                    total += weight * sum(chance * score(point) for point, chance in chances.items())
                if weights:
                    row = {"stage": title, "persona": persona, "value": total / weights}
                    rows.append({"metric": metric, "unit": unit, **row})
    return rows
