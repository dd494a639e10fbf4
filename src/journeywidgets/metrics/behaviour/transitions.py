"""How people go from stage to stage: next ones, skips and loops; as counts, as shares, and as the map's links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import pandas as pd

from journeywidgets.errors import MetricError
from journeywidgets.metrics.behaviour.log import GROUP, PERIOD, STAGE, Log
from journeywidgets.metrics.behaviour.reading import read, stages_of
from journeywidgets.metrics.behaviour.shares import share
from journeywidgets.metrics.engine import ACTOR, TIME, rows
from journeywidgets.metrics.result import MIN_N, result
from journeywidgets.metrics.stage_order import stage_ids

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

EXTRAS = {
    "source": "object",
    "target": "object",
    "kind": "object",
    "count": "Int64",
    "actors": "Int64",
    "share": "float64",
    "move_share": "float64",
}
_TARGET, _COUNT, _ONE = "jw_target", "jw_count", "jw_one"
_END = -1
_LABEL = re.compile(r"\d+ of \d+")


def transitions(
    events: Any,
    stages: Mapping[str, Any],
    *,
    actor: str,
    time: str,
    event: str,
    self_loops: bool = False,
    ends: bool = False,
    by: str | None = None,
    period: str | None = None,
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "Transition",
) -> pd.DataFrame:
    """Return how many people went from which stage to which, and how often.

    Each actor's events that belong to a stage are put in order, by time and, at the same moment, by stage. Each
    event and the next of them are one move; events that belong to no stage may lie between.

    Parameters
    ----------
    events
        Rows of events: pandas, polars, pyarrow, a DuckDB relation, a Spark or Ibis table, a path or glob.
    stages
        For each stage, in the order of the map, its event, list of events, or condition made by `expr`. An event
        that fits several stages belongs to the first of them.
    actor, time, event
        The columns that say who, when and what.
    self_loops
        Whether an event followed by one of the same stage is a move.
    ends
        Whether to return rows without a target: those who were never seen in another stage after this one.
    by, period
        A column (or ``"persona"``) and a calendar period (in UTC), of the event that the move begins with.
    journey
        The stages must be on its map; the order is the map's.
    min_n
        Moves out of stages where fewer people were have no value.
    metric
        The title in the result.

    Returns
    -------
    pandas.DataFrame
        The columns of every result, a row a move that was made. ``stage`` = ``source``, ``target``; ``kind``:
        ``next`` (the stage after), ``skip`` (one further on), ``loop`` (an earlier one, or the same), ``end``;
        ``count`` moves by ``actors`` people; ``n`` is how many people were at the source; ``value`` = 100 x
        actors / n with Wilson's interval; ``share`` the same from 0 to 1, as `journey.links` holds it;
        ``move_share`` the part, 0 to 1, of the moves out of the source. People may take several ways, so shares
        out of a stage can add up to more than all.

    Raises
    ------
    MetricError
        A column is missing, or a stage is not on the map.

    Warns
    -----
    JourneyWarning
        No event fits a stage; rows are left out, having no actor, time or group: counted.
    """
    wanted = stages_of(stages, journey)
    log = read(events, wanted, actor=actor, time=time, event=event, by=by, period=period, journey=journey)
    moves = _counted(log)
    kept = [move for move in moves if (ends or move.target != _END) and (self_loops or move.source != move.target)]
    out: dict[tuple[Any, ...], int] = defaultdict(int)
    for move in kept:
        out[move.place] += move.times if move.target != _END else 0
    return result(
        [_row(move, log, out[move.place]) for move in kept],
        metric=metric,
        method=(
            "Share of the people seen in the stage who went from it to the target at least once, the next event of "
            f"any stage deciding{'' if self_loops else ' (repeats within a stage are one visit)'}; "
            "denominator: people seen in the source stage; 95 % Wilson interval."
        ),
        min_n=min_n,
        extras=EXTRAS,
        hide=("share", "move_share"),
    )


class _Move(NamedTuple):
    """A move from stage to stage (by number) within a group and period, and how often it was made."""

    group: Any
    period: Any
    source: int
    target: int
    times: int
    actors: int
    at_source: int

    @property
    def place(self) -> tuple[Any, Any, int]:
        return self.group, self.period, self.source


def _counted(log: Log) -> list[_Move]:
    """Return every move that was made, the last event of an actor being one to nowhere."""
    # Where several events fall together their order must not be the engine's choice.
    order = [TIME, STAGE, *log.carried]
    after = nw.col(STAGE).shift(-1).over(ACTOR, order_by=order).fill_null(_END)
    path = log.grouped(log.visits.with_columns(after.alias(_TARGET)))
    source = (ACTOR, GROUP, PERIOD, STAGE)
    mine = path.group_by(*source, _TARGET).agg(nw.len().alias(_COUNT))
    # One row of each actor stands for their being there, which counts people without a distinct count.
    one = nw.when(nw.col(_TARGET) == nw.col(_TARGET).min().over(*source)).then(1).otherwise(0)
    counted = mine.with_columns(one.alias(_ONE)).group_by(GROUP, PERIOD, STAGE, _TARGET)
    found = rows(counted.agg(nw.col(_COUNT).sum(), nw.len().alias("jw_actors"), nw.col(_ONE).sum()))
    there: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in found:
        there[row[GROUP], row[PERIOD], row[STAGE]] += int(row[_ONE])
    moves = [
        _Move(
            row[GROUP],
            row[PERIOD],
            int(row[STAGE]),
            int(row[_TARGET]),
            int(row[_COUNT]),
            int(row["jw_actors"]),
            there[row[GROUP], row[PERIOD], row[STAGE]],
        )
        for row in found
    ]
    # Ends come last, as the place after the last stage.
    return sorted(moves, key=lambda move: (*move.place, move.target == _END, move.target))


def _kind(source: int, target: int) -> str:
    if target == _END:
        return "end"
    return "next" if target == source + 1 else "skip" if target > source else "loop"


def _row(move: _Move, log: Log, out: int) -> dict[str, Any]:
    source = log.keys[move.source]
    return {
        "stage": source,
        **log.where(move.group, move.period),
        "source": source,
        "target": None if move.target == _END else log.keys[move.target],
        "kind": _kind(move.source, move.target),
        "count": move.times,
        "actors": move.actors,
        "share": move.actors / move.at_source,
        "move_share": move.times / out if move.target != _END else None,
        **share(move.actors, move.at_source),
    }


def links(result: pd.DataFrame, journey: Journey, *, least: float = 0.0) -> pd.DataFrame:
    """Return the moves of `transitions` as rows of a journey's links.

    ``journey.update("links", links(result, journey))`` puts them on the map, beside those that are there;
    ``journey.links = links(result, journey)`` puts them there alone. A link that is there already, from the same
    stage to the same, keeps its id, its kind and the words that somebody wrote on it.

    Parameters
    ----------
    result
        Of `transitions`, with one group and one period, or none.
    journey
        Whose stages the moves go between.
    least
        Moves of a smaller share, 0 to 1, are left out, as are those with too small an n, and ends.

    Returns
    -------
    pandas.DataFrame
        ``id`` (None: new), ``source``, ``target``, ``label`` (``"38 of 112"`` people), ``kind``, ``share``.

    Raises
    ------
    MetricError
        The result is none of `transitions`, has several groups or periods, or names a stage that is not there.
    """
    if not {"source", "target", "kind", "actors", "share"} <= set(result.columns):
        raise MetricError(
            "The frame has no columns source, target, kind, actors and share. Give a result of transitions()."
        )
    for column in ("persona", "period"):
        found = list(dict.fromkeys(result[column]))
        if len(found) > 1:
            shown = ", ".join(repr(value) for value in found[:5])
            raise MetricError(f"The result has several values of {column!r}: {shown}. Keep the rows of one of them.")
    keys = [*result["source"], *result["target"].dropna()]
    ids = stage_ids(journey, dict.fromkeys(keys))
    held = {(link["source"], link["target"]): link for link in journey.links.reset_index().to_dict("records")}
    made: dict[str, list[Any]] = {name: [] for name in ("id", "source", "target", "label", "kind", "share")}
    for row in result.to_dict("records"):
        if row["target"] is None or row["note"] or row["share"] < least:
            continue
        ends = ids[row["source"]], ids[row["target"]]
        link = held.get(ends, {"id": None, "label": "", "kind": row["kind"]})
        written = link["label"] and not _LABEL.fullmatch(link["label"])
        label = link["label"] if written else f"{row['actors']} of {row['n']}"
        for name, value in zip(made, (link["id"], *ends, label, link["kind"], row["share"]), strict=True):
            made[name].append(value)
    share_of = pd.Series(made.pop("share"), dtype="float64")
    frame: pd.DataFrame = pd.DataFrame(made, dtype=object).assign(share=share_of)
    return frame
