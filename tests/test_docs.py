"""The guide's code runs, top to bottom, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGES = ["docs/index.md", "README.md"]


def text(root: Path, page: str) -> str:
    return (root / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_code_runs(root: Path, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```$", text(root, page), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 3
    for number, block in enumerate(blocks):
        exec(compile(block, f"{page}, block {number + 1}", "exec"), names)  # noqa: S102 - the project's own pages
    for name in ("same", "journey"):
        if name in names:
            names[name].close()


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
