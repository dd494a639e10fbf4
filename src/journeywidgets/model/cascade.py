"""Cascade: what goes with rows that are deleted, and what only loses its reference to them."""

from __future__ import annotations

from collections.abc import Mapping

from journeywidgets.model.changes import Op
from journeywidgets.model.fields import Schema
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import dependents

Rows = Mapping[str, Mapping[str, Row]]


def deletions(schema: Schema, tables: Rows, chosen: Mapping[str, Mapping[str, Row]]) -> list[Op]:
    """Return the operations that delete rows with what hangs on them, which goes before what it hangs on.

    Parameters
    ----------
    schema, tables
        The document.
    chosen
        The rows to delete, by table and id.
    """
    gone: dict[str, dict[str, Row]] = {name: dict(chosen.get(name, {})) for name in schema.tables}
    cleared: list[Op] = []
    fresh = {name: set(rows) for name, rows in gone.items() if rows}
    while fresh:
        fresh = _hanging(tables, fresh, gone, cleared)
    kept = [op for op in cleared if op.id not in gone[op.table]]
    deletes = [
        Op("delete", name, row_id, old=row) for name in reversed(schema.tables) for row_id, row in gone[name].items()
    ]
    return [*kept, *deletes]


def _hanging(
    tables: Rows, fresh: Mapping[str, set[str]], gone: dict[str, dict[str, Row]], cleared: list[Op]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for target, ids in fresh.items():
        for table, field in dependents(target):
            for row_id, row in tables[table.name].items():
                if row[field.name] not in ids or row_id in gone[table.name]:
                    continue
                if field.on_delete == "clear":
                    values = {field.name: None}
                    cleared.append(Op("set", table.name, row_id, values, {field.name: row[field.name]}))
                else:
                    gone[table.name][row_id] = row
                    found.setdefault(table.name, set()).add(row_id)
    return found
