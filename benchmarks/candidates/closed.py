"""The funnel of Retentioneering 5, which knows no window: any later step counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from retentioneering import Eventstream  # type: ignore[import-not-found] # in an environment of its own

_STEPS = ["saw_station", "compared_prices", "signed_up", "rode"]


def answer(files: str, days: int | None) -> list[int]:
    """Return how many reach each step."""
    if days is not None:
        raise ValueError("Retentioneering's funnel has no window")
    events = pd.read_parquet(Path(files).parent)
    stream = Eventstream(events, {"path_cols": ["rider"], "event_col": "event", "timestamp_col": "time"})
    return [step["unique_paths"] for step in stream.funnel_data(steps=_STEPS)["steps"]]
