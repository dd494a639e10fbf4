"""One log reads alike on every engine, and what cannot be read is named."""

from __future__ import annotations

import datetime as dt
import decimal
import importlib
import uuid
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from tests.metrics.engines import Engine

from journeywidgets.errors import JourneyWarning, MetricError
from journeywidgets.metrics import expr, funnel
from journeywidgets.metrics.engine import (
    ACTOR,
    EVENT,
    PERIODS,
    TIME,
    events,
    period_label,
    period_start,
    period_starts,
    rows,
)

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


def count(data: Any, stages: Any = None, **options: Any) -> list[int]:
    wanted = stages or {"A": "a", "B": "b"}
    return list(funnel(data, wanted, actor="who", time="at", event="what", min_n=0, **options)["converted"])


def test_a_missing_column_is_named(engine: Engine) -> None:
    with pytest.raises(MetricError, match=r"no column 'what'.*The columns are: 'who', 'at', 'amount'"):
        count(engine(LOG.drop(columns="what")))
    with pytest.raises(MetricError, match=r"no column 'Who'\. Did you mean 'who'\?"):
        funnel(engine(LOG), {"A": "a"}, actor="Who", time="at", event="what")


def test_time_as_text_or_number_is_named(engine: Engine) -> None:
    with pytest.raises(MetricError, match=r"Column 'at' holds text, not times\. Parse it"):
        count(engine(LOG.assign(at=["yesterday", "today", "1 May", "never"])))
    with pytest.raises(MetricError, match=r"Column 'at' holds numbers, not times\. Say what they count"):
        count(engine(LOG.assign(at=[1, 2, 3, 4])))


@pytest.mark.parametrize(
    "who", [pd.array([1, None, 3, None], dtype="Int64"), [1.0, np.nan, 3.0, np.nan]], ids=["integers", "floats"]
)
def test_rows_without_an_actor_are_counted(engine: Engine, who: Any) -> None:
    with pytest.warns(JourneyWarning, match=r"2 rows have no actor \(column 'who' is empty\) and are left out"):
        assert count(engine(LOG.assign(who=who)), {"A": "a"}) == [1]


def test_rows_without_a_time_are_counted(engine: Engine) -> None:
    times = LOG["at"].where(LOG["who"] != 1)
    with pytest.warns(JourneyWarning, match=r"1 row has no time \(column 'at' is empty\) and is left out"):
        assert count(engine(LOG.assign(at=times)), {"A": "a"}) == [1]


def test_names_of_another_type_than_the_events(engine: Engine) -> None:
    codes = engine(LOG.assign(what=[1, 2, 2, 1]))
    assert count(codes, {"A": 1, "B": 2}) == [2, 0]
    with pytest.raises(MetricError, match="'B' is the event 'b', but column 'what' holds numbers"):
        count(codes, {"A": 1, "B": "b"})
    with pytest.raises(MetricError, match="'A' is the event 1, but column 'what' holds text"):
        count(engine(LOG), {"A": 1})


def test_an_empty_log(engine: Engine) -> None:
    if engine.name == "csv":
        pytest.skip("an empty CSV file has no types")
    with pytest.raises(MetricError, match="There are no events"):
        count(engine(LOG.iloc[:0]))


def test_times_with_a_zone_are_instants(engine: Engine) -> None:
    """Midnight in Berlin is the evening before in UTC, on every engine and whatever its session's zone."""
    times = pd.Series(pd.Timestamp("2026-07-01"), index=LOG.index).astype("datetime64[us]")
    events = engine(LOG.assign(at=times.dt.tz_localize("Europe/Berlin")))
    found = funnel(events, {"A": "a"}, actor="who", time="at", event="what", period="month", min_n=0)
    assert found["period"].tolist() == ["2026-06"]
    naive = funnel(engine(LOG.assign(at=times)), {"A": "a"}, actor="who", time="at", event="what", period="month")
    assert naive["period"].tolist() == ["2026-07"]


def test_dates_are_times(engine: Engine) -> None:
    days = [dt.date(2026, 1, 1), dt.date(2026, 1, 8), dt.date(2026, 1, 2), dt.date(2026, 1, 9)]
    events = engine(LOG.assign(at=days, who=[1, 1, 2, 2], what=["a", "b", "a", "b"]))
    assert count(events, window="7d") == [2, 2]
    assert count(events, window="6d") == [2, 0]


