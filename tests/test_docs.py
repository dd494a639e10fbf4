"""The guide's code runs, top to bottom, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from journeywidgets import Journey
from journeywidgets.evidence import Study

PAGES = [
    "README.md",
    "docs/index.md",
    "docs/guide.md",
    "docs/metrics.md",
    "docs/evidence.md",
    "docs/sharing.md",
    "docs/how-to/researcher.md",
    "docs/how-to/analyst.md",
    "docs/how-to/reader.md",
]


def text(root: Path, page: str) -> str:
    return (root / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_code_runs(root: Path, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```$", text(root, page), re.MULTILINE | re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        exec(compile(block, f"{page}, block {number + 1}", "exec"), names)  # noqa: S102 - the project's own pages
    for name in ("same", "journey"):
        if name in names:
            names[name].close()


def samples(root: Path) -> list[str]:
    return re.findall(r"^```json\n(.*?)^```$", text(root, "docs/file-format.md"), re.MULTILINE | re.DOTALL)


def test_the_file_shown_is_a_study_file(root: Path, tmp_path: Path) -> None:
    _, sample = samples(root)
    path = tmp_path / "bikes.study.json"
    path.write_text(sample, "utf-8")
    study = Study.open(path)
    assert study.verify()["status"].tolist() == ["exact"]
    assert study.code_counts()["participants"].tolist() == [1]
    study.set("codes", "c0", definition="For the code")
    study.close()
    changed = set(path.read_text("utf-8").splitlines()) - set(sample.splitlines())
    assert changed == {'  {"definition": "For the code", "id": "c0", "name": "Waiting", "order": "a0"}'}


def test_the_file_shown_is_a_journey_file(root: Path, tmp_path: Path) -> None:
    sample, _ = samples(root)
    path = tmp_path / "bikes.journey.json"
    path.write_text(sample, "utf-8")
    journey = Journey.open(path)
    assert journey.to_frame().loc["Pains", "Ride"] == "The code comes too late"
    journey.set("cards", "k93", owner="identity")
    there = {file.name.removeprefix(path.name) for file in tmp_path.iterdir()}
    journey.close()
    there |= {file.name.removeprefix(path.name) for file in tmp_path.iterdir()}
    told = re.findall(r"^\| (?:`(\.\w+)` )?\| ", text(root, "docs/file-format.md"), re.MULTILINE)
    assert there == set(told)
    lines = path.read_text("utf-8").splitlines()
    assert set(sample.splitlines()) - set(lines) == {
        '  {"id": "k93", "lane": "p10", "order": "a0", "stage": "c07", "text": "The code comes too late"}'
    }


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(root: Path, page: str) -> None:
    content = text(root, page)
    headings = {
        re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", content, re.MULTILINE)
    }
    targets = re.findall(r"\]\(([^)\s]+)\)", content)
    assert targets
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in headings
        elif not target.startswith("https://"):
            assert ((root / page).parent / target.partition("#")[0]).exists(), target
