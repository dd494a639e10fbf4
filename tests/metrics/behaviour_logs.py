"""Logs for the behaviour metrics: ties, doubled rows, repeated stages, stages and periods that nobody is in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from tests.metrics.behaviour_reference import Event, Stages, stage_sets

HOUR = 3_600_000_000
DAY = 24 * HOUR
# The last day of a year, a quarter, a month and an ISO week: periods begin in the middle of every log.
BEGIN = 1_609_372_800_000_000 - DAY
NAMES = "abcdex"
STAGES: dict[str, str | list[str]] = {"A": "a", "B": ["b", "c"], "Nobody": "nothing", "D": "d"}
FULL: dict[str, str | list[str]] = {key: names for key, names in STAGES.items() if key != "Nobody"}
AGAIN: dict[str, str | list[str]] = {"First": "a", "Then": ["b", "a"], "Last": "a"}
COLUMNS: dict[str, Any] = {"actor": "who", "time": "at", "event": "what"}


def sets(stages: dict[str, str | list[str]]) -> Stages:
    return stage_sets(stages)


def frame(log: Sequence[Event]) -> pd.DataFrame:
    """Return a log as the frame that a caller would have."""
    found: pd.DataFrame = pd.DataFrame(
        {
            "who": pd.Series([row.actor for row in log], dtype=object),
            "at": pd.Series(pd.to_datetime([row.time for row in log], unit="us")).astype("datetime64[us]"),
            "what": pd.Series([row.event for row in log], dtype=object),
            "plan": pd.Series([row.group for row in log], dtype=object),
        }
    )
    return found


def many(seed: int, actors: int = 500, days: int = 100) -> list[Event]:
    """Return the events of many actors, a log each: hours apart, so that many fall together."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    log = []
    for actor in range(actors):
        begin = rng.randrange(days)
        for _ in range(rng.randrange(1, 14)):
            hours = rng.choice([rng.randrange(4), rng.randrange(24 * 5), rng.randrange(24 * days)])
            row = Event(f"u{actor:04d}", BEGIN + begin * DAY + hours * HOUR, rng.choice(NAMES), rng.choice("pq"))
            log += [row] * rng.choice([1, 1, 1, 2])
    rng.shuffle(log)
    return log


_times = st.one_of(
    st.integers(0, 6).map(lambda hours: BEGIN + DAY - 3 * HOUR + hours * HOUR),
    st.integers(0, 70).map(lambda days: BEGIN + days * DAY),
)
events = st.builds(Event, st.sampled_from(["u1", "u2", "u3"]), _times, st.sampled_from(NAMES), st.sampled_from("pq"))
logs = st.lists(events, min_size=1, max_size=24)
"""Small logs, which shrink."""
