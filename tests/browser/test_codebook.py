"""The codebook of NotesCoder: the tree, its edits, picking by typing, the filter, the list of quotes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.codebooks import CodebookPage
from tests.browser.lab import Notebook
from tests.browser.studies import HEAD, RENTAL

NAMES = "s.codes.name.tolist()"


@pytest.fixture
def book(notebook: Notebook) -> CodebookPage:
    notebook.show(RENTAL)
    page = CodebookPage(notebook.output(0).locator(".jw"))
    expect(page.code("Waiting")).to_be_visible()
    return page


def test_a_code_is_made_renamed_and_moved_by_keys(notebook: Notebook, book: CodebookPage) -> None:
    book.press("Waiting", "Insert")
    book.write("Noise")
    notebook.kernel.until("s.codes.loc[s.codes.name == 'Noise', 'parent'].tolist()", ["signup"])
    expect(book.code("Noise")).to_be_focused()
    assert book.names()[:5] == ["Sign-up", "-Waiting", "--SMS code", "-Noise", "-Web form"]
    notebook.page.keyboard.press("F2")
    book.write("Noise at the dock")
    notebook.kernel.until("'Noise at the dock' in s.codes.name.tolist()", expected=True)
    notebook.page.keyboard.press("Alt+ArrowUp")
    notebook.page.keyboard.press("Alt+ArrowLeft")
    expect(book.code("Noise at the dock")).to_be_focused()
    notebook.kernel.until(
        "bool(s.codes.loc[s.codes.name == 'Noise at the dock', 'parent'].isna().all())", expected=True
    )
    assert book.names()[:5] == ["Sign-up", "-Waiting", "--SMS code", "-Web form", "Noise at the dock"]
    notebook.page.keyboard.press("Shift+Insert")
    book.write("Music")
    notebook.kernel.until("s.codes.name.tolist()[5]", "Music")
    # One step back for each: the two moves, the two names, the two codes.
    for _ in range(5):
        notebook.page.keyboard.press("Control+z")
    notebook.kernel.until("len(s.codes)", 11)
    book.saved()


def test_the_tree_is_walked_and_searched_by_keys(notebook: Notebook, book: CodebookPage) -> None:
    before = notebook.sources()
    book.focus("Sign-up")
    press = notebook.page.keyboard.press
    press("ArrowLeft")
    expect(book.code("Waiting")).to_have_count(0)
    expect(book.code("Sign-up")).to_have_attribute("aria-expanded", "false")
    press("ArrowRight")
    press("ArrowRight")
    expect(book.code("Waiting")).to_be_focused()
    press("End")
    expect(book.code("Trust")).to_be_focused()
    press("u")
    expect(book.code("Überraschung")).to_be_focused()
    # The tree has one tab stop.
    press("Shift+Tab")
    assert book.root.evaluate("root => root.getRootNode().activeElement.closest('.tree')") is None
    press("Tab")
    expect(book.code("Überraschung")).to_be_focused()
    assert notebook.sources() == before


def test_python_and_the_page_keep_one_codebook(notebook: Notebook, book: CodebookPage) -> None:
    notebook.kernel.run("s.set('codes', 'wait', name='Delay'); s.move('codes', 'trust', before='signup')")
    expect(book.code("Delay")).to_be_visible()
    expect(book.tree.locator("[data-code]").first).to_contain_text("Trust")
    book.menu_of("Delay", "Kind", "Emotion")
    notebook.kernel.until("s.codes.loc['wait', 'kind']", "emotion")
    about = book.root.get_by_role("region", name="About Delay")
    about.get_by_role("button", name="Not this:").click()
    book.write("Slow docks")
    notebook.kernel.until("s.codes.loc['wait', 'not_this']", "Slow docks")
    about.get_by_role("button", name="Colour").click()
    about.get_by_role("radio", name="Teal").check()
    notebook.kernel.until("s.codes.loc['wait', 'color']", "#148a80")


def test_merge_by_typing_and_undo(notebook: Notebook, book: CodebookPage) -> None:
    before = notebook.kernel.value("s.to_dict()['applications']")
    book.menu_of("Web form", "Merge into…")
    expect(book.picker.get_by_role("combobox")).to_be_focused()
    notebook.page.keyboard.type("uber")
    option = book.picker.get_by_role("option").first
    expect(option).to_have_accessible_name("Überraschung in Feelings")
    expect(option).to_have_attribute("aria-selected", "true")
    notebook.page.keyboard.press("Escape")
    expect(book.picker).to_have_count(0)
    expect(book.code("Web form")).to_be_focused()
    book.menu_of("SMS code", "Merge into…")
    notebook.page.keyboard.type("wai")
    notebook.page.keyboard.press("Enter")
    notebook.kernel.until("'sms' in s.codes.index", expected=False)
    expect(book.code("Waiting")).to_be_focused()
    # The same as Python would have made of it.
    notebook.kernel.run("t = rental(); t.merge_codes('SMS code', into='wait')")
    for table in ("codes", "applications", "memos"):
        assert notebook.kernel.value(f"s.to_dict()['{table}'] == t.to_dict()['{table}']"), table
    notebook.page.keyboard.press("Control+z")
    notebook.kernel.until("'sms' in s.codes.index", expected=True)
    assert notebook.kernel.value("s.to_dict()['applications']") == before
    book.saved()


def test_split_and_its_undo(notebook: Notebook, book: CodebookPage) -> None:
    book.menu_of("Waiting", "Split…")
    dialog = book.root.get_by_role("dialog", name="Split Waiting")
    dialog.get_by_label("Name of the new code").fill("Missed train")
    dialog.get_by_role("button", name="Split").click()
    expect(dialog).to_contain_text("Choose the quotes")
    dialog.get_by_role("checkbox", name="missed the train").check()
    dialog.get_by_role("button", name="Split").click()
    expect(book.code("Missed train")).to_be_focused()
    split = "s.applications.loc['a4', 'code'] in s.codes.index[s.codes.name == 'Missed train']"
    notebook.kernel.until(split, expected=True)
    notebook.page.keyboard.press("Control+z")
    notebook.kernel.until("s.applications.loc['a4', 'code']", "wait")
    notebook.kernel.until("len(s.codes)", 11)


def test_delete_says_what_goes_along(notebook: Notebook, book: CodebookPage) -> None:
    book.press("Trust", "Delete")
    notebook.kernel.until("'trust' in s.codes.index", expected=False)
    expect(book.code("Überraschung")).to_be_focused()
    book.press("Waiting", "Delete")
    dialog = book.root.get_by_role("dialog", name="Delete Waiting?")
    expect(dialog).to_contain_text("4 applications")
    dialog.get_by_role("button", name="Delete this code alone").click()
    notebook.kernel.until("s.codes.loc['sms', 'parent']", "signup")
    expect(book.code("SMS code")).to_be_focused()
    assert notebook.kernel.value("len(s.quotes)") == 7
    notebook.page.keyboard.press("Control+z")
    notebook.kernel.until("s.codes.loc['sms', 'parent']", "wait")
    notebook.kernel.until("len(s.applications)", 9)


def test_drag(notebook: Notebook, book: CodebookPage) -> None:
    book.drag("First ride", "Web form", 0.5)
    notebook.kernel.until("s.codes.loc['ride', 'parent']", "form")
    expect(book.code("First ride")).to_be_focused()
    book.drag("Price and deposit", "Sign-up", 0.1)
    notebook.kernel.until("s.codes.index[0]", "price")
    book.drag("Web form", "Price and deposit", 0.9)
    notebook.kernel.until("bool(s.codes.parent.isna()['form'])", expected=True)
    assert book.names()[:4] == ["Price and deposit", "Web form", "-First ride", "--Map of docks"]


def test_apply_from_the_codebook_and_by_typing(notebook: Notebook, book: CodebookPage) -> None:
    book.root.get_by_role("button", name="Quote “Angry").click()
    book.code("Trust").locator(".swatch").click()
    on_quote = "sorted(s.applications.query('quote == \"q6\"').code)"
    notebook.kernel.until(on_quote, ["anger", "trust"])
    expect(book.code("Trust")).to_have_accessible_name("applied: Trust 1 person, 1 quote")
    book.press("Überraschung", "Enter")
    notebook.kernel.until(on_quote, ["anger", "joy", "trust"])
    book.code("Trust").locator(".swatch").click()
    notebook.kernel.until(on_quote, ["anger", "joy"])
    book.root.get_by_role("button", name="Quote “Angry").click()
    notebook.page.keyboard.type("shame")
    assert book.options() == ["New code shame"]
    notebook.page.keyboard.press("Enter")
    notebook.kernel.until("s.codes.name.tolist()[-1]", "shame")
    notebook.kernel.until("len(s.applications.query('quote == \"q6\"'))", 3)
    book.saved()


def test_a_quote_is_dropped_on_a_code(notebook: Notebook, book: CodebookPage) -> None:
    label = book.root.get_by_role("button", name="Quote “Angry")
    label.drag_to(book.code("Waiting"))
    notebook.kernel.until("sorted(s.applications.query('quote == \"q6\"').code)", ["anger", "wait"])
    row = notebook.kernel.value('s.applications.query(\'quote == "q6" and code == "wait"\').iloc[0].coder')
    assert row == "A"
    expect(book.code("Waiting")).to_have_accessible_name("applied: Waiting key 2 2 people, 4 quotes")
    expect(book.root.locator("[data-drop]")).to_have_count(0)


def test_two_pages_edit_one_codebook(notebook: Notebook) -> None:
    notebook.show(RENTAL, "again = NotesCoder(s, coder='B', height=640)\nagain")
    first, second = (CodebookPage(notebook.output(at).locator(".jw")) for at in (0, 1))
    expect(second.code("Waiting")).to_be_visible()
    # A name that is being written is not overwritten; what the other page made of it is told.
    first.press("Trust", "F2")
    first.editor.fill("Faith")
    notebook.kernel.run("s.set('codes', 'trust', name='Confidence')")
    expect(second.code("Confidence")).to_be_visible()
    expect(first.root.locator(".aside")).to_contain_text("Confidence")
    expect(first.editor).to_have_value("Faith")
    notebook.page.keyboard.press("Enter")
    expect(first.notices).to_contain_text("Confidence")
    first.notices.get_by_role("button", name="Keep mine").click()
    notebook.kernel.until("s.codes.loc['trust', 'name']", "Faith")
    expect(second.code("Faith")).to_be_visible()
    # One page merges a code that the other has the focus on.
    second.focus("SMS code")
    notebook.kernel.run("s.merge_codes('SMS code', into='Waiting')")
    expect(first.code("SMS code")).to_have_count(0)
    expect(second.code("SMS code")).to_have_count(0)
    expect(second.root.locator("[data-code]:focus")).to_have_count(1)


def test_the_key_of_a_code(notebook: Notebook, book: CodebookPage) -> None:
    expect(book.code("Waiting").locator("kbd")).to_have_text("key 2")
    expect(book.code("Trust").locator("kbd")).to_have_count(0)
    book.menu_of("Trust", "Key", "2 (now Waiting)")
    expect(book.code("Trust").locator("kbd")).to_have_text("key 2")
    expect(book.code("Waiting").locator("kbd")).to_have_count(0)
    notebook.kernel.until("coder.code_keys[1]", "trust")


def test_filter_by_code_attribute_and_person(notebook: Notebook, book: CodebookPage) -> None:
    found = book.root.locator(".found")
    expect(found).to_have_text("7 quotes")
    book.filter_by("Codes", "Sign-up")
    expect(found).to_have_text("4 of 7 quotes")
    book.filter_by("Attributes", "Oslo")
    expect(found).to_have_text("2 of 7 quotes")
    expect(book.code("Waiting")).to_have_accessible_name("Waiting key 2 1 person, 2 quotes")
    book.button("Quotes").click()
    texts = book.root.locator(".quote-text > .said")
    expect(texts).to_have_text(["I stood there for ten minutes", "The code never came"])
    book.root.get_by_role("button", name="Clear", exact=True).click()
    expect(found).to_have_text("7 quotes")
    expect(book.root.get_by_role("button", name="Filter by People")).to_be_focused()
    book.filter_by("Marks", "Suggestions to accept")
    expect(found).to_have_text("1 of 7 quotes")
    item = book.root.locator(".quote-text")
    expect(item).to_have_count(1)
    item.click()
    expect(book.root.locator(".label[data-looked]")).to_contain_text("suggested")
    # Nothing of a filter is kept in the study.
    assert notebook.kernel.value("sorted(set(s.history.label))") == ["Fill"]


def test_hostile_names_are_text(notebook: Notebook, book: CodebookPage) -> None:
    name = "<img src=x onerror=alert(1)> ${7*7} \u202eevil"
    notebook.kernel.run(f"s.set('codes', 'trust', name={name!r}, definition={name!r}, color=None)")
    expect(book.tree).to_contain_text("<img src=x onerror=alert(1)> ${7*7}")
    assert book.root.locator("img").count() == 0
    book.menu_of("Web form", "Merge into…")
    notebook.page.keyboard.type("img")
    assert book.options() == [name]


def test_read_only(notebook: Notebook, book: CodebookPage) -> None:
    notebook.kernel.run("coder.read_only = True")
    expect(book.status).to_contain_text("Read-only")
    expect(book.root.locator("[data-add-code]")).to_have_count(0)
    for key in ("Delete", "F2", "Insert", "Alt+ArrowDown"):
        book.press("Waiting", key)
    assert notebook.kernel.value("sorted(set(s.history.label))") == ["Fill"]
    expect(book.root.locator(".editor, dialog")).to_have_count(0)
    book.press("Waiting", "Space")
    expect(book.root.locator(".found")).to_have_text("4 of 7 quotes")


def test_many_codes(notebook: Notebook) -> None:
    notebook.show(f"{HEAD}s = wide(400)\ncoder = NotesCoder(s, height=600)\ncoder")
    book = CodebookPage(notebook.output(0).locator(".jw"))
    expect(book.code("Code number 0")).to_be_visible()
    book.focus("Code number 0")
    took = notebook.page.evaluate(
        """async (key) => {
          const tree = [...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)
            .map((root) => root.querySelector('.tree')).find(Boolean);
          const times = [];
          for (let n = 0; n < 20; n += 1) {
            const start = performance.now();
            tree.getRootNode().activeElement.dispatchEvent(
              new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
            await new Promise(requestAnimationFrame);
            await new Promise((done) => setTimeout(done));
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b)[10];
        }""",
        "ArrowDown",
    )
    expect(book.code("Code number 20")).to_be_focused()
    # A frame is 17 ms; a walk that redrew every code would take many.
    assert took < 100, f"a step through 400 codes takes {took:.0f} ms"
    book.press("Code number 399", "Alt+ArrowUp")
    notebook.kernel.until("s.codes.name.tolist()[-1]", "Code number 398")
