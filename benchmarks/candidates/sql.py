"""The funnel as one would write it by hand in DuckDB's SQL."""

from __future__ import annotations

import duckdb

_DAY = 24 * 3_600 * 1_000_000
_EVER = 1 << 62
# `l` is the latest start of a chain that reached the step before, of the rows before this one.
_QUERY = """
WITH steps AS (
    SELECT rider, epoch_us(time) AS t,
        CASE event WHEN 'saw_station' THEN 1 WHEN 'compared_prices' THEN 2 WHEN 'signed_up' THEN 3 ELSE 4 END AS s
    FROM read_parquet($files) WHERE event IN ('saw_station', 'compared_prices', 'signed_up', 'rode')
),
one AS (
    SELECT rider, t, s, CASE s WHEN 1 THEN t END AS a1, max(a1) OVER earlier AS l FROM steps
    WINDOW earlier AS (PARTITION BY rider ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
two AS (
    SELECT rider, t, s, a1, CASE WHEN s = 2 AND t - l <= $window THEN l END AS a2, max(a2) OVER earlier AS l FROM one
    WINDOW earlier AS (PARTITION BY rider ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
three AS (
    SELECT rider, t, s, a1, a2, CASE WHEN s = 3 AND t - l <= $window THEN l END AS a3, max(a3) OVER earlier AS l
    FROM two
    WINDOW earlier AS (PARTITION BY rider ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
riders AS (
    SELECT max(a1) AS a1, max(a2) AS a2, max(a3) AS a3, max(CASE WHEN s = 4 AND t - l <= $window THEN l END) AS a4
    FROM three GROUP BY rider
)
SELECT count(a1), count(a2), count(a3), count(a4) FROM riders
"""


def answer(files: str, days: int | None) -> list[int]:
    """Return how many reach each step."""
    window = days * _DAY if days else _EVER
    with duckdb.connect() as connection:
        row = connection.execute(_QUERY, {"files": files, "window": window}).fetchone()
    assert row
    return list(row)
