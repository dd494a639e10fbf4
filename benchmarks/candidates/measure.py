"""Run a candidate in a process of its own: its answer, its seconds, the peak of its memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
GIGABYTE = 1e9


@dataclass(frozen=True)
class Measured:
    """What a candidate said, in how many seconds, and with how many GB at its peak (its libraries included)."""

    answer: list[int]
    seconds: float
    peak: float


def measure(candidate: str, small: str, large: str, days: int | None, python: Path | str = sys.executable) -> Measured:
    """Run a candidate on files: once on the small ones, untimed, then on the large ones."""
    # Retentioneering would report each call to its makers.
    environment = {**os.environ, "RETENTIONEERING_NO_TRACK": "1"}
    command = [str(python), str(_HERE / "runner.py"), candidate, small, large, str(days or 0)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{candidate} gave no answer")
        peak = _peak(process.pid)
        process.stdin.close()
        if process.wait():
            raise RuntimeError(f"{candidate} ended with {process.returncode}")
    found = json.loads(line)
    return Measured(found["answer"], found["seconds"], peak)


def _peak(pid: int) -> float:
    # Of its own memory alone: what wait4 tells holds that of the process it was forked from, too.
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024 / GIGABYTE
