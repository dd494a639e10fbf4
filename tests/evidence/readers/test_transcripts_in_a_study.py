"""Transcripts in a study: one person in all files, no name in the document, and nothing by halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence import Study

VTT = """WEBVTT

00:01.000 --> 00:02.000
Interviewer: How was it?

00:02.000 --> 00:04.000
Vessa Thorne: Slow. {face} Very slow.
""".format(face="\N{GRINNING FACE}")
TEXT = "**Vessa Thorne:** Still slow.\n\n**Oskel Brandt:** Not for me.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "interview-1.vtt").write_text(VTT, "utf-8")
    (tmp_path / "interview-2.md").write_text(TEXT, "utf-8")
    return tmp_path


def test_one_person_in_all_files(folder: Path) -> None:
    study = Study("Buses", seed=1)
    study.read(folder / "interview-1.vtt")
    report = study.read(folder / "interview-2.md")
    assert dict(zip(study.participants["pseudonym"], study.participants["role"], strict=True)) == {
        "Interviewer": "moderator",
        "P1": "participant",
        "P2": "participant",
    }
    said = study.segments["participant"].map(study.participants["pseudonym"]).tolist()
    assert said == ["Interviewer", "P1", "P1", "P2"]
    assert report.read["segments"] == 2
    assert study.sources["title"].tolist() == ["interview-1", "interview-2"]


def test_names_are_in_the_key_alone(folder: Path) -> None:
    path = folder / "buses.study.json"
    study = Study.open(path)
    study.read(folder / "interview-1.vtt")
    study.read(folder / "interview-2.md")
    study.close()
    for file in folder.iterdir():
        if file.name.startswith("buses") and ".key" not in file.name:
            assert "Thorne" not in file.read_text("utf-8")
    assert "Thorne" in (folder / "buses.key.json").read_text("utf-8")


def test_a_quote_is_anchored_in_code_points(folder: Path) -> None:
    study = Study("Buses", seed=1)
    (source,) = study.read(folder / "interview-1.vtt").sources
    text = str(study.sources.loc[source, "text"])
    start = text.index("Very")
    marked = study.quote(source, start, start + 9)
    quote = study.quotes.loc[marked]
    assert (quote["exact"], quote["prefix"][-2:]) == ("Very slow", "\N{GRINNING FACE} ")
    assert study.participants.loc[quote["participant"], "pseudonym"] == "P1"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.vtt", VTT.encode() + b"\n00:01.000 --> 00:03.000\nVessa Thorne: Earlier.\n"),
        ("a.vtt", VTT.encode() + b"\n00:05.000 --> 00:06.000\nVessa Thorne: caf\xe9\n"),
        ("a.vtt", VTT.encode() + b"\nVessa Thorne said this\n"),
        ("a.md", TEXT.encode() + b"x" * 2_000_000),
        ("a.docx", b"PK\x03\x04 no archive"),
    ],
    ids=["backwards", "encoding", "no times", "long line", "no archive"],
)
def test_a_damaged_file_leaves_the_study_as_it_was(tmp_path: Path, name: str, data: bytes) -> None:
    study = Study("Buses", seed=1)
    before = study.to_dict()
    (tmp_path / name).write_bytes(data)
    with pytest.raises(EvidenceError) as caught:
        study.read(tmp_path / name)
    assert study.to_dict() == before
    assert len(study.key) == 0
    assert "Thorne" not in str(caught.value)


def test_the_word_for_a_role_is_nobodys_name(tmp_path: Path) -> None:
    """In the key it would be removed wherever somebody says it, and found in every notebook."""
    study = Study("Buses", seed=1)
    for number, word in enumerate(("Interviewer", "INTERVIEWER", "I")):
        path = tmp_path / f"interview-{number}.txt"
        path.write_text(f"{word}: Well?\nP{number}: Slow.\n{word}: I see.\n", "utf-8")
        study.read(path)
    assert study.participants["pseudonym"].tolist() == ["Interviewer", "P0", "P1", "P2"]
    assert len(study.key) == 0
