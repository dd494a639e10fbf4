"""A real survey, 1 706 sessions with open answers: to a journey, through frames and files, and lost nothing."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.export.page import read
from tests.real.folder import real
from tests.real.survey import EXPORT, KINDS, QUESTIONS, STAGES, Survey, cards, survey_journey

from journeywidgets import Journey
from journeywidgets.export.plain.fallback import to_html, to_text
from journeywidgets.export.plain.sheet import SIZE_LIMIT

FOLDER = real("jupyter-ux-survey-2015", "the survey is")


@pytest.fixture(scope="module")
def survey() -> Survey:
    return Survey(FOLDER)


@pytest.fixture(scope="module")
def original(survey: Survey) -> dict[str, Any]:
    """The journey as plain data, made once: each test changes one of its own."""
    return survey_journey(survey).to_dict()


@pytest.fixture
def journey(original: dict[str, Any]) -> Journey:
    return Journey.from_dict(original, seed=1)


def source(name: str) -> list[list[str]]:
    """Read a file without pandas: the counts must not share a mistake with the journey."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter="," if name == EXPORT else ";"))[1:]


def people_behind(journey: Journey, card: str) -> int:
    evidence = journey.evidence
    return int(evidence.loc[evidence["card"] == card, "participant"].nunique())


def pairs(frame: pd.DataFrame, words: str) -> Iterator[tuple[Any, Any]]:
    return zip(frame["participant"], frame[words], strict=True)


def test_stages_lanes_and_personas_come_from_the_survey(journey: Journey) -> None:
    assert list(journey.stages["title"]) == STAGES
    assert list(journey.lanes["title"]) == [*KINDS, "Daily use"]
    assert list(journey.lanes["kind"]) == [*KINDS.values(), "metric"]
    # Each stage carries its question, word for word as people were asked.
    assert all(text.endswith("?") for text in journey.stages["description"])
    primary = Counter(row[3].replace("_", " ") for row in source("roles.csv") if row[3])
    assert dict(zip(journey.personas["name"], journey.personas["share"], strict=True)) == pytest.approx(
        {role: number / primary.total() for role, number in primary.items()}
    )
    assert list(journey.personas["name"])[:2] == ["data scientist", "student"]


def test_the_known_counts(journey: Journey) -> None:
    coded = journey.evidence[journey.evidence["card"].str.startswith("hinderances/")]
    assert coded["participant"].nunique() == 669
    assert people_behind(journey, "hinderances/setup") == 148
    assert people_behind(journey, "hinderances/version") == 116


def test_every_theme_has_the_people_that_the_file_gives_it(journey: Journey) -> None:
    for question in QUESTIONS:
        themes = Counter(theme for row in source(f"{question.name}_themes.csv") for theme in row[1].split(",") if theme)
        for theme, number in themes.items():
            assert people_behind(journey, f"{question.name}/{theme}") == number
    behind = set(journey.evidence["card"])
    assert behind == {card for card in journey.cards.index if "/" in card and not card.startswith("words/")}


def test_no_answer_is_lost(journey: Journey) -> None:
    """Every answer stands on the map, word for word: behind a theme, or as a card of its own."""
    evidence, notes = journey.evidence, journey.cards
    notes = notes[notes["text"].ne("") & notes["participant"].notna()]
    answers = source(EXPORT)
    total = 0
    for question in QUESTIONS:
        given = {
            f"R{row:04}": "\n".join(answer for answer in session[question.columns] if answer.strip())
            for row, session in enumerate(answers)
        }
        given = {participant: words for participant, words in given.items() if words}
        quoted = evidence[evidence["card"].str.startswith(f"{question.name}/")]
        own = notes[notes["question"] == question.name]
        found = [*pairs(quoted, "quote"), *pairs(own, "text")]
        assert set(found) == set(given.items())
        assert len(own) == len(given) - quoted["participant"].nunique()
        total += len(given)
    assert total == 764 + 689 + 688 + 554 + 580 + 513 + 548 + 326


def test_an_answer_that_reads_like_nothing_is_an_answer(journey: Journey) -> None:
    """read_csv would have made three answers "N/A" missing, as it did in the survey's own coding."""
    assert (journey.cards["text"] == "N/A").sum() == 3
    asked = journey.asks.set_index("card")["asked"]
    assert asked["hinderances/setup"] == 764 == len(source("hinderances_themes.csv")) + 1


def test_the_feeling_is_the_mean_of_the_words_chosen(journey: Journey) -> None:
    signs = {"complicated": -2, "confusing": -2, "uncomfortable": -2, "Other word(s):": None}
    chosen = [[signs.get(word, 2) for word in row[29].split(";")] for row in source(EXPORT) if row[29]]
    scores = [[sign for sign in words if sign is not None] for words in chosen]
    expected = sorted(sum(words) / len(words) for words in scores if words)
    assert sorted(journey.cards["score"].dropna()) == pytest.approx(expected)
    mean = journey.to_frame().loc["Feeling", "Everyday use"]
    assert mean == pytest.approx(sum(expected) / len(expected))
    # No other question asked for it: a gap, not a guess.
    assert journey.to_frame().loc["Feeling"].drop("Everyday use").isna().all()


