"""Survey metrics against plain Python, on every engine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from statsmodels.stats.proportion import proportion_confint
from tests.metrics.engines import Engine
from tests.metrics.survey_reference import Answers, random_survey

from journeywidgets import Journey
from journeywidgets.metrics import ces, csat, nps, opportunity, score
from journeywidgets.metrics.intervals import nps_adjusted_wald, wilson
from journeywidgets.metrics.result import COLUMNS

STAGES = ['O\'Neil "x"; --', "Pay", "Ride"]
LONG: dict[str, Any] = {"stage": "touch point", "by": "plan", "period": "quarter", "time": "at", "weight": "weight"}


def people() -> Journey:
    """Two personas that share everyone out between them."""
    made = Journey("Survey", seed=1)
    made.add("personas", id="p1", name="Subscriber", segment='plan == "pro" and age >= 30')
    made.add("personas", id="p2", name="Other", segment='not (plan == "pro" and age >= 30)')
    return made


CALLS: dict[str, Callable[[Any], pd.DataFrame]] = {
    "nps": lambda data: nps(data, "nps", drop=[99], **LONG),
    "nps-wide": lambda data: nps(data, stage={"A": "nps", "B": "blank"}, drop=[99], period="month", time="at"),
    "nps-bootstrap": lambda data: nps(data, "nps", drop=[99], interval="bootstrap"),
    "csat": lambda data: csat(data, "sat", drop=[6], **LONG),
    "csat-wide": lambda data: csat(
        data, stage={"Want": "want", 'Got "it"': "sat"}, drop=[6], by="plan", weight="weight"
    ),
    "csat-text": lambda data: csat(data, "said", drop=["Blank"], by="plan"),
    "persona": lambda data: nps(data, "nps", drop=[99], by="persona", journey=people()),
    "ces": lambda data: ces(data, "sat", scale=(1, 5), drop=[6], **LONG),
    "ces-top": lambda data: ces(data, "sat", scale=(1, 5), drop=[6], method="top_box", easy="low", stage="touch point"),
    "score": lambda data: score(data, "minutes", unit="min", direction="down", **LONG),
    "score-scale": lambda data: score(data, "sat", drop=[6], scale=(1, 5), by="age", period="week", time="at", min_n=1),
    "opportunity": lambda data: opportunity(data, "want", "sat", drop=[6], **LONG),
    "opportunity-wide": lambda data: opportunity(
        data, {"A": "want", "B": "sat"}, {"A": "sat", "B": "want"}, drop=[6], period="day", time="at", min_n=1
    ),
}


# One of each kind of query: Spark takes seconds for each.
QUERIES = ["nps", "csat-wide", "csat-text", "ces-top", "score", "score-scale", "opportunity-wide", "persona"]


@pytest.mark.parametrize("name", QUERIES)
def test_every_engine_gives_the_same(engine: Engine, name: str) -> None:
    data = random_survey(1, rows=200)
    expected = CALLS[name](data)
    assert expected["value"].notna().any()
    assert_frame_equal(CALLS[name](engine(data)), expected, rtol=1e-9)


def places(data: pd.DataFrame) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Each stage, plan and quarter, in the order of a result."""
    quarter = data["at"].dt.year.astype(str) + "-Q" + data["at"].dt.quarter.astype(str)
    return [
        ((stage, plan, period), data[(data["touch point"] == stage) & (data["plan"] == plan) & (quarter == period)])
        for stage in STAGES
        for plan in ("free", "pro")
        for period in ("2025-Q4", "2026-Q1", "2026-Q2")
    ]


def check(
    result: pd.DataFrame,
    data: pd.DataFrame,
    columns: list[str],
    drop: list[float],
    expected: Callable[[Answers], tuple[float, float, float]],
) -> None:
    """Compare a result of `LONG` with what plain Python makes of the same rows."""
    assert len(result) == 18
    for (_, row), (place, rows) in zip(result.iterrows(), places(data), strict=True):
        answers = Answers(rows, columns, "weight", drop)
        assert (row["stage"], row["persona"], row["period"]) == place
        assert (row["n"], row["missing"], row["dropped"]) == (answers.n, answers.missing, answers.dropped)
        assert row["n_eff"] == pytest.approx(answers.n_eff)
        assert row["note"] == ("n too small" if answers.n_eff < 5 else "")
        found = row[["value", "low", "high"]].to_numpy(dtype=float)
        nothing = (np.nan,) * 3
        np.testing.assert_allclose(found, nothing if row["note"] else expected(answers), rtol=1e-8, atol=1e-8)


