"""Colours, shapes, titles and places are those of the map."""

from __future__ import annotations

import json
import math
import random
import re
import subprocess
from pathlib import Path

import altair as alt
import pytest
from tests.charts.interpreter import interpreted
from tests.charts.results import STAGES, bikes, drawn_rows, funnel, shown, steps

from journeywidgets import Journey, JourneyError, charts
from journeywidgets.charts.params import with_selections
from journeywidgets.charts.people import People, outline
from journeywidgets.charts.theme import COLUMN, DARKER, HEADER, HEAT_DARK, HEAT_LIGHT, LIGHT
from journeywidgets.export.colors import DARK_GROUND, WHITE, contrast, readable
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.palette import EVERYONE, mark_of


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--jw-([\w-]+):\s*([^;]+);", css))


def test_colours_are_the_tokens_of_the_map(root: Path) -> None:
    css = (root / "js/src/view/shared/tokens.css").read_text("utf-8")
    light, dark, *_ = css.split('.jw[data-theme="dark"]')
    given = tokens(light)
    assert {name: given[name] for name in LIGHT} == LIGHT
    dark_css = tokens(dark.split("}")[0])
    assert {name: dark_css[name] for name in DARKER} == DARKER
    assert given["rowhead"] == f"{HEADER}px"
    assert given["col"] == f"{COLUMN}px"


def test_texts_can_be_read() -> None:
    for colors, strongest in ((LIGHT, HEAT_LIGHT), (DARKER, HEAT_DARK)):
        for token in ("ink", "ink-2", "ink-3", "pain", "gain-ink", *(f"p{number}" for number in range(1, 9))):
            assert contrast(colors[token], colors["bg"]) >= 4.5, token
        for ground in (colors["bg-soft"], strongest, colors["brand-soft"]):
            assert contrast(colors["ink"], ground) >= 4.5, ground


