"""Codebook: a table of codes, as Taguette and its like export it, or as a researcher keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.grid import Given, Grid, cell_text, plain, read_grid
from journeywidgets.evidence.readers.reading import Reading, lines
from journeywidgets.evidence.readers.titles import Titles, known
from journeywidgets.model.intake import COLOR
from journeywidgets.model.schema.study import CODE_KINDS

_NAMES = ("tag", "name", "path", "code", "code name", "theme")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "parent": ("parent", "parent code", "category"),
    "definition": ("description", "definition", "meaning"),
    "apply_when": ("apply_when", "apply when", "when to use", "inclusion criteria", "include"),
    "not_this": ("not_this", "not this", "when not to use", "exclusion criteria", "exclude"),
    "color": ("color", "colour"),
    "kind": ("kind", "type"),
}
_COUNTS = ("number of highlights", "number of documents")
_SURE = frozenset(word for part in ("definition", "apply_when", "not_this") for word in _COLUMNS[part])


def looks(grid: Grid) -> bool:
    """Return whether a table is a codebook: codes and what they mean, and nothing else that it does not know."""
    header = {plain(title).casefold() for title in grid.header() if title.strip()}
    known = {*_NAMES, *_COUNTS, *(word for words in _COLUMNS.values() for word in words)}
    return bool(header & set(_NAMES)) and bool(header & (_SURE | set(_COUNTS))) and header <= known


def read(
    given: Given,
    *,
    name: str | None = None,
    path: str | None = None,
    sheet: str | int | None = None,
    encoding: str | None = None,
    **columns: str,
) -> Reading:
    r"""Read a codebook: a row a code.

    Parameters
    ----------
    given
        A CSV file, a workbook, or a frame.
    name
        The column of the codes' names. Default: ``tag``, ``name``, ``path``, ``code`` or ``theme``.
    path
        A regular expression for what stands between a code and its part in the name: ``r"\s*/\s*"``. Default:
        a name is a name; a column ``parent`` nests them.
    sheet, encoding
        Which sheet of a workbook; how a CSV file is encoded.
    **columns
        The columns of ``parent``, ``definition``, ``apply_when``, ``not_this``, ``color`` and ``kind``, where they
        have other titles than the usual ones.

    Raises
    ------
    EvidenceError
        A column is not there, there is none of names, or a code is its own ancestor.
    """
    grid = read_grid(given, sheet=sheet, encoding=encoding)
    titles = Titles(grid.header())
    known(columns, tuple(_COLUMNS), "codebook")
    place = titles.first(_NAMES) if name is None else titles.place(name, "name")
    if place is None:
        raise EvidenceError(f"none of the {grid.width} columns is called tag, name or path. Name it: name=….")
    places = {
        part: titles.place(columns[part], part) if part in columns else titles.first(words)
        for part, words in _COLUMNS.items()
    }
    reading = Reading("codebook")
    rows = _rows(reading, grid, place, {part: one for part, one in places.items() if one is not None and one != place})
    _Book(reading, rows, path).read()
    used = {place, *places.values(), *(titles.find(count) for count in _COUNTS)}
    for other in range(grid.width):
        if other not in used:
            filled = sum(1 for row in grid.rows[1:] if cell_text(row[other]).strip())
            reading.drop(titles.label(other), filled, "not a column of a codebook")
    return reading


@dataclass(frozen=True)
class _Row:
    place: str
    name: str
    parent: str
    values: Mapping[str, Any]


def _rows(reading: Reading, grid: Grid, place: int, places: Mapping[str, int]) -> list[_Row]:
    found: list[_Row] = []
    for index in range(1, len(grid.rows)):
        row = grid.rows[index]
        name = plain(cell_text(row[place]))
        if not name:
            reading.drop("row", 1, "without a code's name")
            continue
        values = {part: lines(cell_text(row[one])) for part, one in places.items()}
        parent = plain(values.pop("parent", ""))
        kind, color = values.get("kind", "").lower(), values.get("color", "")
        if kind and kind not in CODE_KINDS:
            reading.doubt(grid.place(index), "a kind of code that is not known", "taken as a theme")
        if color and not COLOR.fullmatch(color):
            reading.drop("color", 1, "is not #rgb or #rrggbb")
        values["kind"] = kind if kind in CODE_KINDS else ""
        values["color"] = color if COLOR.fullmatch(color) else ""
        found.append(_Row(grid.place(index), name, parent, {part: value for part, value in values.items() if value}))
    return found


class _Book:
    def __init__(self, reading: Reading, rows: list[_Row], path: str | None) -> None:
        self._reading, self._rows, self._path = reading, rows, path
        self._by_name: dict[str, _Row] = {}
        for row in rows:
            self._by_name.setdefault(row.name.casefold(), row)

    def read(self) -> None:
        for row in self._rows:
            self._add(row, ())

    def _add(self, row: _Row, way: tuple[str, ...]) -> str:
        if row.name.casefold() in way:
            raise EvidenceError(f"{row.place}: the code is its own ancestor. Give it another parent.")
        parent: str | None = None
        if row.parent:
            above = self._by_name.get(row.parent.casefold()) or _Row(row.place, row.parent, "", {})
            parent = self._add(above, (*way, row.name.casefold()))
        parts = [row.name] if self._path is None else [part for part in re.split(self._path, row.name) if part.strip()]
        for part in parts[:-1]:
            parent = self._reading.code(part, parent)
        key = self._reading.code(parts[-1] if parts else row.name, parent)
        held = next(code for code in reversed(self._reading.codes) if code["id"] == key)
        for column, value in row.values.items():
            held.setdefault(column, value)
        return key
