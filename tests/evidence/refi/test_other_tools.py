"""Projects as other tools write them: what they hold is found, and what a study has no place for is counted."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.evidence.refi.projects import ANN, CODE, HEAD, number, packed, project, selection, source

from journeywidgets.evidence import refi
from journeywidgets.evidence.readers.reading import Reading

_TEXT = "How was it?\nIt took two days.\n\nNobody called.\n"
_FILES = {"sources/t.txt": _TEXT.encode()}


def _dropped(reading: Reading) -> dict[str, int]:
    return {row["what"]: row["how_many"] for row in reading.dropped}


def _unsure(reading: Reading) -> list[str]:
    return [row["what"] for row in reading.unsure]


def _memos(reading: Reading, **about: Any) -> list[str]:
    return [row["text"] for row in reading.memos if all(row.get(name) == value for name, value in about.items())]


def test_paragraphs_become_segments_where_no_turns_are_marked() -> None:
    reading = refi.read(packed(project(source(selection(0, 12, 28, "It took two days"))), _FILES))
    assert [_TEXT[row["start"] : row["end"]] for row in reading.segments] == [
        "How was it?",
        "It took two days.",
        "Nobody called.",
    ]
    assert _unsure(reading) == ["no turns are marked"]


_TALK = """A talk about days.

Interviewer: How was it?
Some One: It took two days.
Nobody called.

