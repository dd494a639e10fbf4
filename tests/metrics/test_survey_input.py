"""What surveys look like in the wild: blanks, codes, bad weights, wrong names; and stages of a journey."""

from __future__ import annotations

import warnings
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.metrics.engines import FRAMES, LAZY_NAMES

from journeywidgets import Journey
from journeywidgets.errors import JourneyWarning, MetricError
from journeywidgets.metrics import ces, csat, nps, opportunity, score

ENGINES = pytest.mark.parametrize("convert", [FRAMES[name] for name in LAZY_NAMES], ids=LAZY_NAMES)


def answers(**columns: Any) -> pd.DataFrame:
    base = {"nps": [9, 10, 7, 3, 8, 9, 10, 2], "stage": ["Pay", "Ride"] * 4, "plan": ["pro"] * 5 + ["free"] * 3}
    frame: pd.DataFrame = pd.DataFrame({**base, **columns})
    return frame


@ENGINES
def test_answers_off_the_scale_are_named_and_counted(convert: Any) -> None:
    data = answers(nps=[9, 10, 11, 3, 11, 7.5, 10, -1])
    with pytest.raises(MetricError) as error:
        nps(convert(data), "nps")
    message = str(error.value)
    assert "Column 'nps' holds answers off the scale of whole numbers 0-10: 11 (2 x), -1 (1 x), 7.5 (1 x)" in message
    assert "in 4 rows" in message
    assert "drop=(11, -1, 7.5,)" in message


def test_the_rows_of_a_frame_are_named_by_their_index() -> None:
    data = answers(nps=[9, 10, 11, 3, 11, 7, 10, 2]).set_index(pd.Index(list("abcdefgh")))
    with pytest.raises(MetricError, match=r"in 2 rows \(index 'c', 'e'\)"):
        nps(data, "nps")
    for convert in (FRAMES["polars"], FRAMES["pyarrow"]):
        with pytest.raises(MetricError, match=r"in 2 rows \(index 2, 4\)"):
            nps(convert(data), "nps")
    many = answers(nps=[11] * 8)
    with pytest.raises(MetricError, match=r"in 8 rows \(index 0, 1, 2, 3, 4, …\)"):
        nps(many, "nps")


def test_the_wide_column_at_fault_is_named() -> None:
    data = pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 6]})
    with pytest.raises(MetricError, match=r"Column 'b' holds answers off the scale of whole numbers 1-5: 6 \(1 x\)"):
        csat(data, {"A": "a", "B": "b"})
    with pytest.raises(MetricError, match=r"Column 'b'"):
        opportunity(data, "a", "b")


def test_a_column_of_very_many_values_is_not_fetched() -> None:
    data = pl.DataFrame({"x": np.arange(200_000) + 100}).lazy()
    with pytest.raises(MetricError, match=r"100 \(1 x\), .* and 199995 more, in 200000 rows"):
        nps(data, "x")


@ENGINES
def test_dropped_and_missing_answers_are_counted(convert: Any) -> None:
    data = answers(nps=[9, 10, 11, None, 11, 7, 10, 2])
    row = nps(convert(data), "nps", drop=[11]).iloc[0]
    assert (row["n"], row["dropped"], row["missing"]) == (5, 2, 1)
    assert row["value"] == 40.0
    assert "; 11 left out." in row["method"]


def test_a_code_that_is_on_the_scale_is_dropped_with_a_warning() -> None:
    with pytest.warns(JourneyWarning, match=r"2 answers of 9 are on the scale 0-10 and left out by drop="):
        assert nps(answers(), "nps", drop=[9]).loc[0, "dropped"] == 2


def test_score_takes_any_number_unless_there_is_a_scale() -> None:
    data = answers(x=[0.5, 2.5, 3.5, 9.5, 1, 1, 1, 99])
    assert score(data, "x").loc[0, "n"] == 8
    assert score(data, "x", drop=[99]).loc[0, "dropped"] == 1
    with pytest.raises(MetricError, match=r"Column 'x' holds answers off the scale of 0-9: 9.5 \(1 x\), in 1 row"):
        score(data, "x", scale=(0, 9), drop=[99])
    with pytest.raises(MetricError, match="infinite"):
        score(answers(x=[np.inf, *range(7)]), "x")


