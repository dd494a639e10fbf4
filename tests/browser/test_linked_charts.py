"""Charts linked with a map in real JupyterLab, the network blocked: click, highlight, brush, Python."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect
from tests.browser.chart_page import ChartPage
from tests.browser.charts import LINKED
from tests.browser.lab import Notebook
from tests.browser.server import LabServer
from tests.browser.views import MapPage

PAIR = f"{LINKED}j = bikes()\nmap = JourneyMap(j, height=420)\nmap"
CHART = "chart = charts.link(map, complaints(j))\nchart"


@pytest.fixture(autouse=True)
def blocked(context: BrowserContext, server: LabServer) -> Iterator[None]:
    """Let nothing leave for any machine but the server's; what was tried fails the test (see `watch`)."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" != server.url:
            route.abort()
        else:
            route.continue_()

    context.route("**", answer)
    yield
    context.unroute("**", answer)


@pytest.fixture
def pair(notebook: Notebook) -> tuple[MapPage, ChartPage]:
    """Show the map of the design, and under it a chart that is linked with it."""
    notebook.show(PAIR, CHART)
    return MapPage.of(notebook), ChartPage.of(notebook.output(1), "Complaints")


def stages(notebook: Notebook) -> list[str]:
    found: list[str] = notebook.kernel.value("list(j.stages.index)")
    return found


def test_click_in_the_chart_chooses_on_the_map_and_in_python(
    notebook: Notebook, pair: tuple[MapPage, ChartPage]
) -> None:
    view, chart = pair
    notebook.kernel.run(
        "heard = []\nfor one in (map, chart): one.observe(lambda c: heard.append((type(c.owner).__name__, c.new)),"
        " 'selection')"
    )
    ids = stages(notebook)
    chart.expect_lit()
    chart.click(2)
    expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
    chart.expect_lit(2)
    wanted = {"stages": [ids[2]]}
    notebook.kernel.until("map.selection", wanted)
    notebook.kernel.until("chart.selection", wanted)
    notebook.kernel.until("sorted(name for name, _ in heard)", ["JourneyChart", "JourneyMap"])
    assert notebook.kernel.value("[value for _, value in heard]") == [wanted, wanted]
    # With Shift another comes to it; on the ground all is let go.
    chart.click(0, modifiers=["Shift"])
    chart.expect_lit(0, 2)
    notebook.kernel.until("sorted(map.selection['stages'])", sorted([ids[0], ids[2]]))
    expect(view.stage("Awareness")).to_have_attribute("aria-selected", "true")
    low = chart.bars.nth(3).bounding_box()
    assert low
    notebook.page.mouse.click(low["x"] + 5, low["y"] - 15)
    chart.expect_lit()
    expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "false")
    notebook.kernel.until("[map.selection, chart.selection]", [{}, {}])


def test_choosing_on_the_map_highlights_in_the_chart(notebook: Notebook, pair: tuple[MapPage, ChartPage]) -> None:
    view, chart = pair
    ids = stages(notebook)
    view.stage("Consideration").click()
    chart.expect_lit(1)
    notebook.kernel.until("chart.selection", {"stages": [ids[1]]})
    # A card belongs to a stage.
    view.card("Passkey instead of SMS").click()
    chart.expect_lit(2)
    notebook.kernel.until("chart.selection", {"cards": ["o2"]})
    view.page.keyboard.press("Escape")
    chart.expect_lit()
    # What was picked in the chart is forgotten when the map says otherwise: a click picks it again.
    chart.click(3)
    chart.expect_lit(3)
    view.stage("Awareness").click()
    chart.expect_lit(0)
    chart.click(3)
    chart.expect_lit(3)
    expect(view.stage("First ride")).to_have_attribute("aria-selected", "true")
    notebook.kernel.until("map.selection", {"stages": [ids[3]]})


def test_python_chooses_in_both(notebook: Notebook, pair: tuple[MapPage, ChartPage]) -> None:
    view, chart = pair
    ids = stages(notebook)
    notebook.kernel.run(f"chart.selection = {{'stages': [{ids[4]!r}]}}")
    chart.expect_lit(4)
    expect(view.stage("Retention")).to_have_attribute("aria-selected", "true")
    notebook.kernel.run(f"map.selection = {{'stages': [{ids[0]!r}]}}")
    chart.expect_lit(0)
    assert notebook.kernel.value("chart.selection") == {"stages": [ids[0]]}
    notebook.kernel.run("map.selection = {}")
    chart.expect_lit()


