"""The round trip of an edit in real JupyterLab: from the key that commits it to Python's row, and back."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.chromium import chromium
from tests.browser.lab import Lab, Notebook
from tests.browser.server import LabServer
from tests.browser.views import MapPage

from benchmarks.report import figure

EDITS = 60
SIZES = (50, 5_000)
_SHOW = """from time import time
from benchmarks.wire import journey
from journeywidgets import JourneyMap
j{cards} = journey({cards})
j{cards}.set("cards", j{cards}.cards.index[0], text="Edit 0")
held{cards} = []
j{cards}.observe(lambda change: held{cards}.append(1000 * time()))
JourneyMap(j{cards}, height=450)"""
# Date.now() and Python's time() read one clock. The key was pressed when its event says so, which
# is before anybody hears of it where the page is busy.
_WATCH = """(maps) => {
    const times = (window.times = { pressed: 0, saved: 0 });
    document.addEventListener("keydown", (event) => {
        times.pressed = Date.now() - (performance.now() - event.timeStamp);
        times.saved = 0;
    }, { capture: true });
    for (const status of maps) {
        const look = () => { if (status.dataset.kind === "saved") times.saved = Date.now() };
        new MutationObserver(look).observe(status, { attributeFilter: ["data-kind"] });
    }
}"""


@contextmanager
def notebook() -> Iterator[Notebook]:
    """Open a notebook in a JupyterLab of its own."""
    with TemporaryDirectory() as folder, chromium() as browser:
        server = LabServer(Path(folder))
        server.start()
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 1000}, reduced_motion="reduce")
            opened = Lab(server, page).new("")
            yield opened
            opened.leave_kernel()
        finally:
            server.stop()


class Edits:
    """Edits the first card of a map again and again, and keeps when."""

    def __init__(self, shown: Notebook, cell: int, cards: int) -> None:
        self.notebook, self.cards = shown, cards
        self.view = MapPage.of(shown, cell)
        self.count = 0
        self.pressed: list[float] = []
        self.saved: list[float] = []

    def edit(self) -> None:
        """Edit, and wait until the page says that the edit is kept."""
        self.view.edit(f"Edit {self.count}", f"Edit {self.count + 1}")
        self.count += 1
        self.view.page.wait_for_function("() => window.times.saved > 0")
        times = self.view.page.evaluate("window.times")
        self.pressed.append(times["pressed"])
        self.saved.append(times["saved"])

    def to_python(self) -> float:
        """Return the median ms from the key to the row."""
        held = self.notebook.kernel.value(f"held{self.cards}")
        assert len(held) == self.count
        row = f"j{self.cards}.cards['text'].iloc[0]"
        assert self.notebook.kernel.value(row) == f"Edit {self.count}"
        return _median(self.pressed, held)

    def to_saved(self) -> float:
        """Return the median ms from the key until the page says Saved."""
        return _median(self.pressed, self.saved)


def _median(starts: list[float], ends: list[float]) -> float:
    return statistics.median(end - start for start, end in zip(starts, ends, strict=True))


def main() -> None:
    """Print the figures."""
    with notebook() as shown:
        shown.show(*(_SHOW.format(cards=cards) for cards in SIZES))
        few, many = (Edits(shown, cell, cards) for cell, cards in enumerate(SIZES))
        shown.page.evaluate(_WATCH, [one.view.status.element_handle() for one in (few, many)])
        for _ in range(EDITS):
            few.edit()
            many.edit()
        trip = "edit round trip (commit in page to {}), 5 000 cards / 50"
        figure(trip.format("Python row"), many.to_python() / few.to_python(), 1.3)
        figure(trip.format("Saved in the page"), many.to_saved() / few.to_saved(), 1.3)
