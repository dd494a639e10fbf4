"""What `pip install` brings: the bundle, and a map in an empty environment without Node."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WIDGETS = ("map.js", "personas.js", "coder.js", "chart.js", "dashboard.js", "vega.js")
BUNDLES = (*WIDGETS, "report.js", "report-vega.js", "report.css", "licences.txt")

SHOW_A_MAP = """
import shutil, sys
assert shutil.which("node") is None, "Node is on the PATH"
from journeywidgets import Journey
journey = Journey("Bike rental", stages=["Awareness", "Sign-up"])
bundle = journey._repr_mimebundle_()
data = bundle[0] if isinstance(bundle, tuple) else bundle
assert "application/vnd.jupyter.widget-view+json" in data, sorted(data)
assert "Sign-up" in data["text/html"], data["text/html"]
assert "Bike rental" in data["text/plain"], data["text/plain"]
print("shown")
"""


def run(*command: str | Path, **options: object) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    output: str = done.stdout
    return output


def pins(root: Path) -> Path:
    return root / ".ci" / "pins.txt"


@pytest.fixture(scope="module")
def dist(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and the sdist with the hatchling of this environment."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, "--wheel", "--sdist", root)
    return out


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


def test_wheel_holds_the_bundle_and_the_package_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for bundle in BUNDLES:
        assert f"journeywidgets/static/{bundle}" in names
    assert "journeywidgets/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"journeywidgets"}
    foreign = (".ts", ".tsx", ".mjs", ".map", "package.json")
    assert [name for name in names if name.endswith(foreign) or "node_modules" in name] == []


def test_sdist_holds_the_bundle_and_its_sources(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for bundle in BUNDLES:
        assert f"src/journeywidgets/static/{bundle}" in names
    assert {"js/build.mjs", "js/hatch_build.py", "js/src/map.ts", "package-lock.json"} <= names
    assert not any("node_modules" in name or ".venv" in name for name in names)


@pytest.fixture(scope="module")
def environment(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install the wheel, without extras, where nothing else is; give the environment in which it runs."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--constraint", pins(root), wheel)
    return {**os.environ, "PATH": str(folder / "bin"), "PYTHONPATH": ""}


def test_wheel_shows_a_map_without_node(environment: dict[str, str], tmp_path: Path) -> None:
    shown = run(f"{environment['PATH']}/python", "-c", SHOW_A_MAP, cwd=tmp_path, env=environment)
    assert shown.strip() == "shown"


def test_wheel_names_the_command_and_the_exporter(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    points = configparser.ConfigParser()
    points.read_string(archive.read(name).decode())
    assert dict(points["console_scripts"]) == {"journeywidgets": "journeywidgets.cli:main"}
    assert dict(points["nbconvert.exporters"]) == {"journey-report": "journeywidgets.report.exporter:JourneyReport"}


def test_wheel_holds_the_fonts_and_their_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    fonts = {name.rpartition("/")[2] for name in archive.namelist() if name.startswith("journeywidgets/static/fonts/")}
    assert {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf"} <= fonts
    assert "dejavu-fonts-ttf" in archive.read("journeywidgets/static/licences.txt").decode()


def test_the_command_of_the_wheel_works_and_names_the_extras_that_it_needs(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Without extras it makes, checks, shows and draws; what needs more says what to install, in a line."""

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [f"{environment['PATH']}/journeywidgets", *arguments]
        return subprocess.run(program, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)

    for arguments in (
        ["new", "bike.journey.json", "--template", "five-e"],
        ["validate", "bike.journey.json", "--strict"],
        ["render", "bike.journey.json", "-o", "bike.html", "-o", "bike.svg"],
        ["convert", "bike.journey.json", "bike.mmd"],
        ["convert", "bike.mmd", "back.journey.json"],
        ["demo"],
        ["strip", "journeywidgets-demo.ipynb"],
    ):
        done = command(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    assert "Entice" in (tmp_path / "bike.svg").read_text("utf-8")
    assert 'pip install "journeywidgets[report]"' in command("demo", "--force").stdout
    for arguments, extra in (
        (["render", "bike.journey.json", "-o", "bike.pdf"], "export"),
        (["render", "bike.journey.json", "-o", "bike.png"], "export"),
        (["render", "bike.journey.json", "-o", "bike.pptx"], "export"),
        (["convert", "bike.journey.json", "bike.xlsx"], "export"),
        (["report", "journeywidgets-demo.ipynb"], "report"),
    ):
        done = command(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), (arguments, done.stderr)
        (line,) = done.stderr.splitlines()
        assert re.search(rf"pip install .?journeywidgets\[\w*,?{extra}\]", line), line


def test_missing_bundle_without_node_names_the_remedy(root: Path, tmp_path: Path) -> None:
    for part in ("js/hatch_build.py", "pyproject.toml", "README.md", "LICENSE"):
        target = tmp_path / part
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((root / part).read_bytes())
    (tmp_path / "src" / "journeywidgets").mkdir(parents=True)
    (tmp_path / "src" / "journeywidgets" / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": str(tmp_path)},
    )
    assert done.returncode != 0
    assert "Install Node.js 20.19 or newer and run `make bundle`" in done.stdout + done.stderr