Other Person (00:12): And I waited too.
Interviewer:
Thank you.
"""


def test_labels_of_speakers_become_turns_and_their_names_stay_out() -> None:
    cases = f'<Cases><Case guid="{number(6)}" name="Some One"/></Cases>'
    start = _TALK.index("And I")
    words = selection(0, start, start + 17)
    reading = refi.read(packed(project(source(words), before=cases), {"sources/t.txt": _TALK.encode()}))
    people = {row["id"]: row for row in reading.participants}
    said = [(row["participant"], _TALK[row["start"] : row["end"]]) for row in reading.segments]
    moderator = said[1][0]
    assert said == [
        (None, "A talk about days."),
        (moderator, "How was it?"),
        (number(6), "It took two days.\nNobody called."),
        (reading.names["Other Person"], "And I waited too."),
        (moderator, "Thank you."),
    ]
    assert (people[moderator]["role"], people[moderator]["pseudonym"]) == ("moderator", "Interviewer")
    assert reading.names.keys() == {"Some One", "Other Person"}
    assert "Other" not in str([reading.participants, reading.segments, reading.unsure])


def test_generic_labels_are_people_of_one_source() -> None:
    text = b"Speaker 1: One.\nSpeaker 2: Two.\nUnknown: Three.\nP7: Four.\n"
    both = source("") + source("", 1)
    reading = refi.read(packed(project(both), {"sources/t.txt": text}))
    assert len(reading.participants) == 5  # two of each source, and P7
    assert reading.names == {}
    assert [row["participant"] for row in reading.segments if text[row["start"] :].startswith(b"Three")] == [None, None]


def test_a_case_says_who_speaks() -> None:
    cases = (
        f'<Cases><Case guid="{number(6, 1)}" name="P1"><SelectionRef targetGUID="{number(3, 0)}"/></Case>'
        f'<Case guid="{number(6, 2)}" name="P2"><SelectionRef targetGUID="{number(3, 1)}"/>'
        f'<SelectionRef targetGUID="{number(3, 2)}"/></Case></Cases>'
    )
    turns = selection(1, 0, 11, inside="") + selection(2, 12, 29, inside="")
    reading = refi.read(packed(project(source(selection(0, 12, 28) + turns), before=cases), _FILES))
    assert [row["participant"] for row in reading.quotes] == [number(6, 1)]
    assert [(row["start"], row["participant"]) for row in reading.segments] == [(0, number(6, 2)), (12, number(6, 2))]
    assert [row["pseudonym"] for row in reading.participants] == ["P1", "P2"]


def test_a_case_may_have_the_whole_source_and_names_are_no_pseudonyms() -> None:
    cases = (
        f'<Variables><Variable guid="{number(7, 1)}" name="Age" typeOfVariable="Integer"/>'
        f'<Variable guid="{number(7, 2)}" name="role" typeOfVariable="Text"/>'
        f'<Variable guid="{number(7, 3)}" name="Persona" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{number(6, 1)}" name="Some One"><Description>Met on a Monday</Description>'
        f'<VariableValue><VariableRef targetGUID="{number(7, 1)}"/><IntegerValue>34</IntegerValue></VariableValue>'
        f'<VariableValue><VariableRef targetGUID="{number(7, 2)}"/><TextValue>nurse</TextValue></VariableValue>'
        f'<VariableValue><VariableRef targetGUID="{number(7, 3)}"/><TextValue>Commuter</TextValue></VariableValue>'
        f'<SourceRef targetGUID="{number(5)}"/></Case><Case guid="{number(6, 2)}" name="Some One"/></Cases>'
    )
    reading = refi.read(packed(project(source(selection(0, 12, 28)), before=cases), _FILES))
    one = reading.participants[0]
    assert one["attributes"] == {"Age": 34, "role (variable)": "nurse"}
    assert one["persona"] == "Commuter"
    assert "pseudonym" not in one
    assert reading.names == {"Some One": number(6, 1), "Some One (2)": number(6, 2)}
    assert {row["participant"] for row in (*reading.segments, *reading.quotes)} == {number(6, 1)}
    assert _memos(reading, participant=number(6, 1)) == ["Met on a Monday"]


def test_a_variable_called_role_is_the_role_where_it_says_one() -> None:
    cases = (
        f'<Variables><Variable guid="{number(7)}" name="ROLE" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{number(6)}" name="M1"><VariableValue><VariableRef targetGUID="{number(7)}"/>'
        f"<TextValue>moderator</TextValue></VariableValue></Case></Cases>"
    )
    assert refi.read(packed(project(before=cases))).participants[0]["role"] == "moderator"


def test_notes_and_descriptions_become_memos_of_what_they_are_about() -> None:
    refs = "".join(f'<NoteRef targetGUID="{number(8, place)}"/>' for place in (1, 9))
    coding = (
        f'<Coding guid="{number(4)}" creatingUser="{ANN}" creationDateTime="2024-01-02T03:04:05Z">'
        f'<CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="{number(8, 2)}"/></Coding>'
    )
    quote = selection(0, 12, 28, inside=f"<Description>Said twice</Description>{coding}{refs}")
    other = selection(1, 0, 3, inside=f'<NoteRef targetGUID="{number(8, 1)}"/>')
    notes = (
        f'<Notes><Note guid="{number(8, 1)}" name="On days" creatingUser="{ANN}">'
        f"<PlainTextContent>Long</PlainTextContent></Note>"
        f'<Note guid="{number(8, 2)}"><PlainTextContent>Why this code</PlainTextContent></Note>'
        f'<Note guid="{number(8, 3)}" plainTextPath="internal://n.txt"/></Notes>'
        f'<Links><Link guid="{number(9)}" originGUID="{number(5)}" targetGUID="{CODE}"/></Links>'
        f'<NoteRef targetGUID="{number(8, 3)}"/>'
    )
    files = {**_FILES, "sources/n.txt": b"On everything"}
    reading = refi.read(packed(project(source(quote + other), more=notes), files))
    assert sorted(_memos(reading, quote=number(3))) == ["On days\n\nLong", "Said twice", "Why this code"]
    assert _memos(reading, quote=number(3, 1)) == ["On days\n\nLong"]  # one note of two quotes is two memos
    assert _memos(reading, quote=number(3), code=CODE) == ["Why this code"]
    assert next(row for row in reading.memos if row["text"] == "On everything").get("quote") is None
    assert {row["author"] for row in reading.memos if row["text"].startswith("On days")} == {"Ann"}
    assert reading.applications[0]["at"] == "2024-01-02T03:04:05Z"
    assert _dropped(reading) == {"reference to a note": 1, "link": 1}


def test_a_transcript_of_a_recording_is_a_source_with_times() -> None:
    points = "".join(
        f'<SyncPoint guid="{number(10, place)}" timeStamp="{stamp}" position="{position}"/>'
        for place, (stamp, position) in enumerate([(0, 0), (4500, 12), (61000, 31)])
    )
    said = (
        f'<TranscriptSelection guid="{number(3)}" fromSyncPoint="{number(10, 1)}" toSyncPoint="{number(10, 2)}">'
        f'<Coding guid="{number(4)}"><CodeRef targetGUID="{CODE}"/></Coding></TranscriptSelection>'
    )
    audio = (
        f'<AudioSource guid="{number(5, 1)}" name="Talk.mp3" path="relative://Talk.mp3">'
        f'<Transcript guid="{number(5, 2)}" plainTextPath="internal://t.txt">{points}{said}</Transcript>'
        f'<AudioSelection guid="{number(3, 5)}" begin="0" end="100"/></AudioSource>'
    )
    reading = refi.read(packed(project(audio), _FILES))
    assert [(row["title"], row["text"]) for row in reading.sources] == [("Talk.mp3", _TEXT)]
    assert [(row["start"], row["end"], row["time_start"], row["time_end"]) for row in reading.segments] == [
        (0, 12, 0.0, 4.5),
        (12, 31, 4.5, 61.0),
        (31, len(_TEXT), 61.0, None),
    ]
    assert [(row["start"], row["end"]) for row in reading.quotes] == [(12, 31)]
    assert _dropped(reading) == {"stretch of a recording": 1}


def test_a_pdf_is_read_by_its_text_and_pictures_are_counted() -> None:
    pdf = (
        f'<PDFSource guid="{number(5, 1)}" name="Paper" path="internal://p.pdf">'
        f'<PDFSelection guid="{number(3, 5)}" page="1" firstX="1" firstY="1" secondX="2" secondY="2"/>'
        f'<Representation guid="{number(5, 2)}" plainTextPath="internal://t.txt">{selection(0, 12, 28)}'
        f"</Representation>"
        f'<NoteRef targetGUID="{number(8)}"/></PDFSource>'
        f'<PictureSource guid="{number(5, 3)}" name="Photo" path="internal://p.jpg"/>'
    )
    notes = f'<Notes><Note guid="{number(8)}"><PlainTextContent>Of 2019</PlainTextContent></Note></Notes>'
    reading = refi.read(packed(project(pdf, more=notes), _FILES))
    assert [row["title"] for row in reading.sources] == ["Paper"]
    assert [row["exact"] for row in reading.quotes] == ["It took two days"]
    assert _memos(reading, source=number(5, 2)) == ["Of 2019"]
    assert _dropped(reading) == {"region of a PDF page": 1, "picture": 1}


def test_codes_of_a_whole_source_are_codes_of_all_its_words() -> None:
    coding = f'<Coding guid="{number(4)}" creatingUser="{ANN}"><CodeRef targetGUID="{CODE}"/></Coding>'
    reading = refi.read(packed(project(source(coding)), _FILES))
    assert [(row["start"], row["end"]) for row in reading.quotes] == [(0, len(_TEXT))]
    assert [row["coder"] for row in reading.applications] == ["Ann"]
    assert "codes of the whole source" in _unsure(reading)


def test_codings_that_cannot_be_are_counted() -> None:
    codings = "".join(
        f'<Coding guid="{number(4, place)}" creatingUser="{ANN}"><CodeRef targetGUID="{code}"/></Coding>'
        for place, code in enumerate([CODE, CODE, number(99)])
    )
    reading = refi.read(packed(project(source(selection(0, 0, 3, inside=codings))), _FILES))
    assert len(reading.applications) == 1
    assert [row["how_many"] for row in reading.dropped] == [1, 1]


def test_elements_without_a_guid_or_with_one_twice_are_counted() -> None:
    parts = selection(0, 0, 3) + selection(0, 4, 7) + selection(1, 8, 11).replace(f'guid="{number(3, 1)}"', "")
    reading = refi.read(packed(project(source(parts) + source("")), _FILES))
    assert len(reading.quotes) == 1
    assert _dropped(reading) == {"quote": 2, "source": 1}


def test_old_namespaces_braces_and_capital_folders_are_read() -> None:
    xml = project(source(selection(0, 12, 28)), space="urn:QDA-XML:project:0:4")
    xml = xml.replace(f'"{CODE}"', f'"{{{CODE.upper()}}}"')
    reading = refi.read(packed(xml, {"Sources/T.TXT": _TEXT.encode()}))
    assert [row["code"] for row in reading.applications] == [CODE]


def test_texts_may_stand_in_the_project_and_paths_may_lack_their_scheme() -> None:
    inside = source("<PlainTextContent>Here\nare words</PlainTextContent>" + selection(0, 5, 8), plainTextPath="")
    reading = refi.read(packed(project(inside + source(selection(1, 0, 3), 1, plainTextPath="t.txt")), _FILES))
    assert [row["text"] for row in reading.sources] == ["Here\nare words", _TEXT]
    assert [row["exact"] for row in reading.quotes] == ["are", "How"]


def test_a_text_that_is_said_to_lie_outside_is_not_looked_for_inside() -> None:
    reading = refi.read(packed(project(source("", plainTextPath="relative://t.txt")), _FILES))
    assert reading.sources == []
    assert _dropped(reading) == {"source": 1}


def _docx() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        "<w:p><w:r><w:t>How </w:t></w:r><w:r><w:t>was it?</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>It took</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>days.</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:t>not this</w:t></w:r></w:del></w:p>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f'{HEAD}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    return file.getvalue()


def test_a_plain_text_of_one_line_end_gives_way_to_the_word_document() -> None:
    both = source(selection(0, 12, 28, "It took two days"), richTextPath="internal://a.docx")
    reading = refi.read(packed(project(both), {"sources/t.txt": b"\n", "sources/a.docx": _docx()}))
    assert reading.sources[0]["text"] == "How was it?\nIt took\ttwo\ndays.\n"
    assert [row["exact"] for row in reading.quotes] == ["It took\ttwo\ndays"]
    assert "no words in its plain text" in _unsure(reading)


def test_coders_of_one_name_stay_two_and_those_without_get_one() -> None:
    xml = project(source(selection(0, 0, 3))).replace(
        "</Users>", f'<User guid="{number(2, 1)}" name="Ann"/><User guid="{number(2, 2)}" id="AB"/></Users>'
    )
    more = "".join(
        f'<Coding guid="{number(4, place)}" creatingUser="{number(2, place)}"><CodeRef targetGUID="{CODE}"/></Coding>'
        for place in (1, 2)
    )
    reading = refi.read(packed(xml.replace("</PlainTextSelection>", more + "</PlainTextSelection>"), _FILES))
    assert [row["coder"] for row in reading.applications] == ["Ann", "Ann (2)", "AB"]


def test_a_project_file_may_have_another_name() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Their study.qde", project())
    assert [row["name"] for row in refi.read(file.getvalue()).codes] == ["Waiting"]


def test_a_codebook_of_another_tool_is_read_whatever_its_namespace() -> None:
    book = (
        f'{HEAD}<CodeBook xmlns="urn:QDA-XML:codebook:1:0" origin="Taguette 1.5"><Codes>'
        f'<Code guid="{number(1, 1)}" name="pain" isCodable="true"><Description>What hurts</Description>'
        f'<Code guid="{number(1, 2)}" name="pain.wait" isCodable="true" color="red"/></Code></Codes>'
        f'<Sets><Set guid="{number(12)}" name="all"><MemberCode guid="{number(1, 1)}"/></Set></Sets></CodeBook>'
    ).encode()
    reading = refi.read(book)
    assert [(row["name"], row["parent"], row["definition"], row["color"]) for row in reading.codes] == [
        ("pain", None, "What hurts", None),
        ("pain.wait", number(1, 1), "", None),
    ]
    assert _dropped(reading) == {"set": 1}
