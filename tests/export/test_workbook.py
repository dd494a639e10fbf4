"""A journey as an Excel workbook, and back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.browser.hostile import hostile
from tests.documents import documents, ops

from journeywidgets import Journey
from journeywidgets.errors import FormatError, TableError
from journeywidgets.export.workbook import to_xlsx
from journeywidgets.export.workbook.strings import LIMIT, decoded, encoded, fitting
from journeywidgets.export.written import Binary
from journeywidgets.formats.workbook import from_xlsx
from journeywidgets.frames.reports import diff_frame
from journeywidgets.model.document import Document
from journeywidgets.model.ids import id_maker

NASTY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "#REF!",
    "TRUE",
    "00123",
    "1e5",
    "2026-01-31",
    "_x0041_",
    "_x005F_x0041_",
    "\x00\x07\x1b",
    "a\r\nb\rc\n",
    " spaces ",
    "\n",
    "\t",
    "\ufffe\uffff",
    '["a"]',
    '{"a": 1}',
    '"quoted"',
    "[broken",
    "😀",
    "",
    "null",
)


def open_book(written: Binary) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written))


def round_trip(document: Document) -> tuple[Document, Binary]:
    written = to_xlsx(document)
    back, losses = from_xlsx(bytes(written), make_id=id_maker(1))
    assert losses == []
    return back, written


def differing(one: Document, other: Document) -> set[tuple[str, str, str]]:
    frame = diff_frame(one, other)
    assert set(frame["kind"]) <= {"changed"}
    return set(zip(frame["table"], frame["id"], frame["field"], strict=True))


def lost(written: Binary) -> set[tuple[str, str, str]]:
    return set(zip(written.losses["table"], written.losses["id"], written.losses["field"], strict=True))


@settings(max_examples=60, deadline=None)
@given(document=documents(), more=st.lists(ops(), max_size=12), words=st.lists(st.sampled_from(NASTY), max_size=3))
def test_what_is_read_back_differs_only_where_the_losses_say_so(
    document: Document, more: list[Any], words: list[str]
) -> None:
    for op in more:
        try:
            document.apply([op])
        except TableError:
            continue
    for word, card in zip(words, document.tables["cards"].values(), strict=False):
        card |= {"text": word, "channel": word, "tags": words, "fields": {word: word, "own": [word, None, {word: 1}]}}
    back, written = round_trip(document)
    assert differing(document, back) == lost(written)


def test_every_digit_of_a_number_is_kept() -> None:
    j = Journey("Digits", stages=["A"], seed=1)
    j.add("metrics", id="m", title="M")
    numbers = [0.1 + 0.2, 1 / 3, 1e-300, -1.7976931348623157e308, 5e-324, 123456789.123456789, 2.0]
    for place, number in enumerate(numbers):
        j.add("values", id=f"v{place}", metric="m", stage=j.stages.index[0], period=str(place), value=number)
    back = Journey.read(j.to_xlsx(), "xlsx")
    assert back.values["value"].tolist() == numbers
    assert j.diff(back).empty


def test_a_hostile_journey_is_read_back_as_it_was_and_has_no_formula() -> None:
    j = hostile()
    written = j.to_xlsx(share="private")
    back = Journey.read(bytes(written), "xlsx")
    assert back.losses is not None
    assert back.losses.empty
    assert differing(j.document, back.document) == lost(written)
    kinds = {cell.data_type for sheet in open_book(written) for row in sheet for cell in row}
    assert kinds <= {"s", "n", "b"}
    raw = zipfile.ZipFile(io.BytesIO(written))
    for name in raw.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in raw.read(name)
            assert b"<f " not in raw.read(name)


def test_a_text_that_no_cell_holds_is_cut_and_reported() -> None:
    j = Journey("Long", stages=["A"], lanes=["L"], seed=1)
    stage, lane = j.stages.index[0], j.lanes.index[0]
    text = "😀" * 20_000
    j.add("cards", id="long", stage=stage, lane=lane, text=text, tags=["x" * 40_000], own="y" * 40_000)
    written = j.to_xlsx()
    assert lost(written) == {("cards", "long", "text"), ("cards", "long", "tags"), ("cards", "long", "own")}
    assert written.losses.set_index("field").loc["text", "value"] == text
    back = Journey.read(written, "xlsx").cards.loc["long"]
    assert back["text"] == "😀" * (LIMIT // 2)
    assert back["own"] == "y" * LIMIT
    assert back["tags"] == []


@pytest.mark.parametrize("text", NASTY)
def test_strings_come_out_of_their_escapes(text: str) -> None:
    assert decoded(encoded(text)) == text


@pytest.mark.parametrize("letter", ["a", "😀", "\x07", "_x0041_"])
def test_as_much_is_kept_as_fits(letter: str) -> None:
    text = letter * 40_000
    kept = fitting(text)
    assert text.startswith(kept)
    assert fitting(kept) == kept
    assert fitting(text[: len(kept) + 1]) == kept
    assert max(len(encoded(kept)), len(kept.encode("utf-16-le")) // 2) <= LIMIT


def edited(j: Journey, edit: Any) -> bytes:
    book = open_book(j.to_xlsx())
    edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_rows_that_a_person_adds_stand_where_they_were_put() -> None:
    j = Journey("Edited", stages=["A", "B", "C"], lanes=["L"], seed=1)

    def edit(book: Any) -> None:
        sheet = book["stages"]
        titles = [cell.value for cell in sheet[1]]
        for place, name in ((2, "first"), (4, "between"), (7, "last")):
            sheet.insert_rows(place)
            sheet.cell(place, titles.index("title") + 1).value = name
        sheet.cell(3, titles.index("goal") + 1).value = 5

    back = Journey.read(edited(j, edit), "xlsx", seed=1)
    assert back.stages["title"].tolist() == ["first", "A", "between", "B", "C", "last"]
    assert back.stages["goal"].tolist()[1] == "5"
    assert back.stages.index.is_unique


def test_what_has_no_place_in_the_tables_is_reported() -> None:
    j = Journey("Edited", stages=["A"], lanes=["L"], seed=1)

    def edit(book: Any) -> None:
        book.create_sheet("Notes")["A1"] = "mine"
        sheet = book["stages"]
        sheet.cell(1, 20).value = "colour"
        sheet.cell(2, 20).value = "red"
        sheet.cell(2, 21).value = "nameless"

    losses = Journey.read(edited(j, edit), "xlsx").losses
    assert losses is not None
    found = losses[["table", "field", "value"]].astype(object).where(losses.notna(), None).values.tolist()
    assert found == [
        ["Notes", None, None],
        ["stages", "colour", "red"],
        ["stages", None, "nameless"],
    ]


def test_a_workbook_of_something_else_says_what_would_be_right() -> None:
    book = openpyxl.Workbook()
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(FormatError, match="from_cards"):
        Journey.read(file.getvalue(), "xlsx")
    with pytest.raises(FormatError, match="zip"):
        Journey.read(b"PK no", "xlsx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/workbook.xml"])
def test_entities_of_a_workbook_are_not_unpacked(part: str) -> None:
    written = Journey("Entities", stages=["A"], seed=1).to_xlsx()
    bomb = b'<!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "%s">]>' % (b"ha" * 500, b"&a;" * 500)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                data = bomb + data.replace(b"<t>Entities</t>", b"<t>&b;</t>").replace(b'name="meta"', b'name="&b;"')
            after.writestr(name, data)
    with pytest.raises(FormatError):
        Journey.read(file.getvalue(), "xlsx")


def test_a_cell_that_cannot_be_names_its_place() -> None:
    j = Journey("Edited", stages=["A"], personas=[{"id": "p", "name": "P", "traits": {"calm": 0.5}}], seed=1)

    def edit(book: Any) -> None:
        sheet = book["personas"]
        names = [cell.value for cell in sheet[1]]
        sheet.cell(2, names.index("traits") + 1).value = "calm"

    with pytest.raises(TableError, match="personas, row 'p', column 'traits'"):
        Journey.read(edited(j, edit), "xlsx")


def test_narrower_words_are_not_in_the_workbook() -> None:
    j = Journey("Shared", stages=["A"], lanes=["L"], seed=1)
    card = j.add("cards", stage=j.stages.index[0], lane=j.lanes.index[0], text="t")
    j.add("evidence", card=card, quote="Vandle Quixby said it", participant="P1", level="private")
    for written in (j.to_xlsx(), j.to_xlsx(share="public")):
        book = zipfile.ZipFile(io.BytesIO(written))
        assert not any(b"Vandle" in book.read(name) for name in book.namelist())
        assert "Vandle" not in written.losses.to_string()
    assert "Vandle Quixby" in Journey.read(j.to_xlsx(share="private"), "xlsx").evidence["quote"].tolist()[0]
