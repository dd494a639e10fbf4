"""Rows on their way in: titles or mappings to operations, and places among siblings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journeywidgets.errors import TableError, shorten
from journeywidgets.model import order
from journeywidgets.model.changes import Op
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import table_of
from journeywidgets.model.tables import Tables

_NAMING = {"stages": "title", "lanes": "title", "personas": "name", "participants": "pseudonym", "codes": "name"}


def additions(table: str, rows: Iterable[str | Mapping[str, Any]], make_id: IdMaker, **common: Any) -> list[Op]:
    """Return the adds of rows given as titles (names) or mappings, with a stage's ``steps``."""
    ops: list[Op] = []
    for given in [rows] if isinstance(rows, str) else rows:
        row = dict(given) if isinstance(given, Mapping) else {_NAMING[table]: given}
        steps = row.pop("steps", ()) if table == "stages" else ()
        row_id = row.pop("id", None) or make_id()
        ops.append(Op("add", table, row_id, {**common, **row}))
        ops += additions(table, steps, make_id, parent=row_id)
    return ops


def own_fields(table: str, values: Mapping[str, Any], current: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return `values` with columns that the table does not know put into its map of own columns.

    A table without one keeps them as they are, to be refused by the document.
    """
    known, place_of_own = table_of(table).fields, table_of(table).own
    own = {name: value for name, value in values.items() if name not in known}
    if not own or place_of_own is None:
        return dict(values)
    before = values.get(place_of_own, (current or {}).get(place_of_own, {}))
    rest = {name: value for name, value in values.items() if name in known}
    return {**rest, place_of_own: {**before, **own}}


def place(
    document: Tables, table: str, like: Mapping[str, Any], before: str | None, after: str | None
) -> tuple[str, list[Op]]:
    """Return a key for a row beside a sibling, or behind all of them.

    Returns
    -------
    key, give_way
        The key, and the ops by which siblings whose keys leave no room get new ones.

    Raises
    ------
    TableError
        `before` or `after` is not among the siblings.
    """
    siblings = document.siblings(table, like, [like["id"]])
    index, beside = len(siblings), after if before is None else before
    if beside is not None:
        found = [number for number, row in enumerate(siblings) if row["id"] == beside]
        if not found:
            raise TableError(
                f"{shorten(beside)} is not among the siblings",
                table=table,
                row=like["id"],
                value=beside,
                remedy="Give the id of a row in the same place: the same stage, lane or parent.",
            )
        index = found[0] + (before is None)
    made, rekeyed = order.keys(siblings, index)
    give_way = [Op("set", table, row_id, {"order": key}) for row_id, key in rekeyed.items()]
    return made[0], give_way
