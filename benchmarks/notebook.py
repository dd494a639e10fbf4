"""By how much a notebook grows when a map is shown in it, widget state stored."""

from __future__ import annotations

import json

import nbformat
from nbclient import NotebookClient

from benchmarks.report import figure
from journeywidgets import Journey
from journeywidgets.widgets.bundle import bundle

_MAKE = """
from benchmarks.wire import journey
j = journey({cards})
"""


def grown(cards: int) -> int:
    """Return the bytes that showing a map adds to an executed notebook."""
    sizes = []
    for last in ("None", "j"):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(_MAKE.format(cards=cards) + last)])
        NotebookClient(notebook, timeout=120, store_widget_state=True).execute()
        sizes.append(len(nbformat.writes(notebook).encode()))
    return sizes[1] - sizes[0]


def main() -> None:
    """Print the figures."""
    from benchmarks.wire import journey

    code = len(json.dumps(bundle("map")).encode())
    for cards in (20, 2_000):
        j: Journey = journey(cards)
        data = len(json.dumps(j.to_dict(), ensure_ascii=False).encode())
        figure(f"notebook growth beyond the bundle, at {cards} cards, / journey JSON", (grown(cards) - code) / data, 3)
