"""By how much a notebook grows when a map is shown in it, widget state stored."""

from __future__ import annotations

import json

import nbformat
from nbclient import NotebookClient

from benchmarks.report import figure
from journeywidgets import Journey
from journeywidgets.widgets.bundle import bundle

_MAPS = {
    "the design's bike map": "from tests.browser.journeys import bikes\nj = bikes()\n",
    "2 000 cards": "from benchmarks.wire import journey\nj = journey(2_000)\n",
}


def grown(make: str) -> int:
    """Return the bytes that showing a map adds to an executed notebook."""
    sizes = []
    for last in ("None", "j"):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(make + last)])
        NotebookClient(notebook, timeout=120, store_widget_state=True).execute()
        sizes.append(len(nbformat.writes(notebook).encode()))
    return sizes[1] - sizes[0]


def main() -> None:
    """Print the figures."""
    code = len(json.dumps(bundle("map")).encode())
    for name, make in _MAPS.items():
        scope: dict[str, Journey] = {}
        exec(make, scope)  # noqa: S102 - the cell above, run here too for its journey's size
        data = len(json.dumps(scope["j"].to_dict(), ensure_ascii=False).encode())
        figure(f"notebook growth beyond the bundle, {name}, / journey JSON", (grown(make) - code) / data, 3)
