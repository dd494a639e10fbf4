"""The tables of both kinds of documents; no two tables have one name."""

from __future__ import annotations

from journeywidgets.model.fields import IMAGE_LIMIT, TEXT_LIMIT, Field, Kind, OnDelete, Schema, Table
from journeywidgets.model.schema.journey import JOURNEY, LANE_KINDS, LANE_ROLES, LEVELS, SCORE_RANGES, STANCES
from journeywidgets.model.schema.study import (
    CODE_KINDS,
    CONTEXT,
    ORIGINS,
    PROVENANCES,
    ROLES,
    SOURCE_KINDS,
    SOURCE_LIMIT,
    STUDY,
)

TABLES: dict[str, Table] = {**JOURNEY.tables, **STUDY.tables}
"""Every table of every kind of document."""
ROW_TABLES: tuple[str, ...] = JOURNEY.rows
"""A journey's tables of rows."""


def dependents(table: str) -> list[tuple[Table, Field]]:
    """Return every (table, field) whose rows point into `table`."""
    return [(other, field) for other in TABLES.values() for field in other.refs if field.ref == table]


__all__ = [
    "CODE_KINDS",
    "CONTEXT",
    "IMAGE_LIMIT",
    "JOURNEY",
    "LANE_KINDS",
    "LANE_ROLES",
    "LEVELS",
    "ORIGINS",
    "PROVENANCES",
    "ROLES",
    "ROW_TABLES",
    "SCORE_RANGES",
    "SOURCE_KINDS",
    "SOURCE_LIMIT",
    "STANCES",
    "STUDY",
    "TABLES",
    "TEXT_LIMIT",
    "Field",
    "Kind",
    "OnDelete",
    "Schema",
    "Table",
    "dependents",
]
