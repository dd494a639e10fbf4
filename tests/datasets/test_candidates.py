"""The ways to count a funnel that the benchmarks compare agree on a small log."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from journeywidgets.datasets import to_parquet


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("log") / "city"
    to_parquet(folder, 3_000, seed=1)
    return f"{folder}/events/*.parquet"


@pytest.mark.parametrize("days", [7, None])
@pytest.mark.parametrize("candidate", ["sql", "clickhouse", "vectorised"])
def test_the_candidates_agree(files: str, candidate: str, days: int | None) -> None:
    if candidate == "clickhouse":
        pytest.importorskip("chdb", reason="chDB is not made for this system")
    ours, other = (importlib.import_module(f"benchmarks.candidates.{name}") for name in ("ours", candidate))
    answer = ours.answer(files, days)
    assert answer == other.answer(files, days)
    assert sorted(answer, reverse=True) == answer
    assert len(set(answer)) == 4


def test_a_candidate_is_measured_in_a_process_of_its_own(files: str) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of a process's memory is read from /proc, which is not there")
    measure = importlib.import_module("benchmarks.candidates.measure").measure
    found = measure("sql", files, files, 7)
    assert found.answer == importlib.import_module("benchmarks.candidates.sql").answer(files, 7)
    assert found.seconds > 0
    assert 0.02 < found.peak < 2
    with pytest.raises(RuntimeError, match="gave no answer"):
        measure("sql", files, "nowhere/*.parquet", 7)
