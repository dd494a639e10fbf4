"""Tables of notes: columns by their names, and what becomes of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from tests.evidence.readers.tables import PLANTED, named, write_csv, write_xlsx

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import Reading, read

NAME, ADDRESS, NUMBER = PLANTED


def segments(reading: Reading) -> list[str]:
    texts = {row["id"]: row["text"] for row in reading.sources}
    return [texts[row["source"]][row["start"] : row["end"]] for row in reading.segments]


def coded(reading: Reading) -> dict[str, list[str]]:
    """Return the words of each code."""
    texts = {row["id"]: row["text"] for row in reading.sources}
    quotes = {row["id"]: texts[row["source"]][row["start"] : row["end"]] for row in reading.quotes}
    found: dict[str, list[str]] = {row["name"]: [] for row in reading.codes}
    names = {row["id"]: row["name"] for row in reading.codes}
    for row in reading.applications:
        found[names[row["code"]]].append(quotes[row["quote"]])
    return found


NOTES = pd.DataFrame(
    {
        "Participant": ["P1", NAME, "P1", "P2"],
        "Question": ["Why?", "Why?", "How?", "Why?"],
        "Note": ["It is slow", "Cheap 😀", "By phone\r\nmostly", "  "],
        "Tags": ["Speed; Waiting", "Price", "", "Price"],
        "Plan": ["Pro", "Free", "Pro", "Free"],
        "Mood": [1, 5, 3, 3],
    }
)


def test_the_usual_titles_are_known_and_a_note_becomes_a_segment_of_its_speaker() -> None:
    reading = read(NOTES, score="Mood", scale=(1, 5))
    assert reading.kind == "table"
    assert segments(reading) == ["It is slow", "By phone\nmostly", "Cheap 😀"]
    assert [row["question"] for row in reading.segments] == ["Why?", "How?", "Why?"]
    assert [source["text"] for source in reading.sources] == ["It is slow\n\nBy phone\nmostly", "Cheap 😀"]
    assert coded(reading) == {"Speed": ["It is slow"], "Waiting": ["It is slow"], "Price": ["Cheap 😀"]}
    assert [quote["score"] for quote in reading.quotes] == [-2, 2]
    assert {row["origin"] for row in reading.applications} == {"import"}


def test_a_code_is_a_pseudonym_and_a_name_goes_into_the_key_alone() -> None:
    reading = read(NOTES)
    first, second = reading.participants
    assert first["pseudonym"] == "P1"
    assert "pseudonym" not in second
    assert reading.names == {NAME: second["id"]}
    assert named(repr([reading.participants, reading.sources, reading.segments, reading.report])) == []
    assert first["attributes"] == {"Plan": "Pro"}


def test_a_column_with_several_values_for_one_participant_is_not_of_the_person() -> None:
    reading = read(NOTES)
    assert [row["attributes"] for row in reading.participants] == [{"Plan": "Pro"}, {"Plan": "Free"}]
    assert "several values for one participant" in str(reading.report)


def test_rows_without_words_are_counted() -> None:
    assert read(NOTES).report.dropped.set_index("why")["how_many"]["without any words"] == 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "pandas", "polars"])
def test_the_same_table_from_anywhere_is_the_same_reading(tmp_path: Path, suffix: str) -> None:
    rows = [list(NOTES), *NOTES.astype(str).to_numpy().tolist()]
    strings = NOTES.astype(str)
    given: Any = strings
    if suffix == "csv":
        given = write_csv(tmp_path / "t.csv", rows)
    elif suffix == "xlsx":
        given = write_xlsx(tmp_path / "t.xlsx", rows)
    elif suffix == "polars":
        given = pl.DataFrame(strings.to_dict("list"))
    found, expected = read(given, title="t"), read(NOTES.astype(str), title="t")
    assert found.sources == expected.sources
    assert found.segments == expected.segments
    assert found.quotes == expected.quotes


def test_columns_are_named_in_any_case_or_by_what_they_begin_with() -> None:
    frame = NOTES.rename(columns={"Note": "What did they say in\u00a0the session?", "Participant": "Who"})
    assert len(read(frame, text="what did they", participant="WHO", code="tags").segments) == 3
    with pytest.raises(EvidenceError, match=r"text='Q': 2 columns begin so"):
        read(pd.DataFrame({"Qa": ["a"], "Qb": ["b"]}), text="Q")


def test_a_source_column_names_the_sources() -> None:
    frame = pd.DataFrame({"note": ["a b", "c d", "e f"], "session": ["One", "Two", "One"], "participant": ["P1"] * 3})
    reading = read(frame)
    assert [(row["title"], row["text"]) for row in reading.sources] == [("One", "a b\n\ne f"), ("Two", "c d")]


def test_notes_of_nobody_are_one_source() -> None:
    reading = read(pd.DataFrame({"note": ["a b", "c d"]}), title="Field notes")
    assert [(row["title"], row["kind"], row["provenance"]) for row in reading.sources] == [
        ("Field notes", "notes", "notes")
    ]
    assert reading.participants == []


def test_roles_times_and_levels() -> None:
    frame = pd.DataFrame(
        {
            "note": ["Why?", "Because"],
            "participant": ["M1", "P1"],
            "role": ["Interviewer", ""],
            "time_start": ["0:05", "1:02:03.5"],
            "source": ["One", "One"],
            "level": ["", "Private"],
            "code": ["", "Reason"],
            "coder": ["", "AB"],
        }
    )
    reading = read(frame)
    assert [row["role"] for row in reading.participants] == ["moderator", "participant"]
    assert [row["time_start"] for row in reading.segments] == [5.0, 3723.5]
    assert [(row["level"], row["coder"]) for row in reading.quotes] == [("private", "AB")]
    assert reading.applications[0]["coder"] == "AB"


def test_a_coder_who_is_no_column_is_the_coders_name() -> None:
    reading = read(pd.DataFrame({"note": ["a b"], "code": ["X"]}), coder="AB")
    assert reading.applications[0]["coder"] == "AB"


def test_columns_of_yes_and_no_are_codes_whatever_spaces_their_titles_have() -> None:
    frame = pd.DataFrame({"comment": ["late bus", "kind staff"], "PTS\u00a0 - Late": [1, 0], "Staff": ["no", "x"]})
    reading = read(frame, flags=["PTS - Late", "Staff"])
    assert coded(reading) == {"PTS - Late": ["late bus"], "Staff": ["kind staff"]}
    assert coded(read(frame, flags={"Staff": "People"})) == {"People": ["kind staff"]}
    with pytest.raises(EvidenceError, match=r"row 2.*neither yes nor no"):
        read(frame.assign(Staff=["no", "perhaps"]), flags=["Staff"])


def test_codes_nest_where_the_caller_says_what_stands_between() -> None:
    frame = pd.DataFrame({"note": ["a b"], "code": ["Waiting / Phone, Price"]})
    reading = read(frame, path=r"\s*/\s*")
    names = {row["id"]: row["name"] for row in reading.codes}
    assert [(row["name"], names.get(row["parent"] or "")) for row in reading.codes] == [
        ("Waiting", None),
        ("Phone", "Waiting"),
        ("Price", None),
    ]
    assert [row["name"] for row in read(frame, separator=None).codes] == ["Waiting / Phone, Price"]


def test_one_note_on_several_rows_is_one_quote_with_several_codes() -> None:
    frame = pd.DataFrame({"n": [7, 7, 8], "note": ["a b", "a b", "c"], "code": ["X", "Y", "X"]})
    reading = read(frame, note_id="n")
    assert len(reading.segments) == len(reading.quotes) == 2
    assert coded(reading) == {"X": ["a b", "c"], "Y": ["a b"]}
    with pytest.raises(EvidenceError, match=r"row 2.*id of a note above"):
        read(frame.assign(note=["a b", NAME, "c"]), note_id="n")


def test_several_columns_are_questions_and_each_row_is_somebody() -> None:
    frame = pd.DataFrame({"Likes": ["speed", ""], "Hates": ["price", "queues"], "Age": [34, 51]})
    reading = read(frame, text=["Likes", "Hates"])
    assert segments(reading) == ["speed", "price", "queues"]
    assert [row["question"] for row in reading.segments] == ["Likes", "Hates", "Hates"]
    assert [row["attributes"] for row in reading.participants] == [{"Age": 34}, {"Age": 51}]


def test_several_columns_of_one_question_are_one_answer() -> None:
    frame = pd.DataFrame({"id": ["R1", "R2"], "Aspect #1": ["fast", "neat"], "Aspect #2": ["free", ""]})
    reading = read(frame, text={"What pleases?": ["Aspect #1", "Aspect #2"]}, participant="id")
    assert segments(reading) == ["fast\nfree", "neat"]
    assert [row["pseudonym"] for row in reading.participants] == ["R1", "R2"]


def test_answers_in_several_columns_with_codes() -> None:
    frame = pd.DataFrame({"id": ["R1", "R2"], "a": ["fast", "neat"], "themes": ["speed,ux", ""]})
    reading = read(frame, text={"What pleases?": "a"}, participant="id", code="themes", coder="rules")
    assert coded(reading) == {"speed": ["fast"], "ux": ["fast"]}
    assert [row["kind"] for row in reading.sources] == ["survey", "survey"]


def test_columns_that_tell_who_somebody_is_are_left_out_unless_asked_for() -> None:
    frame = pd.DataFrame(
        {
            "note": ["a b", "c d"],
            "participant": ["P1", "P2"],
            "E-mail": [ADDRESS, ""],
            "Your phone number": [NUMBER, NUMBER],
            "Reach me at": [ADDRESS, "other@fernwright.example"],
            "Full name": [NAME, NAME],
            "Which phone do you use?": ["old", "new"],
        }
    )
    reading = read(frame)
    assert [row["attributes"] for row in reading.participants] == [
        {"Which phone do you use?": "old"},
        {"Which phone do you use?": "new"},
    ]
    dropped = reading.report.dropped
    assert dropped["how_many"].tolist() == [1, 2, 2, 2]
    assert named(str(reading.report)) == []
    kept = read(frame, keep=["E-mail"])
    assert kept.participants[0]["attributes"]["E-mail"] == ADDRESS


def test_a_name_column_beside_codes_goes_into_the_key() -> None:
    frame = pd.DataFrame({"note": ["a b"], "participant": ["P1"], "Real name": [NAME]})
    reading = read(frame, name="Real name")
    assert reading.names == {NAME: reading.participants[0]["id"]}
    assert named(repr(reading.participants)) == []


def test_a_number_of_another_system_is_kept_as_a_digest() -> None:
    frame = pd.DataFrame({"note": ["a b", "c d", "e"], "participant": ["R_2xTheAnna99", "1140000123", ADDRESS]})
    reading = read(frame)
    assert reading.names == {}
    digests = [row["attributes"]["respondent"] for row in reading.participants]
    assert len(set(digests)) == 3
    assert all(len(one) == 16 for one in digests)


HOSTILE: list[tuple[str, dict[str, Any]]] = [
    ("score", {"score": "x"}),
    ("score range", {"score": "n"}),
    ("level", {"level": "x"}),
    ("flag", {"flags": ["x"]}),
    ("no column", {"code": "Nothing"}),
    ("no option", {"colour": "x"}),
    ("id twice", {"note_id": "n", "participant": "n"}),
]


@pytest.mark.parametrize("options", [options for _, options in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_no_message_shows_what_somebody_said_or_is_called(options: dict[str, Any]) -> None:
    frame = pd.DataFrame({"note": [NAME, ADDRESS], "x": [NAME, NAME], "n": [99, 99], "participant": [NAME, "P2"]})
    with pytest.raises(EvidenceError) as caught:
        read(frame, **options)
    error: BaseException | None = caught.value
    while error is not None:
        assert named(str(error)) == []
        error = error.__cause__ or error.__context__


def test_a_file_without_a_header_shows_nobodys_words() -> None:
    with pytest.raises(EvidenceError) as caught:
        read(f"{NAME},{ADDRESS}\nfoo,bar\n".encode(), kind="table", text="note")
    assert named(str(caught.value)) == []


@pytest.mark.parametrize("cell", [ADDRESS, "12", "3/30/2026", NUMBER])
def test_the_report_of_a_file_without_a_header_shows_nobodys_words(cell: str) -> None:
    rows = f"{NAME},{cell}\nI would like it cheaper,x\nIt is too slow for me,y\n".encode()
    report = read(rows, kind="table").report
    assert report.unsure["place"].tolist() == ["header", "column A"]
    assert named(str(report)) == []


def test_a_table_without_rows_and_one_without_words() -> None:
    with pytest.raises(EvidenceError, match="no rows below its header"):
        read(pd.DataFrame({"note": []}))
    with pytest.raises(EvidenceError, match="looks like an open question"):
        read(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}))


def test_an_unknown_kind_or_file_or_option_names_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="Use one of: qualtrics"):
        read(NOTES, kind="excel")
    with pytest.raises(EvidenceError, match="no such file"):
        read(tmp_path / "absent.csv")
    (tmp_path / "sound.mp3").write_bytes(b"x")
    with pytest.raises(EvidenceError, match=r"no reader knows files that end with '\.mp3'"):
        read(tmp_path / "sound.mp3")
    with pytest.raises(EvidenceError, match="speaker= is no option of the reader of table"):
        read(NOTES, speaker="Who")


def test_the_callers_frame_is_left_as_it_is() -> None:
    before = NOTES.copy(deep=True)
    read(NOTES, score="Mood", scale=(1, 5))
    pd.testing.assert_frame_equal(NOTES, before)
