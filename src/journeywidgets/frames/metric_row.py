"""The metric and the lane that a result belongs to: found by title, or made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import pandas as pd

from journeywidgets.errors import TableError, shorten
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row, is_missing

_METHODS = 3
_SAID = ("method", "unit", "direction")
NewId = Callable[[str], str]


@dataclass(frozen=True)
class MetricRow:
    """A metric's id and title, and the operations that make or change its row and its lane."""

    id: str
    title: str
    ops: list[Op]


def find_metric(
    document: Document, frame: pd.DataFrame, lane: str | None, given: Mapping[str, Any], new_id: NewId
) -> MetricRow:
    """Find or make the metric and the lane of a result.

    A lane that is there decides: its metric is the one. Without a lane the title does. A lane that is not there
    is made, and shows a metric of that title that no lane shows yet, or a new one.

    Raises
    ------
    TableError
        The result holds several metrics, or what it names is there more than once, or is something else.
    """
    fields = {**_said(frame), **{name: value for name, value in given.items() if value is not None}}
    wanted = fields.pop("metric", None)
    title = _title(frame, wanted, lane)
    found = _by_title("lanes", lane, [row for row in document.shown("lanes") if row["kind"] == "metric"])
    if lane is not None and found is None:
        _check_free(document, lane)
    metric = _metric(document, wanted, title, found, lane)
    ops: list[Op] = []
    if metric is None:
        metric_id = new_id("metrics")
        title = title if wanted is None else str(wanted)
        ops.append(Op("add", "metrics", metric_id, {"title": title, **fields}))
    else:
        metric_id = metric["id"]
        ops.append(Op("set", "metrics", metric_id, fields))
        title = metric["title"]
    return MetricRow(
        metric_id, title, [*ops, *_lane_ops(document, found, lane or title, metric_id, new_id, named=bool(lane))]
    )


def _lane_ops(
    document: Document, found: Row | None, title: str, metric_id: str, new_id: NewId, *, named: bool
) -> list[Op]:
    lanes = [row for row in document.shown("lanes") if row["kind"] == "metric"]
    if found is None and not named:
        if any(row["metric"] == metric_id for row in lanes):
            return []
        free = [row for row in lanes if row["title"] == title and row["metric"] is None]
        found = free[0] if free else None
    if found is None:
        return [Op("add", "lanes", new_id("lanes"), {"title": title, "kind": "metric", "metric": metric_id})]
    return [Op("set", "lanes", found["id"], {"metric": metric_id})] if found["metric"] != metric_id else []


def _said(frame: pd.DataFrame) -> dict[str, str]:
    """Return what the result says of its metric: one unit, one direction, and how it was computed."""
    said: dict[str, str] = {}
    for name in _SAID:
        if name not in frame.columns:
            continue
        found = [str(value) for value in dict.fromkeys(frame[name].tolist()) if not is_missing(value)]
        if len(found) > 1 and name != "method":
            remedy = "Attach one metric at a time, in one unit."
            raise TableError(f"there are several: {', '.join(found)}", table="metrics", column=name, remedy=remedy)
        if found:
            more = [f"(and {len(found) - _METHODS} more, by stage or group)"] if len(found) > _METHODS else []
            said[name] = "\n".join([*found[:_METHODS], *more])
    return said


def _title(frame: pd.DataFrame, wanted: Any, lane: str | None) -> str:
    if "metric" not in frame.columns:
        title = wanted if wanted is not None else lane
        if title is None:
            remedy = 'Name the metric: attach(result, metric="NPS").'
            raise TableError("is missing from the result", table="values", column="metric", remedy=remedy)
        return str(title)
    titles = list(dict.fromkeys(frame["metric"].tolist()))
    if len(titles) > 1:
        shown = ", ".join(shorten(title) for title in titles)
        remedy = f'Attach one at a time: result[result["metric"] == {shorten(titles[0])}].'
        raise TableError(
            f"the result holds {len(titles)} metrics: {shown}", table="values", column="metric", remedy=remedy
        )
    if not titles:
        title = wanted if wanted is not None else lane
        return str(title) if title is not None else _no_rows()
    if is_missing(titles[0]):
        remedy = 'Name the metric: result.assign(metric="NPS").'
        raise TableError("a row names no metric", table="values", column="metric", value=titles[0], remedy=remedy)
    return str(titles[0])


def _no_rows() -> NoReturn:
    remedy = "Name the metric or the lane that it belongs to."
    raise TableError("the result has no rows", table="values", column="metric", remedy=remedy)


def _metric(document: Document, wanted: Any, title: str, lane: Row | None, named: str | None) -> Row | None:
    rows = document.shown("metrics")
    shown = {row["metric"] for row in document.shown("lanes") if row["metric"] is not None}
    if wanted is not None:
        chosen = _by_title("metrics", str(wanted), rows)
        if lane is not None and lane["metric"] is not None and (chosen is None or lane["metric"] != chosen["id"]):
            _other(document, lane, str(wanted))
        return chosen
    if lane is not None and lane["metric"] is not None:
        metric = document.row("metrics", lane["metric"])
        if metric["title"] != title:
            _other(document, lane, title)
        return metric
    titled = [row for row in rows if row["title"] == title]
    if named is not None:
        titled = [row for row in titled if row["id"] not in shown]
        return titled[0] if titled else None
    return _by_title("metrics", title, titled)


def _other(document: Document, lane: Row, title: str) -> NoReturn:
    metric = document.row("metrics", lane["metric"])
    raise TableError(
        f"the lane shows the metric {shorten(metric['title'])}, and the result is of {shorten(title)}",
        table="lanes",
        row=lane["id"],
        column="metric",
        value=title,
        remedy=f"Attach it to another lane, or say that it is this metric: metric={metric['id']!r}.",
    )


def _by_title(table: str, key: str | None, among: list[Row]) -> Row | None:
    """Return the row with this id or, among some, this title; None where there is none."""
    if key is None:
        return None
    titled = [row for row in among if row["id"] == key] or [row for row in among if row["title"] == key]
    if len(titled) > 1:
        ids = ", ".join(row["id"] for row in titled)
        raise TableError(
            f"there are {len(titled)} {table} with the title {shorten(key)}",
            table=table,
            column="title",
            value=key,
            remedy=f"Give the id of the one that is meant: {ids}.",
        )
    return titled[0] if titled else None


def _check_free(document: Document, lane: str) -> None:
    for row in document.shown("lanes"):
        if lane in (row["id"], row["title"]):
            raise TableError(
                f"the lane is of kind {row['kind']}, not metric",
                table="lanes",
                row=row["id"],
                column="kind",
                value=row["kind"],
                remedy="Give another title to make a metric lane.",
            )
