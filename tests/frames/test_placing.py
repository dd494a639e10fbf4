"""Where rows of a frame are put among their siblings."""

from __future__ import annotations

from itertools import permutations

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from tests.documents import documents

from journeywidgets.errors import TableError
from journeywidgets.frames import Frames
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document


def stages(keys: str = "") -> Document:
    document = Document({"id": "m"})
    order = dict(zip("abcd", keys.split(), strict=False))
    document.apply([Op("add", "stages", i, {"order": order.get(i)}) for i in "abcd"])
    return document


def shown(document: Document, table: str = "stages") -> str:
    return "".join(row["id"] for row in document.shown(table))


def frame_of(ids: str, order: list[object] | None = None) -> pd.DataFrame:
    frame: pd.DataFrame = pd.DataFrame({"title": list(ids)}, index=pd.Index(list(ids), name="id"))
    return frame if order is None else frame.assign(order=pd.Series(order, frame.index))


@pytest.mark.parametrize("keys", ["", "a0 a0 a0 a0", "x1 x2 x3 x4", "a1 a2 a0 Zz"])
@pytest.mark.parametrize("ids", ["abcdX", "Xabcd", "aXbcd", "abXYcd", "XaYbZcdW", "XYZabcd"])
def test_new_rows_go_behind_the_row_above(keys: str, ids: str) -> None:
    document = stages(keys)
    at = shown(document)
    ids = ids.translate(str.maketrans("abcd", at))
    document.apply(Frames(document).difference("stages", frame_of(ids)))
    assert shown(document) == ids


@pytest.mark.parametrize("keys", ["", "a0 a0 a0 a0", "x1 x2 x3 x4"])
@pytest.mark.parametrize(
    ("ids", "result"), [("bXcY", "abXcYd"), ("XcY", "abXcYd"), ("XY", "abcdXY"), ("dXaY", "aYbcdX")]
)
def test_update_puts_new_rows_among_those_it_does_not_name(keys: str, ids: str, result: str) -> None:
    document = stages(keys)
    document.apply(Frames(document).updates("stages", frame_of(ids)))
    assert shown(document) == result


def test_the_sequence_of_rows_moves_none_that_are_there() -> None:
    document = stages()
    assert document.apply(Frames(document).difference("stages", Frames(document).frame("stages").iloc[::-1])) == []


@pytest.mark.parametrize("keys", ["", "a0 a0 a0 a0", "x1 x2 x3 x4"])
def test_numbers_arrange(keys: str) -> None:
    for order in permutations([10, 2, 3.5, -1]):
        document = stages(keys)
        document.apply(Frames(document).difference("stages", frame_of("abcd", list(order))))
        assert shown(document) == "".join(i for _, i in sorted(zip(order, "abcd", strict=True)))
        assert document.apply(Frames(document).difference("stages", frame_of("abcd", list(order)))) == []


def test_numbers_arrange_new_rows_and_break_ties_by_sequence() -> None:
    document = stages()
    document.apply(Frames(document).difference("stages", frame_of("aXbYcd", [1, 0, 1, 1, 1, 0])))
    assert shown(document) == "XdabYc"


@pytest.mark.parametrize(
    ("ids", "order", "result"), [("db", [1, 2], "adbc"), ("ca", [1, 2], "cabd"), ("Xa", [1, 2], "Xabcd")]
)
def test_numbers_in_an_update_arrange_a_block(ids: str, order: list[int], result: str) -> None:
    document = stages()
    document.apply(Frames(document).updates("stages", frame_of(ids, list(order))))
    assert shown(document) == result


def test_keys_are_taken_as_they_are() -> None:
    document = stages("a0 a1 a2 a3")
    frame = Frames(document).frame("stages")
    frame.loc["a", "order"] = "a2V"
    assert Frames(document).difference("stages", frame) == [Op("set", "stages", "a", {"order": "a2V"})]
    document.apply(Frames(document).difference("stages", frame))
    assert shown(document) == "bcad"
    document.apply(Frames(document).difference("stages", frame_of("abcdX", [None, None, np.nan, pd.NA, "a1V"])))
    assert shown(document) == "bXcad"


