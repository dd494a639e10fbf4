"""Shares of people, with Wilson's interval, as a result holds them: from 0 to 100."""

from __future__ import annotations

from typing import Any

from journeywidgets.metrics.intervals import wilson


def share(count: int, n: int) -> dict[str, Any]:
    """Return the columns ``value``, ``low``, ``high`` and ``n`` of a share in percent; no value without people."""
    if n == 0:
        return {"value": None, "low": None, "high": None, "n": 0}
    low, high = wilson(count / n, n)
    return {"value": 100 * count / n, "low": 100 * float(low), "high": 100 * float(high), "n": n}
