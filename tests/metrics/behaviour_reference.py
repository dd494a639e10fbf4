"""What the behaviour metrics mean, in plain Python over each actor's events: no engine, no frame.

Times are microseconds since the epoch, stages are sets of event names in the order of the map.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeVar

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
K = TypeVar("K")
Z = 1.959963984540054  # the normal quantile of a two-sided 95 %


class Event(NamedTuple):
    """One row of a log."""

    actor: str
    time: int
    event: str
    group: str


Log = Sequence[Event]
Stages = Sequence[frozenset[str]]


def moment(time: int) -> datetime:
    return EPOCH + timedelta(microseconds=time)


def period_start(time: int, period: str) -> datetime:
    """Return the first moment of the calendar period that a time lies in, in UTC; weeks begin on Monday."""
    day = moment(time).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        return day - timedelta(days=day.weekday())
    if period == "day":
        return day
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[period]
    return day.replace(month=month, day=1)


def next_start(start: datetime, period: str) -> datetime:
    if period in {"day", "week"}:
        return start + timedelta(days=7 if period == "week" else 1)
    months = start.year * 12 + start.month - 1 + {"month": 1, "quarter": 3, "year": 12}[period]
    return start.replace(year=months // 12, month=months % 12 + 1)


def period_text(time: int, period: str) -> str:
    start = period_start(time, period)
    if period == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    return {
        "day": f"{start:%Y-%m-%d}",
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year}-Q{(start.month + 2) // 3}",
        "year": f"{start.year}",
    }[period]


def periods(first: int, last: int, period: str) -> list[datetime]:
    """Return the first moments of the periods from the one of `first` to the one of `last`."""
    found, end = [period_start(first, period)], period_start(last, period)
    while found[-1] < end:
        found.append(next_start(found[-1], period))
    return found


def by_actor(log: Iterable[Event]) -> dict[str, list[Event]]:
    actors: dict[str, list[Event]] = defaultdict(list)
    for row in log:
        actors[row.actor].append(row)
    return actors


def wilson(count: int, n: int) -> tuple[float, float]:
    """Return Wilson's interval in percent (Wilson 1927), by its closed formula."""
    share = count / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


# Time in stage


class Times(NamedTuple):
    """The times that actors spent in a stage, in microseconds: of those who moved on, and of those still inside."""

    moved: list[int]
    inside: list[int]


def entries(rows: Sequence[Event], first: frozenset[str], by: bool, period: str | None) -> dict[tuple[str, str], int]:
    """Return an actor's first entry in each group and period in which one lies."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.event in first:
            key = (row.group if by else "", period_text(row.time, period) if period else "")
            found[key] = min(row.time, found.get(key, row.time))
    return found


def time_in_stage(
    log: Log, stages: Stages, *, until: int, by: bool = False, period: str | None = None
) -> dict[tuple[int, str, str], Times]:
    """Follow each entry: the first event of the next stage after the entry to this one ends the time in it.

    An event at the very moment of that entry is after it, unless it fits this stage or one before, too.
    """
    seen = [row for row in log if row.time <= until]
    found: dict[tuple[int, str, str], Times] = defaultdict(lambda: Times([], []))
    for rows in by_actor(seen).values():
        for (group, span), start in entries(rows, stages[0], by, period).items():
            entered = start
            for number, after in enumerate(stages[1:]):
                times, before = found[number, group, span], frozenset().union(*stages[: number + 1])
                fitting = [row for row in rows if row.event in after]
                later = [row.time for row in fitting if row.time > entered]
                later += [row.time for row in fitting if row.time == entered and row.event not in before]
                if not later:
                    times.inside.append(until - entered)
                    break
                times.moved.append(min(later) - entered)
                entered = min(later)
    return dict(found)


def quantile(times: Sequence[int], share: Fraction) -> float:
    """Return a quantile between order statistics, linear (Hyndman & Fan 1996, type 7)."""
    ordered, place = sorted(times), (len(times) - 1) * share
    low = ordered[math.floor(place)]
    return float(low + (ordered[math.ceil(place)] - low) * (place - math.floor(place)))


class Survival(NamedTuple):
    """The Kaplan-Meier median and its 95 % interval; NaN where the curve does not get there."""

    median: float
    low: float
    high: float


def kaplan_meier(times: Times) -> Survival:
    """Return the median of the product-limit estimate in exact fractions, with its log-log interval."""
    survival, spread, curve = Fraction(1), Fraction(0), []
    for time in sorted(set(times.moved)):
        risk = sum(other >= time for other in (*times.moved, *times.inside))
        events = times.moved.count(time)
        survival *= 1 - Fraction(events, risk)
        if risk > events:
            spread += Fraction(events, risk * (risk - events))
        curve.append((time, survival, spread))
    half = Fraction(1, 2)
    below = [time for time, alive, _ in curve if alive < half]
    exact = [time for time, alive, _ in curve if alive == half]
    median = math.nan
    if below:
        median = (exact[0] + below[0]) / 2 if exact else float(below[0])
    elif exact:
        median = float(exact[0])
    inside = [place for place, (_, alive, spread) in enumerate(curve) if 0 < alive < 1 and _within(alive, spread)]
    if not inside:
        return Survival(median, math.nan, math.nan)
    after = inside[-1] + 1
    return Survival(median, float(curve[inside[0]][0]), float(curve[after][0]) if after < len(curve) else math.nan)


def _within(alive: Fraction, spread: Fraction) -> bool:
    """Return whether the log-log interval of the survival at a time holds a half (Brookmeyer & Crowley 1982)."""
    log = math.log(alive)
    distance = abs(math.log(-log) - math.log(math.log(2)))
    return distance <= Z * math.sqrt(spread) / -log


# Retention


class Kept(NamedTuple):
    """A cohort's size, and how many of it were active at an age (bounded), and at that age or later (rolling)."""

    size: int
    bounded: int
    rolling: int


