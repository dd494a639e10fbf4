"""Cards: each drag with its keyboard and its menu twin, writing, and a spreadsheet at the other end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.journeys import SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage


def cards_of(notebook: Notebook, stage: str, lane: str) -> list[str]:
    """Return the ids of a cell's cards, in the order of the frame."""
    query = f"(j.cards.stage == '{stage}') & (j.cards.lane == '{lane}')"
    found: list[str] = notebook.kernel.value(f"j.cards[{query}].index.tolist()")
    return found


@pytest.mark.parametrize("way", ["drag", "keys", "menu"])
def test_move_a_card_to_another_stage(notebook: Notebook, view: MapPage, way: str) -> None:
    card = view.select(SMS)
    if way == "drag":
        view.drag(card, view.cell("Actions", 3), y=0.95)
    elif way == "keys":
        notebook.page.keyboard.press("Alt+ArrowRight")
        # It comes to the same height as it had; one more step down brings it below.
        expect(view.cell("Actions", 3).locator(".card")).to_have_count(2)
    else:
        view.menu_of(card, "Move to stage", "First ride")
    notebook.kernel.until("j.cards.loc['sms', 'stage']", "ride")
    assert cards_of(notebook, "ride", "actions") == ["map", "sms"]
    assert cards_of(notebook, "signup", "actions") == ["card"]
    assert view.cell("Actions", 3).locator(".card .text").all_inner_texts() == [
        "Looks for a free bike on the map",
        SMS,
    ]
    expect(view.card(SMS)).to_be_focused()
    assert notebook.kernel.value("len(j.cards)") == 27


@pytest.mark.parametrize("way", ["drag", "keys", "menu"])
def test_move_a_card_to_another_lane(notebook: Notebook, view: MapPage, way: str) -> None:
    card = view.select(SMS)
    if way == "drag":
        view.drag(card, view.cell("Touchpoints", 2), y=0.05)
    elif way == "keys":
        notebook.page.keyboard.press("Alt+ArrowDown")
    else:
        view.menu_of(card, "Move to lane", "Touchpoints")
        notebook.page.keyboard.press("Alt+ArrowUp")
    notebook.kernel.until("j.cards.loc['sms', 'lane']", "touch")
    wait = "j.cards[(j.cards.stage == 'signup') & (j.cards.lane == 'touch')].index.tolist()"
    notebook.kernel.until(wait, ["sms", "t3"])


@pytest.mark.parametrize("way", ["drag", "keys", "menu"])
def test_reorder_cards_in_a_cell(notebook: Notebook, view: MapPage, way: str) -> None:
    card = view.select(SMS)
    if way == "drag":
        view.drag(card, view.card("Enters card and ID"), y=0.1)
    elif way == "keys":
        notebook.page.keyboard.press("Alt+ArrowUp")
    else:
        view.menu_of(card, "Move up")
    wait = "j.cards[(j.cards.stage == 'signup') & (j.cards.lane == 'actions')].index.tolist()"
    notebook.kernel.until(wait, ["sms", "card"])
    assert view.cell("Actions", 2).locator(".card .text").all_inner_texts() == [SMS, "Enters card and ID"]


def test_escape_ends_a_drag_where_it_began(notebook: Notebook, view: MapPage) -> None:
    with view.dragged(view.card(SMS)) as page:
        box = view.cell("Actions", 0).bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + 20, steps=6)
        expect(view.root.locator(".drop")).to_be_visible()
        page.keyboard.press("Escape")
        expect(view.root.locator(".drop")).to_have_count(0)
    notebook.page.wait_for_timeout(200)
    assert notebook.kernel.value("j.cards.loc['sms', 'stage']") == "signup"
    assert (
        notebook.kernel.value("len(j.history)") == 1 or notebook.kernel.value("j.history['label'].iloc[-1]") == "Fill"
    )


@pytest.mark.parametrize("way", ["click", "keys", "typing"])
def test_add_a_card(notebook: Notebook, view: MapPage, way: str) -> None:
    cell = view.cell("Pains", 0)
    if way == "click":
        cell.hover()
        cell.get_by_text("+ card").click()
    else:
        cell.get_by_role("gridcell").focus()
        notebook.page.keyboard.press("Enter" if way == "keys" else "Q")
    view.editor.press_sequentially("ueue")
    notebook.page.keyboard.press("Shift+Enter")
    view.editor.press_sequentially("at the dock")
    notebook.page.keyboard.press("Enter")
    text = "Queue\nat the dock" if way == "typing" else "ueue\nat the dock"
    wait = "j.cards[(j.cards.stage == 'aware') & (j.cards.lane == 'pains')].text.tolist()"
    notebook.kernel.until(wait, [text])
    expect(cell.locator(".card")).to_have_count(1)
    # A card without text is none.
    notebook.page.keyboard.press("Insert")
    expect(view.editor).to_be_focused()
    notebook.page.keyboard.press("Enter")
    expect(cell.locator(".card")).to_have_count(1)
    assert notebook.kernel.value("len(j.cards)") == 28


