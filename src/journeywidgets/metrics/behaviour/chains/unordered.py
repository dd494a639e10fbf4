"""Chains whose stages after the first come in any order."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError
from journeywidgets.metrics.behaviour.chains.steps import NEVER, ORDER, RANK, REACHED, Steps, one_of

MOST_DEMANDS = 200
_OVERLAPPING = 8
_NEXT, _AT, _START, _BREAK, _MARK = "jw_next_{}", "jw_at", "jw_start", "jw_break", "jw_mark"


@dataclass(frozen=True, order=True)
class _Demand:
    """At least `count` events that fit one of the stages, at or after the time of the entry.

    `tied` says whether the entry's own stages are among them, so that events of its instant which come before
    it in the order count too, and so does it itself.
    """

    places: tuple[int, ...]
    count: int
    tied: bool


def unordered(steps: Steps) -> nw.LazyFrame[Any]:
    """Return rows with `REACHED`: how many stages an entry reaches, 0 on every other row.

    Stages 2 to k are reached where each gets an event of its own, which by Hall's theorem (1935) holds exactly
    where any m of these stages together have at least m events. So for every union of stages it is enough to
    know when its m-th event from the entry on occurs.
    """
    needs = [_demands(steps, stage) for stage in range(steps.signatures.count)]
    asked = sorted(
        {demand for place in _entry_places(steps) for need in needs for demand in _asked(steps, need, place)}
    )
    if len(asked) > MOST_DEMANDS:
        raise MetricError(
            'order="any": too many stages overlap in the events they take. Give each stage events of its own.'
        )
    frame = steps.frame.with_columns(steps.at.alias(_AT))
    for number, demand in enumerate(asked):
        frame = _with_next(steps, frame, demand, _NEXT.format(number))
    if steps.rules.excluding:
        breaks = nw.when(nw.col(RANK) == steps.excluded).then(nw.col(_AT)).otherwise(nw.lit(NEVER, nw.Int64))
        frame = frame.with_columns(breaks.cum_min(reverse=True).over(*steps.keys, order_by=ORDER).alias(_BREAK))
    begins = steps.eligible(nw.col(RANK), nw.col(_AT))
    if steps.rules.entry == "first":
        start = nw.when(begins).then(nw.col(ORDER)).min().over(*steps.keys)
        frame = frame.with_columns(start.alias(_START))
        begins &= (nw.col(ORDER) == nw.col(_START)).fill_null(False)
    names = {demand: _NEXT.format(number) for number, demand in enumerate(asked)}
    reached = nw.lit(0, nw.Int64)
    for stage in range(steps.signatures.count):
        passed = begins & _passes(steps, needs[stage], names)
        reached = nw.when(passed).then(nw.lit(stage + 1, nw.Int64)).otherwise(reached)
    frame = frame.select(*steps.keys, ORDER, RANK, reached.cast(nw.Int8).alias(REACHED))
    return frame.filter(one_of(nw.col(RANK), steps.entries))


def _entry_places(steps: Steps) -> list[int]:
    return steps.signatures.fitting([0])


def _demands(steps: Steps, last: int) -> dict[tuple[int, ...], int]:
    """Return how many events each union of the stages from 1 to `last` must have, by the places of its sets."""
    demands: dict[tuple[int, ...], int] = {}
    for component in _components(steps, last):
        if len(component) > _OVERLAPPING:
            raise MetricError(
                f'order="any": more than {_OVERLAPPING} stages overlap in the events they take. '
                "Give each stage events of its own."
            )
        for size in range(1, len(component) + 1):
            for chosen in itertools.combinations(component, size):
                places = tuple(steps.signatures.fitting(chosen))
                demands[places] = max(size, demands.get(places, 0))
    return demands


def _components(steps: Steps, last: int) -> Iterator[list[int]]:
    """Yield the stages from 1 to `last` in parts that share no event."""
    left = list(range(1, last + 1))
    while left:
        component = [left.pop(0)]
        for stage in component:  # grows while it is read
            near = [other for other in left if steps.signatures.overlap(stage, other)]
            component += near
            left = [other for other in left if other not in near]
        yield component


def _asked(steps: Steps, need: dict[tuple[int, ...], int], place: int) -> Iterator[_Demand]:
    """Yield what an entry whose set of stages has that place must ask for."""
    starts = set(_entry_places(steps))
    for places, count in need.items():
        yield _Demand(places, count + (place in places), tied=bool(starts & set(places)))


def _with_next(steps: Steps, frame: nw.LazyFrame[Any], demand: _Demand, name: str) -> nw.LazyFrame[Any]:
    """Add the `ORDER` of the event by which the demand is met, for an entry at the time of each row."""
    fits = one_of(nw.col(RANK), [rank for place in demand.places for rank in (2 * place, 2 * place + 1)])
    never = nw.lit(NEVER, nw.Int64)
    if demand.count == 1:
        met = nw.when(fits).then(nw.col(ORDER)).otherwise(never)
    else:
        frame = frame.with_columns(nw.when(fits).then(1).otherwise(0).alias(_MARK))
        later = nw.col(ORDER).shift(1 - demand.count).over(*steps.keys, _MARK, order_by=ORDER)
        frame = frame.with_columns(later.fill_null(NEVER).alias(name))
        met = nw.when(fits).then(nw.col(name)).otherwise(never)
    frame = frame.with_columns(met.cum_min(reverse=True).over(*steps.keys, order_by=ORDER).alias(name))
    if demand.tied:
        frame = frame.with_columns(nw.col(name).min().over(*steps.keys, _AT))
    return frame


def _passes(steps: Steps, need: dict[tuple[int, ...], int], names: dict[_Demand, str]) -> nw.Expr:
    """Return whether all demands are met in time, for an entry of whichever set of stages."""
    if not need:
        return ~nw.col(RANK).is_null()
    return functools.reduce(
        operator.or_,
        [
            functools.reduce(
                operator.and_,
                [_in_time(steps, nw.col(names[demand])) for demand in _asked(steps, need, place)],
                nw.col(RANK) == 2 * place,
            )
            for place in _entry_places(steps)
        ],
        nw.col(RANK) < 0,
    )


def _in_time(steps: Steps, met: nw.Expr) -> nw.Expr:
    passed = met < NEVER
    if steps.reach is not None:
        passed &= met - nw.col(_AT) <= steps.reach
    if steps.rules.excluding:
        # The last event may share its instant with the excluded one.
        passed &= met - nw.col(_BREAK) < steps.scale
    return passed
