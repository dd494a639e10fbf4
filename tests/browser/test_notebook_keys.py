"""Keys pressed on the map stay with the map: none runs a command of the notebook."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.journeys import BIKES, SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage

# Each is a command of JupyterLab on a selected cell: delete, add above or below, cut, enter, go on.
KEYS = [
    *("d d", "a", "b", "x", "Enter", "c", "v", "z", "m", "y", "r", "1", "j", "k", "o", "s", "0 0", "i i"),
    *("Shift+Enter", "Shift+M", "Space", "Backspace"),
]


def commands_alive(notebook: Notebook) -> None:
    """Show that the keys do run commands where the map has not the focus."""
    cells = notebook.panel.locator(".jp-Cell")
    before = cells.count()
    notebook.cell(1).locator(".jp-InputPrompt").click()
    notebook.page.keyboard.press("b")
    expect(cells).to_have_count(before + 1)
    notebook.page.keyboard.press("d")
    notebook.page.keyboard.press("d")
    expect(cells).to_have_count(before)


def test_the_same_keys_do_run_commands_elsewhere(notebook: Notebook) -> None:
    notebook.show("1", "2", "3")
    commands_alive(notebook)


@pytest.mark.parametrize("keys", KEYS)
def test_typing_on_a_selected_card_changes_no_cell(notebook: Notebook, keys: str) -> None:
    notebook.show(BIKES, "first = 1", "second = 2")
    view = MapPage.of(notebook)
    before = notebook.sources()
    counts = notebook.in_panel("return Array.from(panel.content.widgets, (c) => c.model.executionCount)")
    view.select(SMS)
    for key in keys.split():
        notebook.page.keyboard.press(key)
    notebook.page.wait_for_timeout(100)
    assert notebook.sources() == before
    assert notebook.in_panel("return panel.content.mode") == "command"
    assert notebook.in_panel("return Array.from(panel.content.widgets, (c) => c.model.executionCount)") == counts
    if keys in {"a", "b", "x", "d d"}:
        expect(view.editor).to_have_value(keys.replace(" ", ""))
        notebook.page.keyboard.press("Escape")
    assert notebook.kernel_status() in {"idle", "busy"}


def test_every_key_in_one_session(notebook: Notebook) -> None:
    """With the focus on headers, points, empty cells, chips and buttons as well."""
    notebook.show(BIKES, "first = 1")
    view = MapPage.of(notebook)
    before = notebook.sources()
    places = [
        view.stage("Sign-up"),
        view.lane("Actions"),
        view.grid.get_by_role("gridcell", name="Commuter, Sign-up"),
        view.cell("Pains", 4).get_by_role("gridcell"),
        view.button("Map menu"),
        view.root.get_by_role("group", name="Personas").get_by_role("button").first,
    ]
    for place in places:
        for key in ("d", "d", "a", "b", "x", "z", "m"):
            place.focus()
            notebook.page.keyboard.press(key)
            notebook.page.keyboard.press("Escape")
    assert notebook.sources() == before
    assert notebook.kernel.value("[len(j.stages), len(j.lanes), len(j.cards)]") == [5, 11, 27]
    assert notebook.kernel.value("j.stages.title.tolist()[2]") == "Sign-up"


def test_tab_leaves_the_map(notebook: Notebook) -> None:
    """No trap: one tab stop for the grid, and the next Tab is outside of it."""
    notebook.show(BIKES, "first = 1")
    view = MapPage.of(notebook)
    view.select(SMS)
    notebook.page.keyboard.press("Tab")
    inside = view.grid.evaluate(
        "(grid) => grid.getRootNode().activeElement && grid.contains(grid.getRootNode().activeElement)"
    )
    assert not inside
    assert view.grid.locator("[tabindex='0']").count() == 1


def test_arrows_walk_over_the_map(notebook: Notebook) -> None:
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    press = notebook.page.keyboard.press
    view.select(SMS)
    press("ArrowUp")
    expect(view.card("Enters card and ID")).to_be_focused()
    press("ArrowUp")
    expect(view.stage("Sign-up")).to_be_focused()
    press("ArrowRight")
    expect(view.stage("First ride")).to_be_focused()
    press("ArrowDown")
    expect(view.card("Looks for a free bike on the map")).to_be_focused()
    press("Home")
    expect(view.lane("Actions")).to_be_focused()
    press("ArrowDown")
    expect(view.lane("Touchpoints")).to_be_focused()
    press("Control+End")
    expect(view.cell("Backstage", 4).get_by_role("gridcell")).to_be_focused()
