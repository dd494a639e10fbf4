"""`report`: a notebook as a page, for whom it is meant."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from tests.cli.shell import code, notebook, run, shown

from journeywidgets import Journey, JourneyMap
from journeywidgets.evidence import Study

WORDS = "nobody told me that the deposit is kept"


def written(folder: Path, *cells: dict[str, object]) -> Path:
    path = folder / "talk.ipynb"
    path.write_text(json.dumps(notebook(*cells)), "utf-8")
    return path


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    """A notebook with a map that has a quote for the team alone, which is printed too."""
    journey = Journey("Bikes", stages=[{"id": "s", "title": "Ride"}], lanes=[{"id": "l", "title": "Pains"}])
    journey.add("cards", id="c", stage="s", lane="l", text="Costs more than it says")
    journey.add("evidence", card="c", stance="supports", quote=WORDS, level="team", participant="P1")
    with JourneyMap(journey, share="private") as view:
        bundle = view._repr_mimebundle_()
    assert bundle is not None
    return written(
        tmp_path,
        {"cell_type": "markdown", "metadata": {}, "source": "# Talks"},
        code("journey", {**shown(), "data": bundle[0]}),
        code("print(words)", {"output_type": "stream", "name": "stdout", "text": [f"{WORDS}\n"]}),
    )


def test_a_page_is_written_beside_the_notebook(guarded: Path, tmp_path: Path) -> None:
    said = run("report", guarded)
    assert (said.status, said.err) == (0, "")
    page = (tmp_path / "talk.html").read_text("utf-8")
    assert said.out == f"{tmp_path / 'talk.html'}: a page of {len(page.encode()):,} bytes\n"
    assert "<title>Talks</title>" in page
    assert WORDS in page


def test_what_the_level_does_not_permit_is_left_out_and_told(guarded: Path, tmp_path: Path) -> None:
    page = tmp_path / "public.html"
    said = run("report", guarded, "-o", page, "--level", "public")
    assert said.status == 0
    assert WORDS not in page.read_text("utf-8")
    head, *reasons = said.err.splitlines()
    number = re.search(r"for public: (\d+) parts? (?:was|were) left out", head)
    assert number
    assert reasons
    answer = run("report", guarded, "-o", page, "--level", "public", "--json").json
    assert len(answer["dropped"]) == int(number[1]) > 1
    assert WORDS not in json.dumps(answer)
    assert run("report", guarded, "-o", page, "--level", "public", "--strict").status == 1
    assert run("report", guarded, "-o", page, "--strict").status == 0


def test_the_code_is_hidden_by_choice(guarded: Path, tmp_path: Path) -> None:
    for choice, there in (("shown", True), ("folded", True), ("hidden", False)):
        assert run("report", guarded, "--code", choice).status == 0
        page = re.sub(r"<(script|style).*?</\1>", "", (tmp_path / "talk.html").read_text("utf-8"), flags=re.DOTALL)
        assert (("words" in re.sub(r"<[^>]+>", "", page)) and "print" in page) == there


def test_a_study_is_looked_for(tmp_path: Path) -> None:
    study = Study("Talks", participants=[{"id": "p", "pseudonym": "P1"}], seed=1)
    study.add("sources", id="i", title="Interview 1", text=f"Well, {WORDS}.", participant="p")
    study.add("quotes", id="q", source="i", start=6, end=6 + len(WORDS), exact=WORDS, participant="p")
    study.set("quotes", "q", level="private")
    path = study.save(tmp_path / "talks.study.json")
    held = written(tmp_path, code("x", {"output_type": "stream", "name": "stdout", "text": WORDS}))
    assert run("report", held).err == ""
    assert WORDS in (tmp_path / "talk.html").read_text("utf-8")
    assert "left out" in run("report", held, "--study", path).err
    assert WORDS not in (tmp_path / "talk.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["none.ipynb"], "none.ipynb"),
        (["bad.ipynb"], "bad.ipynb is no notebook"),
        (["talk.ipynb", "-o", "talk.ipynb"], "is the notebook itself"),
        (["talk.ipynb", "-o", "there/talk.html"], "there is no folder"),
        (["talk.ipynb", "--level", "everybody"], "'everybody' is not one of 'private', 'team', 'public'"),
    ],
)
def test_what_cannot_be_reported_is_said_in_a_line(
    arguments: list[str], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = written(tmp_path, code("1")).read_bytes()
    (tmp_path / "bad.ipynb").write_text("{", "utf-8")
    said = run("report", *arguments)
    assert (said.status, said.out) == (2, "")
    assert problem in said.error
    assert (tmp_path / "talk.ipynb").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.ipynb", "talk.ipynb"]


def test_on_a_terminal_a_bar_shows_how_far_it_has_come(tmp_path: Path) -> None:
    """Of a real terminal: in a pipe there is none, as the other tests see."""
    path = written(tmp_path, code("6 * 7"), code("print('done')"))
    seen = on_a_terminal("report", path, "--execute")
    bars = re.findall(r"Running talk\.ipynb \[([#.]+)\] (\d) of 2", seen)
    assert bars == [("." * 24, "0"), ("#" * 12 + "." * 12, "1")]
    assert seen.split("\n")[-2].endswith(f"\r\x1b[K{path.with_suffix('.html')}: a page of {page_size(path)} bytes")
    assert "done" in (tmp_path / "talk.html").read_text("utf-8")
    assert json.loads(path.read_text("utf-8"))["cells"][0]["outputs"] == []


def test_a_line_takes_the_place_of_the_bar(tmp_path: Path) -> None:
    files = [Journey("Bikes").save(tmp_path / f"{name}.journey.json") for name in "abc"]
    seen = on_a_terminal("validate", *files, tmp_path / "none.journey.json")
    lines = [line.rpartition("\x1b[K")[2] for line in seen.split("\n")[:-1]]
    told = [f"{file}: a valid journey, empty" for file in files]
    missing = f"journeywidgets: there is no file {tmp_path}/none.journey.json. Check the path."
    assert lines == [*told, missing]
    assert [f"{number} of 4" in seen for number in range(4)] == [True] * 4


def on_a_terminal(*arguments: str | Path) -> str:
    """Return what a person saw, the movements of the cursor with it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "journeywidgets", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs):
        os.close(theirs)
        seen = b""
        while piece := _read(ours):
            seen += piece
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def page_size(notebook: Path) -> str:
    return f"{notebook.with_suffix('.html').stat().st_size:,}"


def test_a_cell_that_fails_is_named(tmp_path: Path) -> None:
    said = run("report", written(tmp_path, code("1"), code("1 / 0")), "--execute")
    assert said.status == 2
    line = next(line for line in said.err.splitlines() if line.startswith("journeywidgets: "))
    assert "talk.ipynb failed while it was run, in cell 2: ZeroDivisionError" in line
    assert not (tmp_path / "talk.html").exists()


def test_ctrl_c_ends_the_kernel_and_leaves_no_page(tmp_path: Path) -> None:
    path = written(tmp_path, code("open('begun', 'w').close()\nimport time; time.sleep(200)"))
    command = [sys.executable, "-m", "journeywidgets", "report", str(path), "--execute"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "begun").exists():
            assert process.poll() is None
            time.sleep(0.05)
        kernels = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert err.splitlines()[-1] == "journeywidgets: stopped."
    assert process.returncode == 130
    assert kernels
    assert psutil.wait_procs(kernels, timeout=20)[1] == []
    assert not (tmp_path / "talk.html").exists()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
