"""Speaker-marked text: each way of marking is read, and what is nobody's speech is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.readers.speech import said, told

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers import speakers, webvtt
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.turns import cut

QUILL, VESSA = "Quill Ardent", "Vessa Thorne"
TALK = [(QUILL, "How was it?"), (VESSA, "Slow.")]


def read(text: str, **options: object) -> Reading:
    return speakers.read(text.encode(), **options)


@pytest.mark.parametrize(
    "text",
    [
        f"{QUILL}: How was it?\n{VESSA}: Slow.\n",
        f"{QUILL}:\nHow was it?\n\n{VESSA}:\nSlow.\n",
        f"**{QUILL}:** How was it?\n\n**{VESSA}**: Slow.\n",
        f"__{QUILL}__: How was it?\n\n**{VESSA}** : Slow.",
        f"{QUILL}  0:02\nHow was it?\n\n{VESSA}  0:09\nSlow.\n\nTranscribed by https://otter.ai\n",
        f"[00:00:02] {QUILL}: How was it?\n[00:00:09] {VESSA}: Slow.",
        f"00:02 - {QUILL}: How was it?\n00:09 - {VESSA}: Slow.",
        f"{QUILL} (0:02): How was it?\r\n{VESSA} (0:09): Slow.\r\n",
        f"Date: 2025-05-12\nInterviewer: {QUILL}\nParticipant: P3\n\n{QUILL}: How was it?\n{VESSA}: Slow.",
        f"\ufeff{QUILL}\N{FULLWIDTH COLON}How was it?\n{VESSA}\N{FULLWIDTH COLON}Slow.",
    ],
)
def test_marks_of_speakers(text: str) -> None:
    assert said(read(text)) == TALK


def test_a_label_in_brackets_comes_again() -> None:
    turns = f"[{QUILL}] How was it?\n[{VESSA}] Slow.\n"
    assert said(read(turns * 2)) == TALK * 2
    # There once, it may as well be [Softly].
    assert said(read(turns)) == [(None, turns.strip())]


def test_times_beside_the_names() -> None:
    reading = read(f"{QUILL}  0:02\nHow was it?\n\n{VESSA}  1:00:09\nSlow.\n")
    assert [row["time_start"] for row in reading.segments] == [2.0, 3609.0]
    with pytest.raises(EvidenceError, match=r"line 4: begins at 0:00:01.000, before"):
        read(f"{QUILL}  0:02\nHow was it?\n\n{VESSA}  0:01\nSlow.\n")


@pytest.mark.parametrize(
    "name", ["\u5f20\u4f1f", "Mary-Jo O\u2019Quirk", "Dr. A. von Zell", "P3", "Zell, Ida (Fabled)"]
)
def test_names_of_many_kinds(name: str) -> None:
    assert said(read(f"{name}: Yes.\nInterviewer: Why?\n"))[0] == (name, "Yes.")


@pytest.mark.parametrize(
    "line",
    [
        "I told them: no more.",
        "https://example.org: see there",
        "10:30 Meeting",
        "At 10:30: we left",
        "Note: this is important",
        "So: I left.",
        "What did he say?: nothing",
        "It is as the sign says: closed",
        "**bold** words at the start",
        "[laughs] then",
    ],
)
def test_what_only_looks_like_a_mark_is_speech(line: str) -> None:
    assert said(read(f"{QUILL}: Well.\n{line}\n{VESSA}: Yes.")) == [(QUILL, f"Well.\n{line}"), (VESSA, "Yes.")]


def test_a_single_word_once_is_taken_and_reported() -> None:
    reading = read(f"{QUILL}: Well.\nOddly: it came.\n")
    assert said(reading)[1] == ("Oddly", "it came.")
    assert "labels of one word that are there once (1); taken as speakers" in told(reading)
    assert "Oddly" not in told(reading)
    assert said(read(f"{QUILL}: Well.\nOddly: it came.\n", speakers=[QUILL])) == [(QUILL, "Well.\nOddly: it came.")]


def test_paragraphs_of_one_turn() -> None:
    reading = read(f"**{QUILL}:** One.\n\nTwo.\n\n\n\nThree.\n\n**{VESSA}:** Four.\n")
    assert said(reading) == [(QUILL, "One.\n\nTwo.\n\nThree."), (VESSA, "Four.")]
    assert "line 3 and 1 more: a paragraph without a mark, after a turn" in told(reading)


def test_headings_are_the_questions() -> None:
    reading = read(
        f"# The talk\n\n## Getting there\n\n{VESSA}: By bus.\n\n## Leaving\n\nAll laughed.\n\n{QUILL}: Bye.\n"
    )
    assert [row.get("question") for row in reading.segments] == ["Getting there", "Leaving", "Leaving"]
    # What stands under a new heading is not said by the speaker before it.
    assert said(reading) == [(VESSA, "By bus."), (None, "All laughed."), (QUILL, "Bye.")]


def test_a_line_in_bold_is_a_title_unless_it_comes_again() -> None:
    reading = read(f"**Getting there**\n\n{VESSA}: By bus.\n\n**Leaving**\n\n{QUILL}: Bye.\n")
    assert [row.get("question") for row in reading.segments] == ["Getting there", "Leaving"]
    assert said(reading) == [(VESSA, "By bus."), (QUILL, "Bye.")]
    again = read(f"**{QUILL}**\nHow was it?\n\n**{VESSA}**\nSlow.\n\n**{QUILL}**\nOh.\n\n**{VESSA}**\nYes.\n")
    assert said(again) == [*TALK, (QUILL, "Oh."), (VESSA, "Yes.")]


SUMMED = f"""# Meeting

