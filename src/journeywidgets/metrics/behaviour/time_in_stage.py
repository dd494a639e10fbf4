"""How long people stay in a stage before they go on to the next, and how many are still in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.behaviour.log import GROUP, MATCH, NUMBER, PERIOD, Log
from journeywidgets.metrics.behaviour.observation import observed, stamp
from journeywidgets.metrics.behaviour.reading import read, stages_of, unused
from journeywidgets.metrics.behaviour.survival import DURATION, ENDED, OPEN, QUANTILES, Durations, curve, durations
from journeywidgets.metrics.engine import ACTOR, TIME, rows
from journeywidgets.metrics.intervals import LEVEL
from journeywidgets.metrics.result import MIN_N, NOT_REACHED, result

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

UNITS = {"s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "days": 86_400_000_000}
"""The units of the result, in microseconds."""
EXTRAS = {
    "median": "float64",
    "p25": "float64",
    "p75": "float64",
    "p90": "float64",
    "moved_on": "Int64",
    "still_inside": "Int64",
    "km_median": "float64",
}
_AT, _NEXT, _LATE, _ENTERED, _LEFT = "jw_at_{}", "jw_next", "jw_late", "jw_entered", "jw_left"
_INTERVAL = "denominator: all who entered; 95 % Brookmeyer-Crowley interval (log-log)."


def time_in_stage(
    events: Any,
    stages: Mapping[str, Any],
    *,
    actor: str,
    time: str,
    event: str,
    end: Any = None,
    by: str | None = None,
    period: str | None = None,
    until: Any = None,
    unit: str = "h",
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "Time in stage",
) -> pd.DataFrame:
    """Return how long it takes to get from each stage to the next one, from the first entry on.

    Each actor is followed once: their first event of the first stage is the entry, and each further stage is
    entered by its first event at or after the entry to the stage before it. Other events may lie between, and
    stages that were entered out of order do not count. Who has not entered the next stage by the end of
    observation is still inside: how long they will stay is not known, only that it is longer than this.

    Parameters
    ----------
    events
        Rows of events: pandas, polars, pyarrow, a DuckDB relation, a Spark or Ibis table, a path or glob.
    stages
        For each stage, in order, its event, list of events, or condition made by `expr`. With `journey` the order is
        the map's.
    actor, time, event
        The columns that say who, when and what.
    end
        The event, list or condition that ends the last stage. Without one the last stage has no time and no row.
    by, period
        A column (or ``"persona"``) and a calendar period (in UTC), of the entry to the first stage: an actor counts
        once in each group and period in which an entry of theirs lies, from the first entry there on.
    until
        The end of observation: a time, a date (its first moment) or text. None: the last event in the log, of
        whatever kind. What comes after is left out.
    unit
        ``"s"``, ``"min"``, ``"h"`` or ``"days"`` (of 24 hours).
    journey
        The stages must be on its map; the order is the map's.
    min_n
        Stages that fewer actors entered have no value.
    metric
        The title in the result.

    Returns
    -------
    pandas.DataFrame
        The columns of every result, a row for each stage that has a next one; times in `unit`. ``value`` is the
        median time of those who moved on where everybody did; where somebody is still inside, it is the
        Kaplan-Meier median, in which they count with the time they have stayed, and NaN where the curve does not
        come down to a half: the note is "median not reached". ``low`` and ``high`` are its 95 % interval, NaN where
        it has no end. ``n`` is how many entered; ``median``, ``p25``, ``p75``, ``p90`` are of those who ``moved_on``
        alone; ``still_inside``; ``km_median`` where anybody is.

    Raises
    ------
    MetricError
        A column is missing, a stage is not on the map, or an option is not known.

    Warns
    -----
    JourneyWarning
        No event fits a stage; rows are left out, having no actor, time or group: counted.

    References
    ----------
    See `journeywidgets.metrics.behaviour.survival.curve`.
    """
    if unit not in UNITS:
        raise MetricError(f"unit={shorten(unit)} is not known. Use one of {', '.join(UNITS)}.")
    wanted = stages_of(stages, journey)
    if end is not None:
        wanted[unused("end", wanted)] = end
    if len(wanted) < 2:  # noqa: PLR2004 - a stage and the next
        raise MetricError("There is one stage and no end of it. Give more stages, or end=.")
    log = read(events, wanted, actor=actor, time=time, event=event, by=by, period=period, journey=journey)
    last = observed(log, until)
    found = {
        (row[GROUP], row[PERIOD], int(row[NUMBER])): durations(row, UNITS[unit])
        for row in rows(curve(_spells(log, last), (GROUP, PERIOD, NUMBER), level=LEVEL))
    }
    return result(
        list(_rows(found, log, last)),
        metric=metric,
        method="",
        unit=unit,
        direction="down",
        min_n=min_n,
        extras=EXTRAS,
        hide=("median", "p25", "p75", "p90", "km_median"),
    )


def _entries(log: Log, last: int) -> nw.LazyFrame[Any]:
    """Return a row for each actor, group and period, with the time of the entry to each stage, null where none.

    First entry needs a join a stage and no order of rows: the earliest event not before the entry to the stage
    before. An event at that very moment counts where it fits no earlier stage, as if moments were put in the order
    of the stages; so one event is never the entry to two.
    """
    seen = log.frame.filter(nw.col(TIME) <= last)
    begun = log.grouped(seen.filter(nw.col(MATCH.format(0))))
    keys = [ACTOR, GROUP, PERIOD]
    found = begun.group_by(*keys).agg(nw.col(TIME).min().alias(_AT.format(0)))
    for number in range(1, len(log.keys)):
        before, at = _AT.format(number - 1), _AT.format(number)
        earlier = nw.lit(False)
        for other in range(number):
            earlier |= nw.col(MATCH.format(other))
        after = seen.filter(nw.col(MATCH.format(number))).select(
            ACTOR, nw.col(TIME).alias(_NEXT), nw.when(earlier).then(1).otherwise(0).alias(_LATE)
        )
        joined = found.join(after, on=ACTOR, how="left")
        fits = nw.col(_NEXT) >= nw.col(before) + nw.col(_LATE)
        keys.append(before)
        found = joined.group_by(*keys).agg(nw.when(fits).then(nw.col(_NEXT)).min().alias(at))
    return found


def _spells(log: Log, last: int) -> nw.LazyFrame[Any]:
    """Return a row for each stay in a stage: its number, how long it was, and whether it ended."""
    stays = len(log.keys) - 1
    each = _entries(log, last).join(log.numbers(stays), how="cross")
    entered: nw.Expr = nw.col(_AT.format(0))
    left: nw.Expr = nw.col(_AT.format(1))
    for number in range(1, stays):
        here = nw.col(NUMBER) == number
        entered = nw.when(here).then(nw.col(_AT.format(number))).otherwise(entered)
        left = nw.when(here).then(nw.col(_AT.format(number + 1))).otherwise(left)
    stayed = each.with_columns(entered.alias(_ENTERED), left.alias(_LEFT)).filter(~nw.col(_ENTERED).is_null())
    still = nw.col(_LEFT).is_null()
    return stayed.select(
        GROUP,
        PERIOD,
        NUMBER,
        nw.when(still)
        .then(nw.lit(last) - nw.col(_ENTERED))
        .otherwise(nw.col(_LEFT) - nw.col(_ENTERED))
        .alias(DURATION),
        nw.when(still).then(0).otherwise(1).alias(ENDED),
        nw.when(still).then(1).otherwise(0).alias(OPEN),
    )


def _rows(found: Mapping[tuple[Any, Any, int], Durations], log: Log, last: int) -> Iterator[dict[str, Any]]:
    """Yield the result's rows, a stage that nobody entered among them, in the order of groups, periods and stages."""
    nobody = Durations(0, 0, 0, dict.fromkeys(QUANTILES, math.nan), math.nan, math.nan, math.nan)
    places = sorted({place[:2] for place in found}) or [(None, None)]
    for group, period in places:
        where = log.where(group, period) if found else {}
        for number, key in enumerate(log.keys[:-1]):
            stay = found.get((group, period, number), nobody)
            yield {
                "stage": key,
                **where,
                "value": stay.median,
                "low": stay.low,
                "high": stay.high,
                "n": stay.n,
                "note": NOT_REACHED if math.isnan(stay.median) else "",
                "method": _method(stay, last),
                "median": stay.quantiles[50],
                "p25": stay.quantiles[25],
                "p75": stay.quantiles[75],
                "p90": stay.quantiles[90],
                "moved_on": stay.ended,
                "still_inside": stay.open,
                "km_median": stay.median if stay.open else None,
            }


def _method(stay: Durations, last: int) -> str:
    """Return one of two sentences; numbers are in the columns, so that stages share their sentence on a map."""
    what = "time from the first entry to the entry of the next stage"
    if not stay.open:
        return f"Median {what}; everybody moved on; {_INTERVAL}"
    return f"Kaplan-Meier median of the {what}, for some were still inside at {stamp(last)}; {_INTERVAL}"
