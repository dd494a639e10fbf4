"""Who is lost: of the customers at the start of a period, those who are gone in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import pandas as pd

from journeywidgets.metrics.behaviour.log import GROUP, MATCH, Log
from journeywidgets.metrics.behaviour.observation import Calendar, named, observed, stamp
from journeywidgets.metrics.behaviour.reading import read
from journeywidgets.metrics.behaviour.shares import share
from journeywidgets.metrics.engine import ACTOR, TIME, rows
from journeywidgets.metrics.result import MIN_N, result

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

EXTRAS = {"cohort": "object", "at_start": "Int64", "lost": "Int64", "complete": "bool"}
_SPAN, _COHORT, _NEXT, _COUNT, _KEPT = "jw_span", "jw_cohort", "jw_next", "jw_count", "jw_kept"
_LEAVES, _STAY, _BEGUN, _LEFT = "jw_leaves", "jw_stay", "jw_begun", "jw_left"


def churn(
    events: Any,
    *,
    actor: str,
    time: str,
    event: str,
    active: Any = None,
    lost: Any = None,
    period: str = "month",
    by: str | None = None,
    cohorts: bool = False,
    until: Any = None,
    incomplete: bool = False,
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "Churn",
) -> pd.DataFrame:
    """Return the share of the customers at the start of each period who were lost in it.

    New customers are never set off against lost ones: who was not there at the start of a period is in neither the
    numerator nor the denominator. Lost is told in one of two ways.

    * Without `lost`, by silence: a customer at the start of a period is who was active in the period before, and is
      lost if not active in this one.
    * With `lost`, by events: a customer at the start of a period is who had an `active` event and no `lost` event
      since; they are lost if they have a `lost` event in the period, also if they come back in it. Who is active
      and lost at the same moment was active first. Who is active again later is a customer again.

    Parameters
    ----------
    events
        Rows of events: pandas, polars, pyarrow, a DuckDB relation, a Spark or Ibis table, a path or glob.
    actor, time, event
        The columns that say who, when and what.
    active
        The events of a customer: a name, a list of names, or a condition made by `expr`. None: any event (that is
        not a `lost` one).
    lost
        The events by which a customer leaves, likewise. None: silence.
    period
        ``"year"``, ``"quarter"``, ``"month"``, ``"week"`` (ISO, from Monday) or ``"day"``, in UTC.
    by
        A column, or ``"persona"`` with `journey`, of the active events that make somebody a customer at the start:
        who has some in two groups counts in both. Being lost is being lost altogether, not to another group.
    cohorts
        Whether to tell cohorts apart: the periods of the actors' first active events.
    until
        The end of observation: a time, a date (its first moment) or text. None: the last event. What comes after
        is left out.
    incomplete
        Whether to return the period that `until` cuts short; it is marked ``complete = False``. By default it is
        left out, and so is the period that the last event lies in, unless `until` says that observation went to
        its end.
    journey
        The journey whose personas ``by="persona"`` means.
    min_n
        Periods that fewer customers began have no value.
    metric
        The title in the result.

    Returns
    -------
    pandas.DataFrame
        The columns of every result, a row for each period after the first: ``n`` = ``at_start`` customers, ``lost``
        of them, ``value`` percent with Wilson's interval; ``cohort`` where `cohorts` are told apart.

    Raises
    ------
    MetricError
        A column is missing, or an option is not known.

    Warns
    -----
    JourneyWarning
        No event fits `active` or `lost`; rows are left out, having no actor, time or group: counted.
    """
    wanted = {"active": active} if lost is None else {"active": active, "lost": lost}
    log = read(events, wanted, actor=actor, time=time, event=event, by=by, period=None, journey=journey)
    last = observed(log, until)
    seen = _Seen(log, log.frame.filter(nw.col(TIME) <= last), Calendar(log, last, period), cohorts)
    found = _by_silence(seen) if lost is None else _by_events(seen)
    how = (
        f"lost: no activity ({named(active)}) in the {period}; at the start: active in the {period} before"
        if lost is None
        else f"lost: {named(lost)} in the {period}; at the start: {named(active)} before it and not lost since"
    )
    held = "" if incomplete else f" A {period} that was not over at {stamp(last)} is left out."
    return result(
        _rows(found, seen, incomplete=incomplete),
        metric=metric,
        method=f"Lost customers over customers at the start of the {period}; {how}; 95 % Wilson interval.{held}",
        direction="down",
        min_n=min_n,
        extras=EXTRAS,
        hide=("lost",),
    )


class _Seen(NamedTuple):
    """The log, its rows up to the end of observation, its periods, and whether to tell cohorts apart."""

    log: Log
    frame: nw.LazyFrame[Any]
    calendar: Calendar
    cohorts: bool

    def with_cohort(self, active: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Add the cohort of each actor to rows of active events: when its period starts, or 0 for all."""
        if not self.cohorts:
            return active.with_columns(nw.lit(0).alias(_COHORT))
        first = active.with_columns(nw.col(TIME).min().over(ACTOR).alias(_COHORT))
        return first.with_columns(self.calendar.start(_COHORT).alias(_COHORT))

    def key(self, row: dict[str, Any]) -> tuple[Any, int]:
        """Return the group and the number of the cohort, 0 for all."""
        return row[GROUP], self.calendar.number(row[_COHORT]) if self.cohorts else 0


