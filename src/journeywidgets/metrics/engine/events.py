"""A log of events in one shape: who, when, what."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from journeywidgets.errors import JourneyWarning, MetricError, shorten
from journeywidgets.metrics.engine.clock import with_microseconds
from journeywidgets.metrics.engine.rows import rows
from journeywidgets.metrics.engine.source import table

ACTOR, TIME, EVENT = "jw_actor", "jw_time", "jw_event"
"""The columns of `Events.frame`, beside those that were kept."""


@dataclass(frozen=True)
class Events:
    """A checked log.

    Attributes
    ----------
    frame
        `ACTOR` (as given), `TIME` (int64 microseconds since 1970 in UTC), `EVENT` (as given; may be null), then
        the kept columns under their own names. Rows without an actor or a time are left out. Lazy.
    rows
        How many rows `frame` has.
    first, last
        The earliest and the latest time, None in an empty log.
    counts
        How many rows each expression of ``count=`` matches.
    """

    frame: nw.LazyFrame[Any]
    rows: int
    first: int | None
    last: int | None
    counts: Mapping[str, int] = field(default_factory=dict)


def events(
    data: Any,
    *,
    actor: str,
    time: str,
    event: str,
    keep: Iterable[str] = (),
    count: Mapping[str, nw.Expr] | None = None,
    count_by_event: bool = False,
) -> Events:
    """Read a log of events, and look at it once.

    Parameters
    ----------
    data
        See `journeywidgets.metrics.engine.table`.
    actor, time, event
        The columns that say who, when and what. Times may be dates, naive timestamps (taken as UTC) or
        timestamps with a zone.
    keep
        Further columns that are needed, under their own names.
    count
        Expressions over the columns of the result (`ACTOR`, `TIME`, `EVENT` and `keep`), by name; how many rows
        each matches is counted in the same look.
    count_by_event
        Whether these expressions read `EVENT` alone: then each is asked once for every event, not for every row.

    Raises
    ------
    MetricError
        If a column is missing or doubled, or the times are text, numbers or of mixed zones.

    Warns
    -----
    JourneyWarning
        If rows were left out, having no actor or no time; the message counts them.
    """
    for role, name in (("actor", actor), ("time", time), ("event", event)):
        if not isinstance(name, str):
            raise MetricError(f"{role}={shorten(name)} is no name of a column.")
    kept = list(dict.fromkeys(keep))
    taken = [name for name in kept if name in {ACTOR, TIME, EVENT}]
    if taken:
        raise MetricError(f"The column name {taken[0]!r} is reserved. Rename the column.")
    frame = with_microseconds(table(data, [actor, time, event, *kept]), time, TIME)
    frame = frame.select(nw.col(actor).alias(ACTOR), nw.col(TIME), nw.col(event).alias(EVENT), *map(nw.col, kept))
    complete = ~nw.col(ACTOR).is_null() & ~nw.col(TIME).is_null()
    seen = _census(frame, complete, count or {}, by_event=count_by_event)
    _tell(seen["no_actor"], f"no actor (column {actor!r} is empty)")
    _tell(seen["no_time"], f"no time (column {time!r} is empty)")
    return Events(
        frame=frame.filter(complete) if seen["no_actor"] or seen["no_time"] else frame,
        rows=seen["complete"],
        first=seen["first"],
        last=seen["last"],
        counts={name: seen[f"count_{number}"] for number, name in enumerate(count or {})},
    )


def _census(
    frame: nw.LazyFrame[Any], complete: nw.Expr, count: Mapping[str, nw.Expr], *, by_event: bool
) -> dict[str, Any]:
    """Return everything that must be known before, from one run over the rows."""
    sums = {
        "complete": complete,
        "no_actor": nw.col(ACTOR).is_null(),
        "no_time": ~nw.col(ACTOR).is_null() & nw.col(TIME).is_null(),
    }
    counts = {f"count_{at}": expression for at, expression in enumerate(count.values())}
    time = nw.when(complete).then(nw.col(TIME))
    span = [time.min().alias("first"), time.max().alias("last")]
    if by_event:
        parts = frame.group_by(EVENT).agg(*[_number(condition, name) for name, condition in sums.items()], *span)
        seen = parts.select(
            *[nw.col(name).sum() for name in sums],
            nw.col("first").min(),
            nw.col("last").max(),
            *[
                nw.when(condition).then(nw.col("complete")).otherwise(0).sum().alias(name)
                for name, condition in counts.items()
            ],
        )
    else:
        sums |= {name: complete & condition for name, condition in counts.items()}
        seen = frame.select(*[_number(condition, name) for name, condition in sums.items()], *span)
    # The sum over no rows is null in SQL and 0 elsewhere.
    found = rows(seen)[0]
    return {name: value if name in {"first", "last"} else int(value or 0) for name, value in found.items()}


def _number(condition: nw.Expr, name: str) -> nw.Expr:
    return nw.when(condition).then(1).otherwise(0).sum().alias(name)


def _tell(number: int, what: str) -> None:
    if number:
        noun = "row has" if number == 1 else "rows have"
        warnings.warn(
            f"{number} {noun} {what} and {'is' if number == 1 else 'are'} left out.", JourneyWarning, stacklevel=4
        )
