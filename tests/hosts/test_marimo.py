"""marimo: cells that follow the page, a dashboard without boxes of ipywidgets, and the static export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import marimo
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.chart_page import ChartPage
from tests.browser.journeys import SMS
from tests.browser.lab import picture
from tests.browser.served import served
from tests.browser.views import MapPage
from tests.hosts.notebooks import run
from tests.hosts.visit import visit

HEAD = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from journeywidgets import JourneyMap, PersonaCards, charts
    from tests.browser.charts import complaints, funnel
    from tests.browser.journeys import bikes
    return JourneyMap, PersonaCards, bikes, charts, complaints, funnel, mo
"""
TAIL = """

if __name__ == "__main__":
    app.run()
"""
DASHBOARD = f"""{HEAD}

@app.cell
def _(JourneyMap, bikes, charts, complaints, funnel):
    j = bikes()
    map = JourneyMap(j, height=300)
    chart = charts.link(map, complaints(j))
    charts.dashboard(map, chart, charts.funnel(funnel(j), j))
    return chart, map


@app.cell
def _(chart, map, mo):
    on_map, in_chart = mo.ui.anywidget(map), mo.ui.anywidget(chart)
    return in_chart, on_map


@app.cell
def _(mo, on_map):
    mo.md(f"map says {{on_map.selection}}")
    return


@app.cell
def _(in_chart, mo):
    mo.md(f"chart says {{in_chart.selection}}")
    return
{TAIL}"""
EDITED = f"""{HEAD}

@app.cell
def _(JourneyMap, bikes, mo):
    j = bikes()
    map = mo.ui.anywidget(JourneyMap(j))
    map
    return j, map


@app.cell
def _(j, map, mo):
    assert map.revision >= 0  # names the view: the cell runs again on every edit
    mo.md(f"Now: {{j.cards.loc['sms', 'text']}}, {{len(j.stages)}} stages")
    return


@app.cell
def _(PersonaCards, j):
    PersonaCards(j)
    return
{TAIL}"""
EXPORTED = f"""{HEAD}

@app.cell
def _(JourneyMap, bikes):
    j = bikes()
    map = JourneyMap(j)
    map
    return j, map


@app.cell
def _(charts, complaints, j, map):
    charts.link(map, complaints(j))
    return


@app.cell
def _(charts, complaints, j, map):
    charts.link(map, complaints(j)).static()
    return


@app.cell
def _(map):
    map.static()
    return
{TAIL}"""
CDN = re.compile(r"https://cdn\.jsdelivr\.net/npm/@marimo-team/frontend@[\w.]+/dist/")
FILES = Path(str(marimo.__file__)).parent / "_static"


@contextmanager
def running(command: str, app: str, home: Path, *more: str) -> Iterator[str]:
    """Run or edit an app in a server of its own; give its address."""
    (home / "app.py").write_text(app, "utf-8")
    # As "Autorun on startup" in its settings: else each cell waits to be run by hand.
    (home / "pyproject.toml").write_text("[tool.marimo.runtime]\nauto_instantiate = true\n", "utf-8")
    arguments = (command, "app.py", "--headless", "--no-token", "--port={port}", *more)
    with served("marimo", *arguments, home=home, folder=home, health="health") as url:
        yield url


@contextmanager
def opened(browser: Browser, address: str, height: int = 1400) -> Iterator[Page]:
    """Open the app where nothing but its server can be reached."""
    with visit(browser, address, address.replace("http:", "ws:"), height=height) as seen:
        yield seen.open(address)
        assert seen.refused == []
        assert [error for error in seen.watch.errors if "page error" in error] == []


