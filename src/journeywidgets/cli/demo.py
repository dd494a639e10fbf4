"""`journeywidgets demo`: an example notebook, and what to do with it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from shlex import quote

import click

from journeywidgets.cli.console import DONE, answer, say
from journeywidgets.cli.example import notebook
from journeywidgets.cli.group import Command
from journeywidgets.cli.options import FILE, as_json, fresh
from journeywidgets.errors import JourneyError

_REPORT = ("bs4", "latex2mathml", "mistune", "nbclient", "nbconvert", "pygments")
"""What the extra for reports brings."""


@click.command(cls=Command)
@click.argument("path", type=FILE, default=Path("journeywidgets-demo.ipynb"))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@as_json
def demo(*, path: Path, force: bool, as_json: bool) -> int:
    """Write an example notebook.

    A map, figures on it, and charts beside it; it needs no data and no network: its riders of rental bikes are made
    up.
    """
    from journeywidgets.export.written import Text, put

    if path.suffix != ".ipynb":
        raise JourneyError(f"{path} is not the name of a notebook. Let it end in .ipynb.")
    put(fresh(path, force=force), Text(json.dumps(notebook(), ensure_ascii=False, indent=1) + "\n"))
    steps = list(_steps(path))
    if as_json:
        return answer(DONE, path=str(path), next=steps)
    say(f"{path}: an example of a map, of figures on it, and of charts beside it. Next:")
    for step in steps:
        say(f"    {step}")
    return DONE


def _steps(path: Path) -> list[str]:
    """Return the commands that lead on from here, those included that install what is not there."""
    name = quote(str(path))
    lab = f"jupyter lab {name}"
    opened = [lab] if find_spec("jupyterlab") else ["pip install jupyterlab", lab]
    missing = not all(map(find_spec, _REPORT))
    return [
        *opened,
        *(['pip install "journeywidgets[report]"'] if missing else []),
        f"journeywidgets report {name} --execute",
    ]