def test_categories_are_text(engine: Engine) -> None:
    events = LOG.assign(what=LOG["what"].astype("category"), who=LOG["who"].astype(str).astype("category"))
    assert count(engine(events), {"A": "a"}) == [2]


def test_not_a_number_is_missing(engine: Engine) -> None:
    """pandas says NaN for "missing", others compare it as the largest number."""
    events = engine(LOG.assign(amount=[np.nan, 1.0, 2.0, 8.0]))
    assert count(events, {"Large": expr("amount > 5")}) == [1]


TWICE = pd.concat([LOG, LOG[["what"]]], axis=1)
MIXED = [pd.Timestamp("2026-01-01", tz=zone) for zone in ("UTC", "Europe/Berlin", None, None)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TWICE, "Two columns are named 'what'"),
        (pa.Table.from_arrays([[1], ["a"], ["a"]], names=["who", "what", "what"]), "Two columns are named 'what'"),
        (LOG.assign(at=pd.Series(MIXED, dtype=object)), "Column 'at' mixes time zones: Europe/Berlin, UTC, none"),
        (LOG.assign(who=[1, "x", 2.5, None]), "Column 'who' holds values of several types"),
        (LOG.assign(what=[b"a"] * 4), "Column 'what' holds bytes"),
        (LOG.assign(at=pd.period_range("2026-01", periods=4, freq="M")), "is of no type that is read here"),
        ({"who": [1]}, "'dict' is no table of rows"),
        (5, "'int' is no table of rows"),
        ([], "'list' is no table of rows"),
        ("rows.xlsx", "'rows.xlsx' does not say whether it is Parquet or CSV"),
        ("/nowhere/rows.parquet", "cannot be read"),
        ("/nowhere/*.csv", "cannot be read"),
    ],
)
def test_what_cannot_be_read(data: Any, message: str) -> None:
    with pytest.raises(MetricError) as raised:
        count(data)
    assert message in str(raised.value)


def test_mixed_zones_in_a_file(tmp_path: Path) -> None:
    """Offsets in text make instants; a file where some rows have none is not guessed at."""
    path = tmp_path / "rows.csv"
    path.write_text("who,at,what\n1,2026-01-01T00:00:00+02:00,a\n1,2025-12-31T22:30:00Z,b\n")
    assert count(path, window="30min") == [1, 1]
    assert count(path, window="29min") == [1, 0]