def test_own_colours_are_mixed_as_in_the_page(root: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "persona.mjs"
    source = root / "js/src/view/shared/persona.ts"
    build: list[str | Path] = [
        root / "node_modules/.bin/esbuild",
        source,
        "--bundle",
        "--format=esm",
        f"--outfile={bundle}",
        "--log-level=error",
    ]
    subprocess.run(build, check=True)
    numbers = random.Random(7)  # noqa: S311 - colours to try
    colors = ["#000", "#fff", "#ffee00", *(f"#{numbers.randrange(1 << 24):06x}" for _ in range(200))]
    script = """
      import { readable } from "./persona.mjs";
      const [colors, grounds] = JSON.parse(process.argv[1]);
      console.log(JSON.stringify(colors.map((color) => grounds.map((ground) => readable(color, ground)))));
    """
    given = json.dumps([colors, [WHITE, DARK_GROUND]])
    node = ["node", "--input-type=module", "-e", script, given]
    done = subprocess.run(node, capture_output=True, text=True, check=True, cwd=tmp_path)
    page = [[_long(color) for color in pair] for pair in json.loads(done.stdout)]
    assert [[readable(color, ground) for ground in (WHITE, DARK_GROUND)] for color in colors] == page
    for pair in page:
        assert contrast(pair[0], WHITE) >= 4.5
        assert contrast(pair[1], DARK_GROUND) >= 4.5


def _long(color: str) -> str:
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


def test_marks_are_those_of_the_map() -> None:
    journey = bikes()
    outline_of_map = Outline(journey.store.document)
    people = People(["vis", None, "com"], outline_of_map.personas)
    assert people.groups == [None, "com", "vis"]
    assert {group: people.marks[group] for group in people.groups} == {
        None: EVERYONE,
        "com": outline_of_map.marks["com"],
        "vis": outline_of_map.marks["vis"],
    }
    # A persona keeps its mark where others are not shown, and a group of the data has none of theirs.
    assert People(["vis"], outline_of_map.personas).marks["vis"] == outline_of_map.marks["vis"]
    other = People(["Oslo"], outline_of_map.personas)
    assert other.marks["Oslo"] == mark_of({"color": None}, 2)


@pytest.mark.parametrize(
    "shape", ["circle", "diamond", "square", "triangle", "hexagon", "wedge", "pentagon", "octagon"]
)
def test_shapes_differ_and_fit(shape: str) -> None:
    path = outline(shape)
    corners = {
        "circle": 0,
        "triangle": 3,
        "wedge": 3,
        "diamond": 4,
        "square": 4,
        "pentagon": 5,
        "hexagon": 6,
        "octagon": 8,
    }
    points = [complex(*map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", path)]
    assert len(points) == corners[shape]
    assert all(0.9 < abs(point) < 1.3 for point in points)
    others = {outline(other) for other in corners if other != shape}
    assert path not in others


def test_columns_are_those_of_the_map(root: Path) -> None:
    """A stage whose steps have room stands for nothing itself; the plot starts where the columns do."""
    journey = bikes({"aw": "Awareness", "si": "Sign-up", "re": "Retention"})
    journey.add("stages", id="form", title="Fill in the form", parent="si")
    journey.add("stages", id="pay", title="Pay", parent="si")
    chart = charts.funnel(funnel(steps([90, 60], keys=["aw", "pay"])), journey, theme="light")
    spec = chart.to_dict()
    columns = [column.row["id"] for column in Outline(journey.store.document).columns]
    assert "form" in columns
    domains = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"]}
    assert domains == {tuple(columns)}
    assert spec["width"] == {"step": COLUMN, "for": "position"}
    drawn = interpreted({"chart": {"spec": with_selections(spec)}}, root)
    assert drawn["chart"]["left"] == pytest.approx(HEADER, abs=1)


@pytest.mark.parametrize("name", ["funnel", "emotion", "nps", "time_in_stage", "compare", "transitions"])
def test_bands_are_steps_wide(name: str, root: Path) -> None:
    spec = with_selections(shown()[name](step=100).to_dict())
    svg = interpreted({"chart": {"spec": spec}}, root)["chart"]["svg"]
    edges = sorted({float(x) for x in re.findall(r'd="M([\d.]+),0h100v', svg)})
    steps_ = len(edges)
    assert edges == [100.0 * place for place in range(steps_)]
    assert steps_ in {len(STAGES), len(STAGES) + 1}


def test_order_is_the_maps() -> None:
    journey = bikes()
    frame = funnel(steps([50, 40, 30, 20, 10]))
    shuffled = frame.iloc[::-1].reset_index(drop=True)
    journey.move("stages", "re", before="aw")
    spec = charts.funnel(shuffled, journey).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == ["re", "aw", "co", "si", "ri"]
    # Without a journey the data's own order counts.
    assert charts.funnel(shuffled).to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"] == [
        "re",
        "ri",
        "si",
        "co",
        "aw",
    ]


def test_titles_and_names_come_from_the_journey() -> None:
    frame = funnel(steps([50, 40, 30, 20, 10], persona="com"))
    by_title = frame.assign(stage=frame["stage"].map(STAGES), persona="Commuter")
    journey = bikes()
    one, other = (charts.funnel(given, journey).to_dict() for given in (frame, by_title))
    assert one == other
    row = drawn_rows(one)[2]
    assert (row["stage"], row["stage_title"], row["persona"], row["persona_name"]) == (
        "si",
        STAGES["si"],
        "com",
        "Commuter",
    )


def test_theme_is_altairs_and_changes_nothing_by_itself() -> None:
    before = alt.theme.active
    assert charts.theme()["config"]["background"] == LIGHT["bg"]
    assert charts.theme(dark=True)["config"]["background"] == DARKER["bg"]
    assert alt.theme.active == before
    bare = alt.Chart(alt.InlineData(values=[{}])).mark_point()
    for dark in (False, True):
        alt.Chart.from_dict({**bare.to_dict(), **charts.theme(dark=dark)}, validate=True)
    # No configuration of its own, so that it can be put beside other charts.
    assert shown()["funnel"]().config is alt.Undefined


def test_theme_is_refused_by_name() -> None:
    with pytest.raises(JourneyError, match=r"theme='blue' is not known\. Choose 'light', 'dark' or None"):
        shown()["funnel"](theme="blue")


def test_thirty_stages_and_one(root: Path) -> None:
    many = {f"s{number}": f"Stage {number}: compare the price of a day pass with bus and taxi" for number in range(30)}
    journey = Journey("Many", stages=[{"id": key, "title": title} for key, title in many.items()], seed=1)
    counts = [3000 - 97 * number for number in range(30)]
    wide = charts.funnel(funnel(steps(counts, keys=list(many))), journey).to_dict()
    one = charts.funnel(funnel(steps([10], keys=["s0"]))).to_dict()
    drawn = interpreted({"many": {"spec": wide}, "one": {"spec": one}}, root)
    assert wide["width"]["step"] >= 72
    titles = [
        mark["text"]
        for mark in drawn["many"]["before"]
        if mark["kind"] == "axis-label" and isinstance(mark["text"], list)
    ]
    assert len(titles) == 30
    for lines in titles:
        assert 1 <= len(lines) <= 4
        assert max(len(line) for line in lines) * 12 * 0.58 <= wide["width"]["step"]
    assert math.isclose(one["width"]["step"], COLUMN)


def test_the_shown_interval_is_the_results() -> None:
    frame = funnel(steps([200, 50]))
    rows = drawn_rows(charts.funnel(frame).to_dict())
    assert rows[1]["low"] == frame["low"][1]
    assert rows[1]["from_"] == pytest.approx(200 * frame["low"][1] / 100)
    assert rows[1]["to"] == pytest.approx(200 * frame["high"][1] / 100)
    assert rows[1]["interval_text"] == "19.5\u2009\u2013\u200931.4\u2009%"
