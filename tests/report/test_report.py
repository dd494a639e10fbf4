"""A notebook as a report: what becomes of its cells and outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from tests.browser.journeys import bikes
from tests.report.notebooks import code, notebook, output, saved, states, stream, text
from tests.report.pages import Page

from journeywidgets import Journey, JourneyMap, PersonaCards, charts
from journeywidgets.errors import FormatError, JourneyError, StorageError
from journeywidgets.export.record import RECORD
from journeywidgets.report import report

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ROWS = pd.DataFrame({"x": [1, 2], "y": [3, 4]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, *cells: dict[str, Any], options: Any = None, **metadata: Any) -> Page:
    return Page(report(saved(folder, *cells, **metadata), **(options or {})))


def bar(**options: Any) -> alt.Chart:
    made: alt.Chart = alt.Chart(ROWS, title="Bars", **options).mark_bar().encode(x="x:O", y="y:Q")
    return made


def test_maps_personas_and_charts_become_views(folder: Path) -> None:
    journey = bikes()
    shown = JourneyMap(journey, height=400, theme="dark", selection={"cards": [journey.cards.index[0]]})
    linked = charts.link(shown, charts.emotion(journey))
    page = written(folder, code(shown), code(PersonaCards(journey)), code(linked))
    map_, people, chart = page.views
    assert [view["kind"] for view in page.views] == ["map", "personas", "chart"]
    assert page.data(map_) == journey.to_dict() == page.data(people)
    assert map_["settings"] == {"height": 400, "theme": "dark", "selection": {"cards": [journey.cards.index[0]]}}
    assert chart["link"] == map_["key"]
    assert page.data(chart) == linked.chart.spec
    assert chart["about"] == json.loads(linked._about)
    assert page.notes == []


def test_one_journey_is_in_the_page_once(folder: Path) -> None:
    journey = bikes()
    page = written(folder, *(code(widget) for widget in (JourneyMap(journey), PersonaCards(journey), journey)))
    assert len({view["data"] for view in page.views}) == 1
    assert page.html.count(journey.cards["text"].iloc[0]) == 1


def test_a_dashboard_stands_together_and_its_charts_belong_to_its_map(folder: Path) -> None:
    journey = bikes()
    board = charts.dashboard(JourneyMap(journey), charts.emotion(journey))
    page = written(folder, code(JourneyMap(journey)), code(board))
    first, second, chart = page.views
    assert (first["kind"], second["kind"], chart["kind"]) == ("map", "map", "chart")
    assert chart["link"] == second["key"]
    assert len(page.main.select(".jw-dashboard > .jw-view")) == 2


def test_what_was_frozen_is_explored_as_well(folder: Path) -> None:
    journey = bikes()
    page = written(folder, code(JourneyMap(journey).static()))
    assert [page.data(view) for view in page.views] == [journey.to_dict()]


@pytest.mark.parametrize("kept", ["record", "state", "both"])
def test_a_view_is_found_in_the_record_and_in_the_saved_state(folder: Path, kept: str) -> None:
    journey = bikes()
    shown = JourneyMap(journey)
    chart = charts.link(shown, charts.emotion(journey))
    cells = [code(shown), code(chart)]
    if kept == "state":
        for cell in cells:
            del cell["outputs"][0]["data"][RECORD]
    page = written(folder, *cells, **(states(shown, chart) if kept != "record" else {}))
    map_, drawn = page.views
    assert page.data(map_) == journey.to_dict()
    assert page.data(drawn) == chart.chart.spec
    if kept != "state":
        assert drawn["link"] == map_["key"]


def test_a_chart_follows_the_very_map_that_it_was_linked_with(folder: Path) -> None:
    journey = bikes()
    one, other = JourneyMap(journey), JourneyMap(journey)
    chart = charts.link(one, charts.emotion(journey))
    cells = [code(one), code(other), code(chart)]
    page = written(folder, *cells, **states(one, other, chart))
    assert page.views[2]["link"] == page.views[0]["key"]
    assert written(folder, *cells).views[2]["link"] == page.views[0]["key"]


def test_a_chart_without_its_widget_follows_the_map_of_its_journey_above_it(folder: Path) -> None:
    journey = bikes()
    one, other = JourneyMap(journey), JourneyMap(Journey("Another", seed=9))
    chart = charts.link(one, charts.emotion(journey))
    still, drawn = one.static(), chart.static()
    page = written(folder, code(still), code(still), code(other.static()), code(drawn))
    assert page.views[3]["link"] == page.views[1]["key"]
    first = written(folder, code(drawn), code(still))
    assert first.views[0]["link"] == first.views[1]["key"]


def test_the_later_of_record_and_state_counts(folder: Path) -> None:
    journey = bikes()
    shown = JourneyMap(journey)
    early, early_state = code(shown), states(shown)
    journey.add("stages", id="later", title="Later")
    shown.selection = {"stages": ["later"]}
    with_later_state = written(folder, early, **states(shown))
    assert "later" in [row["id"] for row in with_later_state.data(with_later_state.views[0])["stages"]]
    assert with_later_state.views[0]["settings"] == {"selection": {"stages": ["later"]}}
    with_later_output = written(folder, code(shown), **early_state)
    assert "later" in [row["id"] for row in with_later_output.data(with_later_output.views[0])["stages"]]


def test_what_is_selected_but_gone_is_no_setting(folder: Path) -> None:
    journey = bikes()
    shown = JourneyMap(journey)
    cell = code(shown)
    journey.add("stages", id="later", title="Later")
    shown.selection = {"stages": ["later"]}
    state = states(shown)
    state["widgets"]["application/vnd.jupyter.widget-state+json"]["state"][shown.model_id]["state"]["_snapshot"] = "{"
    page = written(folder, cell, **state)
    assert "selection" not in page.views[0].get("settings", {})


def test_charts_of_altair_are_drawn_whichever_way_they_were_shown(folder: Path) -> None:
    spec = bar().to_dict()
    html = bar()._repr_mimebundle_()
    page = written(
        folder,
        code(html),
        code({"application/vnd.vegalite.v5+json": spec, "text/plain": "chart"}),
        code({"application/vnd.vegalite.v6+json": spec}),
        code({"text/html": bar().to_html()}),
    )
    assert [view["kind"] for view in page.views] == ["chart"] * 4
    assert [view["name"] for view in page.views] == ["Bars"] * 4
    assert "vegaEmbed" not in str(page.main)
    for view in page.views:
        (rows,) = page.data(view)["datasets"].values()
        assert rows == [{"x": 1, "y": 3}, {"x": 2, "y": 4}]


def test_a_chart_that_would_load_its_rows_shows_its_picture_and_says_so(folder: Path) -> None:
    spec = alt.Chart("https://example.org/rows.json").mark_bar().encode(x="x:O").to_dict()
    cell = code({"application/vnd.vegalite.v5+json": spec, "image/png": PNG, "text/plain": "chart"})
    made = report(saved(folder, cell))
    page = Page(made)
    assert page.views == []
    assert page.main.img is not None
    assert str(page.main.img["src"]).startswith("data:image/png;base64,")
    assert list(made.losses["why"]) == ["a chart that loads its rows from elsewhere: a report loads nothing"]
    assert "loads its rows" in page.notes[0]


def test_a_value_called_data_with_a_url_is_no_address(folder: Path) -> None:
    rows = pd.DataFrame({"x": [1], "data": [{"url": "https://example.org"}]})
    chart = alt.Chart(rows).mark_bar().encode(x="x:O")
    assert len(written(folder, code(chart._repr_mimebundle_())).views) == 1


def test_tables_text_and_errors_are_shown(folder: Path) -> None:
    trace = ["\x1b[31mValueError\x1b[0m: no <b>", "in cell"]
    page = written(
        folder,
        code({"text/html": ROWS.to_html(), "text/plain": str(ROWS)}),
        code(stream("one\n"), stream("two\r   50%\r  100%\n"), stream("careful\n", "stderr")),
        code({"output_type": "error", "ename": "ValueError", "evalue": "no <b>", "traceback": trace}),
        code({"text/plain": "'<script>'"}),
    )
    assert [cell.get_text() for cell in page.main.select("tbody td")] == ["1", "3", "2", "4"]
    blocks = [pre.get_text() for pre in page.main.find_all("pre")]
    assert blocks == ["one\n  100%", "careful", "ValueError: no <b>", "ValueError: no <b>\nin cell", "'<script>'"]
    assert page.main.select(".ansi-red-fg")[0].get_text() == "ValueError"


def test_pictures_are_in_the_page_with_their_size(folder: Path) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    page = written(
        folder,
        code(output(({"image/png": PNG, "text/plain": "<Figure>"}, {"image/png": {"width": 10, "height": 20}}))),
        code({"image/svg+xml": drawing}),
        code({"image/jpeg": "/9j/4AAQSkZJRg=="}),
    )
    sources = [str(image["src"]) for image in page.main.find_all("img")]
    assert [source.partition(";")[0] for source in sources] == [
        "data:image/png",
        "data:image/svg+xml",
        "data:image/jpeg",
    ]
    first = page.main.find("img")
    assert first is not None
    assert (first["width"], first["height"]) == ("10", "20")
    assert page.main.find("svg") is None


def test_colours_of_a_styled_table_stay(folder: Path) -> None:
    styled = ROWS.style.highlight_max(color="#ffcc00").to_html()
    page = written(folder, code({"text/html": styled}))
    coloured = [cell.get_text() for cell in page.main.select("td[style]") if "#ffcc00" in str(cell["style"])]
    assert coloured == ["2", "4"]
    policy = page.tree.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "style-src 'unsafe-inline'" in str(policy["content"])
    assert "script-src 'none'" in str(policy["content"])


def test_what_needs_a_script_or_a_kernel_is_named(folder: Path) -> None:
    made = report(
        saved(
            folder,
            code({"text/html": "<div id='a'></div><script>draw()</script>", "image/png": PNG}),
            code({"application/javascript": "alert(1)", "text/plain": "<IPython.core.display.Javascript object>"}),
            code({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider(value=0)"}),
            code({"application/pdf": "JVBERi0="}),
        )
    )
    page = Page(made)
    assert page.main.find("img") is not None
    assert "IntSlider(value=0)" in page.words
    assert list(zip(made.losses["table"], made.losses["why"], strict=True)) == [
        ("cell 1", "what needs a script: another form of it is shown, if there is one"),
        ("cell 2", "a script: what it would add is not shown"),
        ("cell 3", "a widget that only a running notebook can show"),
        ("cell 4", "an output of a kind that a report cannot show"),
    ]
    for words in ("cell 1", "cell 2", "cell 3", "cell 4"):
        assert words in page.notes[-1]


@pytest.mark.parametrize(("option", "details", "shown"), [("hidden", 0, 0), ("folded", 1, 1), ("shown", 0, 1)])
def test_code_is_hidden_folded_or_shown(folder: Path, option: str, details: int, shown: int) -> None:
    page = written(folder, code(stream("out"), source="a = '<b>'  # c"), options={"code": option})
    assert len(page.main.find_all("details")) == details
    assert [pre.get_text() for pre in page.main.select("pre > code")] == ["a = '<b>'  # c"] * shown
    assert "out" in page.words


def test_tags_of_cells_count(folder: Path) -> None:
    page = written(
        folder,
        code(stream("A"), source="code_a", tags=["remove-cell"]),
        code(stream("B"), source="code_b", tags=["remove_input"]),
        code(stream("C"), source="code_c", tags=["remove-output"]),
        code(stream("D"), source="code_d", tags=["hide-input"]),
        code(stream("E"), source="code_e", tags=["hide-output"]),
        options={"code": "shown"},
    )
    assert page.words.split() == ["B", "code_c", "Code", "code_d", "D", "code_e", "Output", "E"]


def test_the_table_of_contents_leads_to_the_headings(folder: Path) -> None:
    page = written(
        folder, text("# Riders\n\n[down](#Who-$x$-is)"), text("## Who $x$ is\n\n#### deep"), text("## Who $x$ is")
    )
    contents = page.tree.select("nav a")
    assert [line.get_text() for line in contents] == ["Riders", "Who x is", "Who x is"]
    targets = [page.tree.find(id=str(line["href"]).removeprefix("#")) for line in contents]
    assert [target and target.name for target in targets] == ["h1", "h2", "h2"]
    assert len({str(line["href"]) for line in contents}) == 3
    assert page.tree.title is not None
    assert page.tree.title.get_text() == "Riders"
    bare = written(folder, text("# Riders\n\n## Who"), options={"contents": False})
    assert bare.tree.find("nav") is None


def test_the_title_is_given_or_the_notebooks_own_or_its_name(folder: Path) -> None:
    def title(*cells: dict[str, Any], options: Any = None, **metadata: Any) -> str:
        found = written(folder, *cells, options=options, **metadata).tree.title
        return found.get_text() if found else ""

    assert title(text("# Heading"), options={"title": "Given"}, title="Own") == "Given"
    assert title(text("# Heading"), title="Own <b>") == "Own <b>"
    assert title(text("none")) == "notebook"


def test_an_empty_notebook_is_an_empty_page(folder: Path) -> None:
    page = written(folder)
    assert page.words == ""
    assert page.views == []


def test_the_same_notebook_gives_the_same_bytes(folder: Path) -> None:
    path = saved(folder, text("# A"), code(JourneyMap(bikes())), code(bar()._repr_mimebundle_()))
    assert report(path) == report(path)


def test_it_is_written_to_a_file_at_once(folder: Path) -> None:
    made = report(saved(folder, text("Grüße")), folder / "out.html")
    assert (folder / "out.html").read_text("utf-8") == made
    with pytest.raises(StorageError, match="no folder"):
        report(saved(folder, text("x")), folder / "none" / "out.html")


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"cells": 1}', b"\xff\xfe", b'{"nbformat": 99, "cells": []}'])
def test_what_is_no_notebook_is_refused(folder: Path, content: bytes) -> None:
    path = folder / "broken.ipynb"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=r"broken\.ipynb"):
        report(path)


def test_options_and_files_that_are_not_there_are_refused(folder: Path) -> None:
    with pytest.raises(StorageError, match="Check the path"):
        report(folder / "none.ipynb")
    path = saved(folder, text("x"))
    for options, words in (({"code": "x"}, "'folded'"), ({"theme": "x"}, "'auto'"), ({"level": "x"}, "level")):
        with pytest.raises(JourneyError, match=words):
            report(path, **options)  # type: ignore[arg-type]


def test_a_damaged_notebook_is_shown_as_far_as_it_goes(folder: Path) -> None:
    journey = Journey("Bike rental", stages=["Awareness"], seed=1)
    cut, other = code(journey), code(journey)
    cut["outputs"][0]["data"][RECORD] = cut["outputs"][0]["data"][RECORD][:-40]
    other["outputs"][0]["data"][RECORD] = "jw9:x"
    path = saved(folder, cut, other, code(stream("end")))
    held = json.loads(path.read_text("utf-8"))
    held["cells"] += [
        {
            "cell_type": "code",
            "source": ["a\n", "b"],
            "outputs": [None, 3, {"output_type": "display_data"}],
            "metadata": {},
        },
        {"cell_type": "code", "source": "c", "outputs": None, "metadata": None, "execution_count": None},
        {"cell_type": "markdown", "source": "still", "metadata": {"tags": "x"}, "attachments": []},
    ]
    held["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": None}}
    path.write_text(json.dumps(held), "utf-8")
    made = report(path)
    page = Page(made)
    assert page.views == []
    assert len([caption for caption in page.main.select("caption") if "Bike rental" in caption.get_text()]) == 2
    assert "end" in page.words
    assert "still" in page.words
    assert "damaged" in made.losses["why"][0]
    assert "not of a kind that this version reads" in made.losses["why"][1]


def test_a_notebook_of_an_older_format_is_brought_to_the_newest(folder: Path) -> None:
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": "Old", "metadata": {}},
                    {"cell_type": "code", "input": "1", "language": "python", "outputs": [], "metadata": {}},
                ],
                "metadata": {},
            }
        ],
    }
    path = folder / "old.ipynb"
    path.write_text(json.dumps(old), "utf-8")
    assert Page(report(path)).main.h2 is not None


def test_the_report_is_hardly_larger_than_what_it_shows(folder: Path) -> None:
    from benchmarks.wire import journey as large

    journeys = [bikes(), large(300), Journey("Small", stages=["A"], seed=2)]
    empty = report(saved(folder, code(Journey("", seed=3)), name="empty.ipynb"))
    full = report(saved(folder, *(code(each, source="journey") for each in journeys)))
    data = sum(len(json.dumps(each.to_dict(), ensure_ascii=False).encode()) for each in journeys)
    assert len(full.encode()) - len(empty.encode()) <= 1.2 * data


def test_cells_of_a_notebook_in_memory_are_not_changed(folder: Path) -> None:
    from journeywidgets.report.composition import Composition
    from journeywidgets.report.withheld import Withheld

    held = notebook(code(stream("a"), stream("b")), text("# T"))
    before = json.dumps(held)
    Composition(held, Withheld("team"), folder=folder).text()
    assert json.dumps(held) == before
