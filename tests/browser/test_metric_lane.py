"""A metric lane in JupyterLab: its figures, its details, targets; and what is chosen from Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.axe import violations
from tests.browser.journeys import HEAD
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.views import MapPage

MEASURED = f"{HEAD}j = measured()\nmap = JourneyMap(j)\nmap"
SIGN_UP, RIDE = 2, 3  # columns
MINUS = "\u2212"
LONG = "Share of those who reached the stage before, and so on without an end " * 8


@pytest.fixture
def measured(notebook: Notebook) -> MapPage:
    """Show the map with values over periods and personas."""
    notebook.show(MEASURED)
    return MapPage.of(notebook)


@pytest.fixture(params=["Light", "Dark"], scope="module")
def theme(request: pytest.FixtureRequest, lab: Lab) -> Iterator[str]:
    """JupyterLab's own theme: the map follows it."""
    lab.theme(request.param)
    yield request.param.lower()
    lab.theme("Light")


def dialog(view: MapPage) -> Locator:
    return view.root.get_by_role("dialog")


def test_a_cell_says_what_it_rests_on_and_is_compared_with(notebook: Notebook, measured: MapPage) -> None:
    cell = measured.cell("Conversion", SIGN_UP)
    cell.scroll_into_view_if_needed()
    for words in (
        "31.0",
        "29.9 \u2013 32.1 · n 6\u202f170",
        "▼ 4.1 [2.4, 5.8]",
        "target missed",
        "no clear difference",
    ):
        expect(cell).to_contain_text(words)
    words = (
        "Trend from 36.2\u2009% in 2025-Q3 to 31.0\u2009% in 2026-Q3; lowest 31.0\u2009% in 2026-Q3, "
        "highest 36.2\u2009% in 2025-Q3; 1 period without a value"
    )
    expect(cell.get_by_role("img")).to_have_attribute("aria-label", words)
    # A band for the interval, a gap for the quarter without a value, the target, and the last point.
    assert cell.locator(".path").get_attribute("d").count("M") == 2  # type: ignore[union-attr]
    assert cell.locator(".band").get_attribute("d")
    dot, trend = (cell.locator(part).bounding_box() for part in (".trend i", ".trend"))
    assert dot
    assert trend
    assert trend["x"] < dot["x"] < trend["x"] + trend["width"]
    assert trend["y"] <= dot["y"] + 4 <= trend["y"] + trend["height"]
    # The page follows Python.
    notebook.kernel.run("j.values = j.values.assign(value=j.values.value.where(j.values.stage != 'signup', 36.0))")
    expect(cell).to_contain_text("36")


def test_personas_take_the_place_of_everyone(measured: MapPage) -> None:
    cell = measured.cell("Conversion", 1)
    personas = measured.root.get_by_role("group", name="Personas")
    expect(cell.locator(".number")).to_have_count(1)
    expect(cell).to_contain_text("+10.0 [3.1, 16.9]")
    personas.get_by_role("button", name="Visitor").click()
    expect(cell).to_contain_text("42.3")
    expect(cell).not_to_contain_text("+10.0")
    expect(measured.cell("NPS", RIDE)).to_contain_text("of everyone")


def test_details_by_key_copied_and_left(notebook: Notebook, measured: MapPage) -> None:
    page = notebook.page
    cell = measured.cell("Conversion", SIGN_UP)
    cell.click()
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    found = dialog(measured)
    expect(found).to_contain_text("95 % Wilson interval")
    expect(found.get_by_role("table")).to_have_count(4)
    everyone = found.get_by_role("region", name="Everyone")
    expect(everyone.get_by_role("row").nth(1)).to_contain_text(f"▼ {MINUS}4.1\u2009pp [{MINUS}5.8, {MINUS}2.4]")
    expect(everyone.get_by_role("row").nth(3)).to_contain_text("n too small")
    found.get_by_role("button", name="Copy as table").click()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(copied) == 16
    assert copied[0].split("\t")[:5] == ["metric", "stage", "persona", "period", "value"]
    assert copied[1].split("\t")[:8] == ["Conversion", "Sign-up", "", "2026-Q3", "31", "29.85", "32.15", "6170"]
    # The focus stays in the dialog, and goes back to the cell.
    expect(found.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(found).to_have_count(0)
    expect(cell).to_be_focused()
    # The pointer's twin, and the keys go on over the grid.
    cell.get_by_role("button", name="Details").click()
    expect(dialog(measured)).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog(measured)).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(measured.cell("Conversion", RIDE)).to_be_focused()
    page.keyboard.press("Control+c")
    assert (
        page.evaluate("navigator.clipboard.readText()").splitlines()[1].startswith("Conversion\tFirst ride\t\t2026-Q3")
    )


