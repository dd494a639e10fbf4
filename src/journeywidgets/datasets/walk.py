"""One visit of many riders at once, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from journeywidgets.datasets import city
from journeywidgets.datasets.city import Kind, Step

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_FIRST_CODE = np.cumsum([0, *(len(events) for events in city.STAGES.values())])


@dataclass
class Log:
    """Events as they are drawn: rider, second, and code, the position in `city.EVENTS`."""

    _parts: list[tuple[Integers, Integers, Integers]] = field(default_factory=list)

    def add(self, who: Integers, time: Integers, code: Integers) -> None:
        """Add events."""
        self._parts.append((who, time, code))

    def columns(self) -> tuple[Integers, Integers, Integers]:
        """Return all events as three columns."""
        who, time, code = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        return who, time, code


@dataclass(frozen=True)
class Visit:
    """Who begins a visit, at which second, and whether they first came after the change."""

    who: Integers
    time: Integers
    after: Flags


def walk(kind: Kind, visit: Visit, log: Log, rng: np.random.Generator) -> Integers:
    """Add the events of a visit to `log`; return when each rider came to each stage, -1 for never."""
    count = len(visit.who)
    came = np.full((count, len(city.STAGES)), -1, dtype=np.int64)
    came[:, 0] = visit.time
    late = np.zeros(count, dtype=bool)
    before = np.zeros(count, dtype=np.int64)
    for stage, (step, changed) in enumerate(zip(kind.steps, kind.after(), strict=True)):
        here = np.flatnonzero(came[:, stage] >= 0)
        time, goes = came[here, stage], rng.random(len(here))
        spent = _spent(step, rng.random(len(here)))
        _enter(stage, visit.who[here], time, spent, log, rng)
        # Who fell back after coming late would begin a new chain in time, and the truth would be another.
        back = (rng.random(len(here)) < kind.back) & ~late[here] & (stage > 0)
        _fall_back((before[here[back]], stage), visit.who[here[back]], time[back], spent[back], log, rng)
        after = visit.after[here]
        in_time = goes < np.where(after, changed.next, step.next)
        too_late = ~in_time & (goes < np.where(after, changed.next + changed.late, step.next + step.late))
        skips = ~in_time & ~too_late & (goes < np.where(after, 1 - changed.end, 1 - step.end))
        start, stop = city.LATE
        delay = np.floor(start + (stop - start) * rng.random(len(here))).astype(np.int64)
        late[here[too_late]] = True
        for going, further in ((in_time | too_late, 1), (skips, 2)):
            if going.any():
                came[here[going], stage + further] = time[going] + np.where(too_late, delay, spent)[going]
                before[here[going]] = stage
    return came


def _spent(step: Step, chance: Floats) -> Integers:
    """Return the seconds that riders spend in a stage when they come to the next in time."""
    odds: float = (step.limit / step.hours) ** step.shape
    # The log-logistic quantile function, of the part below the limit.
    part = np.maximum(chance - city.TIE, 0) / (1 - city.TIE) * odds / (1 + odds)
    hours = step.hours * (part / (1 - part)) ** (1 / step.shape)
    return np.asarray(np.floor(hours * city.HOUR), dtype=np.int64)


def _code(stage: int | Integers, chance: Floats) -> Integers:
    """Return an event of the stage, each as likely."""
    number = _FIRST_CODE[1:] - _FIRST_CODE[:-1]
    return np.asarray(_FIRST_CODE[stage] + np.floor(number[stage] * chance), dtype=np.int64)


def _enter(stage: int, who: Integers, time: Integers, spent: Integers, log: Log, rng: np.random.Generator) -> None:
    """Add the event that enters the stage, and its repeats before the next."""
    code = _code(stage, rng.random(len(who)))
    log.add(who, time, code)
    repeats = np.floor(np.log1p(-rng.random(len(who))) / np.log(city.REPEATS)).astype(np.int64)
    which = np.repeat(np.arange(len(who)), repeats)
    doubled = rng.random(len(which)) < city.DOUBLED
    passed = np.where(doubled, 0, np.floor(spent[which] * rng.random(len(which)))).astype(np.int64)
    other = _code(stage, rng.random(len(which)))
    log.add(who[which], time[which] + passed, np.where(doubled, code[which], other))


def _fall_back(
    stages: tuple[Integers, int], who: Integers, time: Integers, spent: Integers, log: Log, rng: np.random.Generator
) -> None:
    """Add an event of the stage before, and one of this stage after it, before the next."""
    before, stage = stages
    first = np.floor(spent * rng.random(len(who))).astype(np.int64)
    second = first + np.floor((spent - first) * rng.random(len(who))).astype(np.int64)
    log.add(who, time + first, _code(before, rng.random(len(who))))
    log.add(who, time + second, _code(stage, rng.random(len(who))))
