"""XES: event logs read as a table of events, and those that would do harm refused."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.journeys import EXAMPLES

from journeywidgets import FormatError, Journey
from journeywidgets.formats import read_xes
from journeywidgets.metrics import funnel

LOG = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
  <classifier name="Activity" keys="concept:name lifecycle:transition"/>
  <string key="concept:name" value="Rides"/>
  <trace>
    <string key="concept:name" value="c1"/>
    <int key="amount" value="9007199254740993"/>
    <event>
      <string key="concept:name" value="Book"/>
      <date key="time:timestamp" value="2026-03-01T10:00:00.000+01:00"/>
      <string key="org:resource" value="web"><int key="version" value="3"/></string>
      <boolean key="paid" value="false"/>
    </event>
    <event>
      <string key="concept:name" value="Ride"/>
      <date key="time:timestamp" value="2026-03-01T09:30:00Z"/>
      <float key="km" value="2.5"/>
      <boolean key="paid" value="true"/>
      <list key="bikes"><values><string key="bike" value="a"/></values></list>
      <string key="case" value="mine"/>
    </event>
  </trace>
  <trace>
    <event><date key="time:timestamp" value="yesterday"/><string key="km" value="far"/></event>
  </trace>
  <trace><string key="concept:name" value="c1"/><event><string key="concept:name" value="Book"/></event></trace>
  <trace><string key="concept:name" value="empty"/></trace>
  <event><string key="concept:name" value="Stray"/></event>
</log>
"""


def test_a_log_is_read_as_events() -> None:
    log = read_xes(LOG)
    events = log.events
    assert list(events) == ["case", "event", "time", "org:resource", "paid", "case:amount", "km", "case_"]
    assert events["case"].tolist() == ["c1", "c1", "trace 2", "c1 (2)", "trace 5"]
    assert events["event"].tolist() == ["Book", "Ride", None, "Book", "Stray"]
    assert str(events["time"].dtype) == "datetime64[ns, UTC]"
    assert events["time"].tolist()[:2] == [pd.Timestamp("2026-03-01T09:00Z"), pd.Timestamp("2026-03-01T09:30Z")]
    assert events["case:amount"].tolist()[:2] == [9007199254740993] * 2
    assert events["paid"].dtype == "boolean"
    assert log.attributes == {"concept:name": "Rides"}
    assert log.classifiers == {"Activity": "concept:name lifecycle:transition"}
    assert repr(log) == "<EventLog: 5 events of 4 cases, 9 losses>"


def test_what_has_no_place_is_told() -> None:
    losses = read_xes(LOG).losses
    assert [*zip(losses["table"], losses["field"], losses["value"], losses["why"], strict=True)] == [
        ("event", "org:resource", "3", "an attribute of an attribute"),
        ("event", "bikes", "a", "an attribute of an attribute"),
        ("event", "bikes", "", "an attribute of the kind list"),
        ("trace", "concept:name", "trace 2", "a trace without a name; it is called by its number"),
        ("trace", "concept:name", "c1", "a name that another trace has; it is numbered"),
        ("trace", "concept:name", "empty", "a trace without events"),
        ("trace", "concept:name", "trace 5", "an event outside of a trace"),
        ("event", "time", "yesterday", "not of the kind date, as it says"),
        ("event", "km", "float, string", "of several kinds: kept as text"),
    ]


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=8
)
times = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone.utc))  # noqa: DTZ001
logs = st.dictionaries(words, st.lists(st.tuples(words, times), min_size=1, max_size=4), max_size=5)


def xes(cases: Mapping[str, Sequence[tuple[str, datetime]]]) -> bytes:
    """Return a log of cases, each with the names and times of its events."""
    root = Element("log")
    for case, events in cases.items():
        trace = SubElement(root, "trace")
        SubElement(trace, "string", key="concept:name", value=case)
        for name, time in events:
            event = SubElement(trace, "event")
            SubElement(event, "string", key="concept:name", value=name)
            SubElement(event, "date", key="time:timestamp", value=time.isoformat())
    data: bytes = tostring(root, encoding="utf-8")
    return data


@given(logs)
@settings(max_examples=EXAMPLES)
def test_every_event_is_there(cases: Mapping[str, Sequence[tuple[str, datetime]]]) -> None:
    log = read_xes(gzip.compress(xes(cases)))
    told = [(case, name, time) for case, events in cases.items() for name, time in events]
    assert log.losses.empty
    if told:
        assert [*zip(log.events["case"], log.events["event"], log.events["time"], strict=True)] == told


def test_metrics_take_the_events(tmp_path: Path) -> None:
    path = tmp_path / "rides.xes.gz"
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    cases = {f"c{n}": [("Book", start), ("Ride", start.replace(hour=n + 1))][: 1 + n % 2] for n in range(10)}
    path.write_bytes(gzip.compress(xes(cases)))
    events = read_xes(path).events
    stages = {"Booked": "Book", "Ridden": "Ride"}
    steps = funnel(events, stages, actor="case", time="time", event="event")
    assert steps["drop_off"].tolist() == [0, 5]


def test_a_log_is_no_journey() -> None:
    with pytest.raises(FormatError, match=r"a log of events, not a map. Read it with formats\.read_xes"):
        Journey.read("rides.xes.gz")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "a DTD or an entity"),
        (b'<!DOCTYPE log SYSTEM "http://example.org/x.dtd"><log/>', "a DTD or an entity"),
        (b"<log><trace>", "no XML, or cut off"),
        (b"<html/>", "its root is 'html'"),
        (gzip.compress(LOG)[:-200], "cannot be unpacked"),
        (b"\x1f\x8b no", "cannot be unpacked"),
        (b'<?xml version="1.0" encoding="nope"?><log/>', "its encoding"),
    ],
)
def test_what_is_no_log_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        read_xes(data)


def test_a_log_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"cannot read .*No such file"):
        read_xes(tmp_path / "no.xes")


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(b"<log>" + b" " * 3_000_000 + b"</log>")
    assert read_xes(bomb).events.empty
    monkeypatch.setattr("journeywidgets.formats.xes._SLACK", 1_000_000)
    with pytest.raises(FormatError, match="unpacks to more than"):
        read_xes(bomb)


def test_it_is_read_as_a_stream() -> None:
    event = b'<event><string key="concept:name" value="a"/><container key="x">' + b"<string key='y' value='z'/>" * 200
    data = b"<log>" + (b"<trace>" + event + b"</container></event></trace>") * 300 + b"</log>"
    assert len(data) > 1_500_000
    packed = gzip.compress(data)
    tracemalloc.start()
    try:
        log = read_xes(packed)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(log.events) == 300
    assert most < len(data) / 2
