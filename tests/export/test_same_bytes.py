"""The same journey gives the same bytes: in another process, with other hashes, after it was saved and read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.browser.journeys import evident, measured
from tests.export.drawing.maps import MAPS

FORMATS = ("svg", "html", "md", "csv", "json")
WRITE = """
import hashlib, json, sys
from pathlib import Path
from journeywidgets import Journey
found = {}
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    journey = Journey.from_dict(json.loads(path.read_text("utf-8")))
    for suffix in sys.argv[2:]:
        target = Path(f"{path.stem}.{suffix}")
        journey.write(target)
        found[target.name] = hashlib.sha256(target.read_bytes()).hexdigest()
print(json.dumps(found))
"""
SEEDS = ("0", "1", "4711")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Write three journeys in as many processes, and return the digests of the files by their names."""
    folder = tmp_path_factory.mktemp("journeys")
    for name, make in {"measured": measured, "evident": evident, "mixed": MAPS["mixed"]}.items():
        (folder / f"{name}.json").write_text(json.dumps(make().to_dict()), "utf-8")

    def write(seed: str) -> dict[str, str]:
        place = tmp_path_factory.mktemp(f"seed-{seed}")
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": ("UTC", "Asia/Tokyo")[seed == "1"]}
        command = [sys.executable, "-c", WRITE, str(folder), *FORMATS]
        made = subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, timeout=300)
        found: dict[str, str] = json.loads(made.stdout)
        return found

    with ThreadPoolExecutor() as pool:
        return list(pool.map(write, SEEDS))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_journey_gives_the_same_bytes(written: list[dict[str, str]], suffix: str) -> None:
    first, *others = [{name: digest for name, digest in one.items() if name.endswith(f".{suffix}")} for one in written]
    assert len(first) == 3
    assert len(set(first.values())) > 1
    assert all(other == first for other in others)


def test_hashes_differ_between_the_processes() -> None:
    """The comparison must be able to fail."""
    command = [sys.executable, "-c", "print(hash('stage'))"]
    told = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True).stdout
        for seed in SEEDS
    }
    assert len(told) == len(SEEDS)
