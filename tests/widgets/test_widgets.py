"""The widgets without a browser: settings, selection, state, static form, closing."""

from __future__ import annotations

import gc
import json
import shutil
import weakref
from pathlib import Path
from typing import Any

import pytest
from traitlets import TraitError

from journeywidgets import Journey, JourneyError, JourneyMap, PersonaCards, TableError
from journeywidgets.widgets.base import JourneyWidget
from journeywidgets.widgets.view import _let_any_shell_hear

WIDGETS = pytest.mark.parametrize("widget", [JourneyMap, PersonaCards])


@pytest.fixture
def j() -> Journey:
    journey = Journey("Bike rental", stages=["Awareness", "Sign-up"], lanes=["Actions"], personas=["Commuter"], seed=1)
    journey.add("cards", id="c", stage=journey.stages.index[0], lane=journey.lanes.index[0], text="Sees a station")
    return journey


def paint(widget: JourneyWidget) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(widget.get_state()["_snapshot"])
    return found


@WIDGETS
def test_what_is_not_a_journey_or_not_a_setting_is_refused(j: Journey, widget: type[JourneyWidget]) -> None:
    with pytest.raises(JourneyError, match="shows a Journey, not dict"):
        widget({})  # type: ignore[arg-type]
    with pytest.raises(JourneyError, match=r"no setting 'them'. Settings: .*theme"):
        widget(j, them="dark")
    with pytest.raises(TraitError):
        widget(j, theme="sepia")


@WIDGETS
def test_the_state_holds_the_journey_as_it_is_when_read(j: Journey, widget: type[JourneyWidget]) -> None:
    view = widget(j)
    j.set("cards", "c", text="Sees two stations")
    shown = paint(view)
    assert shown["revision"] == j.store.revision
    assert shown["document"] == j.to_dict()


@WIDGETS
def test_the_static_form_stands_beside_the_widget(j: Journey, widget: type[JourneyWidget]) -> None:
    found = widget(j)._repr_mimebundle_()
    assert found is not None
    kept = {"text/html", "text/plain", "application/vnd.journeywidgets.view"}
    assert set(found[0]) == {"application/vnd.jupyter.widget-view+json", *kept}
    assert "Bike rental" in found[0]["text/html"]


def test_a_journey_shows_one_map_however_often_it_is_shown(j: Journey) -> None:
    views = [j._repr_mimebundle_()[0]["application/vnd.jupyter.widget-view+json"]["model_id"] for _ in range(2)]
    assert views[0] == views[1]


def test_selected_is_the_rows_of_the_selection(j: Journey) -> None:
    view = JourneyMap(j, selection={"cards": ["c"]})
    assert view.selected["text"].tolist() == ["Sees a station"]
    view.selection = {"stages": list(j.stages.index)}
    assert view.selected["title"].tolist() == ["Awareness", "Sign-up"]
    with pytest.raises(TableError, match="no row 'none'"):
        view.selection = {"cards": ["none"]}
    with pytest.raises(JourneyError, match="one table at a time"):
        view.selection = {"cards": ["c"], "stages": list(j.stages.index)}
    view.set_state({"selection": {"cards": ["c", "deleted meanwhile"]}})
    assert view.selection == {"cards": ["c"]}
    j.delete("cards", "c")
    assert view.selected.empty


@WIDGETS
def test_close_frees_the_view_and_leaves_the_journey(j: Journey, widget: type[JourneyWidget]) -> None:
    with widget(j) as view:
        freed: list[weakref.ref[Any]] = [weakref.ref(each) for each in (view, view.wire, view.layout)]
    view.close()
    del view
    gc.collect()
    assert [ref() for ref in freed] == [None, None, None]
    j.set("cards", "c", text="still there")


def test_pages_hand_edits_on_within_a_file_and_never_to_a_copy(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.journey.json", tmp_path / "b.journey.json"
    with_file = Journey.open(path, seed=1)
    home = paint(JourneyMap(with_file))["home"]
    with_file.close()
    shutil.copy(path, copy)
    again, copied = Journey.open(path), Journey.open(copy)
    assert again.id == copied.id
    assert paint(JourneyMap(again))["home"] == home
    assert paint(JourneyMap(copied))["home"] != home
    again.close()
    copied.close()
    memory = [paint(JourneyMap(Journey("x", seed=1)))["home"] for _ in range(2)]
    assert memory[0] != memory[1]
    assert str(tmp_path) not in home


def test_the_next_message_goes_to_the_shell_that_the_page_names() -> None:
    class Comm:
        _reply_subshell_id = "main"

        def __init__(self) -> None:
            self._reply_subshell_id = "the shell that spoke last"

    comm = Comm()
    _let_any_shell_hear(comm)
    assert comm._reply_subshell_id == "main"
    _let_any_shell_hear(None)