@ENGINES
def test_answers_may_be_text(convert: Any) -> None:
    data = answers(nps=["9", "10 ", " 7", "3", "Blank", "", None, "refused"])
    row = nps(convert(data), "nps", drop=["Blank", "refused"], min_n=4).iloc[0]
    assert (row["n"], row["dropped"], row["missing"], row["value"]) == (4, 2, 2, 25.0)
    assert (row["promoters"], row["passives"], row["detractors"]) == (2, 1, 1)
    assert "; 'Blank', 'refused' left out." in row["method"]


@ENGINES
def test_text_that_is_no_number_is_named(convert: Any) -> None:
    data = answers(nps=["9", "n/a", "7", "n/a", "1_0", "nan", "10", "3"])
    with pytest.raises(MetricError, match=r"'n/a' \(2 x\).*drop=\('n/a',") as error:
        nps(convert(data), "nps")
    assert "'1_0' (1 x)" in str(error.value)
    assert "'nan' (1 x)" in str(error.value)


ANSWERS = [9, 10, None, 3, 8, 7, 10]
NUMBERS: dict[str, Any] = {
    "floats": pd.Series(ANSWERS, dtype=float),
    "small floats": pd.Series(ANSWERS, dtype="float32"),
    "nullable": pd.array(ANSWERS, dtype="Int64"),
    "arrow": pd.array(ANSWERS, dtype="int64[pyarrow]"),
    "objects": pd.Series(ANSWERS, dtype=object),
    "decimals": pd.Series([None if answer is None else Decimal(answer) for answer in ANSWERS], dtype=object),
    "categories": pd.Categorical(ANSWERS),
    "categories of text": pd.Categorical([None if answer is None else str(answer) for answer in ANSWERS]),
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_may_be_of_any_type(kind: str) -> None:
    data = pd.DataFrame({"x": NUMBERS[kind]}).set_index(pd.Index([1] * 7))
    row = nps(data, "x").iloc[0]
    assert row["value"] == pytest.approx(100 / 3)
    assert (row["n"], row["missing"]) == (6, 1)


def test_text_of_very_many_kinds_is_no_column_of_answers() -> None:
    with pytest.raises(MetricError, match="holds text, not answers"):
        score(pd.DataFrame({"x": [str(number) for number in range(5000)]}), "x")


@pytest.mark.parametrize("values", [pd.to_datetime(["2026-01-01"] * 8), [True, False] * 4], ids=["times", "truths"])
def test_other_columns_are_no_answers(values: Any) -> None:
    with pytest.raises(MetricError, match=r"Column 'nps' holds .* values, not numbers"):
        nps(answers(nps=values), "nps")


@ENGINES
def test_not_asked_is_not_zero(convert: Any) -> None:
    data = answers(blank=[None] * 8, rare=[None] * 6 + [4, 5], code=[6.0] * 8).astype({"blank": float})
    result = csat(convert(data), {"A": "rare", "B": "blank", "C": "code"}, drop=[6])
    assert result["note"].tolist() == ["n too small", "not asked", "n too small"]
    assert result[["value", "low", "high"]].isna().all(axis=None)
    assert result["n"].tolist() == [2, 0, 0]
    assert result["missing"].tolist() == [6, 8, 0]
    assert result["dropped"].tolist() == [0, 0, 8]


def test_a_column_without_any_value_is_not_asked_whatever_its_type() -> None:
    for blank in ([None] * 8, pd.array([None] * 8, dtype="string"), pd.array([None] * 8, dtype="boolean")):
        assert nps(answers(nps=blank), "nps")["note"].tolist() == ["not asked"]


def test_min_n_hides_what_says_the_value() -> None:
    data = answers()
    small = nps(data, "nps", by="plan", min_n=4)
    assert small["persona"].tolist() == ["free", "pro"]
    assert small["note"].tolist() == ["n too small", ""]
    rates = ["value", "low", "high", "promoter_rate", "passive_rate", "detractor_rate", "adjusted", "margin"]
    assert small.loc[0, rates].isna().all()
    assert small.loc[1, rates].notna().all()
    assert small["n"].tolist() == [3, 5]


def test_weights_that_are_worth_too_few_people_are_too_small() -> None:
    data = answers(w=[1000.0, 1, 1, 1, 1, 1, 1, 1])
    row = nps(data, "nps", weight="w").iloc[0]
    assert (row["n"], row["note"]) == (8, "n too small")
    assert row["n_eff"] == pytest.approx(1007**2 / (1000**2 + 7))


@ENGINES
def test_negative_weights_are_an_error(convert: Any) -> None:
    data = answers(w=[1, 1, -1, 1, 1, 1, 1, -2.0])
    with pytest.raises(MetricError, match=r"Column 'w' holds negative weights, in 2 rows"):
        nps(convert(data), "nps", weight="w")


@ENGINES
def test_infinite_weights_are_an_error(convert: Any) -> None:
    with pytest.raises(MetricError, match=r"Column 'w' holds an infinite weight"):
        nps(convert(answers(w=[1, 1, np.inf, 1, 1, 1, 1, 1])), "nps", weight="w")


@ENGINES
def test_rows_without_a_weight_are_left_out_and_counted(convert: Any) -> None:
    data = answers(w=[1, np.nan, 0, 1, 1, 1, 1, 1.0])
    message = r"^2 rows have no weight, or a weight of 0, in column 'w' and are left out\.$"
    with pytest.warns(JourneyWarning, match=message):
        result = nps(convert(data), "nps", weight="w")
    assert result.loc[0, "n"] == 6
    with pytest.warns(JourneyWarning, match=message):  # a person once, not once for each stage
        nps(convert(data), {"A": "nps", "B": "nps"}, weight="w")


@ENGINES
def test_rows_without_a_stage_group_or_time_are_left_out_and_counted(convert: Any) -> None:
    times = pd.Series(pd.date_range("2026-01-01", periods=8)).where(pd.Series(range(8)) != 7)
    data = answers(stage=["Pay", None, "Ride", "Pay"] * 2, plan=["pro", "pro", None, "free"] * 2, t=times)
    with pytest.warns(JourneyWarning) as caught:
        result = nps(convert(data), "nps", stage="stage", by="plan", period="day", time="t", min_n=0)
    messages = sorted(str(each.message) for each in caught if each.category is JourneyWarning)
    assert messages == [
        "1 row has no time and is left out.",
        "2 rows have no group (column 'plan' is empty) and are left out.",
        "2 rows have no stage (column 'stage' is empty) and are left out.",
    ]
    assert result["n"].sum() == 3


# Called as a notebook calls them, where no type checker looks.
any_nps: Any = nps
any_csat: Any = csat
any_ces: Any = ces
any_score: Any = score
any_opportunity: Any = opportunity


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda d: any_nps(d, "npss"), r"no column 'npss'.* Did you mean 'nps'\?"),
        (any_nps, r"No column of answers is named: give score="),
        (lambda d: any_nps(d, "nps", stage="stagge"), r"no column 'stagge'"),
        (lambda d: any_nps(d, "nps", by="plann"), r"no column 'plann'"),
        (lambda d: any_nps(d, "nps", by=3), r"by=3 is no name"),
        (lambda d: any_nps(d, "nps", weight="w"), r"no column 'w'"),
        (lambda d: any_nps(d, "nps", stage={"A": "nps"}), r"score= and stage= both name columns"),
        (lambda d: any_nps(d, {"A": "nps"}, stage="stage"), r"without stage="),
        (lambda d: any_nps(d, {}), r"names no stage"),
        (lambda d: any_nps(d, {1: "nps"}), r"1 is no stage"),
        (lambda d: any_nps(d, {"A": 1}), r"stage 'A': 1 is no name of a column"),
        (lambda d: any_nps(d, 7), r"score=: 7 is no name"),
        (lambda d: any_nps(d, "nps", interval="wilson"), r"interval='wilson' is not known.*'adjusted_wald'"),
        (lambda d: any_nps(d, "nps", interval=["wald"]), r"interval=\['wald'\] is not known"),
        (lambda d: any_nps(d, "nps", period="year"), r"period= needs time="),
        (lambda d: any_nps(d, "nps", time="t"), r"time= needs period="),
        (lambda d: any_nps(d, "nps", period="minute", time="t"), r"period='minute' is not known"),
        (lambda d: any_nps(d, "nps", period="year", time="plan"), r"'plan' holds text, not times"),
        (lambda d: any_nps(d, "nps", min_n=-1), r"min_n=-1"),
        (lambda d: any_nps(d, "nps", drop=[None]), r"drop= None is no number"),
        (lambda d: any_csat(d, "nps", top=(4, 6)), r"6 is not on the scale 1-5"),
        (lambda d: any_csat(d, "nps", scale=(1, 7)), r"7, the best answer, is not in it"),
        (lambda d: any_csat(d, "nps", top=()), r"5, the best answer, is not in it"),
        (lambda d: any_csat(d, "nps", scale=(5, 1)), r"does not rise"),
        (lambda d: any_csat(d, "nps", scale=(1, 2, 3)), r"not \(lowest, highest\)"),
        (lambda d: any_csat(d, "nps", scale=(1, 4.5)), r"not of whole numbers"),
        (lambda d: any_csat(d, "nps", drop=[5]), r"5 is both in top= and in drop="),
        (lambda d: any_ces(d, "nps", method="median"), r"method='median' is not known"),
        (lambda d: any_ces(d, "nps", easy="up"), r"easy='up' is not known"),
        (lambda d: any_ces(d, "nps", top=[7]), r'top= needs method="top_box"'),
        (lambda d: any_ces(d, "nps", top=[6], method="top_box"), r"7, the best answer"),
        (lambda d: any_ces(d, "nps", top=[7], method="top_box", easy="low"), r"1, the best answer"),
        (lambda d: any_score(d, "nps", direction="high"), r"direction='high'"),
        (lambda d: any_opportunity(d, {"A": "nps"}, {"B": "nps"}), r"the same stages"),
        (lambda d: any_opportunity(d, {"A": "nps"}, "nps"), r"the same stages"),
        (lambda _: any_nps("answers.xlsx", "nps"), r"Parquet or CSV"),
        (lambda d: any_nps(d.to_dict(), "nps"), r"no table of rows"),
    ],
)
def test_what_is_wrong_is_named(call: Any, message: str) -> None:
    data = answers(t=pd.date_range("2026-01-01", periods=8))
    with pytest.raises(MetricError, match=message):
        call(data)


