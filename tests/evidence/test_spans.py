"""Where something was coded, and what was asked there: equal to looking at everything."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journeywidgets.evidence.drafting.spans import Questions, Spans

_LENGTH = 30
spans = st.tuples(st.sampled_from("ab"), st.integers(0, _LENGTH), st.integers(1, 8)).map(
    lambda one: (one[0], one[1], one[1] + one[2])
)
coded = st.lists(st.tuples(spans, st.integers(0, 3)), max_size=12)


def quote(place: tuple[str, int, int]) -> dict[str, Any]:
    return {"source": place[0], "start": place[1], "end": place[2]}


def overlap(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@given(coded, spans)
def test_a_quote_is_over_what_shares_a_letter_with_it(held: Any, place: Any) -> None:
    found = Spans((*span, number) for span, number in held).over(quote(place))
    assert found == sorted({number for span, number in held if overlap(span, place)})


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "Why?", "How?", "When?"])), max_size=12), spans)
def test_a_quote_answers_the_questions_of_its_segments(turns: Any, place: Any) -> None:
    segments, start = [], 0
    for length, question in turns:
        segments.append({"source": "a", "start": start, "end": start + length, "question": question})
        start += length + 1
    asked = [row["question"] for row in segments if overlap((row["source"], row["start"], row["end"]), place)]
    assert Questions(segments).of(quote(place)) == list(dict.fromkeys(text for text in asked if text))


def test_a_quote_without_a_place_is_nowhere() -> None:
    lost = {"source": "a", "start": None, "end": None}
    assert Spans([("a", 0, 5, 1)]).over(lost) == []
    assert Questions([{"source": "a", "start": 0, "end": 5, "question": "Why?"}]).of(lost) == []
