"""A real survey of passengers, 2017 and 2018: known answers, and the traps in its codes and headers."""

from __future__ import annotations

import csv
from collections import Counter
from functools import partial
from typing import Any

import pandas as pd
import polars as pl
import pytest
from pandas.testing import assert_frame_equal
from tests.real.folder import real

from journeywidgets import Journey
from journeywidgets.errors import MetricError
from journeywidgets.metrics import ces, csat, nps, opportunity, score

FOLDER = real("sfo-airport-survey", "the survey is")

YEARS = {year: FOLDER / f"sfo_{year}.csv" for year in (2017, 2018)}
TOUCHPOINTS = {
    "Signs": "Q7SIGN",
    "Food": "Q7FOOD",
    "Restrooms": "Q9RESTROOM",
    "Security": "Q14PASSTHRU",
    "Airport": "Q7ALL",
}
BLANKS = (0, 6, "Blank", "BLANK")


def source(year: int, column: str) -> Counter[str]:
    """Count the answers without pandas or an engine: they must not share a mistake."""
    with YEARS[year].open(encoding="utf-8-sig", newline="") as lines:
        return Counter(row[column] for row in csv.DictReader(lines))


@pytest.fixture(scope="module", params=["path", "pandas", "polars"])
def survey(request: pytest.FixtureRequest) -> Any:
    """The survey of 2017, as a file and as frames."""
    path = YEARS[2017]
    reads: dict[str, Any] = {
        "path": lambda: path,
        "pandas": lambda: pd.read_csv(path, low_memory=False),
        "polars": lambda: pl.scan_csv(path, infer_schema_length=None),
    }
    return reads[request.param]()


def rounded(row: Any, digits: int) -> list[float]:
    return [round(float(row[name]), digits) for name in ("value", "low", "high")]


def test_nps_of_2017(survey: Any) -> None:
    row = nps(survey, "NETPRO", drop=[11]).iloc[0]
    assert (row["n"], row["dropped"], row["missing"]) == (2746, 84, 1)
    assert (row["promoters"], row["detractors"]) == (1436, 342)
    assert rounded(row, 2) == [39.84, 37.18, 42.41]
    assert round(row["adjusted"], 2) == 39.80
    assert rounded(nps(survey, "NETPRO", drop=[11], interval="wald").iloc[0], 2) == [39.84, 37.22, 42.45]


def test_bootstrap_of_2017(survey: Any) -> None:
    """Scipy's BCa on the answers gave 37.29 to 42.46; one seed differs from another by some hundredths."""
    row = nps(survey, "NETPRO", drop=[11], interval="bootstrap").iloc[0]
    assert row["low"] == pytest.approx(37.29, abs=0.15)
    assert row["high"] == pytest.approx(42.46, abs=0.15)


def test_weighted_nps_of_2017(survey: Any) -> None:
    row = nps(survey, "NETPRO", drop=[11], weight="WEIGHT").iloc[0]
    assert round(row["value"], 2) == 40.40
    assert round(row["n_eff"]) == 2267
    assert row["n"] == 2746
    assert row["high"] - row["low"] > 42.41 - 37.18
    assert "weighted by 'WEIGHT', the interval by Kish's effective n" in row["method"]


def test_top_two_boxes_of_2017(survey: Any) -> None:
    result = csat(survey, TOUCHPOINTS, drop=BLANKS).set_index("stage")
    expected = {
        "Signs": ([78.7, 77.1, 80.2], 2703),
        "Food": ([55.7, 53.7, 57.7], 2421),
        "Restrooms": ([77.8, 76.2, 79.4], 2653),
        "Security": ([82.0, 80.4, 83.5], 2407),
        "Airport": ([82.1, 80.6, 83.5], 2688),
    }
    assert {stage: (rounded(row, 1), row["n"]) for stage, row in result.iterrows()} == expected
    assert (result["n"] + result["dropped"] + result["missing"]).tolist() == [2831] * 5


def test_ease_of_2017(survey: Any) -> None:
    top = ces(survey, {"Security": "Q14PASSTHRU"}, scale=(1, 5), method="top_box", drop=[0, 6]).iloc[0]
    assert (rounded(top, 1), top["n"]) == ([82.0, 80.4, 83.5], 2407)
    mean = ces(survey, {"Security": "Q14PASSTHRU"}, scale=(1, 5), drop=[0, 6]).iloc[0]
    counts = source(2017, "Q14PASSTHRU")
    total = sum(int(answer) * counts[answer] for answer in "12345")
    assert mean["value"] == pytest.approx(total / 2407)


