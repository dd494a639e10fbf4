"""Evidence on the map: the quotes behind a card, and quotes that come from the study beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.axe import violations
from tests.browser.journeys import HEAD, SMS
from tests.browser.lab import Lab, Notebook, picture
from tests.browser.views import MapPage

EVIDENT = f"{HEAD}j = evident()\nmap = JourneyMap(j)\nmap"
LATE = "SMS code arrives too late and the form resets"
GONE = "Map shows bikes that are gone"


@pytest.fixture
def evident(notebook: Notebook) -> MapPage:
    """Show the map with evidence of every kind."""
    notebook.show(EVIDENT)
    return MapPage.of(notebook)


def dialog(view: MapPage) -> Locator:
    """Return the open list of quotes."""
    return view.root.get_by_role("dialog")


def test_a_card_opens_the_quotes_behind_it(notebook: Notebook, evident: MapPage) -> None:
    view, page = evident, notebook.page
    before = notebook.kernel.value("len(j.history)")
    view.card(LATE).get_by_role("button", name="7 of 9 asked").click()
    opened = dialog(view)
    expect(opened.get_by_role("heading", level=2)).to_have_text(f"Evidence · {LATE}")
    expect(opened.locator(".standing")).to_contain_text("7 of 9 asked")
    expect(opened.locator(".standing")).to_contain_text("1 disagrees")
    expect(opened.get_by_role("region", name="Contradicts")).to_contain_text("Mine came at once")
    page.keyboard.press("Escape")
    expect(view.card(LATE)).to_be_focused()
    # The key and the menu do the same.
    page.keyboard.press("Alt+Enter")
    expect(opened).to_be_visible()
    page.keyboard.press("Escape")
    view.menu_of(view.card(LATE), "Evidence…")
    expect(opened).to_be_visible()
    page.keyboard.press("Escape")
    assert notebook.kernel.value("len(j.history)") == before


def test_what_is_done_to_quotes_reaches_python(notebook: Notebook, evident: MapPage) -> None:
    view = evident
    view.card(GONE).locator(".stands").click()
    opened = dialog(view)
    first = opened.locator(".quoted").first
    expect(first).to_contain_text("Three bikes on the map")
    first.get_by_role("combobox").select_option("contradicts")
    notebook.kernel.until("j.evidence.loc['gone-1', 'stance']", "contradicts")
    # It stands elsewhere now, and still has the focus.
    expect(opened.get_by_role("region", name="Contradicts").get_by_role("combobox")).to_be_focused()
    opened.get_by_label("People asked").fill("12")
    notebook.page.keyboard.press("Enter")
    notebook.kernel.until("j.asks.set_index('card').loc['p3', 'asked'].item()", 12)
    opened.get_by_role("region", name="Contradicts").get_by_role("button", name="Take off the card").click()
    notebook.kernel.until("'gone-1' in j.evidence.index", False)
    notebook.page.keyboard.press("Escape")
    expect(view.card(GONE).locator(".stands")).to_contain_text("1 of 12 asked")
    notebook.page.keyboard.press("Control+z")
    notebook.kernel.until("'gone-1' in j.evidence.index", True)


def test_marks_follow_python(notebook: Notebook, evident: MapPage) -> None:
    view = evident
    expect(view.card(LATE).get_by_role("img", name="enough evidence")).to_be_visible()
    expect(view.card(GONE).get_by_role("img", name="thin evidence")).to_be_visible()
    expect(view.card(SMS).get_by_role("img", name="no evidence")).to_be_visible()
    notebook.kernel.run("j.set('meta', j.id, evidence_enough=8)")
    expect(view.card(LATE).get_by_role("img", name="thin evidence")).to_be_visible()
    notebook.kernel.run("j.evidence = j.evidence.iloc[:0]; j.asks = j.asks.iloc[:0]")
    expect(view.root.locator(".state")).to_have_count(0)


def test_a_point_is_the_mean_of_its_quotes_and_cannot_be_dragged(notebook: Notebook, evident: MapPage) -> None:
    view = evident
    point = view.grid.get_by_role("gridcell", name="Commuter, Sign-up: \u22121.6 · n 7")
    with view.dragged(point) as page:
        box = point.bounding_box()
        assert box
        page.mouse.move(box["x"] + 12, box["y"] - 60, steps=6)
    expect(view.notices).to_contain_text("the mean of 7 scored quotes")
    assert notebook.kernel.value("j.cards.loc['co-signup', 'score']") == -1.6
    point.focus()
    notebook.page.keyboard.press("Alt+Enter")
    expect(dialog(view).locator(".quoted")).to_have_count(7)


BESIDE = (
    "from tests.browser.studies import *\nfrom journeywidgets.widgets.notes_coder import NotesCoder\n"
    "s = rental()\ncoder = NotesCoder(s, coder='A', height=420)\ncoder"
)


@pytest.fixture
def beside(notebook: Notebook) -> tuple[MapPage, Locator]:
    """Show a study over a map."""
    notebook.show(BESIDE, f"{HEAD}j = bikes()\nmap = JourneyMap(j, height=330)\nmap")
    notebook.output(0).locator(".jw").scroll_into_view_if_needed()
    return MapPage.of(notebook, 1), notebook.output(0).locator(".jw")


def quote(coder: Locator, words: str) -> Locator:
    """Return a quote of the study's list by its words."""
    coder.get_by_role("tab", name="Quotes").or_(coder.get_by_role("button", name="Quotes", exact=True)).first.click()
    return coder.locator("[draggable=true]").filter(has_text=words).first


