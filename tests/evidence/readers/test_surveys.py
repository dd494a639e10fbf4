"""Google Forms and SurveyMonkey: which columns are open, and who answered when."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.evidence.readers.tables import PLANTED, named, write_csv

from journeywidgets.evidence.readers import Reading, read
from journeywidgets.evidence.readers.dates import days, seconds
from journeywidgets.evidence.readers.openness import is_open
from journeywidgets.evidence.readers.personal import personal

NAME, ADDRESS, NUMBER = PLANTED
WORDS = ["The bikes are often broken", "I never know the price", "Fine, mostly, for me"]


def form(stamps: list[str]) -> pd.DataFrame:
    frame: pd.DataFrame = pd.DataFrame(
        {
            "Timestamp": stamps,
            "Email Address": [ADDRESS, "a@b.example", "c@d.example"],
            "How often do you ride?": ["Daily", "Weekly", "Daily"],
            "Which bikes? (Select all that apply)": ["City;Cargo", "City", "Cargo;City;Tandem"],
            "How good is it? [Price]": ["Good", "N/A", "Poor"],
            "Anything else?": WORDS,
        }
    )
    return frame


STAMPS = ["1/31/2024 13:07:59", "2/1/2024 8:00:00", "3/12/2024 0:00:01"]


def segments(reading: Reading) -> list[str]:
    texts = {row["id"]: row["text"] for row in reading.sources}
    return [texts[row["source"]][row["start"] : row["end"]] for row in reading.segments]


def test_a_form_is_known_by_its_time_stamps_and_read_by_its_open_questions() -> None:
    reading = read(form(STAMPS))
    assert reading.kind == "google_forms"
    assert segments(reading) == WORDS
    assert [row["recorded_at"] for row in reading.sources] == ["2024-01-31", "2024-02-01", "2024-03-12"]
    assert reading.participants[1]["attributes"] == {
        "How often do you ride?": "Weekly",
        "Which bikes? (Select all that apply)": "City",
        "How good is it? [Price]": "N/A",
    }
    assert reading.names == {}
    assert named(repr(vars(reading)) + str(reading.report)) == []


def test_the_respondents_address_can_be_asked_for() -> None:
    assert read(form(STAMPS), keep=["Email Address"]).participants[0]["attributes"]["Email Address"] == ADDRESS
    by_address = read(form(STAMPS), participant="Email Address")
    assert named(repr(vars(by_address))) == []
    assert len({row["attributes"]["respondent"] for row in by_address.participants}) == 3


@pytest.mark.parametrize(
    ("stamps", "found", "guessed"),
    [
        (["1/31/2024 13:07:59", "2/1/2024"], ["2024-01-31", "2024-02-01"], False),
        (["31/1/2024 13:07", "1/2/2024"], ["2024-01-31", "2024-02-01"], False),
        (["1/2/2024", "3/4/2024"], ["2024-01-02", "2024-03-04"], True),
        (["2024/03/21 12:05:19 PM AST", "2024-04-01T07:33"], ["2024-03-21", "2024-04-01"], False),
        (["31.1.2024", "1.2.2024 10:00"], ["2024-01-31", "2024-02-01"], False),
        (["yesterday", "", "2024-13-40"], [None, None, None], False),
    ],
)
def test_days_whichever_way_round(stamps: list[str], found: list[str | None], guessed: bool) -> None:
    assert days(stamps) == (found, guessed)


def test_a_guess_about_days_is_in_the_report() -> None:
    report = read(form(["1/2/2024", "2/2/2024", "3/2/2024"])).report
    assert "taken as month/day/year" in str(report)
    assert "taken as month/day/year" not in str(read(form(STAMPS)).report)


@pytest.mark.parametrize(
    ("code", "found"),
    [("1:02:03.5", 3723.5), ("02:03", 123), ("[00:07]", 7), ("63", 63), ("1:2:3:4", None), ("x", None)],
)
def test_time_codes(code: str, found: float | None) -> None:
    assert seconds(code) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (WORDS, True),
        ([*WORDS, "no", "", ""], True),
        (["Very good", "Very good", "Not so good at all"] * 5, False),
        (["A, B or C", "B, C, A", "A, C"] * 3, False),
        ([f"{number} 000 000" for number in range(20)], False),
        (["1/31/2024 at ten o'clock", "2/1/2024 at ten o'clock"], False),
        (["", " "], False),
        (["Slack and GitHub"], True),
    ],
)
def test_open_answers_are_told_from_choices(cells: list[str], found: bool) -> None:
    assert is_open(cells) is found


@pytest.mark.parametrize(
    ("title", "values", "found"),
    [
        ("RecipientEmail", [], "e-mail address"),
        ("E-Mail", [], "e-mail address"),
        ("Your full name", [], "name"),
        ("IP Address", [], "IP address"),
        ("What is your name?", ["x"], "name"),
        ("What's your first name?", ["x"], "name"),
        ("Name (first and last)", ["x"], "name"),
        ("Please enter your e-mail address (optional)", ["x"], "e-mail address"),
        ("Username", ["x"], "name"),
        ("Which phone do you use?", ["old"], None),
        ("What is the name of your bike?", ["x"], None),
        ("What is your role?", ["x"], None),
        ("Phone number", [], "telephone number"),
        ("Anything", ["a@b.example", "c@d.example", "none"], "e-mail address"),
        ("Anything", ["203.0.113.7", "198.51.100.2"], "IP address"),
        ("Anything", ["+44 20 7946 0000"], "telephone number"),
        ("Anything", ["write to a@b.example", "no", "yes"], None),
        ("Version", ["1.2.3", "10.0.1"], None),
        ("Product name you use most", ["x"], None),
    ],
)
def test_columns_that_tell_who_somebody_is(title: str, values: list[str], found: str | None) -> None:
    assert personal(title, values) == found


MONKEY = [
    ["Respondent ID", "Collector ID", "Date Created", "Date Modified", "IP Address", "Email Address", "First Name",
     "Last Name", "Custom Data 1", "How did you hear of us?", "", "What could be better?", "Which do you use?", ""],
    ["", "", "", "", "", "", "", "", "", "Response", "Other (please specify)", "Open-Ended Response", "Web", "App"],
    ["118000000001", "44", "2026-03-30 10:00", "2026-03-30", "203.0.113.7", ADDRESS, *NAME.split(), "c-1",
     "Friends", "", "The price of it", "Web", ""],
    ["118000000002", "44", "2026-03-31 10:00", "2026-03-31", "203.0.113.8", "", "", "", "",
     "Other", "A poster at work", "", "", "App"],
]  # fmt: skip


def test_two_rows_of_header_are_joined() -> None:
    reading = read(pd.DataFrame(MONKEY[1:], columns=pd.Index(MONKEY[0])))
    assert reading.kind == "surveymonkey"
    assert [(row["question"], text) for row, text in zip(reading.segments, segments(reading), strict=True)] == [
        ("What could be better?", "The price of it"),
        ("How did you hear of us? [Other (please specify)]", "A poster at work"),
    ]
    first, second = (row["attributes"] for row in reading.participants)
    assert (first["How did you hear of us?"], first["Which do you use? [Web]"]) == ("Friends", "Web")
    assert second["Which do you use? [App]"] == "App"
    assert named(repr(vars(reading)) + str(reading.report)) == []
    assert [row["recorded_at"] for row in reading.sources] == ["2026-03-30", "2026-03-31"]


def test_from_a_file_and_from_a_frame_with_two_rows_of_header(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "export.csv", MONKEY)
    expected = read(path)
    frame = pd.read_csv(path, header=[0, 1], dtype=str, keep_default_na=False)
    found = read(frame, title="export")
    assert found.sources == expected.sources
    assert found.segments == expected.segments


def test_one_row_of_header_is_enough(tmp_path: Path) -> None:
    one = [
        ["Respondent ID", "Start Date", "1. What could be better?", "3. Python."],
        ["1", "03/30/2026", "The price of it", "Python."],
        ["2", "03/31/2026", "", ""],
    ]
    reading = read(write_csv(tmp_path / "export.csv", one))
    assert reading.kind == "surveymonkey"
    assert segments(reading) == ["The price of it"]
    assert reading.sources[0]["recorded_at"] == "2026-03-30"
    assert reading.report.dropped["why"].tolist()[-1] == "without any words"
