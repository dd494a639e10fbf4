"""Attach: a tidy result as the operations that put its figures onto the map."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NoReturn

import pandas as pd

from journeywidgets.errors import JourneyWarning, TableError, shorten
from journeywidgets.frames.given import as_frame
from journeywidgets.frames.metric_row import MetricRow, find_metric
from journeywidgets.model.changes import Op, same
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row, clean, is_missing

NOT_ASKED, TOO_SMALL = "not asked", "n too small"
_FIGURES = ("value", "low", "high", "n")
_DIGITS = 6
_SHOWN = 5

Key = tuple[str, str | None, str | None]
NewId = Callable[[str], str]


@dataclass
class _Rows:
    """What a result says: figures by (stage, persona, period), keys without one, and the rows to warn of."""

    figures: dict[Key, Row] = field(default_factory=dict)
    not_asked: set[Key] = field(default_factory=set)
    no_stage: list[str] = field(default_factory=list)
    no_value: list[str] = field(default_factory=list)


def attachment(
    document: Document,
    result: Any,
    lane: str | None,
    *,
    new_id: NewId,
    given: Mapping[str, Any],
    computed_at: Any = None,
    replace: bool = False,
) -> tuple[MetricRow, list[Op]]:
    """Return the metric, and the operations that make its values those of a result.

    Parameters
    ----------
    document
        The journey's rows; the caller holds their lock.
    result, lane, computed_at, replace
        As `Journey.attach` takes them.
    new_id
        Makes the id of a new row, given the table's name.
    given
        The fields of the metric's row that the caller named, and ``metric``, its id or title; None where not.

    Raises
    ------
    TableError
        The result cannot be put onto this map; names row, column, value and the remedy.
    """
    frame = as_frame("values", result)
    metric = find_metric(document, frame, lane, given, new_id)
    rows = _read(document, frame)
    if not rows.figures and not rows.not_asked and len(frame):
        _nothing()
    _warn(rows)
    return metric, [*metric.ops, *_changes(document, metric, rows, new_id, computed_at, replace=replace)]


def _changes(
    document: Document, metric: MetricRow, rows: _Rows, new_id: NewId, computed_at: Any, *, replace: bool
) -> list[Op]:
    held: dict[Key, list[Row]] = {}
    for row in document.shown("values"):
        if row["metric"] == metric.id:
            held.setdefault((row["stage"], row["persona"], row["period"]), []).append(row)
    stamp = _now() if is_missing(computed_at) else clean("values", None, "computed_at", computed_at)
    adds: list[Op] = []
    sets: list[Op] = []
    gone = [row for key in rows.not_asked for row in held.get(key, [])]
    for key, figures in rows.figures.items():
        found = held.get(key, [])
        gone += found[1:]
        if not found:
            place = dict(zip(("metric", "stage", "persona", "period"), (metric.id, *key), strict=True))
            adds.append(Op("add", "values", new_id("values"), {**place, **figures, "computed_at": stamp}))
            continue
        before = found[0]
        changed = {name: value for name, value in figures.items() if not same(value, before[name])}
        if changed or (not is_missing(computed_at) and before["computed_at"] != stamp):
            sets.append(Op("set", "values", before["id"], {**changed, "computed_at": stamp}))
    if replace:
        gone += [row for key, others in held.items() if key not in rows.figures for row in others]
    deletes = [Op("delete", "values", row_id) for row_id in dict.fromkeys(row["id"] for row in gone)]
    return [*adds, *sets, *deletes]


def _now() -> str:
    return dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def _read(document: Document, frame: pd.DataFrame) -> _Rows:
    for name in ("stage", "value"):
        if name not in frame.columns:
            there = ", ".join(map(repr, frame.columns))
            remedy = f"Name it so: df.rename(columns={{…: {name!r}}}). Columns are {there}."
            raise TableError("is missing from the result", table="values", column=name, remedy=remedy)
    stages = _resolved(document, "stages", frame["stage"].tolist())
    personas = _resolved(document, "personas", _column(frame, "persona"))
    rows, seen = _Rows(), dict[Key, str]()
    columns = {name: _column(frame, name) for name in ("period", "note", *_FIGURES)}
    columns["period"] = [_whole(period) for period in columns["period"]]
    twice: list[str] = []
    for place, at in enumerate(map(shorten, frame.index.tolist())):
        label = f"(of the result, at {at})"
        row = {name: clean("values", label, name, columns[name][place]) for name in ("period", *_FIGURES)}
        row |= {name: _rounded(row[name]) for name in ("value", "low", "high")}
        if stages[place] is None:
            rows.no_stage.append(at)
            continue
        key = (str(stages[place]), personas[place], row.pop("period"))
        if key in seen:
            twice.append(f"{seen[key]} and {at}")
        seen[key] = at
        note = clean("values", label, "note", columns["note"][place])
        if note == NOT_ASKED:
            rows.not_asked.add(key)
        elif row["value"] is None and not note:
            # What was there before is no longer so, and nothing has taken its place.
            rows.no_value.append(at)
            rows.not_asked.add(key)
        else:
            # That n is too small the map says of itself, with the n.
            row["note"] = note if row["value"] is None and note != TOO_SMALL else ""
            rows.figures[key] = row
    if twice:
        remedy = "Give each (stage, persona, period) one row; where the result has groups, keep them in persona."
        if "target" in frame.columns:
            remedy = 'Moves from stage to stage are links: journey.update("links", metrics.links(result, journey)).'
        message = f"rows {_some(twice)} are of the same stage, persona and period"
        raise TableError(message, table="values", value=twice[0], remedy=remedy, code="duplicate")
    return rows


def _rounded(value: float | None) -> float | None:
    """Return a figure to six digits that count, and no fewer than those before the point.

    More would say nothing, and a thousand values would not fit into one message to the page.
    """
    if value is None or value == 0:
        return value
    return round(value, max(0, _DIGITS - 1 - math.floor(math.log10(abs(value)))))


def _whole(period: Any) -> Any:
    """Return a year as it is written: a column of years and missing ones holds 2026.0."""
    return int(period) if isinstance(period, float) and period.is_integer() else period


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    return frame[name].tolist() if name in frame.columns else [None] * len(frame)


def _resolved(document: Document, table: str, given: list[Any]) -> list[str | None]:
    """Return the ids of rows given by id, or by title (of personas: name)."""
    column = "name" if table == "personas" else "title"
    titled: dict[str, list[str]] = {}
    for row in document.shown(table):
        titled.setdefault(row[column], []).append(row["id"])
    known = document.tables[table]
    found: dict[str, str] = {}
    unknown: list[str] = []
    keys = [None if is_missing(value) else str(value) for value in given]
    for key in dict.fromkeys(key for key in keys if key is not None):
        ids = [key] if key in known else titled.get(key, [])
        if len(ids) > 1:
            what = f"is the {column} of {len(ids)} rows of {table}"
            remedy = f"Give the id: {', '.join(ids)}."
            raise TableError(f"{shorten(key)} {what}", table="values", column=table[:-1], value=key, remedy=remedy)
        if ids:
            found[key] = ids[0]
        else:
            unknown.append(key)
    if unknown:
        _unknown(table, unknown, [*titled])
    return [None if key is None else found[key] for key in keys]


def _unknown(table: str, unknown: list[str], known: list[str]) -> NoReturn:
    column, one = table[:-1], "name" if table == "personas" else "title"
    near = get_close_matches(unknown[0], known, 1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    there = f"There are {_some([repr(name) for name in known])}." if known else f"There are no {table}."
    add = f"add it first with j.add({table!r}, {one}={shorten(unknown[0])})"
    if table == "personas":
        add += ', or attach one group as everyone: result[result["persona"] == …].assign(persona=None)'
    raise TableError(
        f"no {column} has the id or {one} {_some([shorten(key) for key in unknown])}",
        table="values",
        column=column,
        value=unknown[0],
        remedy=f"{there}{meant} Rename it in the result, or {add}.",
        code="reference",
    )


def _nothing() -> NoReturn:
    remedy = "A map shows figures at its stages: compute the metric by stage, or name one with result.assign(stage=…)."
    raise TableError("no row names a stage", table="values", column="stage", remedy=remedy)


def _warn(rows: _Rows) -> None:
    for labels, why, left in (
        (rows.no_stage, "without a stage", "left out of the map"),
        (rows.no_value, "with no value and no note why", "without a value on the map"),
    ):
        if labels:
            count = "1 row" if len(labels) == 1 else f"{len(labels)} rows"
            message = f"{count} of the result {why} (at {_some(labels)}) {left}"
            warnings.warn(message, JourneyWarning, stacklevel=4)


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
