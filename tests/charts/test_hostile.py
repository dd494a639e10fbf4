"""Whatever people write is data: never an expression, a field, or markup; and any result can be drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.charts.interpreter import interpreted
from tests.charts.results import FUNNEL, SPANS, bikes, drawn_rows, funnel, steps

from journeywidgets import Journey, JourneyError, charts
from journeywidgets.charts.params import with_selections
from journeywidgets.metrics.result import result

pytestmark = pytest.mark.oracle

HOSTILE = [
    "'\"]}; datum",
    "{{}}",
    "{{constructor.constructor('alert(1)')()}}",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "jw_stages",
    "datum.value",
    "a.b[0]",
    "a\\.b\\[0\\]",
    "__proto__",
    "constructor",
    "toString",
    "null",
    "undefined",
    "\u202egnp.exe",
    "\ud800 lone",
    "\x00\x1b[31m",
    "line\nbreak\ttab",
    "url(http://evil.example/x.png)",
    "signal",
    "🚲" * 40,
    "مرحبا بالعالم",
    "x" * 5000,
    " ",
]
NETS = {
    **dict.fromkeys(["promoters", "passives", "detractors"], "Int64"),
    **dict.fromkeys(["promoter_rate", "passive_rate", "detractor_rate"], "float64"),
}
COHORTS = {"cohort": "object", "age": "Int64", "size": "Int64", "active": "Int64", "complete": "bool"}
MOVES = {
    **dict.fromkeys(["source", "target", "kind"], "object"),
    **dict.fromkeys(["count", "actors"], "Int64"),
    **dict.fromkeys(["share", "move_share"], "float64"),
}
# Expressions of a Vega-Lite specification stand in these places alone.
CODE = {"expr", "test", "filter", "labelExpr", "calculate"}

texts = st.sampled_from(HOSTILE) | st.text(max_size=12)
keys = st.lists(texts, min_size=1, max_size=5, unique=True)


def expressions(spec: Any) -> Iterator[str]:
    if isinstance(spec, list):
        for part in spec:
            yield from expressions(part)
    elif isinstance(spec, dict):
        for name, part in spec.items():
            if name in {"datasets", "values"}:
                continue
            if name in CODE and isinstance(part, str):
                yield part
            elif not (name == "value" and isinstance(part, dict)):  # the value of a parameter is data
                yield from expressions(part)


def fields(spec: Any) -> set[str]:
    return set(re.findall(r'"field": "((?:[^"\\]|\\.)*)"', json.dumps({**spec, "datasets": {}})))


@st.composite
def rows(draw: st.DrawFn, extras: dict[str, str]) -> list[dict[str, Any]]:
    """Draw the rows of a result: any texts, any figures, notes and holes."""
    stages = draw(keys)
    groups = draw(st.lists(st.none() | texts, min_size=1, max_size=3, unique=True))
    choices: list[list[str | None]] = [[None], ["2026-01", "2026-03"], ["2026-W01"]]
    periods = draw(st.sampled_from(choices))
    found = []
    for stage in stages:
        for group in groups:
            for period in periods:
                if draw(st.integers(0, 4)) == 0:
                    continue
                found.append({"stage": stage, "persona": group, "period": period, **draw(figures(extras))})
    return found


@st.composite
def figures(draw: st.DrawFn, extras: dict[str, str]) -> dict[str, Any]:
    number = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 3))
    value = draw(st.none() | number)
    ends = sorted(draw(st.tuples(number, number)))
    row: dict[str, Any] = {
        "value": value,
        "n": draw(st.integers(0, 10**6)),
        "note": draw(st.sampled_from(["", "", "not asked"])),
    }
    if value is not None:
        row["low"], row["high"] = draw(
            st.sampled_from([(min(ends[0], value), max(ends[1], value)), (None, None), (ends[0], None)])
        )
    whole = st.integers(0, 10**6)
    kinds = {"Int64": whole, "float64": st.none() | number, "bool": st.booleans(), "object": st.none() | texts}
    return {**row, **{name: draw(kinds[kind]) for name, kind in extras.items()}}


def made(draw: Callable[[Any], Any], extras: dict[str, str], **given_: Any) -> pd.DataFrame:
    frame: pd.DataFrame = result(
        draw(rows(extras)),
        metric=draw(texts),
        method=draw(texts),
        unit=draw(st.sampled_from(["%", "h", "'\"]"])),
        extras=extras,
        **given_,
    )
    return frame


def moves(frame: pd.DataFrame) -> pd.DataFrame:
    # As objects: pandas' own strings hold no lone surrogate.
    targets: pd.Series[Any] = pd.Series(frame["stage"].to_list()[::-1], dtype="object")
    moved: pd.DataFrame = frame.assign(source=frame["stage"], target=targets, kind="loop")
    return moved


CHARTS: dict[str, tuple[dict[str, str], Callable[[pd.DataFrame], Any]]] = {
    "funnel": (FUNNEL, charts.funnel),
    "trend": ({}, charts.trend),
    "time_in_stage": (SPANS, lambda frame: charts.time_in_stage(frame, scale="log")),
    "retention": (COHORTS, charts.retention),
    "retention_curve": (COHORTS, lambda frame: charts.retention(frame, view="curve")),
    "transitions": (MOVES, lambda frame: charts.transitions(moves(frame))),
    "compare": ({}, charts.compare),
    "nps": (NETS, charts.nps),
}


@pytest.mark.parametrize("name", CHARTS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_result(name: str, data: st.DataObject) -> None:
    extras, draw_chart = CHARTS[name]
    frame = made(data.draw, extras, min_n=0)
    try:
        spec = draw_chart(frame).to_dict(validate=False)  # the schema is checked by the pictures
    except JourneyError as error:
        # A result may have no period to follow, or nothing to compare: the message says so.
        assert re.search(r"no row of the result has a period|it takes two", str(error)), error  # noqa: PT017
        return
    known = {text for text in expressions(spec) if not re.search(r"jw_(people|columns|panels|rows)_[0-9a-f]{10}", text)}
    told, names = fixed()
    assert known <= told, known - told
    assert fields(spec) <= names, fields(spec) - names
    json.dumps(spec).encode()


def everything(name: str, groups: tuple[str | None, ...] = (None, "p", "q"), stages: str = "ab") -> Any:
    """Return a chart of fixed texts, whose expressions and fields are the fixed ones."""
    extras, draw_chart = CHARTS[name]
    place = [(stage, group, period) for stage in stages for group in groups for period in ("2026-01", "2026-02")]
    values: dict[str, Any] = {"Int64": 7, "float64": 3.0, "bool": False, "object": None}
    told = [
        {
            "stage": stage,
            "persona": group,
            "period": period,
            "value": 5,
            "low": 2,
            "high": None if group == "q" else 9,
            "n": 8,
            "note": "not asked" if (stage, period) == (stages[-1], "2026-01") else "",
            **{name: values[kind] for name, kind in extras.items()},
        }
        for stage, group, period in place
    ]
    return draw_chart(result(told, metric="m", method="x", unit="h", extras=extras, min_n=0))


@cache
def fixed() -> tuple[set[str], set[str]]:
    found: set[str] = set()
    names: set[str] = set()
    kinds = [((None, "p", "q"), "ab"), ((None,), "ab"), ((None, "p", "q"), "b"), ((None,), "b")]
    all_charts = [everything(name, *kind) for name in CHARTS for kind in kinds]
    for chart in (*all_charts, charts.emotion(bikes()), charts.funnel(funnel([]))):
        spec = chart.to_dict()
        found |= set(expressions(spec))
        names |= fields(spec)
    return found, names


def test_the_fixed_expressions_are_few_and_plain() -> None:
    found, _ = fixed()
    assert len(found) < 80
    words = {word for text in found for word in re.findall(r"[A-Za-z_][\w.]*\(", text)}
    assert words <= {"indexof(", "isValid(", "format(", "join(", "split("}


def hostile_journey() -> Journey:
    titles = [text.encode("utf-16", "replace").decode("utf-16") for text in HOSTILE]
    stages = [{"id": f"id{number}{title[:20]}", "title": title} for number, title in enumerate(titles)]
    people = [{"id": f"p{number}", "name": title} for number, title in enumerate(titles[:3])]
    lane = {"id": "mood", "title": titles[0], "kind": "emotion"}
    journey = Journey(titles[0], stages=stages, lanes=[lane], personas=people, seed=1)
    for stage in journey.stages.index:
        journey.add("cards", stage=stage, lane="mood", persona="p1", score=1.0)
    return journey


def test_hostile_texts_are_drawn_as_they_are(root: Path) -> None:
    journey = hostile_journey()
    stages = list(journey.stages.index)
    counts = [900 - 10 * number for number in range(len(stages))]
    frame = funnel([row for person in ("p0", "p1") for row in steps(counts, keys=stages, persona=person)])
    frame["metric"], frame["method"] = HOSTILE[0], HOSTILE[3]
    quarters = pd.concat([frame.assign(period="2026-Q1"), frame.assign(period="2026-Q2")], ignore_index=True)
    made_ = {
        "funnel": charts.funnel(frame, journey),
        "panels": charts.funnel(quarters, journey),
        "trend": charts.trend(quarters, journey),
        "compare": charts.compare(frame, journey),
        "emotion": charts.emotion(journey),
        "bare": charts.funnel(frame),
    }
    specs = {
        name: {"spec": with_selections(chart.to_dict()), "signals": {"jw_stages": stages[:2]}}
        for name, chart in made_.items()
    }
    for name, drawn in interpreted(specs, root).items():
        assert [words for words in drawn["warnings"] if "window" not in words] == [], name
        assert "<img" not in drawn["svg"]
        assert "<script" not in drawn["svg"]
        assert "http://evil" not in re.sub(r"url\(http://evil[^<]*", "", drawn["svg"])
    labels = [mark["text"] for mark in interpreted(specs, root)["funnel"]["before"] if mark["kind"] == "axis-label"]
    shown = ["".join(label) if isinstance(label, list) else label for label in labels]
    assert "{{}}" in shown
    assert "__proto__" in shown
    assert "constructor" in shown


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ([1, 2], r"charts\.funnel: \[1, 2\] is no result"),
        (pd.DataFrame({"stage": ["a"]}), r"no column 'metric', 'persona'.*result of metrics\.funnel"),
        (funnel(steps([9, 5])).drop(columns="entered"), r"no column 'entered'"),
        (funnel(steps([9, 5])).assign(metric=["a", "b"]), r"holds 2 metrics: \['a', 'b'\]"),
        (funnel(steps([9, 5])).assign(unit=["a", "b"]), r"values in \['a', 'b'\]"),
        (pd.concat([funnel(steps([9, 5]))] * 2, axis=1), r"more than one column 'metric'"),
    ],
)
def test_what_is_no_result_is_refused_by_name(frame: Any, message: str) -> None:
    with pytest.raises(JourneyError, match=message):
        charts.funnel(frame)


def test_what_does_not_fit_the_journey_is_refused_by_name() -> None:
    journey = bikes()
    with pytest.raises(JourneyError, match=r"stage 'zz' is no id or title of a stage of the journey 'Bike rental'"):
        charts.funnel(funnel(steps([9, 5], keys=["aw", "zz"])), journey)
    journey.set("stages", "co", title="Awareness")
    with pytest.raises(JourneyError, match=r"several stages have the title 'Awareness'"):
        charts.funnel(funnel(steps([9, 5], keys=["Awareness", "ri"])), journey)
    with pytest.raises(JourneyError, match=r"lane='nope' is not one emotion lane\. They are: \{'mood': 'Emotion'\}"):
        charts.emotion(journey, "nope")
    with pytest.raises(JourneyError, match=r"is no Journey"):
        charts.emotion(funnel(steps([9])))  # type: ignore[arg-type] # what people try


def test_a_figure_that_is_none_is_never_drawn_as_zero() -> None:
    given_ = [*steps([3, 2]), {"stage": "zz", "note": "not asked"}]
    spec = charts.funnel(result(given_, metric="m", method="x", extras=FUNNEL)).to_dict()
    drawn = drawn_rows(spec)
    assert [row["note"] for row in drawn] == ["n too small", "n too small", "not asked"]
    for row in drawn:
        assert row["notice"].startswith(row["note"])
        assert [row[name] for name in ("value", "top", "outline", "from_", "to")] == [None] * 5
