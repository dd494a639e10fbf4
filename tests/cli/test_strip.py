"""`strip` takes out the state of widgets and their views, and touches nothing else."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from tests.cli.shell import code, notebook, run, shown

from journeywidgets import Journey, JourneyMap
from journeywidgets.errors import StorageError
from journeywidgets.report.spans import cuts, parts, whole, without
from journeywidgets.report.strip import stripped

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

TABLE = {"text/html": "<table></table>", "text/plain": "a map"}
LINE = {"text/plain": "IntSlider(value=0)"}


def view(model: str, **forms: Any) -> dict[str, Any]:
    return {VIEW: {"model_id": model, "version_major": 2, "version_minor": 0}, **forms}


def state(*models: str, **more: Any) -> dict[str, Any]:
    held = {model: {"model_name": "M", "state": {}} for model in models}
    return {STATE: {"state": {**held, **more}, "version_major": 2, "version_minor": 0}}


def output(data: dict[str, Any]) -> dict[str, Any]:
    return {**shown(), "data": data}


def as_jupyter(held: dict[str, Any]) -> str:
    return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def strip(held: dict[str, Any], **options: bool) -> tuple[dict[str, Any], Any]:
    data, done = stripped(as_jupyter(held).encode(), "the notebook", **options)
    return json.loads(data), done


def test_what_is_left_is_what_jupyter_writes_of_a_notebook_without_them() -> None:
    """Were anything else touched, a blank or a comma, the bytes would differ."""
    cells = [code("journey", output(view("m1", **TABLE))), code("x = 'é \\u00e9 ✓'"), code("", output(TABLE))]
    bare = [code("journey", output(TABLE)), *cells[1:]]
    kernel = {"kernelspec": {"name": "python3"}}
    for metadata in (kernel, {}, {"zz": 1}, {"aa": 1, "zz": {}}):
        before = notebook(*cells, widgets=state("m1", "m2"), **metadata)
        data, done = stripped(as_jupyter(before).encode(), "the notebook")
        assert data.decode() == as_jupyter(notebook(*bare, **metadata))
        assert (done.views, done.models, done.kept) == (1, 2, 0)
        assert done.saved == len(as_jupyter(before).encode()) - len(data)


@pytest.mark.parametrize(
    "written",
    [
        lambda held: json.dumps(held, separators=(",", ":")),
        lambda held: json.dumps(held, indent=4).replace("\n", "\r\n"),
        lambda held: "\ufeff" + json.dumps(held, indent="\t") + "\n\n",
        lambda held: json.dumps(held, sort_keys=True, ensure_ascii=True),
    ],
)
def test_whatever_wrote_it_every_other_line_stays(written: Any) -> None:
    cells = [code("a\r\n", output(view("m1", **TABLE))), code("b", output({**TABLE, "image/png": "iVBOR\n"}))]
    held = notebook(*cells, widgets=state("m1"), title="☃ 1e3", number=1.50)
    before = written(held).encode()
    data, done = stripped(before, "the notebook")
    assert done.changed
    expected = notebook(code("a\r\n", output(TABLE)), cells[1], title="☃ 1e3", number=1.50)
    assert json.loads(data.decode("utf-8-sig")) == expected
    # What is left is what was there, in its order: nothing was written anew.
    letters = iter(before)
    assert all(letter in letters for letter in data)


def test_a_view_that_leaves_no_more_than_a_line_stays_with_the_state_that_it_needs() -> None:
    children = {"children": ["IPY_MODEL_child"], "deep": {"layout": "IPY_MODEL_layout"}}
    slider = {"model_name": "Slider", "state": children}
    held = notebook(
        code("", output(view("map", **TABLE))),
        code("", output(view("slider", **LINE)), output(view("gone", **LINE))),
        widgets=state("map", "child", "layout", "other", slider=slider),
    )
    left, done = strip(held)
    assert (done.views, done.models, done.kept) == (1, 2, 2)
    assert set(left["metadata"]["widgets"][STATE]["state"]) == {"slider", "child", "layout"}
    assert left["metadata"]["widgets"][STATE]["state"]["slider"] == slider
    assert [VIEW in each["data"] for cell in left["cells"] for each in cell["outputs"]] == [False, True, True]
    left, done = strip(held, everything=True)
    assert (done.views, done.models, done.kept) == (3, 5, 0)
    assert "widgets" not in left["metadata"]
    assert VIEW not in json.dumps(left)


def test_a_view_without_any_other_form_stays_even_with_all() -> None:
    held = notebook(code("", output(view("m1"))), widgets=state("m1", "m2"))
    left, done = strip(held, everything=True)
    assert done.kept == 1
    assert left["cells"] == held["cells"]


@pytest.mark.parametrize(
    "widgets",
    [
        {},
        {STATE: {}},
        {STATE: {"version_major": 2}},
        {"m1": {"model_module": "@jupyter-widgets/controls", "state": {}}},  # as Colab keeps it
        None,
        [],
    ],
)
def test_state_that_is_not_as_jupyter_keeps_it_goes_too(widgets: Any) -> None:
    """It is what keeps some pages from showing the notebook at all."""
    left, done = strip(notebook(code("", output(view("m1", **TABLE))), widgets=widgets, colab={}))
    assert left["metadata"] == {"colab": {}}
    assert done.changed


def test_changes_that_only_the_state_has_are_told() -> None:
    """A map was edited after its cell was run, and the notebook saved: the table in its output is older."""
    journey = Journey("Bikes", stages=[{"id": "s", "title": "Ride"}])
    with JourneyMap(journey) as shown_map:
        bundle = shown_map._repr_mimebundle_()
        assert bundle is not None
        data, model = dict(bundle[0]), shown_map.model_id

        def saved() -> dict[str, Any]:
            return notebook(code("journey", output(data)), widgets=shown_map.get_manager_state(drop_defaults=False))

        held = saved()
        held["metadata"]["widgets"] = {STATE: held["metadata"]["widgets"]}
        assert strip(held)[1].later == 0
        journey.set("stages", "s", title="Ride home")
        held = saved()
    held["metadata"]["widgets"] = {STATE: held["metadata"]["widgets"]}
    assert model in held["metadata"]["widgets"][STATE]["state"]
    left, done = strip(held)
    assert (done.views, done.later) == (1, 1)
    assert "Ride home" not in json.dumps(left)
    said = run("strip", "-", "--check", given=as_jupyter(held).encode())
    assert said.out.endswith("1 map is left as when its cell was run, without later changes.\n")


def test_state_as_colab_keeps_it_stays_for_the_views_that_need_it() -> None:
    slider = {"model_name": "Slider", "state": {"layout": "IPY_MODEL_layout"}}
    states = {"map": {"state": {}}, "slider": slider, "layout": {"state": {}}}
    held = notebook(code("", output(view("map", **TABLE)), output(view("slider", **LINE))), widgets=states)
    left, done = strip(held)
    assert left["metadata"]["widgets"] == {"slider": slider, "layout": {"state": {}}}
    assert (done.views, done.models, done.kept) == (1, 1, 1)


def test_what_hosts_and_reports_know_stays() -> None:
    forms: dict[str, Any] = {
        **TABLE,
        "application/vnd.journeywidgets.view": "jw1:eJw=",
        "application/vnd.vegalite.v5+json": {"mark": "bar"},
        "image/png": "iVBOR",
    }
    mixed = {**output(view("m1", **forms)), "metadata": {VIEW: {"a": 1}, "image/png": {"width": 9}}}
    left, _ = strip(notebook(code("", mixed)))
    (kept,) = left["cells"][0]["outputs"]
    assert kept["data"] == forms
    assert kept["metadata"] == {"image/png": {"width": 9}}


def test_a_stripped_notebook_is_valid_and_its_table_is_converted(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    figure = {"text/html": "<table><td>The code is late</td></table>", "text/plain": "map"}
    path.write_text(as_jupyter(notebook(code("j", output(view("m1", **figure))), widgets=state("m1"))), "utf-8")
    assert run("strip", path).status == 0
    held = nbformat.read(path, as_version=4)
    nbformat.validate(held)
    exporter = HTMLExporter(template_name="basic")
    page, _ = exporter.from_notebook_node(held)
    assert "The code is late" in page


def test_check_changes_nothing_and_says_so(tmp_path: Path) -> None:
    path, clean = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    path.write_text(as_jupyter(notebook(code("", output(view("m1", **TABLE))), widgets=state("m1"))), "utf-8")
    clean.write_text(as_jupyter(notebook(code("", output(TABLE)))), "utf-8")
    before = path.read_bytes()
    said = run("strip", "--check", path, clean)
    assert said.status == 1
    assert f"{path}: would take out 1 view and the state of 1 widget, " in said.out
    assert f"{clean}: nothing to strip." in said.out
    assert path.read_bytes() == before
    assert run("strip", path).status == 0
    assert run("strip", "--check", path, clean).status == 0


def test_a_notebook_without_them_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(as_jupyter(notebook(code("", output(TABLE)))), "utf-8")
    before = path.stat()
    assert run("strip", path).status == 0
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_links_and_rights_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "a.ipynb", tmp_path / "link.ipynb"
    path.write_text(as_jupyter(notebook(code("", output(view("m1", **TABLE))))), "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert run("strip", link).status == 0
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert VIEW not in path.read_text("utf-8")


def test_a_filter_reads_and_writes_through_pipes(tmp_path: Path) -> None:
    held = as_jupyter(notebook(code("", output(view("m1", **TABLE))), widgets=state("m1"))).encode()
    said = run("strip", "-", given=held)
    assert said.status == 0
    assert said.err == ""
    assert said.data == stripped(held, "the notebook")[0]
    assert run("strip", "-", "--check", given=held).status == 1
    target = tmp_path / "out.ipynb"
    answer = run("strip", "-", "-o", target, "--json", given=held).json
    assert target.read_bytes() == said.data
    assert answer["files"][0]["views"] == 1


def test_json_tells_every_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(as_jupyter(notebook(code("", output(view("m1", **TABLE))), widgets=state("m1"))), "utf-8")
    said = run("strip", "--json", path, tmp_path / "none.ipynb")
    assert said.status == said.json["status"] == 2
    one, none = said.json["files"]
    assert (one["views"], one["models"], one["kept"]) == (1, 1, 0)
    assert none["error"]["type"] == "StorageError"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "line 1: is not JSON"),
        (b'{"cells": [\n{"a": }]}', "line 2: is not JSON"),
        (b'{"cells": []}\n{}', "line 2: something stands after its end"),
        (b"\xff\xfe{}", "line 1: is not UTF-8"),
        (b"[]", "is not a notebook. Give an .ipynb file"),
        (b'{"cells": 3}', "is not a notebook"),
        (b'{"worksheets": [], "nbformat": 3}', "it is of version 3"),
        (b'{"cells": [' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_refused_and_stays(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(data)
    said = run("strip", path)
    assert said.status == 2
    assert problem in said.error
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "cell",
    [
        3,
        None,
        {},
        {"outputs": None},
        {"outputs": [None, 3]},
        {"outputs": [{"data": None}]},
        {"outputs": [{"data": {VIEW: None}}]},
        {"outputs": [{"data": {VIEW: {"model_id": 3}, "text/plain": "x"}}]},
    ],
)
def test_a_strange_cell_is_passed_over(cell: Any) -> None:
    held = notebook(cell, widgets=3)
    left, _ = strip(held)
    assert left["cells"] == held["cells"]


def test_a_member_that_is_there_twice_goes_twice() -> None:
    text = (
        f'{{"cells": [{{"outputs": [{{"data": {{"{VIEW}": 1, "text/html": "", "{VIEW}": 2}}}}]}}], "metadata": {{}}}}'
    )
    data, _ = stripped(text.encode(), "the notebook")
    assert data.decode() == '{"cells": [{"outputs": [{"data": {"text/html": ""}}]}], "metadata": {}}'


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)
LAYOUTS = [{"indent": 1}, {"separators": (",", ":")}, {"indent": 2, "ensure_ascii": False}, {}]


@given(
    st.dictionaries(st.text(max_size=3), VALUES, min_size=1, max_size=6),
    st.sets(st.integers(0, 5)),
    st.sampled_from(LAYOUTS),
)
def test_members_are_cut_out_as_if_they_had_never_been_there(
    held: dict[str, Any], places: set[int], layout: dict[str, Any]
) -> None:
    text = json.dumps(held, **layout)
    listed = list(parts(text, 0))
    gone = [part for number, part in enumerate(listed) if number in places]
    assert [part.value for part in listed] == list(held.values())
    left = {name: value for number, (name, value) in enumerate(held.items()) if number not in places}
    assert without(text, cuts(text, 0, gone)) == json.dumps(left, **layout)


@given(st.text(max_size=30) | VALUES.map(json.dumps))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(StorageError):
            whole(text, "the notebook")
    else:
        assert whole(text, "the notebook").value == expected
