"""The order of a line's words as they are seen: by the examples of UAX 9, capitals standing for Hebrew."""

from __future__ import annotations

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from journeywidgets.export.drawing.measure import width
from journeywidgets.export.drawing.scene import Font
from journeywidgets.export.print.direction import order, runs
from journeywidgets.export.print.glyphs import face, shaped

HEBREW = str.maketrans("ABCDEFGH", "אבגדהוזח")
LATIN = {after: before for before, after in HEBREW.items()}
REGULAR = (False, False)


def seen(text: str, *, rtl: bool) -> str:
    """Return a line's characters from left to right."""
    parts = runs(text.translate(HEBREW), rtl=rtl)
    shown = [parts[place] for place in order([part.level for part in parts])]
    return "".join(part.text[::-1] if part.rtl else part.text for part in shown).translate(LATIN)


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("car is ABC in", False, "car is CBA in"),
        ("AB CD", False, "DC BA"),
        ("ABC def GH", True, "HG def CBA"),
        ("AB 12.50 CD", True, "DC 12.50 BA"),
        ("AB, CD: 5%", True, "5% :DC ,BA"),
        ("abc AB 12 CD", False, "abc DC 12 BA"),
        ("tel 12 AB", False, "tel 12 BA"),
        ("ab 12 cd", True, "ab 12 cd"),
        ("x \u2068AB cd\u2069 y", False, "x \u2068cd BA\u2069 y"),
        ("x \u2067ab CD\u2069 y", False, "x \u2067DC ab\u2069 y"),
        ("AB \u2066cd EF\u2069 G", True, "G \u2069cd FE\u2066 BA"),
        ("a \u2068AB", False, "a \u2068BA"),
        ("AB (cd) 12.50", True, "12.50 )cd( BA"),
        ("AB (cd) EF", True, "FE )cd( BA"),
        ("a (AB) c", False, "a (BA) c"),
        ("a (AB [c]) D", False, "a (BA [c]) D"),
        ("12", True, "12"),
        ("", True, ""),
    ],
)
def test_the_order_in_which_a_line_is_seen(text: str, rtl: bool, expected: str) -> None:
    assert seen(text, rtl=rtl) == expected


@given(st.text("ab AB1.,(%\u2066\u2067\u2068\u2069", max_size=20), st.booleans())
def test_every_character_is_seen_once(text: str, rtl: bool) -> None:
    assert sorted(seen(text, rtl=rtl)) == sorted(text)
    assert "".join(part.text for part in runs(text, rtl=rtl)) == text


def test_older_marks_turn_nothing_round() -> None:
    told = [glyph.text for glyph in shaped("a\u202ebc\u202c d", REGULAR) or ()]
    assert "".join(told) == "abc d"
    assert seen("a\u202ebc", rtl=False) == "a\u202ebc"
    assert shaped("日本", REGULAR) is None


@given(st.text("abfi AV éאבش ـ،12", max_size=20), st.booleans(), st.booleans())
def test_glyphs_stand_where_the_measured_line_has_room(text: str, bold: bool, rtl: bool) -> None:
    style = (bold, False)
    glyphs = shaped(text, style, rtl=rtl)
    assert glyphs is not None
    units = face(style).units
    right = max((glyph.x + face(style).advance(glyph.id) for glyph in glyphs), default=0) / units
    # Words of two directions are measured as one run, without the kerning between them.
    assert right <= width(text, Font(1, bold=bold)) + 0.15


def test_brackets_turn_round_with_what_they_hold() -> None:
    opening = hb.Font(face(REGULAR).face).get_nominal_glyph(ord("("))
    (glyph,) = [one for one in shaped("(אב", REGULAR, rtl=True) or () if one.text == "("]
    assert glyph.id != opening
    told = "".join(one.text for one in shaped("fi", REGULAR) or ())
    assert told == "fi"
