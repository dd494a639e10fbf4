"""Who comes back: cohorts by the period they began in, and how many are active in the periods after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import narwhals as nw
import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.behaviour.log import GROUP, MATCH, Log
from journeywidgets.metrics.behaviour.observation import Calendar, is_count, named, observed, stamp
from journeywidgets.metrics.behaviour.reading import read
from journeywidgets.metrics.behaviour.shares import share
from journeywidgets.metrics.engine import ACTOR, TIME, rows
from journeywidgets.metrics.result import MIN_N, result

EXTRAS = {"cohort": "object", "age": "Int64", "size": "Int64", "active": "Int64", "complete": "bool"}
_FIRST, _COHORT, _SPAN, _ACTIVE, _COUNT = "jw_first", "jw_cohort", "jw_span", "jw_active", "jw_count"
_WORDS = {
    "bounded": "active in that very period",
    "rolling": "active in that period or a later one (unbounded)",
}


def retention(
    events: Any,
    *,
    actor: str,
    time: str,
    event: str,
    start: Any = None,
    active: Any = None,
    period: str = "month",
    kind: Literal["bounded", "rolling"] = "bounded",
    by: str | None = None,
    ages: int | None = None,
    until: Any = None,
    incomplete: bool = False,
    journey: Any = None,
    min_n: int = MIN_N,
    metric: str = "Retention",
) -> pd.DataFrame:
    """Return the share of each cohort that is active again, period by period after it began.

    An actor belongs to the cohort of the calendar period (in UTC) of their first `start` event, and has the age
    of 0 in that period, 1 in the next, and so on. What counts is activity at or after that first event.

    Parameters
    ----------
    events
        Rows of events: pandas, polars, pyarrow, a DuckDB relation, a Spark or Ibis table, a path or glob.
    actor, time, event
        The columns that say who, when and what.
    start, active
        The events by which an actor begins, and those that count as activity: a name, a list of names, or a
        condition made by `expr`. None: any event.
    period
        ``"year"``, ``"quarter"``, ``"month"``, ``"week"`` (ISO, from Monday) or ``"day"``.
    kind
        ``"bounded"``: active in the very period of that age. ``"rolling"`` (also called unbounded): active in it
        or in any later one; later ages have had less time to see somebody come back.
    by
        A column, or ``"persona"`` with `journey`: an actor counts once in each group in which a start event of
        theirs lies, from the first such event on. Activity counts whatever its own group.
    ages
        The last age to return. None: as far as the log goes.
    until
        The end of observation, exclusive: a time, a date (its first moment) or text. None: the last event. What
        comes after is left out.
    incomplete
        Whether to return periods that `until` cuts short; they are marked ``complete = False`` and say too little.
        By default they are left out, and so is the period that the last event lies in, unless `until` says that
        observation went to its end.
    journey
        The journey whose personas ``by="persona"`` means.
    min_n
        Cohorts smaller than this have no value.
    metric
        The title in the result.

    Returns
    -------
    pandas.DataFrame
        The columns of every result. ``period`` and ``cohort`` name the cohort (None: all cohorts that are old
        enough, pooled); ``age`` in periods; ``n`` = ``size`` is the cohort's size; ``active`` of them are still
        there, ``value`` percent, with Wilson's interval.

    Raises
    ------
    MetricError
        A column is missing, or an option is not known.

    Warns
    -----
    JourneyWarning
        No event fits `start` or `active`; rows are left out, having no actor, time or group: counted.
    """
    if kind not in _WORDS:
        raise MetricError(f"kind={shorten(kind)} is not known. Use 'bounded' or 'rolling'.")
    if ages is not None and (not is_count(ages)):
        raise MetricError(f"ages={shorten(ages)} is not a whole number of 0 or more.")
    wanted = {"start": start, "active": active}
    log = read(events, wanted, actor=actor, time=time, event=event, by=by, period=None, journey=journey)
    last = observed(log, until)
    calendar = Calendar(log, last, period)
    members = _members(log, last, calendar)
    found = _rolling(members, calendar) if kind == "rolling" else _bounded(members, calendar)
    cells = _cells(found, calendar.last, ages=ages, incomplete=incomplete)
    held = "" if incomplete else f" Periods that were not over at {stamp(last)} are left out."
    return result(
        [_row(cell, calendar, log) for cell in cells],
        metric=metric,
        method=(
            f"Cohorts by the {period} of the first event ({named(start)}); share {_WORDS[kind]}, by {named(active)}; "
            f"denominator: the cohort; 95 % Wilson interval.{held}"
        ),
        min_n=min_n,
        extras=EXTRAS,
        hide=("active",),
    )


_Cohort = tuple[Any, int]
"""A group and the number of a period."""


class _Cell(NamedTuple):
    group: Any
    cohort: int | None
    age: int
    size: int
    active: int
    complete: bool


@dataclass
class _Found:
    """The sizes of cohorts, and how many are active by age."""

    sizes: dict[_Cohort, int] = field(default_factory=lambda: defaultdict(int))
    active: dict[_Cohort, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))


def _row(cell: _Cell, calendar: Calendar, log: Log) -> dict[str, Any]:
    cohort = None if cell.cohort is None else calendar.label(cell.cohort)
    return {
        "persona": log.where(cell.group, None)["persona"],
        "period": cohort,
        "cohort": cohort,
        "age": cell.age,
        "size": cell.size,
        "active": cell.active,
        "complete": cell.complete,
        **share(cell.active, cell.size),
    }


def _members(log: Log, last: int, calendar: Calendar) -> nw.LazyFrame[Any]:
    """Return a row for each start and activity of a member since they began: when the periods of both start."""
    starts, actives = nw.col(MATCH.format(0)), nw.col(MATCH.format(1))
    seen = log.frame.filter(nw.col(TIME) <= last)
    firsts = log.grouped(seen.filter(starts)).group_by(ACTOR, GROUP).agg(nw.col(TIME).min().alias(_FIRST))
    active = nw.when(actives).then(1).otherwise(0).alias(_ACTIVE)
    since = seen.filter(starts | actives).select(ACTOR, TIME, active).join(firsts, on=ACTOR, how="inner")
    since = since.filter(nw.col(TIME) >= nw.col(_FIRST))
    return since.with_columns(calendar.start(_FIRST).alias(_COHORT), calendar.start(TIME).alias(_SPAN))


def _bounded(members: nw.LazyFrame[Any], calendar: Calendar) -> _Found:
    spans = members.group_by(ACTOR, GROUP, _COHORT, _SPAN).agg(nw.col(_ACTIVE).max())
    counted = spans.group_by(GROUP, _COHORT, _SPAN).agg(nw.len().alias(_COUNT), nw.col(_ACTIVE).sum())
    found = _Found()
    for row in rows(counted):
        key = (row[GROUP], calendar.number(row[_COHORT]))
        age = calendar.number(row[_SPAN]) - key[1]
        # Every member is there at age 0, with the event they began by.
        if age == 0:
            found.sizes[key] = int(row[_COUNT])
        found.active[key][age] = int(row[_ACTIVE])
    return found


def _rolling(members: nw.LazyFrame[Any], calendar: Calendar) -> _Found:
    last = nw.when(nw.col(_ACTIVE) == 1).then(nw.col(_SPAN)).max().alias(_SPAN)
    spans = members.group_by(ACTOR, GROUP, _COHORT).agg(last)
    counted = spans.group_by(GROUP, _COHORT, _SPAN).agg(nw.len().alias(_COUNT))
    found = _Found()
    lasts: dict[_Cohort, dict[int, int]] = defaultdict(dict)
    for row in rows(counted):
        key = (row[GROUP], calendar.number(row[_COHORT]))
        found.sizes[key] += int(row[_COUNT])
        if row[_SPAN] is not None:
            lasts[key][calendar.number(row[_SPAN]) - key[1]] = int(row[_COUNT])
    for key, mine in lasts.items():
        there = 0
        for age in range(max(mine), -1, -1):
            there += mine.get(age, 0)
            found.active[key][age] = there
    return found


def _cells(found: _Found, last: int, *, ages: int | None, incomplete: bool) -> list[_Cell]:
    """Return each age of all cohorts pooled, then of each cohort, group by group, oldest first."""
    cells = []
    for (group, cohort), size in sorted(found.sizes.items()):
        oldest = last - cohort if ages is None else min(last - cohort, ages)
        for age in range(oldest + 1):
            complete = cohort + age < last
            if complete or incomplete:
                cells.append(_Cell(group, cohort, age, size, found.active[group, cohort].get(age, 0), complete))
    return [*_pooled(cells), *cells]


def _pooled(cells: list[_Cell]) -> list[_Cell]:
    """Pool each age over the cohorts for which that period is over; where there is none, over those it is not."""
    sums: dict[tuple[Any, int], list[_Cell]] = defaultdict(list)
    for cell in cells:
        sums[cell.group, cell.age].append(cell)
    pooled = []
    for (group, age), mine in sorted(sums.items(), key=lambda item: item[0]):
        over = [cell for cell in mine if cell.complete]
        used = over or mine
        size, active = sum(cell.size for cell in used), sum(cell.active for cell in used)
        pooled.append(_Cell(group, None, age, size, active, bool(over)))
    return pooled
