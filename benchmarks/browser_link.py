"""A click on the map until the chart shows it, and back, in real JupyterLab at 30 stages."""

from __future__ import annotations

import statistics

from playwright.sync_api import Locator
from tests.browser.chart_page import ChartPage
from tests.browser.charts import LINKED
from tests.browser.lab import Notebook
from tests.browser.views import MapPage

from benchmarks.browser_edit import notebook
from benchmarks.report import figure

STAGES = 30
CLICKS = 40
LIMIT = 100  # ms beyond the chart's own debounce; a click has none
DEBOUNCE = 120  # ms that a brush rests (js/src/chart/view.ts)
_SHOW = f"{LINKED}j = grid({STAGES}, 8, 600)\nmap = JourneyMap(j, height=350)\nmap"
_CHART = "chart = charts.link(map, {drawn})\nchart"
# The task after a frame's: by then what the click has changed is painted.
_WATCH = """([seen, names]) => {
    const link = (window.link = { pressed: 0, shown: 0 });
    const press = (event) => { link.pressed = event.timeStamp; link.shown = 0; };
    document.addEventListener("pointerup", press, { capture: true });
    // A brush begins to rest when it was last moved.
    document.addEventListener("pointermove", (event) => event.buttons && press(event), { capture: true });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { link.shown ||= performance.now(); };
    const look = () => { if (link.pressed && !link.shown) requestAnimationFrame(() => port2.postMessage(0)); };
    for (const one of seen) new MutationObserver(look).observe(one, { attributeFilter: names });
}"""


class Clicks:
    """Clicks one thing after the other, and keeps how long it took until another showed it."""

    def __init__(self, shown: Notebook, watched: Locator, names: list[str]) -> None:
        self.page = shown.page
        self.page.evaluate(_WATCH, [watched.element_handles(), names])
        self.taken: list[float] = []

    def click(self, x: float, y: float) -> None:
        """Click at a point, and wait until it is shown."""
        self.page.mouse.move(x, y)
        self.page.wait_for_timeout(60)
        self.page.mouse.down()
        self.page.mouse.up()
        self._shown()

    def brush(self, x: float, to: float, y: float) -> None:
        """Brush from one point to another, and wait until it is shown."""
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(to, y, steps=4)
        self._shown()
        self.page.mouse.up()

    def _shown(self) -> None:
        self.page.wait_for_function("() => window.link.shown > 0")
        self.taken.append(self.page.evaluate("window.link.shown - window.link.pressed"))
        self.page.wait_for_timeout(150)

    def median(self) -> float:
        """Return the median ms, the first few left out."""
        return statistics.median(self.taken[3:])


def middle(place: Locator) -> tuple[float, float]:
    """Return a point on an element, in px of the window."""
    box = place.bounding_box()
    assert box
    # Not far from its top: a bar may reach below what can be seen.
    return box["x"] + box["width"] / 2, box["y"] + min(20, box["height"] / 2)


def clicks(shown: Notebook, drawn: str, name: str, bars: str) -> tuple[float, float]:
    """Return the median ms from the map to the chart, and from the chart to the map."""
    shown.show(_SHOW, _CHART.format(drawn=drawn))
    view = MapPage.of(shown)
    chart = ChartPage(shown.output(1).locator(".jw.chart"), bars)
    heads = view.grid.locator(".stage")
    # What the first screen shows of thirty columns.
    there = Clicks(shown, shown.output(1).locator(f"{bars}"), ["opacity", "fill-opacity"])
    for at in range(CLICKS):
        there.click(*middle(heads.nth(at % 5)))
    back = Clicks(shown, heads, ["aria-selected"])
    for at in range(CLICKS):
        back.click(*middle(chart.bars.nth(at % 5)))
    assert shown.kernel.value("chart.selection == map.selection and len(map.selection['stages']) == 1"), name
    return there.median(), back.median()


def brushes(shown: Notebook) -> float:
    """Return the median ms from the end of a brush to the map, beyond the debounce."""
    shown.show(_SHOW, _CHART.format(drawn="brushed(j)"))
    view = MapPage.of(shown)
    chart = ChartPage(shown.output(1).locator(".jw.chart"))
    back = Clicks(shown, view.grid.locator(".stage"), ["aria-selected"])
    for at in range(CLICKS // 2):
        shown.page.mouse.click(*middle(view.grid.locator(".stage").nth(4)))  # which lets go of the brush before
        shown.page.wait_for_timeout(200)
        (left, y), (right, _) = (middle(chart.bars.nth(number)) for number in (at % 3, at % 3 + 1))
        back.brush(left, right, y)
    return back.median() - DEBOUNCE


def main() -> None:
    """Print the figures."""
    with notebook() as shown:
        for name, drawn, bars in (
            ("bars of one's own", "complaints(j)", ".mark-rect.role-mark path"),
            ("the funnel by persona", "charts.funnel(funnel(j), j)", ".layer_2_marks path"),
        ):
            there, back = clicks(shown, drawn, name, bars)
            figure(f"click on the map to the chart, {STAGES} stages, {name}", there, LIMIT, "ms")
            figure(f"click in the chart to the map, {STAGES} stages, {name}", back, LIMIT, "ms")
        figure(f"brush in the chart to the map beyond its rest of {DEBOUNCE} ms", brushes(shown), LIMIT, "ms")
