"""A handful of rides and visits, small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from journeywidgets import Journey

STAGES: dict[str, Any] = {"Look": "look", "Book": "book", "Ride": "ride"}


def log(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Return rows of (who, when, what, plan)."""
    frame: pd.DataFrame = pd.DataFrame(
        [(*row, *["free", 1.0][len(row) - 3 :]) for row in rows], columns=["who", "at", "what", "plan", "amount"]
    )
    timed: pd.DataFrame = frame.assign(at=pd.to_datetime(frame["at"]).astype("datetime64[us]"))
    return timed


def journey(**options: Any) -> Journey:
    stages = [{"id": f"id-{key}", "title": key} for key in STAGES]
    return Journey("Bike rental", stages=stages, seed=1, **options)


RIDES = log(
    ("P1", "2026-01-05 10:00", "look"),
    ("P1", "2026-01-05 12:00", "book"),
    ("P1", "2026-01-06 12:00", "ride"),
    ("P2", "2026-01-07 10:00", "look", "pro", 9.0),
    ("P2", "2026-01-07 11:00", "help", "pro", 9.0),
    ("P2", "2026-01-07 14:00", "book", "pro", 9.0),
    ("P3", "2026-01-31 23:59", "look"),
    ("P3", "2026-02-03 00:00", "ride"),
    ("P3", "2026-02-04 00:00", "book"),
)

VISITS = log(
    ("P1", "2026-01-05", "visit"),
    ("P1", "2026-02-05", "visit"),
    ("P1", "2026-04-05", "visit"),
    ("P2", "2026-01-20", "visit"),
    ("P2", "2026-03-20", "visit"),
    ("P3", "2026-02-20", "visit"),
    ("P3", "2026-03-02", "leave"),
    ("P3", "2026-03-20", "visit"),
)


def table(found: pd.DataFrame, *columns: str) -> list[list[Any]]:
    rows: list[list[Any]] = (
        found[list(columns)].astype(object).where(found[list(columns)].notna(), None).to_numpy().tolist()
    )
    return rows
