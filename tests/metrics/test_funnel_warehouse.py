"""The funnel as SQL for warehouses that no test can reach: it compiles, and brings only counts back."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pytest

from journeywidgets.metrics.behaviour.chains.levels import counted
from journeywidgets.metrics.behaviour.chains.rules import ENTRIES, ORDERS, Rules
from journeywidgets.metrics.behaviour.chains.signatures import signatures
from journeywidgets.metrics.behaviour.log import BY, MATCH, Log
from journeywidgets.metrics.engine import ACTOR, EVENT, TIME, table
from journeywidgets.metrics.engine.clock import with_microseconds

ibis = pytest.importorskip("ibis", reason="the extra [warehouse] is not installed")

WAREHOUSES = ("bigquery", "snowflake", "trino", "postgres", "duckdb")
PATTERNS = (["a", "b", "c"], ["a", "a", "b"], [["a", "b"], "b", "c"])
COLUMNS = {"who": "string", "at": "timestamp", "what": "string", "channel": "string"}


def unbound(stages: list[Any], period: str | None) -> Log:
    """A log of a table that exists nowhere."""
    events = with_microseconds(table(ibis.table(COLUMNS, name="events"), COLUMNS), "at", TIME)
    means = [[given] if isinstance(given, str) else given for given in [*stages, "x"]]
    frame = events.select(
        nw.col("who").alias(ACTOR),
        TIME,
        nw.col("channel").alias(BY),
        *[nw.col("what").is_in(names).fill_null(value=False).alias(MATCH.format(at)) for at, names in enumerate(means)],
        nw.col("what").alias(EVENT),
    )
    return Log(
        frame=frame,
        keys=tuple(map(str, range(len(means)))),
        carried=(BY,),
        personas=None,
        period=period,
        first=1_760_000_000_000_000,
        last=1_790_000_000_000_000,
    )


@pytest.mark.parametrize("warehouse", WAREHOUSES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("stages", PATTERNS, ids=str)
def test_it_compiles(warehouse: str, order: str, stages: list[Any]) -> None:
    meanings = [frozenset(given) for given in stages]
    for entry in ENTRIES:
        for period in ("month", "week"):
            log = unbound(stages, period)
            known = signatures(log, meanings, frozenset("x"))
            rules = Rules(order, window=7 * 86_400_000_000, entry=entry, excluding=True, matured=True)
            query = counted(log, known, rules, period=period).to_native()
            text = str(ibis.to_sql(query, dialect=warehouse))
            assert text.lower().count("over (") >= 2
            # A row a group, and a number a stage.
            assert list(query.columns) == ["jw_group", "jw_period", *[f"jw_count_{at}" for at in range(3)], "jw_held"]
