"""Where a map lacks evidence, as a frame."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from journeywidgets import Journey
from journeywidgets.errors import JourneyError


@pytest.fixture
def j() -> Journey:
    made = Journey(
        "Bikes",
        stages=[
            {"id": "up", "title": "Sign-up", "steps": [{"id": "code", "title": "Code"}]},
            {"id": "go", "title": "Ride"},
        ],
        lanes=[{"id": "acts", "title": "Actions"}, {"id": "pains", "title": "Pains", "kind": "pain"}],
        personas=[{"id": "co", "name": "Commuter"}],
        seed=1,
    )
    for key, stage, lane, persona in (
        ("bare", "go", "acts", None),
        ("thin", "up", "acts", "co"),
        ("firm", "code", "pains", None),
        ("odd", "go", "pains", None),
    ):
        made.add("cards", id=key, stage=stage, lane=lane, persona=persona, text=key.title())
    for card, number in (("thin", 2), ("firm", 3), ("odd", 4)):
        for n in range(number):
            made.add("evidence", card=card, participant=f"P{n}")
    made.add("evidence", card="firm", participant="P9", stance="contradicts")
    made.add("asks", card="firm", asked=9)
    made.add("asks", card="odd", asked=3)
    return made


def test_what_lacks_evidence_comes_first_and_then_as_the_map_is_read(j: Journey) -> None:
    found = j.evidence_gaps()
    assert found.index.tolist() == ["bare", "thin", "firm", "odd"]
    assert found["state"].tolist() == ["none", "thin", "enough", "enough"]
    assert found["stage"].tolist() == ["Ride", "Sign-up", "Sign-up / Code", "Ride"]
    assert found["lane"].tolist() == ["Actions", "Actions", "Pains", "Pains"]
    assert found["persona"].tolist() == [None, "Commuter", None, None]
    assert found["missing"].tolist() == [3, 1, 0, 0]


def test_people_for_and_against_are_counted_with_the_asked(j: Journey) -> None:
    found = j.evidence_gaps()
    assert found.loc["firm", ["supports", "contradicts", "asked", "quotes"]].tolist() == [3, 1, 9, 4]
    assert found.loc["thin", "asked"] is pd.NA
    assert found.loc["odd", "note"] == "more people said so than were asked"
    assert found["asked"].dtype == "Int64"


def test_what_is_enough_is_the_journeys_or_given(j: Journey) -> None:
    j.set("meta", j.id, evidence_enough=4)
    assert j.evidence_gaps()["state"].to_dict() == {"bare": "none", "thin": "thin", "firm": "thin", "odd": "enough"}
    assert j.evidence_gaps(enough=1)["state"].to_dict()["thin"] == "enough"


@pytest.mark.parametrize("enough", [0, -1, 2.5, True, "3"])
def test_enough_is_a_number_of_people(j: Journey, enough: Any) -> None:
    with pytest.raises(JourneyError, match="Give a whole number of 1 or more"):
        j.evidence_gaps(enough)


def test_a_map_without_cards_has_the_same_columns(j: Journey) -> None:
    empty = Journey("Empty").evidence_gaps()
    assert (len(empty), empty.columns.tolist(), empty.index.name) == (0, j.evidence_gaps().columns.tolist(), "id")
    assert empty.dtypes.equals(j.evidence_gaps().dtypes)
