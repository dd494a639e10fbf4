"""Whatever a notebook's file says, there is a report of it or an error in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.browser.journeys import bikes
from tests.report.notebooks import code, notebook, states, stream, text
from tests.report.pages import Page

from journeywidgets import JourneyMap, charts
from journeywidgets.errors import JourneyError
from journeywidgets.export.record import RECORD, pack, unpack
from journeywidgets.report import report

JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    "<b>",
    [],
    ["x"],
    [None],
    {},
    {"x": None},
    {"data": {}},
    [[[]]],
    10**20,
)
Path_ = tuple[Any, ...]


def places(part: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the place of every value in plain data; of long lists the first."""
    yield path
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from places(inner, (*path, name))
    elif isinstance(part, list):
        for number, inner in enumerate(part[:4]):
            yield from places(inner, (*path, number))


def replaced(whole: Any, path: Path_, value: Any) -> Any:
    made = copy.deepcopy(whole)
    if not path:
        return value
    part = made
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return made


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    journey = bikes()
    shown = JourneyMap(journey)
    chart = charts.link(shown, charts.emotion(journey))
    drawn = {"mark": "bar", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x", "type": "ordinal"}}}
    cells = [
        text("# Title $x$ ![a](attachment:a.png)", **{"a.png": {"image/png": "iVBORw0KGgo="}}),
        code(shown, stream("x"), {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}, source="a"),
        code(chart, {"application/vnd.vegalite.v5+json": drawn}, {"image/png": "iVBORw0KGgo=", "text/plain": "x"}),
    ]
    made: dict[str, Any] = json.loads(json.dumps(notebook(*cells, **states(shown, chart))))
    return made


def written(folder: Path, held: Any) -> str:
    path = folder / "notebook.ipynb"
    path.write_text(json.dumps(held), "utf-8")
    try:
        return report(path)
    except JourneyError as error:
        return f"{error}"


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_value_of_a_notebook_may_be_anything(tmp_path: Path, whole: dict[str, Any], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([*places(whole)]))
    assert written(tmp_path, replaced(whole, place, data.draw(st.sampled_from(JUNK))))


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@pytest.mark.parametrize("number", [1, 2])
def test_a_value_of_a_record_may_be_anything(
    tmp_path: Path, whole: dict[str, Any], number: int, data: st.DataObject
) -> None:
    forms = whole["cells"][number]["outputs"][0]["data"]
    held = unpack(forms[RECORD], forms["text/html"])
    place = data.draw(st.sampled_from([*places(held)][1:]))
    damaged = replaced(held, place, data.draw(st.sampled_from(JUNK)))
    changed = replaced(whole, ("cells", number, "outputs", 0, "data", RECORD), pack(damaged))
    # The other outputs are shown, whatever has become of this one.
    html = written(tmp_path, {**changed, "metadata": {}})
    assert Page(html).main.h1 is not None
