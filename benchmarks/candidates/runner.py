"""The process of a candidate: ``runner.py candidate small large window`` writes its answer and seconds as JSON."""

from __future__ import annotations

import importlib
import json
import sys
import time


def main(candidate: str, small: str, large: str, window: str) -> None:
    """Answer once from the small files, which loads and warms all; then from the large ones, timed."""
    # This file's folder is on the path: the environment need not know the project.
    answer = importlib.import_module(candidate).answer
    days = int(window) or None
    answer(small, days)
    start = time.perf_counter()
    found = answer(large, days)
    taken = time.perf_counter() - start
    print(json.dumps({"seconds": taken, "answer": [int(count) for count in found]}), flush=True)
    sys.stdin.read()  # stays until its memory was read


main(*sys.argv[1:])
