"""Chains in the order of the stages, with anything between."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from journeywidgets.metrics.behaviour.chains.steps import NEVER, NONE, ORDER, RANK, REACHED, Steps, one_of

_ENTRY, _LATEST, _BROKEN = "jw_entry", "jw_latest", "jw_broken"


def ordered(steps: Steps) -> nw.LazyFrame[Any]:
    """Return rows with `REACHED`: the stage that a chain reaches there, 0 where none does.

    Stage by stage, each event of a stage takes on the latest entry that a chain up to the stage before has
    brought to any earlier event of the actor: a later entry leaves more of the window, so that one suffices.
    With ``entry="first"`` the first entry is the only one that is brought along.
    """
    frame = steps.frame
    rank, at = nw.col(RANK), steps.at
    begins = steps.eligible(rank, at)
    frame = frame.with_columns(
        nw.when(begins).then(at).otherwise(nw.lit(NONE, nw.Int64)).alias(_ENTRY),
        nw.when(begins).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)).cast(nw.Int8).alias(REACHED),
    )
    if steps.rules.excluding:
        frame = _with_broken(steps, frame)
    for stage in range(1, steps.signatures.count):
        frame = _stage(steps, frame, stage)
    return frame


def _with_broken(steps: Steps, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add the time of the latest excluded event before each row; entries up to then can lead to it no more."""
    breaks = nw.col(RANK) == steps.excluded
    broken = nw.when(breaks).then(steps.at).otherwise(nw.lit(NONE, nw.Int64))
    frame = frame.with_columns(broken.cum_max().over(*steps.keys, order_by=ORDER).alias(_BROKEN))
    return frame.filter(~breaks)


def _stage(steps: Steps, frame: nw.LazyFrame[Any], stage: int) -> nw.LazyFrame[Any]:
    frame = _with_latest(steps, frame, stage)
    latest = nw.col(_LATEST)
    reaches = one_of(nw.col(RANK), steps.ranks(stage)) & (latest >= 0)
    if steps.reach is not None:
        reaches &= nw.col(ORDER) - latest <= steps.reach
    if steps.rules.excluding:
        reaches &= latest > nw.col(_BROKEN)
    carried = [*steps.keys, ORDER, RANK, *([_BROKEN] if steps.rules.excluding else [])]
    frame = frame.select(
        *carried,
        nw.when(reaches).then(latest).otherwise(nw.lit(NONE, nw.Int64)).alias(_ENTRY),
        nw.when(reaches).then(nw.lit(stage + 1, nw.Int8)).otherwise(nw.col(REACHED)).alias(REACHED),
    )
    # Rows that neither reached a stage nor can reach a later one would only be sorted again.
    matters = set(steps.ranks(*range(stage + 1, steps.signatures.count))) | set(steps.entries)
    return frame.filter((nw.col(REACHED) > 0) | one_of(nw.col(RANK), sorted(matters)))


def _with_latest(steps: Steps, frame: nw.LazyFrame[Any], stage: int) -> nw.LazyFrame[Any]:
    """Add the latest entry that an earlier event of the stage before holds."""
    entry = nw.col(_ENTRY)
    first = steps.rules.entry == "first" and stage == 1
    if first:
        frame = frame.with_columns(nw.when(entry >= 0).then(entry).otherwise(nw.lit(NEVER, nw.Int64)).alias(_ENTRY))
    brought = entry.cum_min() if first else entry.cum_max()
    if not steps.signatures.overlap(stage - 1, stage):
        frame = frame.with_columns(brought.over(*steps.keys, order_by=ORDER).alias(_LATEST))
    else:
        # An event that fits both stages must not follow itself, so its own entry is left out. Among equal events
        # those that hold nothing go first, or else one of them would be taken for two.
        frame = frame.with_columns(brought.over(*steps.keys, order_by=[ORDER, _ENTRY]).alias(_LATEST))
        before = nw.col(_LATEST).shift(1).over(*steps.keys, order_by=[ORDER, _ENTRY])
        frame = frame.with_columns(before.fill_null(NONE).alias(_LATEST))
    if first:
        latest = nw.col(_LATEST)
        frame = frame.with_columns(
            nw.when(latest < NEVER).then(latest).otherwise(nw.lit(NONE, nw.Int64)).alias(_LATEST)
        )
    return frame