def test_a_number_carries_its_n_and_interval(journey: Journey) -> None:
    often = [row[3] for row in source(EXPORT) if row[3]]
    values = journey.frame("values")
    overall = values[values["persona"].isna()].iloc[0]
    assert (overall["n"], overall["value"]) == (len(often), pytest.approx(100 * often.count("Daily") / len(often)))
    assert (values["low"] < values["value"] + 1e-9).all()
    assert (values["high"] > values["value"] - 1e-9).all()


def test_edits_of_the_frame_are_the_changes_and_no_others(journey: Journey) -> None:
    frame = journey.cards
    themes = frame.index.isin(journey.evidence["card"])
    frame.loc[themes, "text"] = frame.loc[themes, "text"].str.capitalize()
    frame.loc["hinderances/setup", "owner"] = "installers"
    journey.cards = frame
    history = journey.history
    assert Counter(history["field"]) == {"text": themes.sum(), "owner": 1}
    assert set(history["revision"]) == {1}
    pd.testing.assert_frame_equal(journey.cards, frame)
    journey.undo()
    assert journey.cards.loc["hinderances/setup", "text"] == "setup"
    journey.redo()
    pd.testing.assert_frame_equal(journey.cards, frame)


def test_single_edits_are_found_in_the_frame(journey: Journey) -> None:
    setup = "hinderances/setup"
    with journey.edit("Discuss the setup"):
        journey.set("cards", setup, text="Setup takes too long", question="hinderances (2)")
        card = journey.add("cards", after=setup, text="One installer", **journey.cards.loc[setup, ["stage", "lane"]])
        journey.move("cards", setup, before="hinderances/development")
    order = [row for row in journey.cards.index if row.startswith("hinderances/") or row == card]
    assert order[:4] == [setup, "hinderances/development", card, "hinderances/disseminate"]
    assert journey.cards.loc[setup, "question"] == "hinderances (2)"
    assert people_behind(journey, setup) == 148


def test_a_stage_deleted_takes_its_cards_and_one_undo_brings_all_back(
    journey: Journey, original: dict[str, Any]
) -> None:
    (hinders,) = journey.stages.index[journey.stages["title"] == "What hinders"]
    gone = journey.cards[journey.cards["stage"] == hinders].index
    behind = journey.evidence["card"].isin(gone).sum()
    before = (len(journey.cards), len(journey.evidence), len(journey.asks))
    journey.delete("stages", hinders)
    themes = sum(card.startswith(("hinderances/", "difficult_aspects/")) for card in original_ids(original, "asks"))
    assert (len(journey.cards), len(journey.evidence), len(journey.asks)) == (
        before[0] - len(gone),
        before[1] - behind,
        before[2] - themes,
    )
    journey.undo()
    assert journey.to_dict() == original


def original_ids(data: dict[str, Any], table: str) -> list[str]:
    return [row["card"] for row in data[table]]


def test_nothing_is_lost_in_a_file(journey: Journey, original: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "survey.journey.json"
    journey.save(path)
    opened = Journey.open(path)
    assert opened.to_dict() == original
    assert opened.diff(journey).empty
    for table in ("cards", "evidence", "personas", "values"):
        pd.testing.assert_frame_equal(opened.frame(table), journey.frame(table))
    opened.set("cards", "hinderances/version", owner="git")
    opened.close()
    again = Journey.open(path)
    difference = journey.diff(again)
    assert difference[["table", "id", "field", "old", "new"]].to_numpy().tolist() == [
        ["cards", "hinderances/version", "owner", "", "git"]
    ]
    again.close()


def test_the_saved_output_is_readable(journey: Journey) -> None:
    html = to_html(journey.store.document)
    assert len(html.encode()) <= SIZE_LIMIT
    root = read(html)
    heads = [cell.text for cell in root.all("th") if cell.attributes.get("scope") == "col"]
    assert all(head.startswith(title) for head, title in zip(heads, STAGES, strict=True))
    claims = [node.text for node in root.all("summary") if " asked" in node.text]
    assert "148 of 764 asked" in claims
    assert "116 of 764 asked" in claims
    assert len(claims) == len(journey.asks)
    words = root.text
    for quote in journey.evidence["quote"]:
        assert str(quote).splitlines()[0] in words
    assert "48.6\u2009%45.6 \u2013 51.5 · n\xa01\u202f091" in words
    text = to_text(journey.store.document)
    assert "setup (question: hinderances; 148 of 764 asked)" in text


def test_the_map_as_a_frame(journey: Journey) -> None:
    frame: Any = journey.to_frame()
    assert list(frame.columns) == STAGES
    assert frame.loc["Pains", "What hinders"].splitlines()[:3] == ["development", "setup", "disseminate"]


def test_the_callers_table_is_not_changed(survey: Survey) -> None:
    table = cards(survey)
    copy = table.copy(deep=True)
    Journey.from_cards(
        table, stage="stage", lane="lane", persona="persona", text="text", score="score", kinds=KINDS, scale=(-1, 1)
    )
    pd.testing.assert_frame_equal(table, copy)
