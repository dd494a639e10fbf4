"""A result read for a chart: rows of plain values, with the journey's titles, order and names."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from journeywidgets.charts.columns import OVERALL, Columns, in_order
from journeywidgets.charts.people import People
from journeywidgets.charts.text import Figures, n_text, one_line
from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.escape import printable
from journeywidgets.journey import Journey
from journeywidgets.metrics.result import COLUMNS as RESULT_COLUMNS
from journeywidgets.metrics.result import NOT_ASKED, NOT_REACHED, TOO_SMALL

Row = dict[str, Any]
_MARKS = {TOO_SMALL: "○", NOT_ASKED: "\u2013", NOT_REACHED: "∞"}
_KEYS = ("stage", "persona", "source", "target", "against")
_TEXTS = ("metric", "period", "cohort", "method", "unit", "direction", "note")


class Reading:
    """A result, or a journey's own figures, arranged for drawing.

    Attributes
    ----------
    rows
        A mapping a figure: ``stage, stage_title, persona, persona_name, who`` (its place among `people`),
        ``period, value, low, high, n, note``, the extra columns, and the texts ``value_text, interval_text, n_text``.
    columns, people
        Where a figure stands, and whose it is.
    metric, methods, unit
        What is shown, and how it was computed.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        metric: str,
        methods: Sequence[str] = (),
        unit: str = "",
        journey: Journey | None = None,
        step: float | None = None,
        most: int = 1,
        also: Sequence[str] = (),
    ) -> None:
        outline = None if journey is None else _outline(journey)
        stages, personas = ({}, []) if outline is None else (_stages(outline), outline.personas)
        known = {} if outline is None else _known(outline)
        names = self._names = _by_name(personas)
        self.rows = [dict(row) for row in rows]
        for row in self.rows:
            row["stage"] = _stage(row.get("stage"), known, journey)
            row["persona"] = names.get(row.get("persona"), row.get("persona"))
            for name in also:
                row[name] = None if row[name] is None else _stage(row[name], known, journey)
        found = dict.fromkeys(row[name] for row in self.rows for name in ("stage", *also) if row[name] is not None)
        if outline is not None:
            extra = {key: title for key, title in _all_stages(outline).items() if key in found}
            titles = {key: title for key, title in _all_stages(outline).items() if key in stages or key in extra}
            self.columns = Columns({**titles, **({OVERALL: "Overall"} if OVERALL in found else {})}, step)
        else:
            self.columns = Columns(in_order(found), step)
        self.people = People((row["persona"] for row in self.rows), personas)
        self.metric, self.methods, self.unit = metric, list(methods), unit
        self.figures = Figures(
            [row.get(name) for row in self.rows for name in ("value", "low", "high")], unit, most=most
        )
        for row in self.rows:
            self._tell(row)

    def _tell(self, row: Row) -> None:
        row["stage_title"] = self.columns.titles[row["stage"]]
        row["persona_name"] = self.people.name(row["persona"])
        row["who"] = self.people.place(row["persona"])
        row["shape"] = -1 - row["who"]
        low, high = row.get("low"), row.get("high")
        row["value_text"] = self.figures.value(row.get("value")) or row.get("note") or "no value"
        row["interval_text"] = self.figures.interval(low, high) or "none"
        row["n_text"] = n_text(row.get("n"))
        note = row["note"] = row.get("note") or ""
        row["says"] = note.replace(TOO_SMALL, f"{TOO_SMALL}\n{row['n_text']}".strip())
        row["mark"] = _MARKS.get(note, "")

    @property
    def periods(self) -> list[str]:
        """The periods, in order."""
        return sorted({row["period"] for row in self.rows if row.get("period") is not None})

    def name_of(self, group: str | None) -> str:
        """Return the name of a group that may have no figure of its own."""
        return self.people.name(self._names.get(group, group))

    @property
    def notes(self) -> list[str]:
        """What the marks of figures that are none mean."""
        found = {row.get("note") for row in self.rows}
        return [f"{sign} {note}" for note, sign in _MARKS.items() if note in found]


