"""Drawing a map: beside mermaid's drawing of the same tasks, by size, and as a picture and as pages."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from tests.browser.chromium import chromium

from benchmarks.report import figure, seconds_once
from journeywidgets import Journey

RUNS = 9
STAGES, LANES = 12, 30
_MERMAID = Path(__file__).parents[1] / "node_modules/mermaid/dist/mermaid.min.js"
_RENDER = """async (text) => {
    const start = performance.now();
    const { svg } = await mermaid.render(`m${window.count = (window.count ?? 0) + 1}`, text);
    const taken = performance.now() - start;
    if (!svg.includes("<svg")) throw new Error("nothing was drawn");
    return [taken / 1000, svg.split("task-type").length];
}"""
_SENTENCE = "looks for a free bike on the map near the station and finds that it is gone"
_WORDS = _SENTENCE.split()


def text(stage: int, lane: int) -> str:
    """Return the words of a task: two lines on the map, of other words in each cell."""
    start = (stage * 7 + lane * 3) % len(_WORDS)
    return " ".join([*_WORDS[start:], *_WORDS[:start]][:8]) + f" {stage} {lane}"


def journey(stages: int, lanes: int) -> Journey:
    """Return a map with a card in every cell."""
    j = Journey(
        "City bike rental",
        stages=[f"Stage {number}" for number in range(stages)],
        lanes=[{"id": f"l{number}", "title": f"Lane {number}"} for number in range(lanes)],
        personas=["Commuter"],
        seed=1,
    )
    with j.edit("fill"):
        for number, stage in enumerate(j.stages.index):
            for lane in range(lanes):
                j.add("cards", stage=stage, lane=f"l{lane}", text=text(number, lane))
    return j


def mermaid(stages: int, lanes: int) -> str:
    """Return the same tasks as a diagram of mermaid's."""
    lines = ["journey", "  title City bike rental"]
    for stage in range(stages):
        lines.append(f"  section Stage {stage}")
        lines += [f"    {text(stage, lane)}: 3: Commuter" for lane in range(lanes)]
    return "\n".join(lines)


class Fresh:
    """Draws a map that is another one each time, so that nothing of the last drawing helps."""

    def __init__(self, stages: int, lanes: int) -> None:
        self.journey = journey(stages, lanes)
        self._count = 0

    def _changed(self) -> Journey:
        self._count += 1
        with self.journey.edit("again"):
            for number, (row_id, words) in enumerate(self.journey.cards["text"].items()):
                self.journey.set("cards", str(row_id), text=f"{' '.join(words.split()[:10])} {number} {self._count}")
        return self.journey

    def seconds(self, *exports: Callable[[Journey], Any]) -> list[float]:
        """Return the seconds of exports of the map as it is now, one after the other."""
        j = self._changed()
        return [seconds_once(partial(export, j)) for export in exports]


def beside_mermaid(browser: Browser) -> None:
    """Print how long a drawing takes beside mermaid's."""
    page: Page = browser.new_page()
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(path=str(_MERMAID))
    page.evaluate("mermaid.initialize({ startOnLoad: false })")
    ours, tasks = Fresh(STAGES, LANES), mermaid(STAGES, LANES)
    ratios = []
    for _ in range(RUNS + 1):
        page.request_gc()
        taken, drawn = page.evaluate(_RENDER, tasks)
        assert drawn > STAGES * LANES, "mermaid has not drawn every task"
        ratios.append(ours.seconds(Journey.to_svg)[0] / taken)
    page.close()
    name = f"to_svg of {STAGES} stages x {LANES} lanes / mermaid's render of the same tasks"
    figure(name, statistics.median(ratios[1:]), 0.2)


def growth() -> None:
    """Print how the time of a drawing grows with the map."""
    small, large = Fresh(6, LANES), Fresh(24, LANES)
    ratios = [large.seconds(Journey.to_svg)[0] / small.seconds(Journey.to_svg)[0] for _ in range(RUNS + 1)]
    figure("to_svg, 4 times the stages / once", statistics.median(ratios[1:]), 5)


def printing() -> None:
    """Print what a picture and pages cost beside the drawing, a pixel a px."""
    drawn = Fresh(STAGES, LANES)
    exports = (Journey.to_svg, lambda j: j.to_png(scale=1), Journey.to_pdf)
    rounds = [drawn.seconds(*exports) for _ in range(RUNS + 1)]
    ratios = [(png + pdf) / svg for svg, png, pdf in rounds[1:]]
    figure("to_png and to_pdf together / to_svg", statistics.median(ratios), 3)


def main() -> None:
    """Print the figures."""
    with chromium() as browser:
        beside_mermaid(browser)
    growth()
    printing()


if __name__ == "__main__":
    main()
