"""`check-share` tells where a name stands, never the name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.shell import code, notebook, run
from tests.evidence.privacy.people import NAME, build, leaks

from journeywidgets.evidence import Study


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    clean, dirty, roster = tmp_path / "clean.ipynb", tmp_path / "dirty.ipynb", tmp_path / "people.csv"
    clean.write_text(json.dumps(notebook(code("x = 1"))), "utf-8")
    dirty.write_text(json.dumps(notebook(code(NAME))), "utf-8")
    roster.write_text(f"name,pseudonym\n{NAME},P1\n", "utf-8")
    return clean, dirty, roster


def test_the_status_says_whether_something_was_found(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    clean, dirty, roster = files
    assert run("check-share", clean, "--roster", roster).status == 0
    said = run("check-share", clean, dirty, "--roster", roster)
    assert said.status == 1
    assert f"{dirty}: cell 1, source: name of P1: 1 x" in said.out
    assert not leaks(said.out + said.err)
    missing = run("check-share", tmp_path / "none.ipynb", dirty, "--roster", roster)
    assert missing.status == 2
    assert "none.ipynb: not checked: there is no such file" in missing.error
    assert "name of P1" in missing.out


def test_without_anything_to_look_for_it_says_so(files: tuple[Path, Path, Path]) -> None:
    said = run("check-share", files[0])
    assert said.status == 2
    assert "give --roster or --study" in said.error


def test_json_has_a_row_a_find(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    clean, dirty, roster = files
    said = run("check-share", clean, dirty, tmp_path / "none.ipynb", "--roster", roster, "--json")
    assert said.json["status"] == said.status == 2
    assert [entry.get("finds") for entry in said.json["files"]] == [
        [],
        [{"place": "cell 1, source", "kind": "name", "whose": "P1", "count": 1}],
        None,
    ]
    assert said.json["files"][2]["error"]["type"] == "EvidenceError"
    assert not leaks(said.out + said.err)


def test_the_key_of_a_study_is_looked_for_in_a_process_of_its_own(tmp_path: Path, files: tuple[Path, ...]) -> None:
    study = build(Study.open(tmp_path / "x.study.json", seed=1))
    study.close()
    command = [sys.executable, "-W", "error", "-m", "journeywidgets", "check-share", str(files[1])]
    done = subprocess.run(
        [*command, "--study", str(tmp_path / "x.study.json")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "name of P1" in done.stdout
    assert not leaks(done.stdout)


def test_a_hook_that_calls_the_module_does_not_pass(files: tuple[Path, ...]) -> None:
    command = [sys.executable, "-m", "journeywidgets.evidence.share", str(files[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("journeywidgets check-share\n")
