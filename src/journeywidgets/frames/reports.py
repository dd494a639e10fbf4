"""Reports as frames: what was changed, what differs, and the map as seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from journeywidgets.frames.columns import copied
from journeywidgets.model import emotion
from journeywidgets.model.changes import Change, Op, same
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import TABLES
from journeywidgets.model.series import SeriesIndex
from journeywidgets.model.tables import Tables

_HISTORY = ("revision", "time", "actor", "label", "table", "id", "field", "old", "new")
_DIFFERENCES = ("table", "id", "kind", "field", "old", "new")
_CAPTIONS = ("title", "name", "text", "pseudonym", "exact", "quote", "label")


def history_frame(changes: Iterable[Change]) -> pd.DataFrame:
    """Return changes as a frame, oldest first: one row for each field set, row added or deleted.

    Parameters
    ----------
    changes
        The changes that hold.

    Returns
    -------
    DataFrame
        revision, time (UTC), actor, label, table, id, field, old, new. The `field` of a row
        added or deleted is None; its words are in `new` or `old`. Columns of the caller's own
        have their own names.
    """
    rows = [
        (change.revision, change.time, change.actor, change.label, op.table, op.id, *what)
        for change in changes
        for op in change.ops
        for what in _what(op)
    ]
    frame: pd.DataFrame = pd.DataFrame(rows, columns=list(_HISTORY), dtype=object)
    frame["revision"] = frame["revision"].astype("int64")
    frame["time"] = pd.to_datetime(frame["time"], utc=True, format="ISO8601").astype("datetime64[ns, UTC]")
    return frame


def _what(op: Op) -> Iterator[tuple[str | None, Any, Any]]:
    if op.kind == "add":
        yield None, None, _caption(op.values)
    elif op.kind == "delete":
        yield None, _caption(op.old), None
    else:
        yield from _fields(op.old, op.values, TABLES[op.table].own)


def _caption(row: Mapping[str, Any]) -> Any:
    """Return the words by which a person knows a row; "" where it has none."""
    return next((row[name] for name in _CAPTIONS if name in row), "")


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], own_field: str | None) -> Iterator[tuple[str, Any, Any]]:
    """Yield name, old and new value of every field that differs, the caller's own columns one by one."""
    for name, value in new.items():
        before = old.get(name)
        if same(before, value):
            continue
        if name != own_field:
            yield name, copied(before), copied(value)
            continue
        for own in dict.fromkeys([*(before or {}), *value]):
            yield from _fields({own: (before or {}).get(own)}, {own: value.get(own)}, None)


def diff_frame(before: Tables, after: Tables) -> pd.DataFrame:
    """Return what differs between two documents: one row for each field, row added or removed.

    Returns
    -------
    DataFrame
        table, id, kind (``added``, ``removed``, ``changed``: seen from `before` to `after`),
        field, old, new; otherwise as in `history_frame`.
    """
    record = before.schema.record
    rows: list[tuple[Any, ...]] = [
        (record, before.meta["id"], *what) for what in _differing(record, before.meta, after.meta)
    ]
    for table in before.schema.rows:
        now = after.tables[table]
        for row in before.shown(table):
            rows += [(table, row["id"], *what) for what in _differing(table, row, now.get(row["id"]))]
        for row in after.shown(table):
            if row["id"] not in before.tables[table]:
                rows.append((table, row["id"], "added", None, None, _caption(row)))
    frame: pd.DataFrame = pd.DataFrame(rows, columns=list(_DIFFERENCES), dtype=object)
    return frame


def _differing(table: str, old: Row, new: Row | None) -> Iterator[tuple[str, str | None, Any, Any]]:
    if new is None:
        yield "removed", None, _caption(old), None
        return
    for what in _fields(old, new, TABLES[table].own):
        yield ("changed", *what)


def map_frame(document: Document) -> pd.DataFrame:
    """Return the map as seen: lanes by stages, titles on both sides.

    A cell holds the texts of its cards, one a line. In an emotion lane it holds the mean of
    the scores given there, in a metric lane everyone's figure that the map shows: that of all
    time, or else of the latest period; None where there is none. Where there are steps, the
    columns have two levels, stage and step; a stage with steps has a column of its own (step
    ``""``) only where something stands on it.
    """
    cells = _cells(document)
    stages = document.shown("stages")
    parents = {row["parent"] for row in stages} - {None}
    used = {stage for _, stage in cells}
    columns = [row for row in stages if row["id"] not in parents or row["id"] in used]
    lanes = document.shown("lanes")
    data = [[cells.get((lane["id"], stage["id"]), _blank(lane)) for stage in columns] for lane in lanes]
    index = pd.Index([lane["title"] for lane in lanes], dtype=object, name="lane")
    frame: pd.DataFrame = pd.DataFrame(data, index, _headers(document, columns, parents), dtype=object)
    return frame


def _headers(document: Document, columns: list[Row], parents: set[str]) -> pd.Index[Any]:
    if not parents:
        flat: pd.Index[Any] = pd.Index([row["title"] for row in columns], dtype=object, name="stage")
        return flat
    stages = document.tables["stages"]
    levels = [
        (row["title"], "") if row["parent"] is None else (stages[row["parent"]]["title"], row["title"])
        for row in columns
    ]
    nested: pd.Index[Any] = pd.MultiIndex.from_tuples(levels, names=["stage", "step"])
    return nested


def _blank(lane: Row) -> str | None:
    return None if lane["kind"] in {"emotion", "metric"} else ""


def _cells(document: Document) -> dict[tuple[str, str], Any]:
    """Return what stands in each cell that is not empty, by lane and stage."""
    texts: dict[tuple[str, str], list[str]] = {}
    for card in document.shown("cards"):
        if card["text"]:
            texts.setdefault((card["lane"], card["stage"]), []).append(card["text"])
    lanes = document.tables["lanes"]
    cells: dict[tuple[str, str], Any] = {
        key: "\n".join(found) for key, found in texts.items() if _blank(lanes[key[0]]) is not None
    }
    for lane in lanes.values():
        if lane["kind"] == "emotion":
            cells |= {(lane["id"], stage): mean for stage, mean in _means(document, lane["id"]).items()}
        elif lane["kind"] == "metric":
            cells |= {(lane["id"], stage): value for stage, value in _latest(document, lane["metric"]).items()}
    return cells


def _means(document: Document, lane: str) -> dict[str, float]:
    points: dict[str, list[emotion.Point]] = {}
    for point in emotion.curve(document, lane):
        points.setdefault(point.stage, []).append(point)
    return {
        stage: math.fsum(point.score * point.n for point in found) / sum(point.n for point in found)
        for stage, found in points.items()
    }


def _latest(document: Document, metric: str | None) -> dict[str, float]:
    """Return everyone's latest figure by stage, as the map shows it."""
    rows = [row for row in document.tables["values"].values() if row["metric"] == metric]
    index = SeriesIndex(rows)
    everyone = {stage: index.at(stage).get(None) for stage in {row["stage"] for row in rows}}
    latest = {stage: series.row["value"] for stage, series in everyone.items() if series is not None}
    return {stage: value for stage, value in latest.items() if value is not None}