def test_a_header_with_trailing_blanks_is_found_by_the_error() -> None:
    with pytest.raises(MetricError, match=r"Did you mean 'nps  '\?"):
        nps(answers().rename(columns={"nps": "nps  "}), "nps")
    assert nps(answers().rename(columns={"nps": "nps  "}), "nps  ").loc[0, "n"] == 8


def test_two_columns_of_one_name_are_an_error() -> None:
    data = answers()
    data.columns = pd.Index(["nps", "nps", "plan"])
    with pytest.raises(MetricError, match="Two columns are named 'nps'"):
        nps(data, "nps")


def test_empty_surveys() -> None:
    empty = answers().iloc[:0]
    assert len(nps(empty, "nps", stage="stage")) == 0
    assert nps(empty.astype({"nps": float}), {"A": "nps"})["note"].tolist() == ["not asked"]


def journey() -> Journey:
    made = Journey("Bike rental", stages=["Find", "Ride", "Pay"], seed=1)
    made.add("personas", id="p1", name="Commuter", segment="plan == 'pro' or nps >= 9")
    made.add("personas", id="p2", name="Visitor", segment="plan == 'free'")
    return made


@ENGINES
def test_a_journey_orders_stages_and_says_which_were_not_asked(convert: Any) -> None:
    made = journey()
    result = nps(convert(answers()), "nps", stage="stage", journey=made, min_n=2)
    assert result["stage"].tolist() == ["Find", "Ride", "Pay"]
    assert result["note"].tolist() == ["not asked", "", ""]
    ids = dict(zip(made.stages["title"], made.stages.index, strict=True))
    by_id = nps(convert(answers(stage=[ids["Pay"], ids["Ride"]] * 4)), "nps", stage="stage", journey=made, min_n=2)
    assert by_id["stage"].tolist() == [ids[title] for title in ("Find", "Ride", "Pay")]
    assert by_id["value"].tolist()[1:] == result["value"].tolist()[1:]
    wide = nps(convert(answers()), {"Pay": "nps", "Find": "nps"}, journey=made)
    assert wide["stage"].tolist() == ["Find", "Pay"]


