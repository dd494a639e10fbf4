"""marimo: a dashboard without boxes of ipywidgets, linked in the page, and cells that follow it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.chart_page import ChartPage
from tests.browser.lab import picture
from tests.browser.server import free_port
from tests.browser.views import MapPage
from tests.browser.watch import Watch

STARTS_WITHIN = 60
APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from journeywidgets import JourneyMap, charts
    from tests.browser.charts import complaints, funnel
    from tests.browser.journeys import bikes
    return JourneyMap, bikes, charts, complaints, funnel, mo


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
    mo.md(f"map says {on_map.selection}")
    return


@app.cell
def _(in_chart, mo):
    mo.md(f"chart says {in_chart.selection}")
    return


if __name__ == "__main__":
    app.run()
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Run the app in a server of its own."""
    (tmp_path / "app.py").write_text(APP, "utf-8")
    port = free_port()
    command = [sys.executable, "-m", "marimo", "run", "app.py", "--headless", "--no-token", f"--port={port}"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end and server.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310
                break
            time.sleep(0.2)
        else:
            pytest.fail(f"marimo did not start:\n{(tmp_path / 'log').read_text('utf-8')[-2000:]}")
        yield url
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the app where nothing but its server can be reached."""
    context = browser.new_context(viewport={"width": 1300, "height": 1400}, reduced_motion="reduce")

    def answer(route: Route) -> None:
        inside = route.request.url.startswith((address, "data:", "blob:"))
        route.continue_() if inside else route.abort()

    context.route("**", answer)
    watch = Watch()
    watch.follow(context)
    opened = context.new_page()
    opened.goto(address)
    yield opened
    elsewhere = watch.elsewhere
    context.close()
    assert elsewhere == []


def test_dashboard(page: Page, pictures: Path) -> None:
    charts = page.locator(".jw.chart")
    expect(charts).to_have_count(2, timeout=60_000)
    view = MapPage(page.locator(".jw:not(.chart)"))
    own = ChartPage(charts.filter(has=page.get_by_role("img", name="Complaints")))
    own.click(2)
    expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
    own.expect_lit(2)
    expect(page.get_by_text("map says {'stages': ['signup']}")).to_be_visible()
    expect(page.get_by_text("chart says {'stages': ['signup']}")).to_be_visible()
    picture(page, pictures / "dashboard-marimo.png")
    view.stage("Awareness").click()
    own.expect_lit(0)
    expect(page.get_by_text("map says {'stages': ['aware']}")).to_be_visible()
    expect(page.get_by_text("chart says {'stages': ['aware']}")).to_be_visible()
    # The map that reads and the map that is shown are one: nothing was made anew by the cells' runs.
    expect(charts).to_have_count(2)
    own.expect_lit(0)
