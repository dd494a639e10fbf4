"""One JupyterLab server, one Chromium and mostly one page for all browser tests."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as PlaywrightError
from tests.browser.chromium import chromium
from tests.browser.journeys import BIKES
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.server import LabServer
from tests.browser.views import MapPage
from tests.browser.watch import Watch

SIZE = {"width": 1400, "height": 1000}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Run a JupyterLab server."""
    found = LabServer(tmp_path_factory.mktemp("lab"))
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def context(browser: Browser, server: LabServer) -> Iterator[BrowserContext]:
    """Open a browser profile."""
    made = browser.new_context(viewport={"width": SIZE["width"], "height": SIZE["height"]}, reduced_motion="reduce")
    made.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def all_pages(context: BrowserContext) -> Watch:
    """Watch the profile's pages for the whole run."""
    watch = Watch()
    watch.follow(context)
    return watch


@pytest.fixture(autouse=True)
def watch(all_pages: Watch) -> Iterator[Watch]:
    """Fail a test in which a page had an error, opened a dialog, or asked another machine."""
    all_pages.complaints()
    yield all_pages
    complaints = all_pages.complaints()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def lab(server: LabServer, context: BrowserContext, all_pages: Watch) -> Lab:  # noqa: ARG001 - watched from the start
    """JupyterLab in the page that the tests share."""
    return Lab(server, context.new_page())


@pytest.fixture(scope="session")
def shared_notebook(lab: Lab) -> Iterator[Notebook]:
    """Open the notebook whose kernel the tests share."""
    made = lab.new("")
    made.kernel.run("import ipywidgets")
    yield made
    made.leave_kernel()


@pytest.fixture
def notebook(shared_notebook: Notebook) -> Notebook:
    """Return the shared notebook, with no widget left from the test before."""
    shared_notebook.lab.dismiss_dialogs()
    shared_notebook.set_cells("")
    shared_notebook.kernel.run("ipywidgets.Widget.close_all()")
    shared_notebook.page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    shared_notebook.page.mouse.move(0, 0)
    return shared_notebook


@pytest.fixture
def view(notebook: Notebook) -> MapPage:
    """Show the map of the design in the shared notebook."""
    notebook.show(BIKES)
    return MapPage.of(notebook)


@pytest.fixture
def own_notebook(lab: Lab) -> Iterator[Notebook]:
    """Open a notebook whose kernel a test may kill."""
    made = lab.new("")
    yield made
    lab.dismiss_dialogs()
    made.leave_kernel()
    made.in_panel("await panel.sessionContext.shutdown()")
    made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of what was on the screen when a test failed."""
    report = yield
    lab = getattr(item, "funcargs", {}).get("lab")
    if report.when == "call" and report.failed and isinstance(lab, Lab):
        with contextlib.suppress(PlaywrightError):
            picture(lab.page, item.config.rootpath / "build/screenshots/failed" / f"{item.name}.png")
    return report


@pytest.fixture(scope="session")
def pictures(pytestconfig: pytest.Config) -> Path:
    """Return the folder that keeps what was seen."""
    return pytestconfig.rootpath / "build" / "screenshots"
