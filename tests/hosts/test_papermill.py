"""papermill: a notebook run with other parameters, and read in JupyterLab and as a report afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.journeys import SMS
from tests.browser.lab import Lab, picture
from tests.browser.server import LabServer
from tests.browser.views import MapPage
from tests.hosts.notebooks import START, load, run, write
from tests.hosts.visit import visit

PARAMETERS = 'title = "Bike rental"'
# papermill puts a cell of its own behind the one with the parameters.
SHOWN_IN, STATIC_IN = 3, 4
SHOWN = "j.title = title\nmap = JourneyMap(j)\nmap"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    made = LabServer(tmp_path_factory.mktemp("server"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def executed(server: LabServer) -> Path:
    """The notebook as papermill runs it, with another title."""
    folder = server.notebooks
    write(folder / "template.ipynb", PARAMETERS, START, SHOWN, "map.static()", tags=["parameters"])
    run(folder, "papermill", "template.ipynb", "september.ipynb", "-p", "title", "September", "--no-progress-bar")
    return folder / "september.ipynb"


def test_the_saved_notebook_is_read_in_jupyterlab(
    browser: Browser, server: LabServer, executed: Path, pictures: Path
) -> None:
    """As a table at first; when it is trusted, by the state of its widgets that papermill has saved."""
    assert "widgets" in load(executed)["metadata"]
    with visit(browser, server.url, height=1500) as seen:
        page = seen.context.new_page()
        lab = Lab(server, page)
        notebook = lab.open(executed.name)
        for cell in (SHOWN_IN, STATIC_IN):
            expect(notebook.output(cell).locator("caption")).to_contain_text("September")
        notebook.close()
        run(server.runtime.parent, "nbformat.sign", str(executed))
        notebook = lab.open(executed.name)
        view = MapPage.of(notebook, SHOWN_IN)
        expect(view.card(SMS)).to_be_visible()
        expect(view.root).to_contain_text("September")
        expect(notebook.output(STATIC_IN).locator("caption")).to_contain_text("September")
        picture(page, pictures / "papermill.png")
        notebook.in_panel("await panel.sessionContext.shutdown()")
        assert seen.refused == []


def test_the_saved_notebook_is_read_as_a_report(browser: Browser, executed: Path, pictures: Path) -> None:
    run(executed.parent, "nbconvert", "--to", "journey-report", executed.name)
    page_file = executed.with_suffix(".html").as_uri()
    with visit(browser, page_file, height=2400) as seen:
        page = seen.open(page_file)
        view = page.locator(".jw").first
        expect(view).to_contain_text("September")
        expect(view.locator(".card").filter(has_text=SMS)).to_be_visible()
        picture(page, pictures / "papermill-report.png")
        assert seen.refused == []
        assert seen.errors() == []