def retention(
    log: Log,
    *,
    start: frozenset[str] | None,
    active: frozenset[str] | None,
    period: str,
    until: int,
    by: bool = False,
) -> dict[tuple[str, str, int], Kept]:
    """Return what is kept by (group, cohort, age), for every age that began by `until`."""
    seen = [row for row in log if row.time <= until]
    members: dict[tuple[str, datetime], list[set[int]]] = defaultdict(list)
    for rows in by_actor(seen).values():
        firsts: dict[str, int] = {}
        for row in rows:
            if start is None or row.event in start:
                group = row.group if by else ""
                firsts[group] = min(row.time, firsts.get(group, row.time))
        for group, first in firsts.items():
            spans = periods(first, until, period)
            times = [row.time for row in rows if row.time >= first and (active is None or row.event in active)]
            members[group, spans[0]].append({spans.index(period_start(time, period)) for time in times})
    found: dict[tuple[str, str, int], Kept] = {}
    for (group, cohort), ages in members.items():
        begin = int((cohort - EPOCH) / timedelta(microseconds=1))
        for age in range(len(periods(begin, until, period))):
            bounded = sum(age in mine for mine in ages)
            rolling = sum(any(other >= age for other in mine) for mine in ages)
            found[group, period_text(begin, period), age] = Kept(len(ages), bounded, rolling)
    return found


# Churn


class Lost(NamedTuple):
    """How many were customers at the start of a period, and how many of them were lost in it."""

    start: int
    lost: int


def churn_by_silence(
    log: Log, *, active: frozenset[str] | None, period: str, until: int, by: bool = False
) -> dict[tuple[str, str], Lost]:
    """Return by (group, period): customers were active in the period before; lost are those not active in this one."""
    rows = [row for row in log if row.time <= until and (active is None or row.event in active)]
    if not rows:
        return {}
    spans = periods(min(row.time for row in rows), until, period)
    there: list[set[str]] = [set() for _ in spans]
    grouped: list[dict[str, set[str]]] = [defaultdict(set) for _ in spans]
    for row in rows:
        place = spans.index(period_start(row.time, period))
        there[place].add(row.actor)
        grouped[place][row.group if by else ""].add(row.actor)
    found = {}
    groups = {group for place in grouped for group in place}
    for place in range(1, len(spans)):
        name = period_text(int((spans[place] - EPOCH) / timedelta(microseconds=1)), period)
        for group in groups:
            before = grouped[place - 1][group]
            found[group, name] = Lost(len(before), len(before - there[place]))
    return found


