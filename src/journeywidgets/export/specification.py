"""A chart's Vega-Lite specification, and what there is to read in it. Knows no chart library."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journeywidgets.errors import JourneyError

Spec = dict[str, Any]
Row = Mapping[str, Any]

LINKS = ("stage", "persona", "card")
"""The columns by which a chart and a map are linked."""
LIMIT = 2_000_000
"""Bytes of a specification, at most: it travels in one message, and is stored in the notebook."""
_SHOWN_BY = {"stage": ("stage_title",), "persona": ("persona_name",)}
_PLACES = ("x", "column", "row", "facet", "color", "shape", "detail", "y", "theta", "size", "text")
_PARTS = ("layer", "hconcat", "vconcat", "concat")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Column:
    """A column of a chart's data, and the words for it."""

    field: str
    title: str


@dataclass(frozen=True)
class Table:
    """Rows of a chart, by the name of their data set, and the columns that say what its marks show."""

    data: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Specification:
    """A chart as plain data.

    Attributes
    ----------
    spec
        Vega-Lite, its rows in ``datasets`` and nowhere else.
    title, description
        As its author gave them; empty where not.
    fields
        Which of the columns ``stage``, ``persona``, ``card`` have values.
    tables
        What stands for the chart where it cannot be seen.
    """

    spec: Spec
    title: str
    description: str
    fields: tuple[str, ...]
    tables: tuple[Table, ...]

    @classmethod
    def read(cls, spec: Mapping[str, Any]) -> Specification:
        """Return what is in a Vega-Lite specification.

        Raises
        ------
        JourneyError
            It would load something, or is over the limit of size.
        """
        own = _gathered(dict(spec))
        _refuse_addresses(own)
        found = cls(own, _text(own.get("title")), _lines(own.get("description")), _fields(own), _tables(own))
        size = len(found.to_json().encode())
        if size > LIMIT:
            rows = sum(len(rows) for rows in own["datasets"].values())
            raise JourneyError(
                f"the chart carries {size / 1e6:.1f} MB ({rows} rows); a page takes at most {LIMIT / 1e6:g} MB. "
                "Aggregate the rows before you draw them (journeywidgets.metrics does), or leave out columns."
            )
        return found

    @property
    def label(self) -> str:
        """The chart in words."""
        return self.description or self.title

    def rows(self, table: Table) -> list[Row]:
        """Return the rows of a table."""
        found: list[Row] = self.spec["datasets"][table.data]
        return found

    def to_json(self) -> str:
        """Return the specification as text. Halves of characters, which no page can read, become U+FFFD."""
        text = json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return _SURROGATES.sub("\ufffd", text)


def _gathered(spec: Spec) -> Spec:
    """Return a copy whose inline rows stand in ``datasets``."""
    own: Spec = _clean(spec)
    datasets: dict[str, Any] = own.setdefault("datasets", {})
    for unit in _units(own):
        data = unit.get("data")
        if isinstance(data, dict) and isinstance(data.get("values"), list):
            rows = data.pop("values")
            values = [row if isinstance(row, dict) else {"data": row} for row in rows]
            name = next((name for name, held in datasets.items() if held == values), f"rows-{len(datasets)}")
            datasets[name] = values
            data["name"] = name
    return own


def _clean(part: Any) -> Any:
    """Return a copy of plain values: a number that is none, or is endless, is null, as in JSON it must be."""
    if isinstance(part, dict):
        return {str(name): _clean(inner) for name, inner in part.items()}
    if isinstance(part, (list, tuple)):
        return [_clean(inner) for inner in part]
    if part is None or isinstance(part, (str, bool, int)):
        return part
    if isinstance(part, float):
        return part if math.isfinite(part) else None
    if hasattr(part, "isoformat"):
        return part.isoformat()
    return _clean(part.item()) if hasattr(part, "item") else str(part)


def _refuse_addresses(part: Any) -> None:
    if isinstance(part, dict):
        data = part.get("data")
        if isinstance(data, dict) and "url" in data:
            raise JourneyError(
                f"the chart loads its rows from {data['url']!r}; a linked chart loads nothing. "
                "Read them first, and give the chart the frame."
            )
        for name, inner in part.items():
            if name != "datasets":
                _refuse_addresses(inner)
    elif isinstance(part, list):
        for inner in part:
            _refuse_addresses(inner)


def _units(spec: Spec) -> Iterator[Spec]:
    """Return every part that may have data of its own, the whole first."""
    yield spec
    for name in _PARTS:
        for part in spec.get(name, ()):
            yield from _units(part)
    if isinstance(spec.get("spec"), dict):
        yield from _units(spec["spec"])


def _marks(spec: Spec, data: str | None = None) -> Iterator[tuple[str, Spec]]:
    """Return the parts with a mark, each with the name of its rows."""
    own = spec.get("data")
    here = own.get("name", data) if isinstance(own, dict) else data
    if "mark" in spec and here is not None:
        yield here, spec
    for name in _PARTS:
        for part in spec.get(name, ()):
            yield from _marks(part, here)
    if isinstance(spec.get("spec"), dict):
        yield from _marks(spec["spec"], here)


def _fields(spec: Spec) -> tuple[str, ...]:
    rows = [row for rows in spec["datasets"].values() for row in rows]
    return tuple(name for name in LINKS if any(row.get(name) is not None for row in rows))


def _tables(spec: Spec) -> tuple[Table, ...]:
    named: dict[str, dict[str, str]] = {}
    for data, unit in _marks(spec):
        rows = spec["datasets"].get(data) or []
        held = {name for row in rows for name in row}
        columns = named.setdefault(data, {})
        for field, title in _encoded(unit.get("encoding", {})):
            shown = next((name for name in _SHOWN_BY.get(field, ()) if name in held), field)
            if shown in held:
                columns.setdefault(shown, title)
    found = [Table(data, tuple(Column(*pair) for pair in columns.items())) for data, columns in named.items()]
    # Rows that only say where a stage stands are no data to read, where there are others.
    telling = [table for table in found if len(table.columns) > 1]
    return tuple(telling or [table for table in found if table.columns])


def _encoded(encoding: Spec) -> list[tuple[str, str]]:
    """Return the columns that an encoding shows: those of its tooltip, where it has one."""
    tips = encoding.get("tooltip")
    given = tips if isinstance(tips, list) else [encoding.get(name) for name in _PLACES]
    channels = [channel for one in given for channel in (one if isinstance(one, list) else [one])]
    fields = [channel for channel in channels if isinstance(channel, dict) and isinstance(channel.get("field"), str)]
    return [(str(channel["field"]), _title(channel)) for channel in fields]


def _title(channel: Spec) -> str:
    for place in (channel, channel.get("axis"), channel.get("legend"), channel.get("header")):
        title = place.get("title") if isinstance(place, dict) else None
        if title:
            return _lines(title)
    return str(channel["field"]).replace("_", " ").capitalize()


def _text(title: Any) -> str:
    return _lines(title.get("text") if isinstance(title, dict) else title)


def _lines(text: Any) -> str:
    return " ".join(str(line) for line in text) if isinstance(text, list) else str(text or "")
