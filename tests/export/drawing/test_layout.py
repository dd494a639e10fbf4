"""A laid-out map: nothing is left out, nothing is cut, nothing lies on anything else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.browser.hostile import PAYLOADS, hostile
from tests.documents import documents, ops
from tests.export.drawing.geometry import problems
from tests.export.drawing.maps import MAPS, many

from journeywidgets import Journey
from journeywidgets.errors import JourneyError
from journeywidgets.export.content.outline import Outline
from journeywidgets.export.drawing.layout import scene
from journeywidgets.export.drawing.scene import Box, Scene
from journeywidgets.export.escape import printable
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document


def laid(document: Document, **options: object) -> Scene:
    return scene(Outline(document), **options)  # type: ignore[arg-type]


def words(found: Scene) -> str:
    return " ".join("".join(line.text for text in block.paragraphs for line in text.lines) for block in found.blocks)


def bare(text: str) -> str:
    """Return the characters that are seen, one after the other: white space and marks of direction aside."""
    return "".join(
        c
        for c in printable(text)
        if not c.isspace() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


@pytest.mark.parametrize("make", [*MAPS.values(), hostile], ids=[*MAPS, "hostile"])
def test_nothing_reaches_out_of_its_place_or_lies_on_anything(make: Callable[[], Journey]) -> None:
    document = make().document
    assert problems(laid(document)) == []
    assert problems(laid(document, column=120)) == []


@pytest.mark.parametrize("name", MAPS)
def test_every_word_of_titles_cards_and_names_is_drawn(name: str) -> None:
    j = MAPS[name]()
    drawn = bare(words(laid(j.document)))
    folded = {row["id"] for row in j.document.tables["lanes"].values() if row["collapsed"]}
    cards = [row for row in j.document.tables["cards"].values() if row["lane"] not in folded]
    texts = [j.document.meta["title"], *(row["text"] for row in cards), *(row["owner"] for row in cards)]
    texts += [tag for row in cards for tag in row["tags"]]
    texts += [
        row[key]
        for row in j.document.tables["stages"].values()
        for key in ("title", "description", "goal")
        if row["parent"] is None
    ]
    texts += [row["title"] for row in j.document.tables["lanes"].values()]
    texts += [row["name"] for row in j.document.tables["personas"].values()]
    assert [text for text in texts if bare(text) not in drawn] == []


@settings(max_examples=60)
@given(documents(), st.lists(ops(), max_size=12), st.integers(120, 400), st.sampled_from(["light", "dark"]))
def test_any_journey_is_drawn_without_a_clash(document: Document, changes: list[Op], column: int, theme: str) -> None:
    for change in changes:
        with suppress(JourneyError):  # what does not fit changes nothing
            document.apply([change])
    found = laid(document, column=column, theme=theme)
    assert problems(found) == []
    drawn = bare(words(found))
    assert all(
        bare(row["text"]) in drawn
        for row in document.tables["cards"].values()
        if not document.tables["lanes"][row["lane"]]["collapsed"]
    )


def test_the_checks_of_this_file_see_what_is_wrong() -> None:
    found = laid(MAPS["mock"]().document)
    at = next(at for at, block in enumerate(found.blocks) if block.kind == "card")
    card, rest = found.blocks[at], list(found.blocks)
    rest[at] = replace(card, box=replace(card.box, width=card.box.width / 3))
    assert any("reaches out of its block" in problem for problem in problems(replace(found, blocks=tuple(rest))))
    rest[at] = card.moved(0, -30)
    assert any("lies on" in problem for problem in problems(replace(found, blocks=tuple(rest))))
    rest[at] = card
    line = replace(card.paragraphs[0].lines[0], text="Sees a docking station which is near to the place of work")
    text = replace(card.paragraphs[0], lines=(line,))
    rest[at] = replace(card, paragraphs=(text, *card.paragraphs[1:]))
    assert any("wider than its room" in problem for problem in problems(replace(found, blocks=tuple(rest))))


def test_a_part_of_a_map_is_a_map() -> None:
    j = many()
    ids = [column.row["id"] for column in Outline(j.document).columns]
    part = laid(j.document, stages=ids[5:9], bar=False, notes=False)
    assert [track.id for track in part.columns] == ids[5:9]
    assert [track.id for track in part.rows] == ["stages", "mood", "acts"]
    assert problems(part) == []
    assert {block.stage for block in part.blocks if block.kind == "card"} <= set(ids[5:9])
    lanes = laid(j.document, lanes=["acts"])
    assert [track.id for track in lanes.rows] == ["title", "stages", "acts"]


def test_parts_of_a_curve_meet_at_the_border_between_two_pages() -> None:
    j = MAPS["mock"]()
    whole = curve(laid(j.document, column=200))
    left, right = (
        curve(laid(j.document, column=200, stages=ids)) for ids in (["aware", "consider"], ["signup", "ride", "retain"])
    )
    end, start = left[-1], right[0]
    assert end[0] == pytest.approx(148 + 400, abs=0.1)
    assert start[0] == pytest.approx(148, abs=0.1)
    assert end[1] == pytest.approx(start[1], abs=0.2)
    assert whole[0] == pytest.approx(left[0], abs=0.2)


def curve(found: Scene) -> list[tuple[float, float]]:
    """Return the points through which the first persona's line goes."""
    block = next(block for block in found.blocks if block.kind == "curve")
    line = next(mark for mark in block.marks[1:] if getattr(mark, "d", ""))
    return [(numbers[-2], numbers[-1] - block.box.y) for _, numbers in line.steps()]  # type: ignore[union-attr]


