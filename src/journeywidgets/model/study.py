"""The document of a study: its tables, and the rules that bind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from journeywidgets.model.fields import Schema
from journeywidgets.model.schema import STUDY
from journeywidgets.model.tables import Tables


class StudyDocument(Tables):
    """A study's rows; ``study`` is its record."""

    schema: ClassVar[Schema] = STUDY
    placing: ClassVar[frozenset[str]] = frozenset({"order", "parent", "source", "start", "end"})
    shown_by: ClassVar[Mapping[str, tuple[str, ...]]] = {"segments": ("sources",), "quotes": ("sources",)}

    def siblings_key(self, table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return what rows share among which `row` has its place: the parent of codes."""
        return (row["parent"],) if table == "codes" else ()
