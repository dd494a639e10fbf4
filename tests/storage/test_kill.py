"""Killed at any instant: the file is an old or the new document, and every acknowledged edit is there once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.storage.worlds import NAME, STUDY

KILLS = 500


def run(root: Path, folder: Path, rounds: int, mutant: str, name: str = NAME) -> dict[str, Any]:
    # A process of its own, because forks need one without threads.
    program = [sys.executable, str(Path(__file__).with_name("kill.py")), str(folder / name), str(rounds), mutant]
    done = subprocess.run(program, cwd=root, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.timeout(900)  # half a minute, where nothing else keeps the machine busy
@pytest.mark.parametrize(("name", "kills"), [(NAME, KILLS), (STUDY, KILLS // 3)])  # a study is kept by the same code
def test_nothing_acknowledged_is_lost_or_done_twice(root: Path, tmp_path: Path, name: str, kills: int) -> None:
    result = run(root, tmp_path, kills, "none", name)
    assert result["failure"] is None, result
    assert result["rounds"] == kills
    # The kills were spread: amid a line, with changes in the journal only, and at each point of the rewriting.
    assert result["steps"] > kills
    assert all(result["hits"].values()), result["hits"]


@pytest.mark.parametrize("mutant", ["without marks", "replay all", "acknowledge early"])
@pytest.mark.timeout(900)
def test_what_makes_it_hold_is_needed(root: Path, tmp_path: Path, mutant: str) -> None:
    assert run(root, tmp_path, KILLS, mutant)["failure"] is not None
