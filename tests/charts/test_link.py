"""Charts linked with a map, without a browser: what is linked, what is refused, what is stored, what is freed."""

from __future__ import annotations

import base64
import gc
import json
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import hypothesis.strategies as st
import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from nbclient import NotebookClient
from tests.browser.charts import complaints, funnel, moods
from tests.browser.hostile import LONG, PAYLOADS
from tests.browser.journeys import PICTURE, bikes

from journeywidgets import Journey, JourneyError, JourneyMap, TableError, charts
from journeywidgets.charts.link import prepared
from journeywidgets.charts.picture import picture_of
from journeywidgets.export.chart import chart_to_html, chart_to_text
from journeywidgets.export.specification import LIMIT, Specification
from journeywidgets.widgets.bundle import bundle
from journeywidgets.widgets.journey_chart import JourneyChart
from journeywidgets.widgets.messages import MESSAGE_LIMIT
from journeywidgets.widgets.vega import VegaRuntime, pieces
from journeywidgets.widgets.wire import size

STAGES = ("aware", "consider", "signup", "ride", "retain")


@pytest.fixture
def j() -> Journey:
    return bikes()


@pytest.fixture
def map_(j: Journey) -> Iterator[JourneyMap]:
    with JourneyMap(j) as shown:
        yield shown


@pytest.fixture
def chart(j: Journey, map_: JourneyMap) -> Iterator[JourneyChart]:
    with charts.link(map_, complaints(j)) as made:
        yield made


def from_page(widget: Any, **state: Any) -> None:
    """Let a widget take what a page sends."""
    widget.set_state(state)


# ---- what is chosen ----------------------------------------------------------------------


def test_the_map_and_the_chart_hold_the_same(map_: JourneyMap, chart: JourneyChart) -> None:
    heard: list[Any] = []
    chart.observe(lambda change: heard.append(change.new), "selection")
    map_.selection = {"stages": ["signup"]}
    assert chart.selection == {"stages": ["signup"]}
    chart.selection = {"stages": ["ride"], "personas": ["co"]}
    assert (map_.selection, map_.personas) == ({"stages": ["ride"]}, ["co"])
    map_.personas = []
    chart.selection = {}
    assert map_.selection == {}
    both = {"stages": ["ride"], "personas": ["co"]}
    assert heard == [{"stages": ["signup"]}, both, {"stages": ["ride"]}, {}]


def test_rows_are_named_by_title_too(map_: JourneyMap, chart: JourneyChart) -> None:
    chart.selection = {"stages": ["Sign-up"], "personas": ["Visitor"]}
    assert map_.selection == {"stages": ["signup"]}
    assert chart.selection == {"stages": ["signup"], "personas": ["vi"]}


def test_a_row_that_is_not_there_is_an_error_and_changes_nothing(map_: JourneyMap, chart: JourneyChart) -> None:
    map_.selection = {"stages": ["signup"]}
    with pytest.raises(TableError, match="no row 'nowhere'"):
        chart.selection = {"stages": ["nowhere"]}
    assert map_.selection == chart.selection == {"stages": ["signup"]}
    # A page may name a row that has just been deleted.
    from_page(chart, selection={"stages": ["nowhere", "ride"]}, _asked={"client": "p", "n": 1})
    assert map_.selection == chart.selection == {"stages": ["ride"]}


def test_the_finest_table_counts(map_: JourneyMap, chart: JourneyChart) -> None:
    chart.selection = {"stages": ["signup"], "cards": ["sms"]}
    assert map_.selection == chart.selection == {"cards": ["sms"]}
    assert chart._highlight["stages"] == ["signup", "Sign-up"]