@pytest.mark.parametrize("key", ["a b", "", True, np.inf, ["a0"]])
def test_what_is_no_key(key: object) -> None:
    document = stages()
    for ids in ("abcd", "abcX"):
        with pytest.raises(TableError, match=f"stages, row '{ids[-1]}', column 'order'"):
            Frames(document).difference("stages", frame_of(ids, [None, None, None, key]))


def test_numbers_for_some_siblings() -> None:
    document = stages()
    with pytest.raises(TableError, match="stages, row 'b', column 'order': some of these rows have a number"):
        Frames(document).difference("stages", frame_of("abcd", [1, None, None, 2]))


def test_siblings_are_those_of_the_new_stage_and_lane() -> None:
    document = Document({"id": "m"})
    rows = [Op("add", "stages", i, {}) for i in "st"] + [Op("add", "lanes", "1", {})]
    rows += [Op("add", "cards", i, {"stage": s, "lane": "1"}) for i, s in zip("abcd", "sstt", strict=True)]
    document.apply(rows)
    frame = Frames(document).frame("cards")[["stage", "lane"]]
    frame.loc["a", "stage"] = "t"
    new = pd.DataFrame({"stage": list("ts"), "lane": [1, "1"]}, index=pd.Index(["X", "Y"], name="id"))
    sequence = pd.concat([frame, new]).loc[list("dXbYca")]
    document.apply(Frames(document).difference("cards", sequence))
    # `a` keeps its key, and so shares that of `c`.
    assert shown(document, "cards") == "bYacdX"


def test_steps_are_placed_among_the_steps_of_their_stage() -> None:
    document = stages()
    document.apply([Op("add", "stages", i, {"parent": "b"}) for i in "mn"])
    frame = Frames(document).frame("stages")[["parent"]]
    new = pd.DataFrame({"parent": ["b", None]}, index=pd.Index(["X", "Y"], name="id"))
    document.apply(Frames(document).difference("stages", pd.concat([frame, new]).loc[list("abmXnYcd")]))
    assert shown(document) == "abmXnYcd"


@settings(max_examples=40)
@given(document=documents(), data=st.data())
def test_new_rows_stand_where_the_frame_has_them(document: Document, data: st.DataObject) -> None:
    frames = Frames(document)
    frame = frames.frame("cards").drop(columns="order")
    cells = [(s, lane) for s in document.tables["stages"] for lane in document.tables["lanes"]]
    rows = [frame.loc[[row]] for row in frame.index]
    for n, (stage, lane) in enumerate(data.draw(st.lists(st.sampled_from(cells), min_size=1, max_size=5))):
        row = pd.DataFrame({"stage": [stage], "lane": [lane]}, index=pd.Index([f"new{n}"], name="id"))
        rows.insert(data.draw(st.integers(0, len(rows))), row)
    given_frame = pd.concat(rows)
    document.apply(frames.difference("cards", given_frame))
    after = frames.frame("cards")
    for cell, part in given_frame.groupby(["stage", "lane"]):
        there = after[(after["stage"] == cell[0]) & (after["lane"] == cell[1])]
        assert list(there.index) == list(part.index)


def test_a_thousand_new_rows_beside_as_many() -> None:
    document = Document({"id": "m"})
    document.apply([Op("add", "personas", f"p{n}", {}) for n in range(1_000)])
    frames = Frames(document)
    frame = frames.frame("personas").reset_index()
    doubled = pd.concat([frame, frame.assign(id=frame["id"] + "new", order=None)]).sort_index(kind="stable")
    document.apply(frames.difference("personas", doubled))
    assert list(frames.frame("personas").index) == [f"p{n}{new}" for n in range(1_000) for new in ("", "new")]
    assert max(map(len, frames.frame("personas")["order"])) < 8
