"""How commands end: a line of trouble with its remedy, and a status that scripts can tell apart."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.shell import run

from journeywidgets import Journey, __version__
from journeywidgets.cli import main

STEERING = "\x1b]0;owned\x07\x1b[2Jred\x9b31m\r\n\u202egnp\u2066 \u200fend"


def hostile(path: Path) -> Path:
    """Write a journey whose every text would steer a terminal."""
    journey = Journey(STEERING, stages=[{"id": "s", "title": STEERING}], lanes=[{"id": "l", "title": STEERING}])
    journey.add("cards", id="c", stage="s", lane="l", text=STEERING)
    return journey.save(path)


def test_every_command_of_the_issue_is_there_and_says_what_it_does() -> None:
    listed = re.findall(r"^  ([\w-]+)  +[A-Z].*\.$", run("--help").out.partition("Commands:")[2], re.MULTILINE)
    assert set(listed) == set(main.commands)
    wanted = "new validate render convert report diff strip check-share templates demo"
    assert set(wanted.split()) == set(listed)
    for name in listed:
        said = run(name, "--help")
        assert said.status == 0
        assert "--json" in said.out
        for line in said.out.partition("Examples:")[2].splitlines():
            assert not line or line.startswith(("  journeywidgets ", "  git "))


def test_the_version_is_told() -> None:
    assert run("--version").out == f"journeywidgets {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["frobnicate"], "No such command 'frobnicate'. `journeywidgets --help` says more."),
        (["new"], "Missing argument 'PATH'. `journeywidgets new --help` says more."),
        (["templates", "nine-e"], "Choose one of"),
        (["new", "x.journey.json", "--frob"], "No such option"),
        (["render", "none.journey.json"], "there is no file none.journey.json."),
        (["render", "."], ". is a folder. Give a file."),
        (["validate", "none.journey.json"], "there is no file none.journey.json. Check the path."),
        (["diff", "none.journey.json", "none.journey.json"], "there is no file none.journey.json."),
        (["strip", "none.ipynb"], "there is no notebook none.ipynb. Check the path."),
        (["new", "there/x.journey.json"], "there is no folder"),
        (["demo", "x.txt"], "x.txt is not the name of a notebook. Let it end in .ipynb."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*arguments)
    assert said.status == 2
    assert said.out == ""
    if "Choose" not in problem:
        assert problem in said.error
    else:
        assert "five-e" in said.error
    assert list(tmp_path.iterdir()) == []


def test_json_answers_failures_too(tmp_path: Path) -> None:
    said = run("render", tmp_path / "none.journey.json", "--json")
    assert said.status == said.json["status"] == 2
    assert said.json["error"]["type"] == "StorageError"
    assert "there is no file" in said.json["error"]["message"]
    assert "there is no file" in said.error


def test_a_fault_of_the_program_is_not_taken_for_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("1/0")

    monkeypatch.setattr("journeywidgets.cli.templates.columns", broken)
    said = run("templates")
    assert said.status == 3
    assert said.err.splitlines()[-1] == (
        "journeywidgets: a fault of the program, ZeroDivisionError. Report it with the lines above."
    )


def test_ctrl_c_stops_with_the_status_of_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("journeywidgets.cli.templates.columns", stopped)
    said = run("templates")
    assert said.status == 130
    assert said.err.splitlines()[-1] == "journeywidgets: stopped."


@pytest.mark.parametrize(
    "command", [["render"], ["validate"], ["convert", "--to", "csv"], ["diff"], ["validate", "--json"]]
)
def test_nothing_in_the_data_steers_the_terminal(command: list[str], tmp_path: Path) -> None:
    path = hostile(tmp_path / "a.journey.json")
    empty = Journey("b", id=Journey.open(path, read_only=True).id).save(tmp_path / "b.journey.json")
    files = {"diff": (empty, path), "convert": (path, tmp_path / "x.csv")}.get(command[0], (path,))
    said = run(command[0], *files, *command[1:])
    assert said.status == (1 if command[0] == "diff" else 0)
    shown = said.out + said.err
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", shown) == []
    assert (said.out or said.err) != ""


def test_a_name_of_a_file_steers_nothing_either(tmp_path: Path) -> None:
    said = run("validate", tmp_path / "a\x1b[31m\nb.journey.json")
    assert said.status == 2
    assert "\\x1b[31m" in said.error


def test_what_a_file_warns_of_is_a_line(tmp_path: Path) -> None:
    path = Journey("Bikes", stages=["Ride"]).save(tmp_path / "a.journey.json")
    path.write_text(path.read_text("utf-8").replace('"title": "Ride"', '"titel": 1, "title": "Ride"'), "utf-8")
    said = run("render", path)
    assert said.status == 0
    assert "'titel' is not a column" in said.error


def test_it_runs_as_a_module_and_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "journeywidgets"]
    done = subprocess.run([*command, "new"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "journeywidgets: Missing argument 'PATH'. `python -m journeywidgets new --help` says more.\n"
    done = subprocess.run([*command, "templates", "five-e"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Entice" in done.stdout


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_nobody_reads_to_its_end_is_no_trouble(root: Path, unbuffered: str) -> None:
    golden = root / "tests/golden/evidence/golden.journey.json"
    command = [sys.executable, "-m", "journeywidgets", "convert", str(golden), "-", "--to", "html"]
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"<"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("journeywidgets templates fi", ["five-e"]),
        ("journeywidgets re", ["render", "report"]),
        ("journeywidgets convert --to ma", ["markdown"]),
        ("journeywidgets report --level ", ["private", "team", "public"]),
    ],
)
def test_words_are_completed_in_shells(typed: str, completed: list[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
    said = run(env={"_JOURNEYWIDGETS_COMPLETE": "bash_complete", **words})
    assert said.out.splitlines() == [f"plain,{word}" for word in completed]


def test_the_package_does_not_load_the_command_line() -> None:
    program = (
        "import sys, journeywidgets; print([n for n in sys.modules if n == 'click' or n.startswith("
        "('journeywidgets.cli', 'journeywidgets.report', 'journeywidgets.formats'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
