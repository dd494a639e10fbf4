"""Random logs with many ties, and what the reference says of them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from tests.metrics.reference import Event, Options, held_back, reached

START = pd.Timestamp("2026-01-30T22:00:00")
HOUR = pd.Timedelta(hours=1)
NAMES = "abcdx"
"""The events of random logs: "x" is never a stage."""
CHANNELS = ("web", "app", None)


def random_log(seed: int, actors: int, *, names: str = NAMES, most: int = 8, hours: int = 8) -> pd.DataFrame:
    """A log whose actors have up to `most` events each, at one of a few hours: most events share theirs.

    It crosses the end of a month, ISO week and day; some rows occur twice.
    """
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    rows = []
    for actor in range(actors):
        mine = chance.sample(names, chance.randint(2, len(names)))
        for _ in range(chance.randint(1, most)):
            row = (actor, chance.randrange(hours), chance.choice(mine), chance.choice(CHANNELS), chance.randrange(4))
            rows += [row] * (2 if chance.random() < 0.1 else 1)
    chance.shuffle(rows)
    frame: pd.DataFrame = pd.DataFrame(rows, columns=["who", "hour", "what", "channel", "level"])
    frame["at"] = (START + frame.pop("hour") * HOUR).astype("datetime64[us]")
    return frame


def meaning(given: Any) -> frozenset[Any]:
    return frozenset(given) if isinstance(given, list | tuple) else frozenset([given])


def actor_events(
    frame: pd.DataFrame, stages: Sequence[Any], exclude: Any, groups: Sequence[Iterable[Any]] | None = None
) -> dict[Any, list[Event]]:
    """The events of each actor, as the reference takes them. `groups` are those of each row; one for all if None."""
    wanted = [meaning(given) for given in stages]
    broken = frozenset() if exclude is None else meaning(exclude)
    found: dict[Any, list[Event]] = defaultdict(list)
    for at, (who, time, what) in enumerate(zip(frame["who"], frame["at"], frame["what"], strict=True)):
        found[who].append(
            {
                "time": (time - START) // pd.Timedelta(microseconds=1),
                "fits": frozenset(number for number, names in enumerate(wanted) if what in names),
                "excluded": what in broken,
                "groups": frozenset([None] if groups is None else groups[at]),
            }
        )
    return found


def expected(
    logs: Mapping[Any, Sequence[Event]], stages: int, options: Options, last: int
) -> tuple[dict[tuple[Any, Any], int], dict[Any, int]]:
    """By (actor, group) the stages reached, and by group the number held back, in a log that ends at `last`."""
    levels: dict[tuple[Any, Any], int] = {}
    held: dict[Any, int] = defaultdict(int)
    for actor, events in logs.items():
        for group in {group for event in events if 0 in event["fits"] for group in event["groups"]}:
            level = reached(events, stages, options, group, last)
            assert level is not None
            levels[actor, group] = level
            held[group] += held_back(events, options.window, group, last)
    return levels, dict(held)
