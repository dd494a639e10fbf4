"""`render` and `convert`: journeys as other files, and what had no place there."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from tests.cli.shell import run

from journeywidgets import Journey
from journeywidgets.formats import FORMATS, read_xes
from journeywidgets.metrics import funnel

LOG = b"""<log xes.version="1.0">
  <trace><string key="concept:name" value="=c1"/>
    <event><string key="concept:name" value="Book"/>
      <date key="time:timestamp" value="2026-03-01T10:00:00+01:00"/></event>
    <event><string key="concept:name" value="Ride"/><float key="km" value="2.5"/>
      <date key="time:timestamp" value="2026-03-01T09:30:00Z"/></event>
  </trace>
  <trace><string key="concept:name" value="c2"/>
    <event><string key="concept:name" value="Book"/><date key="time:timestamp" value="2026-03-02T10:00:00Z"/></event>
  </trace>
  <trace><string key="concept:name" value="c3"/></trace>
</log>"""
GOLDEN = Path(__file__).parent.parent / "golden" / "evidence"
BACK = [each.name for each in FORMATS.values() if each.reads and each.writes]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "golden.journey.json", tmp_path / "bike.journey.json"))


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    """A journey with a quote that may not leave the team, and one that may not leave at all."""
    journey = Journey("Bikes", stages=[{"id": "s", "title": "Ride"}], lanes=[{"id": "l", "title": "Pains"}])
    journey.add("cards", id="c", stage="s", lane="l", text="Late")
    for level in ("private", "team", "public"):
        journey.add("evidence", card="c", stance="supports", quote=f"words for {level}", level=level, participant="P1")
    return journey.save(tmp_path / "guarded.journey.json")


def test_without_an_output_the_map_is_text(source: Path) -> None:
    said = run("render", source)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Renting a bike\n")
    assert "The code comes late <b>& again</b>" in said.out
    assert run("render", source, "--json").json["text"] == said.out.removesuffix("\n")


def test_a_map_is_drawn_to_several_files_at_once(source: Path, tmp_path: Path) -> None:
    page, drawing = tmp_path / "bike.html", tmp_path / "bike.svg"
    said = run("render", source, "-o", page, "-o", drawing, "--theme", "dark")
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"{page}: a page, {page.stat().st_size:,} bytes",
        f"{drawing}: a drawing, {drawing.stat().st_size:,} bytes",
    ]
    journey = Journey.open(source, read_only=True)
    assert page.read_text("utf-8") == journey.to_html(theme="dark")
    assert drawing.read_text("utf-8") == journey.to_svg(theme="dark")
    piped = run("render", source, "--to", "svg", "--theme", "dark")
    assert piped.data == drawing.read_bytes()


def test_options_go_to_the_formats_that_have_them(source: Path, tmp_path: Path) -> None:
    said = run("render", source, "-o", tmp_path / "a.png", "-o", tmp_path / "b.png", "--scale", "1", "--json")
    small, same = said.json["written"]
    assert small["bytes"] == same["bytes"] == (tmp_path / "b.png").stat().st_size
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    said = run("render", source, "-o", tmp_path / "a.svg", "--scale", "1")
    assert said.status == 2
    assert said.error == "--scale is for png, and none is written. Leave it out."
    said = run("render", source, "-o", tmp_path / "a.svg", "--option", "frob=1")
    assert said.status == 2
    assert "has no option 'frob'" in said.error
    said = run("render", source, "-o", tmp_path / "a.svg", "--option", "frob")
    assert said.error == "--option 'frob' is not one. Write it as name=value."
    assert not (tmp_path / "a.svg").exists()


def test_what_is_not_seen_is_converted(source: Path, tmp_path: Path) -> None:
    said = run("render", source, "-o", tmp_path / "a.csv")
    assert said.status == 2
    assert "For other formats there is `convert`." in said.error
    said = run("convert", source, tmp_path / "a.frob")
    assert said.status == 2
    assert said.error.endswith("or give --to.")
    said = run("convert", tmp_path / "a.frob", tmp_path / "a.csv")
    assert "there is no file" in said.error
    said = run("convert", source, "-")
    assert said.error == "nothing says what goes through the pipe. Give --to."


@pytest.mark.parametrize("name", BACK)
def test_what_is_written_is_read_back_but_for_what_was_told(name: str, source: Path, tmp_path: Path) -> None:
    there, back = tmp_path / f"there{FORMATS[name].suffixes[0]}", tmp_path / "back.journey.json"
    out = run("convert", source, there, "--share", "private", "--json")
    assert (out.status, out.json["written"]["format"]) == (0, name)
    into = run("convert", there, back, "--share", "private", "--json")
    assert into.status == 0
    if out.json["written"]["losses"] or into.json["read"]["losses"]:
        assert run("convert", source, there, "--strict").status == 1
        return
    before, after = Journey.open(source, read_only=True), Journey.open(back, read_only=True)
    assert after.to_frame().equals(before.to_frame())
    kept = name in ("json", "xlsx", "tables")  # an outline has no ids
    assert (run("diff", source, back).status == 0) == kept


def test_a_pipe_goes_in_and_out(source: Path) -> None:
    table = run("convert", source, "-", "--to", "csv")
    assert next(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    again = run("convert", "-", "-", "--from", "csv", "--to", "json", given=table.data)
    assert again.status == 0
    assert json.loads(again.data)["format"] == "journeywidgets"
    said = run("convert", source, "-", "--to", "csv", "--json")
    assert said.status == 2
    assert "both fill the standard output" in said.error


def test_losses_are_counted_by_reason_and_listed_in_json(source: Path, tmp_path: Path) -> None:
    said = run("convert", source, tmp_path / "a.mmd")
    assert said.status == 0
    head, *reasons = said.err.splitlines()
    listed = run("convert", source, tmp_path / "a.mmd", "--json").json["written"]["losses"]
    assert f"{len(listed)} values had no place" in head
    assert "  3 x lanes: " in reasons[0] or " x " in reasons[0]
    assert {"table", "id", "field", "value", "why"} == set(listed[0])
    assert run("convert", source, tmp_path / "a.mmd", "--strict").status == 1


@pytest.mark.parametrize(("share", "left"), [("private", 3), ("team", 2), ("public", 1)])
def test_words_leave_only_for_whom_they_may(share: str, left: int, guarded: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.journey.json"
    said = run("convert", guarded, target, "--share", share)
    assert said.status == 0
    assert target.read_text("utf-8").count("words for ") == left
    told = {0: "", 1: "the words of 1 quote are left out", 2: "the words of 2 quotes are left out"}[3 - left]
    assert told in said.err
    assert bool(said.err) == (left < 3)
    page = run("render", guarded, "--to", "html", "--share", share)
    assert (b"words for private" in page.data) == (left > 2)
    assert (b"words for team" in page.data) == (left > 1)


def test_a_journey_file_is_not_replaced_by_accident_and_is_kept_when_it_is(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.journey.json"
    Journey("Mine").save(target)
    before = target.read_bytes()
    said = run("convert", source, target)
    assert said.status == 2
    assert "is there already" in said.error
    assert target.read_bytes() == before
    assert run("convert", source, target, "--force").status == 0
    assert (tmp_path / "mine.journey.json.bak").read_bytes() == before
    with_it_open = Journey.open(target)
    try:
        said = run("convert", source, target, "--force")
        assert said.status == 2
        assert "is open here" in said.error
    finally:
        with_it_open.close()


def test_a_log_of_events_becomes_a_table_of_them(tmp_path: Path) -> None:
    log, table, sheet = tmp_path / "log.xes.gz", tmp_path / "events.parquet", tmp_path / "events.csv"
    log.write_bytes(gzip.compress(LOG))
    said = run("convert", log, table)
    assert said.status == 0
    assert said.out == f"{table}: a table of 3 events, {table.stat().st_size:,} bytes\n"
    assert "1 x trace.concept:name: a trace without events" in said.err
    events = read_xes(LOG).events
    back = pd.read_parquet(table)
    assert back["case"].tolist() == events["case"].tolist() == ["=c1", "=c1", "c2"]
    assert back["time"].dt.tz_convert("UTC").tolist() == events["time"].tolist()
    assert back["km"].dropna().tolist() == [2.5]
    assert funnel(str(table), {"Book": "Book", "Ride": "Ride"}, actor="case", time="time", event="event")[
        "n"
    ].tolist() == [2, 2]
    answer = run("convert", log, sheet, "--json").json
    assert (answer["written"]["events"], len(answer["read"]["losses"])) == (3, 1)
    first, *rows = csv.reader(io.StringIO(sheet.read_text("utf-8")))
    assert first[:3] == ["case", "event", "time"]
    assert [row[:3] for row in rows][:2] == [
        ["'=c1", "Book", "2026-03-01T09:00:00+00:00"],
        ["'=c1", "Ride", "2026-03-01T09:30:00+00:00"],
    ]
    assert rows[2][first.index("km")] == ""
    run("convert", log, sheet, "-O", "formulas=true")
    assert "'=c1" not in sheet.read_text("utf-8")
    assert run("convert", log, table, "--strict").status == 1


@pytest.mark.parametrize(
    ("target", "options", "problem"),
    [
        ("a.mmd", [], "an event log becomes a .parquet or .csv file of its events, not"),
        ("-", [], "an event log becomes"),
        ("a.parquet", ["-O", "formulas=true"], "has no option 'formulas'"),
    ],
)
def test_what_a_log_cannot_become_is_said(target: str, options: list[str], problem: str, tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(LOG)
    said = run("convert", tmp_path / "log.xes", target if target == "-" else tmp_path / target, *options)
    assert said.status == 2
    assert problem in said.error
    said = run("render", tmp_path / "log.xes")
    assert said.status == 2
    assert "is a log of events, not a map" in said.error


def test_a_study_is_not_a_map(tmp_path: Path) -> None:
    study = Path(shutil.copy(GOLDEN / "golden.study.json", tmp_path / "a.study.json"))
    said = run("render", study)
    assert said.status == 2
    assert "Draft a journey from it with Journey.from_study" in said.error