def test_stages_that_the_journey_does_not_have() -> None:
    with pytest.raises(MetricError, match=r"'Park' is no stage of the journey.* 'Find', 'Ride', 'Pay'"):
        nps(answers(), {"Park": "nps"}, journey=journey())
    data = answers(stage=["Pay", "Ride", "Park", "Park"] * 2)
    message = r"4 rows have 'Park' in column 'stage', which is no stage of the journey, and are left out"
    with pytest.warns(JourneyWarning, match=message):
        result = nps(data, "nps", stage="stage", journey=journey(), min_n=2)
    assert result["stage"].tolist() == ["Find", "Ride", "Pay"]
    assert result["n"].sum() == 4


@ENGINES
def test_a_person_counts_in_every_persona_they_belong_to(convert: Any) -> None:
    data = answers()  # pro: 9 10 7 3 8, free: 9 10 2; two of the free are promoters
    with pytest.warns(JourneyWarning, match=r"^2 rows are of several personas, and count in each\.$"):
        result = nps(convert(data), "nps", by="persona", journey=journey(), min_n=0)
    assert result["persona"].tolist() == ["p1", "p2"]
    assert result["n"].tolist() == [7, 3]
    assert result["promoters"].tolist() == [4, 2]


def test_people_in_no_persona_are_left_out_and_counted() -> None:
    data = answers(plan=["pro"] * 5 + ["trial"] * 3)
    with pytest.warns(JourneyWarning, match=r"1 row has no persona \(no segment matches\) and is left out"):
        result = nps(data, "nps", by="persona", journey=journey(), min_n=0)
    assert result["n"].tolist() == [7, 0]
    assert result["note"].tolist() == ["", "not asked"]


