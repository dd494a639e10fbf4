"""Tables of quotes, and codebooks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.evidence.readers.tables import PLANTED, named, write_csv, write_xlsx

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import Reading, read

NAME, ADDRESS, _ = PLANTED

# The eleven columns of bristlenose.
EXPORT = [
    ["Quote text", "Participant code", "Participant name", "Section", "Theme", "Sentiment", "Tags (all)", "Starred",
     "Timecode", "Session", "Source file"],
    ["The code never came 😀", "p1", NAME, "Sign-up", "Waiting / First steps", "frustration", "sms, late", "True",
     "12:05", "Session 1", "a.mp4"],
    ["Then it was easy", "p1", NAME, "Ride", "First steps", "delight", "", "", "1:02:05", "Session 1", "a.mp4"],
    ["Cheap enough", "p2", "", "Pay", "", "", "price", "", "", "Session 2", "b.mp4"],
]  # fmt: skip


def codes(reading: Reading) -> dict[str, list[str]]:
    """Return the codes of each quote, with the code above."""
    names = {row["id"]: row["name"] for row in reading.codes}
    paths = {
        row["id"]: row["name"] if row["parent"] is None else f"{names[row['parent']]}/{row['name']}"
        for row in reading.codes
    }
    texts = {row["id"]: row["text"] for row in reading.sources}
    found: dict[str, list[str]] = {
        texts[row["source"]][row["start"] : row["end"]]: [
            paths[one["code"]] for one in reading.applications if one["quote"] == row["id"]
        ]
        for row in reading.quotes
    }
    return found


@pytest.mark.parametrize("form", ["csv", "xlsx", "frame"])
def test_every_row_is_a_quote_of_its_session(tmp_path: Path, form: str) -> None:
    given = (
        pd.DataFrame(EXPORT[1:], columns=pd.Index(EXPORT[0]))
        if form == "frame"
        else (write_csv if form == "csv" else write_xlsx)(tmp_path / f"quotes.{form}", EXPORT)
    )
    reading = read(given)
    assert reading.kind == "quotes"
    assert codes(reading) == {
        "The code never came 😀": ["Waiting", "First steps", "sms", "late", "Sentiment/frustration"],
        "Then it was easy": ["First steps", "Sentiment/delight"],
        "Cheap enough": ["price"],
    }
    assert [row["title"] for row in reading.sources] == ["Session 1", "Session 2"]
    assert [(row["question"], row.get("time_start")) for row in reading.segments] == [
        ("Sign-up", 725),
        ("Ride", 3725),
        ("Pay", None),
    ]
    assert [row["pseudonym"] for row in reading.participants] == ["p1", "p2"]
    assert reading.names == {NAME: reading.participants[0]["id"]}
    assert {row["name"] for row in reading.codes if row.get("kind") == "emotion"} == {"frustration", "delight"}


def test_nothing_but_the_key_holds_the_names() -> None:
    reading = read(pd.DataFrame(EXPORT[1:], columns=pd.Index(EXPORT[0])))
    reading.names.clear()
    assert named(repr(vars(reading)) + str(reading.report)) == []


def test_other_titles_are_named_by_the_caller() -> None:
    frame = pd.DataFrame({"What was said": ["a b", "c"], "Who": ["P1", NAME], "About": ["x;y", ""]})
    reading = read(frame, kind="quotes", text="What was said", participant="Who", code="About")
    assert codes(reading) == {"a b": ["x", "y"], "c": []}
    assert list(reading.names) == [NAME]
    with pytest.raises(EvidenceError, match="speaker= is no option of the reader of quotes"):
        read(frame, kind="quotes", text="What was said", speaker="Who")
    with pytest.raises(EvidenceError, match="none of the 3 columns is called quote"):
        read(frame, kind="quotes")


def test_the_same_words_in_one_session_are_two_quotes() -> None:
    frame = pd.DataFrame({"quote": ["No idea", "No idea"], "participant": ["P1", "P2"], "session": ["One", "One"]})
    reading = read(frame)
    assert len(reading.quotes) == 2
    assert reading.sources[0]["text"] == "No idea\n\nNo idea"
    assert [(row["start"], row["end"]) for row in reading.quotes] == [(0, 7), (9, 16)]


# Codebooks


def tree(reading: Reading) -> dict[str, str | None]:
    names = {row["id"]: row["name"] for row in reading.codes}
    return {row["name"]: None if row["parent"] is None else names[row["parent"]] for row in reading.codes}


def test_the_codebook_of_taguette(tmp_path: Path) -> None:
    rows = [
        ["tag", "description", "number of highlights", "number of documents"],
        ["waiting", "Time lost\r\nor felt lost", "12", "3"],
        ["kind", "", "4", "2"],
    ]
    reading = read(write_csv(tmp_path / "codebook.csv", rows))
    assert reading.kind == "codebook"
    assert [(row["name"], row.get("definition")) for row in reading.codes] == [
        ("waiting", "Time lost\nor felt lost"),
        ("kind", None),
    ]
    assert reading.report.read == {"codes": 2}
    assert len(reading.report.dropped) == 0


def test_a_researchers_codebook_with_parents_in_any_order() -> None:
    frame = pd.DataFrame(
        {
            "Code": ["Phone", "Waiting", "Waiting", "Loose", ""],
            "Parent": ["waiting", "", "", "Elsewhere", ""],
            "Definition": ["On the phone", "Time lost", "", "", "x"],
            "Apply when": ["They say so", "", "", "", ""],
            "Not this": ["Queues", "", "", "", ""],
            "Color": ["#a1b2c3", "red", "", "", ""],
            "Kind": ["pain", "strange", "", "", ""],
        }
    )
    reading = read(frame)
    assert reading.kind == "codebook"
    assert tree(reading) == {"Waiting": None, "Phone": "Waiting", "Elsewhere": None, "Loose": "Elsewhere"}
    phone = next(row for row in reading.codes if row["name"] == "Phone")
    assert (phone["apply_when"], phone["not_this"], phone["color"], phone["kind"]) == (
        "They say so",
        "Queues",
        "#a1b2c3",
        "pain",
    )
    waiting = next(row for row in reading.codes if row["name"] == "Waiting")
    assert (waiting["definition"], waiting.get("color"), waiting.get("kind")) == ("Time lost", None, None)
    assert dict(zip(reading.report.dropped["what"], reading.report.dropped["how_many"], strict=True)) == {
        "color": 1,
        "row": 1,
    }
    assert reading.report.unsure["place"].tolist() == ["row 2"]


def test_paths_nest_where_the_caller_says_so() -> None:
    frame = pd.DataFrame({"path": ["Waiting", "Waiting/Phone", "Price/Too high"], "description": ["a", "b", "c"]})
    assert tree(read(frame)) == dict.fromkeys(["Waiting", "Waiting/Phone", "Price/Too high"])
    reading = read(frame, path="/")
    assert tree(reading) == {"Waiting": None, "Phone": "Waiting", "Price": None, "Too high": "Price"}
    assert {row["name"]: row.get("definition") for row in reading.codes} == {
        "Waiting": "a",
        "Phone": "b",
        "Price": None,
        "Too high": "c",
    }


def test_a_circle_of_parents_is_an_error() -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "parent": ["B", "A"], "definition": ["", ""]})
    with pytest.raises(EvidenceError, match="row 1: the code is its own ancestor"):
        read(frame)


def test_a_codebook_without_names_and_with_an_unknown_column() -> None:
    with pytest.raises(EvidenceError, match="called tag, name or path"):
        read(pd.DataFrame({"x": ["a"], "description": ["b"]}), kind="codebook")
    with pytest.raises(EvidenceError, match="colour= is no option of the reader of codebook"):
        read(pd.DataFrame({"name": ["a"], "description": ["b"]}), kind="codebook", colour="x")


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (["name", "note"], "table"),
        (["participant", "code", "definition"], "table"),
        (["quote", "code"], "quotes"),
        (["id", "document", "tag", "content"], "taguette"),
        (["Timestamp", "note"], "google_forms"),
        (["code", "definition"], "codebook"),
    ],
)
def test_a_kind_is_told_by_the_header(titles: list[str], kind: str) -> None:
    from journeywidgets.evidence.readers import kind_of

    found, _ = kind_of(pd.DataFrame([["a b c"] * len(titles)], columns=pd.Index(titles)))
    assert found.name == kind
