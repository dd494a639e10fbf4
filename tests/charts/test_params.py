"""What a chart and the map say to each other: names, fading, selections."""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import pandas as pd
import pytest

from journeywidgets import JourneyError, charts
from journeywidgets.charts.params import FADED, chosen, with_selections

FRAME = pd.DataFrame({"stage": ["a", "b"], "persona": ["p", None], "value": [1, 2]})
BARS = alt.Chart(FRAME).mark_bar().encode(x="stage", y="value")
KINDS: dict[str, Any] = {
    "unit": BARS,
    "layers": BARS + BARS.mark_text(),
    "beside": BARS | BARS.mark_point(),
    "below": BARS & BARS,
    "facet": BARS.facet("persona:N"),
    "layers in a facet": alt.layer(BARS.properties(name="bars"), BARS.mark_text()).facet("persona:N"),
    "repeat": alt.Chart(FRAME)
    .mark_bar()
    .encode(alt.X("stage"), alt.Y(alt.repeat("row"), type="quantitative"))
    .repeat(row=["value"]),
}


def units(spec: dict[str, Any]) -> list[dict[str, Any]]:
    if "mark" in spec:
        return [spec]
    parts = [part for name in ("layer", "hconcat", "vconcat", "concat") for part in spec.get(name, [])]
    return [unit for part in [*parts, *([spec["spec"]] if "spec" in spec else [])] for unit in units(part)]


@pytest.mark.parametrize("kind", KINDS)
def test_linked(kind: str) -> None:
    before = KINDS[kind].to_dict()
    chart = charts.linked(KINDS[kind], on=["stage", "persona"])
    assert type(chart) is type(KINDS[kind])
    assert KINDS[kind].to_dict() == before
    spec = chart.to_dict()
    assert sorted(param["name"] for param in spec["params"]) == ["jw_cards", "jw_dark", "jw_personas", "jw_stages"]
    for unit in units(spec):
        assert unit["encoding"]["opacity"] == {
            "condition": {"test": chosen(["stage", "persona"]), "value": 1},
            "value": FADED,
        }
    assert charts.linked(chart).to_dict()["params"] == spec["params"]


@pytest.mark.parametrize(
    ("kind", "views"), [("unit", 1), ("layers", 1), ("beside", 2), ("below", 2), ("facet", 1), ("repeat", 1)]
)
def test_selections(kind: str, views: int) -> None:
    spec = charts.linked(KINDS[kind]).to_dict()
    ready = with_selections(spec)
    assert "jw_pick" not in str(spec)
    picks = [param for unit in units(ready) for param in unit.get("params", []) if param["name"] == "jw_pick"]
    assert picks == [{"name": "jw_pick", "select": {"type": "point", "fields": ["stage", "persona", "card"]}}] * views
    alt.TopLevelSpec.from_dict(ready, validate=True)


def test_a_chart_that_nobody_made_ready_gets_the_variables_alone() -> None:
    ready = with_selections(BARS.to_dict())
    assert [param["name"] for param in ready["params"]] == ["jw_dark", "jw_stages", "jw_personas", "jw_cards"]
    assert "jw_pick" not in str(ready)


def test_own_opacity_stays() -> None:
    chart = charts.linked(BARS.encode(opacity=alt.value(0.4)))
    assert chart.to_dict()["encoding"]["opacity"] == {"value": 0.4}


def test_expressions_hold_fixed_names_only() -> None:
    for on in ("stage", "persona", "card", ["stage", "persona", "card"]):
        for empty in (True, False):
            names = set(re.findall(r"[A-Za-z_.]+", chosen(on, empty=empty)))
            allowed = {f"{name}{end}" for name in ("jw_stages", "jw_personas", "jw_cards") for end in ("", ".length")}
            assert names <= allowed | {"indexof", "datum.stage", "datum.persona", "datum.card"}


@pytest.mark.parametrize(
    ("chart", "on", "message"),
    [
        (
            BARS,
            "touchpoint",
            r"on='touchpoint' names no column that the map knows\. Choose from 'stage', 'persona', 'card'",
        ),
        (BARS, [], "names no column"),
        (BARS, "card", r"has no column 'card', only \['stage', 'persona', 'value'\]\. Name the column of ids 'card'"),
    ],
)
def test_refused(chart: Any, on: Any, message: str) -> None:
    with pytest.raises(JourneyError, match=message):
        charts.linked(chart, on=on)
