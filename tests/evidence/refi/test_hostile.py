"""Files made to do harm: one clear error, and nothing half read."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from tests.evidence.refi.projects import CODE, HEAD, SPACE, number, packed, project, selection, source

from journeywidgets.errors import EvidenceError, JourneyError
from journeywidgets.evidence import refi
from journeywidgets.evidence.refi.notes import REST
from journeywidgets.evidence.study import Study

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BOMB = f'{HEAD}<!DOCTYPE Project [<!ENTITY l0 "ha">{_LAUGHS}]><Project xmlns="{SPACE}" name="&l9;"/>'
_FILE = f'{HEAD}<!DOCTYPE Project [<!ENTITY f SYSTEM "file:///etc/passwd">]><Project xmlns="{SPACE}" name="&f;"/>'
_DTD = f'{HEAD}<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd"><Project xmlns="{SPACE}" name="x"/>'
_DEEP = f'<Code guid="{CODE}" name="x" isCodable="true">' * 5_000 + "</Code>" * 5_000


def _docx(xml: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return file.getvalue()


def _rich(xml: bytes) -> bytes:
    element = source("", plainTextPath="", richTextPath="internal://a.docx")
    return packed(project(element), {"sources/a.docx": _docx(xml)})


def _text(data: bytes) -> bytes:
    return packed(project(source("")), {"sources/t.txt": data})


def _long() -> bytes:
    """Return a project with a text that packs as badly as words do."""
    return _text("\n".join(f"{number * 2654435761 % 2**32:08x}" for number in range(1_200_000)).encode())


_HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (lambda: packed(_BOMB), "holds a DTD or an entity"),
    "an entity that reads a file": (lambda: packed(_FILE), "holds a DTD or an entity"),
    "a DTD from elsewhere": (lambda: packed(_DTD), "holds a DTD or an entity"),
    "entities in a codebook": (_BOMB.encode, "holds a DTD or an entity"),
    "entities in a Word document": (lambda: _rich(_BOMB.encode()), r"source 1: its \.docx holds a DTD or an entity"),
    "a ratio": (lambda: _text(b"\n" * 30_000_000), "more than 200 times its packed size"),
    "a ratio in the project": (lambda: packed(HEAD + " " * 30_000_000), "more than 200 times its packed size"),
    "a ratio in a Word document": (lambda: _rich(b" " * 30_000_000), "more than 200 times its packed size"),
    "a path out of the folder": (lambda: packed(project(), {"../../out.txt": b""}), "leads out of the folder"),
    "levels without end": (
        lambda: packed(
            f'{HEAD}<Project xmlns="{SPACE}" name="x"><CodeBook><Codes>{_DEEP}</Codes></CodeBook></Project>'
        ),
        "more than 100 levels",
    ),
    "no XML": (lambda: packed("Project"), r"the project is no XML \(line 1, column 0\)"),
    "XML that ends early": (lambda: packed(project()[:-20]), r"the project is no XML \(line 1"),
    "an encoding that nobody knows": (lambda: packed('<?xml version="1.0" encoding="utf-99"?><Project/>'), "is no XML"),
    "a codebook in a project": (lambda: packed(f"{HEAD}<CodeBook/>"), "holds no Project"),
    "other XML": (b"<html/>".strip, "neither a CodeBook nor a Project"),
    "no project": (lambda: _docx(b"<document/>"), r"holds 0 \.qde files"),
    "no archive": (lambda: b"PK\x03\x04" + bytes(100), "no zip file"),
    "nothing": (lambda: b"", "is no XML"),
    "a text in no encoding": (lambda: _text(b"caf\xe9"), r"source 1: line 1: byte 0xe9 at 3 is not utf-8"),
    "a text that is none": (lambda: _text(b"a\0b"), "source 1: .* zero"),
    "a text that is too long": (_long, "source 1: .*10,000,000"),
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_file_is_one_clear_error_and_nothing_is_half_read(name: str, tmp_path: Path) -> None:
    make, problem = _HOSTILE[name]
    data = make()
    path = tmp_path / ("a.qdpx" if data.startswith(b"PK") else "a.qdc")
    path.write_bytes(data)
    study = Study("There", codes=["One"], seed=1)
    before = study.document.to_dict()
    started = time.perf_counter()
    with pytest.raises(EvidenceError, match=problem):
        study.read(path)
    assert time.perf_counter() - started < 20
    assert study.document.to_dict() == before
    assert study.history.empty
    with pytest.raises(EvidenceError, match=problem):
        Study.from_refi(path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "path",
    [
        "absolute:///etc/hostname",
        "relative://../../etc/hostname",
        "file:///etc/hostname",
        "internal:///etc/hostname",
        "internal://../../../../etc/hostname",
        "/etc/hostname",
        "..\\..\\etc\\hostname",
    ],
)
def test_nothing_outside_of_the_file_is_read(path: str) -> None:
    reading = refi.read(packed(project(source(selection(0, 0, 3, "any"), plainTextPath=path))))
    assert reading.sources == []
    assert reading.quotes == []
    assert {(row["what"], row["how_many"]) for row in reading.dropped} == {("source", 1), ("quote", 1)}


def _note(content: str) -> bytes:
    note = f'<Notes><Note guid="{REST}"><PlainTextContent>{escape(content)}</PlainTextContent></Note></Notes>'
    return packed(project(source(selection(0, 0, 5)), more=note, origin="journeywidgets"), {"sources/t.txt": b"hello"})


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000, '{"format": "journeywidgets-refi", "version": 99}'])
def test_a_note_of_the_rest_that_is_none_is_left_aside(content: str) -> None:
    assert [row["exact"] for row in refi.read(_note(content)).quotes] == ["hello"]


@pytest.mark.parametrize(
    "rest",
    [
        {"rows": {number(3): {"start": 900, "end": 950}}},
        {"rows": {number(3): {"source": "gone"}}},
        {"rows": {number(3): {"level": "everybody"}}},
        {"rows": {number(3): {"no such column": 1}}},
        {"rows": {number(3): {"id": number(4)}, number(5): {"id": number(4)}}, "more": {"quotes": [{"id": number(4)}]}},
        {"more": {"quotes": [{}], "codes": [{"id": 3, "name": ["x"]}]}},
        {"more": {"segments": [{"id": "s", "source": number(5), "start": -4, "end": "x"}]}},
        {"study": {"id": None, "title": {}}},
    ],
)
def test_a_note_of_the_rest_that_was_tampered_with_is_an_error_of_ours(rest: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(_note(json.dumps({"format": "journeywidgets-refi", "version": 1, **rest})))
    with pytest.raises(JourneyError):
        Study.from_refi(path)
    there = Study("There", seed=1)
    if "study" not in rest:  # a study that is there has a record of its own
        with pytest.raises(JourneyError):
            there.read(path)
    assert there.sources.empty


def test_numbers_that_are_none_do_no_harm() -> None:
    huge = "9" * 5_000
    parts = [
        selection(0, 0, 5, "hello").replace('endPosition="5"', f'endPosition="{huge}"'),
        selection(1, 0, 5).replace('startPosition="0"', 'startPosition="x"'),
        selection(2, 0, 5).replace('startPosition="0"', 'startPosition="\u0665"'),
    ]
    value = f'<VariableValue><VariableRef targetGUID="{CODE}"/><IntegerValue>{huge}</IntegerValue></VariableValue>'
    reading = refi.read(packed(project(source("".join(parts) + value)), {"sources/t.txt": b"hello you"}))
    assert [row["start"] for row in reading.quotes] == [0, None, None]
    assert reading.sources[0]["fields"] == {"variable": huge}


def test_no_error_and_no_report_shows_a_word_or_a_name(tmp_path: Path) -> None:
    name = "Quirina Plantagenista"
    xml = project(
        source(selection(0, 3, 49, f"{name} said these words of hers") + selection(1, 900, 950, name), name=name),
        before=f'<Cases><Case guid="{CODE}" name="{name}"/><Case guid="x" name="{name}"/></Cases>',
        more=f'<Sets><Set guid="x" name="{name}"/></Sets>',
    )
    path = tmp_path / "a.qdpx"
    path.write_bytes(packed(xml, {"sources/t.txt": f"What {name} told".encode()}))
    report = Study("There", seed=1).read(path)
    assert "lost" in str(report)
    shown = f"{report}{report.html()}{report.dropped.to_csv()}{report.unsure.to_csv()}"
    assert "Plantagenista" not in shown
    path.write_bytes(packed(xml.replace("</Project>", f"<{name}>"), {"sources/t.txt": name.encode() + b"\xff"}))
    for read in (Study("There", seed=1).read, Study.from_refi):
        with pytest.raises(EvidenceError) as caught:
            read(path)
        assert "Plantagenista" not in f"{caught.value}{caught.value.__cause__}"
