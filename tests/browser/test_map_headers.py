"""Stages, steps, lanes and the emotion curve: each drag with its keyboard and its menu twin."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.journeys import SMS
from tests.browser.lab import Notebook
from tests.browser.views import MapPage

MINUS = "\u2212"


@pytest.mark.parametrize("way", ["drag", "keys", "menu"])
def test_reorder_stages(notebook: Notebook, view: MapPage, way: str) -> None:
    stage = view.stage("Sign-up")
    if way == "drag":
        view.drag(stage, view.stage("Awareness"), x=0.2)
    elif way == "keys":
        stage.click()
        notebook.page.keyboard.press("Alt+ArrowLeft")
        notebook.page.keyboard.press("Alt+ArrowLeft")
    else:
        view.menu_of(stage, "Move left")
        view.menu_of(stage, "Move left")
    notebook.kernel.until("j.stages.index.tolist()", ["signup", "aware", "consider", "ride", "retain"])
    assert view.titles() == ["Sign-up", "Awareness", "Consideration", "First ride", "Retention"]
    assert notebook.kernel.value("j.to_frame().columns.tolist()")[0] == "Sign-up"


@pytest.mark.parametrize("way", ["drag", "keys", "menu"])
def test_reorder_lanes(notebook: Notebook, view: MapPage, way: str) -> None:
    lane = view.lane("Touchpoints")
    if way == "drag":
        view.drag(lane, view.lane("Actions"), y=0.2)
    elif way == "keys":
        lane.click()
        notebook.page.keyboard.press("Alt+ArrowUp")
    else:
        view.menu_of(lane, "Move up")
    notebook.kernel.until("j.lanes.index[:3].tolist()", ["touch", "actions", "emotion"])
    assert view.lanes()[:3] == ["Touchpoints", "Actions", "Emotion"]


@pytest.mark.parametrize("way", ["drag", "keys", "menu"])
def test_steps_are_added_reordered_and_made_stages(notebook: Notebook, view: MapPage, way: str) -> None:
    page = notebook.page
    for title in ("Find", "Unlock"):
        view.menu_of(view.stage("First ride"), "Add step")
        view.write(title)
    notebook.kernel.until("j.stages[j.stages.parent == 'ride'].title.tolist()", ["Find", "Unlock"])
    unlock = view.stage("Unlock")
    if way == "drag":
        view.drag(unlock, view.stage("Find"), x=0.2)
    elif way == "keys":
        unlock.click()
        page.keyboard.press("Alt+ArrowLeft")
    else:
        view.menu_of(unlock, "Move left")
    notebook.kernel.until("j.stages[j.stages.parent == 'ride'].title.tolist()", ["Unlock", "Find"])
    assert view.grid.locator(".step .title").all_inner_texts() == ["Unlock", "Find"]
    # The card of the stage itself stays under the stage.
    assert notebook.kernel.value("j.cards.loc['map', 'stage']") == "ride"
    expect(view.card("Looks for a free bike on the map")).to_be_visible()
    view.stage("Unlock").click()
    page.keyboard.press("Alt+ArrowUp")
    notebook.kernel.until("j.stages[j.stages.title == 'Unlock'].parent.isna().tolist()", [True])


def test_add_rename_and_delete_stages_and_lanes(notebook: Notebook, view: MapPage) -> None:
    page = notebook.page
    view.button("+ Stage").click()
    view.write("Farewell")
    notebook.kernel.until("j.stages.title.tolist()[-1]", "Farewell")
    view.stage("Farewell").dblclick()
    view.write("Goodbye")
    notebook.kernel.until("j.stages.title.tolist()[-1]", "Goodbye")
    view.button("+ Lane").click()
    view.choose("Gains")
    view.write("Delights")
    notebook.kernel.until("j.lanes[['title', 'kind']].values.tolist()[-1]", ["Delights", "gain"])
    # A stage goes with all that hangs on it, and one undo brings all of it back.
    view.stage("Sign-up").click()
    page.keyboard.press("Delete")
    notebook.kernel.until("'signup' in j.stages.index", expected=False)
    assert notebook.kernel.value("int((j.cards.stage == 'signup').sum())") == 0
    page.keyboard.press("Control+z")
    notebook.kernel.until("'signup' in j.stages.index", expected=True)
    assert notebook.kernel.value("[len(j.cards), len(j.evidence), len(j.values)]") == [27, 12, 5]
    view.menu_of(view.lane("Delights"), "Delete lane")
    notebook.kernel.until("'Delights' in j.lanes.title.tolist()", expected=False)


def test_moment_of_truth(notebook: Notebook, view: MapPage) -> None:
    view.menu_of(view.stage("Retention"), "Moment of truth")
    notebook.kernel.until("bool(j.stages.loc['retain', 'moment_of_truth'])", expected=True)
    expect(view.stage("Retention")).to_contain_text("Moment of truth")
    view.menu_of(view.stage("Sign-up"), "Moment of truth")
    notebook.kernel.until("bool(j.stages.loc['signup', 'moment_of_truth'])", expected=False)


def test_collapse_a_lane(notebook: Notebook, view: MapPage) -> None:
    view.lane("Actions").hover()
    view.lane("Actions").get_by_role("button", name="Collapse lane").click()
    notebook.kernel.until("bool(j.lanes.loc['actions', 'collapsed'])", expected=True)
    expect(view.card(SMS)).to_have_count(0)
    expect(view.cell("Actions", 2)).to_have_text("2 cards")
    notebook.kernel.run("j.set('lanes', 'actions', collapsed=False)")
    expect(view.card(SMS)).to_be_visible()


@pytest.mark.parametrize("way", ["drag", "keys", "menu", "typing"])
def test_score_of_a_point(notebook: Notebook, view: MapPage, way: str) -> None:
    page = notebook.page
    point = view.grid.get_by_role("gridcell", name="Commuter, Sign-up")
    low = re.compile(f"Commuter, Sign-up: {MINUS}1.6")
    expect(point).to_have_accessible_name(low)
    before = point.bounding_box()
    if way == "drag":
        with view.dragged(point):
            box = point.bounding_box()
            assert box
            page.mouse.move(box["x"] + 12, box["y"] - 20, steps=5)
            page.mouse.move(box["x"] + 12, box["y"] - 28, steps=5)
        notebook.kernel.until("bool(j.cards.loc['co-signup', 'score'] > -1.6)", expected=True)
    elif way == "keys":
        point.click()
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+Shift+ArrowUp")
        notebook.kernel.until("j.cards.loc['co-signup', 'score']", -1.0)
    elif way == "menu":
        view.menu_of(point, "Raise by 0.5")
        notebook.kernel.until("j.cards.loc['co-signup', 'score']", -1.1)
    else:
        point.click()
        page.keyboard.press("1")
        view.editor.press_sequentially(".25")
        page.keyboard.press("Enter")
        notebook.kernel.until("j.cards.loc['co-signup', 'score']", 1.25)
    expect(point).not_to_have_accessible_name(low)
    after = point.bounding_box()
    assert before
    assert after
    assert after["y"] < before["y"] - 5
    score = notebook.kernel.value("j.cards.loc['co-signup', 'score']")
    assert -2 <= score <= 2
    page.keyboard.press("Control+z")
    if way == "keys":
        page.keyboard.press("Control+z")
    notebook.kernel.until("j.cards.loc['co-signup', 'score']", -1.6)


def test_gap_of_the_curve_becomes_a_point(notebook: Notebook, view: MapPage) -> None:
    gap = view.grid.get_by_role("gridcell", name="Visitor, Sign-up: no point")
    lines = view.root.locator(".curve-line")
    assert lines.count() == 2
    # A stage without a score is a gap: the line begins anew behind it.
    assert lines.nth(1).get_attribute("d").count("M") == 2  # type: ignore[union-attr]
    gap.click()
    notebook.page.keyboard.press("Alt+ArrowDown")
    query = "j.cards[(j.cards.persona == 'vi') & (j.cards.stage == 'signup') & (j.cards.lane == 'emotion')]"
    notebook.kernel.until(f"{query}.score.tolist()", [-0.1])
    assert lines.nth(1).get_attribute("d").count("M") == 1  # type: ignore[union-attr]
