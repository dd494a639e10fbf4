"""One log reads alike on every engine, and what cannot be read is named."""

from __future__ import annotations

import narwhals as nw
import pandas as pd
from tests.metrics.engines import Engine

from journeywidgets.metrics.engine import ACTOR, EVENT, TIME, events, rows

LOG = pd.DataFrame(
    {
        "who": [1, 2, 3, 3],
        "at": pd.to_datetime(
            ["2020-01-01", "2024-03-10 02:30:00.123456", "1960-01-02 03:04:05.5", "2020-02-29"], format="ISO8601"
        ).astype("datetime64[us]"),
        "what": ["a", "b", None, "a"],
        "amount": [1.5, None, 2.0, 7.25],
    }
)


def test_every_engine_reads_the_same(engine: Engine) -> None:
    log = events(engine(LOG), actor="who", time="at", event="what", keep=["amount"], count={"A": nw.col(EVENT) == "a"})
    assert (log.rows, log.first, log.last) == (4, -315521754500000, 1710037800123456)
    assert log.counts == {"A": 2}
    assert rows(log.frame.sort(ACTOR, TIME)) == [
        {ACTOR: 1, TIME: 1577836800000000, EVENT: "a", "amount": 1.5},
        {ACTOR: 2, TIME: 1710037800123456, EVENT: "b", "amount": None},
        {ACTOR: 3, TIME: -315521754500000, EVENT: None, "amount": 2.0},
        {ACTOR: 3, TIME: 1582934400000000, EVENT: "a", "amount": 7.25},
    ]
