"""The Jupyter survey of 2015 as a journey, made as a researcher would make it: with the public API."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from journeywidgets import Journey

EXPORT = "20160115235816-SurveyExport.csv"
STAGES = ["First experience", "Everyday use", "What pleases", "What hinders", "What is missing", "What to change"]
KINDS = {
    "Feeling": "emotion",
    "Gains": "gain",
    "Pains": "pain",
    "Tools": "touchpoint",
    "Opportunities": "opportunity",
    "In their own words": "quote",
}
PLEASANT = ("accessible", "comfortable", "convenient", "cool", "flexible", "intuitive", "quick", "simple")
UNPLEASANT = ("complicated", "confusing", "uncomfortable")


@dataclass(frozen=True)
class Question:
    """An open question: its file of themes, its columns in the export, and its place on the map."""

    name: str
    columns: slice
    stage: str
    lane: str


QUESTIONS = (
    Question("first_experience_enhancements", slice(26, 29), "First experience", "Opportunities"),
    Question("workflow_needs_addressed", slice(11, 14), "Everyday use", "Gains"),
    Question("pleasant_aspects", slice(17, 20), "What pleases", "Gains"),
    Question("hinderances", slice(4, 5), "What hinders", "Pains"),
    Question("difficult_aspects", slice(20, 23), "What hinders", "Pains"),
    Question("workflow_needs_not_addressed", slice(14, 17), "What is missing", "Pains"),
    Question("features_changes", slice(23, 26), "What to change", "Opportunities"),
    Question("integrations", slice(6, 9), "What to change", "Tools"),
)
FREQUENCY, WORDS = 3, 29


def read(path: Path, **options: Any) -> pd.DataFrame:
    """Read text as text: "N/A" is an answer here, and 0 is not 0.0."""
    found: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", **options)
    return found


class Survey:
    """The files of the survey.

    Attributes
    ----------
    answers
        The export, a row a session, by participant.
    said
        What each participant answered, up to three answers a line each, by question.
    roles
        Each participant's role; missing where it was not given or not recognised.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers = read(folder / EXPORT)
        self.answers.index = pd.Index([f"R{row:04}" for row in range(len(self.answers))], name="participant")
        self.said = {question.name: self._said(question) for question in QUESTIONS}
        roles = self._coded("roles", "roles_primary")
        self.roles = roles[roles != ""].str.replace("_", " ").reindex(self.answers.index)

    def _coded(self, name: str, column: str) -> Any:
        found = read(self.folder / f"{name}.csv", sep=";")
        return found.set_index(found.columns[0])[column].rename(lambda row: f"R{int(row):04}")

    def _said(self, question: Question) -> Any:
        answers = self.answers.iloc[:, question.columns]
        joined = answers.apply(lambda row: "\n".join(answer for answer in row if answer.strip()), axis=1)
        return joined[joined != ""]

    def themes(self, question: Question) -> Any:
        """Return a row for each answer and theme: participant, theme, quote."""
        coded = self._coded(f"{question.name}_themes", f"{question.name}_themes")
        long = coded[coded != ""].str.split(",").explode().rename("theme").rename_axis("participant").reset_index()
        return long.assign(quote=long["participant"].map(self.said[question.name]), question=question.name)


def cards(survey: Survey) -> Any:
    """Return the cards: a theme each, the answers without a theme, and a feeling each."""
    parts = []
    for question in QUESTIONS:
        themes, said = survey.themes(question), survey.said[question.name]
        place = {"stage": question.stage, "question": question.name}
        counted = themes["theme"].value_counts()
        ids = [f"{question.name}/{theme}" for theme in counted.index]
        words = counted.index.str.replace("_", " ")
        parts.append(pd.DataFrame({"id": ids, "text": words, "lane": question.lane, **place}))
        rest = said[~said.index.isin(themes["participant"])]
        own = {"text": rest, "lane": "In their own words", "persona": survey.roles.reindex(rest.index)}
        parts.append(pd.DataFrame({**own, **place, "participant": rest.index}).reset_index(drop=True))
    parts.append(feelings(survey))
    table = pd.concat(parts, ignore_index=True)
    roles = survey.roles.value_counts().index
    return table.assign(
        stage=pd.Categorical(table["stage"], STAGES),
        lane=pd.Categorical(table["lane"], list(KINDS)),
        persona=pd.Categorical(table["persona"], roles),
    )


