"""The designed map against what happened: stages missed, come back to, out of order; events that are not on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.behaviour.log import GROUP, NUMBER, PERIOD, STAGE, Log
from journeywidgets.metrics.behaviour.observation import is_count
from journeywidgets.metrics.behaviour.reading import read, stages_of
from journeywidgets.metrics.behaviour.shares import share
from journeywidgets.metrics.engine import ACTOR, EVENT, TIME, rows
from journeywidgets.metrics.result import MIN_N, result
from journeywidgets.metrics.stage_order import stage_ids

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

EXTRAS = {"kind": "object", "event": "object", "actors": "Int64", "examples": "object"}
KINDS = ("missing", "repeated", "out of order", "unexpected")
_MISSING, _REPEATED, _DISORDERED = range(3)
_KIND, _BEFORE, _FIRST, _RANK, _COUNT, _LAST = "jw_kind", "jw_before", "jw_first", "jw_rank", "jw_count", "jw_last"
_START = -1
_METHODS = {
    "missing": (
        "Share of the people who got to a later stage that passed this one by, without a link on the map that "
        "allows it, and were never seen in it; 95 % Wilson interval."
    ),
    "repeated": (
        "Share of the people seen in this stage who came back to it from a later one, without a link on the map "
        "that allows it; 95 % Wilson interval."
    ),
    "out of order": (
        "Share of the people seen in this stage who first came to it from a later one, without a link on the map "
        "that allows it; 95 % Wilson interval."
    ),
    "unexpected": "Share of all people with an event of this name, which is on no stage; 95 % Wilson interval.",
}


def deviations(
    events: Any,
    journey: Journey,
    stages: Mapping[str, Any] | None = None,
    *,
    actor: str,
    time: str,
    event: str,
    by: str | None = None,
    period: str | None = None,
    ignore: Collection[str] = (),
    top: int = 20,
    examples: int = 3,
    min_n: int = MIN_N,
    metric: str = "Deviation",
) -> pd.DataFrame:
    """Return how many people went other ways than the map says, and who, for example.

    Designed is the way from each stage to the next one on the map, and every link of the journey. Each actor's
    events that belong to a stage are put in order, by time and, at the same moment, by stage; repeats within a
    stage are one visit. Then a stage is

    * *missing* where the actor passed it by on a way that is not designed (or began beyond it), and was never in it;
    * *repeated* where the actor came back to it from a later stage, on a way that is not designed;
    * *out of order* where the actor came to it for the first time from a later stage, on such a way.

    *Unexpected* are events that belong to no stage.

    Parameters
    ----------
    events
        Rows of events: pandas, polars, pyarrow, a DuckDB relation, a Spark or Ibis table, a path or glob.
    journey
        The map: its stages in order, its links.
    stages
        For each stage (id or title) its event, list of events, or condition made by `expr`. Stages that are left
        out are taken as not observable. None: every stage is the event of the same name as its title.
    actor, time, event
        The columns that say who, when and what.
    by, period
        A column (or ``"persona"``) and a calendar period (in UTC), of the actor's first event in the log; where
        several share that moment, the actor counts in the group of each.
    ignore
        Names of events that are no deviation although they are on no stage.
    top
        How many names of unexpected events to return, those of most people first.
    examples
        How many actors to name for each deviation, the first in the order of their ids. 0: name nobody.
    min_n
        Where fewer people could have deviated there is no value.
    metric
        The beginning of the titles in the result: ``"Deviation: missing"``.

    Returns
    -------
    pandas.DataFrame
        The columns of every result, a row for each stage (each event) and kind that occurred. ``kind``; ``event``,
        the name of what was unexpected; ``actors`` who deviated of the ``n`` who could have, ``value`` percent
        with Wilson's interval; ``examples``, a tuple of actors.

    Raises
    ------
    MetricError
        A column is missing, a stage is not on the map, or an option is off its range.

    Warns
    -----
    JourneyWarning
        No event fits a stage; rows are left out, having no actor, time or group: counted.
    """
    for name, number in (("top", top), ("examples", examples)):
        if not is_count(number):
            raise MetricError(f"{name}={shorten(number)} is not a whole number of 0 or more.")
    if stages is None:
        stages = {title: title for title in journey.stages.loc[journey.stages["parent"].isna(), "title"]}
    wanted = stages_of(stages, journey)
    log = read(events, wanted, actor=actor, time=time, event=event, by=by, period=period, journey=journey)
    entered = _entered(log)
    people = _people(log, entered)
    walked = _named(entered, _walked(log, _designed(log, journey)), [_KIND, STAGE], examples)
    found = _stage_rows(log, people, walked)
    found += _event_rows(log, entered, people, ignore=ignore, top=top, examples=examples)
    return result(
        [{**row, "metric": f"{metric}: {row['kind']}", "method": _METHODS[row["kind"]]} for row in found],
        metric=metric,
        method="",
        direction="down",
        min_n=min_n,
        extras=EXTRAS,
        hide=("examples",),
    )


def _designed(log: Log, journey: Journey) -> set[tuple[int, int]]:
    """Return the moves that the map allows, by the numbers of the stages."""
    ids = stage_ids(journey, log.keys)
    numbers = {ids[key]: number for number, key in enumerate(log.keys)}
    frame = journey.links
    links = zip(frame["source"], frame["target"], strict=True)
    return {(numbers[source], numbers[target]) for source, target in links if {source, target} <= set(numbers)}


def _entered(log: Log) -> nw.LazyFrame[Any]:
    """Return a row for each actor and each group and period of their first event."""
    first = log.frame.group_by(ACTOR).agg(nw.col(TIME).min())
    if log.carried:
        events = log.frame.select(ACTOR, TIME, *log.carried)
        first = events.join(first, on=[ACTOR, TIME], how="inner")
    return log.grouped(first).select(ACTOR, GROUP, PERIOD).unique([ACTOR, GROUP, PERIOD])


@dataclass
class _People:
    """Who could deviate, in a group and period: everybody, those seen in each stage, and those seen in none later."""

    everyone: int = 0
    seen: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    furthest: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def could(self, kind: str, stage: int) -> int:
        """Return how many could have deviated in this way at a stage."""
        if kind == "missing":
            return sum(count for last, count in self.furthest.items() if last > stage)
        return self.seen[stage]


_Place = tuple[Any, Any]


def _people(log: Log, entered: nw.LazyFrame[Any]) -> dict[_Place, _People]:
    seen = log.visits.select(ACTOR, STAGE).unique([ACTOR, STAGE])
    last = nw.when(nw.col(STAGE) == nw.col(STAGE).max().over(ACTOR)).then(1).otherwise(0)
    joined = entered.join(seen.with_columns(last.alias(_LAST)), on=ACTOR, how="left")
    counted = joined.group_by(GROUP, PERIOD, STAGE).agg(nw.len().alias(_COUNT), nw.col(_LAST).sum())
    found: dict[_Place, _People] = defaultdict(_People)
    for row in rows(counted):
        people = found[row[GROUP], row[PERIOD]]
        if row[STAGE] is None:
            people.everyone += int(row[_COUNT])
            continue
        people.everyone += int(row[_LAST])
        people.seen[int(row[STAGE])] = int(row[_COUNT])
        people.furthest[int(row[STAGE])] = int(row[_LAST])
    return found


def _walked(log: Log, allowed: Collection[tuple[int, int]]) -> nw.LazyFrame[Any]:
    """Return a row for each actor, kind (by number) and stage (in `STAGE`) of a deviation."""
    before = nw.col(STAGE).shift(1).over(ACTOR, order_by=[TIME, STAGE]).fill_null(_START)
    path = log.visits.select(ACTOR, TIME, STAGE).with_columns(before.alias(_BEFORE))
    designed = (nw.col(STAGE) == nw.col(_BEFORE)) | (nw.col(STAGE) == nw.col(_BEFORE) + 1)
    for source, target in sorted(allowed):
        designed |= (nw.col(_BEFORE) == source) & (nw.col(STAGE) == target)
    # Each stage that such a move concerns: those that it passes by, or the one that it goes back to.
    passed = (nw.col(NUMBER) > nw.col(_BEFORE)) & (nw.col(NUMBER) < nw.col(STAGE))
    back = (nw.col(NUMBER) == nw.col(STAGE)) & (nw.col(STAGE) < nw.col(_BEFORE))
    moved = path.filter(~designed).join(log.numbers(len(log.keys)), how="cross").filter(passed | back)
    firsts = log.visits.group_by(ACTOR, STAGE).agg(nw.col(TIME).min().alias(_FIRST))
    firsts = firsts.select(ACTOR, nw.col(STAGE).alias(NUMBER), _FIRST)
    known = moved.join(firsts, on=[ACTOR, NUMBER], how="left")
    known = known.filter((nw.col(NUMBER) == nw.col(STAGE)) | nw.col(_FIRST).is_null())
    again = nw.when(nw.col(_FIRST) < nw.col(TIME)).then(_REPEATED).otherwise(_DISORDERED)
    kind = nw.when(nw.col(NUMBER) < nw.col(STAGE)).then(_MISSING).otherwise(again)
    found = known.select(ACTOR, kind.alias(_KIND), nw.col(NUMBER).alias(STAGE))
    return found.unique([ACTOR, _KIND, STAGE])


def _named(
    entered: nw.LazyFrame[Any], found: nw.LazyFrame[Any], keys: Sequence[str], examples: int
) -> list[dict[str, Any]]:
    """Count the actors of each deviation, and name the first of them; nobody's id is read for `examples` of 0."""
    joined = entered.join(found, on=ACTOR, how="inner").with_columns(nw.lit(1).alias(_COUNT))
    places = [GROUP, PERIOD, *keys]
    counted: dict[tuple[Any, ...], dict[str, Any]] = {}
    if not examples:
        return [{**row, "examples": ()} for row in rows(joined.group_by(*places).agg(nw.col(_COUNT).sum()))]
    ranked = joined.with_columns(
        nw.col(_COUNT).sum().over(*places).alias(_COUNT),
        nw.col(_COUNT).cum_sum().over(*places, order_by=ACTOR).alias(_RANK),
    )
    for row in sorted(rows(ranked.filter(nw.col(_RANK) <= examples)), key=lambda row: int(row[_RANK])):
        mine = counted.setdefault(tuple(row[name] for name in places), {**row, "examples": ()})
        mine["examples"] += (row[ACTOR],)
    return list(counted.values())


