"""How many actors reached each stage, by group and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from journeywidgets.metrics.behaviour.chains.ordered import ordered
from journeywidgets.metrics.behaviour.chains.rules import Rules
from journeywidgets.metrics.behaviour.chains.signatures import Signatures, signatures
from journeywidgets.metrics.behaviour.chains.steps import ORDER, RANK, REACHED, Steps, one_of, steps
from journeywidgets.metrics.behaviour.chains.strict import strict
from journeywidgets.metrics.behaviour.chains.unordered import unordered
from journeywidgets.metrics.behaviour.log import GROUP, PERIOD, Log
from journeywidgets.metrics.engine import rows

FIRST = "jw_first"
_HELD, _COUNT = "jw_held", "jw_count_{}"
_FINDERS = {"ordered": ordered, "strict": strict, "any": unordered}


@dataclass(frozen=True)
class Level:
    """How far the actors of a group got.

    Attributes
    ----------
    group, period
        As the log's columns hold them; None where they are not told apart.
    reached
        How many actors reached each stage, at least as many as the next.
    held
        How many actors have no entry whose window has passed; 0 without a window.
    """

    group: Any
    period: int | None
    reached: tuple[int, ...]
    held: int


def levels(log: Log, meanings: Sequence[Any], excluded: Any, rules: Rules, *, period: str | None) -> list[Level]:
    """Return how many actors reached each stage, for each group and period that an entry lies in.

    Parameters
    ----------
    log
        Read with the stages and, last, what is excluded.
    meanings
        For each stage the names of its events, or an `Expression`.
    excluded
        The names or the `Expression` of the events that break a chain, or None.
    rules
        What counts as a chain.
    period
        The calendar period to tell apart, or None.

    Raises
    ------
    MetricError
        If an event is both a stage and excluded, or the engine cannot read the rows.
    """
    known = signatures(log, meanings, excluded)
    count = len(meanings)
    found = rows(counted(log, known, rules, period=period))
    return [
        Level(
            group=row.get(GROUP),
            period=row.get(PERIOD),
            # A sum over no rows is null in SQL.
            reached=tuple(int(row[_COUNT.format(stage)] or 0) for stage in range(count)),
            held=int(row[_HELD] or 0),
        )
        for row in found
    ]


def furthest(log: Log, known: Signatures, rules: Rules, *, period: str | None) -> tuple[nw.LazyFrame[Any], Steps]:
    """Return a row for each actor, group and period with `REACHED` and the time of the first entry, and its steps."""
    prepared = steps(log, known, rules, period=period)
    found = _FINDERS[rules.order](prepared)
    entry = nw.when(one_of(nw.col(RANK), prepared.entries)).then(nw.col(ORDER) - nw.col(RANK))
    return found.group_by(*prepared.keys).agg(nw.col(REACHED).max(), entry.min().alias(FIRST)), prepared


def counted(log: Log, known: Signatures, rules: Rules, *, period: str | None) -> nw.LazyFrame[Any]:
    """Return the counts as a lazy frame, a row a group: nothing has run yet."""
    actors, prepared = furthest(log, known, rules, period=period)
    sums = [_number(nw.col(REACHED) > stage).alias(_COUNT.format(stage)) for stage in range(known.count)]
    sums.append(_held(prepared).alias(_HELD))
    groups = prepared.keys[1:]
    return actors.group_by(*groups).agg(*sums) if groups else actors.select(*sums)


def _held(prepared: Steps) -> nw.Expr:
    if prepared.rules.window is None:
        return _number(nw.col(REACHED) < 0)  # nobody: an expression that no engine refuses to sum
    return _number(~prepared.mature(nw.col(FIRST)))


def _number(condition: nw.Expr) -> nw.Expr:
    """Return how many rows meet a condition; those where it is null do not."""
    return nw.when(condition).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)).sum()
