"""Notebook 7: the map in a page of its own, live as in JupyterLab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.chart_page import ChartPage
from tests.browser.charts import LINKED
from tests.browser.journeys import BIKES, SMS
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.server import LabServer
from tests.browser.views import MapPage
from tests.hosts.notebooks import load, write
from tests.hosts.visit import visit

VIEW = "application/vnd.jupyter.widget-view+json"
# What the page itself complains of, on opening and on leaving any notebook.
OWN = ("Cannot read properties of undefined (reading 'schema')", "Canceled future for")


class Notebook7(Lab):
    """A page of Notebook 7, which holds one notebook; it runs the same commands as JupyterLab."""

    def __init__(self, server: LabServer, page: Page) -> None:
        self.server, self.page = server, page

    def read(self, path: str) -> Notebook:
        """Open a notebook, which has the whole page."""
        self.page.goto(f"{self.server.url}/notebooks/{path}?token={self.server.token}", timeout=60_000)
        self.page.wait_for_function("() => window.jupyterapp?.restored", timeout=60_000)
        self.page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.context", timeout=60_000)
        notebook = Notebook(self, path)
        notebook.in_panel(
            "await panel.revealed; await panel.context.ready; await panel.sessionContext.ready;"
            "await panel.sessionContext.session?.kernel?.info"
        )
        return notebook


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LabServer]:
    made = LabServer(tmp_path / "server", "notebook")
    made.start()
    yield made
    made.stop()


def test_edit_save_and_read_again(browser: Browser, server: LabServer, pictures: Path) -> None:
    path = write(server.notebooks / "bikes.ipynb", LINKED + BIKES, "chart = charts.link(map, complaints(j))\nchart")
    with visit(browser, server.url, height=1500) as seen:
        page = seen.context.new_page()
        page.set_default_timeout(10_000)
        notebook = Notebook7(server, page).read(path.name)
        notebook.run_all()
        view, chart = MapPage.of(notebook), ChartPage(notebook.output(1).locator(".jw"))
        view.edit(SMS, "Waits for the code, in vain")
        notebook.kernel.until("j.cards.loc['sms', 'text']", "Waits for the code, in vain")
        view.saved()
        # A key that Notebook 7 takes for itself: `d d` would delete the cell.
        before = notebook.sources()
        view.select("Enters card and ID")
        page.keyboard.press("d")
        page.keyboard.press("d")
        page.keyboard.press("Escape")
        expect(view.editor).to_have_count(0)
        assert notebook.sources() == before
        chart.click(2)
        expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
        chart.expect_lit(2)
        notebook.kernel.run("j.undo()")
        expect(view.card(SMS)).to_be_visible()
        view.edit(SMS, "Waits for ever")
        view.saved()
        picture(page, pictures / "notebook7.png")
        notebook.run(notebook.append("map.freeze(); chart.freeze()"))
        expect(notebook.output(0).get_by_text("Waits for ever")).to_be_visible()
        notebook.save()
        assert VIEW not in load(path)["cells"][0]["outputs"][0]["data"]
        notebook.leave_kernel()
        notebook.in_panel("await panel.sessionContext.shutdown()")
        # Another day: no kernel has run a cell, and the page is a new one.
        again = Notebook7(server, page).read(path.name)
        expect(again.output(0).get_by_text("Waits for ever")).to_be_visible()
        picture(page, pictures / "notebook7-again.png")
        again.in_panel("await panel.sessionContext.shutdown()")
        assert seen.refused == []
        assert [error for error in seen.errors() if not any(part in error for part in OWN)] == []
