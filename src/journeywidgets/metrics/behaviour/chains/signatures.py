"""The sets of stages that one event can fit, in the order in which events of one instant are taken."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError
from journeywidgets.metrics.behaviour.log import MATCH, Log
from journeywidgets.metrics.engine import rows
from journeywidgets.metrics.expression import Expression

MOST_STAGES = 60
_MASK = "jw_mask"


@dataclass(frozen=True)
class Signatures:
    """The sets of stages that occur.

    Attributes
    ----------
    sets
        Sets of stage numbers from 0 on, in order; the place of a set is its rank.
    count
        How many stages there are.
    """

    sets: tuple[frozenset[int], ...]
    count: int

    def fitting(self, stages: Iterable[int]) -> list[int]:
        """Return the ranks of the sets that hold one of the stages."""
        wanted = set(stages)
        return [rank for rank, held in enumerate(self.sets) if held & wanted]

    def overlap(self, one: int, other: int) -> bool:
        """Return whether one event may fit both stages."""
        return any(one in held and other in held for held in self.sets)

    def rank(self, matches: Sequence[nw.Expr], otherwise: nw.Expr) -> nw.Expr:
        """Return the rank of each row, from an expression a stage that says whether the row fits it."""
        if all(len(held) == 1 for held in self.sets):
            chosen = otherwise
            for rank in reversed(range(len(self.sets))):
                (stage,) = self.sets[rank]
                chosen = nw.when(matches[stage]).then(nw.lit(rank, nw.Int64)).otherwise(chosen)
            return chosen
        mask, chosen = _mask(matches), otherwise
        for rank, held in enumerate(self.sets):
            chosen = nw.when(mask == _number(held, len(matches))).then(nw.lit(rank, nw.Int64)).otherwise(chosen)
        return chosen


def signatures(log: Log, meanings: Sequence[Any], excluded: Any) -> Signatures:
    """Return the sets of stages that events of the log can fit.

    Parameters
    ----------
    log
        Read with the stages and, last, what is excluded.
    meanings
        For each stage the names of its events, or an `Expression`.
    excluded
        The names or the `Expression` of the events that break a chain, or None.

    Raises
    ------
    MetricError
        If an event is both a stage and excluded.
    """
    count = len(meanings)
    everything = [*meanings, *([] if excluded is None else [excluded])]
    if any(isinstance(each, Expression) for each in everything):
        sets = _occurring(log, len(everything))
    else:
        names = dict.fromkeys(name for each in everything for name in each)
        sets = {frozenset(at for at, each in enumerate(everything) if name in each) for name in names}
    for held in sets:
        if count in held and len(held) > 1:
            stage = log.keys[min(held)]
            raise MetricError(f"exclude={excluded!r}: events of the stage {stage!r} cannot be excluded as well.")
    kept = [held for held in sets if held and count not in held]
    return Signatures(tuple(sorted(kept, key=lambda held: -_number(held, count))), count)


def _mask(matches: Sequence[nw.Expr]) -> nw.Expr:
    places = [
        nw.when(match).then(nw.lit(_number({at}, len(matches)), nw.Int64)).otherwise(nw.lit(0, nw.Int64))
        for at, match in enumerate(matches)
    ]
    return functools.reduce(operator.add, places)


def _number(held: Iterable[int], count: int) -> int:
    """Return a set as a number whose highest bit is the first stage: the larger number comes first."""
    return sum(1 << (count - 1 - stage) for stage in held)


def _occurring(log: Log, count: int) -> set[frozenset[int]]:
    """Return the sets that events of the log do fit: conditions can meet in ways that cannot be foreseen."""
    mask = _mask([nw.col(MATCH.format(at)) for at in range(count)])
    found = rows(log.frame.select(mask.alias(_MASK)).group_by(_MASK).agg(nw.len().alias("jw_count")))
    return {frozenset(at for at in range(count) if row[_MASK] >> (count - 1 - at) & 1) for row in found}
