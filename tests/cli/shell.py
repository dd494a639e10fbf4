"""The command line as a person meets it: what was said where, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from journeywidgets.cli import main


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    out: str
    err: str
    status: int
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one line of its trouble."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("journeywidgets: ")
        return lines[0].removeprefix("journeywidgets: ")


def run(*arguments: str | Path, given: bytes | None = None, env: dict[str, str] | None = None) -> Said:
    words = [str(each) for each in arguments]
    done = CliRunner().invoke(main, words, input=given, env=env, prog_name="journeywidgets")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.stdout, done.stderr, done.exit_code, done.stdout_bytes)


def notebook(*cells: Any, **metadata: Any) -> dict[str, Any]:
    named = [{**cell, "id": f"c{number}"} if isinstance(cell, dict) else cell for number, cell in enumerate(cells)]
    return {"cells": named, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def code(source: str = "", *outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": list(outputs),
        "source": source,
    }


def shown(**data: Any) -> dict[str, Any]:
    """Return an output with these forms; ``text_html`` stands for ``text/html``."""
    return {
        "data": {mime.replace("_", "/", 1): value for mime, value in data.items()},
        "metadata": {},
        "output_type": "display_data",
    }
