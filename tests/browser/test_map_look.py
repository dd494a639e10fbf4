"""Looking: search, personas, selection, read-only, full screen."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.journeys import HEAD, SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage


def test_search_dims_what_does_not_match(notebook: Notebook, view: MapPage) -> None:
    page = notebook.page
    view.select(SMS)
    page.keyboard.press("/")
    expect(view.root.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("SMS")
    found = view.grid.locator(".card:not([data-dim])")
    expect(found).to_have_count(4)
    assert {text.strip() for text in found.locator(".text").all_inner_texts()} == {
        SMS,
        "SMS code arrives too late and the form resets",
        "Passkey instead of SMS",
        "SMS gateway retries after 60 s",
    }
    dimmed = view.card("Enters card and ID")
    expect(dimmed).to_have_attribute("data-dim", "true")
    assert float(dimmed.evaluate("(e) => getComputedStyle(e).opacity")) < 1
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    notebook.page.wait_for_timeout(100)


def test_persona_chips_filter(notebook: Notebook, view: MapPage) -> None:
    expect(view.card("Map shows bikes that are gone")).to_be_visible()
    chip = view.root.get_by_role("group", name="Personas").get_by_role("button", name="Visitor")
    chip.click()
    shown = notebook.kernel.value("map.personas")
    notebook.kernel.until("len(map.personas)", 1)
    shown = notebook.kernel.value("map.personas")
    hidden, kept = {
        "vi": ("Deposit is not shown with the price", "Map shows bikes that are gone"),
        "co": ("Map shows bikes that are gone", "Deposit is not shown with the price"),
    }[shown[0]]
    expect(view.card(hidden)).to_have_count(0)
    expect(view.card(kept)).to_be_visible()
    expect(view.card(SMS)).to_be_visible()
    expect(view.root.locator(".curve-line")).to_have_count(1)
    notebook.kernel.run("map.personas = ['co', 'vi']")
    expect(view.card(hidden)).to_be_visible()
    notebook.kernel.run("map.personas = ['co']")
    expect(view.card("Map shows bikes that are gone")).to_have_count(0)
    assert notebook.kernel.value("len(j.cards)") == 27


def test_selection_both_ways(notebook: Notebook, view: MapPage) -> None:
    page = notebook.page
    view.select(SMS)
    notebook.kernel.until("map.selection", {"cards": ["sms"]})
    view.card("Enters card and ID").click(modifiers=["Control"])
    notebook.kernel.until("sorted(map.selection['cards'])", ["card", "sms"])
    assert notebook.kernel.value("sorted(map.selected.text)") == ["Enters card and ID", SMS]
    view.card("Sees a docking station near work").click()
    view.card("Enters card and ID").click(modifiers=["Shift"])
    notebook.kernel.until("map.selection", {"cards": ["station", "price", "card"]})
    notebook.kernel.run("map.selection = {'cards': ['p1', 'p3']}")
    expect(view.card("Deposit is not shown with the price")).to_have_attribute("aria-selected", "true")
    expect(view.card("Map shows bikes that are gone")).to_have_attribute("aria-selected", "true")
    expect(view.card("Enters card and ID")).to_have_attribute("aria-selected", "false")
    view.stage("Sign-up").click()
    notebook.kernel.until("map.selection", {"stages": ["signup"]})
    assert notebook.kernel.value("map.selected.title.tolist()") == ["Sign-up"]
    page.keyboard.press("Escape")
    notebook.kernel.until("map.selection", {})
    assert notebook.kernel.value("len(map.selected)") == 0
    # Several selected cards move as one change, and come back by one undo.
    view.card("Enters card and ID").click()
    view.card(SMS).click(modifiers=["Control"])
    page.keyboard.press("Alt+ArrowRight")
    notebook.kernel.until("j.cards.loc[['card', 'sms'], 'stage'].tolist()", ["ride", "ride"])
    page.keyboard.press("Control+z")
    notebook.kernel.until("j.cards.loc[['card', 'sms'], 'stage'].tolist()", ["signup", "signup"])


def test_read_only(notebook: Notebook, view: MapPage) -> None:
    page = notebook.page
    notebook.kernel.run("map.read_only = True")
    expect(view.status).to_contain_text("Read-only")
    expect(view.grid).to_have_attribute("aria-readonly", "true")
    expect(view.button("+ Stage")).to_have_count(0)
    card = view.select(SMS)
    for key in ("Enter", "x", "Delete", "Alt+ArrowRight", "Insert", "Control+z", "Control+x", "Control+v"):
        page.keyboard.press(key)
        expect(view.editor).to_have_count(0)
    card.dblclick()
    expect(view.editor).to_have_count(0)
    view.drag(card, view.cell("Actions", 0))
    card.click(button="right")
    expect(view.menu.get_by_text("Delete card")).to_have_count(0)
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert notebook.kernel.value("j.cards.loc['sms', ['stage', 'lane', 'text']].tolist()") == ["signup", "actions", SMS]
    assert notebook.kernel.value("len(j.cards)") == 27
    # Python may go on, and the page follows.
    notebook.kernel.run("j.set('cards', 'sms', text='Python writes')")
    expect(view.card("Python writes")).to_be_visible()
    notebook.kernel.run("map.read_only = False")
    view.edit("Python writes", "And the page again")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "And the page again")


def test_full_screen(notebook: Notebook, view: MapPage) -> None:
    view.button("Map menu").click()
    view.choose("Full screen")
    page = notebook.page
    page.wait_for_function("() => document.fullscreenElement !== null")
    box = view.grid.bounding_box()
    assert box
    view.edit(SMS, "In full screen")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "In full screen")
    view.card("In full screen").click(button="right")
    expect(view.menu).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.fullscreenElement === null")
    expect(view.card("In full screen")).to_be_visible()


def test_file_name_and_journey_as_last_expression(notebook: Notebook) -> None:
    notebook.show(f"{HEAD}j = Journey.open('shown.journey.json')\nif len(j.stages) == 0: bikes(j)\nj")
    view = MapPage.of(notebook)
    expect(view.status).not_to_contain_text("not in a file")
    view.edit(SMS, "Kept in a file")
    view.saved()
    path = notebook.lab.server.notebooks / "shown.journey.json"
    notebook.kernel.run("j.save()")
    assert "Kept in a file" in path.read_text("utf-8")
