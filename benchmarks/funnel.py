"""A funnel over ten million events in Parquet: four steps, a window of seven days, any entry.

Beside the same answer by SQL written by hand, by ClickHouse's `windowFunnel`, by pandas, and by Retentioneering 5,
whose funnel has no window. Each runs in a process of its own, in turn, so that a slow moment hits all.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.candidates.log import FEW, TEN_MILLION, logs, rows
from benchmarks.candidates.measure import Measured, measure
from benchmarks.report import figure

ROUNDS = 5
WINDOW = 7
_PEERS = Path(__file__).parent.parent / ".cache" / "peers"
_RETENTIONEERING = ["retentioneering==5.2.4", "pyarrow"]


def retentioneering() -> Path:
    """Return the Python of an environment with Retentioneering; make it the first time (1 GB)."""
    folder = _PEERS / "retentioneering"
    python, done = folder / "bin" / "python", folder / ".installed"
    if not done.exists():
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_RETENTIONEERING]
        subprocess.run(install, check=True)
        done.touch()
    return python


def agreed(runs: list[Measured]) -> list[int]:
    """Return the answer that all gave."""
    (answer,) = {tuple(run.answer) for run in runs}
    return list(answer)


def compare(small: str, large: str) -> list[Measured]:
    """Print the figures of the funnel with a window; return our runs."""
    runs: dict[str, list[Measured]] = {"ours": [], "sql": [], "clickhouse": []}
    for _ in range(ROUNDS):
        for candidate, measured in runs.items():
            measured.append(measure(candidate, small, large, WINDOW))
    pandas = measure("vectorised", small, large, WINDOW)
    answer = agreed([*runs["ours"], *runs["sql"], *runs["clickhouse"], pandas])
    print(f"     all agree: {answer} of the riders in {rows(large):,} events".replace(",", "\u202f"))
    ours = runs["ours"]
    print(f"     ours: {_seconds(ours):.2f} s, {_peak(ours):.2f} GB")
    figure("funnel, 10 M events / the same in DuckDB's SQL by hand, time", _ratio(ours, runs["sql"]), 1.3)
    figure("funnel, 10 M events / ClickHouse's windowFunnel in process, time", _ratio(ours, runs["clickhouse"]), 2)
    figure("funnel, 10 M events / vectorised pandas, peak memory", _peak(ours) / pandas.peak, 0.5)
    return ours


def closed(small: str, large: str, ours: list[Measured]) -> None:
    """Print the figures beside Retentioneering; without a window both answers are the same."""
    peer = measure("closed", small, large, None, retentioneering())
    agreed([peer, measure("ours", small, large, None)])
    print(f"     Retentioneering: {peer.seconds:.2f} s, {peer.peak:.2f} GB; without a window it agrees")
    figure("funnel, 10 M events / Retentioneering 5, file to answer", _seconds(ours) / peer.seconds, 0.2)
    figure("funnel, 10 M events / Retentioneering 5, peak memory", _peak(ours) / peer.peak, 0.2)


def _ratio(ours: list[Measured], other: list[Measured]) -> float:
    return statistics.median(one.seconds / two.seconds for one, two in zip(ours, other, strict=True))


def _seconds(runs: list[Measured]) -> float:
    return statistics.median(run.seconds for run in runs)


def _peak(runs: list[Measured]) -> float:
    return max(run.peak for run in runs)


def main() -> None:
    """Print the figures."""
    if not sys.platform.startswith("linux"):
        raise RuntimeError("The peak of a process's memory is read from /proc, which is there on Linux alone.")
    with logs(FEW, TEN_MILLION) as (small, large):
        closed(small, large, compare(small, large))
