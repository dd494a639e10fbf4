"""`validate` and `diff`: what files hold, and what differs between them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.shell import run

from journeywidgets import Journey
from journeywidgets.evidence import Study

GOLDEN = Path(__file__).parent.parent / "storage" / "golden"


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "version-1.journey.json", tmp_path / "bike.journey.json"))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    made = Study("Talks", participants=[{"id": "p", "pseudonym": "P1"}], codes=["Late"], seed=1)
    made.add("sources", id="i", title="Interview 1", text="The code came late. I gave up.", participant="p")
    made.add("quotes", id="q", source="i", start=0, end=18, exact="The code came late", participant="p")
    return made.save(tmp_path / "talks.study.json")


def edited(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_valid_files_are_told_with_their_rows(journey: Path, study: Path) -> None:
    said = run("validate", journey, study)
    assert (said.status, said.err) == (0, "")
    first, second = said.out.splitlines()
    assert first.startswith(f"{journey}: a valid journey: 3 stages, 2 lanes, 2 cards, ")
    assert first.endswith("1 value, 1 piece of evidence, 1 ask, 1 link")
    assert second.startswith(f"{study}: a valid study: ")
    there = sorted(path.name for path in journey.parent.iterdir() if path.suffix != ".lock")
    assert there == ["bike.journey.json", "talks.study.json"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"score": -1.5', '"score": 3', "cards, row 'c0late', column 'score'"),
        ('"stage": "s2sms"', '"stage": "s9"', "cards, row 'c0late', column 'stage'"),
        ('"lanes": [', '"lanes": [,', ", line 11, column 11: "),
        ('"format": "journeywidgets"', '"format": "other"', "format"),
    ],
)
def test_what_is_not_valid_is_told_with_its_place(journey: Path, old: str, new: str, place: str) -> None:
    edited(journey, old, new)
    before = journey.read_bytes()
    said = run("validate", journey)
    assert (said.status, said.out) == (1, "")
    assert place in said.error
    assert "bike.journey.json" in said.error
    assert journey.read_bytes() == before


def test_notices_count_where_they_are_to(journey: Path) -> None:
    edited(journey, '"moment_of_truth": true', '"moment_of_thruth": true')
    said = run("validate", journey)
    assert said.status == 0
    assert "notice: bike.journey.json: stages, row 's1sign': 'moment_of_thruth' is not a column" in said.error
    strict = run("validate", "--strict", journey)
    assert strict.status == 1
    assert "a valid" not in strict.out


def test_a_newer_format_is_a_notice_unless_it_cannot_be_judged(journey: Path) -> None:
    edited(journey, '"version": 1,\n"min_reader": 1', '"version": 9,\n"min_reader": 9')
    said = run("validate", journey)
    assert said.status == 0
    assert "was written by a newer journeywidgets (format 9)" in said.error
    assert run("validate", "--strict", journey).status == 1
    edited(journey, '"lanes": [', '"lanes": 3, "tracks": [')
    said = run("validate", journey)
    assert (said.status, said.out) == (2, "")
    assert "newer" in said.error


def test_words_that_stand_nowhere_in_their_source_are_found(study: Path) -> None:
    edited(study, '"exact": "The code came late"', '"exact": "These words nobody ever spoke, anywhere"')
    said = run("validate", study)
    assert said.status == 1
    assert f"{study}: quotes, row 'q': its words stand nowhere in its source" in said.error
    assert "nobody ever" not in said.out + said.err


def test_json_has_an_entry_a_file(journey: Path, study: Path, tmp_path: Path) -> None:
    edited(journey, '"score": -1.5', '"score": 3')
    said = run("validate", "--json", journey, study, tmp_path / "none.journey.json")
    bad, good, none = said.json["files"]
    assert said.status == said.json["status"] == 2
    assert (bad["status"], bad["valid"], len(bad["problems"])) == (1, False, 1)
    assert (good["status"], good["valid"], good["kind"], good["problems"]) == (0, True, "study", [])
    assert good["rows"]["participants"] > 0
    assert (none["status"], none["valid"]) == (2, False)


def test_a_file_of_another_kind_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Notes", "utf-8")
    said = run("validate", path)
    assert said.status == 2
    assert "is not the name of a journey file" in said.error


def test_changes_that_are_only_in_the_journal_count(journey: Path) -> None:
    """A killed process leaves them there; neither command takes them in."""
    program = (
        "import os, sys; from journeywidgets import Journey; j = Journey.open(sys.argv[1]);"
        "j.set('cards', 'c1map', text='Found it'); os._exit(9)"
    )
    old = Path(shutil.copy(journey, journey.with_name("old.journey.json")))
    subprocess.run([sys.executable, "-c", program, str(journey)], check=False)
    journal = next(path for path in journey.parent.iterdir() if "journal" in path.name and path.name.startswith("bike"))
    before = journey.read_bytes(), journal.read_bytes()
    assert run("validate", journey).status == 0
    said = run("diff", old, journey)
    assert said.status == 1
    assert "~ cards c1map, text: " in said.out
    assert "'Found it'" in said.out
    assert (journey.read_bytes(), journal.read_bytes()) == before


def test_a_difference_is_a_line(journey: Path) -> None:
    same = Path(shutil.copy(journey, journey.with_name("same.journey.json")))
    assert run("diff", journey, same) == run("diff", same, same)
    assert run("diff", journey, same).out == ""
    with_more = Journey.open(journey, read_only=True)
    changed = Journey.from_dict(with_more.to_dict())
    changed.set("cards", "c1map", score=2)
    changed.delete("values", "v0")
    changed.add("lanes", id="new", title="Gains", kind="gain")
    changed.save(same)
    said = run("diff", journey, same)
    assert said.status == 1
    assert said.out.splitlines() == [
        "+ lanes new: 'Gains'",
        "~ cards c1map, score: 1.0 -> 2.0",
        *[line for line in said.out.splitlines() if line.startswith("- values v0: ")],
        f"3 differences from {journey} to {same}",
    ]
    back = run("diff", same, journey, "--json", "--table", "cards").json
    assert back["status"] == 1
    assert back["differences"] == [
        {"table": "cards", "id": "c1map", "kind": "changed", "field": "score", "old": 2.0, "new": 1.0}
    ]
    assert run("diff", same, journey, "--table", "stages").status == 0
    said = run("diff", same, journey, "--table", "cars")
    assert said.status == 2
    assert "there is no table 'cars'. Tables: meta, stages" in said.error


def test_studies_are_compared_but_not_with_journeys(journey: Path, study: Path, tmp_path: Path) -> None:
    changed = Study.open(study, read_only=True)
    copy = Study.from_dict(changed.to_dict())
    copy.add("codes", id="more", name="More")
    copy.save(tmp_path / "more.study.json")
    assert run("diff", study, tmp_path / "more.study.json").out.startswith("+ codes more: 'More'\n")
    said = run("diff", journey, study)
    assert said.status == 2
    assert "Compare files of one kind." in said.error
