"""Frames of `evidence` on their way into a chart: checked, and as plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from journeywidgets.charts.text import one_line
from journeywidgets.errors import JourneyError, shorten


def checked(result: Any, function: str, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return a frame's rows, missing values as None; of text one line without what no markup can hold.

    Raises
    ------
    JourneyError
        It is not what ``evidence.<function>`` returns, or has no row.
    """
    if not isinstance(result, pd.DataFrame):
        raise JourneyError(f"charts.{function}: {shorten(result)} is no result. Give what evidence.{function} returns.")
    frame = result if result.index.name is None else result.reset_index()
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        names = ", ".join(map(repr, missing))
        raise JourneyError(
            f"charts.{function}: the result has no column {names}. Give what evidence.{function} returns."
        )
    if frame.empty:
        raise JourneyError(f"charts.{function}: the result has no rows. Code something first.")
    rows = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    return [{name: _plain(value) for name, value in row.items()} for row in rows.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    return value.item() if hasattr(value, "item") else value
