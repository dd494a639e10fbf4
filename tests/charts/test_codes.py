"""Charts of codes: agreement, saturation, tables by group and of pairs; drawn by the interpreter, hostile names too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from tests.charts.interpreter import interpreted
from tests.charts.test_hostile import HOSTILE, expressions
from tests.evidence.analysis.studies import code, interviews

from journeywidgets import charts
from journeywidgets.charts.params import with_selections
from journeywidgets.errors import JourneyError
from journeywidgets.evidence.analysis.agreement import agreement
from journeywidgets.evidence.analysis.co_occurrence import co_occurrence
from journeywidgets.evidence.analysis.crosstab import crosstab
from journeywidgets.evidence.analysis.saturation import saturation
from journeywidgets.evidence.study import Study

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
NAMES = [text.encode("utf-16", "replace").decode("utf-16") or "-" for text in HOSTILE]


def study(names: list[str] = NAMES) -> Study:
    """Return two coders over three people, with codes of hostile names."""
    codes = [f"c{number}" for number in range(len(names))]
    made = interviews({"one": [(f"P{k % 3}", "Some words.") for k in range(12)]}, codes, {"P0": names[0], "P1": "B"})
    made.update("codes", made.codes.assign(name=names, kind=["stage", "stage", *["theme"] * (len(codes) - 2)]))
    for number, name in enumerate(codes):
        for segment in range(number % 3, 12, 3):
            code(made, f"one:{segment}", name, "A")
            if segment % 2 == 0:
                code(made, f"one:{segment}", name, "B")
    return made


def drawn_charts(theme: Any = None, names: list[str] = NAMES) -> dict[str, Any]:
    found = study(names)
    return {
        "agreement": charts.agreement(agreement(found, samples=200), theme=theme),
        "saturation": charts.saturation(saturation(found, orders=50), theme=theme),
        "by_stage": charts.crosstab(crosstab(found), theme=theme),
        "by_persona": charts.crosstab(crosstab(found, "persona"), theme=theme),
        "co_occurrence": charts.co_occurrence(co_occurrence(found), theme=theme),
    }


def told(spec: Any) -> set[str]:
    """Return the expressions, whatever the names of the parameters that hold the titles."""
    return {re.sub(r"(jw_\w+?)_[0-9a-f]{10}", r"\1", text) for text in expressions(spec)}


def values(chart: Any) -> list[dict[str, Any]]:
    with alt.data_transformers.enable(consolidate_datasets=False):
        rows: list[dict[str, Any]] = chart.to_dict()["data"]["values"]
    return rows


def test_pictures(root: Path) -> None:
    folder = root / "build/charts"
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        for name, chart in drawn_charts(theme).items():
            picture = vl_convert.vegalite_to_png(chart.to_dict(), vl_version=VEGA_LITE, allowed_base_urls=[])
            (folder / f"{name}-{theme}.png").write_bytes(picture)
            assert len(picture) > 5000


def test_names_are_data_and_never_expressions(root: Path) -> None:
    plain = drawn_charts(names=[f"Code {number}" for number in range(len(NAMES))])
    specs = {name: with_selections(chart.to_dict()) for name, chart in drawn_charts().items()}
    for name, spec in specs.items():
        assert told(spec) == told(with_selections(plain[name].to_dict())), name
    answers = interpreted({name: {"spec": spec, "signals": {}} for name, spec in specs.items()}, root)
    for name, drawn in answers.items():
        assert drawn["warnings"] == [], name
        assert "<img" not in drawn["svg"]
        assert "<script" not in drawn["svg"]


def test_a_table_by_stage_follows_the_map() -> None:
    chart = charts.crosstab(crosstab(study(["Sign-up", "Ride", *NAMES])))
    assert "indexof(jw_stages, datum.stage)" in json.dumps(chart.to_dict())
    assert {row["stage"] for row in values(chart)} == {"Sign-up", "Ride"}


def test_what_is_undefined_has_no_point() -> None:
    made = interviews({"one": [("P1", "Late.")]}, ["late"])
    for coder in ("A", "B"):
        code(made, "one:0", "late", coder)
    chart = charts.agreement(agreement(made))
    (row,) = values(chart)
    assert row["value"] is None
    assert row["note"] == "undefined: nothing varies"
    assert "Late: undefined: nothing varies" in chart.description


@pytest.mark.parametrize("name", ["agreement", "saturation", "crosstab", "co_occurrence"])
def test_what_is_no_result_says_so(name: str) -> None:
    draw = getattr(charts, name)
    with pytest.raises(JourneyError, match=rf"charts\.{name}: 3 is no result. Give what evidence\.{name} returns"):
        draw(3)
    with pytest.raises(JourneyError, match=r"has no column .*'name'|has no column .*'participants'"):
        draw(pd.DataFrame({"a": [1]}))
    empty = co_occurrence(interviews({"one": [("P1", "Late.")]}, ["late"]))
    if name == "co_occurrence":
        with pytest.raises(JourneyError, match=r"has no rows\. Code something first"):
            draw(empty)


def test_codes_of_one_name_keep_rows_of_their_own() -> None:
    made = interviews({"one": [("P1", "Late."), ("P2", "Later.")]}, ["a", "b"], {"P1": "A", "P2": "B"})
    made.update("codes", made.codes.assign(name="Same"))
    code(made, "one:0", "a")
    code(made, "one:1", "b")
    assert len({row["row"] for row in values(charts.crosstab(crosstab(made, "persona")))}) == 2