def test_dashboard(browser: Browser, tmp_path: Path, pictures: Path) -> None:
    with running("run", DASHBOARD, tmp_path) as address, opened(browser, address) as page:
        charts = page.locator(".jw.chart")
        expect(charts).to_have_count(2, timeout=60_000)
        view = MapPage(page.locator(".jw:not(.chart)"))
        own = ChartPage(charts.filter(has=page.get_by_role("img", name="Complaints")))
        own.click(2)
        expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
        own.expect_lit(2)
        expect(page.get_by_text("map says {'stages': ['signup']}")).to_be_visible()
        expect(page.get_by_text("chart says {'stages': ['signup']}")).to_be_visible()
        picture(page, pictures / "marimo-run.png")
        view.stage("Awareness").click()
        own.expect_lit(0)
        expect(page.get_by_text("map says {'stages': ['aware']}")).to_be_visible()
        expect(page.get_by_text("chart says {'stages': ['aware']}")).to_be_visible()
        # The map that reads and the map that is shown are one: nothing was made anew by the cells' runs.
        expect(charts).to_have_count(2)
        own.expect_lit(0)


def test_cells_follow_an_edit(browser: Browser, tmp_path: Path, pictures: Path) -> None:
    with running("edit", EDITED, tmp_path) as address, opened(browser, address, height=2200) as page:
        expect(page.locator(".jw")).to_have_count(2, timeout=60_000)
        view = MapPage(page.locator(".jw").first)
        expect(page.get_by_text(f"Now: {SMS}, 5 stages")).to_be_visible()
        view.edit(SMS, "Waits in vain")
        expect(page.get_by_text("Now: Waits in vain, 5 stages")).to_be_visible()
        view.saved()
        # The cell that shows the map has not run again: what is selected there still is.
        expect(view.card("Waits in vain")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Control+z")
        expect(view.card(SMS)).to_be_visible()
        expect(page.get_by_text(f"Now: {SMS}, 5 stages")).to_be_visible()
        # Keys that marimo takes for itself stay in the map's editor.
        view.select(SMS)
        page.keyboard.press("Enter")
        page.keyboard.press("End")
        page.keyboard.type(" j k dd")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Now: {SMS} j k dd, 5 stages")).to_be_visible()
        view.saved()
        picture(page, pictures / "marimo-edit.png")


def own_files(route: Route) -> bool:
    """Answer for the CDN with the files that marimo has installed."""
    found = CDN.match(route.request.url)
    if not found:
        return False
    route.fulfill(
        path=FILES / route.request.url.removeprefix(found[0]).partition("?")[0],
        headers={"Access-Control-Allow-Origin": "*"},
    )
    return True


def test_static_export(browser: Browser, tmp_path: Path, pictures: Path) -> None:
    """The page has marimo's own code from a CDN; ours is in it, and runs with no kernel."""
    (tmp_path / "app.py").write_text(EXPORTED, "utf-8")
    run(tmp_path, "marimo", "export", "html", "app.py", "--output", "page.html")
    page_file = (tmp_path / "page.html").as_uri()
    with visit(browser, page_file, height=3600, answer=own_files) as seen:
        page = seen.open(page_file)
        expect(page.locator(".jw")).to_have_count(2, timeout=30_000)
        live = page.locator(".jw:not(.chart)")
        # It can be explored, and does not pretend that it could be edited.
        card = live.locator(".card").filter(has_text=SMS)
        card.click()
        expect(card).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(live.locator(".editor")).to_have_count(0)
        expect(live.locator(".status")).to_have_count(0)
        live.get_by_role("button", name="Search").click()
        page.keyboard.type("passkey")
        expect(live.locator("[data-dim]").first).to_be_visible()
        # marimo keeps every model in the page: the chart is drawn, and still linked with its map.
        page.keyboard.press("Escape")
        chart = ChartPage(page.locator(".jw.chart"))
        chart.click(0)
        expect(live.get_by_role("columnheader", name="Awareness")).to_have_attribute("aria-selected", "true")
        chart.expect_lit(0)
        # Each form behind a tab of its own is what marimo makes of a bundle.
        assert page.get_by_role("tab").count() == 0
        static = page.locator("figure:not(.jw)")
        expect(static.get_by_role("img", name="Complaints")).to_be_visible()
        expect(static.get_by_text(SMS)).to_be_visible()
        picture(page, pictures / "marimo-export.png")
        assert seen.refused == []
