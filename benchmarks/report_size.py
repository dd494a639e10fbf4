"""By how much the report of a notebook is larger than the code of its page, against the journeys that it shows."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.browser.journeys import bikes
from tests.report.notebooks import code, saved, text

from benchmarks.report import figure
from benchmarks.wire import journey
from journeywidgets import Journey
from journeywidgets.export.page.built import script, style
from journeywidgets.report import report

_NOTEBOOKS: dict[str, Callable[[], list[Journey]]] = {
    "one map of the design": lambda: [bikes()],
    "2 000 cards": lambda: [journey(2_000)],
    "20 maps": lambda: [journey(100 + number) for number in range(20)],
}


def beyond(journeys: list[Journey]) -> float:
    """Return the bytes of a report beyond its page code, to a byte of the journeys' JSON."""
    with tempfile.TemporaryDirectory() as folder:
        cells = [text("# A report"), *(code(each, source="journey") for each in journeys)]
        size = len(report(saved(Path(folder), *cells)).data())
    runtime = len(script("report").text.encode()) + len(style().encode())
    data = sum(len(json.dumps(each.to_dict(), ensure_ascii=False).encode()) for each in journeys)
    return (size - runtime) / data


def main() -> None:
    """Print the figures."""
    for name, make in _NOTEBOOKS.items():
        figure(f"report beyond its page code, {name}, / journey JSON", beyond(make()), 1.2)
