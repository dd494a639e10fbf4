"""What redaction removes, and that offsets are exact through it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.folding import Folded, fold
from journeywidgets.evidence.privacy.numbering import Numbering
from journeywidgets.evidence.privacy.redaction import Name, Redactor, View

ROSTER = (
    Name("Zebulon Quackenbush", ("Zeb",), "P1"),
    Name("Silvano, Bo (Contoso)", label="P2"),
    Name("Jörgen Weißfrosch"),
    Name("王小明", label="P4"),
    Name("Mark O'Bramble", label="P5"),
    Name("Bo Otherwise", label="P6"),
)
NAMES = [
    "Zebulon",
    "quackenbush",
    "Zeb",
    "Bo",
    "Jörgen",
    "Jo\u0308rgen",
    "WEISSFROSCH",
    "王小明",
    "O\u2019Bramble",
    "Mark",
]
ODD = [
    "\U0001f600",
    "👩‍🚀",
    "e\u0301",
    "\u200b",
    "\u00ad",
    "ß",
    "ﬁ",
    "İ",
    "한",
    "\u2067",
    "\n",
    " ",
    "'",
    ".",
    "s",
    "É",
]
CONTACTS = [
    "zeb.q@example.org",
    "+49 (0)30 1234567",
    "https://example.org/zeb?x=1",
    "4111 1111 1111 1111",
    "2024-03-21",
]
texts = st.lists(st.one_of(st.sampled_from(NAMES + ODD + CONTACTS + [" "] * 8), st.text(max_size=6))).map("".join)


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(ROSTER)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("Zeb met QUACKENBUSH.", "[P1] met [P1]."),
        ("Zebulon Quackenbush and quackenbush, zebulon", "[P1] and [P1]"),
        ("Zebulon's bike, Zebulons bike, zebulon_quackenbush.mp4", "[P1]'s bike, [P1] bike, [P1].mp4"),
        ("Zebra and Zebulonia are others", "Zebra and Zebulonia are others"),
        ("Bo Silvano, not Bo Otherwise: Silvano", "[P2], not [P6]: [P2]"),
        ("Ask Bo, he is no bo", "Ask [name 1], he is no bo"),
        ("JÖRGEN; Jo\u0308rgen; Jorgen; Joergen; weissfrosch", "[name 1]; [name 1]; [name 1]; [name 1]; [name 1]"),
        ("Z\u00ade\u200bbulon hides", "[P1] hides"),
        ("\uff3aebulon is wide", "[P1] is wide"),
        ("她说王小明不好", "她说[P4]不好"),
        ("Mark, mark my words, Mark O\u2019Bramble's", "[P5], mark my words, [P5]'s"),
        ("Zebulon\nQuackenbush", "[P1]"),
    ],
)
def test_names_are_found_as_they_are_written(raw: str, seen: str) -> None:
    assert Redactor(ROSTER).view(raw).text == seen


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("write to zeb@example.co.uk.", "write to [e-mail 1]."),
        ("<ada+x@example.org>", "<[e-mail 1]>"),
        ("zoe at example dot com, zoe@example.com", "[e-mail 1], [e-mail 1]"),
        ("zoe (at) example.com", "[e-mail 1]"),
        ("zoe\uff20example.com", "[e-mail 1]"),
        ("look at me", "look at me"),
        ("+49 (0)30 1234567 or 0151-2345678", "[phone 1] or [phone 2]"),
        ("+1 (555) 010-9999", "[phone 1]"),
        ("06.12.34.56.78", "[phone 1]"),
        ("555 010\n9999", "[phone 1]"),
        ("my number is 5 5 5 0 1 0 9", "my number is [phone 1]"),
        ("07700900123", "[phone 1]"),
        ("order 482913", "order [number 1]"),
        ("card 4111 1111 1111 1111.", "card [number 1]."),
        ("from 192.168.10.12", "from [number 1]"),
        ("see https://example.org/zeb?q=1).", "see [link 1])."),
        ("see www.example.org/a and example.org/in/zeb", "see [link 1] and [link 2]"),
        ("on 2024-03-21 12:05:19, 21.03.2024 and 3/21/2024", "on 2024-03-21 12:05:19, 21.03.2024 and 3/21/2024"),
        ("1 000 000 or 12 345 678 people, 100000 more", "1 000 000 or 12 345 678 people, 100000 more"),
        ("from 2019 2020 2021, 10:30 to 11:45", "from 2019 2020 2021, 10:30 to 11:45"),
        ("3.5 of 5, v1.2.3", "3.5 of 5, v1.2.3"),
    ],
)
def test_what_points_to_people_is_found_by_its_form(raw: str, seen: str) -> None:
    assert Redactor().view(raw).text == seen


def test_a_placeholder_is_the_same_in_every_text_and_after_writing_it_down() -> None:
    redactor = Redactor(ROSTER)
    assert redactor.text("a@example.org b@example.org") == "[e-mail 1] [e-mail 2]"
    assert redactor.text("B@Example.org") == "[e-mail 2]"
    again = Redactor(ROSTER, numbering=Numbering(redactor.numbering.to_dict()))
    assert again.text("c@example.org, b@example.org") == "[e-mail 3], [e-mail 2]"


def test_only_the_kinds_asked_for_are_removed() -> None:
    assert Redactor(ROSTER, kinds=("e-mail",)).text("Zeb zeb@example.org") == "Zeb [e-mail 1]"
    with pytest.raises(EvidenceError, match="Choose of name, e-mail"):
        Redactor(kinds=("postcode",))


def test_a_region_finds_numbers_in_its_form() -> None:
    pytest.importorskip("phonenumbers")
    assert Redactor(region="GB").text("ring 020 7946 0958 now") == "ring [phone 1] now"
    with pytest.raises(EvidenceError, match="two capital letters"):
        Redactor(region="Neverland")


def test_a_region_without_the_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "phonenumbers", None)
    with pytest.raises(EvidenceError, match=r"journeywidgets\[phones\]"):
        Redactor(region="GB")


@given(texts)
@settings(max_examples=300, deadline=None)
def test_what_is_not_replaced_stands_as_it_was(redactor: Redactor, raw: str) -> None:
    view = redactor.view(raw)
    done = seen = 0
    for span in view.spans:
        assert done <= span.start < span.end
        assert view.text[seen : seen + span.start - done] == raw[done : span.start]
        seen += span.start - done
        assert view.text[seen : seen + len(span.placeholder)] == span.placeholder
        seen, done = seen + len(span.placeholder), span.end
    assert view.text[seen:] == raw[done:]


@given(texts, st.data())
@settings(max_examples=300, deadline=None)
def test_offsets_go_there_and_back(redactor: Redactor, raw: str, data: st.DataObject) -> None:
    view = redactor.view(raw)
    inside = {place for span in view.spans for place in range(span.start + 1, span.end)}
    for place in range(len(raw) + 1):
        start, end = view.to_view(place), view.to_view(place, end=True)
        if place in inside:
            span = next(span for span in view.spans if span.start < place < span.end)
            assert (start, end) == (view.to_view(span.start), view.to_view(span.end))
        else:
            assert start == end
            assert view.to_raw(start) == view.to_raw(start, end=True) == place
    assert view.to_view(len(raw)) == len(view.text)
    first = data.draw(st.integers(0, len(view.text)))
    last = data.draw(st.integers(first, len(view.text)))
    one, other = view.span_to_raw(first, last)
    again = view.span_to_view(one, other)
    if first < last:
        assert again[0] <= first < last <= again[1]
        assert one < other
    else:
        assert one == other
    assert view.words(one, other) == view.text[again[0] : again[1]]


@given(texts, st.lists(st.integers(0, 40)))
@settings(max_examples=200, deadline=None)
def test_no_placeholder_goes_over_a_cut(redactor: Redactor, raw: str, places: list[int]) -> None:
    whole = redactor.view(raw)
    cuts = [place for place in places if place <= len(raw)]
    view = redactor.view(raw, cuts)
    assert not any(span.start < cut < span.end for span in view.spans for cut in cuts)
    covered = {place for span in whole.spans for place in range(span.start, span.end)}
    assert {place for span in view.spans for place in range(span.start, span.end)} == covered


@given(st.sampled_from(NAMES[:3]), texts, texts)
@settings(max_examples=300, deadline=None)
def test_a_planted_name_is_never_seen(redactor: Redactor, name: str, before: str, after: str) -> None:
    view = redactor.view(f"{before} {name} {after}")
    assert fold(name) not in fold(view.text).replace("[", " ").split()


@given(st.text(), st.data())
@settings(max_examples=300, deadline=None)
def test_folding_keeps_the_way_back(raw: str, data: st.DataObject) -> None:
    folded = Folded(raw)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(raw)
    assert folded.text[start:end] in fold(raw[first:last])


def test_a_long_line_of_anything_takes_linear_time() -> None:
    redactor = Redactor(ROSTER)
    for piece in ("a", "1", "@", ".", "a.", "1 ", "zeb ", "a@", "dot ", "at dot ", "www.", "-", "(", "é"):
        assert isinstance(redactor.view(piece * 200_000), View)


def test_nothing_that_is_printed_shows_a_name() -> None:
    redactor = Redactor(ROSTER)
    view = redactor.view("Zeb")
    assert "eb" not in repr(view) + repr(ROSTER) + repr(redactor.numbering)
    assert repr(ROSTER[0]) == "Name(…, label='P1')"


def test_offsets_outside_the_text_are_refused() -> None:
    view = Redactor(ROSTER).view("Zeb rode")
    for offset in (-1, 9):
        with pytest.raises(IndexError, match="outside a text of 8"):
            view.to_view(offset)
    with pytest.raises(IndexError):
        view.to_raw(len(view.text) + 1)
