"""A table of a journey as an attribute that reads and takes DataFrames."""

from __future__ import annotations

from typing import Protocol

import pandas as pd


class HasTables(Protocol):
    """What a journey gives the attribute."""

    def frame(self, table: str) -> pd.DataFrame:
        """Return a copy of a table."""

    def replace(self, table: str, frame: pd.DataFrame) -> None:
        """Make a table equal to a frame."""


class TableFrame:
    """A table as a DataFrame: read it, change the copy, assign it back."""

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the attribute's name for the table's."""
        self._table = name

    def __get__(self, journey: HasTables, owner: type | None = None) -> pd.DataFrame:
        """Return a copy of the table, indexed by id, in the order shown."""
        return journey.frame(self._table)

    def __set__(self, journey: HasTables, frame: pd.DataFrame) -> None:
        """Make the table equal to `frame`, as one change: the difference by id."""
        journey.replace(self._table, frame)