def test_every_count_is_that_of_the_file(survey: Any) -> None:
    counts = source(2017, "NETPRO")
    row = nps(survey, "NETPRO", drop=[11]).iloc[0]
    assert row["promoters"] == counts["9"] + counts["10"]
    assert row["passives"] == counts["7"] + counts["8"]
    assert row["detractors"] == sum(counts[str(answer)] for answer in range(7))
    assert row["dropped"] == counts["11"]
    assert row["missing"] == counts[""]


def test_the_traps_are_errors_that_say_so(survey: Any) -> None:
    with pytest.raises(MetricError, match=r"'NETPRO' holds answers off the scale of whole numbers 0-10: 11 \(84 x\)"):
        nps(survey, "NETPRO")
    with pytest.raises(MetricError, match=r"'Q7SIGN' holds answers off the scale of .* 0 \(75 x\), 6 \(53 x\), in 128"):
        csat(survey, {"Signs": "Q7SIGN"})
    with pytest.raises(MetricError, match=r"'Q7ALL' holds text that is no number: 'Blank' \(143 x\)"):
        csat(survey, {"Airport": "Q7ALL"})


def test_zero_is_a_score_of_the_recommendation_and_a_blank_elsewhere(survey: Any) -> None:
    assert source(2017, "NETPRO")["0"] == 17
    with pytest.warns(match=r"17 answers of 0 are on the scale 0-10 and left out by drop="):
        wrong = nps(survey, "NETPRO", drop=[0, 11]).iloc[0]
    assert wrong["detractors"] == 342 - 17


def test_a_header_with_trailing_blanks() -> None:
    """A frame keeps the header as it is; DuckDB, which reads files, cuts the blanks off."""
    frame = pd.read_csv(YEARS[2018], low_memory=False)
    with pytest.raises(MetricError, match=r"There is no column 'NETPRO'\. Did you mean 'NETPRO  '\?"):
        nps(frame, "NETPRO", drop=[11])
    with pytest.raises(MetricError, match=r"There is no column 'NETPRO  '\. Did you mean 'NETPRO'\?"):
        nps(YEARS[2018], "NETPRO  ", drop=[11])
    counts = source(2018, "NETPRO  ")
    for row in (nps(frame, "NETPRO  ", drop=[11]).iloc[0], nps(YEARS[2018], "NETPRO", drop=[11]).iloc[0]):
        assert (row["n"], row["dropped"]) == (2809 - 159, 159)
        assert row["promoters"] == counts["9"] + counts["10"] == 1268
        assert row["detractors"] == sum(counts[str(answer)] for answer in range(7)) == 447
        assert row["value"] == pytest.approx(100 * (1268 - 447) / 2650)


def test_groups_and_weights_agree_with_pandas(survey: Any) -> None:
    """The weighted share of top answers in each boarding area, the plain way."""
    frame = pd.read_csv(YEARS[2017], low_memory=False)
    frame = frame[frame["Q7SIGN"].between(1, 5)]
    top = frame["WEIGHT"].where(frame["Q7SIGN"] >= 4, 0).groupby(frame["BAREA"]).sum()
    expected = 100 * top / frame.groupby("BAREA")["WEIGHT"].sum()
    result = csat(survey, {"Signs": "Q7SIGN"}, by="BAREA", weight="WEIGHT", drop=[0, 6])
    assert result["persona"].tolist() == list("ABCDEFG")
    assert result["value"].tolist() == pytest.approx(expected.tolist())


def test_frames_and_files_give_the_same() -> None:
    calls: list[Any] = [
        partial(nps, score="NETPRO", drop=[11], by="BAREA", weight="WEIGHT"),
        partial(csat, score=TOUCHPOINTS, drop=BLANKS, by="GATE"),
        partial(score, score="HOWLONG", by="BAREA", unit="min"),
        partial(opportunity, importance="Q7FOOD", satisfaction="Q9FOOD", drop=[0, 6], by="BAREA"),
    ]
    for call in calls:
        expected = call(pd.read_csv(YEARS[2017], low_memory=False))
        assert_frame_equal(call(str(YEARS[2017])), expected)
        assert_frame_equal(call(pl.read_csv(YEARS[2017], infer_schema_length=None)), expected)


def test_the_touchpoints_onto_a_map() -> None:
    journey = Journey("Airport", stages=list(TOUCHPOINTS))
    journey.attach(csat(YEARS[2017], TOUCHPOINTS, drop=BLANKS, journey=journey), lane="Satisfaction")
    values = journey.frame("values")
    titles = journey.stages["title"].to_dict()
    assert dict(zip(values["stage"].map(titles), values["value"].round(1), strict=True)) == {
        "Signs": 78.7,
        "Food": 55.7,
        "Restrooms": 77.8,
        "Security": 82.0,
        "Airport": 82.1,
    }
