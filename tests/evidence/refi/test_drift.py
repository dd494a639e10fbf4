"""Offsets that drifted: every quote is anchored in its words, moved to them, or said to be lost."""

from __future__ import annotations

import pytest
from tests.evidence.refi.projects import selection, with_text

from journeywidgets.evidence import refi
from journeywidgets.evidence.readers.reading import Reading

# Lines, an emoji, an accent as a combining mark and one as a letter: nothing counts alike in every unit.
_TEXT = (
    "How was it?\n"
    "Well \N{GRINNING FACE} I waited two days for the code.\n"
    "\n"
    "Nobody called me back, cafe\u0301 or no caf\u00e9.\n"
    "Then it came \N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4} and I could ride at once.\n"
)
_QUOTES = ("I waited two days for the code", "Nobody called me back, cafe\u0301", "and I could ride at once")
_STARTS = [_TEXT.index(quote) for quote in _QUOTES]
_WIDE = _TEXT.replace("\n", "\r\n")


def _units(text: str, end: int, unit: str) -> int:
    ahead = text[:end]
    return {"points": len(ahead), "utf-16": len(ahead.encode("utf-16-le")) // 2, "utf-8": len(ahead.encode())}[unit]


def _claims(counted: str, unit: str = "points", shift: int = 0, names: bool = True) -> list[str]:
    """Return selections of the quotes, with offsets as a tool would count them in this form of the text."""
    made = []
    for place, quote in enumerate(_QUOTES):
        words = quote if counted is _TEXT else quote.replace("\n", "\r\n")
        start = counted.index(words)
        span = (_units(counted, start, unit) + shift, _units(counted, start + len(words), unit) + shift)
        made.append(selection(place, *span, quote if names else ""))
    return made


def _read(stored: str | bytes, claims: list[str], **options: str) -> Reading:
    data = stored if isinstance(stored, bytes) else stored.encode()
    return refi.read(with_text(data, claims, **options))


def _holds(reading: Reading) -> None:
    (source,) = reading.sources
    assert source["text"] == _TEXT
    assert [row["start"] for row in reading.quotes] == _STARTS
    assert [row["exact"] for row in reading.quotes] == list(_QUOTES)
    for row in reading.quotes:
        assert source["text"][row["start"] : row["end"]] == row["exact"]
        assert source["text"].startswith(
            row["prefix"] + row["exact"] + row["suffix"], row["start"] - len(row["prefix"])
        )


def _unsure(reading: Reading, what: str) -> list[str]:
    return [row["assumed"] for row in reading.unsure if what in row["what"]]


def _anchored(reading: Reading, counting: str | None) -> None:
    _holds(reading)
    assert not _unsure(reading, "not at its offsets")
    assert reading.anchors == {"anchored": 3}
    said = _unsure(reading, "offsets are not code points of the stored text")
    assert said == ([] if counting is None else [f"its words say: {counting}"])


@pytest.mark.parametrize("stored", [_TEXT, _WIDE], ids=["lf", "crlf"])
def test_code_points_of_the_stored_text_are_taken_as_they_are(stored: str) -> None:
    _anchored(_read(stored, _claims(stored)), None)


def test_line_ends_of_two_characters_that_were_counted_as_one() -> None:
    _anchored(_read(_WIDE, _claims(_TEXT)), "characters, line ends as one")


def test_line_ends_of_one_character_that_were_counted_as_two() -> None:
    _anchored(_read(_TEXT, _claims(_WIDE)), "characters, line ends as two")


@pytest.mark.parametrize(("stored", "lines"), [(_TEXT, "one"), (_WIDE, "two")], ids=["lf", "crlf"])
@pytest.mark.parametrize(("unit", "named"), [("utf-16", "UTF-16 units"), ("utf-8", "bytes")])
def test_offsets_in_other_units(stored: str, lines: str, unit: str, named: str) -> None:
    _anchored(_read(stored, _claims(stored, unit)), f"{named}, line ends as {lines}")


@pytest.mark.parametrize(("unit", "size", "named"), [("points", 1, "characters"), ("utf-8", 3, "bytes")])
@pytest.mark.parametrize("kept", [True, False])
def test_a_byte_order_mark_that_was_counted(unit: str, size: int, named: str, kept: bool) -> None:
    stored = (b"\xef\xbb\xbf" if kept else b"") + _TEXT.encode()
    _anchored(_read(stored, _claims(_TEXT, unit, size)), f"{named}, line ends as one, the byte-order mark too")


def test_utf_16_text_counted_in_utf_16() -> None:
    stored = b"\xff\xfe" + _WIDE.encode("utf-16-le")
    _anchored(_read(stored, _claims(_WIDE, "utf-16")), "UTF-16 units, line ends as two")


@pytest.mark.parametrize("shift", [-7, 3, 20])
def test_any_other_shift_moves_each_quote_to_its_words(shift: int) -> None:
    reading = _read(_TEXT, _claims(_TEXT, shift=shift))
    _holds(reading)
    steps = _unsure(reading, "its words are not at its offsets")
    direction = "back" if shift > 0 else "on"
    assert steps == [f"moved {abs(shift)} characters {direction}"] * 3
    assert reading.anchors == {"moved": 3}


def test_words_that_are_gone_are_lost_and_keep_their_codes() -> None:
    claims = [*_claims(_TEXT), selection(9, 30, 54, "I never said these words")]
    reading = _read(_TEXT, claims)
    lost = reading.quotes[3]
    assert (lost["start"], lost["end"], lost["exact"]) == (None, None, "I never said these words")
    assert [row["quote"] for row in reading.applications].count(lost["id"]) == 1
    assert _unsure(reading, "nowhere in the source") == ["lost: kept with its codes, without a place"]
    assert reading.anchors == {"anchored": 3, "lost": 1}
    assert str(reading.report).startswith(
        "Read as REFI-QDA project: 1 source, 4 segments, 1 code, 4 quotes, 4 applications; quotes 3 anchored, 1 lost"
    )


def test_words_in_more_places_go_to_the_nearest() -> None:
    text = "I waited for a while. He came. I waited for a while. "
    reading = _read(text, [selection(0, 33, 53, "I waited for a while")])
    assert reading.quotes[0]["start"] == 31
    assert _unsure(reading, "not at its offsets") == ["moved 2 characters back; the likeliest of 2"]


@pytest.mark.parametrize("cut", ["", "...", "\u2026"])
def test_a_name_that_quotes_only_the_beginning_is_held_against_it(cut: str) -> None:
    start, end = _STARTS[0], _STARTS[0] + len(_QUOTES[0])
    reading = _read(_TEXT, [selection(0, start, end, "I waited two" + cut)])
    (quote,) = reading.quotes
    assert quote["exact"] == _QUOTES[0]
    assert not reading.unsure or all("turns" in row["what"] for row in reading.unsure)


def test_a_name_cut_short_moves_the_whole_span() -> None:
    start, end = _STARTS[0] + 5, _STARTS[0] + len(_QUOTES[0]) + 5
    reading = _read(_TEXT, [selection(0, start, end, "I waited two days for\u2026")])
    assert reading.quotes[0]["exact"] == _QUOTES[0]


def test_line_breaks_that_an_attribute_made_blanks_are_the_same_words() -> None:
    words = "for the code.\n\nNobody called me back"
    start = _TEXT.index(words)
    reading = _read(_TEXT, [selection(0, start, start + len(words), words.replace("\n", " "))])
    assert reading.quotes[0]["exact"] == words
    assert not _unsure(reading, "not at its offsets")


def test_labels_are_not_taken_for_words() -> None:
    start, end = _STARTS[1], _STARTS[1] + len(_QUOTES[1])
    reading = _read(_TEXT, [selection(0, start, end, "Quotation 12:3"), selection(1, 0, 11)])
    assert [row["exact"] for row in reading.quotes] == [_QUOTES[1], "How was it?"]
    assert _unsure(reading, "2 quotes without words to check") == ["anchored at their offsets"]


def test_line_ends_without_words_to_tell_by_follow_the_standard_and_are_said() -> None:
    reading = _read(_WIDE, _claims(_WIDE, names=False))
    assert [row["start"] for row in reading.quotes] == _STARTS
    assert _unsure(reading, "no words to tell by") == ["taken as characters, line ends as two"]


def test_line_ends_of_a_tool_that_is_known_to_count_them_as_one() -> None:
    reading = _read(_WIDE, _claims(_TEXT, names=False), origin="ATLAS.ti for Windows 23.2")
    assert [row["start"] for row in reading.quotes] == _STARTS


@pytest.mark.parametrize("span", [(500, 600), (50, 40), (-5, 3)])
def test_offsets_that_lead_nowhere_are_lost_without_words_and_moved_with_them(span: tuple[int, int]) -> None:
    reading = _read(_TEXT, [selection(0, *span), selection(1, *span, _QUOTES[0])])
    assert [row["start"] for row in reading.quotes] == [None, _STARTS[0]]
