"""Codes by group: distinct people of those heard, by stage, persona, source, coder and attribute."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.evidence.analysis.studies import code, interviews

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.analysis.crosstab import crosstab
from journeywidgets.evidence.study import Study
from journeywidgets.journey import Journey

ONE = [("M", "So?"), ("P1", "Late at sign-up."), ("P2", "Late when riding."), ("P1", "And late when riding.")]
TWO = [("P3", "I only signed up.")]


def study() -> Study:
    made = interviews({"one": ONE, "two": TWO}, ["late", "sign", "ride"], {"P1": "Commuter", "P2": "Visitor"})
    made.update("codes", made.codes.loc[["sign", "ride"]].assign(kind="stage"))
    for person, city in {"P1": "North", "P2": "South", "P3": "North"}.items():
        made.set("participants", person, city=city)
    code(made, "one:1", "sign", "A")
    code(made, "one:1", "late", "A")
    code(made, "one:1", "late", "B")
    code(made, "one:2", "ride", "A")
    code(made, "one:2", "late", "B")
    code(made, "one:3", "ride", "A")
    code(made, "one:3", "late", "A")
    code(made, "one:0", "late", "A")
    code(made, "two:0", "sign", "A")
    code(made, "two:0", "late", "model", origin="model", accepted=False)
    return made


def told(frame: pd.DataFrame) -> dict[str, tuple[int, int, int]]:
    late = frame[frame["code"] == "late"]
    return {row["title"]: (row["quotes"], row["participants"], row["heard"]) for _, row in late.iterrows()}


def test_by_stage_with_the_people_who_spoke_of_it() -> None:
    assert told(crosstab(study())) == {"Sign": (2, 1, 2), "Ride": (2, 2, 2)}


def test_a_quote_has_the_stage_of_its_own_codes_before_those_on_the_same_words() -> None:
    made = study()
    place = made.document.row("segments", "one:1")
    quote = made.add("quotes", source="one", start=place["start"], end=place["start"] + 4, participant="P1")
    made.add("applications", quote=quote, code="late")
    assert told(crosstab(made)) == {"Sign": (3, 1, 2), "Ride": (2, 2, 2)}
    made.add("applications", quote=quote, code="ride")
    # The words are at both stages now, and with them the quotes on them that have no stage of their own.
    assert told(crosstab(made)) == {"Sign": (2, 1, 2), "Ride": (5, 2, 2)}


def test_the_table_and_the_drafted_map_put_words_at_the_same_stages() -> None:
    made = study()
    made.set("codes", "late", kind="pain")
    journey = Journey.from_study(made)
    assert journey.draft is not None
    counts = dict(
        zip(journey.cards["stage"].map(journey.stages["title"]), journey.draft.cards["supports"], strict=True)
    )
    assert counts == {title: people for title, (_, people, _) in told(crosstab(made)).items()}


def test_by_persona_attribute_participant_and_source() -> None:
    made = study()
    assert told(crosstab(made, "persona")) == {"Commuter": (3, 1, 1), "Visitor": (1, 1, 1), "none": (0, 0, 1)}
    assert told(crosstab(made, "city")) == {"North": (3, 1, 2), "South": (1, 1, 1)}
    assert told(crosstab(made, "participant")) == {"P1": (3, 1, 1), "P2": (1, 1, 1), "P3": (0, 0, 1)}
    assert told(crosstab(made, "source")) == {"one": (4, 2, 2), "two": (0, 0, 1)}


def test_by_coder() -> None:
    assert told(crosstab(study(), "coder")) == {"A": (2, 1, 3), "B": (2, 2, 2)}


def test_every_code_and_group_has_a_row() -> None:
    found = crosstab(study(), "persona", ["late", "sign"])
    assert len(found) == 6
    assert (found["quotes"] > 0).sum() == 4


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(EvidenceError, match=r"by='shoe' is no column .* Choose among: stage, .*city"):
        crosstab(study(), "shoe")
    with pytest.raises(EvidenceError, match="no code has the kind 'stage'"):
        crosstab(interviews({"one": ONE}, ["late"]))
