"""Twelve maps as they were once looked at and found right; what looks different by now fails.

A picture that changes on purpose is looked at, then kept: ``pytest tests/export/printing/test_references.py
--keep-pictures``.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch
from tests.browser.journeys import bikes, evident, measured
from tests.export.drawing.maps import ARABIC, CHINESE, HEBREW, LANES, LONG, MAPS, WORD, filled, many

from journeywidgets import Journey

FOLDER = Path(__file__).parents[2] / "references"
KEPT = Path(__file__).parents[3] / "build/pictures/references"
UNLIKE = 0.1
"""How unlike two colours are that count as different; the library's own default."""
MOST = 0.00002
"""Of the pixels, at most so many may differ: another version of what draws them may round otherwise."""
WIDTH, HEIGHT = 900, 1100
DENSE = {"long": 640, "cjk": 760, "dark": 900, "rtl": 900}
BYTES = 150_000


def two_curves() -> Journey:
    """Return a map of two people's feelings alone."""
    j = bikes()
    with j.edit("only feelings"):
        for lane in [lane for lane in j.lanes.index if lane != "emotion"]:
            j.delete("lanes", lane)
    return j


def everything() -> Journey:
    """Return a map with a lane of each kind, in each role, steps and a loop."""
    j = filled("Every lane", ("Finds a dock", "Pays by card", "Waits for the code", "Rides home"))
    with j.edit("more"):
        j.add("stages", id="step", parent="s0", title="A step")
        j.add("metrics", id="m", title="Conversion", unit="%", direction="up", target=50)
        j.add("lanes", id="metric", title="Conversion", kind="metric", metric="m", role="support")
        j.add("values", metric="m", stage="s1", value=31.0, low=30.4, high=31.6, n=6170)
        j.add("lanes", id="folded", title="Folded", collapsed=True)
        j.add("cards", stage="s2", lane="folded", text="not seen")
    assert {*LANES, "metric"} <= set(j.lanes["kind"])
    return j


PICTURES: dict[str, tuple[Callable[[], Journey], dict[str, Any]]] = {
    "short": (MAPS["tiny"], {}),
    "long": (lambda: filled(LONG, (LONG, WORD, "short")), {}),
    "cjk": (lambda: filled("共享单车的旅程", CHINESE), {}),
    "rtl": (lambda: filled("رحلة الدراجة", (*ARABIC, *HEBREW)), {}),
    "one-stage": (
        lambda: Journey("One stage", stages=["Awareness"], lanes=["Actions", "Pains"], personas=["Commuter"]),
        {},
    ),
    "thirty-stages": (many, {}),
    "two-curves": (two_curves, {}),
    "no-cards": (MAPS["no cards"], {}),
    "all-lanes": (everything, {}),
    "dark": (measured, {"theme": "dark"}),
    "evidence": (evident, {}),
}


def drawn(name: str, folder: Path) -> Image.Image:
    """Return one of the pictures: its upper left part, where it is larger than a reference may be."""
    if name == "print":
        folder.mkdir(parents=True, exist_ok=True)
        many().to_pdf(folder / "print.pdf")
        # Another program than the one that wrote it reads it.
        command = ["pdftoppm", "-png", "-singlefile", "-r", "72", "-f", "2", "-l", "2", "print.pdf", "print"]
        subprocess.run(command, cwd=folder, check=True)
        return Image.open(folder / "print.png").convert("RGB")
    make, options = PICTURES[name]
    j = make()
    wide = Image.open(io.BytesIO(j.to_png(scale=1, **options)))
    scale = max(0.6, min(1.0, WIDTH / wide.width))
    shown = wide if scale == 1 else Image.open(io.BytesIO(j.to_png(scale=scale, **options)))
    return shown.convert("RGB").crop((0, 0, min(shown.width, WIDTH), min(shown.height, DENSE.get(name, HEIGHT))))


def unlike(one: Image.Image, other: Image.Image, difference: Path | None = None) -> float:
    """Return what part of the pixels looks different; all of them where the sizes differ."""
    if one.size != other.size:
        return 1.0
    shown = Image.new("RGBA", one.size) if difference else None
    count = pixelmatch(one, other, shown, threshold=UNLIKE)
    if difference and shown and count:
        shown.save(difference)
    return float(count) / (one.width * one.height)


@pytest.mark.parametrize("name", [*PICTURES, "print"])
def test_a_map_looks_as_it_did(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    now, reference = drawn(name, tmp_path), FOLDER / f"{name}.png"
    if request.config.getoption("--keep-pictures", default=False):
        now.save(reference, optimize=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    was = Image.open(reference).convert("RGB")
    part = unlike(now, was, KEPT / f"{name}-difference.png")
    if part > MOST:
        now.save(KEPT / f"{name}-now.png")
        was.save(KEPT / f"{name}-was.png")
        pytest.fail(f"{part:.2%} of {name} looks different: see {KEPT}/{name}-now.png, -was.png and -difference.png")


def test_references_are_twelve_and_small() -> None:
    found = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(found) == {*PICTURES, "print"}
    assert len(found) == 12
    assert max(found.values()) < BYTES


@pytest.mark.parametrize(
    "change",
    [
        lambda j: j.set("cards", "sms", text="Waits for the SMS cod"),
        lambda j: j.delete("lanes", "gains"),
        lambda j: j.set("stages", "signup", moment_of_truth=False),
        lambda j: j.move("lanes", "pains", after="gains"),
        lambda j: j.set("personas", j.personas.index[0], color="#7030d0"),
    ],
)
def test_a_small_change_is_seen(change: Callable[[Journey], Any]) -> None:
    """The comparison must be able to fail: a letter, a lane, a star, an order, a hue."""

    def shown(j: Journey) -> Image.Image:
        return Image.open(io.BytesIO(j.to_png(scale=0.7))).convert("RGB")

    j = bikes()
    before = shown(j)
    assert unlike(before, shown(bikes())) == 0
    change(j)
    assert unlike(before, shown(j)) > MOST
