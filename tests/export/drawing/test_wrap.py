"""Lines of text: no wider than their room, nothing lost, broken where Unicode allows it."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.export.drawing.maps import ARABIC, CHINESE, EMOJI, HEBREW, JAPANESE, WORD
from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_boundaries

from journeywidgets.export.drawing.measure import width
from journeywidgets.export.drawing.scene import Font
from journeywidgets.export.drawing.wrap import _IDEOGRAPHIC, _units, wrap
from journeywidgets.export.escape import printable

FONT = Font(12.5)
# Letters, marks, ideographs, what is read from the right, pictures, and what lines break or do not break at.
ALPHABET = (
    "aeiT 1\u00a0\u202f.,;:!?-/()[]“”'%€\u0301漢字かなっ、。「」ー한글אבעבر ع\u200d\ufe0f😀🇩🇪👍🏽\u2014\u2026\u00ad"
)
texts = st.text(st.sampled_from(ALPHABET), max_size=60) | st.text(max_size=40)


@settings(max_examples=150)
@given(texts, st.integers(20, 300), st.booleans())
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text: str, room: int, bold: bool) -> None:
    font = Font(12.5, bold=bold)
    found = wrap(text, font, room)
    for line, wide in found.lines:
        assert wide <= room or len(list(grapheme_clusters(line))) == 1
        parts = line.split(" ")
        real = sum(width(part, font) for part in parts) + width(" ", font) * (len(parts) - 1)
        assert real == pytest.approx(wide, rel=0.002, abs=0.05) or real < wide
    assert seen("".join(line for line, _ in found.lines)) == seen(printable(text))


def seen(text: str) -> str:
    """Return what is seen of a text: without white space and marks of direction."""
    return "".join(
        c for c in text if not c.isspace() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


PROSE = (
    "Deposit is not shown with the price (4.1 %), and the well-known re-try/restart costs 3,50 € \u2013 or “more”…",
    *CHINESE,
    *JAPANESE,
    *ARABIC,
    *HEBREW,
    *EMOJI,
    "https://example.org/a/very-long/p?q=1#x",
    "n\u00a041\u202f208 · 95\u00a0% [3.2, 5.0] since 2026-Q2",
)


@pytest.mark.parametrize("text", PROSE)
@pytest.mark.parametrize("room", [90, 140, 200])
def test_lines_break_where_unicode_lets_them(text: str, room: int) -> None:
    allowed = set(line_break_boundaries(text))
    at = 0
    for line, _ in wrap(text, FONT, room).lines[:-1]:
        at = text.index(line, at) + len(line)
        at += len(text[at:]) - len(text[at:].lstrip(" "))
        assert at in allowed, f"broken before {text[at:][:10]!r}"


@settings(max_examples=8)
@given(st.text(st.sampled_from("ab1-/.,()漢。é\u0301🇩👍🏽אع"), min_size=150, max_size=300))
def test_a_long_word_is_seen_window_by_window_as_it_is_seen_whole(word: str) -> None:
    # Flags pair up from where they begin: with a window they may begin elsewhere.
    word = word.replace("🇩", "🇩a")
    found = [piece for part in _IDEOGRAPHIC.split(word) for piece in _units(part)]
    assert list(accumulate(map(len, found))) == list(line_break_boundaries(word))


def test_a_word_that_is_wider_than_its_line_breaks_between_characters() -> None:
    lines = [line for line, _ in wrap(WORD, FONT, 100).lines]
    assert "".join(lines) == WORD
    assert len(lines) > 5
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 5
    assert {line.count("\U0001f468") for line, _ in wrap(family, FONT, 60).lines} == {1}


def test_the_breaks_of_the_author_stay() -> None:
    assert [line for line, _ in wrap("a  b\n\nc\r\nd\u2028e", FONT, 100).lines] == ["a b", "", "c", "d", "e"]


def test_a_text_is_read_from_where_its_first_letter_says() -> None:
    said = {"abc אבג": False, "אבג abc": True, "12 (עברית)": True, "12 !": False, "": False, "עربي": True}
    assert {text: wrap(text, FONT, 100).rtl for text in said} == said


def test_a_direction_that_an_author_set_holds_over_the_lines() -> None:
    lines = [line for line, _ in wrap("\u202eaaaa bbbb\u202c cccc", FONT, 40).lines]
    assert lines == ["\u202eaaaa", "\u202ebbbb\u202c", "cccc"]


def test_isolated_words_keep_their_direction_over_the_lines() -> None:
    found = wrap("owner: \u2068SMS אבגד הזח\u2069 end", FONT, 60)
    assert not found.rtl
    assert [line for line, _ in found.lines] == ["owner:", "\u2068SMS אבגד", "\u2066הזח\u2069 end"]
    assert [line for line, _ in wrap("\u2068אבגד SMS\u2069", FONT, 40).lines] == ["\u2068אבגד", "\u2067SMS\u2069"]
    assert wrap("\u2068abc\u2069 אבג", FONT, 100).rtl


def test_long_texts_take_time_by_their_length() -> None:
    """A hundred thousand characters of any kind: some seconds at most, where a slow way would take minutes."""
    for text in (
        "word " * 20_000,
        "漢字" * 50_000,
        "x" * 100_000,
        "ab-" * 33_000,
        "e\u0301" * 50_000,
        "\u2068" * 50_000,
        "\u2068a\u2069 " * 20_000,
    ):
        assert wrap(text, FONT, 160).lines
