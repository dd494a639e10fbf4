"""A study out to a .qdpx and in again is the same study."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from tests.evidence.refi import grammar
from tests.evidence.refi.studies import TEXT, Contents, contents, full, wild

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence import refi
from journeywidgets.evidence.refi.markup import CODEBOOK, PROJECT
from journeywidgets.evidence.refi.notes import REST
from journeywidgets.model.schema import TABLES
from journeywidgets.model.study import StudyDocument

_SPACE = {"q": PROJECT}


def _again(data: bytes) -> dict[str, list[dict[str, Any]]]:
    found = refi.load(data)
    rows = {name: getattr(found.reading, name) for name in StudyDocument.schema.rows}
    return {"study": [found.record], **rows}


def _tree(data: bytes) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("project.qde"))  # noqa: S314 - made here


def _same(before: Contents, after: dict[str, list[dict[str, Any]]]) -> None:
    for table in StudyDocument.schema.tables:
        from_file = {row["id"]: row for row in after[table]}
        assert from_file.keys() == {row["id"] for row in before[table]}, table
        for row in before[table]:
            came = {name: value for name, value in from_file[row["id"]].items() if name in TABLES[table].fields}
            blank = {name: field.empty() for name, field in TABLES[table].fields.items()}
            assert {**blank, **came} == row, table


def test_a_full_study_comes_back_as_it_was() -> None:
    study = full()
    data = refi.project_bytes(contents(study))
    reading = refi.read(data)
    assert (reading.dropped, reading.unsure) == ([], [])
    after = _again(data)
    document = StudyDocument.from_dict({**after, "study": after["study"][0]})
    assert document.to_dict() == study.to_dict()


@given(wild())
@settings(max_examples=60, deadline=None)
def test_any_study_comes_back_as_it_was_in_a_file_that_is_valid(before: Contents) -> None:
    data = refi.project_bytes(before)
    grammar.check(_tree(data), PROJECT)
    _same(before, _again(data))


def test_what_is_written_is_valid_down_to_an_empty_study() -> None:
    from journeywidgets.evidence.study import Study

    for study in (
        full(),
        Study("", seed=1),
        Study("One", codes=["A"], seed=1),
        Study("Two", participants=["P1"], seed=1),
    ):
        data = refi.project_bytes(contents(study))
        grammar.check(_tree(data), PROJECT)
        _same(contents(study), _again(data))


def test_a_text_that_no_text_file_can_hold_is_refused_before_anything_is_written() -> None:
    study = full()
    study.add("sources", title="Odd", text="zero\x00")
    with pytest.raises(EvidenceError, match="source 3: line 1: a zero character"):
        refi.project_bytes(contents(study))


def test_a_text_that_packs_very_well_comes_back() -> None:
    study = full()
    study.add("sources", title="Long", text="so so " * 400_000)
    data = refi.project_bytes(contents(study))
    assert [len(row["text"]) for row in refi.load(data).reading.sources][2] == 2_400_000


def test_the_same_study_gives_the_same_bytes() -> None:
    assert refi.project_bytes(contents(full())) == refi.project_bytes(contents(full()))


def test_guids_of_another_tool_are_kept() -> None:
    before = contents(full())
    first = refi.load(refi.project_bytes(before))
    again = _tree(refi.project_bytes(before))
    guids = [one.get("guid") for one in again.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    # Rows whose ids are GUIDs go out under them.
    study = contents(full())
    guid = "0a0b0c0d-0000-4000-8000-000000000001"
    study["codes"] = [{**row, "id": guid} if row["id"] == "joy" else row for row in study["codes"]]
    for table in ("applications", "memos"):
        study[table] = [{**row, "code": guid} if row["code"] == "joy" else row for row in study[table]]
    found = _tree(refi.project_bytes(study)).find(f".//q:Code[@guid='{guid}']", _SPACE)
    assert found is not None
    assert found.get("name") == "Joy & relief"
    assert first.record["title"] == "Bikes & <rental>"


def test_other_tools_find_everything_in_its_place() -> None:
    tree = _tree(refi.project_bytes(contents(full())))
    cases = {case.get("name"): case for case in tree.iterfind(".//q:Case", _SPACE)}
    assert list(cases) == ["P1", "M1", "O1"]
    variables = {one.get("guid"): one.get("name") for one in tree.iterfind(".//q:Variable", _SPACE)}
    said = {
        variables[value[0].get("targetGUID")]: (value[1].tag.partition("}")[2], value[1].text)
        for value in cases["P1"].iterfind("q:VariableValue", _SPACE)
    }
    assert said["age"] == ("IntegerValue", "34")
    assert said["rides"] == ("FloatValue", "2.5")
    assert said["member"] == ("BooleanValue", "true")
    assert said["Persona"] == ("TextValue", "Commuter")
    assert said["Consent until"] == ("DateValue", "2028-03-03")
    assert [code.get("name") for code in tree.iterfind(".//q:Code", _SPACE)] == [
        "Joy & relief",
        "Waiting",
        "Days",
        "Hours",
    ]
    described = tree.find(".//q:Code[@name='Days']/q:Description", _SPACE)
    assert described is not None
    assert described.text == "Apply when: A day is named.\nNot this: Minutes: no."
    users = {user.get("guid"): user.get("name") for user in tree.iterfind(".//q:User", _SPACE)}
    assert sorted(map(str, users.values())) == ["Ann", "Ben", "machine"]
    quote = next(one for one in tree.iterfind(".//q:PlainTextSelection", _SPACE) if one.get("name") == TEXT[21:39])
    assert (quote.get("startPosition"), quote.get("endPosition")) == ("21", "39")
    assert [users.get(one.get("creatingUser")) for one in quote.iterfind("q:Coding", _SPACE)] == ["Ann", "Ben", None]
    # The quote is its speaker's: the case refers to it.
    assert quote.get("guid") in {one.get("targetGUID") for one in cases["P1"].iterfind("q:SelectionRef", _SPACE)}


def test_a_suggestion_that_nobody_accepted_is_no_coding() -> None:
    tree = _tree(refi.project_bytes(contents(full())))
    assert (
        len(tree.findall(".//q:Coding", _SPACE)) == 4
    )  # of six applications one is not accepted, and one is on a quote without a place


def _rest(tree: ET.Element) -> dict[str, Any]:
    content = tree.find(f".//q:Note[@guid='{REST}']/q:PlainTextContent", _SPACE)
    assert content is not None
    found: dict[str, Any] = json.loads(content.text or "")
    return found


def test_the_note_of_the_rest_holds_only_what_has_no_place() -> None:
    rest = _rest(_tree(refi.project_bytes(contents(full()))))
    columns = {name for values in rest["rows"].values() for name in values}
    # Ids and orders are keys of ours; the digest is of what was read once; two times are not in XML's form.
    assert columns == {"id", "order", "sha256", "words", "at"}
    assert [row["id"] for row in rest["more"]["quotes"]] == ["q3"]
    assert [row["id"] for row in rest["more"]["applications"]] == ["a5", "a6"]
    assert rest["study"] == {"id": full().id}


def test_a_file_that_another_tool_wrote_anew_keeps_the_meaning() -> None:
    # Such a tool keeps elements, names and descriptions; it drops our note and gives its own origin.
    tree = _tree(refi.project_bytes(contents(full())))
    notes = tree.find("q:Notes", _SPACE)
    assert notes is not None
    for note in list(notes):
        if note.get("guid") == REST:
            notes.remove(note)
    tree.set("origin", "AnyTool 2.0")
    ET.register_namespace("", PROJECT)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", ET.tostring(tree))
        before = zipfile.ZipFile(io.BytesIO(refi.project_bytes(contents(full()))))
        for name in before.namelist():
            if name != "project.qde":
                archive.writestr(name, before.read(name))
    reading = refi.read(file.getvalue())
    _means_the_same(reading)


def _means_the_same(reading: Any) -> None:
    before = contents(full())
    before["quotes"] = [row for row in before["quotes"] if row["start"] is not None]
    own = {"id", "order", "sha256", "source", "participant", "quote", "code", "parent", "at", "origin"}

    def meant(table: str, rows: list[dict[str, Any]]) -> list[str]:
        blank = {name: field.empty() for name, field in TABLES[table].fields.items()}
        return sorted(
            json.dumps({name: value for name, value in {**blank, **row}.items() if name not in own}, sort_keys=True)
            for row in rows
        )

    for table in ("participants", "sources", "segments", "codes", "quotes", "memos"):
        assert meant(table, getattr(reading, table)) == meant(table, before[table]), table
    there = {row["id"] for row in before["quotes"]}
    accepted = [row for row in before["applications"] if row["accepted"] and row["quote"] in there]
    assert meant("applications", reading.applications) == meant("applications", accepted)
    assert not reading.names  # P1 is a pseudonym already


def test_a_codebook_comes_back_as_it_was() -> None:
    study = full()
    data = refi.codebook_bytes(contents(study))
    tree = ET.fromstring(data)  # noqa: S314 - made here
    grammar.check(tree, CODEBOOK)
    reading = refi.read(data)
    names = {row["id"]: row["name"] for row in reading.codes}
    came = [{**row, "parent": names.get(row["parent"])} for row in reading.codes]
    held = {row["id"]: row["name"] for row in contents(study)["codes"]}
    for row, back in zip(_walked(contents(study)["codes"]), came, strict=True):
        for column in ("name", "kind", "definition", "apply_when", "not_this", "color"):
            assert back.get(column, TABLES["codes"].fields[column].default) == row[column]
        assert back["parent"] == held.get(row["parent"])


def _walked(rows: list[dict[str, Any]], parent: str | None = None) -> list[dict[str, Any]]:
    return [one for row in rows if row["parent"] == parent for one in (row, *_walked(rows, row["id"]))]
