"""Timing, and one line a figure."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any


def seconds(call: Callable[[], Any], *, runs: int = 7) -> float:
    """Return the median seconds of `call` over `runs`, after one that does not count."""
    call()
    taken = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def paired(one: Callable[[], Any], other: Callable[[], Any], *, runs: int = 7) -> float:
    """Return the median of one/other, the two measured in turn so that a slow moment hits both."""
    one(), other()
    ratios = []
    for _ in range(runs):
        first = seconds_once(one)
        ratios.append(first / seconds_once(other))
    return statistics.median(ratios)


def seconds_once(call: Callable[[], Any]) -> float:
    """Return the seconds of one call."""
    gc.collect()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def figure(name: str, value: float, limit: float, unit: str = "x") -> None:
    """Print a figure beside its limit."""
    mark = "ok  " if value <= limit else "OVER"
    print(f"{mark} {name}: {value:.2f} {unit} (at most {limit:g})")