def test_personas(notebook: Notebook) -> None:
    notebook.show(PAIR, "chart = charts.link(map, charts.funnel(funnel(j, by_persona=True), j))\nchart")
    view = MapPage.of(notebook)
    chart = ChartPage.of(notebook.output(1), "Funnel: Conversion")
    # Bars of two personas at each of five stages.
    bars = notebook.output(1).locator(".layer_2_marks path")
    expect(bars).to_have_count(10)
    chart.bars = bars
    chips = view.root.get_by_role("group", name="Personas")
    chips.get_by_role("button", name="Visitor").click()
    owners = bars.evaluate_all("(all) => all.map((e) => e.__data__.datum.persona)")
    chart.expect_lit(*(at for at, owner in enumerate(owners) if owner == "vi"))
    notebook.kernel.until("chart.selection", {"personas": ["vi"]})
    # A mark of a stage and a persona chooses both; on the map too.
    at = next(at for at, owner in enumerate(owners) if owner == "co")
    chart.click(at)
    chart.expect_lit(at)
    expect(chips.get_by_role("button", name="Commuter")).to_have_attribute("aria-pressed", "true")
    expect(chips.get_by_role("button", name="Visitor")).to_have_attribute("aria-pressed", "false")
    notebook.kernel.until("map.personas", ["co"])
    stage = bars.nth(at).evaluate("(e) => e.__data__.datum.stage")
    notebook.kernel.until("chart.selection", {"stages": [stage], "personas": ["co"]})


def test_brush(notebook: Notebook) -> None:
    notebook.show(PAIR, "chart = charts.link(map, moods(j))\nchart")
    view = MapPage.of(notebook)
    ChartPage.of(notebook.output(1), "Moods")
    points = notebook.output(1).locator(".mark-symbol.role-mark path")
    order = points.evaluate_all("(all) => all.map((e) => e.__data__.datum.card)")
    boxes = [points.nth(at).bounding_box() for at in (1, 3)]
    assert boxes[0]
    assert boxes[1]
    page = notebook.page
    page.mouse.move(boxes[0]["x"] - 4, boxes[0]["y"] - 60)
    page.mouse.down()
    page.mouse.move(boxes[1]["x"] + 16, boxes[1]["y"] - 40, steps=6)
    page.mouse.up()
    notebook.kernel.until("sorted(map.selection.get('cards', []))", sorted(order[1:4]))
    notebook.kernel.until("sorted(chart.selection.get('cards', []))", sorted(order[1:4]))
    low, high = notebook.kernel.value("chart.brush['position']")
    assert 0 < low < 1
    assert 3 < high < 4
    assert notebook.output(1).locator(".jw_brush_brush path").evaluate("(e) => e.getBBox().width") > 60
    # A choice on the map ends the brush.
    view.stage("Awareness").click()
    notebook.kernel.until("list(chart.selection)", ["stages"])
    assert notebook.output(1).locator(".jw_brush_brush path").evaluate("(e) => e.getBBox().width") == 0


def halted(notebook: Notebook, halt: bool) -> None:
    os.kill(notebook.kernel.pid, signal.SIGSTOP if halt else signal.SIGCONT)


def test_a_busy_kernel_holds_nothing_up(notebook: Notebook, pair: tuple[MapPage, ChartPage]) -> None:
    view, chart = pair
    ids = stages(notebook)
    chart.click(0)
    notebook.kernel.until("chart.selection", {"stages": [ids[0]]})
    halted(notebook, halt=True)
    try:
        chart.click(1)
        expect(view.stage("Consideration")).to_have_attribute("aria-selected", "true")
        chart.expect_lit(1)
        view.stage("Retention").click()
        chart.expect_lit(4)
    finally:
        halted(notebook, halt=False)
    notebook.kernel.until("[map.selection, chart.selection]", [{"stages": [ids[4]]}] * 2)
    chart.expect_lit(4)


_RECORD = """(elements) => {
    window.said = [];
    const look = () => {
        const now = elements.map((e) => e.getAttribute("aria-selected")).join(" ");
        if (window.said.at(-1) !== now) window.said.push(now);
    };
    for (const element of elements) new MutationObserver(look).observe(element, { attributeFilter: ["aria-selected"] });
}"""


