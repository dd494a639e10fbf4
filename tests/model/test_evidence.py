"""How many people a card stands on, and the feelings that quotes give a curve."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests import shared_evidence

from journeywidgets import Journey
from journeywidgets.model.emotion import Point, curve
from journeywidgets.model.evidence import Claims, Tally, people, tally

CASES: list[dict[str, Any]] = json.loads(shared_evidence.FILE.read_text(encoding="utf-8"))


def said(participant: str = "", stance: str = "supports", **more: Any) -> dict[str, Any]:
    return {"participant": participant, "stance": stance, "study": None, "score": None, **more}


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_claim_stands_on_what_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert json.loads(json.dumps(shared_evidence.says(case))) == case["says"]


def test_the_cases_reach_every_state_dissent_and_means_of_quotes() -> None:
    found = [case["says"] for case in CASES]
    assert {one["state"] for one in found} == {"none", "thin", "enough"}
    assert any(one["tally"]["contradicts"] for one in found)
    assert {point[-1] for one in found for point in one["curve"]} == {True, False}


def test_people_are_counted_and_not_quotes() -> None:
    assert people([said("P1"), said("P1"), said("P2")]) == 2


def test_two_studies_may_both_have_a_first_participant() -> None:
    assert people([said("P1", study="s1"), said("P1", study="s2"), said("P1", study="s1")]) == 2


def test_unnamed_quotes_never_make_more_people_than_there_must_be() -> None:
    assert people([said(), said(), said()]) == 1
    assert people([said("P1"), said(), said()]) == 1


def test_who_says_both_counts_on_both_sides() -> None:
    found = tally([said("P1"), said("P1", "contradicts"), said("P2", "context")], [{"asked": 5}, {"asked": 4}])
    assert found == Tally(supports=1, contradicts=1, context=1, quotes=3, asked=9)


def test_nobody_asked_is_not_the_same_as_not_noted() -> None:
    assert (tally([], [{"asked": 0}]).asked, tally([]).asked) == (0, None)


@pytest.mark.parametrize(("supports", "state", "missing"), [(0, "none", 3), (2, "thin", 1), (3, "enough", 0)])
def test_enough_is_a_number_of_people(supports: int, state: str, missing: int) -> None:
    found = Tally(supports=supports)
    assert (found.state(3), found.missing(3)) == (state, missing)


def test_more_people_than_were_asked_are_unlikely() -> None:
    assert Tally(supports=4, asked=3).unlikely
    assert not Tally(supports=3, asked=3).unlikely
    assert not Tally(supports=3).unlikely


def bikes() -> Journey:
    return Journey(
        "Bikes",
        stages=[{"id": "up", "title": "Sign-up"}],
        lanes=[{"id": "mood", "title": "Emotion", "kind": "emotion"}],
        seed=1,
    )


def test_a_map_without_evidence_lacks_none() -> None:
    j = bikes()
    j.add("cards", stage="up", lane="mood", score=1)
    assert not Claims(j.document).used
    j.add("asks", card=j.cards.index[0], asked=3)
    assert Claims(j.document).used


def test_quotes_outweigh_what_was_set_by_hand() -> None:
    j = bikes()
    first = j.add("cards", stage="up", lane="mood", score=2)
    j.add("cards", stage="up", lane="mood", score=1)
    assert curve(j.document) == [Point("up", None, 1.5, 2)]
    for score in (-2, -1, None):
        j.add("evidence", card=first, participant="P1", score=score)
    j.add("evidence", card=first, participant="P2", score=2, stance="context")
    assert curve(j.document) == [Point("up", None, -1.5, 2, quoted=True)]
    j.add("evidence", card=first, participant="P3", score=0, stance="contradicts")
    assert curve(j.document) == [Point("up", None, -1.0, 3, quoted=True)]
