"""Widths: those of DejaVu Sans, and enough for what other fonts draw."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFont

from journeywidgets.errors import JourneyError
from journeywidgets.export.drawing import measure
from journeywidgets.export.drawing.measure import font_file, width
from journeywidgets.export.drawing.scene import Font

STATIC = Path(measure.__file__).parents[2] / "static" / "fonts"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text", ["Sees a docking station", "Größe 12,5 %", "●●●○○ 7 of 9", "Όνομα Имя", "\u221241 \u2013 +5 ▼"]
)
def test_text_is_as_wide_as_another_library_measures_it(text: str, bold: bool) -> None:
    font = ImageFont.truetype(
        str(STATIC / f"DejaVuSans{'-Bold' if bold else ''}.ttf"), 1000, layout_engine=ImageFont.Layout.BASIC
    )
    assert width(text, Font(1000, bold=bold)) == pytest.approx(font.getlength(text), rel=0.02)


def test_letters_that_join_are_measured_joined() -> None:
    apart = sum(width(letter, FONT) for letter in "محطة")
    assert width("محطة", FONT) < apart


FONT = Font(10)


def test_what_another_font_draws_has_room_enough() -> None:
    assert width("漢字", FONT) >= 20
    assert width("😀", FONT) >= 14
    assert width("☺", FONT) < width("☺\ufe0f", FONT)
    assert width("🇩🇪", FONT) >= 14
    assert width("ภาษา", FONT) >= 40
    assert width("e\u0301", FONT) == pytest.approx(width("é", FONT), rel=0.01)
    assert width("\u200b\u2067\ufeff", FONT) == 0
    assert width("", FONT) == 0


def test_slanted_glyphs_are_as_wide_as_upright_ones() -> None:
    for bold in (False, True):
        name = f"DejaVuSans-{'Bold' if bold else ''}Oblique.ttf"
        slanted = ImageFont.truetype(str(STATIC / name), 1000, layout_engine=ImageFont.Layout.BASIC)
        text = "Sees a docking station near work"
        assert width(text, Font(1000, bold=bold)) == pytest.approx(slanted.getlength(text), rel=0.02)


def test_a_missing_font_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measure, "files", lambda _: tmp_path)
    with pytest.raises(JourneyError, match=r"DejaVuSans-Bold\.ttf is missing: run `make bundle`"):
        font_file(bold=True)
