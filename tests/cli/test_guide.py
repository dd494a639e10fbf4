"""The guide's commands run, in order, and say what the guide says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.shell import run

from journeywidgets.cli import main


def page(root: Path) -> str:
    return (root / "docs/command-line.md").read_text("utf-8")


def test_the_commands_say_what_the_guide_says(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    steps = []
    for block in re.findall(r"^```console\n(.*?)^```$", page(root), re.MULTILINE | re.DOTALL):
        steps += re.findall(r"^\$ journeywidgets (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    assert len(steps) > 12
    for arguments, told in steps:
        said = run(*shlex.split(arguments))
        assert said.status == 0, (arguments, said.err)
        assert re.fullmatch(re.escape(told).replace("…", "(?s:.*)"), said.out), (arguments, said.out)
    assert {shlex.split(arguments)[0] for arguments, _ in steps} == set(main.commands)


def test_every_command_and_no_other_is_in_its_table(root: Path) -> None:
    listed = re.findall(r"^\| \[`([\w-]+)`\]\(#([\w-]+)\) \|", page(root), re.MULTILINE)
    assert {name for name, _ in listed} == set(main.commands)
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", page(root), re.MULTILINE)}
    assert {anchor for _, anchor in listed} <= headings


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_is_written(root: Path, shell: str) -> None:
    assert f"_JOURNEYWIDGETS_COMPLETE={shell}_source journeywidgets" in page(root)
    said = run(env={"_JOURNEYWIDGETS_COMPLETE": f"{shell}_source"})
    assert f"_JOURNEYWIDGETS_COMPLETE={shell}_complete" in said.out


def test_git_keeps_notebooks_stripped_as_the_guide_says(root: Path, tmp_path: Path) -> None:
    """With the guide's own filter, but for where the command is."""
    config, attributes = re.findall(r"^(git config .*|echo .*)$", page(root), re.MULTILINE)[:2]
    here = config.replace('"journeywidgets strip', f'"{shlex.quote(sys.executable)} -m journeywidgets strip')
    golden = root / "tests/golden/evidence/golden.ipynb"
    (tmp_path / "a.ipynb").write_bytes(golden.read_bytes())

    def shell(command: str) -> str:
        return subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    shell(f"git init -q . && {here} && {attributes} && git add a.ipynb")
    kept = shell("git show :a.ipynb")
    assert "widget" not in kept.replace("journeywidgets", "")
    assert "The code comes late" in kept
    assert (tmp_path / "a.ipynb").read_bytes() == golden.read_bytes()
    assert shell("git diff --stat") == ""