def test_delete_and_undo_and_redo_by_keys(notebook: Notebook, view: MapPage) -> None:
    page = notebook.page
    view.select(SMS)
    page.keyboard.press("Delete")
    notebook.kernel.until("'sms' in j.cards.index", expected=False)
    expect(view.card(SMS)).to_have_count(0)
    page.keyboard.press("Control+z")
    notebook.kernel.until("'sms' in j.cards.index", expected=True)
    expect(view.card(SMS)).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    notebook.kernel.until("'sms' in j.cards.index", expected=False)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")
    notebook.kernel.until("'sms' in j.cards.index", expected=True)
    view.saved()
    assert cards_of(notebook, "signup", "actions") == ["card", "sms"]
    # A page takes back its own changes, not those of Python.
    notebook.kernel.run("j.set('cards', 'card', text='By Python')")
    expect(view.card("By Python")).to_be_visible()
    page.keyboard.press("Control+z")
    page.wait_for_timeout(300)
    assert notebook.kernel.value("j.cards.loc['card', 'text']") == "By Python"


def test_escape_leaves_the_text_as_it_was(notebook: Notebook, view: MapPage) -> None:
    view.select(SMS)
    notebook.page.keyboard.press("F2")
    view.editor.fill("Never mind")
    notebook.page.keyboard.press("Escape")
    expect(view.card(SMS)).to_be_focused()
    assert notebook.kernel.value("j.cards.loc['sms', 'text']") == SMS


def test_channel_persona_owner_by_menu(notebook: Notebook, view: MapPage) -> None:
    view.menu_of(view.card("App"), "Channel…")
    view.root.get_by_role("dialog").get_by_role("textbox").or_(view.root.get_by_role("combobox")).first.fill("tablet")
    notebook.page.keyboard.press("Enter")
    notebook.kernel.until("j.cards.loc['t3', 'channel']", "tablet")
    expect(view.cell("Touchpoints", 2)).to_contain_text("tablet")
    view.menu_of(view.card("App"), "Persona", "Visitor")
    notebook.kernel.until("j.cards.loc['t3', 'persona']", "vi")
    view.menu_of(view.card("App"), "Persona", "Everyone")
    notebook.kernel.until("j.cards.loc['t3', 'persona'] is None or j.cards.loc['t3', 'persona'] != 'vi'", expected=True)
    view.menu_of(view.card("Show the full price first"), "Score…")
    view.root.get_by_role("dialog").get_by_role("textbox").fill("25")
    notebook.page.keyboard.press("Enter")
    expect(view.root.get_by_role("dialog").get_by_role("alert")).to_contain_text("0 to 20")
    view.root.get_by_role("dialog").get_by_role("textbox").fill("7,5")
    notebook.page.keyboard.press("Enter")
    notebook.kernel.until("j.cards.loc['o1', 'score']", 7.5)


def test_copy_and_paste_with_a_spreadsheet(notebook: Notebook, view: MapPage) -> None:
    page = notebook.page
    view.card("Checks price of a day pass").click()
    view.card(SMS).click(modifiers=["Shift"])
    page.keyboard.press("Control+c")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.rstrip("\n") == f'Checks price of a day pass\t"Enters card and ID\n\n{SMS}"'
    # From a spreadsheet: two stages by two lanes, one cell of two cards, quotes and tabs inside.
    page.evaluate("(text) => navigator.clipboard.writeText(text)", 'A\t"B ""1""\n\nB 2"\nC\t"D\nstill D"')
    view.cell("Pains", 3).locator(".card").click()
    page.keyboard.press("Control+v")
    for stage, lane, texts in (
        ("ride", "pains", ["Map shows bikes that are gone", "A"]),
        ("retain", "pains", ['B "1"', "B 2"]),
        ("ride", "gains", ["The first minutes are free", "C"]),
        ("retain", "gains", ["D\nstill D"]),
    ):
        query = f"j.cards[(j.cards.stage == '{stage}') & (j.cards.lane == '{lane}')].text.tolist()"
        notebook.kernel.until(query, texts)
    page.keyboard.press("Control+z")
    notebook.kernel.until("len(j.cards)", 27)
    # Within the map a card comes back whole, and a cut takes it away.
    view.select("Show the full price first")
    page.keyboard.press("Control+x")
    notebook.kernel.until("'o1' in j.cards.index", expected=False)
    view.cell("Opportunities", 4).get_by_role("gridcell").focus()
    page.keyboard.press("Control+v")
    query = "j.cards[(j.cards.stage == 'retain') & (j.cards.lane == 'chances')]"
    notebook.kernel.until(
        f"{query}[['text', 'score', 'owner']].values.tolist()", [["Show the full price first", 12.4, "pricing"]]
    )


def test_copy_the_whole_map(notebook: Notebook, view: MapPage) -> None:
    view.button("Map menu").click()
    view.choose("Copy map as table")
    text = notebook.page.evaluate("navigator.clipboard.readText()")
    rows = text.split("\n")
    assert rows[0] == "\tAwareness\tConsideration\tSign-up\tFirst ride\tRetention"
    assert rows[1].startswith("Actions\tSees a docking station near work\tChecks price of a day pass\t")
