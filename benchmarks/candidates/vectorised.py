"""The funnel in pandas, by whole columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

_DAY = 24 * 3_600 * 1_000_000
_STEPS = {"saw_station": 1, "compared_prices": 2, "signed_up": 3, "rode": 4}
_NEVER = np.iinfo(np.int64).min // 2


def answer(files: str, days: int | None) -> list[int]:
    """Return how many reach each step."""
    events = pd.read_parquet(Path(files).parent)
    events = events[events["event"].isin(list(_STEPS))]
    events = events.assign(step=events["event"].map(_STEPS).astype("int8")).drop(columns="event")
    events = events.sort_values(["rider", "time", "step"], ignore_index=True)
    time, step, rider = events["time"].astype("int64").to_numpy(), events["step"].to_numpy(), events["rider"]
    start = np.where(step == 1, time, _NEVER)
    counts = [rider[step == 1].nunique()]
    for number in range(2, 5):
        # The latest start of a chain that reached the step before, of the rows before this one.
        latest = pd.Series(start).groupby(rider).cummax().groupby(rider).shift(fill_value=_NEVER).to_numpy()
        reached = (step == number) & (latest > _NEVER)
        if days:
            reached &= time - latest <= days * _DAY
        start = np.where(reached, latest, _NEVER)
        counts.append(rider[reached].nunique())
    return counts
