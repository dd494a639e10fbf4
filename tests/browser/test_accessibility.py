"""axe, with target sizes, in every state that a person meets; a picture of each is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations
from tests.browser.journeys import BIKES, HEAD, SMS
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.views import MapPage, View


@pytest.fixture(params=["Light", "Dark"], scope="module")
def theme(request: pytest.FixtureRequest, lab: Lab) -> Iterator[str]:
    """JupyterLab's own theme: the map follows it. All tests of one theme run in a row."""
    lab.theme(request.param)
    yield request.param.lower()
    lab.theme("Light")


def _still(view: MapPage) -> None:
    expect(view.card(SMS)).to_be_visible()


def _editing(view: MapPage) -> None:
    view.select(SMS)
    view.page.keyboard.press("Enter")
    expect(view.editor).to_be_focused()


def _menu(view: MapPage) -> None:
    view.card(SMS).click(button="right")
    expect(view.menu).to_be_visible()


def _map_menu(view: MapPage) -> None:
    view.button("Map menu").click()
    expect(view.menu).to_be_visible()


def _selected(view: MapPage) -> None:
    view.card("Enters card and ID").click()
    view.card(SMS).click(modifiers=["Control"])
    view.stage("Sign-up").hover()


def _search(view: MapPage) -> None:
    view.button("Search").click()
    view.page.keyboard.type("SMS")
    expect(view.grid.locator("[data-dim]").first).to_be_visible()


def _dialog(view: MapPage) -> None:
    view.menu_of(view.card("App"), "Channel…")
    expect(view.root.get_by_role("dialog")).to_be_visible()


def _help(view: MapPage) -> None:
    view.select(SMS)
    view.page.keyboard.press("F1")
    expect(view.root.get_by_role("dialog")).to_be_visible()


def _filtered(view: MapPage) -> None:
    view.root.get_by_role("group", name="Personas").get_by_role("button", name="Commuter").click()


def _folded(view: MapPage) -> None:
    view.button("Map menu").click()
    view.choose("Collapse all lanes")
    expect(view.card(SMS)).to_have_count(0)


STATES: dict[str, Callable[[MapPage], None]] = {
    "still": _still,
    "editing": _editing,
    "menu": _menu,
    "map-menu": _map_menu,
    "selected": _selected,
    "search": _search,
    "dialog": _dialog,
    "help": _help,
    "filtered": _filtered,
    "folded": _folded,
}


@pytest.mark.parametrize("state", STATES)
def test_map(notebook: Notebook, theme: str, pictures: Path, state: str) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    expect(view.root).to_have_attribute("data-theme", theme)
    STATES[state](view)
    picture(notebook.page, pictures / f"map-{state}-{theme}.png")
    found = violations(view.root)
    assert found == [], "\n".join(found)


def test_map_with_a_conflict(notebook: Notebook, theme: str, pictures: Path) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    _editing(view)
    view.editor.fill("My words")
    notebook.kernel.run("j.set('cards', 'sms', text='Their words')")
    expect(view.root.locator(".aside")).to_contain_text("Their words")
    found = violations(view.root)
    notebook.page.keyboard.press("Enter")
    expect(view.notices).to_contain_text("Their words")
    picture(notebook.page, pictures / f"map-conflict-{theme}.png")
    found += violations(view.root)
    assert found == [], "\n".join(found)


def test_map_with_steps(notebook: Notebook, theme: str, pictures: Path) -> None:
    notebook.show(f"{BIKES}\nfor title in ('Find', 'Unlock'): j.add('stages', title=title, parent='ride')\nmap")
    view = MapPage.of(notebook)
    expect(view.stage("Unlock")).to_be_visible()
    picture(notebook.page, pictures / f"map-steps-{theme}.png")
    found = violations(view.root)
    assert found == [], "\n".join(found)


RICH = """j.set(
    'personas', 'co', bio='Rides each day', share=0.62, age='35', needs=['A bike', 'A dock'],
    traits={'Novice | Expert': 0.4}, frustrations=['No bike'], channels=['App'],
)"""


@pytest.mark.parametrize("state", ["still", "editing", "menu", "dialog"])
def test_persona_cards(notebook: Notebook, theme: str, pictures: Path, state: str) -> None:
    notebook.show(f"{HEAD}j = bikes()\n{RICH}\ncards = PersonaCards(j)\ncards")
    view = View(notebook.output(0).locator(".jw"))
    expect(view.root).to_have_attribute("data-theme", theme)
    article = view.root.get_by_role("article", name="Commuter")
    if state == "editing":
        article.get_by_role("button", name="Quote:").click()
        expect(view.editor).to_be_focused()
    elif state != "still":
        article.locator("[data-menu]").click()
        expect(view.menu).to_be_visible()
    if state == "dialog":
        view.choose("Picture, initials, colour…")
        expect(view.root.get_by_role("dialog")).to_be_visible()
    picture(notebook.page, pictures / f"personas-{state}-{theme}.png")
    found = violations(view.root)
    assert found == [], "\n".join(found)


def test_empty_map(notebook: Notebook, theme: str, pictures: Path) -> None:
    notebook.show(f"{HEAD}j = Journey('New')\nJourneyMap(j)")
    view = View(notebook.output(0).locator(".jw"))
    picture(notebook.page, pictures / f"map-empty-{theme}.png")
    found = violations(view.root)
    assert found == [], "\n".join(found)


def test_axe_sees_what_it_forbids(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    view.root.evaluate(
        "(root) => { const bar = root.querySelector('.tools');"
        "for (let n = 0; n < 2; n += 1) { const b = document.createElement('button');"
        "b.style.cssText = 'width:8px;height:8px;padding:0;border:0;color:#ccc;background:#ddd'; bar.append(b); } }"
    )
    found = "\n".join(violations(view.root))
    assert "target-size" in found
    assert "button-name" in found