def feelings(survey: Survey) -> Any:
    """Return a card for each participant who chose words: from -1, all unpleasant, to 1, all pleasant."""
    chosen = survey.answers.iloc[:, WORDS].str.split(";").explode()
    signs = chosen.map(dict.fromkeys(PLEASANT, 1.0) | dict.fromkeys(UNPLEASANT, -1.0))
    score = signs.groupby(level=0).mean().dropna()
    place = {"stage": "Everyday use", "lane": "Feeling", "question": "words"}
    found = pd.DataFrame({"score": score, "persona": survey.roles.reindex(score.index), **place})
    return found.reset_index().assign(id=lambda frame: "words/" + frame["participant"], text="")


def evidence(survey: Survey) -> Any:
    """Return the words behind each theme: a row for each participant whose answer has it."""
    themes = pd.concat([survey.themes(question) for question in QUESTIONS], ignore_index=True)
    card = themes["question"] + "/" + themes["theme"]
    return themes[["participant", "quote"]].assign(card=card, source="Jupyter UX survey 2015")


def asks(survey: Survey, journey: Journey) -> Any:
    """Return how many answered the question of each theme."""
    asked = {name: len(said) for name, said in survey.said.items()}
    themes = journey.cards[journey.cards.index.isin(journey.evidence["card"])]
    return pd.DataFrame({"card": themes.index, "asked": themes["question"].map(asked).tolist()})


def daily_use(survey: Survey, journey: Journey) -> Any:
    """Return the share of each role, and of all, who use it daily, with Wilson's 95 % interval."""
    used = survey.answers.iloc[:, FREQUENCY]
    used = used[used != ""]
    people = dict(zip(journey.personas["name"], journey.personas.index, strict=True))
    groups = {None: used, **{people[role]: used[survey.roles.reindex(used.index) == role] for role in people}}
    rows = []
    for persona, answers in groups.items():
        n, p, z = len(answers), (answers == "Daily").mean(), 1.959964
        middle, half = p + z**2 / (2 * n), z * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
        low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
        rows.append({"persona": persona, "n": n, "value": 100 * p, "low": 100 * low, "high": 100 * high})
    (stage,) = journey.stages.index[journey.stages["title"] == "Everyday use"]
    return pd.DataFrame(rows).assign(metric="daily", stage=stage)


def survey_journey(survey: Survey) -> Journey:
    """Return the whole journey."""
    journey = Journey.from_cards(
        cards(survey), stage="stage", lane="lane", persona="persona", text="text", score="score",
        kinds=KINDS, scale=(-1, 1), title="Jupyter Notebook, 2015", seed=2015,
    )  # fmt: skip
    with journey.edit("Add what stands behind the cards"):
        journey.evidence = evidence(survey)
        journey.asks = asks(survey, journey)
        people = journey.personas
        people["share"] = people["name"].map(survey.roles.value_counts(normalize=True))
        journey.personas = people
        stages = journey.stages
        questions = {question.stage: survey.answers.columns[question.columns.start] for question in QUESTIONS}
        stages["description"] = stages["title"].map(questions).str.split(":").str[-1].str.strip()
        journey.stages = stages
        method = "share of those who answered how often"
        journey.metrics = pd.DataFrame([{"id": "daily", "title": "Daily use", "unit": "%", "method": method}])
        journey.values = daily_use(survey, journey)
        journey.add("lanes", title="Daily use", kind="metric", metric="daily")
    return journey