def test_what_is_highlighted_includes_what_belongs_to_it(j: Journey, map_: JourneyMap, chart: JourneyChart) -> None:
    j.add("stages", id="pay", title="Pay", parent="signup")
    map_.selection = {"stages": ["signup"]}
    assert chart._highlight["stages"] == ["signup", "pay", "Sign-up", "Pay"]
    map_.selection = {"stages": ["pay"]}
    assert chart._highlight["stages"] == ["pay", "signup", "Pay", "Sign-up"]
    map_.selection = {"cards": ["p1"]}
    assert chart._highlight["stages"] == ["consider", "Consideration"]
    assert chart._highlight["personas"] == ["co", "Commuter"]


def test_a_question_of_a_page_is_answered_by_its_number(map_: JourneyMap, chart: JourneyChart) -> None:
    from_page(chart, selection={"stages": ["ride"]}, _asked={"client": "p", "n": 7})
    answer = {name: chart._highlight[name] for name in ("stages", "client", "asked")}
    assert answer == {"stages": ["ride", "First ride"], "client": "p", "asked": 7}
    # The same again changes nothing, and is answered all the same.
    from_page(chart, selection={"stages": ["ride"]}, _asked={"client": "p", "n": 8})
    assert chart._highlight["asked"] == 8
    assert map_.selection == {"stages": ["ride"]}


def test_a_page_that_joins_its_models_is_believed(map_: JourneyMap, chart: JourneyChart) -> None:
    """It writes the map's traits alone, and touches the chart: what Python says is the map's."""
    from_page(map_, selection={"stages": ["aware"]})
    from_page(chart, _touched=1)
    from_page(map_, selection={"stages": ["ride"]})
    # The touch of the first comes late.
    from_page(chart, _touched=2)
    assert map_.selection == chart.selection == {"stages": ["ride"]}


def test_nothing_is_sent_back_to_the_map_that_its_page_said(
    map_: JourneyMap, chart: JourneyChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(map_, "_send", lambda message, buffers=None: sent.append(message))  # noqa: ARG005
    from_page(map_, selection={"stages": ["aware"]})
    from_page(chart, _touched=1)
    assert sent == []
    # A page that does not join them is told what Python heard last.
    from_page(chart, selection={"stages": ["ride"]}, _asked={"client": "p", "n": 1})
    assert [message["state"] for message in sent] == [{"selection": {"stages": ["ride"]}}]
    from_page(map_, selection={"stages": ["signup"]})
    assert sent[-1]["state"]["selection"] == {"stages": ["signup"]}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["map", "chart", "personas"]), st.sampled_from(STAGES)), max_size=8))
def test_in_step_whatever_is_assigned(steps: list[tuple[str, str]]) -> None:
    with JourneyMap(bikes()) as map_, charts.link(map_, complaints(map_.journey)) as chart:
        for where, stage in steps:
            if where == "map":
                map_.selection = {"stages": [stage]}
            elif where == "chart":
                chart.selection = {"stages": [stage]}
            else:
                map_.personas = ["co"] if stage < "r" else []
            personas = {"personas": map_.personas} if map_.personas else {}
            assert chart.selection == {**map_.selection, **personas}


