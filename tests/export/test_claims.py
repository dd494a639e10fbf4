"""What cards stand on, in the static map and in text: counts, dissent, states, and the words behind them."""

from __future__ import annotations

from typing import Any

from tests.export.page import document, read

from journeywidgets.export.plain.fallback import to_html, to_text
from journeywidgets.model.document import Document


def evident(**more: Any) -> Document:
    said = [
        {"id": "e1", "card": "late", "participant": "P10", "quote": "Ten", "source": "Interview 10"},
        {"id": "e2", "card": "late", "participant": "P2", "quote": "Two", "score": -1.5},
        {"id": "e3", "card": "late", "participant": "P3", "level": "private"},
        {"id": "e4", "card": "late", "participant": "P4", "quote": "Not so", "stance": "contradicts"},
        {"id": "e5", "card": "late", "participant": "M", "quote": "By the way", "stance": "context"},
        {"id": "e6", "card": "thin", "participant": "P1", "quote": "One"},
        *(
            {"id": f"f{n}", "card": "mood", "participant": f"P{n}", "quote": f"Felt {n}", "score": score}
            for n, score in enumerate((-2, -1))
        ),
    ]
    tables: dict[str, Any] = {
        "stages": [{"id": "up", "title": "Sign-up"}],
        "lanes": [
            {"id": "mood", "title": "Emotion", "kind": "emotion"},
            {"id": "pains", "title": "Pains", "kind": "pain"},
        ],
        "personas": [{"id": "co", "name": "Commuter"}],
        "cards": [
            {"id": "late", "stage": "up", "lane": "pains", "text": "Code is late"},
            {"id": "thin", "stage": "up", "lane": "pains", "text": "Form resets"},
            {"id": "none", "stage": "up", "lane": "pains", "text": "App crashes"},
            {"id": "mood", "stage": "up", "lane": "mood", "persona": "co"},
        ],
        "evidence": said,
        "asks": [{"id": "a", "card": "late", "asked": 9}, {"id": "b", "card": "none", "asked": 9}],
    }  # fmt: skip
    return document(**{**tables, **more})


def test_a_card_says_how_many_of_how_many_and_who_said_otherwise() -> None:
    root = read(to_html(evident()))
    summaries = [one.text for one in root.all("summary")]
    assert "●●●○○○○○○ 3 of 9 asked · 1 disagrees" in summaries
    assert "1 person · thin evidence" in summaries
    assert "○○○○○○○○○ 0 of 9 asked · no evidence" in root.text


def test_quotes_are_read_for_against_and_context_person_by_person() -> None:
    details = next(one for one in read(to_html(evident())).all("details") if "3 of 9" in one.text)
    assert [one.text for one in details.all("div")] == [
        "“Two” — P2, \u22121.5",
        "“Ten” — P10, Interview 10",
        "“Not so” — P4, disagrees",
        "“By the way” — M, context",
        "+ 1 quote without words",
    ]


def test_a_point_of_the_curve_opens_the_words_behind_it() -> None:
    root = read(to_html(evident()))
    details = next(one for one in root.all("details") if "Commuter" in one.text)
    assert details.text == "Commuter“Felt 0” — P0, \u22122.0“Felt 1” — P1, \u22121.0"
    assert any(
        "Commuter: Sign-up \u22121.5 (2 quotes)." in (image.attributes.get("alt") or "") for image in root.all("img")
    )


def test_the_map_says_how_many_cards_have_evidence() -> None:
    told = "Cards by evidence: 1 with enough, 2 with thin evidence, 1 without (enough: 3 people or more)"
    assert told in read(to_html(evident())).text
    text = to_text(evident())
    assert told in text
    assert "- Code is late (3 of 9 asked; 1 disagrees)" in text
    assert "Commuter: \u22121.5 · n 2" in text


def test_a_map_that_notes_no_evidence_says_nothing_of_it() -> None:
    root = read(to_html(evident(evidence=[], asks=[])))
    assert "evidence" not in root.text
    assert "evidence" not in to_text(evident(evidence=[], asks=[]))