@pytest.mark.parametrize("first", ["chart", "map"])
def test_a_late_answer_does_not_undo_the_next_click(
    notebook: Notebook, pair: tuple[MapPage, ChartPage], first: str
) -> None:
    """A is clicked, then B, while Python is away: what it says of A comes after B, and changes nothing."""
    view, chart = pair
    ids = stages(notebook)
    heads = [view.stage(title) for title in ("Awareness", "Consideration", "Sign-up")]
    notebook.page.evaluate(_RECORD, [head.element_handle() for head in heads])
    halted(notebook, halt=True)
    try:
        for _ in range(3):
            if first == "chart":
                chart.click(0)
                heads[1].click()
            else:
                heads[0].click()
                chart.click(1)
        chart.click(2)
    finally:
        halted(notebook, halt=False)
    notebook.kernel.until("[map.selection, chart.selection]", [{"stages": [ids[2]]}] * 2)
    notebook.page.wait_for_timeout(1_500)
    assert notebook.kernel.value("[map.selection, chart.selection]") == [{"stages": [ids[2]]}] * 2
    chart.expect_lit(2)
    one, two, three = "true false false", "false true false", "false false true"
    said = [now for now in notebook.page.evaluate("window.said") if "true" in now]
    assert said == [one, two] * 3 + [three]


def test_a_dead_kernel_leaves_the_pair_linked(own_notebook: Notebook) -> None:
    own_notebook.show(PAIR, CHART)
    view = MapPage.of(own_notebook)
    chart = ChartPage.of(own_notebook.output(1), "Complaints")
    own_notebook.kill_kernel()
    chart.click(1)
    expect(view.stage("Consideration")).to_have_attribute("aria-selected", "true")
    view.stage("Retention").click()
    chart.expect_lit(4)


def test_two_maps_and_their_charts(notebook: Notebook) -> None:
    notebook.show(
        PAIR,
        "one = charts.link(map, complaints(j, 'One'))\ndisplay(one)\ntwo = charts.link(map, complaints(j, 'Two'))\ntwo",
        "k = bikes()\nother = JourneyMap(k, height=300)\ndisplay(other)\n"
        "third = charts.link(other, complaints(k, 'Third'))\nthird",
    )
    view, other = MapPage.of(notebook), MapPage(notebook.output(2).locator(".jw").first)
    one, two = (ChartPage.of(notebook.output(1), name) for name in ("One", "Two"))
    third = ChartPage.of(notebook.output(2), "Third")
    one.click(1)
    two.expect_lit(1)
    third.expect_lit()
    third.click(3)
    expect(other.stage("First ride")).to_have_attribute("aria-selected", "true")
    expect(view.stage("First ride")).to_have_attribute("aria-selected", "false")
    one.expect_lit(1)
    two.click(4)
    one.expect_lit(4)
    third.expect_lit(3)
    ids = stages(notebook)
    notebook.kernel.until(
        "[one.selection, two.selection, third.selection]", [{"stages": [ids[at]]} for at in (4, 4, 3)]
    )


def test_the_runtime_comes_from_the_kernel_where_the_page_does_not_join_models(notebook: Notebook) -> None:
    """Without references the code comes in pieces, and what is chosen goes through Python."""
    apart = "chart = charts.link(map, complaints(j))\nchart.traits()['_map'].metadata['to_json'] = lambda v, w: None\n"
    apart += "chart.traits()['_runtime'].metadata['to_json'] = lambda v, w: None\nchart.send_state()\nchart"
    code = apart.replace("chart.traits()[", "type(chart).class_traits()[")
    restore = (
        "from anywidget._traits import _widget_to_json as w\n"
        "for name in ('_map', '_runtime'): type(chart).class_traits()[name].metadata['to_json'] = w"
    )
    notebook.show(PAIR, code)
    try:
        view = MapPage.of(notebook)
        chart = ChartPage.of(notebook.output(1), "Complaints")
        ids = stages(notebook)
        chart.click(2)
        chart.expect_lit(2)
        expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
        view.stage("Awareness").click()
        chart.expect_lit(0)
        notebook.kernel.until("[map.selection, chart.selection]", [{"stages": [ids[0]]}] * 2)
    finally:
        notebook.kernel.run(restore)


