"""The rows of a log in one total order, told by a single whole number."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError
from journeywidgets.metrics.behaviour.chains.rules import Rules
from journeywidgets.metrics.behaviour.chains.signatures import Signatures
from journeywidgets.metrics.behaviour.log import BY, GROUP, MATCH, MEMBER, PERIOD, Log
from journeywidgets.metrics.engine import ACTOR, TIME, period_start

ORDER, RANK, REACHED = "jw_order", "jw_rank", "jw_reached"
NONE = -1
"""Stands for "no entry" where times are compared: cumulative functions of engines treat null differently."""
NEVER = 2**62
_OWN, _LARGEST = "jw_own_period", 2**61


def one_of(rank: nw.Expr, ranks: Iterable[int]) -> nw.Expr:
    """Return whether a rank is one of these; an empty list, which not every engine takes, is false."""
    listed = list(ranks)
    return rank.is_in(listed) if listed else rank < 0


@dataclass(frozen=True)
class Steps:
    """The rows that matter, in order.

    Attributes
    ----------
    frame
        `keys`; `RANK`, which says what an event is; and `ORDER`, the total order of an actor's events: the time
        (since the start of the log) times `scale`, plus `RANK`. Lazy.
    keys
        The columns that rows belong together by: the actor, and where groups are told apart the group and period.
    signatures
        What ranks mean: twice the place of a set of stages, plus 1 for events that fit the first stage and lie
        in another group; those begin nothing here.
    scale
        See `frame`.
    last
        The time of the last event in the log, times `scale`.
    rules
        What counts as a chain.
    """

    frame: nw.LazyFrame[Any]
    keys: tuple[str, ...]
    signatures: Signatures
    scale: int
    last: int
    rules: Rules

    @property
    def at(self) -> nw.Expr:
        """The time of an event, times `scale`."""
        return nw.col(ORDER) - nw.col(RANK)

    @property
    def reach(self) -> int | None:
        """How far `ORDER` may lie after the `at` of the entry."""
        return None if self.rules.window is None else self.rules.window * self.scale + self.scale - 1

    def ranks(self, *stages: int) -> list[int]:
        """Return the ranks of events that fit one of the stages (numbers from 0 on)."""
        return [rank for place in self.signatures.fitting(stages) for rank in (2 * place, 2 * place + 1)]

    @property
    def entries(self) -> list[int]:
        """The ranks of events that may begin a chain."""
        return [2 * place for place in self.signatures.fitting([0])]

    @property
    def excluded(self) -> int:
        """The rank of events that break a chain."""
        return self.scale - 1

    def mature(self, at: nw.Expr) -> nw.Expr:
        """Return whether the window of an entry at that time had passed when the log ended."""
        return at <= self.last - (self.rules.window or 0) * self.scale

    def eligible(self, rank: nw.Expr, at: nw.Expr) -> nw.Expr:
        """Return whether an event of that rank and time may begin a chain under the rules."""
        begins = one_of(rank, self.entries)
        return begins & self.mature(at) if self.rules.matured else begins


def steps(log: Log, signatures: Signatures, rules: Rules, *, period: str | None) -> Steps:
    """Bring the rows of a log that matter under the rules into order.

    Parameters
    ----------
    log
        Read with the stages and, last, what is excluded.
    signatures
        Of the stages.
    rules
        What counts as a chain.
    period
        The calendar period to tell apart, or None.

    Raises
    ------
    MetricError
        If the log spans so much time that it cannot be ordered.
    """
    scale = 2 * len(signatures.sets) + 2
    span = log.last - log.first
    if (span + (rules.window or 0) + 1) * scale >= _LARGEST:
        years = span // (365 * 86_400_000_000)
        raise MetricError(
            f"The log spans {years} years, too many for this many stages. Leave out times that are wrong."
        )
    matches = [nw.col(MATCH.format(at)) for at in range(signatures.count + rules.excluding)]
    frame = log.frame if rules.order == "strict" else log.frame.filter(functools.reduce(operator.or_, matches))
    other = nw.lit(len(signatures.sets), nw.Int64)
    rank = signatures.rank(matches[: signatures.count], other) * 2
    if rules.excluding:
        rank = nw.when(matches[-1]).then(nw.lit(scale - 1, nw.Int64)).otherwise(rank)
    grouped = bool(log.carried) or period is not None
    own = [period_start(nw.col(TIME), period, log.first, log.last).alias(_OWN)] if period is not None else []
    frame = frame.select(ACTOR, ((nw.col(TIME) - log.first) * scale).alias(TIME), rank.alias(RANK), *log.carried, *own)
    if grouped:
        begins = [2 * place for place in signatures.fitting([0])]
        frame = _grouped(log, frame, begins, period=period)
    keys = (ACTOR, *([GROUP] if log.carried else []), *([PERIOD] if period is not None else []))
    return Steps(
        frame=frame.select(*keys, (nw.col(TIME) + nw.col(RANK)).alias(ORDER), nw.col(RANK).cast(nw.Int16)),
        keys=keys,
        signatures=signatures,
        scale=scale,
        last=span * scale,
        rules=rules,
    )


def _grouped(log: Log, frame: nw.LazyFrame[Any], begins: Iterable[int], *, period: str | None) -> nw.LazyFrame[Any]:
    """Return all rows of an actor once for each group and period that one of their entries lies in.

    Entries that lie in another one get an odd rank: they are events like others there.
    """
    begins = list(begins)
    entries = frame.filter(one_of(nw.col(RANK), begins))
    conditions: list[nw.Expr] = []
    columns = [ACTOR]
    if log.personas is not None:
        member = _member(log)
        entries = entries.join(log.numbers(len(log.personas)).rename({"jw_number": GROUP}), how="cross").filter(member)
        conditions.append(member)
        columns.append(GROUP)
    elif log.carried:
        entries = entries.filter(~nw.col(BY).is_null()).with_columns(nw.col(BY).alias(GROUP))
        conditions.append((nw.col(BY) == nw.col(GROUP)).fill_null(False))
        columns.append(GROUP)
    if period is not None:
        entries = entries.with_columns(nw.col(_OWN).alias(PERIOD))
        conditions.append(nw.col(_OWN) == nw.col(PERIOD))
        columns.append(PERIOD)
    joined = frame.join(entries.select(*columns).unique(), on=ACTOR, how="inner")
    elsewhere = one_of(nw.col(RANK), begins) & ~functools.reduce(operator.and_, conditions)
    return joined.with_columns((nw.col(RANK) + nw.when(elsewhere).then(1).otherwise(0)).alias(RANK))


def _member(log: Log) -> nw.Expr:
    tests = [(nw.col(GROUP) == at) & nw.col(MEMBER.format(at)) for at in range(len(log.personas or ()))]
    return functools.reduce(operator.or_, tests)
