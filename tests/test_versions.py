"""The version is written in several places; pyproject.toml is the one that counts."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import journeywidgets

if TYPE_CHECKING:
    from pathlib import Path


def version_in_pyproject(root: Path) -> str:
    # tomllib came with Python 3.11; this line has one form.
    found = re.search(r'(?m)^version = "([^"]+)"$', (root / "pyproject.toml").read_text("utf-8"))
    assert found, "pyproject.toml has no version"
    return found[1]


def test_installed_package_has_the_version(root: Path) -> None:
    assert journeywidgets.__version__ == version_in_pyproject(root), (
        f"install again: {sys.executable} -m pip install --no-deps -e ."
    )


def test_npm_package_has_the_version(root: Path) -> None:
    assert json.loads((root / "package.json").read_text("utf-8"))["version"] == (version_in_pyproject(root))


def test_npm_lock_has_the_version(root: Path) -> None:
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    assert {lock["version"], lock["packages"][""]["version"]} == {version_in_pyproject(root)}


def test_changelog_begins_with_the_version(root: Path) -> None:
    first = re.search(r"(?m)^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"))
    assert first
    assert first[1] == version_in_pyproject(root)