def read(
    frame: Any,
    name: str,
    *,
    journey: Journey | None = None,
    step: float | None = None,
    extras: Iterable[str] = (),
    most: int = 1,
    also: Sequence[str] = (),
) -> Reading:
    """Return a result as a `Reading`; the columns `also` hold stages too.

    Raises
    ------
    JourneyError
        It is no result frame, lacks columns, or holds more than one metric.
    """
    if not isinstance(frame, pd.DataFrame):
        raise JourneyError(
            f"charts.{name}: {shorten(frame)} is no result. Give the DataFrame that a function of "
            f"journeywidgets.metrics returns."
        )
    twice = [str(column) for column, times in Counter(frame.columns).items() if times > 1]
    if twice:
        raise JourneyError(f"charts.{name}: the result has more than one column {shorten(twice[0])}. Keep one of each.")
    missing = [column for column in (*RESULT_COLUMNS, *extras) if column not in frame.columns]
    if missing:
        raise JourneyError(
            f"charts.{name}: the result has no column {', '.join(map(repr, missing))}. Give the result of "
            f"metrics.{_SOURCES.get(name, name)} as it is, or rows of it."
        )
    rows = [_plain(row) for row in frame.to_dict("records")]
    metrics = list(dict.fromkeys(row["metric"] or "" for row in rows))
    if len(metrics) > 1:
        raise JourneyError(
            f"charts.{name}: the result holds {len(metrics)} metrics: {shorten(metrics)}. Give the rows of one: "
            f"result[result['metric'] == {metrics[0]!r}]."
        )
    units = list(dict.fromkeys(row["unit"] or "" for row in rows))
    if len(units) > 1:
        raise JourneyError(f"charts.{name}: the result holds values in {shorten(units)}. Give rows with one unit.")
    methods = dict.fromkeys(one_line(row["method"]) for row in rows if row["method"])
    return Reading(
        rows,
        metric=one_line(metrics[0], 120) if metrics else "",
        methods=list(methods),
        unit=units[0] if units else "",
        journey=journey,
        step=step,
        most=most,
        also=also,
    )


_SOURCES = {"trend": "any function", "compare": "compare"}


def _plain(row: Mapping[Any, Any]) -> Row:
    """Return a row with Python's own values: None for what is missing, texts that any format can hold."""
    return {str(name): _value(value, str(name)) for name, value in row.items()}


def _value(value: Any, name: str) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if name in _KEYS:  # as they are, for the map knows them so; only what no JSON can hold is replaced
        return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, (bool, int, float)) and name not in _TEXTS else printable(str(value))


def _outline(journey: Journey) -> Outline:
    with journey.store.lock:
        return Outline(journey.store.document)


def _stages(outline: Outline) -> dict[str, str]:
    """Return the map's columns."""
    return {column.row["id"]: column.row["title"] for column in outline.columns}


def _all_stages(outline: Outline) -> dict[str, str]:
    """Return every stage and step, in the map's order."""
    return {row["id"]: row["title"] for row in outline.document.shown("stages")}


def _known(outline: Outline) -> dict[str, str | None]:
    """Return the id of each stage by its id and by its title; None for a title that several have."""
    known: dict[str, str | None] = {}
    for key, title in _all_stages(outline).items():
        known[title] = None if title in known else key
    return {**known, **{key: key for key in _all_stages(outline)}}


def _by_name(personas: Iterable[Mapping[str, Any]]) -> dict[Any, str]:
    """Return the id of each persona by its name, where no other has it."""
    rows = list(personas)
    often = Counter(row["name"] for row in rows)
    ids = {row["id"] for row in rows}
    return {row["name"]: row["id"] for row in rows if often[row["name"]] == 1 and row["name"] not in ids}


def _stage(stage: str | None, known: Mapping[str, str | None], journey: Journey | None) -> str:
    if stage is None:
        return OVERALL
    if journey is None:
        return stage
    if stage not in known:
        raise JourneyError(
            f"charts: stage {shorten(stage)} is no id or title of a stage of the journey {shorten(journey.title)}. "
            f"Its stages: {shorten(list(known), 200)}."
        )
    found = known[stage]
    if found is None:
        raise JourneyError(f"charts: several stages have the title {shorten(stage)}. Compute with their ids.")
    return found
