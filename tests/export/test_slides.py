"""A journey as slides of native shapes and text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests.browser.hostile import LONG, PAYLOADS, hostile
from tests.browser.journeys import evident, grid, measured
from tests.export.office_files import DEPOSIT, many_words, members, outside, shapes_of, slides_of, texts_of

from journeywidgets import Journey
from journeywidgets.errors import JourneyError


@pytest.fixture(scope="module")
def deck() -> list[Any]:
    return slides_of(evident().to_pptx())


def titles(slides: list[Any]) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides]


def test_there_is_a_slide_for_the_map_and_one_for_each_stage(deck: list[Any]) -> None:
    stages = evident().stages["title"].tolist()
    assert titles(deck)[0] == "City bike rental"
    assert titles(deck)[-len(stages) :] == stages
    assert all(titles(deck))


def test_a_card_is_one_shape_with_all_of_its_words(deck: list[Any]) -> None:
    j = evident()
    on_map = [text for slide in deck[: -len(j.stages)] for text in texts_of(slide)]
    kinds = {lane["id"]: lane.get("kind", "text") for lane in j.to_dict()["lanes"]}
    for card in j.to_dict()["cards"]:
        text = card.get("text")
        if text and kinds[card["lane"]] != "emotion":
            assert sum(words.startswith((text, f"“{text}")) for words in on_map) == 1


def test_a_stage_shows_its_cards_figures_and_feelings(deck: list[Any]) -> None:
    (slide,) = (slide for slide in deck if slide.shapes.title.text_frame.text == "Sign-up")
    words = "\n".join(texts_of(slide))
    for part in ("Enters card and ID", "7 of 9 asked", "1 disagrees", "31.0", "\u22121.6", "Moment of truth", "n 46"):
        assert part in words


def test_the_curve_is_drawn_by_lines_of_its_own(deck: list[Any]) -> None:
    names = [shape.name for shape in shapes_of(deck[0].shapes)]
    (curve,) = (shape for shape in deck[0].shapes if shape.name.startswith("curve"))
    kinds = [shape.shape_type for shape in shapes_of(curve.shapes)]
    assert kinds.count(MSO_SHAPE_TYPE.FREEFORM) >= 3  # the scale, and a line a persona
    assert kinds.count(MSO_SHAPE_TYPE.PICTURE) == 0
    assert any(name.startswith("persona") for name in names)
    xml = curve._element.xpath(".//a:cubicBezTo")
    assert xml, "curves are curves"


def test_the_notes_hold_the_words_behind_the_cards() -> None:
    j = Journey("Notes", stages=["A"], lanes=[{"title": "Pains", "kind": "pain"}], seed=1)
    card = j.add("cards", stage=j.stages.index[0], lane=j.lanes.index[0], text="It is late")
    j.add("evidence", card=card, quote="I waited for ten minutes", participant="P3", source="interview 3")
    j.add("evidence", card=card, quote="It came at once", participant="P1", stance="contradicts")
    j.add("evidence", card=card, quote="Vandle Quixby was rude", participant="P2", level="private")
    written = j.to_pptx()
    notes = slides_of(written)[-1].notes_slide.notes_text_frame.text
    assert "“I waited for ten minutes” — P3, interview 3" in notes
    assert "“It came at once” — P1, disagrees" in notes
    assert "1 quote without words" in notes
    assert not any(b"Vandle" in part for part in members(written).values())
    assert "Vandle Quixby was rude" in slides_of(j.to_pptx(share="private"))[-1].notes_slide.notes_text_frame.text


def test_a_large_map_is_split_by_stages_and_lanes_and_nothing_is_left_out() -> None:
    j = grid(12, 30, 60)
    slides = slides_of(j.to_pptx())[:-12]
    assert len(slides) > 2
    assert titles(slides)[1:] == [f"Grid ({n} of {len(slides)})" for n in range(2, len(slides) + 1)]
    texts = [text for slide in slides for text in texts_of(slide)]
    for text in j.cards["text"]:
        assert texts.count(text) == 1
    for title in j.lanes["title"]:
        assert title in texts


def test_a_lane_too_high_for_a_slide_goes_on_with_its_cards() -> None:
    j = many_words()
    slides = slides_of(j.to_pptx())[: -len(j.stages)]
    texts = [text for slide in slides for text in texts_of(slide)]
    for times in range(1, 8):
        assert sum(text.startswith(DEPOSIT * times) and not text.startswith(DEPOSIT * (times + 1)) for text in texts)


def test_what_no_slide_has_room_for_is_reported_and_whole_in_the_notes() -> None:
    written = many_words().to_pptx()
    assert set(zip(written.losses["table"], written.losses["id"], strict=True)) == {("cards", "endless")}
    assert written.losses["value"].str.len().tolist()[0] == 100_000
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides_of(written) if slide.has_notes_slide]
    assert any("x" * 100_000 in text for text in notes)


def test_what_is_cut_beside_a_title_is_whole_in_the_notes_too() -> None:
    texts = {name: f"{name} " * 100 for name in ("journey", "stage", "lane", "metric", "step")}
    j = Journey(
        "Notes",
        description=texts["journey"],
        stages=[{"title": "A", "description": texts["stage"], "steps": [{"title": "S", "goal": texts["step"]}]}],
        lanes=[{"title": "L", "description": texts["lane"]}],
        seed=1,
    )
    j.add("metrics", id="m", title="M", method=texts["metric"])
    written = j.to_pptx()
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides_of(written) if slide.has_notes_slide)
    assert set(written.losses["value"]) == set(texts.values())
    for text in texts.values():
        assert text in notes


@pytest.mark.parametrize("make", [evident, measured, many_words])
def test_everything_lies_on_its_slide(make: Any) -> None:
    from pptx.util import Emu

    width, height = Emu(12_192_000), Emu(6_858_000)
    for slide in slides_of(make().to_pptx()):
        for shape in slide.shapes:
            assert shape.left >= -9_525
            assert shape.top >= -9_525
            assert shape.left + shape.width <= width + 9_525
            assert shape.top + shape.height <= height + 9_525


def test_a_hostile_journey_stays_text() -> None:
    j = hostile()
    written = j.to_pptx(share="private")
    slides = slides_of(written)
    words = [text for slide in slides for text in texts_of(slide)]
    for payload in PAYLOADS[:-4]:
        assert any(re.sub(r"[\t\n]", " ", payload)[:60] in re.sub(r"[\t\n\x0b]", " ", text) for text in words), payload
    for address in outside(written):
        assert re.fullmatch(r"https://example\.invalid/[\w%./?=&:-]*", address), address
    assert any(LONG in slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
    ids = [[shape.shape_id for shape in shapes_of(slide.shapes)] for slide in slides]
    assert all(len(found) == len(set(found)) for found in ids)


def test_pictures_are_on_the_slides_and_a_broken_one_is_reported() -> None:
    j = evident()
    broken = "data:image/png;base64,iVBORw0KGgo="
    card = j.add("cards", stage="aware", lane="pictures", text="broken", image=broken)
    written = j.to_pptx()
    assert written.losses[["table", "id", "field", "value"]].values.tolist() == [["cards", card, "image", broken]]
    kinds = [[shape.shape_type for shape in shapes_of(slide.shapes)] for slide in slides_of(written)]
    counts = [found.count(MSO_SHAPE_TYPE.PICTURE) for found in kinds]
    assert sum(counts[: -len(j.stages)]) == 1
    assert counts[-len(j.stages) :] == [1, 0, 0, 0, 0]


def test_journeys_of_next_to_nothing_have_slides() -> None:
    assert titles(slides_of(Journey("Empty", seed=1).to_pptx())) == ["Empty"]
    assert titles(slides_of(Journey("", stages=["A"], seed=1).to_pptx()))[1:] == ["A"]
    assert len(slides_of(Journey("Lanes", lanes=["L"], seed=1).to_pptx())) == 1
    steps = Journey("Steps", stages=[{"title": "A", "steps": ["one", "two"]}, "B"], lanes=["L"], seed=1)
    step = steps.stages.index[1]
    steps.add("cards", stage=step, lane=steps.lanes.index[0], text="in the first step")
    words = texts_of(slides_of(steps.to_pptx())[1])
    assert any(text.startswith("L\none") for text in words)
    assert "in the first step" in words


def test_shapes_are_named_and_described_to_those_who_do_not_see_them(deck: list[Any]) -> None:
    (pain,) = (shape for shape in deck[0].shapes if shape.name.startswith("card: SMS code"))
    told = pain._element.xpath(".//p:cNvPr")[0].get("descr")
    assert told.startswith("SMS code arrives too late")
    assert "7 of 9 asked" in told
    (curve,) = (shape for shape in deck[0].shapes if shape.name.startswith("curve"))
    assert "Commuter" in curve._element.xpath(".//p:cNvPr")[0].get("descr")


def test_the_dark_theme_has_a_dark_ground() -> None:
    dark, light = (slides_of(evident().to_pptx(theme=theme))[0].background.fill for theme in ("dark", "light"))
    assert str(dark.fore_color.rgb) == "14171C"
    assert str(light.fore_color.rgb) == "FFFFFF"
    with pytest.raises(JourneyError, match="no theme"):
        evident().to_pptx(theme="sepia")
