"""The funnel by ClickHouse's `windowFunnel`, in process: chDB."""

from __future__ import annotations

import json
from typing import Any

import chdb

_DAY = 24 * 3_600 * 1_000_000
_EVER = 1 << 62
_QUERY = """
SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4)
FROM (
    SELECT rider, windowFunnel({window})(
        toUInt64(toUnixTimestamp64Micro(time)),
        event = 'saw_station', event = 'compared_prices', event = 'signed_up', event = 'rode'
    ) AS level
    FROM file('{files}', Parquet)
    WHERE event IN ('saw_station', 'compared_prices', 'signed_up', 'rode')
    GROUP BY rider
)
"""


def answer(files: str, days: int | None) -> list[int]:
    """Return how many reach each step."""
    window = days * _DAY if days else _EVER
    query: Any = chdb.query
    found = query(_QUERY.format(files=files, window=window), "JSONCompactEachRow")
    return [int(count) for count in json.loads(str(found))]