Some day in May

## Summary

{QUILL}: a program wrote that she was delighted.

### Details

More of it.

## Transcript

{QUILL}: I was not delighted.

{VESSA}: I see.
"""


def test_a_summary_is_nobodys_speech() -> None:
    reading = read(SUMMED)
    assert said(reading) == [(QUILL, "I was not delighted."), (VESSA, "I see.")]
    assert "3 x sections" in told(reading)
    assert "delighted. \n" not in reading.sources[0]["text"]
    assert "program" not in repr(reading.sources)


def test_a_summary_alone_is_refused() -> None:
    with pytest.raises(EvidenceError, match="a program's summary and no transcript"):
        read("# Notes\n\nSomebody was delighted.\n\nYou should review Gemini's notes to make sure they're accurate.\n")


def test_notes_of_a_person_are_read() -> None:
    reading = read("# Notes\n\nP1: found the dock.\n\nP2: did not.\n")
    assert said(reading) == [("P1", "found the dock."), ("P2", "did not.")]
    assert "read as what was said" in told(reading)


def test_a_raw_half_is_a_source_of_its_own() -> None:
    cleaned = f"**{QUILL}:** It broke.\n\n**{VESSA}:** When?\n"
    reading = read(f"# A talk\n\n{cleaned}\n## Raw Transcript\n\num it it broke when\n")
    assert [row["provenance"] for row in reading.sources] == ["cleaned", "raw"]
    assert said(reading, 0) == [(QUILL, "It broke."), (VESSA, "When?")]
    assert said(reading, 1) == [(None, "um it it broke when")]
    assert [row["title"] for row in reading.sources] == ["cleaned transcript", "raw transcript"]
    assert read(cleaned, provenance="notes").sources[0]["provenance"] == "notes"


def test_questions_and_quoted_answers() -> None:
    reading = read(
        "## P9 Transcript\n\n- How did you start?\n> On the bus.\n> It was late.\n\n- And then?\n> I gave up.\n"
    )
    assert said(reading) == [
        ("moderator", "How did you start?"),
        ("P9", "On the bus.\nIt was late."),
        ("moderator", "And then?"),
        ("P9", "I gave up."),
    ]
    assert [row.get("question") for row in reading.segments if row.get("participant") == "participants/1"] == [
        "How did you start?",
        "And then?",
    ]
    assert "items taken as the moderator's questions" in told(reading)


def test_a_header_tells_of_the_talk() -> None:
    reading = read(
        f"# Third interview\n\n**Date:** 12.5.2025\nParticipant: P3\n\nInterviewer: Hello.\nP3: Hello, {QUILL}.\n"
    )
    assert said(reading) == [("Interviewer", "Hello."), ("P3", f"Hello, {QUILL}.")]
    assert reading.sources[0]["recorded_at"] == "2025-05-12"
    assert "2 x lines of a header" in told(reading)
    # Without a word such as Date it is talk.
    assert len(read("Interviewer: Hello\nParticipant: Hello\n").segments) == 2


def test_a_colon_without_a_blank() -> None:
    talk = f"{QUILL}:How was it?\n{VESSA}:Slow.\n{QUILL}:Since when?\n{VESSA}:12:30, see a:b\n"
    assert said(read(talk)) == [*TALK, (QUILL, "Since when?"), (VESSA, "12:30, see a:b")]


def test_front_matter_tells_of_the_talk() -> None:
    reading = read(f"---\ntitle: With {QUILL}\ndate: 2024-03-02\nattendees:\n  - {QUILL}\n---\n{VESSA}: Slow.\n")
    assert said(reading) == [(VESSA, "Slow.")]
    assert reading.sources[0]["recorded_at"] == "2024-03-02"
    assert "4 x lines of front matter" in told(reading)


def test_a_focus_group_of_codes() -> None:
    reading = read("[id1] First.\n[id2] Second.\n[id1] Third.\n[Music]\n[id2] Fourth.")
    assert said(reading) == [("id1", "First."), ("id2", "Second."), ("id1", "Third.\n[Music]"), ("id2", "Fourth.")]
    assert [row["pseudonym"] for row in reading.participants] == ["id1", "id2"]
    assert reading.names == {}


def test_labels_that_mean_somebody_else_in_each_file_are_no_names() -> None:
    reading = read("Speaker 1: One.\nSpeaker 2: Two.\nUnknown Speaker: Three.\nSpeaker 1: Four.")
    assert [row.get("participant") for row in reading.segments] == [
        "participants/0",
        "participants/1",
        None,
        "participants/0",
    ]
    assert reading.names == {}
    assert "taken as people of this file alone" in told(reading)


def test_plain_text_by_paragraphs() -> None:
    reading = read("One line\nof two.\n\nAnother.\n")
    assert said(reading) == [(None, "One line\nof two."), (None, "Another.")]
    assert "line 1 and 1 more: words without a speaker's mark; kept, said by nobody known" in told(reading)


def test_a_wall_of_text_is_cut_at_sentences() -> None:
    sentence = "It went on and on, as these things do. "
    reading = read(sentence * 200)
    assert len(reading.segments) > 3
    assert all(text.endswith("do.") for _, text in said(reading))
    assert " ".join(text for _, text in said(reading)) == (sentence * 200).strip()


@given(st.text("ab .\n", max_size=300), st.integers(10, 50))
def test_a_cut_loses_no_word(text: str, most: int) -> None:
    pieces = cut(text, most)
    assert all(len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_files_name_is_the_title_where_it_is_nobodys(tmp_path: Path) -> None:
    titles = {}
    for stem in ("interview-03", "P7_cleaned", "Qentley Zyxwora"):
        path = tmp_path / f"{stem}.txt"
        path.write_text("P1: Yes.", "utf-8")
        titles[stem] = speakers.read(path).sources[0]["title"]
    assert titles == {"interview-03": "interview-03", "P7_cleaned": "P7_cleaned", "Qentley Zyxwora": ""}
    assert speakers.read(path, title="Third").sources[0]["title"] == "Third"


LONG = 400_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "line",
    [
        "A" + " " * LONG + "0:12x",
        "0:12 " + " " * LONG + "-",
        "# " + " " * LONG + "x",
        "**" + "A " * (LONG // 2),
        "**A**" + " " * LONG + "x",
        "[A]" + " " * LONG + ":",
        ":" * LONG,
        "# x" + "#" * LONG + "x",
        "> " * (LONG // 2),
    ],
    ids=lambda line: f"{line[:4]}...",
)
def test_a_long_line_of_any_form_takes_no_time(line: str) -> None:
    """Patterns that look at a line twice for each of its characters would take hours."""
    assert read(line).sources[0]["text"]
    file = b"WEBVTT\n\n00:01.000 --> 00:02.000\n"
    assert webvtt.read(file + line.encode()).sources[0]["text"]
    assert webvtt.read(file + b"<v" + b" " * LONG + line.encode()).sources[0]["text"]
    assert webvtt.read(file[:-1] + b" " * LONG + b"\n" + line.encode()).sources[0]["text"]


@pytest.mark.parametrize("text", ["", "   \n\n", "# Only a heading\n", "---\na: b\n---\n"])
def test_no_words_is_an_error(text: str) -> None:
    with pytest.raises(EvidenceError, match="no words in the file"):
        read(text)


@settings(max_examples=150)
@given(st.text("AZaz:*[]#>-0123456789. \n()_\t", max_size=300))
def test_nothing_is_lost_and_nothing_else_is_raised(text: str) -> None:
    try:
        reading = read(text)
    except EvidenceError:
        return
    for source in reading.sources:
        at = 0
        for segment in (row for row in reading.segments if row["source"] == source["id"]):
            assert at <= segment["start"] < segment["end"]
            assert source["text"][at : segment["start"]].strip() == ""
            at = segment["end"]
        assert at == len(source["text"])
