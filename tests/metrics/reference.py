"""What a funnel means, by plain search through all chains of one actor: slow, and easy to believe.

Nothing here knows how the product computes it. An event is a dict with ``time`` (whole microseconds),
``fits`` (the set of stage numbers from 0 on), ``excluded``, and ``groups``: those that it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]


@dataclass(frozen=True)
class Options:
    order: str = "ordered"
    window: int | None = None
    entry: str = "best"
    matured_only: bool = False


def place(event: Event, group: Any, stages: int) -> tuple[Any, ...]:
    """The total order: time; the set with the earlier stage first; entries of the group; others; excluded."""
    fits = event["fits"]
    bits = tuple(0 if stage in fits else 1 for stage in range(stages))
    elsewhere = 0 in fits and group not in event["groups"]
    return event["time"], event["excluded"], not fits, bits, elsewhere


def reached(events: Sequence[Event], stages: int, options: Options, group: Any, last: int) -> int | None:
    """The number of stages that the best chain reaches; 0 if all entries are held back, None without entries."""
    log = sorted(events, key=lambda event: place(event, group, stages))
    entries = [at for at, event in enumerate(log) if 0 in event["fits"] and group in event["groups"]]
    if not entries:
        return None
    if options.matured_only:
        assert options.window is not None
        entries = [at for at in entries if log[at]["time"] + options.window <= last]
    if options.entry == "first":
        entries = entries[:1]
    return max((furthest(log, at, stages, options) for at in entries), default=0)


def held_back(events: Sequence[Event], window: int | None, group: Any, last: int) -> bool:
    entries = [event["time"] for event in events if 0 in event["fits"] and group in event["groups"]]
    return window is not None and bool(entries) and all(entry + window > last for entry in entries)


def furthest(log: list[Event], entry: int, stages: int, options: Options) -> int:
    best = 1
    for chain in chains(log, entry, stages, options.order):
        if len(chain) > best and holds(log, chain, options.window):
            best = len(chain)
    return best


def holds(log: list[Event], chain: tuple[int, ...], window: int | None) -> bool:
    """Whether the last event lies within the window, with none that breaks the chain before it."""
    begin, end = log[chain[0]]["time"], max(log[at]["time"] for at in chain)
    if window is not None and end - begin > window:
        return False
    return not any(event["excluded"] and begin <= event["time"] < end for event in log)


def chains(log: list[Event], entry: int, stages: int, order: str) -> Iterator[tuple[int, ...]]:
    """Every series of distinct events from the entry on, one a stage, as the order allows."""

    def extended(chain: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        yield chain
        if len(chain) == stages:
            return
        for at in allowed(log, chain, order):
            if len(chain) in log[at]["fits"]:
                yield from extended((*chain, at))

    return extended((entry,))


def allowed(log: list[Event], chain: tuple[int, ...], order: str) -> list[int]:
    if order == "strict":
        return [chain[-1] + 1] if chain[-1] + 1 < len(log) else []
    if order == "ordered":
        return list(range(chain[-1] + 1, len(log)))
    start = log[chain[0]]["time"]
    return [at for at, event in enumerate(log) if at not in chain and event["time"] >= start]
