"""The Jupyter survey of 2015 as a map: every card says as many people as its file of themes."""

from __future__ import annotations

import pytest
from tests.real.survey import QUESTIONS, Survey
from tests.real.test_jupyter_study import FOLDER, KNOWN, coded

from journeywidgets import Journey
from journeywidgets.evidence import Study

STAGES = {
    "first_experience_enhancements": "First experience",
    "pleasant_aspects": "Regular use",
    "hinderances": "Regular use",
    "difficult_aspects": "Sharing",
}
LANES = {
    "hinderances": {"title": "Pains", "kind": "pain"},
    "difficult_aspects": {"title": "Pains", "kind": "pain"},
    "pleasant_aspects": {"title": "Gains", "kind": "gain"},
    "first_experience_enhancements": {"title": "Opportunities", "kind": "opportunity"},
}


@pytest.fixture(scope="module")
def study() -> Study:
    survey = Survey(FOLDER)
    made = Study("Jupyter Notebook, 2015", seed=2015)
    for question in QUESTIONS:
        if question.name not in STAGES:
            continue
        frame = coded(survey, question)
        columns = [column for column in frame.columns if str(column).startswith("answer")]
        made.read(
            frame, text={question.name: columns}, participant="participant", code="themes", coder="rules",
            title=question.name,
        )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def journey(study: Study) -> Journey:
    return Journey.from_study(study, STAGES, LANES, seed=2015)


@pytest.mark.parametrize(
    ("question", "stage", "lane"),
    [
        ("hinderances", "Regular use", "Pains"),
        ("first_experience_enhancements", "First experience", "Opportunities"),
        ("pleasant_aspects", "Regular use", "Gains"),
    ],
)
def test_a_card_stands_on_as_many_people_as_the_file_says(
    journey: Journey, question: str, stage: str, lane: str
) -> None:
    answered, quoted, themes = KNOWN[question]
    found = journey.evidence_gaps()
    cell = found[(found["stage"] == stage) & (found["lane"] == lane)]
    people = dict(zip(cell["text"], cell["supports"], strict=True))
    assert {theme: people[theme] for theme in themes} == themes
    # Asked is who answered that question, and not another of the stage.
    assert set(cell["asked"]) == {answered}
    assert journey.evidence.loc[journey.evidence["card"].isin(cell.index), "quote_id"].nunique() == quoted


def test_nothing_falls_off_the_map(study: Study, journey: Journey) -> None:
    assert journey.draft is not None
    assert len(journey.draft.left_out) == 0
    assert journey.evidence["quote_id"].nunique() == len(study.quotes)
    assert journey.stages["title"].tolist() == ["First experience", "Regular use", "Sharing"]
    assert (journey.evidence["level"] == "team").all()
