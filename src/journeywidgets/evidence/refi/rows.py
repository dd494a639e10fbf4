"""Rows: what is read, and which GUIDs have been seen."""

from __future__ import annotations

from typing import Any

from journeywidgets.evidence.readers.reading import TABLES, Reading
from journeywidgets.evidence.refi import guids


class Rows:
    """The rows of a project being read.

    Attributes
    ----------
    reading
        Takes the rows, and what was dropped and unsure.
    known
        The keys of each table's rows.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.known: dict[str, set[str]] = {table: set() for table in TABLES}

    def add(self, table: str, key: str, **values: Any) -> str:
        """Add a row and return its key."""
        self.known[table].add(key)
        return self.reading.add(table, id=key, **values)

    def has(self, table: str, key: str | None) -> bool:
        """Return whether there is a row of this key."""
        return key is not None and key in self.known[table]

    def fresh(self, table: str, element: Any, what: str) -> str | None:
        """Return an element's GUID as the key of a new row; None, and a line in the report, where it has none."""
        guid = guids.normal(element.get("guid"))
        if guid is None or guid in self.known[table]:
            self.reading.drop(what, 1, "has no GUID of its own, so nothing could refer to it")
            return None
        return guid

    def drop(self, what: str, how_many: int, why: str) -> None:
        """Say in the report that something was left out."""
        self.reading.drop(what, how_many, why)

    def doubt(self, place: str, what: str, assumed: str) -> None:
        """Say in the report how something was read that could be read in more than one way."""
        self.reading.doubt(place, what, assumed)
