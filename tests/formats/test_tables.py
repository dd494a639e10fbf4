"""CSV: the cards, one table, the map as seen, and all tables in an archive."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from tests.formats.journeys import AWKWARD, EXAMPLES, journey_of, journeys, untold

from journeywidgets import FormatError, Journey, JourneyError, TableError
from journeywidgets.formats.separated import guarded, parsed, separated, unguarded
from journeywidgets.model.document import Document

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "''-x", "＝1", "-2x", "=")  # noqa: RUF001


@given(journeys())
@settings(max_examples=EXAMPLES)
def test_cards_are_read_back_but_for_what_is_told(document: Document) -> None:
    written = journey_of(document).to_csv(share="private")
    back = Journey.read(written.data(), "csv")
    assert untold(document, back.store.document, written.losses) == []
    assert back.losses is not None
    assert back.losses.empty


@given(journeys())
@settings(max_examples=EXAMPLES)
def test_tables_are_read_back_equal(document: Document) -> None:
    journey = journey_of(document)
    written = journey.to_tables(share="private")
    back = Journey.read(written, "tables")
    assert back.to_dict() == journey.to_dict()
    assert written.losses.empty
    assert back.to_tables(share="private") == written


@given(journeys())
@settings(max_examples=EXAMPLES)
def test_no_cell_begins_a_formula(document: Document) -> None:
    journey = journey_of(document)
    texts: list[str] = [journey.to_csv(), *(journey.to_csv(table=name) for name in ("cards", "map", "personas"))]
    with zipfile.ZipFile(io.BytesIO(journey.to_tables())) as archive:
        texts += [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    for text in texts:
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                bare = cell.lstrip()
                assert not bare.startswith(("=", "@", "+", "-")) or _is_number(cell), cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", [*FORMULAS, *AWKWARD, "-1.5", "+3", "1e5", ""])
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text) == text or guarded(text).startswith("'")
    if text in FORMULAS:
        assert guarded(text).startswith("'")


def test_formulas_can_be_left_as_they_are() -> None:
    journey = Journey("x", stages=["=A1"], lanes=["b"], seed=1)
    assert '"=A1"' in journey.to_csv(formulas=True)
    assert '"\'=A1"' in journey.to_csv()


def test_a_spreadsheet_saves_semicolons_and_utf_16() -> None:
    data = '"stage";"lane";"text";"score"\r\n"Buy";"Pains";"a; b";"-1,5"\r\n'.replace("-1,5", "-1.5")
    for encoded in (data.encode("utf-8-sig"), data.encode("utf-16")):
        journey = Journey.read(encoded, "csv", title="Sheet")
        assert journey.title == "Sheet"
        assert journey.cards["text"].tolist() == ["a; b"]
        assert journey.lanes["kind"].tolist() == ["pain"]


def test_columns_may_be_called_otherwise() -> None:
    data = b"Phase,Note,Severity\nBuy,Too dear,3\n"
    with pytest.raises(FormatError, match=r"no column 'stage'.*Columns there: Phase, Note, Severity"):
        Journey.read(data, "csv")
    journey = Journey.read(data, "csv", columns={"stage": "Phase", "text": "Note"})
    assert journey.cards["Severity"].tolist() == [3]
    with pytest.raises(FormatError, match="knows no 'phase'"):
        Journey.read(data, "csv", columns={"phase": "Phase"})


def test_a_wrong_value_names_its_row_and_column() -> None:
    data = b"stage,lane,kind,text,score\nBuy,Mood,emotion,fine,1\nBuy,Mood,emotion,bad,7\n"
    with pytest.raises(TableError, match="the table, row '3', column 'score': 7 is off the scale"):
        Journey.read(data, "csv")


def test_what_is_no_csv_is_refused() -> None:
    for data in (b"\xff\xfa\x00stage", b"", b'stage,text\n"open'):
        with pytest.raises(FormatError):
            Journey.read(data, "csv")


def test_what_is_no_archive_of_tables_is_refused() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("notes.txt", "hello")
    for data, problem in ((b"PK no", "no zip file"), (other.getvalue(), "no table of a journey")):
        with pytest.raises(FormatError, match=problem):
            Journey.read(data, "tables")


def test_a_bomb_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cards.csv", b"0" * 50_000_000)
    with pytest.raises(FormatError, match="times its packed size"):
        Journey.read(bomb.getvalue(), "tables")


def test_tables_made_by_hand_get_ids_and_an_order() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("tables/stages.csv", "title,colour\nTwo,red\nOne,\n")
        file.writestr("tables/read me.txt", "hello")
    journey = Journey.read(archive.getvalue(), "tables", seed=1)
    assert journey.stages["title"].tolist() == ["Two", "One"]
    assert journey.losses is not None
    assert journey.losses[["field", "value"]].values.tolist() == [[None, "tables/read me.txt"], ["colour", "red"]]


def test_a_table_that_is_not_there_is_named() -> None:
    with pytest.raises(JourneyError, match="table='card' is not a table"):
        Journey("x").to_csv(table="card")


def test_the_map_as_seen_has_a_row_a_lane() -> None:
    journey = Journey("x", stages=["Buy", {"title": "Use", "steps": ["First"]}], lanes=["Doing"], seed=1)
    stages = journey.stages.index
    journey.add("cards", stage=stages[0], lane=journey.lanes.index[0], text="pays")
    written = journey.to_csv(table="map")
    assert parsed(written.data(), "map") == [["", "Buy", "Use"], ["", "", "First"], ["Doing", "pays", ""]]
    assert separated([["a", ""]]) == '"a",\r\n'