def test_a_curve_leaves_a_stage_without_a_feeling_open() -> None:
    block = next(block for block in laid(MAPS["mock"]().document).blocks if block.kind == "curve")
    commuter, visitor = (
        mark for mark in block.marks[1:] if getattr(mark, "stroke", None) and not getattr(mark, "fill", None)
    )
    assert (commuter.d.count("M"), visitor.d.count("M")) == (1, 2)  # type: ignore[union-attr]
    assert (commuter.dash, visitor.dash) == ("", "7 4")  # type: ignore[union-attr]


def test_every_point_of_a_curve_says_its_number_and_n() -> None:
    for name in ("mock", "many", "crowd"):
        j = MAPS[name]()
        said = " ".join(
            text.text for block in laid(j.document).blocks for text in block.paragraphs if text.kind == "point"
        )
        lane = next(row for row in Outline(j.document).lanes if row["kind"] == "emotion")
        points = [point for points in Outline(j.document).curves(lane).values() for point in points]
        assert said.count("n\u00a0") == len(points)


def test_a_collapsed_lane_says_how_much_is_in_it() -> None:
    found = laid(MAPS["folded"]().document)
    counts = [block.text for block in found.blocks if block.kind == "folded" and block.lane == "pains"]
    assert counts == ["1 card", "1 card", "1 card"]
    assert not [block for block in found.blocks if block.kind == "card" and block.lane == "pains"]


def test_what_a_card_stands_on_is_told() -> None:
    found = laid(MAPS["evidence"]().document)
    card = next(block for block in found.blocks if block.id == "p2")
    assert card.text.splitlines()[1:] == ["●●●●●●●○○", "7 of 9 asked", "1 disagrees"]


def test_a_column_is_wider_where_there_are_few() -> None:
    widths = [laid(Journey("A", stages=["S"] * n).document).columns[0].end - 148 for n in (1, 2, 3, 4, 5, 30)]
    assert widths == [420, 408, 272, 204, 204, 204]


def test_text_that_is_read_from_the_right_stands_at_the_right() -> None:
    found = laid(MAPS["hebrew"]().document)
    card = next(block for block in found.blocks if block.kind == "card" and block.edge)
    assert card.rtl
    assert all(text.box.right == pytest.approx(card.box.right - 10) for text in card.paragraphs[:1])


def test_what_is_no_theme_stage_lane_or_width_is_named() -> None:
    document = MAPS["mock"]().document
    with pytest.raises(JourneyError, match="theme='sepia' is no theme"):
        laid(document, theme="sepia")
    with pytest.raises(JourneyError, match="stages='gone' is not an id"):
        laid(document, stages=["gone"])
    with pytest.raises(JourneyError, match="lanes='gone' is not an id"):
        laid(document, lanes=["gone"])
    for column in (20, float("nan")):
        with pytest.raises(JourneyError, match="too narrow"):
            laid(document, column=column)


def test_the_hostile_words_are_drawn_as_words() -> None:
    drawn = bare(words(laid(hostile().document)))
    assert all(bare(payload) in drawn for payload in PAYLOADS)


def test_the_pieces_of_a_scene_move_together() -> None:
    card = next(block for block in laid(MAPS["mock"]().document).blocks if block.id == "i1")
    moved = card.moved(5, 7)
    assert moved.box == Box(card.box.x + 5, card.box.y + 7, card.box.width, card.box.height)
    assert moved.paragraphs[0].lines[0].x == card.paragraphs[0].lines[0].x + 5
    assert moved.marks[0].box.y == card.marks[0].box.y + 7  # type: ignore[union-attr]


def test_links_are_arrows_between_the_stages_shown() -> None:
    j = MAPS["folded"]()
    found = laid(j.document)
    middles = {track.id: (track.start + track.end) / 2 for track in found.columns}
    links = {block.text: block for block in found.blocks if block.kind == "link"}
    assert set(links) == {"skip · 20\u2009%", "loop · Rides again", ""}
    line = next(links["loop · Rides again"].marks[0].steps())[1]  # type: ignore[union-attr]
    tip = next(links["loop · Rides again"].marks[1].steps())[1]  # type: ignore[union-attr]
    assert (line[0], tip[0]) == (middles["retain"] - 6, middles["ride"] + 6)
    assert "links" in [track.id for track in found.rows]


def test_a_link_out_of_what_is_shown_is_told_in_words() -> None:
    found = laid(MAPS["folded"]().document, stages=["aware", "consider"])
    assert [block.text for block in found.blocks if block.kind == "link"] == [""]
    note = next(block.text for block in found.blocks if block.text.startswith("Links: "))
    assert note == "Links: Awareness → Sign-up (skip, 20\u2009%); Retention → First ride (loop): Rides again"


def test_a_part_that_goes_on_below_does_not_repeat_the_arrows() -> None:
    found = laid(MAPS["folded"]().document, lanes=["back"])
    assert [block for block in found.blocks if block.kind == "link"] == []


def test_links_stand_in_as_few_rows_as_have_room() -> None:
    j = many(12)
    with j.edit("Link"):
        for n in range(11):
            j.add("links", source=f"s{n}", target=f"s{n + 1}")
    found = laid(j.document)
    assert len({block.box.y for block in found.blocks if block.kind == "link"}) == 1
    with j.edit("Link"):
        for n in range(11):
            j.add("links", source=f"s{n}", target=f"s{n * 5 % 12}", label="goes on " * n, kind="branch", share=0.5)
    found = laid(j.document)
    assert problems(found) == []
    assert len([block for block in found.blocks if block.kind == "link"]) == 22