def test_personas_without_a_segment_are_named() -> None:
    made = journey()
    made.set("personas", "p1", segment="plan == 'pro'")
    made.add("personas", id="p3", name="Nobody")
    with pytest.warns(JourneyWarning, match=r"1 persona has no segment and is left out: 'Nobody'"):
        assert nps(answers(), "nps", by="persona", journey=made)["persona"].tolist() == ["p1", "p2"]
    with pytest.raises(MetricError, match="No persona has a segment"):
        nps(answers(), "nps", by="persona", journey=Journey("Empty", stages=["Pay"]))


def test_a_column_named_persona_is_a_column_without_a_journey() -> None:
    data = answers(persona=["a", "b"] * 4)
    assert nps(data, "nps", by="persona", min_n=0)["persona"].tolist() == ["a", "b"]


def test_groups_are_in_their_own_order_and_written_plainly() -> None:
    data = pd.DataFrame({"x": [9.0] * 8, "age": [100.0, 9, 20, 9, 100, 20, 9, 9], "ok": [True, False] * 4})
    assert nps(data, "x", by="age", min_n=0)["persona"].tolist() == ["9", "20", "100"]
    assert nps(data, "x", by="ok", min_n=0)["persona"].tolist() == ["False", "True"]


def test_periods_are_iso_text() -> None:
    data = answers(t=pd.to_datetime(["2025-12-29", "2026-01-01"] * 4))
    for period, expected in {
        "year": ["2025", "2026"],
        "quarter": ["2025-Q4", "2026-Q1"],
        "month": ["2025-12", "2026-01"],
        "week": ["2026-W01"],
        "day": ["2025-12-29", "2026-01-01"],
    }.items():
        assert nps(data, "nps", period=period, time="t", min_n=0)["period"].tolist() == expected


def test_names_are_never_sql() -> None:
    name = '"; DROP TABLE x; --'
    data = answers().rename(columns={"nps": name, "stage": "it's", "plan": 'a "plan"'})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = nps(data, name, stage="it's", by='a "plan"', min_n=0)
    assert result["n"].sum() == 8


def test_results_attach_to_the_map() -> None:
    made = journey()
    made.attach(nps(answers(), "nps", stage="stage", journey=made, min_n=2), lane="NPS")
    titles = made.stages["title"].to_dict()
    held = made.frame("values")
    assert dict(zip(held["stage"].map(titles), held["value"], strict=True)) == {"Ride": 0.0, "Pay": 50.0}