SEEDS = pytest.mark.parametrize("seed", range(3))


@SEEDS
def test_nps_by_stage_group_and_period_with_weights(seed: int) -> None:
    def expected(answers: Answers) -> tuple[float, float, float]:
        p, d = answers.share(lambda x: x >= 9), answers.share(lambda x: x <= 6)
        adjusted = nps_adjusted_wald(p, d, answers.n_eff)
        return 100 * (p - d), 100 * float(adjusted.low), 100 * float(adjusted.high)

    data = random_survey(seed)
    check(nps(data, "nps", drop=[99], **LONG), data, ["nps"], [99], expected)


@SEEDS
def test_csat_by_stage_group_and_period_with_weights(seed: int) -> None:
    def expected(answers: Answers) -> tuple[float, float, float]:
        share = answers.share(lambda x: x in (4, 5))
        low, high = proportion_confint(share * answers.n_eff, answers.n_eff, method="wilson")
        return 100 * share, 100 * low, 100 * high

    data = random_survey(seed)
    check(csat(data, "sat", drop=[6], **LONG), data, ["sat"], [6], expected)


@SEEDS
def test_means_by_stage_group_and_period_with_weights(seed: int) -> None:
    data = random_survey(seed)
    check(ces(data, "sat", scale=(1, 5), drop=[6], **LONG), data, ["sat"], [6], Answers.mean)
    check(score(data, "minutes", **LONG), data, ["minutes"], [], Answers.mean)
    # Far from zero the sum of squares alone would have lost the variance.
    far = data.assign(minutes=data["minutes"] + 1e9)
    check(score(far, "minutes", **LONG), far, ["minutes"], [], Answers.mean)


@SEEDS
def test_opportunity_is_of_those_who_answered_both(seed: int) -> None:
    data = random_survey(seed)
    result = opportunity(data, "want", "sat", drop=[6], **LONG)
    for (_, row), (_, rows) in zip(result.iterrows(), places(data), strict=True):
        answers = Answers(rows, ["want", "sat"], "weight", [6])
        assert (row["n"], row["missing"], row["dropped"]) == (answers.n, answers.missing, answers.dropped)
        if row["note"]:
            continue
        want, got = answers.share(lambda i, _: i >= 4), answers.share(lambda _, s: s >= 4)
        assert row["value"] == pytest.approx(10 * (want + max(want - got, 0)))
        assert row["importance"] == pytest.approx(10 * want)
        assert row["satisfaction"] == pytest.approx(10 * got)
        assert row["low"] <= row["value"] <= row["high"]


respondents = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 10), st.just(99)),
        st.sampled_from(["a", "b"]),
        st.sampled_from([0.25, 1.0, 4.0]),
    ),
    max_size=25,
)


@settings(max_examples=30)
@given(respondents)
def test_any_few_answers(given_answers: list[tuple[int | None, str, float]]) -> None:
    data = pd.DataFrame(given_answers, columns=["x", "plan", "w"]).astype({"x": float, "plan": object, "w": float})
    result = nps(data, "x", by="plan", weight="w", drop=[99], min_n=0)
    assert result["persona"].tolist() == sorted(set(data["plan"]))
    for _, row in result.iterrows():
        answers = Answers(data[data["plan"] == row["persona"]], ["x"], "w", [99])
        assert (row["n"], row["missing"], row["dropped"]) == (answers.n, answers.missing, answers.dropped)
        assert row["promoters"] + row["passives"] + row["detractors"] == row["n"]
        if answers.n == 0:
            assert row["note"] == ("n too small" if answers.dropped else "not asked")
            assert np.isnan(row["value"])
            continue
        value = answers.share(lambda x: x >= 9) - answers.share(lambda x: x <= 6)
        assert row["value"] == pytest.approx(100 * value, abs=1e-9)
        assert -100 <= row["low"] < row["high"] <= 100
        assert row["promoter_rate"] + row["passive_rate"] + row["detractor_rate"] == pytest.approx(100)


