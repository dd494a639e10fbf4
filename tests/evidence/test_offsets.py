"""Offsets are code points inside; bytes and UTF-16 units are converted at the edge, and nowhere inside a character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.offsets import Offsets, Unit

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
# One letter for each width in UTF-8, an emoji of five code points, and a letter with its mark apart.
TEXT = f"a\u00e9\u20ac\N{GRINNING FACE}{FAMILY}e\N{COMBINING ACUTE ACCENT}z"


@pytest.mark.parametrize("unit", ["utf-8", "utf-16"])
def test_every_offset_there_and_back(unit: Unit) -> None:
    offsets = Offsets(TEXT, unit)
    width = 1 if unit == "utf-8" else 2
    codec = "utf-8" if unit == "utf-8" else "utf-16-le"
    for point in range(len(TEXT) + 1):
        units = offsets.units(point)
        assert units == len(TEXT[:point].encode(codec)) // width
        assert offsets.points(units) == point


def test_the_units_of_one_emoji() -> None:
    face = "\N{GRINNING FACE}!"
    assert (len(face), Offsets(face, "utf-8").units(1), Offsets(face, "utf-16").units(1)) == (2, 4, 2)


def test_a_combining_mark_is_a_code_point_of_its_own() -> None:
    apart, together = "e\N{COMBINING ACUTE ACCENT}s", "\N{LATIN SMALL LETTER E WITH ACUTE}s"
    assert Offsets(apart, "utf-16").points(2) == 2
    assert Offsets(together, "utf-16").points(1) == 1
    assert Offsets(apart, "utf-8").units(2) == 3


@pytest.mark.parametrize(
    ("unit", "inside"),
    [("utf-8", {2, 4, 5, 7, 8, 9}), ("utf-16", {4})],
)
def test_an_offset_inside_a_character_is_an_error(unit: Unit, inside: set[int]) -> None:
    offsets = Offsets("a\u00e9\u20ac\N{GRINNING FACE}z", unit)
    refused = set()
    for offset in range(offsets.units(5) + 1):
        try:
            offsets.points(offset)
        except EvidenceError as error:
            assert f"offset {offset} lies inside a character" in str(error)  # noqa: PT017 - which ones, is the point
            refused.add(offset)
    assert refused == inside


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_is_an_error(offset: int) -> None:
    offsets = Offsets("abc", "utf-8")
    with pytest.raises(EvidenceError, match="outside a text of 3 code points"):
        offsets.units(offset)
    with pytest.raises(EvidenceError, match="outside a text of 3 bytes of UTF-8"):
        offsets.points(offset)


def test_an_empty_text_has_one_offset() -> None:
    assert Offsets("", "utf-16").units(0) == Offsets("", "utf-8").points(0) == 0


@settings(max_examples=60)
@given(st.text(max_size=40), st.integers(0, 3), st.sampled_from(["utf-8", "utf-16"]))
def test_long_texts_are_looked_up_as_short_ones(end: str, blocks: int, unit: Unit) -> None:
    """The blocks that make look-ups fast begin and end anywhere: before, inside and after wide characters."""
    text = ("x\N{GRINNING FACE}\u00e9" * 342)[:1025] * blocks + end
    offsets = Offsets(text, unit)
    codec, width = ("utf-8", 1) if unit == "utf-8" else ("utf-16-le", 2)
    for point in {0, len(text), len(text) // 2, max(0, len(text) - 1), min(1024, len(text)), min(1025, len(text))}:
        units = len(text[:point].encode(codec, "surrogatepass")) // width
        assert offsets.units(point) == units
        assert offsets.points(units) == point


def test_half_a_pair_in_the_text_is_a_unit_like_others() -> None:
    # A text may hold one before the document replaces it.
    offsets = Offsets("a\ud83db", "utf-16")
    assert [offsets.points(unit) for unit in range(4)] == [0, 1, 2, 3]