def test_thirty_stages_stand_under_their_columns_and_scroll_with_them(notebook: Notebook) -> None:
    notebook.show(
        f"{LINKED}j = grid(30, 4, 200)\nmap = JourneyMap(j, height=300)\nmap",
        "chart = charts.link(map, complaints(j))\nchart",
    )
    view = MapPage.of(notebook)
    chart = ChartPage.of(notebook.output(1), "Complaints")
    expect(chart.root.locator(".plot")).to_have_attribute("data-aligned", "")
    scroll = view.root.locator(".scroll")
    for left in (0, 2_000, 100_000):
        scroll.evaluate("(e, left) => e.scrollTo(left, 0)", left)
        notebook.page.wait_for_timeout(150)
        expect_under_columns(view, chart)
    chart.root.locator(".plot").evaluate("(e) => e.scrollTo(700, 0)")
    notebook.page.wait_for_timeout(150)
    assert scroll.evaluate("(e) => e.scrollLeft") == 700
    expect_under_columns(view, chart)
    # A stage that is chosen out of sight is brought into sight, in both.
    notebook.kernel.run("map.selection = {'stages': ['s29']}")
    chart.expect_lit(29)


def expect_under_columns(view: MapPage, chart: ChartPage) -> None:
    heads = view.grid.locator(".stage").all()
    assert len(heads) == chart.bars.count()
    for at in (0, len(heads) // 2, len(heads) - 1):
        box = heads[at].bounding_box()
        assert box
        assert abs(box["x"] + box["width"] / 2 - chart.middle(at)) < 2


def test_columns_follow_the_map_when_it_changes(notebook: Notebook, pair: tuple[MapPage, ChartPage]) -> None:
    view, chart = pair
    expect(chart.root.locator(".plot")).to_have_attribute("data-aligned", "")
    expect_under_columns(view, chart)
    notebook.page.set_viewport_size({"width": 1900, "height": 1000})
    notebook.page.wait_for_timeout(500)
    expect_under_columns(view, chart)
    notebook.page.set_viewport_size({"width": 1400, "height": 1000})
    notebook.page.wait_for_timeout(500)
    expect_under_columns(view, chart)
    # A stage that the chart does not know breaks the row of columns: the chart stands by itself.
    notebook.kernel.run("new = j.add('stages', title='Between'); j.move('stages', new, before=j.stages.index[1])")
    expect(chart.root.locator(".plot")).not_to_have_attribute("data-aligned", "")
    notebook.kernel.run("j.undo(); j.undo()")
    # After the first undo the stage stands behind the others, and the chart is aligned already.
    expect(view.grid.locator(".stage")).to_have_count(chart.bars.count())
    expect(chart.root.locator(".plot")).to_have_attribute("data-aligned", "")
    expect_under_columns(view, chart)


def test_keyboard_and_table(notebook: Notebook, pair: tuple[MapPage, ChartPage]) -> None:
    view, chart = pair
    ids = stages(notebook)
    summary = chart.root.locator("summary")
    summary.focus()
    notebook.page.keyboard.press("Enter")
    row = chart.table.get_by_role("row").filter(has=notebook.page.get_by_text("Sign-up"))
    expect(row.get_by_role("cell")).to_have_text("24")
    button = row.get_by_role("button", name="Sign-up")
    button.focus()
    notebook.page.keyboard.press("Enter")
    chart.expect_lit(2)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
    notebook.kernel.until("chart.selection", {"stages": [ids[2]]})
    notebook.page.keyboard.press("Space")
    chart.expect_lit()
    expect(button).to_have_attribute("aria-pressed", "false")
    view.stage("Awareness").click()
    expect(chart.table.get_by_role("button", name="Awareness")).to_have_attribute("aria-pressed", "true")


def _tip(chart: ChartPage) -> Locator:
    return chart.root.locator(".tip")


def test_tooltip_shows_figures_as_text(notebook: Notebook) -> None:
    notebook.show(PAIR, "chart = charts.link(map, moods(j))\nchart")
    chart = ChartPage.of(notebook.output(1), "Moods")
    point = notebook.output(1).locator(".mark-symbol.role-mark path").first
    point.hover()
    expect(_tip(chart)).to_be_visible()
    expect(_tip(chart)).to_contain_text("co-aware")
    notebook.page.mouse.move(0, 0)
    expect(_tip(chart)).to_be_hidden()
