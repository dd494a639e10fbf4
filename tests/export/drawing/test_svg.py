"""The drawing as SVG: well-formed, the same each time, without script, loading nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from tests.browser.hostile import hostile
from tests.browser.journeys import bikes, evident, measured
from tests.documents import documents
from tests.export.drawing.maps import MAPS

from journeywidgets import Journey
from journeywidgets.errors import JourneyError, StorageError
from journeywidgets.export.drawing import to_svg
from journeywidgets.export.drawing.scene import Path as Mark
from journeywidgets.export.drawing.scene import px
from journeywidgets.model.document import Document

TAGS = {"svg", "title", "desc", "g", "rect", "path", "circle", "text", "image", "clipPath", "a"}
_ADDRESS = re.compile("https?://|mailto:")
_PICTURE = re.compile("data:image/(png|jpeg|gif|webp);base64,")


def parts(svg: str) -> list[Any]:
    return list(ElementTree.fromstring(svg).iter())


def tag(element: Any) -> str:
    return str(element.tag).removeprefix("{http://www.w3.org/2000/svg}")


def check(svg: str) -> None:
    """Fail where a drawing holds what could run or load."""
    for element in parts(svg):
        assert tag(element) in TAGS
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name not in {"style", "class", "id"} or tag(element) == "clipPath"
            if name == "href":
                assert (_ADDRESS if tag(element) == "a" else _PICTURE).match(value)
            assert "url(" not in value or re.fullmatch(r"url\(#jw-round-\d+\)", value) or name == "data-id"


def test_hostile_text_stays_text() -> None:
    svg = hostile().to_svg()
    check(svg)
    said = [element.text or "" for element in parts(svg) if tag(element) == "text"]
    assert any("</script>" in text for text in said)


@pytest.mark.parametrize("name", MAPS)
def test_every_map_is_well_formed_and_loads_nothing(name: str) -> None:
    check(MAPS[name]().to_svg(theme="dark"))


@settings(max_examples=30)
@given(documents())
def test_any_journey_is_well_formed_and_drawn_alike(document: Document) -> None:
    svg = to_svg(document)
    check(svg)
    assert to_svg(Document.from_dict(document.to_dict())) == svg


def test_the_words_of_a_line_are_one_text() -> None:
    said = [element.text for element in parts(bikes().to_svg()) if tag(element) == "text"]
    assert {"City bike rental", "SMS code arrives too late", "7 of 9 asked", "★ Moment of truth", "\u221218"} <= set(
        said
    )


def test_curves_and_trends_are_told_in_words() -> None:
    said = [element.text or "" for element in parts(measured().to_svg()) if tag(element) == "desc"]
    assert any(
        "Visitor: Awareness +1.0 (1 card); Consideration \u22120.4 (1 card); Sign-up no score" in text for text in said
    )
    assert any(text.startswith("Trend from 46.1\u2009% in 2025-Q3 to 48.3\u2009% in 2026-Q3") for text in said)


def test_only_links_to_follow_are_links() -> None:
    j = bikes()
    j.set("cards", "station", url="https://example.org/map?a=1&b=2")
    j.set("cards", "price", url="javascript:alert(1)")
    links = [(element.get("href"), element.get("rel")) for element in parts(j.to_svg()) if tag(element) == "a"]
    assert links == [("https://example.org/map?a=1&b=2", "noopener noreferrer")]


def test_the_words_of_quotes_stay_out() -> None:
    j = evident()
    assert "Mine came at once" not in j.to_svg(share="private")
    assert j.to_svg(share="public").losses.empty


def test_a_drawing_is_written_to_a_file_at_once(tmp_path: Path) -> None:
    svg = bikes().to_svg(tmp_path / "bike.svg")
    assert (tmp_path / "bike.svg").read_text(encoding="utf-8") == svg
    with pytest.raises(StorageError, match="no folder"):
        bikes().to_svg(tmp_path / "gone" / "bike.svg")
    with pytest.raises(JourneyError, match="no theme"):
        bikes().to_svg(tmp_path / "bike.svg", theme="blue")
    assert (tmp_path / "bike.svg").read_text(encoding="utf-8") == svg


def test_a_persona_has_its_picture_or_its_letters() -> None:
    from tests.browser.journeys import PICTURE

    j = Journey("People", stages=["S"], lanes=["L"], personas=["Commuter", "Visitor"])
    j.set("personas", j.personas.index[0], image=PICTURE)
    elements = parts(j.to_svg())
    assert [element.get("clip-path") for element in elements if tag(element) == "image"] == ["url(#jw-round-1)"]
    assert [element.get("id") for element in elements if tag(element) == "clipPath"] == ["jw-round-1"]
    assert "VI" in [element.text for element in elements if tag(element) == "text"]


def test_a_path_in_steps_is_absolute() -> None:
    steps = list(Mark("M1 2L3 4 5 6H7V8h0C1 2 3 4 5 6ZM-9 .5", x=10, y=100).steps())
    assert steps == [
        ("M", (11, 102)), ("L", (13, 104)), ("L", (15, 106)), ("L", (17, 106)), ("L", (17, 108)), ("L", (17, 108)),
        ("C", (11, 102, 13, 104, 15, 106)), ("Z", ()), ("M", (1, 100.5)),
    ]  # fmt: skip


def test_lengths_are_written_short() -> None:
    assert [px(value) for value in (0, -0.001, 1.5, 2.0, 12.345, 1234567.891)] == [
        "0",
        "0",
        "1.5",
        "2",
        "12.35",
        "1234567.89",
    ]