def answers_of(promoters: int, passives: int, detractors: int) -> pd.DataFrame:
    frame: pd.DataFrame = pd.DataFrame({"x": [10] * promoters + [7] * passives + [0] * detractors})
    return frame


def test_nps_of_50_30_20() -> None:
    row = nps(answers_of(50, 30, 20), "x").iloc[0]
    assert row["value"] == 30.0
    assert (round(row["adjusted"], 2), round(row["margin"], 2)) == (29.13, 15.08)
    assert (row["low"], row["high"]) == pytest.approx((29.1262 - 15.0751, 29.1262 + 15.0751), abs=1e-4)
    assert row[["promoters", "passives", "detractors"]].tolist() == [50, 30, 20]
    assert row[["promoter_rate", "passive_rate", "detractor_rate"]].tolist() == [50, 30, 20]
    assert (row["unit"], row["direction"], row["note"]) == ("", "up", "")


def test_nps_of_promoters_alone_is_not_certain() -> None:
    row = nps(answers_of(10, 0, 0), "x").iloc[0]
    assert row["value"] == 100.0
    assert (round(row["adjusted"], 2), round(row["margin"], 2)) == (76.92, 29.42)
    assert (round(row["low"], 2), row["high"]) == (47.50, 100.0)


@pytest.mark.parametrize("interval", ["wald", "bootstrap"])
def test_an_interval_of_no_width_is_none(interval: Any) -> None:
    row = nps(answers_of(10, 0, 0), "x", interval=interval).iloc[0]
    assert row["value"] == 100.0
    assert np.isnan(row[["low", "high"]].astype(float)).all()


def test_the_bounds_of_promoters_passives_and_detractors() -> None:
    row = nps(pd.DataFrame({"x": range(11)}), "x").iloc[0]
    assert row[["promoters", "passives", "detractors"]].tolist() == [2, 2, 7]


def test_csat_of_74_of_107() -> None:
    row = csat(pd.DataFrame({"x": [4] * 40 + [5] * 34 + [3] * 33}), "x").iloc[0]
    assert round(row["value"], 2) == 69.16
    assert (round(row["low"], 1), round(row["high"], 1)) == (59.9, 77.1)
    assert (row["satisfied"], row["n"], row["unit"]) == (74, 107, "%")


def test_csat_with_a_wald_interval_stays_within_the_scale() -> None:
    row = csat(pd.DataFrame({"x": [5] * 19 + [3]}), "x", interval="wald").iloc[0]
    assert row["high"] == 100.0
    assert row["low"] == pytest.approx(100 * proportion_confint(19, 20, method="normal")[0])


@pytest.mark.parametrize(
    ("easy", "scale", "share", "direction"),
    [
        ("high", (1, 7), 3 / 7, "up"),
        ("low", (1, 7), 3 / 7, "down"),
        ("high", (1, 5), 0.4, "up"),
        ("low", (0, 1), 0.5, "down"),
    ],
)
def test_ces_says_which_end_is_easy(easy: Any, scale: tuple[int, int], share: float, direction: str) -> None:
    data = pd.DataFrame({"x": list(range(scale[0], scale[1] + 1)) * 4})
    mean = ces(data, "x", easy=easy, scale=scale).iloc[0]
    assert (mean["value"], mean["direction"], mean["unit"]) == (sum(scale) / 2, direction, "")
    top = ces(data, "x", easy=easy, scale=scale, method="top_box").iloc[0]
    assert (top["value"], top["direction"], top["unit"]) == (pytest.approx(100 * share), "up", "%")
    assert f"{scale[1] if easy == 'high' else scale[0]} is the easiest" in top["method"]
    low, high = wilson(share, len(data))
    assert (top["low"], top["high"]) == pytest.approx((100 * float(low), 100 * float(high)))


