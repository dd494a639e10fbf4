"""The funnel of this project."""

from __future__ import annotations

from journeywidgets.metrics import funnel

_STEPS = ("saw_station", "compared_prices", "signed_up", "rode")


def answer(files: str, days: int | None) -> list[int]:
    """Return how many reach each step."""
    window = f"{days}d" if days else None
    found = funnel(files, {event: event for event in _STEPS}, actor="rider", time="time", event="event", window=window)
    # Of the first stage all who entered are said to have converted.
    return [int(count) for count in found["converted"]]
