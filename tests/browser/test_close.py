"""Closing frees all: comms and widgets in Python, views and listeners in the page."""

from __future__ import annotations

from time import monotonic

from playwright.sync_api import Page, expect
from tests.browser.journeys import BIKES, HEAD, SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage

_PATIENCE = 15  # seconds

# Cells show with `display`: what ends a cell is kept by IPython in `Out`, closed or not.
COUNT = """
import comm, gc, ipywidgets, threading, weakref
def count():
    gc.collect()
    manager = comm.get_comm_manager()
    return [len(manager.comms), len(ipywidgets.Widget.widgets), threading.active_count()]
"""


def live_views(page: Page) -> int:
    """Return how many shadow roots of ours the page still holds, after collecting garbage."""
    client = page.context.new_cdp_session(page)
    kind = client.send("Runtime.evaluate", {"expression": "ShadowRoot.prototype"})["result"]["objectId"]
    found = client.send("Runtime.queryObjects", {"prototypeObjectId": kind})["objects"]["objectId"]
    ours = "function () { return this.filter((root) => root.textContent.includes('--jw-')).length }"
    asked = {"objectId": found, "functionDeclaration": ours, "returnByValue": True}
    count: int = client.send("Runtime.callFunctionOn", asked)["result"]["value"]
    client.detach()
    return count


def freed(page: Page, most: int) -> bool:
    """Return whether at most so many views are left, once the page has let go of what it held for a moment."""
    until = monotonic() + _PATIENCE
    while live_views(page) > most:
        if monotonic() > until:
            return False
        page.wait_for_timeout(500)
    return True


def test_close_frees_python_and_the_page(notebook: Notebook) -> None:
    kernel, page = notebook.kernel, notebook.page
    notebook.show("1")
    kernel.run(COUNT)
    kernel.run(f"{HEAD}j = bikes()")
    before = kernel.value("count()")
    views = page.locator(".jw").count()
    notebook.show("map = JourneyMap(j)\ndisplay(map)", "cards = PersonaCards(j)\ndisplay(cards)")
    view = MapPage.of(notebook)
    view.edit(SMS, "Once")
    kernel.until("j.cards.loc['sms', 'text']", "Once")
    assert kernel.value("count()[0]") > before[0]
    assert page.locator(".jw").count() == views + 2
    kernel.run("refs = [weakref.ref(map), weakref.ref(cards), weakref.ref(map.wire)]\nmap.close(); cards.close()")
    expect(page.locator(".jw")).to_have_count(views)
    kernel.run("del map, cards")
    kernel.until("[gc.collect() is None or ref() is None for ref in refs]", [True, True, True])
    kernel.until("count()[:2]", before[:2])
    # The journey stays, and tells nobody of the views that are gone.
    kernel.run("j.set('cards', 'sms', text='Twice')")
    assert kernel.value("j.cards.loc['sms', 'text']") == "Twice"


def test_opening_and_closing_again_and_again_leaves_no_growth(notebook: Notebook) -> None:
    kernel, page = notebook.kernel, notebook.page
    notebook.show("1")
    kernel.run(f"{COUNT}\n{HEAD}j = bikes()")

    def round_trip() -> None:
        notebook.show("map = JourneyMap(j)\ndisplay(map)")
        view = MapPage.of(notebook)
        view.edit(SMS, SMS + ".")
        view.edit(SMS + ".", SMS)
        kernel.until("j.cards.loc['sms', 'text']", SMS)
        kernel.run("map.close(); del map")
        notebook.set_cells("1")

    for _ in range(2):
        round_trip()
    notebook.show("map = JourneyMap(j)\ndisplay(map)")
    MapPage.of(notebook)
    assert live_views(page) >= 1
    kernel.run("map.close(); del map")
    notebook.set_cells("1")
    in_kernel, in_page = kernel.value("count()"), live_views(page)
    for _ in range(5):
        round_trip()
    assert kernel.value("count()")[:2] == in_kernel[:2]
    # Each view has one shadow root: were one kept, its whole map would be.
    assert freed(page, in_page)
    assert kernel.value("len(j.store._delivery._observers)") == 0


def test_clearing_the_output_frees_the_view(notebook: Notebook) -> None:
    """The view goes, the model stays: it can be shown again."""
    notebook.show(BIKES)
    MapPage.of(notebook)
    notebook.in_panel("panel.content.widgets[0].model.outputs.clear()")
    expect(notebook.page.locator(".jw")).to_have_count(0)
    notebook.set_cells("map")
    notebook.run(0)
    view = MapPage.of(notebook)
    view.edit(SMS, "Shown again")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "Shown again")
    expect(view.card("Shown again")).to_be_visible()
