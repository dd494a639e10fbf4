"""The same funnel over a hundred million events in Parquet: its memory, and its time beside a tenth of them.

The files need some 0.6 GB of the disk while this runs.
"""

from __future__ import annotations

import statistics

from benchmarks.candidates.log import FEW, TEN_MILLION, logs, rows
from benchmarks.candidates.measure import measure
from benchmarks.report import figure

ROUNDS = 3
WINDOW = 7


def main() -> None:
    """Print the figures."""
    with logs(FEW, TEN_MILLION, 10 * TEN_MILLION) as (small, tenth, large):
        pairs = [[measure("ours", small, log, WINDOW) for log in (tenth, large)] for _ in range(ROUNDS)]
        (answer,) = {tuple(much.answer) for _, much in pairs}
        assert answer == tuple(measure("clickhouse", small, large, WINDOW).answer)
        counts = [f"{rows(log):,}".replace(",", "\u202f") for log in (large, tenth)]
    seconds = statistics.median(much.seconds for _, much in pairs)
    print(f"     {seconds:.1f} s for {counts[0]} events; ClickHouse agrees: {list(answer)}")
    figure("funnel, 100 M events, peak memory", max(much.peak for _, much in pairs), 4, "GB")
    ratio = statistics.median(much.seconds / little.seconds for little, much in pairs)
    figure(f"funnel, {counts[0]} events / {counts[1]}, time", ratio, 11)