def test_a_quote_is_dragged_from_the_study_onto_a_card(notebook: Notebook, beside: tuple[MapPage, Locator]) -> None:
    view, coder = beside
    quote(coder, "I stood there for ten minutes").drag_to(view.card("Enters card and ID"))
    notebook.kernel.until("(j.evidence['quote_id'] == 'q1').sum().item()", 1)
    row = notebook.kernel.value("j.evidence.set_index('quote_id').loc['q1'].to_dict()")
    assert row["card"] == "card"
    assert (row["participant"], row["stance"], row["score"], row["level"]) == ("P1", "supports", -1, "team")
    assert row["study"] == notebook.kernel.value("s.id")
    assert row["quote"] == "I stood there for ten minutes"
    expect(view.card("Enters card and ID")).to_contain_text("1 person")
    # And back: from the card to where it was said.
    view.card("Enters card and ID").locator(".stands").click()
    dialog(view).get_by_role("button", name="Show in its source").click()
    expect(dialog(view)).to_have_count(0)
    expect(view.notices).to_have_count(0)


def test_a_quote_comes_by_the_clipboard_too(notebook: Notebook, beside: tuple[MapPage, Locator]) -> None:
    view, coder = beside
    page = notebook.page
    quote(coder, "I stood there for ten minutes").click()
    coder.get_by_role("article").first.focus()
    page.keyboard.press("Control+c")
    expect(coder.locator("[aria-live]")).to_contain_text("Quote copied")
    view.select("Enters card and ID")
    page.keyboard.press("Control+v")
    notebook.kernel.until("(j.evidence['quote_id'] == 'q1').sum().item()", 1)
    view.said("Quote of P1 supports card Enters card and ID")


def test_the_words_of_a_private_quote_stay_in_the_study(notebook: Notebook, beside: tuple[MapPage, Locator]) -> None:
    view, coder = beside
    quote(coder, "The code never came").drag_to(view.card("Enters card and ID"))
    notebook.kernel.until("(j.evidence['quote_id'] == 'q2').sum().item()", 1)
    assert notebook.kernel.value("j.evidence.set_index('quote_id').loc['q2', ['quote', 'level']].tolist()") == [
        "",
        "private",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 420])
def test_how_it_looks(notebook: Notebook, lab: Lab, pictures: Path, theme: str, width: int) -> None:
    lab.theme(theme.title())
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.show(EVIDENT)
    view = MapPage.of(notebook)
    try:
        picture(notebook.page, pictures / f"evidence-{width}-{theme}.png")
        found = violations(view.root)
        view.card("Checks price of a day pass").locator(".stands").scroll_into_view_if_needed()
        view.card("Checks price of a day pass").locator(".stands").click()
        expect(dialog(view)).to_be_visible()
        picture(notebook.page, pictures / f"evidence-quotes-{width}-{theme}.png")
        found += violations(view.root)
        box = dialog(view).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    finally:
        lab.theme("Light")
    assert found == [], "\n".join(found)


MUCH = f"""{HEAD}from journeywidgets.model.changes import Op
j = bikes()
words = 'What somebody said at length, again and again. ' * 20
said = [{{'card': 'sms', 'quote': words, 'participant': f'P{{n % 40}}'}} for n in range(6000)]
rows = [Op('add', 'evidence', f'm{{n}}', row) for n, row in enumerate(said)]
j.store.apply(rows, 'Cite')
map = JourneyMap(j)
map"""


def test_six_thousand_long_quotes_are_read_in_pieces(notebook: Notebook) -> None:
    notebook.show(MUCH)
    view = MapPage.of(notebook)
    expect(view.card(SMS)).to_contain_text("40 people")
    view.card(SMS).locator(".stands").click()
    opened = dialog(view)
    expect(opened.locator(".quoted blockquote")).to_have_count(30)
    expect(opened.locator(".quoted").first).to_contain_text("What somebody said at length")
    expect(opened).to_contain_text("30 more quotes of 5\u202f970")
