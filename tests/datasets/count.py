"""Plain counting over drawn rows: what the metrics would say, told without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from journeywidgets.datasets import Simulation

WINDOW = 7 * 24 * 3_600 * 1_000_000


@dataclass(frozen=True)
class Path:
    """The stage events of a rider: (microsecond, stage number), in order."""

    rider: int
    events: list[tuple[int, int]]

    def depth(self, entry: str, window: float) -> int:
        """Return how many stages the longest chain reaches, of any first event or of the first."""
        entries = [number for number, (_, stage) in enumerate(self.events) if stage == 0]
        return max(self._chain(begin, window) for begin in (entries if entry == "best" else entries[:1]))

    def _chain(self, begin: int, window: float) -> int:
        started, reached = self.events[begin][0], 1
        for time, stage in self.events[begin + 1 :]:
            if stage == reached and time - started <= window:
                reached += 1
        return reached

    def first(self, stage: int) -> int | None:
        """Return when the rider first came to a stage."""
        return next((time for time, found in self.events if found == stage), None)

    def entries(self) -> list[int]:
        """Return when each stage was entered, in order, each at or after the one before."""
        found: list[int] = []
        for time, stage in self.events:
            if stage == len(found):
                found.append(time)
        return found


def paths(city: Simulation) -> Iterator[Path]:
    """Yield each rider's stage events, ordered by (time, stage)."""
    number = {event: stage for stage, events in enumerate(city.stages.values()) for event in events}
    events = city.events.assign(stage=city.events["event"].map(number)).dropna(subset="stage")
    found = defaultdict(list)
    microseconds = events["time"].astype("int64")
    for rider, time, stage in zip(events["rider"], microseconds, events["stage"].astype(int), strict=True):
        found[rider].append((time, stage))
    for rider, mine in found.items():
        yield Path(rider, sorted(mine))


def personas(city: Simulation) -> pd.Series:
    """Return each rider's persona, found by the segments."""
    found: pd.Series[str] = pd.Series("", index=city.riders["rider"])
    for persona, segment in city.personas["segment"].items():
        found[city.riders.query(segment)["rider"]] = str(persona)
    return found


def deviation(count: float, n: float, rate: float) -> float:
    """Return by how many standard deviations a binomial count is off."""
    return float((count - n * rate) / np.sqrt(max(n * rate * (1 - rate), 1e-12)))
