"""PersonaCards: the personas as editable cards, in step with the map of the same journey."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.journeys import HEAD, SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage, View

CARDS = f"{HEAD}j = bikes()\ncards = PersonaCards(j)\ncards"


class CardsPage(View):
    """The cards in a page."""

    def persona(self, name: str) -> Locator:
        """Return a persona's card."""
        return self.root.get_by_role("article", name=name, exact=True)

    def names(self) -> list[str]:
        """Return the names as shown, in order."""
        return self.root.locator("article h3 .said").all_inner_texts()

    def menu_of(self, name: str, *choices: str) -> None:
        """Choose from a persona's menu."""
        self.persona(name).locator("[data-menu]").click()
        self.choose(*choices)


@pytest.fixture
def cards(notebook: Notebook) -> CardsPage:
    notebook.show(CARDS, "map = JourneyMap(j)\nmap")
    return CardsPage(notebook.output(0).locator(".jw"))


def test_edits_arrive(notebook: Notebook, cards: CardsPage) -> None:
    commuter = cards.persona("Commuter")
    commuter.get_by_role("button", name="Name: Commuter").click()
    cards.write("Daily rider")
    notebook.kernel.until("j.personas.loc['co', 'name']", "Daily rider")
    # The map of the same journey follows.
    chips = MapPage.of(notebook, 1).root.get_by_role("group", name="Personas")
    expect(chips.get_by_role("button", name="Daily rider")).to_be_visible()
    rider = cards.persona("Daily rider")
    rider.get_by_role("button", name="Quote: It has to be quick").click()
    cards.write("Quick, or I walk")
    notebook.kernel.until("j.personas.loc['co', 'quote']", "Quick, or I walk")
    rider.get_by_role("button", name="Edit goal: Be on time").click()
    cards.write("Be early")
    notebook.kernel.until("j.personas.loc['co', 'goals']", ["Be early"])
    rider.get_by_role("button", name="Edit goal: Be early").press("Delete")
    notebook.kernel.until("j.personas.loc['co', 'goals']", [])
    cards.menu_of("Daily rider", "Add detail", "Share")
    cards.write("62 %")
    notebook.kernel.until("j.personas.loc['co', 'share']", 0.62)
    cards.menu_of("Daily rider", "Add detail", "Occupation")
    cards.write("Nurse")
    notebook.kernel.until("j.personas.loc['co', 'occupation']", "Nurse")
    cards.saved()


def test_python_edits_are_shown(notebook: Notebook, cards: CardsPage) -> None:
    notebook.kernel.run(
        "f = j.personas\nf.loc['vi', 'name'] = 'Tourist'\nf.at['vi', 'needs'] = ['A map', 'A tip']\nj.personas = f"
    )
    tourist = cards.persona("Tourist")
    expect(tourist).to_contain_text("A map")
    expect(tourist).to_contain_text("A tip")
    expect(cards.persona("Visitor")).to_have_count(0)


def test_add_duplicate_move_and_delete(notebook: Notebook, cards: CardsPage) -> None:
    cards.root.get_by_role("button", name="Persona", exact=True).click()
    cards.write("Courier")
    notebook.kernel.until("j.personas.name.tolist()", ["Commuter", "Visitor", "Courier"])
    cards.menu_of("Visitor", "Duplicate")
    cards.write("Visitor, second time")
    notebook.kernel.until("j.personas.name.tolist()", ["Commuter", "Visitor", "Visitor, second time", "Courier"])
    assert notebook.kernel.value("j.personas.goals.tolist()[2]") == ["Be on time"]
    cards.menu_of("Courier", "Move to the start")
    notebook.kernel.until("j.personas.name.tolist()[0]", "Courier")
    assert cards.names()[0] == "Courier"
    # Deleting takes the persona's cards of the map along, and says so first.
    cards.menu_of("Visitor", "Delete…")
    dialog = cards.root.get_by_role("dialog")
    expect(dialog).to_contain_text("6 cards")
    dialog.get_by_role("button", name="Delete").click()
    notebook.kernel.until("'vi' in j.personas.index", expected=False)
    assert notebook.kernel.value("int((j.cards.persona == 'vi').sum())") == 0
    cards.root.get_by_role("button", name="Undo").click()
    notebook.kernel.until("'vi' in j.personas.index", expected=True)
    assert notebook.kernel.value("int((j.cards.persona == 'vi').sum())") == 6


def test_look(notebook: Notebook, cards: CardsPage) -> None:
    cards.menu_of("Visitor", "Picture, initials, colour…")
    dialog = cards.root.get_by_role("dialog")
    dialog.get_by_label("Initials").fill("ZZ")
    dialog.get_by_label("Initials").press("Enter")
    if dialog.count():
        dialog.get_by_role("button").last.click()
    notebook.kernel.until("j.personas.loc['vi', 'initials']", "ZZ")
    expect(cards.persona("Visitor")).to_contain_text("ZZ")


def test_keys_on_a_card_change_no_cell(notebook: Notebook, cards: CardsPage) -> None:
    before = notebook.sources()
    button = cards.persona("Visitor").get_by_role("button", name="Name: Visitor")
    for key in ("d", "d", "a", "b", "x", "z"):
        button.focus()
        notebook.page.keyboard.press(key)
    notebook.page.wait_for_timeout(100)
    assert notebook.sources() == before
    notebook.page.keyboard.press("Enter")
    cards.editor.press_sequentially("dd")
    notebook.page.keyboard.press("Escape")
    assert notebook.sources() == before
    assert notebook.kernel.value("j.personas.name.tolist()") == ["Commuter", "Visitor"]


def test_read_only_cards(notebook: Notebook, cards: CardsPage) -> None:
    notebook.kernel.run("cards.read_only = True")
    expect(cards.status).to_contain_text("Read-only")
    expect(cards.root.get_by_role("button", name="Persona", exact=True)).to_have_count(0)
    expect(cards.persona("Visitor").get_by_role("button", name="Name: Visitor")).to_have_count(0)
    expect(cards.persona("Visitor")).to_contain_text("It has to be quick")
    # The map of the same journey may still be edited.
    MapPage.of(notebook, 1).edit(SMS, "Elsewhere")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "Elsewhere")