def _stage_rows(log: Log, people: Mapping[_Place, _People], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the result's rows of the deviations at stages, in the order of the map."""
    made = []
    for row in found:
        place, kind, stage = (row[GROUP], row[PERIOD]), KINDS[row[_KIND]], int(row[STAGE])
        made.append((place, stage, kind, row, people[place].could(kind, stage)))
    made.sort(key=lambda each: (each[0], each[1], KINDS.index(each[2])))
    return [_row(log, place, kind, row, could, stage=log.keys[stage]) for place, stage, kind, row, could in made]


def _event_rows(
    log: Log,
    entered: nw.LazyFrame[Any],
    people: Mapping[_Place, _People],
    *,
    ignore: Collection[str],
    top: int,
    examples: int,
) -> list[dict[str, Any]]:
    """Return the result's rows of the events on no stage: those of most people first."""
    others = log.staged.filter(nw.col(STAGE).is_null() & ~nw.col(EVENT).is_null())
    if ignore:
        others = others.filter(~nw.col(EVENT).is_in(list(ignore)))
    others = others.select(ACTOR, EVENT).unique([ACTOR, EVENT])
    by_size = others.group_by(EVENT).agg(nw.len().alias(_COUNT)).sort(_COUNT, EVENT, descending=[True, False])
    names = [row[EVENT] for row in rows(by_size.head(top))] if top else []
    if not names:
        return []
    found = _named(entered, others.filter(nw.col(EVENT).is_in(names)), [EVENT], examples)
    made = [((row[GROUP], row[PERIOD]), row) for row in found]
    made.sort(key=lambda each: (each[0], names.index(each[1][EVENT])))
    return [_row(log, place, "unexpected", row, people[place].everyone, event=str(row[EVENT])) for place, row in made]


def _row(log: Log, place: _Place, kind: str, row: Mapping[str, Any], could: int, **where: str) -> dict[str, Any]:
    return {
        **log.where(*place),
        "kind": kind,
        "actors": int(row[_COUNT]),
        "examples": row["examples"],
        **where,
        **share(int(row[_COUNT]), could),
    }
