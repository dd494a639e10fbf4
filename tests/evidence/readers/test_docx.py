"""Word documents: what Teams and Google Meet write, and documents made to harm."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from tests.evidence.readers.speech import said, told

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import docx as reader

QUILL, VESSA = "Quill Ardent", "Vessa Thorne"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(*paragraphs: str | tuple[str, int], build: Callable[[Any], None] | None = None) -> bytes:
    """Return a document; a pair is a heading and its level."""
    made = docx.Document()
    for paragraph in paragraphs:
        if isinstance(paragraph, tuple):
            made.add_heading(*paragraph)
        else:
            made.add_paragraph(paragraph)
    if build is not None:
        build(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an archive with one member changed, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, change(old.read(member) if member in old.namelist() else b""))
    return file.getvalue()


def test_teams_has_a_whole_turn_in_a_paragraph() -> None:
    reading = reader.read(
        document(
            f"{QUILL} started transcription",
            f"{QUILL}   0:04\nHow was it?\nReally?",
            f"{VESSA}   0:09\nSlow.",
            f"{QUILL} stopped transcription",
        )
    )
    assert said(reading) == [(QUILL, "How was it?\nReally?"), (VESSA, "Slow.")]
    assert [row["time_start"] for row in reading.segments] == [4.0, 9.0]
    assert "2 x lines of the program" in told(reading)


def test_the_older_form_of_teams() -> None:
    reading = reader.read(
        document(f"0:0:5.1 --> 0:0:8.2\n{QUILL}\nHow was it?", f"0:1:9.0 --> 0:1:12.4\n{VESSA}\nSlow.")
    )
    assert said(reading) == [(QUILL, "How was it?"), (VESSA, "Slow.")]
    assert [row["time_start"] for row in reading.segments] == [5.0, 69.0]


MEET: tuple[str | tuple[str, int], ...] = (
    ("\N{MEMO} Notes", 1),
    ("Summary", 3),
    f"{QUILL}: a program wrote that she was delighted.",
    ("Details", 3),
    f"Opening: {VESSA} opened.",
    "You should review Gemini's notes to make sure they're accurate.",
)


def test_the_notes_of_a_program_are_nobodys_speech() -> None:
    talk: tuple[str | tuple[str, int], ...] = (
        ("\N{OPEN BOOK} Transcript", 1),
        ("00:00:03", 3),
        f"{QUILL}: I was not delighted.",
        f"{VESSA}: I see.",
        ("00:05:00", 3),
        f"{QUILL}: Bye.",
        "Transcription ended after 00:05:09",
        "This editable transcript was computer generated and might contain errors.",
    )
    reading = reader.read(document(*MEET, *talk))
    assert said(reading) == [(QUILL, "I was not delighted."), (VESSA, "I see."), (QUILL, "Bye.")]
    assert [row.get("time_start") for row in reading.segments] == [3.0, None, 300.0]
    assert all("question" not in row for row in reading.segments)
    assert "program wrote" not in repr(reading.sources)
    with pytest.raises(EvidenceError, match="a program's summary and no transcript"):
        reader.read(document(*MEET))


def test_bold_names_tables_and_boxes() -> None:
    def build(made: Any) -> None:
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{QUILL}:").bold = True
        paragraph.add_run(" How was it?")
        table = made.add_table(rows=2, cols=2)
        for row, (name, text) in zip(table.rows, [(VESSA, "Slow."), (f"{QUILL}:", "Oh.")], strict=True):
            row.cells[0].text, row.cells[1].text = name, text

    assert said(reader.read(document(build=build))) == [(QUILL, "How was it?"), (VESSA, "Slow."), (QUILL, "Oh.")]


def test_tracked_changes_are_read_as_shown() -> None:
    def change(xml: bytes) -> bytes:
        inserted = '<w:ins w:id="1" w:author="a"><w:r><w:t>very </w:t></w:r></w:ins>'
        deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>not </w:delText></w:r></w:del>'
        return xml.replace(b"<w:r><w:t>SLOW", f"{inserted}{deleted}<w:r><w:t>SLOW".encode())

    data = changed(document(f"{QUILL}: Well?", "SLOW"), "word/document.xml", change)
    reading = reader.read(data)
    assert said(reading) == [(QUILL, "Well?\n\nvery SLOW")]
    assert "1 x tracked deletions" in told(reading)


def test_the_text_of_a_content_control_is_read() -> None:
    def change(xml: bytes) -> bytes:
        paragraph = f"<w:p><w:r><w:t>{VESSA}: Slow.</w:t></w:r></w:p>"
        return xml.replace(b"<w:sectPr", f"<w:sdt><w:sdtContent>{paragraph}</w:sdtContent></w:sdt><w:sectPr".encode())

    data = changed(document(f"{QUILL}: Well?"), "word/document.xml", change)
    assert said(reader.read(data)) == [(QUILL, "Well?"), (VESSA, "Slow.")]


def bomb(xml: bytes) -> bytes:
    entities = b'<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    head, tail = xml.split(b"?>", 1)
    return head + b"?>" + entities + tail.replace(b"Zyxwora", b"&b;")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Zyxwora: plain text", "the file"),
        (changed(document("Zyxwora"), "word/document.xml", bomb), "defines entities"),
        (changed(document("Zyxwora"), "word/document.xml", lambda xml: xml[:-20]), "XML that is damaged"),
        (changed(document("Zyxwora"), "../../out.xml", lambda _: b"<a/>"), "Nothing was read"),
        (changed(document("Zyxwora"), "word/media/a.bin", lambda _: b"\0" * 30_000_000), "archive"),
        (changed(document("Zyxwora"), "[Content_Types].xml", lambda xml: xml.replace(b"main+xml", b"x")), "no Word"),
        (document(""), "no words in the file"),
    ],
)
def test_documents_made_to_harm_are_one_clear_error(data: bytes, message: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        reader.read(data)
    assert message in str(caught.value)
    assert "Zyxwora" not in str(caught.value)


def test_without_the_library_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(EvidenceError, match=r'pip install "journeywidgets\[docx\]"'):
        reader.read(document("P1: Yes."))