def test_a_cell_that_does_not_fit_its_column(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = [f"{who},2026-01-01 00:00:00,a" for who in range(30_000)]
    path.write_text("\n".join(["who,at,what", *rows, "x,2026-01-01 00:00:00,b"]))
    with pytest.raises(MetricError, match=r"Error when converting column .*who"):
        count(path)


def test_folders_and_lists_of_files(tmp_path: Path) -> None:
    for number in range(2):
        LOG.iloc[2 * number : 2 * number + 2].to_parquet(tmp_path / f"part {number}.parquet")
    paths = sorted(tmp_path.glob("*.parquet"))
    assert count(tmp_path) == count(paths) == count(str(tmp_path / "*.parquet")) == [2, 0]


def test_names_are_never_code(engine: Engine) -> None:
    """Names of columns and events reach an engine as names and values, whatever they look like."""
    if engine.name == "spark":
        pytest.skip("Parquet files of Spark refuse such names")
    odd = {"who": 'w"ho; DROP TABLE x --', "at": "at ' time", "what": "`what`"}
    events = LOG.assign(what=["'; DROP TABLE events; --", "b", None, '"a" OR 1=1']).rename(columns=odd)
    stages = {"A": "'; DROP TABLE events; --", "B": '"a" OR 1=1'}
    found = funnel(engine(events), stages, actor=odd["who"], time=odd["at"], event=odd["what"], min_n=0)
    assert found["converted"].tolist() == [1, 0]


def test_labels_of_a_pandas_index_do_not_matter() -> None:
    assert count(pd.concat([LOG, LOG])) == count(LOG) == [2, 0]


def test_pandas_types() -> None:
    identifiers = [uuid.UUID(int=number) for number in (1, 1, 2, 2)]
    events = LOG.assign(who=identifiers, what=["a", "b", "a", "a"])
    assert count(events, {"A": "a", "B": "b"}) == [2, 1]
    for frame in (events.astype({"who": str}).convert_dtypes(dtype_backend="pyarrow"), events.convert_dtypes()):
        assert count(frame, {"A": "a", "B": "b"}) == [2, 1]
    for unit in ("s", "ms", "ns"):
        assert count(events.assign(at=events["at"].astype(f"datetime64[{unit}]")), {"A": "a", "B": "b"}) == [2, 1]


def test_columns_of_objects() -> None:
    """As pandas 2 holds text, and any version what came from a database."""
    large = 2**60  # neighbours are one number as floats
    events = pd.DataFrame(
        {
            "who": pd.Series([large, large + 1, None, large + 2], dtype=object),
            "at": pd.Series([dt.datetime(2026, 1, at + 1) for at in range(4)], dtype=object),  # noqa: DTZ001
            "what": pd.Series(["a", "a", "a", None], dtype=object),
            "paid": pd.Series([True, None, False, True], dtype=object),
            "price": pd.Series([decimal.Decimal("1.5"), None, 2.5, 1], dtype=object),
        }
    )
    with pytest.warns(JourneyWarning, match="1 row has no actor"):
        assert count(events, {"A": "a"}) == [2]
    with pytest.warns(JourneyWarning, match="1 row has no actor"):
        assert count(events.drop(columns="price"), {"A": expr("paid")}) == [2]
    with pytest.raises(MetricError, match="Column 'who' holds numbers that do not fit 64 bits"):
        count(events.assign(who=pd.Series([2**70, 1, 2, 3], dtype=object)), {"A": "a"})


def test_only_results_come_back(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20,000 rows no more than a few leave the engine: the look at the log, and the counts."""
    fetched: list[int] = []

    def counting(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        found = rows(frame)
        fetched.append(len(found))
        return found

    for place in ("engine.events", "behaviour.chains.levels", "behaviour.chains.signatures"):
        # By import: the functions `events` and `levels` hide their modules.
        monkeypatch.setattr(importlib.import_module(f"journeywidgets.metrics.{place}"), "rows", counting)
    events = pd.DataFrame({"who": np.arange(20_000) // 4, "what": ["a", "b", "c", "x"] * 5_000})
    events["at"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(20_000), unit="min")
    events["channel"] = ["web", "app"] * 10_000
    assert count(engine(events), {"A": "a", "B": "b", "C": "c"}, by="channel") == [5_000, 5_000, 5_000]
    assert fetched == [1, 1]


def test_periods_name_every_day(engine: Engine) -> None:
    """The calendar of each engine is Python's, from before 1970 on and over leap years."""
    days = pd.date_range("1958-12-25", "2051-01-07", freq="61h").astype("datetime64[us]")
    log = events(engine(pd.DataFrame({"who": 1, "at": days, "what": "a"})), actor="who", time="at", event="what")
    assert log.first is not None
    assert log.last is not None
    starts = {period: period_start(nw.col(TIME), period, log.first, log.last) for period in PERIODS}
    found = rows(log.frame.select(TIME, *[start.alias(period) for period, start in starts.items()]))
    assert len(found) == len(days)
    for row in found:
        day = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(microseconds=row[TIME])
        year, week, _ = day.isocalendar()
        assert [period_label(row[period], period) for period in PERIODS] == [
            f"{day.year}",
            f"{day.year}-Q{(day.month + 2) // 3}",
            f"{day:%Y-%m}",
            f"{year}-W{week:02d}",
            f"{day:%Y-%m-%d}",
        ]


@pytest.mark.parametrize("period", PERIODS)
def test_all_periods_of_a_span(period: str) -> None:
    day = 86_400_000_000
    starts = period_starts(-400 * day, 900 * day, period)
    labels = [period_label(start, period) for start in starts]
    assert labels == sorted(set(labels))
    assert {period_label(period_starts(at * day, at * day, period)[0], period) for at in range(-400, 901)} == set(
        labels
    )
