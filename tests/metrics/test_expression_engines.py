"""Conditions on every engine: the rows that match are those that plain Python finds."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from tests.metrics.conditions import COLUMNS, ROWS, Told, conditions, frame, matches
from tests.metrics.engines import Engine

from journeywidgets.metrics.engine import rows, table
from journeywidgets.metrics.expression import parse


# One look at a time tells of thirty conditions, so that slow engines see many.
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(told=st.lists(conditions, min_size=30, max_size=30))
def test_every_engine_agrees_with_plain_python(engine: Engine, told: list[Told]) -> None:
    found = matches(engine(frame()), [parse(text) for text, _ in told])
    for (text, says), one in zip(told, found, strict=True):
        assert one == [says(row) is True for row in ROWS], text


UNKNOWN = [
    "age > 17",
    "not age > 17",
    "not (not age > 17)",
    "age != 17",
    "not age == 17",
    "age not in [1, 2]",
    "not age in [1, 2]",
    "age / 0 > 1",
    "not age / 0 > 1",
    "age / (age - age) == age",
    "member",
    "not member",
    "member == False",
    "not member == True",
    "member and age > 0",
    "member or age > 0",
    "not (member and age > 0)",
    "not (member or age > 0)",
    "city == `plan name`",
    'not contains(city, "a")',
    'not lower(city) == "pro"',
    'not born > date("2026-03-01")',
    "not 1 < age < 18",
    "length(city) != 3",
]


def test_what_is_unknown_matches_neither_itself_nor_its_opposite(engine: Engine) -> None:
    missing = [{name: number if name == "id" else None for name in COLUMNS} for number in range(3)]
    # A row that is there keeps the columns' types.
    whole = {name: next(row[name] for row in ROWS if row[name] is not None) for name in COLUMNS} | {"age": 18}
    native = engine(frame([*missing, {**whole, "id": 3}]))
    for text, found in zip(UNKNOWN, matches(native, [parse(text) for text in UNKNOWN]), strict=True):
        assert found[:3] == [False] * 3, text
        assert all(isinstance(one, (bool, np.bool_)) for one in found), text
    told = matches(native, [parse("age is None"), parse("not age is None"), parse("age is None or age > 17")])
    assert told == [[True] * 3 + [False], [False] * 3 + [True], [True] * 4]


def test_nan_and_infinity_and_odd_types() -> None:
    given = pl.DataFrame(
        {
            "id": range(4),
            "f": [float("nan"), 1.0, float("inf"), None],
            "small": pl.Series([1, 2, 100, None], dtype=pl.Int8),
            "wide": pl.Series([1, 2, 2**63 + 2**40, None], dtype=pl.UInt64),
            "single": pl.Series([0.1, 0.5, 0.1, None], dtype=pl.Float32),
            "kind": pl.Series(["a", "b", "a", None], dtype=pl.Categorical),
            "never": pl.Series([None] * 4, dtype=pl.Null),
            "money": pl.Series(["1.10", "2.20", "3.30", None]).cast(pl.Decimal(10, 2)),
        }
    )
    read = table(given, given.columns)
    expected = {
        "f > 0": [0, 1, 1, 0],
        "not f > 0": [0, 0, 0, 0],
        "f is None": [1, 0, 0, 1],
        "f - f == 0": [0, 1, 0, 0],
        "f - f is None": [1, 0, 1, 1],
        "small < 1000": [1, 1, 1, 0],
        "small in [1, 1000]": [1, 0, 0, 0],
        "wide > -1": [1, 1, 1, 0],
        "wide in [2]": [0, 1, 0, 0],
        "single == 0.1": [0, 0, 0, 0],
        "single > 0.1 and single < 0.11": [1, 0, 1, 0],
        'kind == "a"': [1, 0, 1, 0],
        'startswith(kind, "b")': [0, 1, 0, 0],
        "never == 1": [0, 0, 0, 0],
        'not contains(never, "x")': [0, 0, 0, 0],
        "never is None": [1, 1, 1, 1],
        "never": [0, 0, 0, 0],
        "money > 1.1": [0, 1, 1, 0],
        "small * 2 in [2, 4]": [1, 1, 0, 0],
        "wide * 1e21 > 5": [1, 1, 1, 0],
    }
    schema = read.collect_schema()
    asked = [parse(text).to_narwhals(schema).alias(text) for text in expected]
    found = rows(read.select("id", *asked).sort("id"))
    assert {text: [int(row[text]) for row in found] for text in expected} == expected
