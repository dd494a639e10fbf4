"""The LibreOffice that tests open files with, and what it shows on its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

_PATIENCE = 280  # seconds
_SPACE = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """A word on a page, and where it stands, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: Word) -> float:
        """Return how much of the smaller of two words lies on the other, from 0 to 1."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = min((each.right - each.left) * (each.bottom - each.top) for each in (self, other))
        return max(wide, 0) * max(high, 0) / least if least > 0 else 0


@dataclass(frozen=True)
class Page:
    """A page as it was printed."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, in the order of the file."""
        return " ".join(word.text for word in self.words)


def convert(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Open files in LibreOffice, all with one start, and save each as another kind."""
    office = os.environ.get("LIBREOFFICE") or shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is not there; .ci/libreoffice installs it or says how")
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=_PATIENCE)
    return [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]


def pages(pdf: Path) -> list[Page]:
    """Return the pages of a PDF and the words on them."""
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    return [
        Page(
            float(page.get("width", 0)),
            float(page.get("height", 0)),
            tuple(
                Word(word.text or "", *(float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iter(f"{_SPACE}word")
            ),
        )
        for page in fromstring(_printable(told)).iter(f"{_SPACE}page")
    ]


def _printable(told: bytes) -> bytes:
    """Leave out what XML forbids: pdftotext writes the controls of a text as they are."""
    return bytes(byte for byte in told if byte >= 0x20 or byte in b"\t\n\r")


def picture(pdf: Path, target: Path, page: int = 1) -> Path:
    """Keep a picture of a page, as PNG."""
    target.parent.mkdir(parents=True, exist_ok=True)
    options = ["-png", "-singlefile", "-r", "72", "-f", str(page), "-l", str(page)]
    subprocess.run(["pdftoppm", *options, str(pdf), str(target.with_suffix(""))], check=True, capture_output=True)
    return target
