"""Reading a log: which columns are needed, which events each stage or role means, who is in which group."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import narwhals as nw

from journeywidgets.errors import JourneyWarning, MetricError, shorten
from journeywidgets.metrics.behaviour.log import BY, MATCH, MEMBER, Log
from journeywidgets.metrics.engine import ACTOR, EVENT, TIME, check_names, events, table
from journeywidgets.metrics.engine.period import checked_period
from journeywidgets.metrics.expression import Expression
from journeywidgets.metrics.members import in_none, in_several, members
from journeywidgets.metrics.stage_order import check_stages, stage_order

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

_NOBODY, _SEVERAL = "nobody", "several"


def read(
    data: Any,
    wanted: Mapping[str, Any],
    *,
    actor: str,
    time: str,
    event: str,
    by: str | None,
    period: str | None,
    journey: Journey | None,
) -> Log:
    """Read a log.

    Parameters
    ----------
    data
        The caller's rows.
    wanted
        For each stage or role an event, a list of events, or an `Expression`; None stands for any event.
    actor, time, event, by
        Columns; `by` may be ``"persona"`` where there is a journey.
    period
        The calendar period to tell apart, or None.
    journey
        Whose personas ``by="persona"`` means.

    Raises
    ------
    MetricError
        If a column is missing, the log is empty, or `by` or a stage cannot be understood.

    Warns
    -----
    JourneyWarning
        If no event fits a stage or role, or rows are in no group.
    """
    period = checked_period(period)
    if by is not None and not isinstance(by, str):
        raise MetricError(f"by={shorten(by)} is no name of a column.")
    means = {key: _meant(key, given) for key, given in wanted.items()}
    personas = members(journey, by, stacklevel=5)
    asked = [*means.values(), *(personas or {}).values()]
    keep = [name for each in asked if isinstance(each, Expression) for name in each.columns]
    keep += [by] if by is not None and personas is None else []
    frame = table(data, [actor, time, event, *keep])
    schema = frame.collect_schema()
    for key, each in means.items():
        if isinstance(each, list):
            check_names(each, key=key, column=event, kind=schema[event])
    matches = {MATCH.format(at): _matches(each, schema) for at, each in enumerate(means.values())}
    groups = {MEMBER.format(at): each.to_narwhals(schema) for at, each in enumerate((personas or {}).values())}
    if by is not None and personas is None:
        groups[BY] = nw.col(by)
    counted = dict(matches)
    if groups:
        counted[_NOBODY] = groups[BY].is_null() if personas is None else in_none(groups.values())
    if personas is not None and len(personas) > 1:
        counted[_SEVERAL] = in_several(groups.values())
    named = not groups and all(isinstance(each, list) for each in means.values())
    log = events(frame, actor=actor, time=time, event=event, keep=keep, count=counted, count_by_event=named)
    if log.first is None or log.last is None:
        raise MetricError("There are no events: no row has an actor and a time.")
    _tell(log.counts, means, by, of_personas=personas is not None)
    columns = {name: each.alias(name) for name, each in {**matches, **groups}.items()}
    return Log(
        frame=log.frame.select(ACTOR, TIME, EVENT, *columns.values()),
        keys=tuple(means),
        carried=tuple(groups),
        personas=None if personas is None else tuple(personas),
        period=period,
        first=log.first,
        last=log.last,
    )


def stages_of(stages: Any, journey: Journey | None) -> dict[str, Any]:
    """Return the stages in the order of the map, or as given where there is none.

    Raises
    ------
    MetricError
        If there are none, a key is no text, or a key is no stage of the journey.
    """
    if not isinstance(stages, Mapping) or not stages:
        raise MetricError(f"stages={shorten(stages)} is no mapping. Give an event for each stage: {{'Pay': 'paid'}}.")
    for key in stages:
        if not isinstance(key, str):
            raise MetricError(f"{shorten(key)} is no stage. Use the stage's id or title.")
        if stages[key] is None:
            raise MetricError(f"Stage {key!r} has no event. Give a name, a list of names, or a condition.")
    if journey is None:
        return dict(stages)
    check_stages(journey, stages)
    order = stage_order(journey)
    for key, other in itertools.combinations(stages, 2):
        if order[key] == order[other]:
            raise MetricError(f"{key!r} and {other!r} are the same stage of the journey. Give its events in one list.")
    return dict(sorted(stages.items(), key=lambda item: order[item[0]]))


def unused(name: str, wanted: Mapping[str, Any]) -> str:
    """Return a name for a role beside the stages, which none of them has."""
    while name in wanted:
        name += "_"
    return name


def _meant(key: str, given: Any) -> list[Any] | Expression | None:
    if given is None or isinstance(given, Expression):
        return given
    names = list(given) if isinstance(given, list | tuple | set | frozenset) else [given]
    if not names or any(name is None or isinstance(name, Mapping | list | tuple) for name in names):
        raise MetricError(f"{key!r}: {shorten(given)} is no event. Give a name, a list of names, or a condition.")
    return names


def _matches(meant: list[Any] | Expression | None, schema: Mapping[str, Any]) -> nw.Expr:
    if meant is None:
        return ~nw.col(ACTOR).is_null()
    if isinstance(meant, Expression):
        return meant.to_narwhals(schema)
    return nw.col(EVENT).is_in(meant).fill_null(False)


def _tell(counts: Mapping[str, int], means: Mapping[str, Any], by: str | None, *, of_personas: bool) -> None:
    empty = [key for at, key in enumerate(means) if not counts[MATCH.format(at)]]
    if empty:
        shown = ", ".join(f"{key!r} ({shorten(_named(means[key]))})" for key in empty)
        warnings.warn(f"No event fits {shown}. Check the names of the events.", JourneyWarning, stacklevel=4)
    if counts.get(_SEVERAL):
        number = counts[_SEVERAL]
        noun = "event is" if number == 1 else "events are"
        count = "counts" if number == 1 else "count"
        warnings.warn(f"{number} {noun} of several personas, and {count} in each.", JourneyWarning, stacklevel=4)
    if counts.get(_NOBODY):
        number = counts[_NOBODY]
        noun = "event is" if number == 1 else "events are"
        where = "in no persona" if of_personas else f"in no group (column {by!r} is empty)"
        warnings.warn(f"{number} {noun} {where}, and nobody is counted for them.", JourneyWarning, stacklevel=4)


def _named(meant: Any) -> Any:
    return meant.text if isinstance(meant, Expression) else meant[0] if len(meant) == 1 else meant
