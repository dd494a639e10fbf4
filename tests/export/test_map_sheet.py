"""The map as seen, as a sheet of a workbook."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from tests.browser.hostile import PAYLOADS, hostile
from tests.browser.journeys import evident, grid, measured
from tests.export.office_files import many_words, members, outside

from journeywidgets import Journey
from journeywidgets.export.written import Binary


def map_of(written: Binary) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written))["Map"]


def cells_of(sheet: Any) -> dict[str, Any]:
    """Return the cells that hold text, by their text's first line."""
    return {str(cell.value).split("\n")[0]: cell for row in sheet for cell in row if cell.value is not None}


@pytest.fixture(scope="module")
def sheet() -> Any:
    return map_of(evident().to_xlsx())


def merged(sheet: Any, cell: Any) -> str:
    return next((str(area) for area in sheet.merged_cells.ranges if cell.coordinate in area), cell.coordinate)


def test_the_map_is_the_first_sheet_and_each_table_has_one() -> None:
    book = openpyxl.load_workbook(io.BytesIO(evident().to_xlsx()))
    assert book.sheetnames[:6] == ["Map", "meta", "stages", "lanes", "cards", "personas"]
    assert book.active is not None
    assert book.active.title == "Map"


def test_every_stage_lane_and_card_has_its_cell(sheet: Any) -> None:
    j = evident()
    found = cells_of(sheet)
    columns = {}
    for stage in j.to_dict()["stages"]:
        columns[stage["id"]] = found[stage["title"]].column
    assert sorted(columns.values()) == list(columns.values()) == list(range(2, 2 + len(columns)))
    for lane in j.to_dict()["lanes"]:
        assert found[lane["title"]].column == 1
    for card in j.to_dict()["cards"]:
        if card.get("text") and card["lane"] != "touch":
            cell = next(cell for text, cell in found.items() if text.strip("“”").startswith(card["text"]))
            assert cell.column == columns[card["stage"]]
            assert cell.alignment.wrap_text


def test_cards_look_as_on_the_map(sheet: Any) -> None:
    found = cells_of(sheet)
    pain, chance = found["SMS code arrives too late and the form resets"], found["Show the full price first"]
    assert pain.fill.fgColor.rgb == "FFFDECEA"
    assert (pain.border.left.style, pain.border.left.color.rgb) == ("thick", "FFB42318")
    assert chance.fill.fgColor.rgb == "FFE6F5EC"
    assert "7 of 9 asked" in pain.value
    assert "1 disagrees" in pain.value


def test_the_words_behind_a_card_are_its_comment() -> None:
    j = Journey("Notes", stages=["A"], lanes=["L"], seed=1)
    card = j.add("cards", stage=j.stages.index[0], lane=j.lanes.index[0], text="late", url="https://example.com/x")
    j.add("evidence", card=card, quote="I waited", participant="P3")
    j.add("evidence", card=card, quote="Vandle Quixby", participant="P2", level="private")
    written = j.to_xlsx()
    assert cells_of(map_of(written))["late"].comment.text.split("\n\n") == [
        "“I waited” — P3",
        "+ 1 quote without words",
        "https://example.com/x",
    ]
    assert not any(b"Vandle" in part for part in members(written).values())
    assert outside(written) == []


def test_the_curve_is_a_chart_of_numbers_in_cells(sheet: Any) -> None:
    found = cells_of(sheet)
    commuter, visitor = (next(c for c in found.values() if c.value == f"{s}") for s in ("○ Commuter", "◇ Visitor"))
    scores = [sheet.cell(commuter.row, column).value for column in range(2, 7)]
    assert scores == pytest.approx([0.6, 0.8, -1.6, 0.5, 1.4], abs=0.05)
    assert sheet.cell(visitor.row, 4).value is None
    assert "n 7" in sheet.cell(commuter.row, 4).number_format
    (chart,) = sheet._charts
    assert [series.val.numRef.f for series in chart.series] == [
        f"'Map'!$B${c.row}:$F${c.row}" for c in (commuter, visitor)
    ]
    assert chart.display_blanks == "gap"
    assert not any(series.smooth for series in chart.series)


def test_headers_are_merged_over_steps_and_cards() -> None:
    j = Journey("Steps", stages=[{"title": "A", "steps": ["one", "two"]}, "B"], lanes=["L"], seed=1)
    one = j.stages.index[1]
    for text in ("first", "second"):
        j.add("cards", stage=one, lane=j.lanes.index[0], text=text)
    sheet = map_of(j.to_xlsx())
    found = cells_of(sheet)
    first, second = found["first"], found["second"]
    assert (first.column, second.column, second.row - first.row) == (2, 2, 1)
    assert merged(sheet, found["L"]) == f"A{first.row}:A{second.row}"
    head = found["A"].row
    assert merged(sheet, found["A"]) == f"B{head}:C{head}"
    assert merged(sheet, found["B"]) == f"D{head}:D{head + 1}"
    assert (found["one"].row, found["two"].row) == (head + 1, head + 1)


def test_arrows_between_stages_are_told() -> None:
    j = Journey("Links", stages=["A", "B"], lanes=["L"], seed=1)
    a, b = j.stages.index
    j.add("links", source=b, target=a, kind="loop", label="again", share=0.25)
    found = cells_of(map_of(j.to_xlsx()))
    (told,) = (text for text in found if text.startswith("B → A"))
    assert "loop" in told
    assert "again" in told
    assert found["Links"].row == found[told].row


def test_a_metric_lane_says_what_the_map_says() -> None:
    words = "\n".join(str(cell.value) for row in map_of(measured().to_xlsx()) for cell in row if cell.value)
    for part in ("31.0", "n 46", "not asked", "✓ target met", "n too small"):
        assert part in words


def test_rows_are_as_high_as_their_cards_and_never_higher_than_a_row_may_be() -> None:
    sheet = map_of(many_words().to_xlsx())
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert all(0 < height <= 409 for height in heights)
    tall = next(cell for row in sheet for cell in row if str(cell.value or "").startswith("xxx"))
    area = next(area for area in sheet.merged_cells.ranges if tall.coordinate in area)
    assert sum(heights[area.min_row - 1 : area.max_row]) > 600
    assert "more characters" in tall.value


def test_hostile_text_is_text_on_the_map_too() -> None:
    written = hostile().to_xlsx(share="private")
    cells = [cell for row in map_of(written) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    words = "\n".join(str(cell.value) for cell in cells)
    assert "=cmd|' /C calc'!A0" in words
    assert PAYLOADS[0] in words
    assert outside(written) == []


@pytest.mark.parametrize("j", [Journey("", seed=1), Journey("Lanes", lanes=["L"], seed=1), grid(3, 2, 0)])
def test_journeys_of_next_to_nothing_have_a_map(j: Journey) -> None:
    written = j.to_xlsx()
    assert map_of(written)["A1"].value
    assert j.diff(Journey.read(written, "xlsx")).empty