def test_target_and_direction_from_the_lane(notebook: Notebook, measured: MapPage) -> None:
    lane, cell = measured.lane("Conversion"), measured.cell("Conversion", SIGN_UP)
    expect(lane).to_contain_text("target\u00a0≥\u00a035")
    measured.menu_of(lane, "Target…")
    field = dialog(measured).get_by_role("textbox")
    field.fill("a lot")
    notebook.page.keyboard.press("Enter")
    expect(dialog(measured)).to_contain_text("A target is a number")
    field.fill("32 %")
    notebook.page.keyboard.press("Enter")
    expect(cell).to_contain_text("target: cannot tell")
    notebook.kernel.until("j.metrics.loc['conversion', 'target']", 32.0)
    measured.menu_of(lane, "Direction", "Less is better")
    notebook.kernel.until("j.metrics.loc['conversion', 'direction']", "down")
    expect(lane).to_contain_text("less is better")
    expect(cell.locator(".badge.up")).to_contain_text("▼ 4.1")
    notebook.page.keyboard.press("Control+z")
    notebook.kernel.until("j.metrics.loc['conversion', 'direction']", "up")
    measured.menu_of(lane, "Metric", "NPS")
    expect(cell).to_contain_text(f"{MINUS}18")


def test_a_reader_sees_details_but_sets_nothing(notebook: Notebook, measured: MapPage) -> None:
    notebook.kernel.run("map.read_only = True")
    expect(measured.status).to_contain_text("Read-only")
    measured.cell("Conversion", SIGN_UP).click()
    notebook.page.keyboard.press("Enter")
    expect(dialog(measured)).to_be_visible()
    notebook.page.keyboard.press("Escape")
    measured.lane("Conversion").click(button="right")
    expect(measured.menu.get_by_text("Target…")).to_have_count(0)


def test_what_python_chooses_comes_into_sight(notebook: Notebook) -> None:
    notebook.show(f"{HEAD}j = grid(30, 12, 1800)\nmap = JourneyMap(j, height=420)\nmap")
    view = MapPage.of(notebook)
    scroller = view.root.locator(".scroll")
    expect(view.card("Card 0")).to_be_visible()
    page_at = notebook.panel.locator(".jp-WindowedPanel-outer").evaluate("(e) => e.scrollTop")
    for choice, shown in (
        ("{'cards': ['c1799']}", view.card("Card 1799")),
        ("{'stages': ['s3']}", view.stage("Stage 3")),
        ("{'lanes': ['l11']}", view.lane("Lane 11")),
        ("{'cards': ['c0', 'c1799']}", view.card("Card 0")),
    ):
        notebook.kernel.run(f"map.selection = {choice}")
        expect(shown).to_have_attribute("aria-selected", "true")
        expect(shown).to_be_in_viewport(ratio=0.95)
        view.said("selected")
    # Only the map has scrolled, and nothing has taken the focus.
    assert notebook.panel.locator(".jp-WindowedPanel-outer").evaluate("(e) => e.scrollTop") == page_at
    assert view.root.evaluate("(e) => e.getRootNode().activeElement === null")
    # What is in sight already stays where it is.
    before = scroller.evaluate("(e) => [e.scrollLeft, e.scrollTop]")
    notebook.kernel.run("map.selection = {'cards': ['c1799', 'c1']}")
    expect(view.card("Card 1")).to_have_attribute("aria-selected", "true")
    assert scroller.evaluate("(e) => [e.scrollLeft, e.scrollTop]") == before


STATES = {
    "still": MEASURED,
    "two-personas": f"{HEAD}j = measured()\nmap = JourneyMap(j, personas=['co', 'vi'])\nmap",
    "details": MEASURED,
    "thirty-stages": f"{HEAD}j = measured(stages=25)\nmap = JourneyMap(j)\nmap",
    "narrow": f"{HEAD}j = measured()\nmap = JourneyMap(j)\nmap.layout.width = '320px'\nmap",
    "long-text": f"""{HEAD}j = measured()
j.set('metrics', 'conversion', description='', method={LONG!r}, title={LONG!r}, unit='of a unit with a long name')
j.set('personas', 'co', name={LONG!r})
j.add('values', metric='nps', stage='ride', period={LONG!r}, value=123456789.5, low=-987654321.25, high=9e14, n=10**12)
map = JourneyMap(j)
map""",
}


@pytest.mark.parametrize("state", STATES)
def test_looks(notebook: Notebook, theme: str, pictures: Path, state: str) -> None:
    notebook.show(STATES[state])
    view = MapPage.of(notebook)
    expect(view.root).to_have_attribute("data-theme", theme)
    cell = view.cell("Conversion", SIGN_UP)
    cell.scroll_into_view_if_needed()
    expect(cell.locator(".trend").first).to_be_visible()
    if state == "details":
        cell.click()
        notebook.page.keyboard.press("Enter")
        expect(dialog(view)).to_be_visible()
    picture(notebook.page, pictures / f"metric-{state}-{theme}.png")
    found = violations(view.root)
    assert found == [], "\n".join(found)
    # Nothing is wider than its cell.
    wide = view.grid.locator(".numbers, .rh").evaluate_all(
        "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.slice(0, 60))"
    )
    assert wide == []
