"""Narrow windows, many stages, many cards."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from tests.browser.axe import violations
from tests.browser.journeys import BIKES, HEAD, SMS
from tests.browser.lab import Notebook, picture
from tests.browser.views import MapPage


def test_320_px_wide_is_usable(notebook: Notebook, pictures: Path) -> None:
    page = notebook.page
    notebook.show(BIKES)
    view = MapPage.of(notebook)
    # The map itself is made 320 px wide, as in a phone's window or a narrow column.
    view.root.evaluate("(e) => { e.getRootNode().host.style.width = '320px' }")
    page.wait_for_timeout(200)
    box = view.root.bounding_box()
    assert box
    assert box["width"] == 320
    # Nothing sticks out, and everything of the bar can be reached.
    assert view.root.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
    for name in ("Undo", "Map menu"):
        button = view.button(name).bounding_box()
        assert button
        assert button["x"] + button["width"] <= box["x"] + box["width"] + 1
    expect(view.status).to_be_visible()
    picture(view.root, pictures / "map-320.png")
    view.edit(SMS, "On a small screen")
    notebook.kernel.until("j.cards.loc['sms', 'text']", "On a small screen")
    view.select("On a small screen")
    page.keyboard.press("Alt+ArrowRight")
    notebook.kernel.until("j.cards.loc['sms', 'stage']", "ride")
    expect(view.card("On a small screen")).to_be_in_viewport()
    # A whole card can be seen: the lane's name stands above its cards, or takes little beside them.
    card = view.card("On a small screen").bounding_box()
    assert card
    assert 140 <= card["width"] <= 300
    assert box["x"] <= card["x"]
    assert card["x"] + card["width"] <= box["x"] + 320
    assert violations(view.root) == []


def test_30_stages(notebook: Notebook, pictures: Path) -> None:
    notebook.show(f"{HEAD}j = grid(30, 6, 360)\nmap = JourneyMap(j)\nmap")
    view = MapPage.of(notebook)
    assert len(view.titles()) == 30
    narrow = min(stage.evaluate("(e) => e.offsetWidth") for stage in view.grid.locator(".stage").all())
    assert narrow >= 120
    picture(notebook.page, pictures / "map-30-stages.png")
    last = view.stage("Stage 29")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    # The lane's name stays in sight while the stages scroll.
    expect(view.lane("Lane 3")).to_be_in_viewport()
    view.edit("Card 29", "At the far end")
    notebook.kernel.until("j.cards.loc['c29', 'text']", "At the far end")
    notebook.page.keyboard.press("Control+Home")
    expect(view.grid.locator(".corner")).to_be_focused()
    expect(view.stage("Stage 0")).to_be_in_viewport()


def test_10_000_cards_scroll(notebook: Notebook) -> None:
    notebook.show(f"{HEAD}j = grid(20, 10, 10_000)\nmap = JourneyMap(j, height=700)\nmap")
    view = MapPage.of(notebook)
    drawn = view.grid.locator(".card")
    assert 0 < drawn.count() < 3_000
    scroller = view.root.locator(".scroll")
    height = scroller.evaluate("(e) => e.scrollHeight")
    assert height > 10_000
    for share in (0.5, 1.0, 0.25):
        scroller.evaluate("(e, share) => e.scrollTo(0, (e.scrollHeight - e.clientHeight) * share)", share)
        # Wherever it stops, cards are drawn there.
        notebook.page.wait_for_function(
            "(scroller) => { const box = scroller.getBoundingClientRect(); const root = scroller.getRootNode();"
            "const at = (y) => root.elementsFromPoint(box.left + 260, box.top + y).some((e) => e.closest('.card'));"
            # One of these may fall between two cards.
            "return at(400) || at(410) }",
            arg=scroller.element_handle(),
        )
        assert drawn.count() < 3_000
    notebook.page.keyboard.press("Escape")
    view.button("Search").click()
    notebook.page.keyboard.type("Card 9999")
    notebook.page.keyboard.press("Enter")
    expect(view.card("Card 9999")).to_be_in_viewport()
    notebook.page.keyboard.press("Escape")
    view.edit("Card 9999", "The last")
    notebook.kernel.until("j.cards.loc['c9999', 'text']", "The last")