def churn_by_events(
    log: Log, *, start: frozenset[str] | None, lost: frozenset[str], period: str, until: int, by: bool = False
) -> dict[tuple[str, str], Lost]:
    """Return by (group, period): a customer is who started and has not left since; lost is who leaves in the period.

    Who starts and leaves at the same moment has started first. Coming back makes a customer again.
    """
    rows = [row for row in log if row.time <= until]
    starts = [row for row in rows if row.event not in lost and (start is None or row.event in start)]
    if not starts:
        return {}
    spans = periods(min(row.time for row in starts), until, period)
    counts: dict[tuple[str, str], list[int]] = {}
    names = [period_text(int((span - EPOCH) / timedelta(microseconds=1)), period) for span in spans]
    for group in {row.group if by else "" for row in starts}:
        for name in names[1:]:
            counts[group, name] = [0, 0]
    for mine in by_actor(rows).values():
        leaves = sorted(row.time for row in mine if row.event in lost)
        begun = [row for row in mine if row.event not in lost and (start is None or row.event in start)]
        for place in range(1, len(spans)):
            begin = int((spans[place] - EPOCH) / timedelta(microseconds=1))
            left = [time for time in leaves if time < begin]
            stay = [row for row in begun if row.time < begin and (not left or row.time > left[-1])]
            gone = any(period_start(time, period) == spans[place] for time in leaves)
            for group in {row.group if by else "" for row in stay}:
                counts[group, names[place]][0] += 1
                counts[group, names[place]][1] += gone
    return {key: Lost(*count) for key, count in counts.items()}


# Transitions


class Moves(NamedTuple):
    """How often a move was made, by how many actors, and how many actors there were where it begins."""

    times: int
    actors: int
    at_source: int
    out_of_source: int


def visits(rows: Iterable[Event], stages: Stages) -> list[tuple[int, int, str]]:
    """Return an actor's (time, stage, group), ordered by time, then stage; an event is of the first stage it fits."""
    found = []
    for row in rows:
        number = next((place for place, names in enumerate(stages) if row.event in names), None)
        if number is not None:
            found.append((row.time, number, row.group))
    return sorted(found)


def transitions(
    log: Log, stages: Stages, *, self_loops: bool = False, period: str | None = None
) -> dict[tuple[str, int, int], Moves]:
    """Return moves by (period of the event they begin with, source, target), without groups."""
    made: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    there: dict[tuple[str, int], set[str]] = defaultdict(set)
    for actor, rows in by_actor(log).items():
        path = visits(rows, stages)
        for time, stage, _ in path:
            there[period_text(time, period) if period else "", stage].add(actor)
        for (time, source, _), (_, target, _) in pairwise(path):
            if self_loops or source != target:
                made[period_text(time, period) if period else "", source, target].append(actor)
    out: dict[tuple[str, int], int] = defaultdict(int)
    for (span, source, _), actors in made.items():
        out[span, source] += len(actors)
    return {
        (span, source, target): Moves(len(actors), len(set(actors)), len(there[span, source]), out[span, source])
        for (span, source, target), actors in made.items()
    }


# Deviations


class _Sets(defaultdict[K, set[str]]):
    """Actors by stage (by event name for the unexpected)."""

    def __init__(self) -> None:
        super().__init__(set)


@dataclass
class Deviations:
    """Who deviated, and who could have."""

    missing: _Sets[int] = field(default_factory=_Sets)
    repeated: _Sets[int] = field(default_factory=_Sets)
    disordered: _Sets[int] = field(default_factory=_Sets)
    unexpected: _Sets[str] = field(default_factory=_Sets)
    beyond: _Sets[int] = field(default_factory=_Sets)
    at: _Sets[int] = field(default_factory=_Sets)
    everyone: set[str] = field(default_factory=set)


def deviations(log: Log, stages: Stages, links: Iterable[tuple[int, int]] = ()) -> Deviations:
    """Walk each actor's visits and hold every move against the map: its order, and its links."""
    designed = {(number, number + 1) for number in range(len(stages))} | set(links)
    found = Deviations()
    for actor, rows in by_actor(log).items():
        found.everyone.add(actor)
        for row in rows:
            if not any(row.event in names for names in stages):
                found.unexpected[row.event].add(actor)
        path = [stage for _, stage, _ in visits(rows, stages)]
        seen: list[int] = []
        passed: set[int] = set()
        for stage in path:
            before = seen[-1] if seen else -1
            if stage != before and (before, stage) not in designed:
                if stage > before:
                    passed.update(range(before + 1, stage))
                else:
                    (found.repeated if stage in seen else found.disordered)[stage].add(actor)
            seen.append(stage)
        for stage in set(path):
            found.at[stage].add(actor)
        for stage in range(max(path, default=0)):
            found.beyond[stage].add(actor)
        for stage in passed - set(path):
            found.missing[stage].add(actor)
    return found


def stage_sets(stages: Mapping[str, str | Sequence[str]]) -> Stages:
    return [frozenset([names] if isinstance(names, str) else names) for names in stages.values()]
