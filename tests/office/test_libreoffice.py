"""Workbooks and slides as LibreOffice opens them. The pictures it makes are kept in build/pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from tests.browser.hostile import hostile
from tests.browser.journeys import evident, measured
from tests.export.office_files import ARABIC, CHINESE, many_words, slides_of
from tests.office.libreoffice import Page, convert, pages, picture

from journeywidgets import Journey
from journeywidgets.export.written import Binary

pytestmark = pytest.mark.timeout(600)
MADE: dict[str, Callable[[], Journey]] = {
    "evident": evident,
    "measured": measured,
    "many_words": many_words,
    "hostile": hostile,
}
KINDS = ("pptx", "xlsx")


@dataclass(frozen=True)
class Opened:
    """A file, and what LibreOffice made of it."""

    journey: Journey
    written: Binary
    pdf: Path
    pages: list[Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def opened(folder: Path) -> dict[tuple[str, str], Opened]:
    """Open all files with one start, which takes longer than most files do."""
    journeys = {name: make() for name, make in MADE.items()}
    written = {
        (name, kind): getattr(journey, f"to_{kind}")(folder / f"{name}-{kind}.{kind}", share="private")
        for name, journey in journeys.items()
        for kind in KINDS
    }
    files = [folder / f"{name}-{kind}.{kind}" for name, kind in written]
    return {
        key: Opened(journeys[key[0]], written[key], pdf, pages(pdf))
        for key, pdf in zip(written, convert(files, "pdf", folder), strict=True)
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MADE)
def test_it_opens_and_shows_something(opened: dict[tuple[str, str], Opened], root: Path, name: str, kind: str) -> None:
    file = opened[name, kind]
    kept = picture(file.pdf, root / "build" / "pictures" / f"{name}-{kind}.png")
    with Image.open(kept) as drawn:
        assert min(drawn.size) > 300
        assert max(ImageStat.Stat(drawn.convert("L")).stddev) > 3, "an empty page"
    if kind == "pptx":
        assert len(file.pages) == len(slides_of(file.written))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["evident", "measured", "many_words"])
def test_every_card_is_there_to_be_read(opened: dict[tuple[str, str], Opened], name: str, kind: str) -> None:
    file = opened[name, kind]
    words = _letters(" ".join(page.text for page in file.pages))
    for card in file.journey.to_dict()["cards"]:
        # What is read from the right is told in another order, and a long text goes on on another page.
        if card.get("text") and card["text"] != ARABIC and card["id"] != "endless":
            assert _letters(card["text"])[:30] in words
    if name == "many_words":
        assert _letters(CHINESE) in words


def test_text_of_a_hostile_journey_is_shown_as_text(opened: dict[tuple[str, str], Opened]) -> None:
    for kind in KINDS:
        words = _letters(" ".join(page.text for page in opened["hostile", kind].pages))
        assert "<imgsrc=xonerror=" in words
        assert "=cmd|'/Ccalc'!A0" in words
        assert "Err:" not in words
        assert "#NAME" not in words


@pytest.mark.parametrize("name", ["evident", "measured", "many_words"])
def test_no_word_of_a_slide_is_cut_off_or_lies_on_another(opened: dict[tuple[str, str], Opened], name: str) -> None:
    for number, page in enumerate(opened[name, "pptx"].pages, 1):
        words = [word for word in page.words if word.text.strip()]
        for word in words:
            assert 0 <= word.left <= word.right <= page.width, (number, word)
            assert 0 <= word.top <= word.bottom <= page.height, (number, word)
        for one, other in combinations(words, 2):
            assert one.shared(other) < 0.4, (number, one, other)


def test_a_workbook_saved_by_libreoffice_is_read_back_as_it_was(
    opened: dict[tuple[str, str], Opened], folder: Path
) -> None:
    names = ("evident", "hostile")
    saved = folder / "saved"
    files = [folder / f"{name}-xlsx.xlsx" for name in names]
    for name, file in zip(names, convert(files, "xlsx", saved), strict=True):
        back = Journey.read(file)
        assert back.losses is not None
        assert back.losses.empty
        written = opened[name, "xlsx"]
        differing = written.journey.diff(back)
        lost = set(zip(written.written.losses["table"], written.written.losses["id"], strict=True))
        assert set(zip(differing["table"], differing["id"], strict=True)) <= lost


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)
