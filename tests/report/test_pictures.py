"""Pictures of a notebook: attached, beside it, within it; never from elsewhere."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from tests.report.notebooks import code, saved, text
from tests.report.pages import Page

from journeywidgets.report import report
from journeywidgets.report.pictures import Pictures, embedded

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DATA = "data:image/png;base64," + base64.b64encode(PNG).decode()
SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.png").write_bytes(PNG)
    home = tmp_path / "notebooks"
    (home / "figures").mkdir(parents=True)
    (home / "figures" / "a b.png").write_bytes(PNG)
    (home / "text.png").write_bytes(b"no picture")
    (home / "notes.txt").write_bytes(PNG)
    (home / "drawing.svg").write_text(SVG)
    (home / "folder.png").mkdir()
    return home


def found(folder: Path | None, address: str, attachments: Any = None) -> tuple[str | None, list[str]]:
    missing: list[str] = []
    return Pictures(folder, missing.append).of(attachments)(address), missing


@pytest.mark.parametrize("address", ["figures/a%20b.png", "./figures/a b.png", "figures/a%20b.png?raw=1#x", DATA])
def test_pictures_beside_the_notebook_and_within_it_are_shown(folder: Path, address: str) -> None:
    assert found(folder, address) == (DATA, [])


def test_a_drawing_is_shown_as_a_picture(folder: Path) -> None:
    url, _ = found(folder, "drawing.svg")
    assert url == "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()
    assert embedded("image/svg+xml", [SVG]) == url


@pytest.mark.parametrize(
    "address",
    [
        "../secret.png", "figures/../../secret.png", "%2e%2e/secret.png", "/etc/hostname", "text.png", "notes.txt",
        "folder.png", "none.png", "a\0.png", "~/secret.png", "", "a" * 5_000 + ".png", "..\\secret.png", "//[",
    ],
)  # fmt: skip
def test_what_is_not_the_notebooks_own_is_not_shown(folder: Path, address: str) -> None:
    url, missing = found(folder, address)
    assert url is None
    assert len(missing) == 1


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "inside.png").symlink_to(folder.parent / "secret.png")
    assert found(folder, "inside.png")[0] is None


def test_files_are_not_looked_for_where_there_is_no_folder() -> None:
    assert found(None, "a.png")[0] is None


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "//example.org/a.png", "file:///etc/hostname", "ftp://example.org/a.png"]
)
def test_pictures_from_elsewhere_are_named_and_not_loaded(folder: Path, address: str) -> None:
    url, missing = found(folder, address)
    assert url is None
    assert "loads nothing" in missing[0]


@pytest.mark.parametrize(
    "address",
    [
        "data:text/html,<script>1</script>",
        "data:image/png,x",
        'data:image/svg+xml,<svg>"</svg>',
        "data:,",
        "javascript:x",
    ],
)
def test_data_of_other_kinds_is_not_shown(folder: Path, address: str) -> None:
    assert found(folder, address)[0] is None


def test_attached_pictures_are_shown() -> None:
    held = {"a b.png": {"image/png": base64.b64encode(PNG).decode()}, "x": {"text/html": "<b>"}, "y": 3}
    assert found(None, "attachment:a%20b.png", held) == (DATA, [])
    for name in ("x", "y", "none"):
        assert found(None, f"attachment:{name}", held)[0] is None
    assert found(None, "attachment:a", [1])[0] is None


def test_a_report_has_them_in_text_and_in_outputs(folder: Path) -> None:
    attached = {"p.png": {"image/png": base64.b64encode(PNG).decode()}}
    made = report(
        saved(
            folder,
            text("![one](attachment:p.png) ![two](figures/a%20b.png) <img src='drawing.svg' width=20>", **attached),
            text("![far <b>](https://example.org/track.png)"),
            code({"text/html": "<img src='https://example.org/track.png'>"}),
        )
    )
    page = Page(made)
    assert [str(one["src"]).partition(";")[0] for one in page.main.find_all("img")] == [
        "data:image/png", "data:image/png", "data:image/svg+xml",
    ]  # fmt: skip
    assert "picture left out: far" in page.words
    assert list(made.losses["table"]) == ["cell 2", "cell 3"]
    assert set(made.losses["why"]) == {"a picture from example.org: a report loads nothing"}
    assert "https://example.org" not in made
