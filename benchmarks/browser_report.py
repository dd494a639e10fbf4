"""Opening a report from its file: one of twenty maps beside one of a single map."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext
from tests.browser.chromium import chromium
from tests.browser.report.pages import long_way

from benchmarks.report import figure
from journeywidgets.export.markup import element, join
from journeywidgets.export.page import View, page, place

MAPS = (1, 20)
OPENS = 9
QUIET = 2_500
# From the start of the navigation until a card of the first map has been clicked and is painted as
# selected; and until the last task is over that would have kept a person waiting (over 50 ms).
_WATCH = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) tasks.push(startTime + duration);
}).observe({ type: 'longtask', buffered: true });
window.answered = new Promise((done) => {
  let card;
  const look = () => {
    const root = document.querySelector('[data-jw-view] > div')?.shadowRoot;
    card ??= root?.querySelector('.card');
    if (card && root.activeElement !== card) card.click();
    if (card?.ariaSelected !== 'true') requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  };
  requestAnimationFrame(look);
});
"""


def report(maps: int) -> str:
    """Return a report of so many maps, each of a journey of its own, with prose between them."""
    views = [View(f"m{n}", "map", long_way(seed=n).to_dict(), name=f"Map {n}") for n in range(maps)]
    body = join(
        part for view in views for part in (element("h2", view.name), element("p", "Words. " * 40), place(view))
    )
    return page("Report", body, views)


def opened(context: BrowserContext, file: Path) -> tuple[float, float]:
    """Return the milliseconds until the page answers, and until nothing keeps it from answering."""
    shown = context.new_page()
    shown.goto(file.as_uri())
    answers: float = shown.evaluate("answered")
    shown.wait_for_timeout(QUIET)
    last: float = shown.evaluate("Math.max(0, ...tasks)")
    shown.close()
    return answers, max(answers, last)


def main() -> None:
    """Measure and report."""
    times: dict[int, list[tuple[float, float]]] = {maps: [] for maps in MAPS}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        context = browser.new_context(viewport={"width": 1400, "height": 1000}, offline=True)
        context.add_init_script(_WATCH)
        files = {maps: Path(folder) / f"{maps}.html" for maps in MAPS}
        for maps, file in files.items():
            file.write_text(report(maps), encoding="utf-8")
            opened(context, file)
        for _ in range(OPENS):
            for maps, file in files.items():
                times[maps].append(opened(context, file))
    for at, what in enumerate(("it answers a click", "nothing keeps it from answering")):
        one, many = (statistics.median(taken[at] for taken in times[maps]) for maps in MAPS)
        print(f"     until {what}: {one:.0f} ms with 1 map, {many:.0f} ms with 20")
        figure(f"opening a report until {what}, 20 maps / 1", many / one, 3)