_Counts = dict[tuple[Any, int], dict[int, list[int]]]
"""By group and cohort, by period: customers at the start, and lost ones."""


def _by_silence(seen: _Seen) -> _Counts:
    active = seen.with_cohort(seen.frame.filter(nw.col(MATCH.format(0)))).with_columns(
        seen.calendar.start(TIME).alias(_SPAN)
    )
    spans = active.select(ACTOR, _COHORT, _SPAN).unique([ACTOR, _COHORT, _SPAN])
    after = spans.with_columns(nw.col(_SPAN).shift(-1).over(ACTOR, order_by=_SPAN).alias(_NEXT))
    if seen.log.carried:
        there = seen.log.grouped(active).select(ACTOR, GROUP, _SPAN).unique([ACTOR, GROUP, _SPAN])
        joined = there.join(after, on=[ACTOR, _SPAN], how="inner")
    else:
        joined = seen.log.grouped(after)
    counted = joined.group_by(GROUP, _COHORT, _SPAN, _NEXT).agg(nw.len().alias(_COUNT))
    found: _Counts = defaultdict(_fresh)
    for row in rows(counted):
        span, number = seen.calendar.number(row[_SPAN]) + 1, int(row[_COUNT])
        mine = found[seen.key(row)][span]
        mine[0] += number
        mine[1] += number if row[_NEXT] is None or seen.calendar.number(row[_NEXT]) > span else 0
    return found


def _fresh() -> dict[int, list[int]]:
    return defaultdict(lambda: [0, 0])


def _by_events(seen: _Seen) -> _Counts:
    leaves, active = nw.col(MATCH.format(1)), nw.col(MATCH.format(0))
    both = seen.frame.filter(leaves | active).with_columns(nw.when(leaves).then(1).otherwise(0).alias(_LEAVES))
    # The leaves before an event number the stay that it is part of; a leave belongs to the stay that it ends.
    before = nw.col(_LEAVES).cum_sum().over(ACTOR, order_by=[TIME, _LEAVES]) - nw.col(_LEAVES)
    stays = both.with_columns(before.alias(_STAY))
    left = nw.when(nw.col(_LEAVES) == 1).then(nw.col(TIME)).max().over(ACTOR, _STAY)
    begun = seen.with_cohort(stays.with_columns(left.alias(_LEFT)).filter(nw.col(_LEAVES) == 0))
    each = seen.log.grouped(begun).group_by(ACTOR, GROUP, _COHORT, _STAY)
    spans = each.agg(nw.col(TIME).min().alias(_BEGUN), nw.col(_LEFT).max())
    spans = spans.with_columns(seen.calendar.start(_BEGUN).alias(_BEGUN), seen.calendar.start(_LEFT).alias(_LEFT))
    counted = spans.group_by(GROUP, _COHORT, _BEGUN, _LEFT).agg(nw.len().alias(_COUNT))
    found: _Counts = defaultdict(_fresh)
    for row in rows(counted):
        mine, number = found[seen.key(row)], int(row[_COUNT])
        begin = seen.calendar.number(row[_BEGUN])
        end = seen.calendar.last if row[_LEFT] is None else seen.calendar.number(row[_LEFT])
        mine[begin + 1][0] += 0  # a period to tell of, even if all who began are gone by then
        for span in range(begin + 1, end + 1):
            mine[span][0] += number
        if row[_LEFT] is not None and end > begin:
            mine[end][1] += number
    return found


def _rows(found: _Counts, seen: _Seen, *, incomplete: bool) -> Iterator[dict[str, Any]]:
    """Yield the result's rows: every period from the second on in which anybody could be lost."""
    if not found:
        return
    begin = min(span for mine in found.values() for span in mine)
    for (group, cohort), mine in sorted(found.items()):
        for span in range(cohort + 1 if seen.cohorts else begin, seen.calendar.last + incomplete):
            at_start, lost = mine.get(span, (0, 0))
            yield {
                **seen.log.where(group, None),
                "period": seen.calendar.label(span),
                "cohort": seen.calendar.label(cohort) if seen.cohorts else None,
                "at_start": at_start,
                "lost": lost,
                "complete": span < seen.calendar.last,
                **share(lost, at_start),
            }
