"""The notebook that is shown in every host."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.browser.served import environment

START = """from journeywidgets import JourneyMap, PersonaCards, charts
from tests.browser.charts import complaints
from tests.browser.journeys import bikes
j = bikes()"""
SHOWN = {
    "map": "map = JourneyMap(j)\nmap",
    "personas": "PersonaCards(j)",
    "chart": "chart = charts.link(map, complaints(j))\nchart",
    "static": "map.static()",
    "static chart": "chart.static()",
    "frozen": "other = JourneyMap(j)\nother",
    "freezing": "other.freeze()",
}
"""The cells that show something, by what they show; the last changes the output of the one before."""


def write(path: Path, *sources: str, tags: Sequence[str] = ()) -> Path:
    """Write a notebook of code cells; the first has these tags."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {"tags": list(tags)} if tags and not number else {},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def load(path: Path) -> dict[str, Any]:
    """Return a notebook as its file holds it."""
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def run(home: Path, module: str, *arguments: str) -> str:
    """Run a host that is a command, with settings of its own, and return what it says."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=home, env=environment(home), capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{' '.join(command[1:])}:\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


class Notebooks:
    """The notebook of the tests, made once; `home` is the folder it stands in."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @cached_property
    def plain(self) -> Path:
        """The notebook, never run."""
        return write(self.home / "plain.ipynb", START, *SHOWN.values())

    @cached_property
    def executed(self) -> Path:
        """The notebook as nbconvert runs it: with the state of its widgets."""
        run(self.home, "nbconvert", "--to", "notebook", "--execute", self.plain.name, "--output", "executed.ipynb")
        return self.home / "executed.ipynb"

    @cached_property
    def stripped(self) -> Path:
        """The same after `journeywidgets strip`."""
        path = self.home / "stripped.ipynb"
        run(self.home, "journeywidgets", "strip", self.executed.name, "--output", path.name)
        return path

    @cached_property
    def without_state(self) -> Path:
        """The same, saved as JupyterLab does it: without the state of its widgets."""
        notebook = load(self.executed)
        del notebook["metadata"]["widgets"]
        path = self.home / "without_state.ipynb"
        path.write_text(json.dumps(notebook), "utf-8")
        return path
