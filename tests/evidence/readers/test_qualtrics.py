"""The export of Qualtrics: three rows of header, and what is nobody's business."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.evidence.readers.tables import PLANTED, named, write_csv, write_xlsx

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import read

NAME, ADDRESS, NUMBER = PLANTED
FIRST, LAST = NAME.split()

# As https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/ describes it.
COLUMNS: list[tuple[str, str, str]] = [
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
    ("Q1", "What made you\nsign up?", "QID1_TEXT"),
    ("Q2", "How do you pay?", "QID2"),
    ("Q2_4_TEXT", "How do you pay? - Other - Text", "QID2_4_TEXT"),
    ("Q3", "May we write to you? Your e-mail address:", "QID3_TEXT"),
]


def response(number: int, **values: str) -> list[str]:
    told = {
        "StartDate": "2026-03-30 09:00:00", "EndDate": "2026-03-30 09:05:00", "RecordedDate": "2026-03-31 00:01:00",
        "Status": "IP Address", "IPAddress": "203.0.113.7", "Progress": "100", "Finished": "True",
        "ResponseId": f"R_3Qx{number:012}", "RecipientLastName": LAST, "RecipientFirstName": FIRST,
        "RecipientEmail": ADDRESS, "ExternalReference": "crm-88213", "LocationLatitude": "51.5072",
        "LocationLongitude": "-0.1275", "DistributionChannel": "anonymous", "UserLanguage": "EN", "Q3": ADDRESS,
    }  # fmt: skip
    told |= values
    return [told.get(name, "") for name, _, _ in COLUMNS]


def rows(*responses: list[str]) -> list[list[str]]:
    return [
        [name for name, _, _ in COLUMNS],
        [question for _, question, _ in COLUMNS],
        [f'{{"ImportId":"{one}"}}' for _, _, one in COLUMNS],
        *responses,
    ]


EXPORT = rows(
    response(1, Q1="A friend told me", Q2="Card"),
    response(2, Q1="Rain", Q2="Other", Q2_4_TEXT="By vouchers", UserLanguage="DE"),
    response(3, Q1="preview words", Status="Survey Preview"),
    response(4, Q1="test words", DistributionChannel="preview"),
    response(5, Q1="spam words", Status="Spam"),
    response(6, Q2="Card"),
)


@pytest.fixture(params=["csv", "tsv", "xlsx", "frame"])
def given(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "frame":
        return pd.DataFrame(EXPORT[1:], columns=EXPORT[0])
    if request.param == "xlsx":
        return write_xlsx(tmp_path / "export.xlsx", EXPORT)
    if request.param == "tsv":
        return write_csv(tmp_path / "export.tsv", EXPORT, delimiter="\t", encoding="utf-16")
    return write_csv(tmp_path / "export.csv", EXPORT, encoding="utf-8-sig")


def test_open_answers_are_segments_and_closed_ones_attributes(given: Any) -> None:
    reading = read(given)
    assert reading.kind == "qualtrics"
    assert [source["text"] for source in reading.sources] == ["A friend told me", "Rain\n\nBy vouchers"]
    assert [row["question"] for row in reading.segments] == [
        "What made you sign up?",
        "What made you sign up?",
        "How do you pay? - Other - Text",
    ]
    assert [row["attributes"]["Q2"] for row in reading.participants] == ["Card", "Other"]
    assert [(row["recorded_at"], row["language"]) for row in reading.sources] == [
        ("2026-03-31", "EN"),
        ("2026-03-31", "DE"),
    ]
    assert reading.sources[0]["fields"]["Finished"] == "True"


def test_what_tells_who_somebody_is_goes_nowhere(given: Any) -> None:
    reading = read(given)
    everything = repr(vars(reading)) + str(reading.report)
    assert named(everything) == []
    assert not any(word in everything for word in ("203.0.113.7", "crm-88213", "51.5072", "R_3Qx"))
    dropped = set(reading.report.dropped["what"].str.split(": ").str[1])
    assert dropped >= {"IP address", "name", "e-mail address", "outside reference", "location"}


def test_previews_tests_and_spam_are_counted_and_read_on_demand(given: Any) -> None:
    dropped = read(given).report.dropped
    assert dropped[dropped["what"] == "response"]["how_many"].tolist() == [2, 1]
    assert len(read(given, previews=True).sources) == 5


def test_what_is_asked_for_is_kept(given: Any) -> None:
    reading = read(given, keep=["IPAddress"], attributes=["Q2"])
    assert reading.participants[0]["attributes"].items() >= {"IPAddress": "203.0.113.7", "Q2": "Card"}.items()
    assert "IP address" not in str(reading.report)


def test_questions_by_name_and_by_their_words(given: Any) -> None:
    assert [row["question"] for row in read(given, text="Q1").segments] == ["What made you sign up?"] * 2
    assert len(read(given, text={"Payment": "How do you pay? - Other"}).segments) == 1
    with pytest.raises(EvidenceError, match="text='Q9': there is no such column"):
        read(given, text=["Q9"])


def test_names_are_taken_into_the_key_where_the_caller_says_so(given: Any) -> None:
    reading = read(given, participant="RecipientLastName", text=["Q1"])
    assert list(reading.names) == [LAST]


def test_a_table_without_import_ids_is_refused_as_qualtrics() -> None:
    with pytest.raises(EvidenceError, match="third row holds no import ids") as caught:
        read(pd.DataFrame({"Q1": ["text", NAME, ADDRESS]}), kind="qualtrics")
    assert named(str(caught.value)) == []


def test_a_second_export_with_more_answers_knows_the_people_again() -> None:
    first = read(pd.DataFrame(EXPORT[1:], columns=EXPORT[0]))
    longer = [*EXPORT[1:], response(7, Q1="More rain")]
    second = read(pd.DataFrame(longer, columns=EXPORT[0]))
    assert [row["sha256"] for row in second.sources[:2]] == [row["sha256"] for row in first.sources]
    assert [row["attributes"]["respondent"] for row in second.participants[:2]] == [
        row["attributes"]["respondent"] for row in first.participants
    ]
