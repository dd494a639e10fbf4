"""Exported pages as readers meet them: from a file, in a sandbox, without a network, by keys and on paper."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pypdf import PdfReader
from tests.browser.axe import violations
from tests.browser.hostile import hostile
from tests.browser.journeys import SMS, evident
from tests.browser.lab import picture
from tests.browser.report.pages import LONG, ReportPage, opened, reading, report
from tests.browser.test_hostile import assert_inert
from tests.browser.views import MapPage
from tests.browser.watch import Watch

from journeywidgets.export.markup import Markup

RAW = Markup(
    "<script>window.__pwned = 1</script><p><img alt='x' src='https://example.invalid/x.png'>"
    "<b onclick='window.__pwned = 1'>press me</b> <a href='javascript:window.__pwned=1'>follow me</a></p>"
)
_EDITS = ("+ Stage", "+ Lane", "Undo", "Redo", "Add card", "Persona")


@pytest.fixture(scope="module")
def text() -> str:
    """Write the page once."""
    return report()


@pytest.fixture
def shown(readers: BrowserContext, text: str, tmp_path: Path) -> Iterator[ReportPage]:
    """Open the page from its file; it may ask for nothing."""
    made = opened(readers, text, tmp_path)
    yield made
    assert made.asked == []
    made.page.close()


def test_all_views_come_without_a_request(shown: ReportPage) -> None:
    expect(shown.map().card(SMS)).to_be_visible()
    shown.all_views()
    assert shown.chart("linked").lit() == [True] * 5
    expect(shown.page.locator("[data-jw-view=people]").get_by_role("heading", name="Commuter")).to_be_visible()
    assert shown.map("long").titles()[:2] == ["Station 0", "Station 1"]
    assert shown.asked == []


def test_nothing_can_be_edited_and_nothing_speaks_of_a_kernel(shown: ReportPage) -> None:
    view = shown.map()
    for name in _EDITS:
        expect(shown.page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(shown.page.locator(".status")).to_have_count(0)
    card = view.select(SMS)
    for key in ("Enter", "F2", "x", "Delete", "Control+X", "Alt+ArrowRight"):
        shown.page.keyboard.press(key)
        expect(view.editor).to_have_count(0)
    expect(card).to_be_visible()
    shown.page.keyboard.press("Shift+F10")
    assert view.menu.locator(".label").all_inner_texts() == ["Evidence…", "Copy"]
    shown.page.keyboard.press("Escape")
    view.button("Map menu").click()
    assert view.menu.locator(".label").all_inner_texts() == [
        *("Search", "Expand all lanes", "Collapse all lanes", "Select all cards of the lane", "Full screen", "Theme"),
        *("Copy map as table", "Download journey", "Keyboard help"),
    ]
    view.choose("Keyboard help")
    expect(view.root.get_by_role("dialog")).not_to_contain_text("Delete")


def test_the_map_is_walked_filtered_folded_and_searched(shown: ReportPage) -> None:
    view = shown.map()
    view.select(SMS)
    shown.page.keyboard.press("ArrowUp")
    expect(view.card("Enters card and ID")).to_be_focused()
    view.button("Commuter").click()
    expect(view.card("Map shows bikes that are gone")).to_have_count(0)
    view.button("Commuter").click()
    expect(view.card("Map shows bikes that are gone")).to_be_visible()
    view.lane("Actions").hover()
    view.lane("Actions").get_by_role("button", name="Collapse lane").click()
    expect(view.card(SMS)).to_have_count(0)
    expect(view.cell("Actions", 2)).to_have_text("2 cards")
    view.lane("Actions").get_by_role("button", name="Expand lane").click()
    expect(view.card(SMS)).to_be_visible()
    view.button("Map menu").click()
    view.choose("Collapse all lanes")
    expect(view.grid.locator(".card")).to_have_count(0)
    view.button("Map menu").click()
    view.choose("Expand all lanes")
    view.button("Search").click()
    shown.page.keyboard.type("passkey")
    expect(view.card("Passkey instead of SMS")).to_have_attribute("data-hit", "true")
    expect(view.card(SMS)).to_have_attribute("data-dim", "true")


def test_evidence_is_read_and_not_changed(shown: ReportPage) -> None:
    view = shown.map()
    card = view.card("SMS code arrives too late and the form resets")
    card.get_by_role("button", name="asked").click()
    dialog = view.root.get_by_role("dialog")
    expect(dialog).to_contain_text("Mine came at once")
    expect(dialog.get_by_role("button")).to_have_text(["Close"])
    expect(dialog.locator("select, input")).to_have_count(0)
    shown.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(card).to_be_focused()


def test_a_chart_is_linked_with_its_map_both_ways(shown: ReportPage) -> None:
    view, chart = shown.map(), shown.chart("linked")
    alone = shown.chart("alone")
    chart.click(2)
    chart.expect_lit(2)
    expect(view.stage("Sign-up")).to_have_attribute("aria-selected", "true")
    view.stage("Awareness").click()
    chart.expect_lit(0)
    # A chart that is linked with nothing goes its own way.
    alone.expect_lit()
    alone.click(1)
    alone.expect_lit(1)
    chart.expect_lit(0)
    expect(view.stage("Awareness")).to_have_attribute("aria-selected", "true")


def test_the_chart_stands_under_the_columns_of_its_map(shown: ReportPage) -> None:
    view, chart = shown.map(), shown.chart("linked")
    expect(chart.root.locator(".plot[data-aligned]")).to_have_count(1)
    box = view.stage("Sign-up").bounding_box()
    assert box
    assert abs(chart.middle(2) - (box["x"] + box["width"] / 2)) < 2


def test_the_page_is_searched_over_all_its_maps(shown: ReportPage) -> None:
    field = shown.page.get_by_role("searchbox", name="Search the cards of all maps")
    count = shown.page.locator(".jw-bar-count")
    field.fill("lane 5 station 11")
    expect(count).to_have_text("1 found")
    field.press("Enter")
    expect(count).to_have_text("1 of 1")
    card = shown.map("long").card("Card 0 of lane 5 at station 11")
    expect(card).to_be_in_viewport()
    expect(card).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    field.fill("the")
    hits = int((count.inner_text()).split()[0])
    for number in (1, 2):
        shown.page.get_by_role("button", name="Next match").click()
        expect(count).to_have_text(f"{number} of {hits}")
    field.press("Shift+Enter")
    expect(count).to_have_text(f"1 of {hits}")
    field.fill("nowhere at all")
    expect(count).to_have_text("none found")
    field.press("Escape")
    expect(count).to_have_text("")
    expect(shown.map().grid.locator("[data-dim]")).to_have_count(0)


def test_a_hit_in_a_folded_lane_is_unfolded(shown: ReportPage) -> None:
    view = shown.map()
    view.button("Map menu").click()
    view.choose("Collapse all lanes")
    field = shown.page.get_by_role("searchbox", name="Search the cards of all maps")
    field.fill("passkey")
    field.press("Enter")
    expect(view.card("Passkey instead of SMS")).to_be_in_viewport()
    expect(view.card(SMS)).to_have_count(0)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_accessible_in_both_themes(shown: ReportPage, theme: str, pictures: Path) -> None:
    shown.theme(theme)
    view, chart = shown.map(), shown.chart("linked")
    expect(view.root).to_have_attribute("data-theme", theme.lower())
    expect(chart.root).to_have_attribute("data-theme", theme.lower())
    shown.all_views()
    ground = "rgb(20, 23, 28)" if theme == "Dark" else "rgb(255, 255, 255)"
    expect(view.root.locator(".map")).to_have_css("background-color", ground)
    shown.page.locator("h1").scroll_into_view_if_needed()
    picture(shown.page, pictures / f"report-{theme.lower()}.png")
    assert violations(shown.page.locator("html")) == []


def test_a_narrow_page_does_not_scroll_sideways(browser: Browser, seen: Watch, text: str, tmp_path: Path) -> None:
    with reading(browser, seen, viewport={"width": 360, "height": 740}) as context:
        shown = opened(context, text, tmp_path)
        expect(shown.map().card("Sees a docking station near work")).to_be_visible()
        shown.all_views()
        assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert shown.asked == []


def test_the_reader_s_system_chooses_the_theme(browser: Browser, seen: Watch, text: str, tmp_path: Path) -> None:
    with reading(browser, seen, color_scheme="dark") as context:
        shown = opened(context, text, tmp_path)
        expect(shown.map().root).to_have_attribute("data-theme", "dark")
        shown.theme("Light")
        expect(shown.map().root).to_have_attribute("data-theme", "light")
        shown.theme("As the system")
        expect(shown.map().root).to_have_attribute("data-theme", "dark")


def test_in_a_sandboxed_frame(readers: BrowserContext, text: str) -> None:
    page = readers.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(
        f'<iframe sandbox="allow-scripts" width="1300" height="900" srcdoc="{html.escape(text)}"></iframe>'
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator(".card").filter(has_text=SMS)).to_be_visible()
    assert page.frames[1].evaluate("[window.origin, document.querySelectorAll('.jw-bar button').length]") == ["null", 2]
    frame.locator("[data-jw-view=linked]").scroll_into_view_if_needed()
    expect(frame.locator("[data-jw-view=linked] .ink svg")).to_be_visible()
    frame.get_by_role("link", name="The long way").click()
    expect(frame.get_by_role("heading", name="The long way")).to_be_in_viewport()
    expect(frame.locator("[data-jw-view=long] .jw")).to_be_visible()
    assert [url for url in asked if not url.startswith("about:")] == []
    page.close()


def test_without_scripts_the_page_says_so(browser: Browser, seen: Watch, text: str, tmp_path: Path) -> None:
    with reading(browser, seen, java_script_enabled=False) as context:
        shown = opened(context, text, tmp_path)
        words = shown.page.locator("noscript p")
        expect(words).to_have_count(5)
        expect(words.first).to_be_visible()
        assert "“City bike rental” is drawn by this page's own script" in words.first.inner_text()
        expect(shown.page.get_by_role("heading", name="The long way")).to_be_visible()
        expect(shown.page.get_by_role("link", name="The long way")).to_be_visible()
        evident().to_html(tmp_path / "one.html")
        shown.page.goto((tmp_path / "one.html").as_uri())
        # One map is there as a table, with its colours.
        table = shown.page.locator("noscript table")
        expect(table).to_be_visible()
        assert SMS in table.inner_text()
        expect(table.locator("thead tr").first).to_have_css("background-color", "rgb(247, 248, 250)")


def test_what_outputs_bring_along_neither_runs_nor_loads(readers: BrowserContext, watch: Watch, tmp_path: Path) -> None:
    for part in ("CSP", "Content Security Policy", "Refused to"):
        watch.expect_error(part)
    shown = opened(readers, report(raw=RAW), tmp_path)
    expect(shown.map().card(SMS)).to_be_visible()
    shown.page.get_by_text("press me").click()
    shown.page.get_by_text("follow me").click()
    assert shown.page.evaluate("window.__pwned ?? null") is None
    assert shown.asked == []
    shown.page.close()


def test_a_hostile_journey_is_inert(readers: BrowserContext, tmp_path: Path) -> None:
    journey = hostile()
    journey.set("cards", journey.cards.index[0], text="short")  # on paper it would be long, and each sheet the same
    shown = opened(readers, journey.to_html(), tmp_path)
    view = MapPage(shown.page.locator("[data-jw-view=map] .jw"), live=False)
    expect(view.grid).to_be_visible()
    assert_inert(shown.page, view.root)
    view.grid.locator(".card").first.click()
    shown.page.keyboard.press("Shift+F10")
    assert_inert(shown.page, view.root)
    shown.page.keyboard.press("Escape")
    shown.page.pdf(path=tmp_path / "hostile.pdf", format="A4")
    assert len(PdfReader(tmp_path / "hostile.pdf").pages) > 1
    assert shown.page.evaluate("[window.__pwned ?? null, document.title]") == [None, journey.title]
    assert shown.asked == []
    shown.page.close()


def test_what_is_damaged_says_so_and_harms_nothing_else(readers: BrowserContext, text: str, tmp_path: Path) -> None:
    shown = opened(readers, text.replace('id="jw-data-3">{', 'id="jw-data-3">{{'), tmp_path)
    expect(shown.map().card(SMS)).to_be_visible()
    place = shown.page.locator("[data-jw-view=long]")
    place.scroll_into_view_if_needed()
    expect(place).to_contain_text(f"{LONG} cannot be shown: ")
    shown.page.locator("[data-jw-view=people]").scroll_into_view_if_needed()
    expect(shown.page.locator("[data-jw-view=people] .jw")).to_have_count(1)
    shown.page.close()


def test_the_browser_s_own_search_finds_what_is_far_below(shown: ReportPage) -> None:
    expect(shown.map().card(SMS)).to_be_visible()
    far = shown.page.locator("[data-jw-view=long] .jw")
    expect(far).to_have_count(0)
    shown.page.locator("h1").click()
    shown.page.keyboard.press("Control+F")
    expect(far).to_have_count(1)


# On paper


def sheets(shown: ReportPage, file: Path, *, landscape: bool) -> list[str]:
    """Print the page and return what is written on each sheet, white space as one space."""
    shown.page.pdf(path=file, format="A4", landscape=landscape)
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(file).pages]


@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_a_printed_map_breaks_by_stages_and_repeats_its_headers(
    shown: ReportPage, pictures: Path, *, landscape: bool
) -> None:
    shown.theme("Dark")
    # Printed at once: what had not been on the screen yet is there all the same.
    kind = "landscape" if landscape else "portrait"
    pictures.mkdir(parents=True, exist_ok=True)
    pages = sheets(shown, pictures / f"report-{kind}.pdf", landscape=landscape)
    own = [page for page in pages if " of lane " in page]
    most = 7 if landscape else 4
    seen: set[str] = set()
    for page in own:
        stations = {int(at) for at in re.findall(r"\bStation (\d+)\b", page)}
        parts = [(int(first) - 1, int(last)) for first, last in re.findall(r"columns (\d+) to (\d+) of 12", page)]
        cards = {text for text in wanted() if f"{text} " in f"{page} "}
        # Every card on a sheet has its stage's header above it, and its lane's beside it.
        assert {int(text.split()[-1]) for text in cards} <= stations
        assert all(f"Lane {text.split()[4]}" in page for text in cards)
        assert all(last - first <= most for first, last in parts)
        assert stations == {at for first, last in parts for at in range(first, last)}
        assert LONG in page
        seen |= cards
    assert seen == wanted()
    assert len(own) >= 12 / most
    everything = " ".join(pages)
    assert everything.count("What happens there. What happens there. What happens there.") == 12
    assert "Commuter" in everything
    assert "7 of 9 asked" in everything
    assert "Print" not in everything
    # The screen is as it was.
    expect(shown.page.locator(".jw.print")).to_have_count(0)
    assert shown.page.evaluate("document.documentElement.dataset.theme") == "dark"


def wanted() -> set[str]:
    """Return the texts of all cards of the long way."""
    return {
        f"Card {number} of lane {row} at station {at}"
        for row in range(8)
        for at in range(12)
        for number in range((at + row) % 3)
    }


def test_what_is_printed_is_what_is_shown(shown: ReportPage, tmp_path: Path) -> None:
    view = shown.map()
    view.button("Commuter").click()
    view.lane("Touchpoints").hover()
    view.lane("Touchpoints").get_by_role("button", name="Collapse lane").click()
    pages = " ".join(sheets(shown, tmp_path / "filtered.pdf", landscape=True)[:3])
    assert "Deposit is not shown with the price" in pages
    assert "Map shows bikes that are gone" not in pages
    assert "2 cards" in pages
    assert "Poster" not in pages


def test_long_texts_are_whole_on_paper(readers: BrowserContext, tmp_path: Path) -> None:
    journey = evident()
    journey.set("cards", "sms", text="word " * 900 + "the last of it")
    shown = opened(readers, journey.to_html(), tmp_path)
    view = MapPage(shown.page.locator("[data-jw-view=map] .jw"), live=False)
    expect(view.grid).to_contain_text("Show all")
    pages = " ".join(sheets(shown, tmp_path / "long.pdf", landscape=False))
    assert pages.count("word") == 900
    assert "the last of it" in pages
    assert "Show all" not in pages
    shown.page.close()


def test_the_data_of_the_page_is_a_journey_for_everybody(text: str) -> None:
    """In years to come the rows can be had without any of this code."""
    _, _, rest = text.partition('<script type="application/json" id="jw-data-1">')
    document = json.loads(rest.partition("</script>")[0])
    assert SMS in {card["text"] for card in document["cards"] if "text" in card}
