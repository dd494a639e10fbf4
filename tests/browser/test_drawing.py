"""The drawn map as Chromium sets it: every text within its box, no text on another, nothing runs or is loaded."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.hostile import hostile
from tests.export.drawing.geometry import meeting, within
from tests.export.drawing.maps import MAPS

from journeywidgets.export.content.outline import Outline
from journeywidgets.export.drawing.layout import scene
from journeywidgets.export.drawing.measure import font_file
from journeywidgets.export.drawing.scene import Box, Scene
from journeywidgets.export.drawing.svg import write

_FACES = ((False, False), (True, False), (False, True), (True, True))
_MEASURE = """
() => [...document.querySelectorAll('svg > g')].map((block) =>
  [...block.querySelectorAll('text')].map((text) => {
    const { x, y, width, height } = text.getBBox();
    return [text.textContent, x, y, width, height, text.getComputedTextLength()];
  }))
"""
# A font of another machine may be a little wider where its widths are rounded.
_SLACK = 0.75


def _faces() -> str:
    """Return rules for the fonts by which maps are measured, for machines that have them not."""
    return "".join(
        f"@font-face{{font-family:'DejaVu Sans';font-weight:{700 if bold else 400};"
        f"font-style:{'italic' if italic else 'normal'};"
        f"src:url(data:font/ttf;base64,{b64encode(font_file(bold=bold, italic=italic)).decode()})}}"
        for bold, italic in _FACES
    )


@pytest.fixture(scope="module")
def paper(browser: Browser) -> Any:
    """Open a page without a network that knows the fonts."""
    context = browser.new_context(viewport={"width": 1300, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(f"<style>body{{margin:0}}{_faces()}</style><div id='paper'></div>")
    page.evaluate("() => Promise.all([...document.fonts].map((face) => face.load()))")
    yield page
    assert [url for url in asked if not url.startswith(("data:", "about:"))] == []
    context.close()


def show(page: Page, drawn: Scene) -> list[list[tuple[str, Box, float]]]:
    """Draw a map in a page and return its texts by block, each with its box and its length."""
    page.evaluate("(svg) => { document.getElementById('paper').innerHTML = svg }", write(drawn))
    found = page.evaluate(_MEASURE)
    return [[(text, Box(*numbers[:4]), numbers[4]) for text, *numbers in block] for block in found]


def clashes(drawn: Scene, shown: list[list[tuple[str, Box, float]]]) -> list[str]:
    """Return what is cut or lies on something else, in words."""
    wrong = []
    for block, texts in zip(drawn.blocks, shown, strict=True):
        lines = [line for paragraph in block.paragraphs for line in paragraph.lines if line.text]
        room = Box(block.box.x - 1, block.box.y - 4, block.box.width + 2, block.box.height + 8)
        for line, (text, box, length) in zip(lines, texts, strict=True):
            if length > line.width + _SLACK:
                wrong.append(f"{block.kind} {text[:40]!r} is {length} px, room for {line.width}")
            if not within(box, room):
                wrong.append(f"{block.kind} {text[:40]!r} reaches out: {box} of {block.box}")
    every = [(text, box) for block in shown for text, box, _ in block if box.width]
    # Lines stand closer than the boxes of their letters, which have room for what few letters have.
    boxes = [Box(box.x, box.y + box.height * 0.2, box.width, box.height * 0.6) for _, box in every]
    return wrong + [f"{every[one][0][:40]!r} lies on {every[other][0][:40]!r}" for one, other in meeting(boxes)]


@pytest.mark.parametrize("name", [*MAPS, "hostile"])
def test_every_text_has_its_room(paper: Page, name: str) -> None:
    journey = hostile() if name == "hostile" else MAPS[name]()
    drawn = scene(Outline(journey.document))
    assert clashes(drawn, show(paper, drawn)) == []
    assert paper.evaluate("() => window.__pwned") is None


def test_the_checks_of_this_file_see_what_is_too_wide(paper: Page) -> None:
    drawn = scene(Outline(MAPS["mock"]().document))
    paper.evaluate("(svg) => { document.getElementById('paper').innerHTML = svg }", write(drawn))
    paper.evaluate("() => document.querySelector('svg').setAttribute('font-family', 'monospace')")
    found = paper.evaluate(_MEASURE)
    shown = [[(text, Box(*numbers[:4]), numbers[4]) for text, *numbers in block] for block in found]
    assert clashes(drawn, shown)


def test_a_drawing_is_text_to_select_in_a_file_of_its_own(browser: Browser, tmp_path: Any) -> None:
    file = tmp_path / "map.svg"
    MAPS["mock"]().to_svg(file)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("() => document.documentElement.querySelector('title').textContent") == "City bike rental"
    selected = page.evaluate(
        "() => { const s = getSelection(); s.selectAllChildren(document.documentElement); return s.toString(); }"
    )
    assert "Deposit is not shown with" in selected
    context.close()
