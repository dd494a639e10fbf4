"""Freezing in a live page: the static form stands where the view stood, and stays when the notebook is reopened."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect
from tests.browser.journeys import BIKES, SMS
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.studies import RENTAL
from tests.browser.views import MapPage

VIEW = "application/vnd.jupyter.widget-view+json"


def test_a_frozen_notebook_is_read_with_no_kernel(own_notebook: Notebook, lab: Lab, pictures: Path) -> None:
    notebook, page = own_notebook, own_notebook.page
    notebook.show(BIKES, "display(map)", "cards = PersonaCards(j)\ncards", RENTAL)
    MapPage.of(notebook).edit(SMS, "Waits for ever")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "Waits for ever")
    expect(notebook.panel.locator(".jw")).to_have_count(4)
    last = notebook.append("for view in (map, cards, coder):\n    view.freeze()")
    notebook.run(last)
    expect(notebook.panel.locator(".jw")).to_have_count(0)
    for index, words in enumerate(("Waits for ever", "Waits for ever", "Commuter", "Waiting")):
        expect(notebook.output(index).get_by_text(words).first).to_be_visible()
        assert [VIEW in output["data"] for output in notebook.outputs(index)] == [False]
    notebook.save()
    saved = json.loads((lab.server.notebooks / notebook.path).read_text("utf-8"))
    assert VIEW not in json.dumps(saved)
    assert saved["metadata"].get("widgets") is None
    notebook.restart_kernel()
    notebook.in_panel("await panel.context.revert()")
    expect(notebook.output(0).get_by_text("Waits for ever").first).to_be_visible()
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    notebook.output(0).scroll_into_view_if_needed()
    picture(page, pictures / "frozen.png")
