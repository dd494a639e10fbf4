"""Real transcripts: a Zoom meeting, a panel and an interview, with a cleaned and a raw half each."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from tests.evidence.readers.speech import said
from tests.real.folder import real

from journeywidgets import Journey
from journeywidgets.evidence import Study
from journeywidgets.evidence.readers import speakers, webvtt
from journeywidgets.evidence.readers.reading import Reading

ZOOM = real("zoom", "the Zoom transcript is") / "meeting001_transcript.vtt"
PANELS = real("otel-end-user", "the panels are")
PANEL = PANELS / "20240305T194924Z-otel-collector-user-feedback-panel.md"
TALK = PANELS / "20231204T233444Z-otel-q-a-feat-jennifer-moore.md"


@pytest.fixture(scope="module")
def panel() -> Reading:
    return speakers.read(PANEL)


def words(text: str) -> list[str]:
    return text.split()


def test_every_word_of_a_zoom_meeting_is_read_once() -> None:
    """Counted without the reader: lines that are neither numbers, nor times, nor the name before the colon."""
    lines = ZOOM.read_text("utf-8").splitlines()[1:]
    speech = [line for line in lines if line.strip() and not line.strip().isdigit() and "-->" not in line]
    assert len(speech) == sum("-->" in line for line in lines) == 300
    named = [line.split(": ", 1) for line in speech]
    reading = webvtt.read(ZOOM)
    assert words(" ".join(text for _, text in said(reading))) == words(" ".join(parts[-1] for parts in named))
    assert set(reading.names) == {parts[0] for parts in named if len(parts) > 1}
    assert len(reading.names) == 5
    # Two cues have no name: they go on with the speaker before, and the report says so.
    doubts = reading.report.unsure
    assert doubts.loc[doubts["what"] == "no speaker's name", "place"].tolist() == ["cue 34", "cue 38"]


def test_a_zoom_meeting_keeps_speakers_and_times_in_order() -> None:
    reading = webvtt.read(ZOOM)
    starts = [row["time_start"] for row in reading.segments]
    assert starts == sorted(starts)
    assert (starts[0], reading.segments[-1]["time_end"]) == (4.859, 3341.97)
    assert webvtt.read(ZOOM, gap=0).report.read["segments"] > len(starts)


def test_the_turns_of_a_panel(panel: Reading) -> None:
    spoken = Counter(name for name, _ in said(panel))
    assert {name: spoken[name] for name in ("Iris", "Juraj", "Greg", "Joel")} == dict.fromkeys(
        ("Iris", "Juraj", "Greg", "Joel"), 6
    )
    assert set(spoken) == {"Iris", "Juraj", "Greg", "Joel", "Adriana", None}
    marks = re.findall(r"^\*\*(\w+)(?::\*\*|\*\*:)", PANEL.read_text("utf-8"), re.MULTILINE)
    assert Counter(marks) == Counter({name: count for name, count in spoken.items() if name is not None})


def test_each_question_was_put_to_all_four(panel: Reading) -> None:
    """The headings are the questions: each card of a map may have its own number asked."""
    moderators = {panel.names["Adriana"]}
    asked: dict[str, set[str]] = {}
    for row in panel.segments:
        if row.get("question") and row.get("participant") and row["participant"] not in moderators:
            asked.setdefault(row["question"], set()).add(row["participant"])
    assert {question: len(people) for question, people in asked.items()} == {
        "Introductions": 4,
        "How Are You Using the Collector?": 4,
        "Collector Distribution": 4,
        "Challenges with the Collector": 4,
        "Wishlist for Improvements": 4,
        "Scaling the Collector": 4,
    }


@pytest.mark.parametrize("path", [PANEL, TALK], ids=["panel", "interview"])
def test_the_cleaned_and_the_raw_half_are_two_sources(path: Path) -> None:
    reading = speakers.read(path)
    assert [row["provenance"] for row in reading.sources] == ["cleaned", "raw"]
    text = path.read_text("utf-8")
    raw = text[text.index("## Raw YouTube Transcript\n") :].split("\n", 1)[1]
    assert words(reading.sources[1]["text"]) == words(raw)
    # A program's summary of the talk is in neither.
    summary = text[text.index("## Summary\n") + 11 :].strip().split("\n", 1)[0]
    assert all(summary[:60] not in row["text"] for row in reading.sources)


def test_quoting_the_cleaned_half_is_not_quoting(panel: Reading) -> None:
    """None of the panel's longer cleaned sentences stands in the raw text: so each source says which it is."""
    cleaned, raw = (" ".join(words(row["text"])) for row in panel.sources)
    sentences = [sentence for sentence in re.split(r"(?<=[.?!])\s+", cleaned) if len(sentence) > 40]
    found = sum(sentence in raw for sentence in sentences)
    assert (found, len(sentences)) == (0, 89)


def test_an_interview(panel: Reading) -> None:
    reading = speakers.read(TALK)
    roles = {row["id"]: row["role"] for row in reading.participants}
    assert {name: roles[key] for name, key in reading.names.items()} == {"Jennifer": "participant"}
    # The word Host is nobody's name; somebody in the audience is a person, but nobody known.
    assert [row.get("pseudonym") for row in reading.participants] == [None, "Host", None]
    assert list(roles.values()) == ["participant", "moderator", "participant"]
    assert "Jennifer" not in str(reading.report)
    assert not any(name in str(panel.report) for name in panel.names)


def test_roles_are_taken_as_given() -> None:
    reading = speakers.read(PANEL, roles={"Adriana": "moderator"}, title="Panel", source_kind="focus_group")
    assert Counter(row["role"] for row in reading.participants) == {"participant": 4, "moderator": 1}
    assert [row["title"] for row in reading.sources] == ["Panel (cleaned)", "Panel (raw)"]
    assert {row["kind"] for row in reading.sources} == {"focus_group"}


def test_a_panel_becomes_a_map() -> None:
    """Questions are the stages: of four asked about challenges all four answered, and the moderator never counts."""
    study = Study("Collector", codes=[{"name": "Hard to debug", "kind": "pain"}], seed=1)
    report = study.read(PANEL, roles={"Adriana": "moderator"}, title="Panel")
    assert report.read == {"participants": 5, "sources": 2, "segments": 79}
    study.read(ZOOM, roles={"Andrew Knight": "moderator"})
    assert Counter(study.participants["role"]) == {"participant": 8, "moderator": 2}
    people = study.participants["role"]
    for segment, row in study.segments.iterrows():
        if row["question"] == "Challenges with the Collector" and people[row["participant"]] == "participant":
            study.apply(study.quote(segment=str(segment)), "Hard to debug", coder="A")
    stages = ["How Are You Using the Collector?", "Challenges with the Collector"]
    journey = Journey.from_study(study, stage_codes=stages, seed=1)
    assert journey.stages["title"].tolist() == stages
    gaps = journey.evidence_gaps()
    assert gaps[["text", "supports", "contradicts", "asked"]].to_numpy().tolist() == [["Hard to debug", 4, 0, 4]]
    # The words are exact, and of a text that somebody has cleaned.
    checked = study.verify()
    assert set(checked["status"]) == {"exact"}
    assert set(checked["provenance"]) == {"cleaned"}
    names = set(study.key.frame["name"])
    assert {"Iris", "Juraj", "Greg", "Joel", "Adriana"} <= names
    cited = " ".join(journey.evidence["quote"])
    assert not any(re.search(rf"\b{re.escape(name)}\b", cited) for name in names)
