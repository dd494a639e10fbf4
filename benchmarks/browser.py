"""The map in a bare page: its first paint beside the same text alone, and its frames while it scrolls."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route
from tests.browser.chromium import chromium

from benchmarks.report import figure
from benchmarks.wire import journey
from journeywidgets.widgets.bundle import bundle
from journeywidgets.widgets.wire import Wire

PAINTS = 21
SCROLLS = 9
FRAMES = 120
STEP = 80
_HOME = "http://127.0.0.1/"
_FILES: dict[str, tuple[str, Callable[[], str]]] = {
    "": ("text/html", lambda: "<!doctype html><html lang=en><title>Map</title><body>"),
    "map.js": ("text/javascript", lambda: bundle("map")),
    "page.js": ("text/javascript", Path(__file__).with_name("browser_page.js").read_text),
}
_START = """async (maps) => {
    const [{ default: widget }, { benchOf }] = await Promise.all([import("/map.js"), import("/page.js")]);
    window.bench = benchOf(widget);
    window.maps = maps;
}"""


def state(cards: int) -> dict[str, Any]:
    """Return the traits of a map, as its page gets them."""
    paint = Wire(journey(cards), lambda _: None).paint()
    settings = {"theme": "light", "read_only": False, "selection": {}, "personas": [], "file": "", "revision": 0}
    return {**settings, "height": 800, "_snapshot": json.dumps(paint)}


class Bench:
    """A page with the map's bundle in it, and what `browser_page.js` offers."""

    def __init__(self, browser: Browser, *sizes: int) -> None:
        self._browser = browser
        self._maps = {str(cards): state(cards) for cards in sizes}
        self._page: Page | None = None
        self.open()

    def open(self) -> None:
        """Open a fresh page; what it loads comes from here, and no server runs."""
        if self._page is not None:
            self._page.close()
        self._page = self._browser.new_page(viewport={"width": 1400, "height": 1000})
        self._page.route("**", _answer)
        self._page.goto(_HOME)
        self._page.evaluate(_START, self._maps)

    def _run(self, call: str, fresh: bool) -> float:
        if fresh:
            self.open()
        assert self._page is not None
        self._page.request_gc()
        return float(self._page.evaluate(f"async () => await window.bench.{call}"))

    def in_turn(self, runs: int, *calls: str, fresh: bool = False) -> list[float]:
        """Return the medians of what calls give, made in turn so that a slow moment hits all."""
        taken = [[self._run(call, fresh) for call in calls] for _ in range(runs + 1)]
        # The first round does not count.
        return [statistics.median(times) for times in zip(*taken[1:], strict=True)]


def _answer(route: Route) -> None:
    kind, read = _FILES[route.request.url.removeprefix(_HOME)]
    route.fulfill(body=read(), content_type=kind)


def first_paint(browser: Browser) -> None:
    """Print how long a map of 2 000 cards takes to its first paint, beside its text alone."""
    bench = Bench(browser, 2_000)
    texts = "JSON.parse(maps[2000]._snapshot).document.cards.map((card) => card.text)"
    for where, fresh in (("", False), (", in a page that has run no code yet", True)):
        drawn, bare = bench.in_turn(PAINTS, "map(maps[2000])", f"bare({texts})", fresh=fresh)
        figure(f"first paint of 2 000 cards / the same text as bare DOM nodes{where}", drawn / bare, 1.5)


def scrolling(browser: Browser) -> None:
    """Print the worst frame of a scroll in a large map, beside that in a small one."""
    bench = Bench(browser, 2_000, 10_000)
    for how, more in ((f"by {STEP} px a frame", f", {STEP}"), ("from end to end in 2 s", "")):
        few, many = bench.in_turn(SCROLLS, *(f"worst(maps[{cards}], {FRAMES}{more})" for cards in (2_000, 10_000)))
        figure(f"worst frame while scrolling {how}, 10 000 cards / 2 000", many / few, 2)


def main() -> None:
    """Print the figures."""
    with chromium() as browser:
        first_paint(browser)
        scrolling(browser)
