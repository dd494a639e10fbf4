"""How charts look and what they leave: themes, narrow windows, axe, hostile text, closing, a page without a kernel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from playwright.sync_api import Browser, Route, expect
from tests.browser.axe import violations
from tests.browser.chart_page import ChartPage
from tests.browser.charts import LINKED, complaints
from tests.browser.journeys import bikes
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.test_close import COUNT, freed, live_views
from tests.browser.test_hostile import assert_inert
from tests.browser.views import MapPage

from journeywidgets import JourneyMap, charts
from journeywidgets.widgets.bundle import bundle

_JS = "text/javascript"
BOARD = f"{LINKED}j = bikes()\nmap = JourneyMap(j, height=420)\n"
BOARD += "board = charts.dashboard(map, charts.funnel(funnel(j, by_persona=True), j), complaints(j), moods(j))\nboard"


@pytest.fixture(params=["Light", "Dark"])
def theme(request: pytest.FixtureRequest, lab: Lab) -> Iterator[str]:
    lab.theme(request.param)
    yield request.param.lower()
    lab.theme("Light")


def test_dashboard_in_both_themes(notebook: Notebook, theme: str, pictures: Path) -> None:
    notebook.page.set_viewport_size({"width": 1400, "height": 1700})
    notebook.show(BOARD)
    output = notebook.output(0)
    view = MapPage(output.locator(".jw:not(.chart)"))
    chart = ChartPage.of(output, "Complaints")
    expect(output.locator(".jw.chart .ink svg")).to_have_count(3)
    for one in output.locator(".jw.chart").all():
        expect(one).to_have_attribute("data-theme", theme)
    view.stage("Sign-up").click()
    chart.expect_lit(2)
    picture(output, pictures / f"dashboard-{theme}.png")
    for one in output.locator(".jw.chart").all():
        one.locator("summary").click()
        expect(one.locator("tbody button").first).to_be_visible()
        assert violations(one) == []


def test_the_theme_changes_under_a_chart(notebook: Notebook, lab: Lab) -> None:
    notebook.show(BOARD)
    output = notebook.output(0)
    chart = ChartPage.of(output, "Complaints")
    chart.click(1)
    chart.expect_lit(1)
    colors = [chart.bars.first.evaluate("(e) => getComputedStyle(e).fill")]
    lab.theme("Dark")
    expect(chart.root).to_have_attribute("data-theme", "dark")
    chart.expect_lit(1)
    colors.append(chart.bars.first.evaluate("(e) => getComputedStyle(e).fill"))
    lab.theme("Light")
    notebook.kernel.run("board.charts[1].theme = 'dark'")
    expect(chart.root).to_have_attribute("data-theme", "dark")
    chart.expect_lit(1)
    colors.append(chart.bars.first.evaluate("(e) => getComputedStyle(e).fill"))
    assert colors == ["rgb(52, 84, 209)", "rgb(142, 164, 255)", "rgb(142, 164, 255)"]


def test_narrow(notebook: Notebook, pictures: Path) -> None:
    notebook.show(BOARD)
    output = notebook.output(0)
    ChartPage.of(output, "Complaints")
    output.locator(".jw.chart").first.evaluate(
        "(e) => { Object.assign(e.getRootNode().host.closest('.jp-OutputArea-output').style,"
        " { flex: 'none', width: '360px', maxWidth: '360px' }) }"
    )
    notebook.page.wait_for_timeout(500)
    for one in output.locator(".jw").all():
        box = one.bounding_box()
        assert box
        assert box["width"] <= 361
        # What is wider scrolls inside, and keys can reach it.
        assert one.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
    wide = output.locator(".plot").evaluate_all("(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1)")
    assert wide
    assert output.locator(".plot[tabindex='0']").count() == len(wide)
    picture(output, pictures / "dashboard-360.png")


def test_hostile_text_in_charts_is_inert(notebook: Notebook) -> None:
    code = (
        f"{LINKED}from tests.browser.hostile import PAYLOADS, hostile\nj = hostile()\nmap = JourneyMap(j, height=300)\n"
        "board = charts.dashboard(map, complaints(j, PAYLOADS[0]), charts.funnel(funnel(j)), moods(j))\nboard"
    )
    notebook.show(code)
    output = notebook.output(0)
    expect(output.locator(".jw.chart .ink svg")).to_have_count(3, timeout=15_000)
    for one in output.locator(".jw.chart").all():
        one.locator("summary").click()
        marks = one.locator(".role-mark path")
        for at in range(min(4, marks.count())):
            marks.nth(at).dispatch_event("pointermove")
            marks.nth(at).dispatch_event("click")
        expect(one.locator("table").first).to_be_visible()
        assert_inert(notebook.page, one)
        assert one.locator("svg a, svg image, svg foreignObject").count() == 0
    button = output.locator(".jw.chart").first.locator("tbody button").nth(2)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    notebook.kernel.until("len(map.selection['stages'])", 1)


def test_a_chart_that_cannot_be_drawn_says_why(notebook: Notebook) -> None:
    bad = (
        "from journeywidgets.export.specification import Specification\n"
        "from journeywidgets.widgets.journey_chart import JourneyChart\n"
        "JourneyChart(Specification.read({'data': {'values': []}, 'mark': '<img src=x onerror=alert(1)>'}))"
    )
    notebook.show(bad)
    note = notebook.output(0).locator(".note")
    expect(note).to_contain_text("The chart cannot be drawn:", timeout=15_000)
    expect(notebook.output(0).locator(".note img")).to_have_count(0)


def test_closing_frees_python_and_the_page(notebook: Notebook) -> None:
    kernel, page = notebook.kernel, notebook.page
    notebook.show("1")
    kernel.run(f"{COUNT}\n{LINKED}j = bikes()")
    before = kernel.value("count()")

    def round_trip() -> None:
        notebook.show(
            "map = JourneyMap(j, height=300)\n"
            "board = charts.dashboard(map, complaints(j), charts.funnel(funnel(j), j))\ndisplay(board)"
        )
        chart = ChartPage.of(notebook.output(0), "Complaints")
        chart.click(1)
        kernel.until("list(map.selection)", ["stages"])
        kernel.run("board.close()")
        expect(page.locator(".jw")).to_have_count(0)
        kernel.run("del map, board")
        notebook.set_cells("1")

    for _ in range(2):
        round_trip()
    in_page = live_views(page)
    for _ in range(4):
        round_trip()
    kernel.until("count()[:2]", before[:2])
    # Were a view kept, there would be one more for each round; the notebook itself may hold on to the last.
    assert freed(page, in_page + 2)
    assert kernel.value("len(j.store._delivery._observers)") == 0


# Nothing may be fetched, and no text may become code, but for modules from the server and from blobs.
_POLICY = "default-src 'none'; script-src 'self' blob:; style-src 'unsafe-inline'; img-src data:"
_HOST = """
try { Function("return 1")(); } catch (error) { document.body.dataset.code = error.name; }
const widgets = new Map();
for (const [id, { bundle, state }] of Object.entries(await (await import("/state.js")).default)) {
    const listeners = new Map();
    const model = {
        get: (name) => state[name],
        set: (name, value) => {
            state[name] = value;
            for (const listen of listeners.get(`change:${name}`) ?? []) listen();
        },
        save_changes() {}, send() {},
        on: (name, listen) => listeners.set(name, [...(listeners.get(name) ?? []), listen]),
        off: (name, listen) => listeners.set(name, (listeners.get(name) ?? []).filter((one) => one !== listen)),
    };
    const { default: made } = await import(`/${bundle}.js`);
    const widget = typeof made === "function" ? made() : made;
    const { signal } = new AbortController();
    const exports = await widget.initialize?.({ model, signal });
    const render = ({ el, signal: own }) => widget.render({ model, el, signal: own ?? signal, host });
    widgets.set(`anywidget:${id}`, { exports, render });
}
const host = { getWidget: async (ref) => widgets.get(ref) };
await widgets.get(document.body.dataset.shown).render({ el: document.body });
"""


def test_a_page_without_a_kernel_is_linked_under_a_strict_policy(browser: Browser) -> None:
    """The models of a saved state, joined as anywidget joins them; nobody answers."""
    board = charts.dashboard(JourneyMap(bikes(), height=420), complaints(bikes()))
    chart = board.charts[0]
    parts = {"dashboard": board, "map": board.map, "chart": chart, "vega": chart._runtime}
    state = {one.model_id: {"bundle": name, "state": _state(one)} for name, one in parts.items()}
    home = "http://saved.invalid/"
    body = f"<!doctype html><html lang=en><title>Saved</title><body data-shown=anywidget:{board.model_id}>"
    pages = {"": ("text/html", f"{body}<script type=module src=/host.js></script>"), "host.js": (_JS, _HOST)}
    pages["state.js"] = (_JS, f"export default {json.dumps(state)};")
    pages |= {f"{name}.js": (_JS, bundle(name)) for name in parts}
    board.close()

    def answer(route: Route) -> None:
        kind, text = pages[route.request.url.removeprefix(home)]
        route.fulfill(body=text, content_type=kind, headers={"Content-Security-Policy": _POLICY})

    context = browser.new_context(viewport={"width": 1300, "height": 1400}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(error.message))
    page.route("**", answer)
    page.goto(home)
    view = MapPage(page.locator(".jw:not(.chart)"))
    shown = ChartPage.of(page.locator("body"), "Complaints")
    shown.click(2)
    expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
    view.stage("Awareness").click()
    shown.expect_lit(0)
    # What the policy forbids is forbidden here, or the test would show nothing.
    expect(page.locator("body")).to_have_attribute("data-code", "EvalError")
    context.close()
    assert [error for error in errors if "favicon" not in error] == []


def _state(widget: ipywidgets.Widget) -> dict[str, Any]:
    kept = {name: value for name, value in widget.get_state().items() if name not in {"_esm", "layout", "tooltip"}}
    found: dict[str, Any] = json.loads(json.dumps(kept))
    return found
