"""Cells of files and frames."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.evidence.readers.tables import write_csv, write_xlsx

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.grid import cell_text, read_grid

ROWS = [["who", "said"], ["P1", 'a "word", and\nanother'], ["P2", "Grüße 😀"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_is_read_whatever_stands_between_its_cells(tmp_path: Path, delimiter: str, encoding: str) -> None:
    grid = read_grid(write_csv(tmp_path / "notes.csv", ROWS, delimiter=delimiter, encoding=encoding))
    assert grid.rows == ROWS
    assert grid.title == "notes"
    assert grid.place(1) == "row 2"


def test_commas_in_words_do_not_hide_the_semicolons_between_cells() -> None:
    text = "a;b\n1;one, two, three\n2;four, five, six\n"
    assert read_grid(text.encode()).rows[1] == ["1", "one, two, three"]


def test_an_encoding_is_not_guessed(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "notes.csv", [*ROWS[:2], ["P2", "Grüße"]], encoding="cp1252")
    with pytest.raises(EvidenceError, match="encoding='cp1252'"):
        read_grid(path)
    assert read_grid(path, encoding="cp1252").rows[2][1] == "Grüße"


def test_a_quotation_mark_that_does_not_close_is_read_as_it_stands() -> None:
    grid = read_grid(b'who,said\nP1,"open" and more\nP2,fine\n')
    assert grid.loose
    assert [row[0] for row in grid.rows] == ["who", "P1", "P2"]
    assert not read_grid(b'who,said\nP1,"closed"\n').loose


def test_a_cell_longer_than_the_csv_module_takes_is_read() -> None:
    words = "word " * 60_000
    assert read_grid(f'who,said\nP1,"{words}"\n'.encode()).rows[1][1] == words


def test_rows_of_different_length_and_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("who,said,\nP1\n,,\nP2,b,c\n", encoding="utf-8")
    assert read_grid(path).rows == [["who", "said", ""], ["P1", "", ""], ["P2", "b", "c"]]


def test_a_workbook_is_read_as_text_numbers_and_dates(tmp_path: Path) -> None:
    day = pd.Timestamp("2026-03-31 10:00").to_pydatetime()
    path = write_xlsx(tmp_path / "notes.xlsx", [["who", "said", "when", "n"], ["P1", "word", day, 3.0], ["P2"]])
    grid = read_grid(path)
    assert [cell_text(cell) for cell in grid.rows[1]] == ["P1", "word", "2026-03-31T10:00:00", "3"]
    assert grid.rows[2] == ["P2", "", "", ""]
    assert read_grid(path.read_bytes()).rows == grid.rows


def test_without_openpyxl_the_way_to_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "notes.xlsx", ROWS)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(EvidenceError, match=r"pip install \"journeywidgets\[excel\]\""):
        read_grid(path)


def test_a_sheet_by_name_and_by_place(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "notes.xlsx", ROWS, sheet="Answers")
    assert read_grid(path, sheet="Answers").rows == read_grid(path, sheet=0).rows
    with pytest.raises(EvidenceError, match="no such sheet among 1"):
        read_grid(path, sheet="Other")
    with pytest.raises(EvidenceError, match="no such sheet"):
        read_grid(path, sheet=3)


def _zip(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 not a zip file at all",
        _zip({"xl/workbook.xml": b"<broken"}),
        _zip({"hello.txt": b"no workbook"}),
        _zip({"xl/worksheets/sheet1.xml": b" " * 100_000_000}),
        _zip({"../outside.xml": b"x"}),
    ],
    ids=["damaged", "broken XML", "another zip", "bomb", "path outside"],
)
def test_what_is_no_workbook_is_one_clear_error(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        read_grid(data)


def test_entities_in_a_workbook_do_not_unfold(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "notes.xlsx", ROWS)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = bomb + content.replace(b"P1", b"&b;").split(b"?>", 1)[-1]
            if name == "xl/sharedStrings.xml":
                content = bomb + content.replace(b"P1", b"&b;").split(b"?>", 1)[-1]
            target.writestr(name, content)
    with pytest.raises(EvidenceError):
        read_grid(data.getvalue())


def test_frames_of_pandas_and_polars_are_the_same_cells() -> None:
    frame = pd.DataFrame({"who": ["P1", None], "n": [1.0, np.nan], "said": ["a", pd.NA]})
    grid = read_grid(frame)
    assert [[cell_text(cell) for cell in row] for row in grid.rows] == [
        ["who", "n", "said"],
        ["P1", "1", "a"],
        [""] * 3,
    ]
    assert grid.place(1) == "row 1"
    other = read_grid(pl.DataFrame({"who": ["P1", None], "n": [1.0, None], "said": ["a", None]}))
    assert [[cell_text(cell) for cell in row] for row in other.rows] == [
        ["who", "n", "said"],
        ["P1", "1", "a"],
        [""] * 3,
    ]


def test_a_named_index_is_a_column_and_levels_of_a_header_are_rows() -> None:
    frame = pd.DataFrame({"said": ["a"]}, index=pd.Index(["P1"], name="who"))
    assert read_grid(frame).rows == [["who", "said"], ["P1", "a"]]
    columns = pd.MultiIndex.from_tuples([("Why?", "Response"), ("Unnamed: 1_level_0", "Other")])
    assert read_grid(pd.DataFrame([["a", "b"]], columns=columns)).rows[:2] == [["Why?", ""], ["Response", "Other"]]


def test_the_callers_frame_is_left_as_it_is() -> None:
    frame = pd.DataFrame({"said": ["a", None]}, index=pd.Index(["P1", "P2"], name="who"))
    before = frame.copy(deep=True)
    read_grid(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_what_is_no_table_is_named_by_its_kind_alone() -> None:
    with pytest.raises(EvidenceError, match="a value of type list of 1 is neither") as caught:
        read_grid(["Quillon Fernwright"])
    assert "Quillon" not in str(caught.value)


def test_what_excel_escapes_in_a_workbook_is_read_as_it_was_typed(tmp_path: Path) -> None:
    plain = write_xlsx(tmp_path / "plain.xlsx", [["PLACE"]])
    shared = tmp_path / "shared.xlsx"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{main}.sharedStrings+xml"/></Types>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(shared, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            text = text.replace('t="inlineStr"', 't="s"').replace("<is><t>PLACE</t></is>", "<v>0</v>")
            after.writestr(name, text.replace("</Types>", part))
        strings = f'<sst xmlns="{space}"><si><t>one_x000D_\ntwo _x005F_x0041_ x005F_</t></si></sst>'
        after.writestr("xl/sharedStrings.xml", strings)
    assert read_grid(shared).rows == [["one\r\ntwo _x0041_ x005F_"]]
