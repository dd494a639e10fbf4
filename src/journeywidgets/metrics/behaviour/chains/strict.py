"""Chains of events that follow each other directly."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from journeywidgets.metrics.behaviour.chains.steps import ORDER, RANK, REACHED, Steps, one_of

_BEFORE, _RANKS, _START = "jw_before_{}", "jw_ranks_{}", "jw_start"


def strict(steps: Steps) -> nw.LazyFrame[Any]:
    """Return rows with `REACHED`: the stage that a chain of neighbours reaches there, 0 where none does."""
    count = steps.signatures.count
    lags = range(1, count + 1)
    frame, order = steps.frame, nw.col(ORDER)
    if steps.rules.entry == "first":
        start = nw.when(steps.eligible(nw.col(RANK), steps.at)).then(order).min().over(*steps.keys)
        frame = frame.with_columns(start.alias(_START))
    # All the lags share one order, so that an engine sorts once.
    frame = frame.with_columns(
        *[order.shift(lag).over(*steps.keys, order_by=ORDER).alias(_BEFORE.format(lag)) for lag in lags]
    )
    frame = frame.with_columns(
        nw.col(RANK).cast(nw.Int64).alias(_RANKS.format(0)),
        *[(nw.col(_BEFORE.format(lag)) % steps.scale).alias(_RANKS.format(lag)) for lag in lags],
    )
    reached = nw.lit(0, nw.Int64)
    for stage in range(count):
        reached = nw.when(_reaches(steps, stage)).then(nw.lit(stage + 1, nw.Int64)).otherwise(reached)
    frame = frame.select(*steps.keys, ORDER, RANK, reached.cast(nw.Int8).alias(REACHED))
    return frame.filter((nw.col(REACHED) > 0) | one_of(nw.col(RANK), steps.entries))


def _reaches(steps: Steps, stage: int) -> nw.Expr:
    """Return whether the events up to a row, and no other between them, are the stages up to `stage`."""
    orders = [nw.col(ORDER), *[nw.col(_BEFORE.format(lag)) for lag in range(1, steps.signatures.count + 1)]]
    ranks = [nw.col(_RANKS.format(lag)) for lag in range(steps.signatures.count + 1)]
    at = orders[stage] - ranks[stage]
    found = steps.eligible(ranks[stage], at)
    for lag in range(stage):
        found &= one_of(ranks[lag], steps.ranks(stage - lag))
    if steps.reach is not None:
        found &= nw.col(ORDER) - at <= steps.reach
    if steps.rules.entry == "first":
        # Of two equal events at the start, the second is not the first.
        earlier = (orders[stage + 1] == nw.col(_START)).fill_null(False)
        found &= (orders[stage] == nw.col(_START)) & ~earlier
    return found.fill_null(False)
