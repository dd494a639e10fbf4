"""The text of a study's file, and the schema that tells others what it may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from tests import studies as make

from journeywidgets.errors import StorageError
from journeywidgets.model.schema import TABLES
from journeywidgets.model.study import StudyDocument
from journeywidgets.storage.format import VERSION, dumps, loads
from journeywidgets.storage.json_schema import json_schema
from journeywidgets.storage.kinds import STUDY

GOLDEN = Path(__file__).with_name("golden") / "version-1.study.json"
NAME = "Zebulon Quarterman"


def test_a_file_of_version_1_is_read() -> None:
    contents = loads(GOLDEN.read_bytes(), GOLDEN.name, STUDY)
    tables = contents.document.tables
    assert {name: len(rows) for name, rows in tables.items()} == dict.fromkeys(tables, 2) | {
        "study": 1,
        "sources": 1,
        "segments": 3,
    }
    unsaid = {("sources", "kind"), ("memos", "source"), ("memos", "code")}
    # Every other field is in the file once at least, so that none can change its form unseen.
    for name, rows in tables.items():
        for field in TABLES[name].fields.values():
            unlike = [row for row in rows.values() if row[field.name] != field.default]
            assert unlike or (name, field.name) in unsaid
    quote = tables["quotes"]["q0"]
    assert tables["sources"]["i0"]["text"][quote["start"] : quote["end"]] == quote["exact"]
    if VERSION == 1:
        assert dumps(tables, contents.extras, STUDY) == GOLDEN.read_text("utf-8")


@given(make.studies())
def test_round_trip(document: StudyDocument) -> None:
    written = dumps(document.tables, kind=STUDY)
    again = loads(written.encode(), "x", STUDY).document
    assert again.tables == document.tables
    assert dumps(again.tables, kind=STUDY) == written
    Draft202012Validator(json_schema(STUDY)).validate(json.loads(written))


def test_the_schema_is_one_and_takes_the_golden_file() -> None:
    Draft202012Validator.check_schema(json_schema(STUDY))
    Draft202012Validator(json_schema(STUDY)).validate(json.loads(GOLDEN.read_text("utf-8")))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "journeywidgets"),
        (("participants", 0, "role"), NAME),
        (("participants", 0, "share"), "all"),
        (("participants", 0, "consent_until"), "soon"),
        (("participants", 0, "attributes"), [NAME]),
        (("sources", 0, "kind"), "chat"),
        (("sources", 0, "text"), None),
        (("sources", 0, "text"), {NAME: NAME}),
        (("segments", 0, "source"), None),
        (("segments", 0, "start"), -1),
        (("segments", 0, "time_start"), -1),
        (("codes", 0, "color"), "red"),
        (("quotes", 0, "score"), 3),
        (("quotes", 0, "level"), NAME),
        (("quotes", 0, "start"), 0.5),
        (("applications", 0, "accepted"), "yes"),
        (("applications", 1, "confidence"), 2),
        (("memos", 0, "private"), NAME),
        (("memos", 0, "text"), [NAME]),
    ],
)
def test_what_cannot_be_is_refused_by_schema_and_reader(path: tuple[Any, ...], value: Any) -> None:
    members = json.loads(GOLDEN.read_text("utf-8"))
    place = members
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not Draft202012Validator(json_schema(STUDY)).is_valid(members) or value is None
    if (path, value) == (("sources", 0, "text"), None):
        value = ""  # null is the default: an empty text, which the segments do not fit
    with pytest.raises(StorageError) as raised:
        loads(json.dumps(members).encode(), "x.study.json", STUDY)
    assert NAME not in str(raised.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"quotes": [{"id": "q", "source": "i0", "start": 0, "end": 99}]}, "0 to 99 is not a place"),
        ({"quotes": [{"id": "q", "source": NAME}]}, "there is no row a text of 18 characters in sources"),
        ({"quotes": NAME}, "is not a list of rows"),
        ({"study": NAME}, "study: is missing"),
        ({"study": {"id": "s", "title": [NAME]}}, "is not text"),
    ],
)
def test_messages_name_the_line_and_show_nobodys_words(change: dict[str, Any], says: str) -> None:
    members = {**json.loads(GOLDEN.read_text("utf-8")), "applications": [], "memos": [], **change}
    with pytest.raises(StorageError, match=says) as raised:
        loads(json.dumps(members, indent=1).encode(), "x.study.json", STUDY)
    assert str(raised.value).startswith("x.study.json")
    assert NAME not in str(raised.value)
    with pytest.raises(StorageError) as raised:
        loads(json.dumps([NAME, NAME]).encode(), "x.study.json", STUDY)
    assert NAME not in str(raised.value)
