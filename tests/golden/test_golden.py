"""What earlier versions wrote is still opened, shown, stripped and reported."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.shell import run

from journeywidgets import Journey
from journeywidgets.evidence import Study

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if (path / "golden.ipynb").is_file())
STATE = "application/vnd.jupyter.widget-state+json"

each_version = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@pytest.fixture
def written(folder: Path, tmp_path: Path) -> Path:
    """Give a copy of what a version wrote."""
    return Path(shutil.copytree(folder, tmp_path / "golden"))


def notebook(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return held


def snapshot(path: Path) -> dict[str, Any]:
    """Return the document in the state of a notebook's map."""
    state = notebook(path)["metadata"]["widgets"][STATE]["state"]
    (found,) = (model["state"]["_snapshot"] for model in state.values() if "_snapshot" in model["state"])
    document: dict[str, Any] = json.loads(found)["document"]
    return document


def test_the_versions_are_here_and_in_the_list() -> None:
    told = re.findall(r"^\| `(\w+)/` \|", (HERE / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {"maps", "metrics", "evidence"} <= set(told)
    assert sorted(told) == [folder.name for folder in FOLDERS]


@each_version
def test_the_journey_opens_with_all_its_rows_and_is_written_back_as_it_was(written: Path) -> None:
    path = written / "golden.journey.json"
    before = path.read_bytes()
    journey = Journey.open(path)
    try:
        assert journey.stages["title"].tolist() == ["Find", "Sign up", "Ride", "Unlock", "Park"]
        assert journey.cards.loc["c1", "text"] == "The code comes late <b>& again</b>"
        assert journey.cards.loc["c6", "score"] == -2
        assert journey.evidence["participant"].tolist() == ["P1", "P2"]
        assert journey.values.loc["v1", ["low", "value", "high", "n"]].tolist() == [55, 61.25, 67, 412]
        assert journey.links.loc["l1", "kind"] == "loop"
        journey.set("cards", "c0", text="Sees bikes from afar")
        journey.undo()
    finally:
        journey.close()
    assert path.read_bytes() == before
    assert run("validate", path, "--strict").status == 0


@pytest.mark.parametrize(
    "folder", [path for path in FOLDERS if path.name not in ("maps", "metrics")], ids=lambda folder: folder.name
)
def test_the_study_opens(written: Path) -> None:
    path = written / "golden.study.json"
    study = Study.open(path, read_only=True)
    assert study.participants["pseudonym"].tolist() == ["P1", "P2"]
    assert run("validate", path, "--strict").status == 0


@each_version
def test_the_map_in_the_state_of_the_notebook_is_the_journey(written: Path) -> None:
    kept = Journey.from_dict(snapshot(written / "golden.ipynb"))
    saved = Journey.open(written / "golden.journey.json", read_only=True)
    assert kept.diff(saved).empty
    assert len(kept.cards) == 8


@each_version
def test_the_notebook_is_stripped_to_its_table(written: Path) -> None:
    path = written / "golden.ipynb"
    before = path.read_bytes()
    assert run("strip", path).status == 0
    after = notebook(path)
    assert "widgets" not in after["metadata"]
    (figure,) = (
        output["data"] for cell in after["cells"] for output in cell["outputs"] if "text/html" in output.get("data", {})
    )
    assert not any(mime.startswith("application/vnd.jupyter") for mime in figure)
    assert "The code comes late" in "".join(figure["text/html"])
    gone = [line for line in before.splitlines() if line not in path.read_bytes().splitlines()]
    assert any(b"_esm" in line for line in gone)
    assert not any(b"The code comes late" in line and b"_snapshot" not in line for line in gone)


@each_version
def test_the_report_of_the_notebook_shows_the_map(written: Path) -> None:
    """From the state of its widgets: the document itself is in the page, to be explored."""
    page = written / "page.html"
    said = run("report", written / "golden.ipynb", "-o", page, "--json")
    assert (said.status, said.json["dropped"]) == (0, [])
    journey = Journey.open(written / "golden.journey.json", read_only=True)
    assert [Journey.from_dict(each).diff(journey).empty for each in documents(page)] == [True]


@each_version
def test_the_report_of_the_stripped_notebook_shows_the_map(written: Path) -> None:
    """As a table where the notebook keeps no more; to be explored where its output has the document too."""
    path, page = written / "golden.ipynb", written / "page.html"
    run("strip", path)
    assert run("report", path, "-o", page).status == 0
    text = page.read_text("utf-8")
    assert "The code comes late" in text
    assert "<b>& again</b>" not in text
    journey = Journey.open(written / "golden.journey.json", read_only=True)
    assert [Journey.from_dict(each).diff(journey).empty for each in documents(page)] == [True] * (
        "jw1:" in path.read_text()
    )


def documents(page: Path) -> list[dict[str, Any]]:
    """Return the journeys in the JSON of a page."""
    found = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    return [held for held in map(json.loads, found) if isinstance(held, dict) and "stages" in held]
