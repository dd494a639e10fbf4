"""The page and Python in step: both ways, in several views and tabs, over a busy and a dead kernel."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, expect
from tests.browser.journeys import BIKES, HEAD, SMS
from tests.browser.lab import Lab, Notebook
from tests.browser.server import LabServer
from tests.browser.views import MapPage
from tests.browser.watch import Watch


def test_edit_in_the_page_is_in_the_frame(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    view.edit(SMS, "Waits for the code,\nin vain")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "Waits for the code,\nin vain")
    view.saved()
    expect(view.card("Waits for the code,\nin vain")).to_be_visible()
    assert notebook.kernel.value("j.cards.loc['card', 'text']") == "Enters card and ID"
    # The next cell reads what the page wrote, as a person would.
    notebook.set_cells("print(j.cards.loc['sms', 'text'])")
    notebook.run(0)
    assert notebook.text(0) == "Waits for the code,\nin vain\n"


def test_frame_set_in_python_is_in_the_page(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    notebook.kernel.run(
        "f = j.cards\nf.loc['sms', 'text'] = 'Waits for nothing'\nf = f.drop(index='b1')\nj.cards = f\n"
        "s = j.stages\ns.loc['ride', 'title'] = 'Ride one'\nj.stages = s"
    )
    expect(view.card("Waits for nothing")).to_be_visible()
    expect(view.card(SMS)).to_have_count(0)
    expect(view.card("SMS gateway retries after 60 s")).to_have_count(0)
    expect(view.stage("Ride one")).to_be_visible()
    view.saved()


def test_edit_while_a_cell_runs(notebook: Notebook) -> None:
    """Comms run on a subshell of their own here: the edit holds while the cell is still running."""
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    notebook.start(notebook.append(BUSY))
    expect(notebook.cell(1).locator(".jp-InputPrompt")).to_have_text("[*]:")
    view.edit(SMS, "Written meanwhile")
    expect(view.card("Written meanwhile")).to_be_visible()
    view.saved()
    expect(notebook.cell(1).locator(".jp-InputPrompt")).to_have_text("[*]:")
    notebook.wait(1)
    assert notebook.text(1) == "seen in the running cell\n"
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == "Written meanwhile"


BUSY = """import time
until = time.monotonic() + 5
seen = False
while time.monotonic() < until:
    time.sleep(0.05)
    seen = seen or j.cards.loc['sms', 'text'] == 'Written meanwhile'