def test_threads_leave_them_in_step(map_: JourneyMap, chart: JourneyChart) -> None:
    """Messages of pages are handled on another thread than cells."""

    def work(widget: Any, names: tuple[str, ...]) -> Callable[[], None]:
        def run() -> None:
            for at in range(120):
                widget.selection = {"stages": [names[at % len(names)]]}

        return run

    threads = [threading.Thread(target=work(map_, STAGES[:2])), threading.Thread(target=work(chart, STAGES[2:]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    map_.selection = {"stages": ["aware"]}
    assert chart.selection == {"stages": ["aware"]}


# ---- what can be linked ------------------------------------------------------------------


def test_charts_of_ones_own_are_made_ready(j: Journey, map_: JourneyMap) -> None:
    frame = pd.DataFrame({"stage": ["aware"], "persona": ["co"], "n": [3]})
    with charts.link(map_, alt.Chart(frame).mark_bar().encode(x="stage", y="n")) as made:
        names = {param["name"] for param in json.loads(made.spec)["params"]}
        assert {"jw_stages", "jw_personas", "jw_cards", "jw_pick"} <= names
        assert made.chart.fields == ("stage", "persona")
    one, two = complaints(j, "One"), moods(j)
    for composed in (one | two, one & two, alt.layer(one), alt.concat(one, two, columns=1)):
        with charts.link(map_, composed) as made:
            assert made.spec.count('"name":"jw_pick"') >= 1


def test_what_cannot_be_linked_is_refused_with_the_remedy(j: Journey, map_: JourneyMap, chart: JourneyChart) -> None:
    frame = pd.DataFrame({"phase": ["a"]})
    bars = alt.Chart(frame).mark_bar().encode(x="phase")
    with pytest.raises(JourneyError, match=r"no column 'stage', 'persona' or 'card'.*only \['phase'\]"):
        charts.link(map_, bars)
    with pytest.raises(JourneyError, match="no column 'card'"):
        charts.link(map_, complaints(j), on="card")
    with pytest.raises(JourneyError, match="links an Altair chart, not DataFrame"):
        charts.link(map_, frame)
    with pytest.raises(JourneyError, match="one already"):
        charts.link(map_, chart)
    with pytest.raises(JourneyError, match=r"not Journey: make one with JourneyMap\(journey\)"):
        charts.link(j, complaints(j))  # type: ignore[arg-type]
    with pytest.raises(JourneyError, match=r"loads its rows from 'https://example.invalid/x.csv'"):
        charts.link(map_, alt.Chart("https://example.invalid/x.csv").mark_bar(style="jw-pick").encode(x="stage:N"))


def test_too_many_rows_are_refused(map_: JourneyMap) -> None:
    frame = pd.DataFrame({"stage": ["aware"] * 20_000, "text": ["x" * 120] * 20_000})
    with pytest.raises(JourneyError, match=r"carries 3\.\d MB \(20000 rows\); .* at most 2 MB.*Aggregate"):
        charts.link(map_, alt.Chart(frame).mark_bar().encode(x="stage"))
    some = alt.Chart(frame[:9_000]).mark_bar().encode(x="stage")
    with charts.link(map_, some) as made:
        assert 1_000_000 < len(made.spec) < LIMIT


def test_the_notebooks_own_settings_of_altair_do_not_reach_the_chart(map_: JourneyMap, j: Journey) -> None:
    with alt.theme.enable("dark"), alt.data_transformers.enable("json"):
        spec = prepared(complaints(j)).spec
        assert (alt.theme.active, alt.data_transformers.active) == ("dark", "json")
    assert "config" not in spec
    assert [row["stage"] for rows in spec["datasets"].values() for row in rows][:1] == ["Awareness"]
    assert map_.comm is not None


def test_numbers_that_are_none_are_null() -> None:
    rows = [{"stage": "a", "n": float("nan")}, {"stage": pd.Timestamp("2026-01-02"), "n": float("inf")}]
    found = Specification.read({"data": {"values": rows}, "mark": "bar", "encoding": {}})
    assert json.loads(found.to_json())["datasets"]["rows-0"] == [
        {"stage": "a", "n": None},
        {"stage": "2026-01-02T00:00:00", "n": None},
    ]


def test_halves_of_characters_do_not_stop_the_message() -> None:
    found = Specification.read({"data": {"values": [{"stage": "\ud800x"}]}, "mark": "bar"})
    assert "\ufffdx" in found.to_json()
    found.to_json().encode()


# ---- what is stored, and what stays readable ---------------------------------------------


def test_a_notebook_with_five_charts_stores_vega_once() -> None:
    show = "charts.dashboard(map, *(charts.link(map, complaints(j, f'Chart {n}')) for n in range(5)))"
    code = (
        "from journeywidgets import JourneyMap, charts\nfrom tests.browser.journeys import bikes\n"
        f"from tests.browser.charts import complaints\nj = bikes()\nmap = JourneyMap(j)\n{show}"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=120, store_widget_state=True).execute()
    text = json.dumps(notebook)
    state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    kinds = [model["state"].get("_anywidget_id", "").rpartition(".")[2] for model in state.values()]
    assert kinds.count("JourneyChart") == 5
    assert kinds.count("VegaRuntime") == 1
    vega = bundle("vega")
    middle = vega[len(vega) // 2 :][:200]
    assert text.count(middle) == 1
    [runtime] = (key for key, model in state.items() if model["state"].get("_anywidget_id", "").endswith("VegaRuntime"))
    refs = {model["state"]["_runtime"] for model in state.values() if "_runtime" in model["state"]}
    assert refs == {f"anywidget:{runtime}"}


def test_the_code_fits_into_messages() -> None:
    found = pieces()
    assert len(found) > 1
    assert all(size(piece) <= MESSAGE_LIMIT for piece in found)
    assert "".join(piece["text"] for piece in found) == bundle("vega")


def test_a_page_that_asks_gets_the_code(chart: JourneyChart, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(chart, "send", sent.append)
    chart._handle_custom_msg({"jw": 1, "type": "runtime"}, None)
    assert sent == pieces()
    chart._handle_custom_msg({"jw": 1, "type": "else"}, None)
    chart._handle_custom_msg("what", None)
    assert len(sent) == len(pieces())


def test_the_static_form(j: Journey, map_: JourneyMap) -> None:
    with charts.link(map_, charts.funnel(funnel(j), j)) as made:
        found = made._repr_mimebundle_()
        assert found is not None
        members = {"application/vnd.jupyter.widget-view+json", "application/vnd.journeywidgets.view"}
        assert set(found[0]) == {*members, "text/html", "text/plain"}
        html = found[0]["text/html"]
        assert found[0] == (made._repr_mimebundle_() or [{}])[0]
    assert "<th scope='col'" in html
    assert "Sign-up" in html
    assert "<svg" not in html
    source = html.partition("src='data:image/png;base64,")[2].partition("'")[0]
    assert base64.b64decode(source).startswith(b"\x89PNG")
    assert found[0]["text/plain"].startswith("Chart: Conversion\nStage | ")


def test_without_vl_convert_the_table_remains(j: Journey, map_: JourneyMap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with charts.link(map_, complaints(j, "Never drawn before")) as made:
        html = made.readable()["text/html"]
    assert "<img" not in html
    assert "<table" in html


def test_hostile_text_is_text_in_the_static_form() -> None:
    rows = [{"stage": payload, "n": at} for at, payload in enumerate(PAYLOADS)]
    encoding = {"x": {"field": "stage", "title": PAYLOADS[0]}, "y": {"field": "n"}}
    found = Specification.read({"title": PAYLOADS[1], "data": {"values": rows}, "mark": "bar", "encoding": encoding})
    html = chart_to_html(found, base64.b64decode(PICTURE.partition(",")[2]))
    for text in ("<img src=x", "<script", "<iframe", "<b on", "<svg"):
        assert text not in html
    assert html.count("<img") == 1
    assert "width='48'" in html  # half its dots
    assert PAYLOADS[2] in chart_to_text(found)


def test_a_picture_of_hostile_text_is_drawn() -> None:
    """vl-convert ends the process at a character that SVG cannot hold."""
    for payload in (PAYLOADS[2], PAYLOADS[-1], LONG):
        rows = [{"stage": payload, "n": 1}]
        encoding = {"x": {"field": "stage", "type": "nominal"}, "y": {"field": "n", "type": "quantitative"}}
        spec = {"title": payload, "data": {"values": rows}, "mark": "bar", "encoding": encoding}
        picture = picture_of(Specification.read(spec))
        assert picture is not None
        assert picture.startswith(b"\x89PNG")


def test_no_picture_of_very_many_rows_or_of_what_cannot_be_drawn() -> None:
    many = [{"stage": "a", "n": n} for n in range(3_001)]
    assert picture_of(Specification.read({"data": {"values": many}, "mark": "bar", "encoding": {}})) is None
    assert picture_of(Specification.read({"data": {"values": []}, "mark": "no such mark"})) is None


def test_many_rows_are_told_and_not_all_shown() -> None:
    rows = [{"stage": f"s{n}", "n": n / 3} for n in range(150)]
    encoding = {"x": {"field": "stage"}, "y": {"field": "n"}}
    found = Specification.read({"data": {"values": rows}, "mark": "bar", "encoding": encoding})
    assert "and 50 rows more" in chart_to_html(found)
    lines = chart_to_text(found).splitlines()
    assert lines[1:4] == ["Stage | N", "s0 | 0", "s1 | 0.333333"]
    assert lines[-1] == "… and 50 rows more"


# ---- what is freed -----------------------------------------------------------------------


def test_closing_frees_the_chart_and_vega_with_the_last(j: Journey) -> None:
    map_ = JourneyMap(j)
    one, two = charts.link(map_, complaints(j)), charts.link(map_, complaints(j))
    runtime = one._runtime
    assert runtime is two._runtime
    one.close()
    assert runtime.comm is not None
    map_.selection = {"stages": ["ride"]}
    assert two.selection == {"stages": ["ride"]}
    map_.close()
    assert two.linked_with is None
    two.close()
    assert runtime.comm is None
    refs = [weakref.ref(one), weakref.ref(two), weakref.ref(map_), weakref.ref(runtime)]
    del one, two, map_, runtime
    gc.collect()
    assert [ref() for ref in refs] == [None] * 4


def test_after_all_widgets_were_closed_a_chart_brings_vega_again(j: Journey, map_: JourneyMap) -> None:
    with charts.link(map_, complaints(j)) as one:
        VegaRuntime.hold(one).close()
        with charts.link(map_, complaints(j)) as two:
            assert two._runtime.comm is not None
            assert two._runtime is not one._runtime


def test_dashboard(j: Journey, map_: JourneyMap, chart: JourneyChart) -> None:
    board = charts.dashboard(map_, chart, moods(j))
    assert board.map is map_
    assert board.charts[0] is chart
    assert board.get_state()["_children"] == [f"anywidget:{one.model_id}" for one in (map_, *board.charts)]
    found = board._repr_mimebundle_()
    assert found is not None
    assert found[0]["text/html"].count("<figure") == 3
    board.close()
    assert [one.comm for one in (board, map_, *board.charts)] == [None] * 4
    with charts.dashboard(j, complaints(j)) as made, pytest.raises(JourneyError, match="not linked with this map"):
        charts.dashboard(j, made.charts[0])
    with pytest.raises(JourneyError, match="at least one chart"):
        charts.dashboard(j)
    with pytest.raises(JourneyError, match="shows a Journey, not int"):
        charts.dashboard(1, complaints(j))


def test_a_map_that_marimo_wraps_is_taken_out(j: Journey, map_: JourneyMap) -> None:
    class Wrapped:
        widget = map_

    with charts.link(Wrapped(), complaints(j)) as made:  # type: ignore[arg-type]
        assert made.linked_with is map_


def test_settings(j: Journey, map_: JourneyMap) -> None:
    specification = prepared(complaints(j))
    with pytest.raises(JourneyError, match="no setting 'colour'"):
        JourneyChart(specification, colour="red")
    with pytest.raises(JourneyError, match=r"what charts\.link prepares, not dict"):
        JourneyChart({})  # type: ignore[arg-type]
    with JourneyChart(specification, theme="dark") as alone:
        assert repr(alone) == "JourneyChart('Complaints')"
        alone.update(prepared(complaints(j, "Others")))
        assert json.loads(alone.spec)["title"] == "Others"
    with charts.link(map_, charts.funnel(funnel(j), j, theme="dark")) as finished:
        assert finished.theme == "dark"
