"""What counts as a chain."""

from __future__ import annotations

from dataclasses import dataclass

ORDERS = ("ordered", "strict", "any")
ENTRIES = ("best", "first")


@dataclass(frozen=True)
class Rules:
    """What counts as a chain.

    Attributes
    ----------
    order
        ``"ordered"``: other events may lie between. ``"strict"``: none of the actor's events lies between.
        ``"any"``: the stages after the first in any order, none of them before the entry.
    window
        Microseconds from the entry within which the last event must lie (``<=``); None: no limit.
    entry
        ``"best"``: every event of the first stage may begin a chain, the longest counts. ``"first"``: only the
        actor's first one may.
    excluding
        Whether there are events that break a chain: it is broken where one lies at or after the time of the
        entry and before the time of the last event.
    matured
        Whether entries whose window has not passed at the end of the log are left out.
    """

    order: str = "ordered"
    window: int | None = None
    entry: str = "best"
    excluding: bool = False
    matured: bool = False
