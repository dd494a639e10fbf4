"""Static and frozen: what a notebook keeps when its views are taken away, in a kernel that really runs it."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from comm import get_comm_manager
from nbclient import NotebookClient

from journeywidgets import EvidenceError, Journey, JourneyError, JourneyMap, NotesCoder, PersonaCards
from journeywidgets.evidence import Study

VIEW = "application/vnd.jupyter.widget-view+json"
HEAD = """
from IPython.display import display
from journeywidgets import EvidenceError, Journey, JourneyMap, NotesCoder, PersonaCards
from journeywidgets.evidence import Study
j = Journey("Bike rental", stages=["Awareness"], lanes=["Actions"], personas=["Commuter"], seed=1)
"""
CELLS = {
    "ends a cell": "map = JourneyMap(j)\nmap",
    "display": "display(map)",
    "display with an id": "mine = display(map, display_id='mine')",
    "display by a handle": "handle = display('first', display_id=True)\nhandle.update(map)",
    "its handle shows something else": "other = display(map, display_id=True)\nother.update('something else')",
    "in the same cell": "cards = PersonaCards(j)\ndisplay(cards)\ncards.freeze()",
    "a journey itself": "j",
    "a study": "coder = NotesCoder(Study('Interviews', codes=['Waiting'], seed=1))\ncoder",
    "still live": "live = JourneyMap(j)\nlive",
    "captured": "%%capture held\ndisplay(live)",
    "static": "live.static()",
    "freeze": "j.set('stages', j.stages.index[0], title='Later')\nfor view in (map, j, coder):\n    view.freeze()",
    "where outputs are sent already": """
import os
os.environ["SERVER_SOFTWARE"] = "voila/0.5"
sent = JourneyMap(j)
display(sent)
sent.freeze()
print(sent.comm is not None)
sent.close()
""",
    "comms": "import comm\nlen(comm.get_comm_manager().comms)",
    "closed": "map.freeze()\nrepr(map)",
}


@pytest.fixture(scope="module")
def outputs() -> dict[str, list[dict[str, Any]]]:
    """Run the cells in a kernel, and return what the notebook holds in the end."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (HEAD, *CELLS.values())])
    NotebookClient(made, timeout=60, kernel_name="python3").execute()
    return {name: [dict(one) for one in cell.outputs] for name, cell in zip(CELLS, made.cells[1:], strict=True)}


@pytest.mark.parametrize(
    "name",
    [
        "ends a cell",
        "display",
        "display with an id",
        "display by a handle",
        "in the same cell",
        "a journey itself",
        "a study",
    ],
)
def test_a_frozen_view_leaves_its_static_form_in_every_output(outputs: dict[str, Any], name: str) -> None:
    (output,) = outputs[name]
    assert VIEW not in output["data"]
    assert "<table" in output["data"]["text/html"]
    assert output["data"]["text/plain"]
    if name not in {"in the same cell", "a study"}:
        assert "Later" in output["data"]["text/html"]
        assert output["data"]["image/png"].startswith("iVBORw0KGgo")
        assert output["metadata"]["image/png"]["width"] > 500


def test_an_output_that_shows_something_else_by_now_is_left_alone(outputs: dict[str, Any]) -> None:
    (output,) = outputs["its handle shows something else"]
    assert output["data"] == {"text/plain": "'something else'"}


def test_a_view_that_is_not_frozen_stays(outputs: dict[str, Any]) -> None:
    (output,) = outputs["still live"]
    assert VIEW in output["data"]
    assert "Awareness" in output["data"]["text/html"]
    assert outputs["captured"] == []


def test_static_shows_what_is_there_without_a_view(outputs: dict[str, Any]) -> None:
    (output,) = outputs["static"]
    assert VIEW not in output["data"]
    assert {"text/html", "text/plain", "image/png"} <= set(output["data"])


def test_a_journey_has_its_static_form_without_a_view() -> None:
    j = Journey("Bike rental", stages=["Awareness"], seed=1)
    before = set(get_comm_manager().comms)
    made = j.static(share="public")
    assert {"text/html", "text/plain", "image/png"} == set(made.data)
    assert set(get_comm_manager().comms) == before
    assert repr(made) == "<Still: text/html, text/plain, image/png>"
    with pytest.raises(EvidenceError):
        j.static(share="everyone")


def test_a_map_too_large_for_a_picture_has_its_table() -> None:
    j = Journey("Huge", stages=[f"Stage {n}" for n in range(40)], lanes=["Actions"], seed=1)
    j.add("cards", stage=j.stages.index[0], lane=j.lanes.index[0], text="long " * 8_000)
    assert set(j.static().data) == {"text/html", "text/plain"}


def test_freezing_frees_the_views_and_once_is_enough(outputs: dict[str, Any]) -> None:
    # The one that stays has two: the view's and its layout's.
    assert outputs["comms"][0]["data"]["text/plain"] == "2"
    assert outputs["closed"][0]["data"]["text/plain"].startswith('"JourneyMap(')


def test_a_view_lives_on_where_its_output_has_been_sent_for_good(outputs: dict[str, Any]) -> None:
    shown, printed = outputs["where outputs are sent already"]
    assert VIEW not in shown["data"]
    assert printed["text"] == "True\n"


def test_what_no_output_shows_cannot_be_frozen() -> None:
    j = Journey("Bike rental", personas=["Commuter"], seed=1)
    for view in (JourneyMap(j), PersonaCards(j), NotesCoder(Study("Interviews", seed=1))):
        with pytest.raises(JourneyError, match=rf"this {type(view).__name__} stands in no output .* static\(\)"):
            view.freeze()
        assert view.comm is not None
        found = view.static().data
        assert {"text/html", "text/plain"} <= set(found)
        assert {type(text) for text in found.values()} == {str}  # marimo sends no subclass of it
    with pytest.raises(JourneyError, match="freeze\\(\\) the widget"):
        j.freeze()
