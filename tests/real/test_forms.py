"""Two Google Forms exports of OpenTelemetry's users: counts, days and open questions."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from tests.real.folder import real

from journeywidgets.evidence import Study

FOLDER = real("otel-end-user", "the surveys of OpenTelemetry's users")
DOCS, START = FOLDER / "otel-docs-usability-survey.csv", FOLDER / "otel-getting-started-survey.csv"


def columns(path: Path) -> dict[str, list[str]]:
    """Return the answers of each question, read by the csv module alone."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    return {" ".join(title.split()): [row[place] for row in rows[1:]] for place, title in enumerate(rows[0])}


@pytest.mark.parametrize(
    ("path", "people", "style", "open_questions"),
    [(DOCS, 48, "%m/%d/%Y %H:%M:%S", 4), (START, 16, "%Y/%m/%d %I:%M:%S %p", 1)],
)
def test_answers_are_read_whole_with_the_days_of_both_styles(
    path: Path, people: int, style: str, open_questions: int
) -> None:
    study = Study("OpenTelemetry", seed=1)
    report = study.read(path)
    assert report.kind == "google_forms"
    assert report.read["sources"] == report.read["participants"] == people
    asked = columns(path)
    questions = study.segments["question"].unique()
    assert len(questions) == open_questions == len(report.unsure)
    texts = study.sources["text"]
    for question in questions:
        said = study.segments[study.segments["question"] == question]
        words = [texts[row.source][row.start : row.end] for row in said.itertuples()]
        expected = [answer.replace("\r\n", "\n").strip() for answer in asked[question] if answer.strip()]
        assert words == expected
    stamps = [stamp.removesuffix(" AST").removesuffix(" ADT").removesuffix(" EST") for stamp in asked["Timestamp"]]
    days = [dt.datetime.strptime(stamp, style).date().isoformat() for stamp in stamps]  # noqa: DTZ007 - the day alone
    spoke = [any(asked[question][row].strip() for question in questions) for row in range(len(days))]
    assert study.sources["recorded_at"].tolist() == [day for day, said in zip(days, spoke, strict=True) if said]
    assert len(asked["Timestamp"]) - people == report.dropped["how_many"].sum()


def test_closed_questions_are_attributes_of_the_people() -> None:
    study = Study("OpenTelemetry", seed=1)
    study.read(DOCS)
    asked = columns(DOCS)
    industry = "What industry do you work in?"
    assert study.participants[industry].value_counts().to_dict() == pd.Series(asked[industry]).value_counts().to_dict()
    grid = [title for title in study.participants.columns if str(title).endswith("[Go]")]
    assert len(grid) == 1


def test_both_exports_go_into_one_study_and_neither_goes_in_twice() -> None:
    study = Study("OpenTelemetry", seed=1)
    study.read(DOCS)
    study.read(START)
    assert len(study.participants) == 64
    assert study.participants["pseudonym"].is_unique
    for path in (DOCS, START):
        with pytest.raises(Exception, match="in the study already"):
            study.read(path)
