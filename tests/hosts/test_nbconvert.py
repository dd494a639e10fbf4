"""nbconvert: the HTML page, Markdown and the PDF that LaTeX sets, of a notebook that it has run itself."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import mistune
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from tests.browser.journeys import SMS
from tests.browser.lab import picture
from tests.hosts.notebooks import SHOWN, Notebooks, load, run
from tests.hosts.visit import visit

OUTPUTS = list(SHOWN)[:-1]
"""What the cells show, in their order; the last cell shows nothing itself."""
VIEW = "application/vnd.jupyter.widget-view+json"
LATEX = shutil.which("xelatex") and shutil.which("pandoc")


def figures(page: Page) -> dict[str, bool]:
    """Return what is seen of the outputs without a script: whether each has its figure."""
    outputs = page.locator(".jp-OutputArea-output")
    found = outputs.evaluate_all("(all) => all.map((one) => one.querySelector('figure')?.offsetHeight > 40)")
    assert len(found) == len(OUTPUTS)
    return dict(zip(OUTPUTS, found, strict=True))


def assert_all_read(page: Page) -> None:
    """The map, the personas and the chart can be read, in words and pictures."""
    expect(page.get_by_role("columnheader", name="Sign-up").first).to_be_visible()
    assert page.get_by_text(SMS, exact=True).count() == 3  # live, static, frozen
    expect(page.get_by_text("Commuter").first).to_be_visible()
    expect(page.get_by_role("img", name="Complaints").first).to_be_visible()
    broken = page.locator("img").evaluate_all("(all) => all.filter((one) => one.naturalWidth === 0).length")
    assert broken == 0


@pytest.mark.parametrize("kind", ["without_state", "stripped"])
def test_html_of_a_saved_notebook(browser: Browser, notebooks: Notebooks, pictures: Path, kind: str) -> None:
    saved: Path = getattr(notebooks, kind)
    run(notebooks.home, "nbconvert", "--to", "html", saved.name)
    page_file = saved.with_suffix(".html").as_uri()
    with visit(browser, page_file, height=2400) as seen:
        page = seen.open(page_file)
        assert figures(page) == dict.fromkeys(OUTPUTS, True)
        assert_all_read(page)
        picture(page, pictures / "nbconvert.png")
        # nbconvert's own scripts, for mathematics and for widgets: nothing of ours waits for them.
        assert [url for url in seen.refused if not url.startswith("https://cdnjs.cloudflare.com/")] == []


def test_html_of_a_notebook_with_the_state_of_its_widgets(browser: Browser, notebooks: Notebooks) -> None:
    """nbconvert prefers the live widget then, with a script from a CDN: what has no view is read all the same."""
    run(notebooks.home, "nbconvert", "--to", "html", notebooks.executed.name)
    page_file = notebooks.executed.with_suffix(".html").as_uri()
    with visit(browser, page_file) as seen:
        page = seen.open(page_file)
        live = {"map", "personas", "chart"}
        assert figures(page) == {name: name not in live for name in OUTPUTS}
        assert any("html-manager" in url or "require" in url for url in seen.refused)


def test_freezing_reaches_the_cell_above(notebooks: Notebooks) -> None:
    cells = load(notebooks.executed)["cells"]
    frozen, freezing = cells[-2]["outputs"], cells[-1]["outputs"]
    assert [VIEW in output["data"] for output in frozen] == [False]
    assert freezing == []


def test_markdown(browser: Browser, notebooks: Notebooks, pictures: Path, tmp_path: Path) -> None:
    run(notebooks.home, "nbconvert", "--to", "markdown", notebooks.without_state.name)
    written = notebooks.without_state.with_suffix(".md").read_text("utf-8")
    made = mistune.create_markdown(escape=False)(written)
    page_file = tmp_path / "page.html"
    page_file.write_text(f"<!doctype html><meta charset=utf-8><body>{made}", "utf-8")
    with visit(browser, page_file.as_uri(), height=2400) as seen:
        page = seen.open(page_file.as_uri())
        assert page.locator("figure").count() == len(OUTPUTS)
        assert_all_read(page)
        picture(page, pictures / "markdown.png")
        assert seen.refused == []
        # A blank line would end the HTML, and the rest would be read as Markdown.
        assert page.get_by_text(re.compile(r"</?t[dr]|<figure")).count() == 0


@pytest.mark.skipif(not LATEX, reason="needs pandoc and xelatex (Debian: apt-get install pandoc texlive-xetex)")
def test_pdf_through_latex(notebooks: Notebooks, pictures: Path) -> None:
    said = run(notebooks.home, "nbconvert", "--to", "pdf", notebooks.without_state.name)
    assert "Missing character" not in said
    path = notebooks.without_state.with_suffix(".pdf")
    pictures.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, pictures / "nbconvert.pdf")
    document = PdfReader(io.BytesIO(path.read_bytes()))
    words = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    for part in ("City bike rental", "Sign-up", SMS, "7 of 9 asked", "Commuter", "Complaints"):
        assert part in words
    # What is static or frozen brings a picture of itself.
    assert sum(len(page.images) for page in document.pages) == 3
