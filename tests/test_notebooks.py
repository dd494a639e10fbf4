"""What nbval cannot see: a cell that was never run is not compared, and passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "examples").glob("*.ipynb"))


def load(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def test_the_examples_are_there() -> None:
    names = {path.stem for path in NOTEBOOKS}
    assert {"quickstart", "from_a_table", "service_blueprint", "metrics_on_the_map", "interviews_to_map"} <= names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_was_run_in_order(path: Path) -> None:
    cells = [cell for cell in load(path)["cells"] if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in cells]
    assert counts == list(range(1, len(cells) + 1))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_widget_state_is_stored(path: Path) -> None:
    # Its model ids differ from run to run; the HTML table beside it is what a reader sees.
    assert "widgets" not in load(path)["metadata"]


def test_what_the_interviews_name_is_not_in_their_notebook(root: Path) -> None:
    """The notebook checks itself with check_share; this looks without it."""
    text = (root / "examples/interviews_to_map.ipynb").read_text("utf-8")
    interviews = "".join(path.read_text("utf-8") for path in (root / "examples/interviews").glob("interview-*"))
    for private in ("Vandle", "Quixby", "vandle.quixby@example.org", "020 7946 0958"):
        assert private in interviews
        assert private not in text
    assert "[e-mail 1] and [phone 1]" in text
    assert "My neighbour [P2]" in text
