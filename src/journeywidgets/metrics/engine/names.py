"""Names of events, checked against the column that holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError, shorten


def check_names(names: Iterable[Any], *, key: str, column: str, kind: nw.dtypes.DType) -> None:
    """Raise a MetricError where a name can be none of a column's values: engines would cast, fail or stay silent.

    Parameters
    ----------
    names
        The events of a stage.
    key
        The stage, for the message.
    column, kind
        The events' column and its type.
    """
    held = (
        "text"
        if kind == nw.String
        else "truth values"
        if kind == nw.Boolean
        else "numbers"
        if kind.is_numeric()
        else ""
    )
    for name in names:
        given = "text" if isinstance(name, str) else "truth values" if isinstance(name, bool) else "numbers"
        if held and given != held:
            raise MetricError(
                f"{key!r} is the event {shorten(name)}, but column {column!r} holds {held}. "
                "Give the events as the column holds them."
            )