print('seen in the running cell' if seen else 'seen too late')
"""


def test_edit_while_a_kernel_without_subshells_is_busy(own_notebook: Notebook) -> None:
    """Where messages wait for the end of the cell, the page says so, and the edit holds afterwards."""
    own_notebook.in_panel("panel.sessionContext.session.kernel.commsOverSubshells = 'disabled'")
    own_notebook.show(BIKES)
    view = MapPage.of(own_notebook)
    own_notebook.start(own_notebook.append(BUSY))
    own_notebook.page.wait_for_timeout(300)
    view.edit(SMS, "Written meanwhile")
    expect(view.card("Written meanwhile")).to_be_visible()
    expect(view.status).to_contain_text("busy", timeout=4_000)
    own_notebook.wait(1)
    view.saved()
    assert own_notebook.text(1) == "seen too late\n"
    assert own_notebook.kernel.value("j.cards.loc['sms', 'text']") == "Written meanwhile"


def test_two_views_of_one_map(notebook: Notebook) -> None:
    notebook.show(BIKES, "map", "JourneyMap(j)")
    views = [MapPage.of(notebook, cell) for cell in (0, 1, 2)]
    views[0].edit(SMS, "By the first")
    for view in views:
        expect(view.card("By the first")).to_be_visible()
    views[1].edit("By the first", "By the second")
    for view in views:
        expect(view.card("By the second")).to_be_visible()
    views[2].edit("By the second", "By another widget")
    for view in views:
        expect(view.card("By another widget")).to_be_visible()
        view.saved()
    # What is only looked at stays with each view.
    views[0].page.keyboard.press("Escape")
    views[1].root.get_by_role("button", name="Search").click()
    views[1].page.keyboard.type("by another")
    expect(views[1].grid.locator("[data-dim]").first).to_be_visible()
    assert views[0].grid.locator("[data-dim]").count() == 0
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == "By another widget"
    assert notebook.kernel.value("int((j.history['table'] == 'cards').sum())") > 0


def test_two_tabs_edit_one_map(notebook: Notebook, lab: Lab, context: BrowserContext, server: LabServer) -> None:
    notebook.show(BIKES)
    one = MapPage.of(notebook)
    notebook.save()
    other_lab = Lab(server, context.new_page(), "other")
    other_notebook = other_lab.open(notebook.path)
    other = MapPage.of(other_notebook)
    other.edit(SMS, "From the other tab")
    lab.page.bring_to_front()
    expect(one.card("From the other tab")).to_be_visible()
    one.edit("Enters card and ID", "From the first tab")
    expect(other.card("From the first tab")).to_be_visible()
    # Both at once, on different cards and on different fields.
    for n in range(5):
        one.edit("From the first tab" if n == 0 else f"One {n - 1}", f"One {n}")
        other.page.bring_to_front()
        other.edit("From the other tab" if n == 0 else f"Other {n - 1}", f"Other {n}")
        one.page.bring_to_front()
    for view in (one, other):
        expect(view.card("One 4")).to_be_visible()
        expect(view.card("Other 4")).to_be_visible()
        view.saved()
    assert notebook.kernel.value("j.cards.loc[['card', 'sms'], 'text'].tolist()") == ["One 4", "Other 4"]
    other_notebook.leave_kernel()
    other_lab.page.close()


def test_8000_sets_end_equal(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    notebook.kernel.run("for n in range(8000):\n    j.set('cards', 'sms', text=f'Set {n}')", timeout=120)
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == "Set 7999"
    expect(view.card("Set 7999")).to_be_visible(timeout=15_000)
    view.saved()
    view.edit("Set 7999", "After the storm")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "After the storm")


def test_killed_kernel_loses_nothing(own_notebook: Notebook) -> None:
    own_notebook.show(
        f"{HEAD}j = Journey.open('bikes.journey.json')\nif len(j.stages) == 0: bikes(j)\nmap = JourneyMap(j)\nmap"
    )
    view = MapPage.of(own_notebook)
    view.edit(SMS, "Before the end")
    view.saved()
    own_notebook.kill_kernel()
    view.edit("Before the end", "After the end")
    view.edit("Enters card and ID", "Also after the end")
    view.drag(view.card("Buys a monthly pass"), view.cell("Actions", 0))
    expect(view.status).to_contain_text("3 edits kept here", timeout=25_000)
    with own_notebook.page.expect_download() as download:
        view.root.get_by_role("button", name="Download").click()
    assert "Also after the end" in download.value.path().read_text("utf-8")
    own_notebook.restart_kernel()
    own_notebook.run(0)
    view = MapPage.of(own_notebook)
    for text in ("After the end", "Also after the end"):
        expect(view.card(text)).to_be_visible()
    view.saved()
    expect(view.cell("Actions", 0).locator(".card")).to_have_count(2)
    kernel = own_notebook.kernel
    assert kernel.value("j.cards.loc[['sms', 'card', 'monthly'], ['stage', 'text']].values.tolist()") == [
        ["signup", "After the end"],
        ["signup", "Also after the end"],
        ["aware", "Buys a monthly pass"],
    ]
    assert kernel.value("len(j.cards)") == 27


@pytest.mark.parametrize("offer", ["Keep mine", "Keep theirs"])
def test_conflict_shows_both_texts(notebook: Notebook, offer: str) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    view.select(SMS)
    notebook.page.keyboard.press("Enter")
    view.editor.fill("My words")
    notebook.kernel.run("j.set('cards', 'sms', text='Their words')")
    # The text that is being written stands; what came meanwhile is shown beside it.
    expect(view.root.locator(".aside")).to_contain_text("Their words")
    expect(view.editor).to_have_value("My words")
    notebook.page.keyboard.press("Enter")
    expect(view.notices).to_contain_text("My words")
    expect(view.notices).to_contain_text("Their words")
    expect(view.status).to_contain_text("Conflict")
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == "Their words"
    view.notices.get_by_role("button", name=offer).click()
    expect(view.notices).to_have_count(0)
    held = {"Keep mine": "My words", "Keep theirs": "Their words"}[offer]
    notebook.kernel.until("j.cards.loc['sms', 'text']", held)
    expect(view.card(held)).to_be_visible()
    view.saved()


def test_edit_of_a_deleted_row_can_bring_it_back(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    text = "SMS code arrives too late and the form resets"
    view.select(text)
    notebook.page.keyboard.press("Enter")
    view.editor.fill("Still true")
    notebook.kernel.run("j.delete('cards', 'p2')")
    # The words outlive the row that they were written on.
    orphan = view.root.get_by_role("region", name="Words without a card")
    expect(orphan).to_contain_text("Still true")
    assert notebook.kernel.value("'p2' in j.cards.index") is False
    orphan.get_by_role("button", name="Bring the card back").click()
    notebook.kernel.until("'p2' in j.cards.index and j.cards.loc['p2', 'text']", "Still true")
    # What hung on it has come back with it.
    assert notebook.kernel.value("int((j.evidence['card'] == 'p2').sum())") == 8
    expect(view.card("Still true")).to_be_visible()
    expect(orphan).to_have_count(0)


def test_message_over_the_limit_is_refused_where_it_was_made(notebook: Notebook, watch: Watch) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    view.select(SMS)
    notebook.page.keyboard.press("Enter")
    view.editor.fill("é" * 140_000)
    notebook.page.keyboard.press("Enter")
    expect(view.notices).to_be_visible()
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == SMS
    # The text is not lost: the editor is open still, and can be left as it was.
    expect(view.editor).to_be_visible()
    notebook.page.keyboard.press("Escape")
    expect(view.card(SMS)).to_be_visible()
    view.edit(SMS, "Short")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "Short")
    assert watch.elsewhere == []


def test_what_python_refuses_is_taken_back_with_its_reason(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    view.select(SMS)
    notebook.page.keyboard.press("Enter")
    view.editor.fill("z" * 100_001)
    started = time.monotonic()
    notebook.page.keyboard.press("Enter")
    expect(view.notices).to_contain_text("100,0")
    assert time.monotonic() - started < 10
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == SMS
