"""Suggested codes: learned from people's examples, explained, measured, and counted only when accepted."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.evidence.analysis.studies import code, interviews

from journeywidgets.errors import EvidenceError, JourneyWarning
from journeywidgets.evidence.analysis.co_occurrence import co_occurrence
from journeywidgets.evidence.analysis.saturation import saturation
from journeywidgets.evidence.analysis.suggestions import suggest
from journeywidgets.evidence.study import Study

WAITING = [
    "the code by text message arrived late",
    "I waited for the text message",
    "the message with the code never arrived",
    "waiting for a code again",
    "my text message came an hour later",
    "the late code made me wait",
]
PRICE = [
    "the deposit was not in the price",
    "too expensive with the deposit",
    "the price of a day pass is high",
    "I did not see the deposit",
    "the price changed",
    "an expensive ride for the price",
]
NEITHER = ["the weather was nice", "I ride to the lake", "green bikes look good"]
NEW = ["the deposit made the price high", "the text message with my code came late", "the lake is nice"]


def study_of(new: list[str] = NEW) -> Study:
    coded = [("P1", words) for words in WAITING + PRICE + NEITHER]
    study = interviews({"old": coded, "new": [("P2", words) for words in new]}, ["waiting", "price", "rare"])
    for number in range(len(WAITING)):
        code(study, f"old:{number}", "waiting", "A")
        code(study, f"old:{number + len(WAITING)}", "price", "A")
    return study


def test_what_is_like_the_examples_is_suggested_and_says_why() -> None:
    study = study_of()
    found = suggest(study)
    assert {(row["segment"], row["code"]) for _, row in found.iterrows()} == {("new:0", "price"), ("new:1", "waiting")}
    row = found[found["code"] == "price"].iloc[0]
    assert set(row["rationale"]) & {"deposit", "price", "the price"}
    assert (row["examples"], row["recall_n"]) == (6, 6)
    assert 0 <= row["precision"] <= 1
    assert "12 coded quotes and 3 segments left alone" in row["method"]


def test_a_suggestion_counts_for_nothing_until_it_is_accepted() -> None:
    study = study_of()
    before = [saturation(study, orders=5), co_occurrence(study)]
    found = suggest(study)
    for one, other in zip(before, [saturation(study, orders=5), co_occurrence(study)], strict=True):
        pd.testing.assert_frame_equal(one, other)
    rows = study.applications.loc[found.index]
    assert not rows["accepted"].any()
    assert (rows["origin"] == "model").all()
    study.accept(found.index[0])
    assert saturation(study, orders=5)["codes"].iloc[0] > before[0]["codes"].iloc[0]


def test_it_is_one_change_and_running_it_again_adds_nothing() -> None:
    study = study_of()
    quotes, applications = len(study.quotes), len(study.applications)
    suggest(study)
    assert len(study.applications) == applications + 2
    assert suggest(study).empty
    assert len(study.applications) == applications + 2
    study.undo()
    assert (len(study.quotes), len(study.applications)) == (quotes, applications)


def test_what_was_rejected_is_not_suggested_again() -> None:
    study = study_of()
    found = suggest(study)
    study.reject(list(found.index))
    assert suggest(study).empty


def test_only_returned() -> None:
    study = study_of()
    before = study.to_dict()
    found = suggest(study, add=False, limit=1)
    assert len(found) == 1
    assert found["quote"].tolist() == [None]
    assert study.to_dict() == before


def test_codes_with_few_examples_are_counted_and_left_out() -> None:
    study = study_of()
    for number in range(4):
        code(study, f"old:{number}", "rare", "A")
    with pytest.warns(JourneyWarning, match="1 code has fewer than 5 examples and is not suggested"):
        found = suggest(study)
    assert "rare" not in set(found["code"])
    with pytest.raises(EvidenceError, match="min_examples=4 is no whole number from 5"):
        suggest(study, min_examples=4)


def test_an_embedding_of_the_callers_own() -> None:
    def embed(texts: list[str]) -> Any:
        return [
            [float("price" in text or "deposit" in text), float("code" in text or "message" in text)] for text in texts
        ]

    found = suggest(study_of(), embed=embed)
    assert set(found["segment"]) == {"new:0", "new:1"}
    assert found["rationale"].tolist() == [[], []]
    assert found["method"].str.contains("the caller's embedding").all()
    with pytest.raises(EvidenceError, match=r"shape \(2, 2\) for 21 texts"):
        suggest(study_of(), embed=lambda _: np.zeros((2, 2)))
    with pytest.raises(EvidenceError, match="no table of numbers"):
        suggest(study_of(), embed=lambda texts: [texts])
    with pytest.raises(EvidenceError, match="not finite"):
        suggest(study_of(), embed=lambda texts: np.full((len(texts), 2), np.nan))


def test_the_words_of_moderators_are_neither_examples_nor_suggested() -> None:
    study = study_of()
    study.set("participants", "P2", role="moderator")
    assert suggest(study).empty


def test_without_scikit_learn_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.feature_extraction.text", None)
    with pytest.raises(EvidenceError, match=r"pip install 'journeywidgets\[suggest\]'"):
        suggest(study_of())


def test_nothing_to_learn_from() -> None:
    assert suggest(Study("Empty")).empty
    assert suggest(study_of([])).empty
