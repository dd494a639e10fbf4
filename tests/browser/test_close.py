"""Closing frees all: comms and widgets in Python, views and listeners in the page."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.journeys import BIKES, HEAD, SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage

COUNT = """
import comm, gc, ipywidgets, threading, weakref
def count():
    gc.collect()
    manager = comm.get_comm_manager()
    return [len(manager.comms), len(ipywidgets.Widget.widgets), threading.active_count()]
"""

# What a page holds of ours: views, and models of the notebook's widget manager.
_VIEWS = "() => document.querySelectorAll('[data-lm-suppress-shortcuts] > [data-lm-suppress-shortcuts]').length"


def test_close_frees_python_and_the_page(notebook: Notebook) -> None:
    kernel, page = notebook.kernel, notebook.page
    notebook.show("1")
    kernel.run(COUNT)
    kernel.run(f"{HEAD}j = bikes()")
    before = kernel.value("count()")
    views = page.evaluate(_VIEWS)
    notebook.show("map = JourneyMap(j)\nmap", "cards = PersonaCards(j)\ncards")
    view = MapPage.of(notebook)
    view.edit(SMS, "Once")
    kernel.until("j.cards.loc['sms', 'text']", "Once")
    assert kernel.value("count()[0]") > before[0]
    assert page.evaluate(_VIEWS) == views + 2
    kernel.run("refs = [weakref.ref(map), weakref.ref(cards), weakref.ref(map.wire)]\nmap.close(); cards.close()")
    page.wait_for_function(f"(n) => ({_VIEWS})() === n", arg=views)
    kernel.run("del map, cards\nget_ipython().displayhook.flush()\n_ = __ = ___ = None")
    kernel.until("[ref() is None for ref in refs]", [True, True, True])
    kernel.until("count()[:2]", before[:2])
    # The journey stays, and tells nobody of the views that are gone.
    kernel.run("j.set('cards', 'sms', text='Twice')")
    assert kernel.value("j.cards.loc['sms', 'text']") == "Twice"


def test_opening_and_closing_again_and_again_leaves_no_growth(notebook: Notebook) -> None:
    kernel, page = notebook.kernel, notebook.page
    notebook.show("1")
    kernel.run(f"{COUNT}\n{HEAD}j = bikes()")
    client = page.context.new_cdp_session(page)

    def round_trip() -> None:
        notebook.show("map = JourneyMap(j)\nmap")
        view = MapPage.of(notebook)
        view.select(SMS)
        kernel.run("map.close(); del map\nget_ipython().displayhook.flush()\n_ = __ = ___ = None")
        notebook.set_cells("1")

    def held() -> dict[str, int]:
        client.send("HeapProfiler.collectGarbage")
        client.send("HeapProfiler.collectGarbage")
        counters: dict[str, int] = client.send("Memory.getDOMCounters")
        return counters

    for _ in range(3):
        round_trip()
    kernel_before, page_before = kernel.value("count()"), held()
    for _ in range(6):
        round_trip()
    assert kernel.value("count()")[:2] == kernel_before[:2]
    page_after = held()
    # One map has some 600 nodes and 40 listeners; JupyterLab itself keeps a little of each cell.
    assert page_after["nodes"] - page_before["nodes"] < 6 * 100, (page_before, page_after)
    assert page_after["jsEventListeners"] - page_before["jsEventListeners"] < 6 * 20, (page_before, page_after)
    assert kernel.value("len(j.store._observers)") == 0
    client.detach()


def test_clearing_the_output_frees_the_view(notebook: Notebook) -> None:
    """The view goes, the model stays: it can be shown again."""
    notebook.show(BIKES)
    MapPage.of(notebook)
    views = notebook.page.evaluate(_VIEWS)
    notebook.in_panel("panel.content.widgets[0].model.outputs.clear()")
    notebook.page.wait_for_function(f"(n) => ({_VIEWS})() === n", arg=views - 1)
    notebook.set_cells("map")
    notebook.run(0)
    view = MapPage.of(notebook)
    view.edit(SMS, "Shown again")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "Shown again")
    expect(view.card("Shown again")).to_be_visible()
