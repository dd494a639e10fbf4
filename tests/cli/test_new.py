"""`new`, `templates` and `demo`: something to begin with."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from tests.cli.shell import run

from journeywidgets import Journey, templates
from journeywidgets.evidence import Study


def test_a_journey_begins_with_a_template_and_more(tmp_path: Path) -> None:
    path = tmp_path / "bike.journey.json"
    said = run("new", path, "--template", "five-e", "--stage", "Return", "--lane", "Costs", "--seed", "1")
    assert (said.status, said.err) == (0, "")
    assert said.out == f"{path}: a new journey: 6 stages, 8 lanes.\n"
    journey = Journey.open(path, read_only=True)
    assert journey.title == "bike"
    assert journey.stages["title"].tolist()[-2:] == ["Extend", "Return"]
    assert journey.lanes["title"].tolist()[-1] == "Costs"
    again = tmp_path / "again" / "bike.journey.json"
    again.parent.mkdir()
    run("new", again, "--template", "five-e", "--stage", "Return", "--lane", "Costs", "--seed", "1")
    assert again.read_bytes() == path.read_bytes()


def test_a_journey_begins_with_stages_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "bike.journey.json"
    said = run("new", path, "--stage", "Find", "--stage", "Ride", "--lane", "Pains", "--title", "Bikes", "--json")
    journey = Journey.open(path, read_only=True)
    assert said.json == {
        "status": 0,
        "path": str(path),
        "kind": "journey",
        "id": journey.id,
        "title": "Bikes",
        "stages": 2,
        "lanes": 1,
    }
    assert journey.stages["title"].tolist() == ["Find", "Ride"]


def test_a_study_begins_empty(tmp_path: Path) -> None:
    path = tmp_path / "talks.study.json"
    assert run("new", path, "--title", "Talks").status == 0
    assert Study.open(path, read_only=True).title == "Talks"
    said = run("new", tmp_path / "more.study.json", "--stage", "Find")
    assert said.status == 2
    assert "a study has no stages" in said.error


@pytest.mark.parametrize("command", ["new", "demo"])
def test_what_is_there_is_not_replaced_by_accident(command: str, tmp_path: Path) -> None:
    path = tmp_path / {"new": "bike.journey.json", "demo": "x.ipynb"}[command]
    path.write_text("mine", "utf-8")
    said = run(command, path)
    assert said.status == 2
    assert said.error == f"{path} is there already. Give another name, or --force to replace it."
    assert path.read_text("utf-8") == "mine"
    assert run(command, path, "--force").status == 0
    assert path.read_text("utf-8") != "mine"


def test_another_name_is_proposed_where_it_is_not_one_of_a_journey(tmp_path: Path) -> None:
    said = run("new", tmp_path / "bike.json")
    assert said.status == 2
    assert said.error.endswith("Call it bike.journey.json.")


def test_templates_are_listed_with_their_stages_and_told_with_their_source() -> None:
    listed = run("templates").out.splitlines()
    assert [line.split()[0] for line in listed] == list(templates().index)
    assert listed[6].split("  ")[-1].strip() == "Entice · Enter · Engage · Exit · Extend"
    one = run("templates", "service-blueprint").out
    assert "Shostack" in one
    assert "Backstage" in one
    answer = run("templates", "--json").json
    assert [each["name"] for each in answer["templates"]] == list(templates().index)


def test_the_example_runs_and_shows_maps_and_a_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("demo")
    assert said.status == 0
    assert "    jupyter lab journeywidgets-demo.ipynb" in said.out.splitlines()
    assert "    journeywidgets report journeywidgets-demo.ipynb --execute" in said.out.splitlines()
    path = tmp_path / "journeywidgets-demo.ipynb"
    held = nbformat.read(path, as_version=4)
    nbformat.validate(held)
    assert json.loads(path.read_text("utf-8"))["cells"][1]["execution_count"] is None
    NotebookClient(held, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output["data"] for cell in held.cells for output in cell.get("outputs", ()) if "data" in output]
    pages = ["".join(each.get("text/html", "")) for each in shown]
    assert sum("The code comes too late" in page for page in pages) == 3  # the map, the frame, the map with a chart
    assert sum("application/vnd.jupyter.widget-view+json" in each for each in shown) == 2
    assert any("Net Promoter" in page or "NPS" in page for page in pages)


def test_the_example_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeywidgets.cli.demo.find_spec", lambda _: None)
    answer = run("demo", tmp_path / "my demo.ipynb", "--json").json
    name = f"'{tmp_path / 'my demo.ipynb'}'"
    assert answer["next"] == [
        "pip install jupyterlab",
        f"jupyter lab {name}",
        'pip install "journeywidgets[report]"',
        f"journeywidgets report {name} --execute",
    ]
