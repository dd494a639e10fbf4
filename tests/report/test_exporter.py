"""The exporter of nbconvert, and notebooks that are run for their report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert.exporters import get_exporter
from tests.browser.journeys import bikes
from tests.report.notebooks import code, saved, states, stream, text
from tests.report.pages import Page
from traitlets import TraitError
from traitlets.config import Config

from journeywidgets import JourneyMap
from journeywidgets.errors import JourneyError
from journeywidgets.report import report
from journeywidgets.report.exporter import JourneyReport

SHOWS = """import sys, warnings
warnings.simplefilter("ignore")
from tests.browser.journeys import bikes
from journeywidgets import JourneyMap, charts
journey = bikes()
shown = JourneyMap(journey)
shown"""


def exported(path: Path, **options: Any) -> tuple[str, dict[str, Any]]:
    config = Config()
    for name, value in options.items():
        config.JourneyReport[name] = value
    made, resources = _exporter(config).from_filename(str(path))
    return str(made), resources


def _exporter(config: Config) -> Any:
    return JourneyReport(config=config)  # type: ignore[no-untyped-call] # nbconvert's constructor


@pytest.mark.parametrize("name", ["journey-report", "journeywidgets.report.exporter.JourneyReport"])
def test_nbconvert_knows_it_by_name(name: str) -> None:
    assert get_exporter(name) is JourneyReport


def test_it_writes_what_report_writes(tmp_path: Path) -> None:
    path = saved(tmp_path, text("# Riders"), code(bikes()), code(stream("x"), source="1"))
    html, resources = exported(path)
    assert html == report(path)
    assert resources["output_extension"] == ".html"
    assert resources["losses"].empty


def test_its_options_are_those_of_report(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = saved(tmp_path, code(bikes(), source="secret"))
    html, resources = exported(path, level="public", code="hidden", contents=False, theme="dark", title="Given")
    assert html == report(path, level="public", code="hidden", contents=False, theme="dark", title="Given")
    assert len(resources["losses"]) > 0
    assert "leaves out" in caplog.text
    config = Config()
    config.TemplateExporter.exclude_input = True
    bare, _ = _exporter(config).from_filename(str(path))
    assert "secret" not in Page(bare).words
    with pytest.raises(TraitError, match="level"):
        exported(path, level="nobody")


def test_a_state_is_used_there_too(tmp_path: Path) -> None:
    shown = JourneyMap(bikes())
    path = saved(tmp_path, code(shown), **states(shown))
    assert exported(path)[0] == report(path)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a notebook that has been run by nbclient as nbconvert and papermill do, widget state stored."""
    folder = tmp_path_factory.mktemp("run")
    later = "journey.add('stages', id='later', title='Later')"
    sources = [SHOWS, "journey", "charts.link(shown, charts.emotion(journey))", later, "journey"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(root)}}).execute()
    path = folder / "run.ipynb"
    nbformat.write(notebook, path)
    return path


def test_a_notebook_that_was_run_shows_what_each_output_showed(run: Path) -> None:
    page = Page(report(run))
    first, early, chart, last = page.views
    assert chart["link"] == first["key"]
    has_later = [any(row["id"] == "later" for row in page.data(view)["stages"]) for view in (first, early, last)]
    assert has_later == [False, False, True]
    assert page.notes == []


def test_the_same_without_its_state_is_the_same_report(run: Path) -> None:
    held = nbformat.read(run, 4)
    assert held.metadata.pop("widgets")
    bare = run.with_name("bare.ipynb")
    nbformat.write(held, bare)
    assert report(bare, title="x") == report(run, title="x")


def test_a_notebook_can_be_run_first(root: Path) -> None:
    path = root / "build" / "to-run.ipynb"
    path.parent.mkdir(exist_ok=True)
    source = "import os; print(sorted(os.listdir('.'))[:0], 1 + 1)"
    broken = nbformat.v4.new_code_cell("1 / 0")
    try:
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), path)
        before = path.read_bytes()
        told: list[tuple[int, int]] = []
        made = report(path, execute=True, timeout=60, progress=lambda *done: told.append(done))
        assert "[] 2" in Page(made).words
        assert told == [(0, 1)]
        assert path.read_bytes() == before
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("x"), broken]), path)
        with pytest.raises(
            JourneyError, match=r"to-run\.ipynb failed .* in cell 2: ZeroDivisionError: division by zero"
        ):
            report(path, execute=True)
    finally:
        path.unlink(missing_ok=True)
