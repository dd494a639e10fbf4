"""Every chart is valid, draws without a network and by the interpreter alone, and follows theme and map."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import altair as alt
import pytest
import vl_convert
from tests.charts.interpreter import interpreted
from tests.charts.results import shown

from journeywidgets import charts
from journeywidgets.charts.params import with_selections
from journeywidgets.charts.theme import DARKER, LIGHT

NAMES = sorted(shown())
VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
NO_STAGES = {"retention", "retention_two", "retention_curve", "nps_one", "empty", "trend_one", "funnel_bare"}


@pytest.fixture(scope="module")
def drawn(root: Path) -> dict[str, Any]:
    chosen = {"jw_stages": ["si"], "jw_dark": True}
    return interpreted(
        {name: {"spec": with_selections(shown()[name]().to_dict()), "signals": chosen} for name in NAMES}, root
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_pictures(name: str, theme: str, root: Path) -> None:
    spec = shown()[name](theme=theme).to_dict()
    picture = vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    folder = root / "build/charts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}-{theme}.png").write_bytes(picture)
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    colors = DARKER if theme == "dark" else LIGHT
    other = LIGHT if theme == "dark" else DARKER
    assert f'fill="{colors["bg"]}"' in svg
    wrong = {color for token, color in other.items() if color not in colors.values() and re.search(f'"{color}"', svg)}
    assert wrong == set()
    assert not re.search(r">(undefined|NaN|null|\[object)", svg)


@pytest.mark.parametrize("name", NAMES)
def test_interpreter(name: str, drawn: dict[str, Any]) -> None:
    answer = drawn[name]
    # Vega looks for the window of a page, to end a brush that leaves it; there is none here.
    assert [words for words in answer["warnings"] if "window" not in words] == []
    assert len(answer["before"]) > 0
    assert not re.search(r">(undefined|NaN|null|\[object)", answer["svg"])
    assert {"jw_stages", "jw_personas", "jw_cards", "jw_dark"} <= set(answer["signals"])


@pytest.mark.parametrize("name", sorted(set(NAMES) - NO_STAGES))
def test_chosen_stages_stand_out(name: str, drawn: dict[str, Any]) -> None:
    def strengths(marks: list[dict[str, Any]], *, chosen: bool) -> set[float]:
        data = [mark for mark in marks if mark.get("stage") and mark["kind"] not in {"line", "area"}]
        return {mark["opacity"] for mark in data if (mark["stage"] == "si") is chosen}

    before, after = drawn[name]["before"], drawn[name]["after"]
    assert strengths(before, chosen=True) | strengths(before, chosen=False) == {1}
    assert strengths(after, chosen=True) == {1}
    assert min(strengths(after, chosen=False)) < 0.5
    if not name.startswith("transitions"):  # a move to the chosen stage stands out as well
        bands = {
            mark["stage"] for mark in after if mark["kind"] == "rect" and mark["fillOpacity"] == 1 and mark["stage"]
        }
        assert "si" in bands


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded(name: str) -> None:
    text = json.dumps(shown()[name]().to_dict())
    spec = json.loads(text)
    spec.pop("$schema", None)
    assert not re.search(r'"(url|href|image)":', json.dumps(spec))
    assert "http" not in json.dumps(spec)


@pytest.mark.parametrize("name", NAMES)
def test_description_tells_the_figures(name: str) -> None:
    spec = shown()[name]().to_dict()
    words = spec["description"]
    assert len(words) > 20
    if name not in {"empty", "retention_curve"}:
        assert re.search(r"\d", words)
        assert re.search(r"\bn \d", words) or name.startswith("compare")


def test_charts_are_composed_without_a_warning(root: Path) -> None:
    one, two, three = (shown()[name]() for name in ("funnel", "nps", "funnel_periods"))
    four = shown()["trend"]()
    rule = alt.Chart(alt.InlineData(values=[{"y": 50}])).mark_rule().encode(y="y:Q")
    composed = {
        "beside": one | two,
        "below": one & two & three & four,
        "twice": one & one,
        "over": (one + rule).properties(height=300),
        "own": charts.linked(alt.Chart(alt.InlineData(values=[{"stage": "si"}])).mark_bar().encode(x="stage:N")) & one,
    }
    specs = {name: {"spec": with_selections(chart.to_dict())} for name, chart in composed.items()}
    answers = interpreted(specs, root)
    for name, spec in specs.items():
        names = [param["name"] for param in spec["spec"]["params"]]
        assert len(names) == len(set(names)), name
        assert "jw_pick" in answers[name]["signals"]


def test_dark_ground_by_the_signal_alone(root: Path) -> None:
    spec = with_selections(shown()["funnel"]().to_dict())
    answers = interpreted({"dark": {"spec": spec, "signals": {"jw_dark": True}}}, root)["dark"]
    fills = {
        name: {mark.get("fill") for mark in answers[name] if mark["kind"] == "rect"} for name in ("before", "after")
    }
    assert LIGHT["p1"] in fills["before"]
    assert DARKER["p1"] in fills["after"]
    assert LIGHT["p1"] not in fills["after"]
