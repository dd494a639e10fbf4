"""Survey metrics as the SQL of warehouses that no test can reach: that it can be written."""

from __future__ import annotations

from typing import Any

import pytest

ibis = pytest.importorskip("ibis")

from journeywidgets.metrics.survey.answers import survey  # noqa: E402  # after the check for Ibis
from journeywidgets.metrics.survey.layout import layout, scale_of  # noqa: E402
from journeywidgets.metrics.survey.moments import added  # noqa: E402
from journeywidgets.metrics.survey.tally import counted  # noqa: E402

DIALECTS = pytest.mark.parametrize("dialect", ["bigquery", "snowflake", "trino", "postgres", "duckdb"])
SCHEMA = {"x": "float64", "y": "int64", "touch point": "string", "plan": "string", "w": "float64", "at": "timestamp"}
OPTIONS: dict[str, Any] = {"by": "plan", "weight": "w", "period": "week", "time": "at"}


def table() -> Any:
    return ibis.table(SCHEMA, name="answers")


def parsed(frame: Any, dialect: str) -> Any:
    """Write the query in a dialect, and read it again as that dialect."""
    import sqlglot

    return sqlglot.parse_one(str(ibis.to_sql(frame.to_native(), dialect=dialect)), read=dialect)


@DIALECTS
def test_counts_of_a_long_survey(dialect: str) -> None:
    asked = survey(table(), layout({"score": "x"}, "touch point"), **OPTIONS)
    query = parsed(counted(asked, scale_of((0, 10), [99])), dialect)
    assert "touch point" in query.sql(dialect=dialect)
    assert query.find(expression("Group")) is not None


@DIALECTS
def test_counts_of_a_wide_survey(dialect: str) -> None:
    asked = survey(table(), layout({"score": {"O'Neil": "x", "B": "y"}}, None), **OPTIONS)
    query = parsed(counted(asked, scale_of((1, 5), [])), dialect)
    assert query.find(expression("Union")) is not None
    assert "O'Neil" not in query.sql(dialect=dialect)  # stages are numbers there; a key is never text of a query


@DIALECTS
def test_sums_of_scores(dialect: str) -> None:
    asked = survey(table(), layout({"score": "x"}, "touch point"), **OPTIONS)
    query = parsed(added(asked, None, (99.0,), 3.5), dialect)
    assert query.find(expression("Sum")) is not None


def expression(name: str) -> Any:
    import sqlglot.expressions

    return getattr(sqlglot.expressions, name)
