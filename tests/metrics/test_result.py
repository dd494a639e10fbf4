"""The frame that every metric returns."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from journeywidgets.errors import MetricError
from journeywidgets.metrics.result import COLUMNS, NOT_ASKED, TOO_SMALL, result

METHOD = "A method; its interval."
ROW: dict[str, Any] = {"stage": "Pay", "value": 40.0, "low": 30.0, "high": 50.0, "n": 12}


def build(*rows: dict[str, Any], **options: Any) -> pd.DataFrame:
    return result(rows, metric="Conversion", method=METHOD, **options)


def test_columns_in_order() -> None:
    frame = build(ROW, extras={"entered": "Int64", "label": "object"})
    assert list(frame) == [*COLUMNS, "entered", "label"]
    assert isinstance(frame.index, pd.RangeIndex)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_dtypes_do_not_depend_on_the_rows(rows: int) -> None:
    frame = build(*[ROW] * rows, extras={"entered": "Int64", "rate": "float64"})
    floats = ["value", "low", "high", "rate"]
    assert [str(kind) for kind in frame[floats].dtypes] == ["float64"] * 4
    assert [str(kind) for kind in frame[["n", "entered"]].dtypes] == ["Int64"] * 2
    assert {str(frame[name].dtype) for name in COLUMNS if name not in floats and name != "n"} == {"object"}


def test_missing_text_is_none_and_missing_numbers_are_nan() -> None:
    row = build({**ROW, "stage": None, "low": None}, extras={"label": "object"}).iloc[0]
    assert row["stage"] is None
    assert row["persona"] is None
    assert row["period"] is None
    assert row["label"] is None
    assert np.isnan(row["low"])
    assert row["note"] == ""


def test_rows_keep_their_order_and_may_have_a_method_of_their_own() -> None:
    frame = build({**ROW, "stage": "b"}, {**ROW, "stage": "a", "method": "Another."})
    assert frame["stage"].tolist() == ["b", "a"]
    assert frame["method"].tolist() == [METHOD, "Another."]


@pytest.mark.parametrize(("n", "note"), [(0, TOO_SMALL), (4, TOO_SMALL), (5, ""), (6, "")])
def test_below_min_n_there_is_no_value(n: int, note: str) -> None:
    row = build({**ROW, "n": n, "rate": 1.0}, extras={"rate": "float64"}, hide=["rate"]).iloc[0]
    assert row["note"] == note
    assert row["n"] == n
    assert row[["value", "low", "high", "rate"]].isna().tolist() == [bool(note)] * 4


def test_not_asked_is_no_value_and_stays_what_it_is() -> None:
    row = build({"stage": "Pay", "n": 0, "value": 0.0, "note": NOT_ASKED}).iloc[0]
    assert row["note"] == NOT_ASKED
    assert np.isnan(row["value"])


def test_min_n_of_zero_shows_every_value() -> None:
    assert build({**ROW, "n": 1}, min_n=0).loc[0, "value"] == 40.0


@pytest.mark.parametrize("wrong", [-1, 2.5, "5", None, True])
def test_min_n_is_checked(wrong: Any) -> None:
    with pytest.raises(MetricError, match=r"min_n=.*whole number"):
        build(ROW, min_n=wrong)


@pytest.mark.parametrize("row", [{"valeu": 1.0}, {"note": "small"}, {"direction": "left"}, {"high": float("inf")}])
def test_a_function_cannot_build_a_frame_of_another_shape(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"announced|known|infinite"):
        build({**ROW, **row})


@pytest.mark.parametrize(
    ("module", "light"),
    [
        ("journeywidgets", {"altair", "narwhals", "duckdb", "scipy", "ibis", "vl_convert", "pyspark", "polars"}),
        ("journeywidgets.metrics", {"altair", "scipy", "ibis", "vl_convert", "pyspark", "polars", "statsmodels"}),
    ],
)
def test_import_loads_nothing_heavy(module: str, light: set[str]) -> None:
    code = f"import sys, {module}; print(sorted({light!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
