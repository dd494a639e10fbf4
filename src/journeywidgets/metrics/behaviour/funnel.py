"""Funnels: how many of those who enter reach each stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.behaviour.chains import ENTRIES, ORDERS, Level, Rules, levels
from journeywidgets.metrics.behaviour.chains.signatures import MOST_STAGES
from journeywidgets.metrics.behaviour.log import Log
from journeywidgets.metrics.behaviour.reading import read, stages_of
from journeywidgets.metrics.behaviour.shares import share
from journeywidgets.metrics.behaviour.window import micros, spelled
from journeywidgets.metrics.engine.period import checked_period
from journeywidgets.metrics.expression import Expression
from journeywidgets.metrics.result import MIN_N, checked_min_n, result

if TYPE_CHECKING:
    from datetime import timedelta

    from journeywidgets.journey import Journey

EXTRAS = {
    "entered": "Int64",
    "converted": "Int64",
    "step_rate": "float64",
    "overall_rate": "float64",
    "overall_low": "float64",
    "overall_high": "float64",
    "drop_off": "Int64",
    "drop_off_rate": "float64",
    "held_back": "Int64",
}
_EXCLUDED = "exclude"
_ORDERS = {
    "ordered": "Stages in order, other events may lie between",
    "strict": "Stages in order, no other event between",
    "any": "After the first stage the others in any order",
}
_ENTRIES = {"best": "any entry may begin the chain, the longest counts", "first": "only the first entry counts"}


def funnel(
    events: Any,
    stages: Mapping[str, Any],
    *,
    actor: str,
    time: str,
    event: str,
    order: Literal["ordered", "strict", "any"] = "ordered",
    window: timedelta | str | None = None,
    entry: Literal["best", "first"] = "best",
    by: str | None = None,
    period: str | None = None,
    exclude: Any = None,
    matured_only: bool = False,
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "Conversion",
) -> pd.DataFrame:
    """Return how many actors reach each stage, of those who reached the one before.

    Parameters
    ----------
    events
        Rows of events: pandas, polars, pyarrow, a DuckDB relation, a Spark or Ibis table, or the path or glob of
        Parquet or CSV files.
    stages
        For each stage, by id or title and in order, an event, a list of events, or a condition made by `expr`. A
        stage may repeat the event of another one: an event serves one stage of a chain.
    actor, time, event
        The columns that say who, when and what.
    order
        ``"ordered"``: other events may lie between. ``"strict"``: the stages' events follow each other directly
        among all the actor's events. ``"any"``: the first stage begins; the others may come in any order, at or
        after its time. Events of one instant are taken in the order of their stages, others after them.
    window
        How long after the entry a stage may be reached, the end included: a timedelta or text as ``"7d"``,
        ``"36h"``, ``"30min"``. None: no limit.
    entry
        ``"best"``: every event of the first stage may begin a chain and the longest counts, as in ClickHouse and
        PostHog. ``"first"``: only the actor's first one, Mixpanel's default.
    by
        A column, or ``"persona"`` with `journey`. An actor counts once in each group in which an event of the
        first stage lies; what follows counts whatever its own group.
    period
        ``"year"``, ``"quarter"``, ``"month"``, ``"week"`` or ``"day"`` of the entry, in UTC, in the same manner.
    exclude
        Events that break a chain: one at or after the time of the entry, and before the time of the stage that
        would be reached. A later entry may begin anew (unless ``entry="first"``).
    matured_only
        Leave out entries whose window had not passed when the log ended (at its last event).
    journey
        Stage keys are checked against it and put into its order; its personas define ``by="persona"``.
    min_n
        A step with fewer at its start has no value.
    metric
        The title in the result.

    Returns
    -------
    pandas.DataFrame
        The columns of every result, a row a stage and group. ``value`` is the `step_rate`: percent of the
        `entered` (also ``n``: those who reached the stage before, at the first stage everyone who entered) that
        were `converted`; 95 % Wilson intervals. ``overall_rate`` is the percentage of those at the first stage,
        with ``overall_low`` and ``overall_high``; ``drop_off`` and ``drop_off_rate`` are the rest of the step.
        ``held_back`` counts the actors of the group none of whose entries had its window behind it: left out with
        `matured_only`, counted otherwise (0 without a window).

    Raises
    ------
    MetricError
        A column is missing or doubled, times are text, the log is empty, an event is both a stage and excluded, or
        an option is not known.

    Warns
    -----
    JourneyWarning
        Rows were left out (no actor, no time, no group), or no event fits a stage.

    Notes
    -----
    Best chains are those of ClickHouse's ``windowFunnel``, which is exact for stages of different events; here
    it is for repeated ones, too. E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22, 209-212.
    """
    _check(order, ORDERS, "order")
    _check(entry, ENTRIES, "entry")
    checked = checked_period(period)
    width = micros(window)
    if matured_only and width is None:
        raise MetricError("matured_only=True needs a window: without one no entry ever matures. Give window='7d'.")
    wanted = _wanted(stages, journey, exclude)
    log = read(events, wanted, actor=actor, time=time, event=event, by=by, period=checked, journey=journey)
    meanings = [_meaning(given) for given in wanted.values()]
    excluded = meanings.pop() if exclude is not None else None
    rules = Rules(order=order, window=width, entry=entry, excluding=excluded is not None, matured=matured_only)
    found = levels(log, meanings, excluded, rules, period=checked)
    keys = list(wanted)[: len(meanings)]
    return result(
        [row for level in _sorted(found, log) for row in _rows(level, keys, log, checked_min_n(min_n))],
        metric=metric,
        method=_method(rules, exclude),
        min_n=min_n,
        extras=EXTRAS,
        hide=("step_rate", "drop_off_rate"),
    )


def _check(given: Any, known: tuple[str, ...], name: str) -> None:
    if given not in known:
        raise MetricError(f"{name}={shorten(given)} is not known. Use one of {', '.join(map(repr, known))}.")


def _wanted(stages: Any, journey: Journey | None, exclude: Any) -> dict[str, Any]:
    wanted = stages_of(stages, journey)
    if len(wanted) > MOST_STAGES:
        raise MetricError(f"{len(wanted)} stages are more than a funnel holds ({MOST_STAGES}).")
    if any(given is None for given in wanted.values()):
        key = next(key for key, given in wanted.items() if given is None)
        raise MetricError(f"Stage {key!r} has no event. Give a name, a list of names, or a condition.")
    return wanted if exclude is None else {**wanted, _unused(wanted): exclude}


def _unused(wanted: Mapping[str, Any]) -> str:
    name = _EXCLUDED
    while name in wanted:
        name += "_"
    return name


def _meaning(given: Any) -> Any:
    if isinstance(given, Expression):
        return given
    return frozenset(given) if isinstance(given, list | tuple | set | frozenset) else frozenset([given])


def _sorted(found: list[Level], log: Log) -> list[Level]:
    def place(level: Level) -> tuple[Any, ...]:
        group = level.group if log.personas is not None else str(level.group)
        return group, level.period or 0

    return sorted(found, key=place)


def _rows(level: Level, keys: list[str], log: Log, least: int) -> list[dict[str, Any]]:
    where = log.where(level.group, level.period)
    rows = []
    for at, (key, converted) in enumerate(zip(keys, level.reached, strict=True)):
        entered = level.reached[max(at - 1, 0)]
        step, overall = share(converted, entered), share(converted, level.reached[0])
        if level.reached[0] < least:
            overall = {}
        rows.append(
            {
                **where,
                **step,
                "stage": key,
                "entered": entered,
                "converted": converted,
                "step_rate": step["value"],
                "overall_rate": overall.get("value"),
                "overall_low": overall.get("low"),
                "overall_high": overall.get("high"),
                "drop_off": entered - converted,
                "drop_off_rate": None if step["value"] is None else 100 - step["value"],
                "held_back": level.held,
            }
        )
    return rows


def _method(rules: Rules, exclude: Any) -> str:
    parts = [_ORDERS[rules.order], _ENTRIES[rules.entry]]
    if rules.window is not None:
        parts.append(f"each stage within {spelled(rules.window)} of the entry")
    if rules.excluding:
        shown = exclude.text if isinstance(exclude, Expression) else exclude
        parts.append(f"broken by {shorten(shown)} between the entry and the stage")
    if rules.window is not None:
        young = "entries whose window had not passed at the last event"
        parts.append(f"{young} are left out" if rules.matured else f"{young} are counted")
    parts.append("denominator: those who reached the stage before")
    return "; ".join([*parts, "95 % Wilson interval."])
