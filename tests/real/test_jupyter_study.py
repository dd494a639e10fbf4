"""The Jupyter survey of 2015 as a study: read, and coded by its own files of themes."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd
import pytest
from tests.real.folder import real
from tests.real.survey import EXPORT, QUESTIONS, Question, Survey, read

from journeywidgets import Journey
from journeywidgets.errors import JourneyWarning
from journeywidgets.evidence import Study

FOLDER = real("jupyter-ux-survey-2015", "the Jupyter survey")
# question -> answered, coded, and how many people have some of the themes. Of hindrances and first experience the
# files of themes have an answer less, 763 and 325: somebody wrote "N/A", which is an answer, and was read as none.
KNOWN: dict[str, tuple[int, int, dict[str, int]]] = {
    "hinderances": (
        764,
        669,
        {"development": 425, "setup": 148, "disseminate": 146, "reuse": 136, "version": 116, "collab": 63},
    ),
    "first_experience_enhancements": (
        326,
        293,
        {"documentation": 94, "ux": 88, "editor": 57, "installation": 53},
    ),
    "difficult_aspects": (513, 444, {}),
    "pleasant_aspects": (580, 559, {"ux": 288}),
}


def coded(survey: Survey, question: Question) -> pd.DataFrame:
    """Return a question's answers with the themes of its file beside them, as a researcher joins the two."""
    columns = survey.answers.columns[question.columns]
    answers = survey.answers[columns].set_axis([f"answer {number}" for number in range(len(columns))], axis=1)
    themes = read(FOLDER / f"{question.name}_themes.csv", sep=";")
    by_row = themes.set_index(themes.columns[0])[f"{question.name}_themes"].rename(lambda row: f"R{int(row):04}")
    frame: pd.DataFrame = answers.assign(themes=by_row.reindex(answers.index).fillna("")).reset_index()
    return frame


@pytest.fixture(scope="module")
def survey() -> Survey:
    return Survey(FOLDER)


@pytest.fixture(scope="module")
def study(survey: Survey) -> Study:
    study = Study("Jupyter Notebook, 2015", seed=2015)
    for question in QUESTIONS:
        frame = coded(survey, question)
        columns = [column for column in frame.columns if str(column).startswith("answer")]
        study.read(
            frame,
            text={question.name: columns},
            participant="participant",
            code="themes",
            coder="keywords",
            title=question.name,
        )
    return study


@pytest.mark.parametrize(
    "question", [question for question in QUESTIONS if question.name in KNOWN], ids=lambda q: q.name
)
def test_a_question_is_read_and_coded_as_its_file_says(survey: Survey, question: Question) -> None:
    answered, quoted, themes = KNOWN[question.name]
    study = Study(question.name, seed=1)
    frame = coded(survey, question)
    columns = [column for column in frame.columns if str(column).startswith("answer")]
    report = study.read(frame, text={question.name: columns}, participant="participant", code="themes", coder="rules")
    assert report.read["sources"] == report.read["segments"] == report.read["participants"] == answered
    assert report.read["quotes"] == quoted
    assert report.dropped["how_many"].tolist() == [len(survey.answers) - answered]
    names = study.codes["name"]
    counts = Counter(study.applications["code"].map(names))
    assert {theme: counts[theme] for theme in themes} == themes
    people = study.applications.merge(study.quotes, left_on="quote", right_index=True)
    people = people.groupby(people["code"].map(names))["participant"].nunique()
    assert {theme: people[theme] for theme in themes} == themes


def test_all_questions_are_of_the_same_people(survey: Survey, study: Study) -> None:
    said = {question.name: len(survey.said[question.name]) for question in QUESTIONS}
    assert Counter(study.segments["question"]) == said
    everybody = {person for question in QUESTIONS for person in survey.said[question.name].index}
    assert set(study.participants["pseudonym"]) == everybody
    assert set(study.applications["coder"]) == {"keywords"}
    assert set(study.applications["origin"]) == {"import"}


def test_every_quote_is_the_whole_answer_as_it_was_given(survey: Survey, study: Study) -> None:
    said: dict[str, set[str]] = {}
    for answers in survey.said.values():
        for person, answer in answers.items():
            said.setdefault(str(person), set()).add("\n".join(line.strip() for line in answer.split("\n")))
    pseudonyms = study.participants["pseudonym"]
    quotes = study.quotes
    for words, person in zip(quotes["exact"], quotes["participant"].map(pseudonyms), strict=True):
        assert "\n".join(line.strip() for line in words.split("\n")) in said[person]


def test_the_counts_of_codes_are_those_of_the_files(study: Study) -> None:
    counts = study.code_counts()
    by_name = dict(zip(counts["name"], counts["participants"], strict=True))
    # A theme's name stands in several files: its people are those of all of them.
    applied = study.applications.merge(study.quotes, left_on="quote", right_index=True, suffixes=("", "_quote"))
    expected = applied.groupby(applied["code"].map(study.codes["name"]))["participant"].nunique()
    assert by_name == expected.to_dict()


def test_the_export_as_it_is_finds_its_open_questions() -> None:
    study = Study("Jupyter Notebook, 2015", seed=2015)
    report = study.read(FOLDER / EXPORT)
    open_questions = set(study.segments["question"])
    assert len(report.sources) == report.read["participants"] == 960
    assert any("hinders you" in question for question in open_questions)
    assert not any("How often" in question or "Roughly how long" in question for question in open_questions)
    hinders = study.segments[study.segments["question"].str.contains("hinders you")]
    assert len(hinders) == KNOWN["hinderances"][0]
    assert (
        "How often do you use Jupyter Notebook?"
        in study.document.row("participants", study.participants.index[0])["attributes"]
    )


def test_a_map_is_drafted_whose_cards_count_the_people_of_the_files(study: Study) -> None:
    themes = KNOWN["hinderances"][2]
    lane = {"title": "What they speak of", "kind": "text"}
    with pytest.warns(JourneyWarning, match="not on the map"):
        journey = Journey.from_study(
            study,
            stage_codes=["first_experience_enhancements", "pleasant_aspects", "hinderances"],
            lane_codes=dict.fromkeys(study.codes["name"], lane),
            seed=1,
        )
    assert journey.stages["title"].tolist() == ["first_experience_enhancements", "pleasant_aspects", "hinderances"]
    assert journey.lanes["title"].tolist() == ["What they speak of"]
    cards = journey.cards[journey.cards["stage"] == journey.stages.index[2]]
    people = journey.evidence.groupby("card")["participant"].nunique()
    counts = dict(zip(cards["text"], people.reindex(cards.index), strict=True))
    assert {theme: counts[theme] for theme in themes} == themes
    asked = journey.asks.set_index("card")["asked"]
    assert set(asked.reindex(cards.index)) == {KNOWN["hinderances"][0]}
    words = set(study.quotes["exact"])
    # Addresses of pages and long numbers are replaced by placeholders; everything else stands as it was said.
    assert all(
        re.search(r"\[(?:link|number|url|e-mail|phone)", quote) for quote in set(journey.evidence["quote"]) - words
    )
