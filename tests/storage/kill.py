"""A program that kills a writing process again and again; `test_kill.py` runs it.

``kill.py FILE ROUNDS MUTANT``: in each round a child opens the journey or study, says through a pipe which
steps were acknowledged, and is killed at a random moment. Then the files must hold every one of
them, once. Prints a line of JSON: the rounds, the steps, the kills by what they hit, the failure.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from tests.storage.worlds import NAME, STUDY, States, World

from journeywidgets import storage
from journeywidgets.storage import atomic, files, opening, recovery, writer
from journeywidgets.storage.files import DocumentFile
from journeywidgets.storage.format import loads
from journeywidgets.storage.journal import Journal, scan

STATES = States(Path(sys.argv[1]).name if len(sys.argv) > 1 else NAME)


def main(path: Path, rounds: int, mutant: str) -> dict[str, Any]:
    MUTANTS[mutant]()
    World(path).file.close()
    hits: Counter[str] = Counter()
    number = done = 0
    for done in range(1, rounds + 1):
        try:
            number = look(path, killed(path, number), hits)
        except AssertionError as failure:
            return {"rounds": done, "steps": number, "hits": hits, "failure": str(failure)}
    return {"rounds": done, "steps": number, "hits": hits, "failure": None}


def killed(path: Path, number: int) -> int:
    """Let a process write for a while, kill it, and return the last step that it acknowledged."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        work(path, number, sink)
    os.close(sink)
    with os.fdopen(source, encoding="utf-8") as said:
        # Not by the clock alone: a busy machine would kill every writer before its first step.
        lines = [said.readline() for _ in range(random.randrange(6))]  # noqa: S311
        time.sleep(random.uniform(0, 0.004 if lines else 0.04))  # noqa: S311
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = "".join([*lines, said.read()]).split("\n")[:-1]
    assert not lines or lines[-1].isdecimal(), "\n".join(lines[-30:])
    return int(lines[-1]) if lines else number


def work(path: Path, number: int, sink: int) -> None:
    """Take steps until killed; never returns."""
    try:
        # In some rounds the file is rewritten after every step, in some never in the background; and
        # in some each write of the system takes only a few bytes.
        files.IDLE, writer.LARGE = random.choice([(0.001, 3_000), (0.01, 10_000), (5.0, 1_000_000)])  # noqa: S311
        if random.random() < 0.5:  # noqa: S311
            atomic.write_all = in_pieces
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*its last line is cut off")
        world = World(path, number)
        assert STATES.difference(number, world.file) is None
        while True:
            os.write(sink, b"%d\n" % world.step())
            if world.number % 17 == 0:
                world.file.save()
            if world.number % 29 == 0:
                world.file.close()
                world = World(path, world.number)
    except BaseException:  # noqa: BLE001 - told to the parent, which fails
        os.write(sink, traceback.format_exc().encode() + b"\n")
    os._exit(1)


def in_pieces(fd: int, data: bytes) -> None:
    for start in range(0, len(data), 9):
        os.write(fd, data[start : start + 9])


def look(path: Path, acknowledged: int, hits: Counter[str]) -> int:
    """Return how many steps the files hold, or fail."""
    content = path.read_bytes()
    kind = storage.STUDY if path.name == STUDY else storage.JOURNEY
    alone = loads(content, path.name, kind).document
    step = int(alone.meta["title"])
    assert step <= acknowledged + 1, f"the file is of step {step}"
    assert alone.tables == STATES[step].tables, f"the file is half of step {step}"
    log = writer.journal_path(path)
    lines = scan(log.read_bytes()).lines if log.exists() else ()
    marks = [line.record["file"] for line in lines if line.is_mark]
    found = opening._look(path, kind)  # what open_file reads
    hits["journal torn"] += found.torn
    hits["marked, not replaced"] += bool(marks) and marks[-1] != recovery.digest(content)
    hits["replaced, journal old"] += recovery.digest(content) in marks[1:] and recovery.digest(content) != marks[0]
    hits["temporary files"] += any(path.parent.glob(".*.jw-tmp"))
    hits["pending"] += found.number > found.held
    notices = [notice for notice in found.notices if "cut off" not in notice]
    assert not notices, notices
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = DocumentFile(path, found, None)
    problems = {number: STATES.difference(number, file) for number in (acknowledged, acknowledged + 1)}
    assert None in problems.values(), f"after step {acknowledged} was acknowledged: {problems}"
    return next(number for number, problem in problems.items() if problem is None)


def without_marks() -> None:
    """Write no mark before the file is replaced."""
    append = Journal.append
    Journal.append = lambda self, record, *, entry=True: append(self, record) if entry else None  # type: ignore[method-assign]


def replay_all() -> None:
    """Do not ask which entries the file holds already."""
    recovery._base = lambda lines, file: lines[0].record if lines else None  # noqa: ARG005


def acknowledge_early() -> None:
    """Write an entry down only when the next one comes."""
    record, waiting = writer.Writer.record, []

    def late(self: writer.Writer, entry: Any) -> bool:
        waiting.append(entry)
        return record(self, waiting.pop(0)) if len(waiting) > 1 else True

    writer.Writer.record = late  # type: ignore[method-assign]


MUTANTS = {
    "none": lambda: None,
    "without marks": without_marks,
    "replay all": replay_all,
    "acknowledge early": acknowledge_early,
}

if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))  # noqa: T201