def test_equal_answers_have_a_mean_and_no_interval() -> None:
    for call, answer in ((ces, 7), (score, 0.1), (score, 123456.789)):
        row = call(pd.DataFrame({"x": [answer] * 20}), "x").iloc[0]
        assert row["value"] == pytest.approx(answer)
        assert np.isnan([row["low"], row["high"]]).all()
        assert row["sd"] == 0


def test_opportunity_where_importance_outweighs_satisfaction() -> None:
    data = pd.DataFrame({"i": [5] * 80 + [1] * 20, "s": [5] * 50 + [2] * 50})
    row = opportunity(data, "i", "s").iloc[0]
    assert (row["value"], row["importance"], row["satisfaction"]) == (11.0, 8.0, 5.0)
    assert (row["direction"], row["unit"], row["n"]) == ("down", "", 100)
    met = opportunity(data, "s", "i").iloc[0]
    assert met["value"] == 5.0


def test_weights_of_one_change_nothing_but_the_method() -> None:
    data = random_survey(5).assign(one=1.0)
    calls: list[Callable[..., pd.DataFrame]] = [
        partial(nps, data, "nps", drop=[99]),
        partial(csat, data, "sat", drop=[6]),
        partial(score, data, "minutes"),
    ]
    for call in calls:
        plain, weighted = call(), call(weight="one")
        assert_frame_equal(plain.drop(columns="method"), weighted.drop(columns="method"))
        assert "Kish's effective n" in weighted["method"].item()
        assert "Kish" not in plain["method"].item()


def test_weights_may_be_on_any_scale() -> None:
    data = random_survey(6)
    small = nps(data, "nps", drop=[99], weight="weight")
    large = nps(data.assign(weight=data["weight"] * 1e6), "nps", drop=[99], weight="weight")
    assert_frame_equal(small, large)


def test_the_callers_frame_is_left_alone() -> None:
    data = random_survey(7)
    before = data.copy(deep=True)
    for call in CALLS.values():
        call(data)
    assert_frame_equal(data, before)


def test_answers_in_words_and_groups_that_are_personas() -> None:
    data = random_survey(1)
    text = CALLS["csat-text"](data)
    numbers = pd.to_numeric(data["said"].str.strip(), errors="coerce")
    for _, row in text.iterrows():
        said = numbers[data["plan"] == row["persona"]]
        assert row["n"] == said.notna().sum()
        assert row["satisfied"] == (said >= 4).sum()
        assert row["dropped"] == (data.loc[said.index, "said"] == "Blank").sum()
        assert row["n"] + row["dropped"] + row["missing"] == len(said)
    personas = CALLS["persona"](data)
    mine = (data["plan"] == "pro") & (data["age"] >= 30)
    for key, members in (("p1", mine), ("p2", ~mine)):
        row = personas[personas["persona"] == key].iloc[0]
        assert row["promoters"] == data.loc[members, "nps"].isin([9, 10]).sum()


def test_columns_of_the_results() -> None:
    data = random_survey(8)
    extras = {name: list(call(data))[len(COLUMNS) :] for name, call in CALLS.items()}
    counted = ["n_eff", "missing", "dropped"]
    rates = ["promoter_rate", "passive_rate", "detractor_rate", "adjusted", "margin"]
    assert extras["nps"] == ["promoters", "passives", "detractors", *rates, *counted]
    assert extras["csat"] == ["satisfied", *counted]
    assert extras["ces"] == extras["score"] == ["sd", *counted]
    assert extras["ces-top"] == ["easy", *counted]
    assert extras["opportunity"] == ["importance", "satisfaction", *counted]


@pytest.mark.parametrize("name", CALLS)
def test_the_method_names_denominator_interval_and_what_was_left_out(name: str) -> None:
    (method,) = set(CALLS[name](random_survey(9))["method"])
    assert "95 %" in method
    assert "answers" in method
    assert method.endswith(".")
    if name in {"nps", "csat", "ces", "opportunity"}:
        assert "left out; weighted by 'weight', the interval by Kish's effective n" in method
