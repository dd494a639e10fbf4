"""Readings in a study: one change, nobody twice, and names in the key alone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.readers.tables import PLANTED, named

from journeywidgets.errors import EvidenceError, JourneyError
from journeywidgets.evidence import Study
from journeywidgets.evidence.readers.landing import land
from journeywidgets.evidence.readers.reading import Reading, lines, sha256

NAME, ADDRESS, _ = PLANTED
OTHER = "Ottilie Marchbanks"


def notes(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame: pd.DataFrame = pd.DataFrame(list(rows), columns=pd.Index(["participant", "note", "code"]))
    return frame


FIRST = notes((NAME, "It is slow 😀", "Waiting"), (OTHER, "Cheap", "Price; Waiting"))


def test_a_reading_is_one_change_and_one_undo_step() -> None:
    study = Study("Rides", seed=1)
    before = study.to_dict()
    report = study.read(FIRST)
    assert report.read == {
        "participants": 2,
        "sources": 2,
        "segments": 2,
        "codes": 2,
        "quotes": 2,
        "applications": 3,
    }
    assert list(report.sources) == list(study.sources.index)
    assert study.store.revision == 1
    study.undo()
    assert study.to_dict() == before
    study.redo()
    assert len(study.quotes) == 2


def test_quotes_stand_where_their_words_are() -> None:
    study = Study(seed=1)
    study.read(FIRST)
    assert study.quotes["exact"].tolist() == ["It is slow 😀", "Cheap"]
    quotes, texts = study.quotes.to_dict("records"), study.sources["text"]
    assert [texts[row["source"]][int(row["start"]) : int(row["end"])] for row in quotes] == study.quotes[
        "exact"
    ].tolist()
    assert study.quotes["participant"].tolist() == list(study.participants.index)


def test_a_name_becomes_a_pseudonym_and_is_known_again() -> None:
    study = Study(seed=1)
    study.read(FIRST)
    assert study.participants["pseudonym"].tolist() == ["P1", "P2"]
    study.read(notes((NAME.upper(), "Later it was fine", "Waiting"), ("Third Person", "Hm", "")))
    assert study.participants["pseudonym"].tolist() == ["P1", "P2", "P3"]
    assert study.key.participant_of(NAME) == study.participants.index[0]
    said = study.segments[study.segments["participant"] == study.participants.index[0]]
    assert len(said) == 2


def test_names_are_in_the_key_and_in_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "rides.study.json"
    study = Study.open(path, seed=1)
    report = study.read(FIRST.assign(contact=[ADDRESS, ""]))
    files = {one.name: one.read_text("utf-8", "replace") for one in tmp_path.iterdir()}
    assert set(named(files.pop("rides.key.json"))) >= {NAME}
    assert {name: named(text) for name, text in files.items() if named(text)} == {}
    study.save()
    study.close()
    assert named(path.read_text("utf-8")) == []
    assert named(str(report) + report.html() + json.dumps(study.to_dict())) == []
    again = Study.open(path)
    again.read(notes((NAME, "More words", "")))
    assert len(again.participants) == 2
    again.close()


def test_pseudonyms_go_on_from_those_that_are_there() -> None:
    study = Study(participants=["P2", "P07"], seed=1)
    reading = Reading("test")
    turns = [
        {"text": f"words {number}", "participant": reading.participant(f"Person Number{letter}", role)}
        for number, (letter, role) in enumerate([("a", "participant"), ("b", "moderator"), ("c", "observer")])
    ]
    reading.source(turns, sha256=sha256("x"), title="One")
    land(study, reading, study.key)
    assert study.participants["pseudonym"].tolist() == ["P2", "P07", "P8", "M1", "O1"]


def test_a_code_that_was_given_is_the_pseudonym_of_who_is_there() -> None:
    study = Study(participants=[{"id": "one", "pseudonym": "P1", "attributes": {"Plan": "Pro"}}], seed=1)
    frame = notes(("p1", "It is slow", "")).assign(Plan=["Free"], City=["Ulm"])
    report = study.read(frame)
    assert study.segments["participant"].tolist() == ["one"]
    assert study.document.row("participants", "one")["attributes"] == {"Plan": "Pro", "City": "Ulm"}
    assert report.unsure["assumed"].tolist()[-2:] == ["left as they are in the study", "taken as the same people"]


def test_codes_are_found_by_their_path_in_any_case() -> None:
    study = Study(codes=[{"id": "w", "name": "Waiting"}, {"id": "p", "name": "Phone", "parent": "w"}], seed=1)
    study.read(
        pd.DataFrame({"path": ["waiting", "WAITING/phone", "Phone"], "definition": ["Time lost", "", "Elsewhere"]}),
        path="/",
    )
    assert study.codes["name"].tolist().count("Phone") == 2
    assert len(study.codes) == 3
    assert study.codes.loc["w", "definition"] == "Time lost"
    before = study.store.revision
    with pytest.raises(EvidenceError, match="in the study already"):
        study.read(pd.DataFrame({"name": ["Waiting"], "definition": ["Another meaning"]}))
    assert study.store.revision == before
    assert study.codes.loc["w", "definition"] == "Time lost"


def test_the_same_file_twice_is_refused_unless_asked_for() -> None:
    study = Study(seed=1)
    study.read(FIRST)
    before = study.to_dict()
    with pytest.raises(EvidenceError, match="everything in it is in the study already"):
        study.read(FIRST)
    assert study.to_dict() == before
    study.read(FIRST, again=True)
    assert len(study.sources) == 4
    assert len(study.participants) == 2


def test_a_longer_export_adds_what_is_new() -> None:
    study = Study(seed=1)
    form = pd.DataFrame(
        {"Timestamp": ["1/31/2024 9:00", "2/1/2024 9:00"], "Why?": ["Because it rains", "Because it rains"]}
    )
    study.read(form, text=["Why?"])
    longer = pd.concat([form, form.iloc[:1], form.iloc[:1].assign(**{"Why?": "I like it a lot"})])
    report = study.read(longer, text=["Why?"])
    assert report.read == {"participants": 2, "sources": 2, "segments": 2}
    assert report.dropped.set_index("why")["how_many"]["is in the study already; again=True reads it once more"] == 2
    assert study.sources["title"].tolist() == ["P1", "P2", "P3", "P4"]


def test_codes_on_words_that_are_there_go_to_those_words() -> None:
    study = Study(seed=1)
    answers = pd.DataFrame({"id": ["R1", "R2"], "Why?": ["It rains", "It is fun"]})
    study.read(answers, text=["Why?"], participant="id")
    coded = answers.assign(theme=["weather", "joy, weather"])
    options: dict[str, Any] = {"text": {"Why?": "Why?"}, "participant": "id", "code": "theme"}
    report = study.read(coded, **options, coder="AB")
    assert report.read == {"codes": 2, "quotes": 2, "applications": 3}
    assert len(study.sources) == len(study.participants) == 2
    other = study.read(coded.assign(theme=["weather", "joy"]), **options, coder="CD")
    assert other.read == {"quotes": 2, "applications": 2}
    with pytest.raises(EvidenceError, match="in the study already"):
        study.read(coded, **options, coder="AB")


def test_codes_on_the_words_of_nobody_known_make_nobody_new() -> None:
    study = Study(seed=1)
    form = pd.DataFrame({"Timestamp": ["1/31/2024 9:00", "2/1/2024 9:00"], "Why?": ["It rains", "It is fun"]})
    study.read(form, text=["Why?"])
    study.read(form.assign(theme=["weather", "joy"]), kind="table", text={"Why?": "Why?"}, code="theme", coder="AB")
    assert study.participants["pseudonym"].tolist() == ["P1", "P2"]
    assert study.quotes["participant"].tolist() == list(study.participants.index)


def test_a_row_that_cannot_be_changes_nothing_at_all(tmp_path: Path) -> None:
    study = Study.open(tmp_path / "rides.study.json", seed=1)
    reading = Reading("test")
    person = reading.participant(NAME)
    source = reading.source([{"text": f"{NAME} said", "participant": person}], sha256=sha256("x"), title="One")
    reading.add("quotes", source=source, start=0, end=9000)
    before = study.to_dict()
    with pytest.raises(JourneyError) as caught:
        land(study, reading, study.key)
    assert study.to_dict() == before
    assert len(study.key) == 0
    assert named(str(caught.value)) == []
    study.close()


def test_a_key_that_cannot_be_written_takes_the_change_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study.open(tmp_path / "rides.study.json", seed=1)
    before = study.to_dict()

    def fail(*_: object) -> None:
        raise JourneyError("no room")

    monkeypatch.setattr(study.key, "update", fail)
    with pytest.raises(JourneyError, match="no room"):
        study.read(FIRST)
    assert study.to_dict() == before
    study.close()


def test_a_name_of_one_letter_stays_out_of_the_key() -> None:
    study = Study(seed=1)
    reading = Reading("test")
    turns = [{"text": "words", "participant": reading.participant("J")}]
    reading.source(turns, sha256=sha256("x"), title="One")
    report = land(study, reading, study.key)
    assert len(study.key) == 0
    assert "a name of one letter" in str(report)


def test_a_circle_of_codes_is_one_error() -> None:
    study = Study(seed=1)
    reading = Reading("test")
    reading.add("codes", id="a", name="A", parent="b")
    reading.add("codes", id="b", name="B", parent="a")
    with pytest.raises(EvidenceError, match="its own ancestor"):
        land(study, reading, study.key)
    assert len(study.codes) == 0


def test_memos_point_to_what_came_in_and_come_once() -> None:
    study = Study(seed=1)
    reading = Reading("test")
    source = reading.source([{"text": "some words"}], sha256=sha256("x"), title="One")
    reading.add("memos", source=source, text="Loud room", author="AB")
    reading.add("memos", code=reading.code("Waiting"), text="Too broad")
    land(study, reading, study.key)
    assert study.memos["source"].tolist() == [study.sources.index[0], None]
    with pytest.raises(EvidenceError, match="in the study already"):
        land(study, reading, study.key)


def test_the_report_reads_as_text_and_as_html() -> None:
    report = Study(seed=1).read(FIRST.assign(phone=["+44 20 7946 0000", ""]))
    text = str(report)
    assert text.splitlines()[0].startswith("Read as table: 2 participants, 2 sources, 2 segments")
    assert "telephone number" in text
    bundle = report._repr_mimebundle_()
    assert bundle["text/plain"] == text == repr(report)
    assert bundle["text/html"].startswith("<div><p>Read as table")
    many = Reading("x")
    for number in range(30):
        many.doubt(f"row {number}", "<b>", "y")
    assert "and 10 more: see the frame" in str(many.report)
    assert "<b>" not in many.report.html()
    assert len(many.report.unsure) == 30


def test_a_file_or_a_document_that_is_named_after_somebody_names_no_source(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME.lower()} export.csv"
    FIRST.to_csv(path, index=False)
    study = Study(seed=1)
    report = study.read(path)
    assert study.sources["title"].tolist() == ["P1", "P2"]
    assert "not used as the title" in str(report)
    assert Study(seed=1).read(path, title="Round 1").unsure.empty
    alone = tmp_path / "mistakenly.csv"
    notes(("P9", "It is slow", "")).to_csv(alone, index=False)
    study.read(alone)
    assert study.sources["title"].tolist()[-1] == "P9"
    highlights = pd.DataFrame({"id": ["1"], "document": [NAME], "tag": ["Waiting"], "content": ["So slow"]})
    study.read(highlights, participant="document")
    assert study.sources["title"].tolist()[-1] == "P1"


def test_a_file_with_a_name_of_its_own_lends_it_to_its_sources(tmp_path: Path) -> None:
    path = tmp_path / "Rides 2026.csv"
    FIRST.to_csv(path, index=False)
    study = Study(seed=1)
    study.read(path)
    assert study.sources["title"].tolist() == ["Rides 2026 · P1", "Rides 2026 · P2"]


SAID = "Well, it is slow. And it is slow at night.\nReally \u201cslow\u201d 😀, I mean it."


def interview(study: Study) -> str:
    """Put an interview into a study, and return the id of who was asked."""
    reading = Reading("test")
    turns = [
        {"text": "How is it?", "participant": reading.participant("Somebody Asking", "moderator")},
        {"text": SAID, "participant": reading.participant(NAME)},
    ]
    reading.source(turns, sha256=sha256(SAID), title="Interview 1")
    land(study, reading, study.key)
    return str(study.participants.index[1])


NIGHT = "slow at night. Really \u201cslow\u201d 😀"
HIGHLIGHTS = pd.DataFrame(
    {
        "id": ["7", "7", "8", "9", "10"],
        "document": ["Interview 1", "interview  1", "Interview 1", "Interview 1", "Interview 2"],
        "tag": ["Waiting", "Night", "Waiting", "Waiting", "Waiting"],
        "content": [NIGHT, NIGHT, "it is slow",
                    "nobody said this", "elsewhere"],
    }
)  # fmt: skip


def test_highlights_are_placed_in_the_document_of_their_title() -> None:
    study = Study(seed=1)
    person = interview(study)
    report = study.read(HIGHLIGHTS.replace("interview  1", "Interview 1"))
    assert report.read == {"sources": 1, "segments": 1, "codes": 2, "quotes": 4, "applications": 5}
    source = study.sources.index[0]
    mine = study.quotes[study.quotes["source"] == source]
    assert sorted(mine["exact"]) == sorted(
        ["slow at night.\nReally \u201cslow\u201d 😀", "it is slow", "nobody said this"]
    )
    placed = mine[mine["start"].notna()]
    assert placed["participant"].tolist() == [person] * 2
    assert study.sources["title"].tolist() == ["Interview 1", "Interview 2"]
    assert report.unsure["what"].tolist() == [
        "1 whose words stand in several places",
        "1 whose words are not in the source of that title",
    ]
    with pytest.raises(EvidenceError, match="everything in it is in the study already"):
        study.read(HIGHLIGHTS.replace("interview  1", "Interview 1"))


def test_a_quote_says_who_said_it_where_the_table_calls_them_otherwise() -> None:
    study = Study(seed=1)
    person = interview(study)
    frame = pd.DataFrame({"quote": ["it is slow"], "participant": ["p99"], "session": ["Interview 1"], "tags": ["x"]})
    study.read(frame)
    assert study.quotes["participant"].tolist() == [person]
    assert len(study.participants) == 2


def test_passages_of_a_title_that_two_documents_have_stay_by_themselves() -> None:
    study = Study(seed=1)
    interview(study)
    study.add("sources", title="Interview 1", text="Other words")
    study.read(HIGHLIGHTS.iloc[2:3])
    assert len(study.sources) == 3
    assert study.quotes["source"].tolist() == [study.sources.index[2]]


WORDS = st.text(st.sampled_from("ab \n\r\té😀\u0301\u00a0\u2028👩\u200d🚀,;\"'"), max_size=20)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", NAME, OTHER, "R_1234567", ""]),
        WORDS,
        st.sampled_from(["", "Waiting", "waiting; Price", "Price,Price"]),
        st.sampled_from(["", "One", "Two"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_note_is_a_segment_with_its_words_and_nothing_else_is(rows: list[tuple[str, str, str, str]]) -> None:
    study = Study(seed=1)
    frame = pd.DataFrame(rows, columns=pd.Index(["participant", "note", "code", "source"]))
    before = study.to_dict()
    study.read(frame)
    said = [lines(note) for _, note, _, _ in rows if lines(note)]
    tables = study.document.tables
    texts = {row_id: row["text"] for row_id, row in tables["sources"].items()}
    segments = [texts[row["source"]][row["start"] : row["end"]] for row in tables["segments"].values()]
    assert Counter(segments) == Counter(said)
    coded = Counter(lines(note) for _, note, code, _ in rows if lines(note) and code)
    assert Counter(row["exact"] for row in tables["quotes"].values()) == coded
    called = {name for name, note, _, _ in rows if lines(note) and name}
    assert len(tables["participants"]) == len(called)
    assert {row["name"] for row in tables["codes"].values()} <= {"Waiting", "waiting", "Price"}
    assert len(tables["codes"]) <= 2
    if said:
        study.undo()
        assert study.to_dict() == before
