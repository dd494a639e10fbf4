"""Tables to frames and back: nothing changes by itself, and what was changed comes back equal."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings
from tests.documents import documents, ops

from journeywidgets.errors import TableError
from journeywidgets.frames import Frames
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.schema import JOURNEY, ROW_TABLES

# Each table before the tables that point into it.
TABLES_IN_ORDER = ("metrics", *(name for name in ROW_TABLES if name != "metrics"))


def from_csv(frame: pd.DataFrame) -> pd.DataFrame:
    """Write a frame as CSV and read it again, text as text."""
    numbers = frame.select_dtypes(["number", "bool"]).dtypes.to_dict()
    types = dict.fromkeys(["id", *frame], "str") | numbers
    missing = {name: [""] for name in numbers}
    return pd.read_csv(io.StringIO(frame.to_csv(), newline=""), dtype=types, keep_default_na=False, na_values=missing)


FORMS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "as it is": lambda frame: frame,
    "a copy": lambda frame: frame.copy(),
    "ids in a column": lambda frame: frame.reset_index(),
    "best dtypes": lambda frame: frame.convert_dtypes(),
    "string dtype": lambda frame: frame.astype(dict.fromkeys(texts(frame), "string")),
    "categories": lambda frame: frame.astype(dict.fromkeys(texts(frame), "category")),
    "all objects": lambda frame: frame.astype(object),
    "NaN for None": lambda frame: frame.astype(object).where(frame.notna(), float("nan")),
    "NA for None": lambda frame: frame.astype(object).where(frame.notna(), pd.NA),
    "other sequence": lambda frame: frame.iloc[::-1],
    "fewer columns": lambda frame: frame[list(frame)[::2]],
    "other column order": lambda frame: frame[list(frame)[::-1]],
    "index without a name": lambda frame: frame.rename_axis(None),
    "of records": lambda frame: pd.DataFrame.from_records(
        frame.reset_index().to_dict("records"), columns=["id", *frame]
    ),
}


def texts(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame if frame[name].map(lambda value: value is None or isinstance(value, str)).all()]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=10)
@given(document=documents())
def test_a_table_assigned_to_itself_changes_nothing(form: str, document: Document) -> None:
    frames = Frames(document)
    for table in ROW_TABLES:
        frame = frames.frame(table)
        assert document.apply(frames.difference(table, FORMS[form](frame))) == []
        assert document.apply(frames.updates(table, FORMS[form](frame))) == []
    meta = FORMS[form](frames.frame("meta"))
    assert document.apply(frames.updates("meta", meta)) == []


def test_a_table_survives_csv() -> None:
    document = Document({"id": "m"})
    words = ["None", "001", "1e5", "NA", "", " a,b ", '"', "line\nbreak", "😀", "=1+1"]
    rows = [
        Op("add", "stages", f"0{n}", {"title": word, "moment_of_truth": n % 2 == 0}) for n, word in enumerate(words)
    ]
    rows += [Op("add", "metrics", f"0{n}", {"title": word, "target": n / 8}) for n, word in enumerate(words)]
    document.apply(rows)
    frames = Frames(document)
    for table in ("stages", "metrics"):
        assert document.apply(frames.difference(table, from_csv(frames.frame(table)))) == []


@given(document=documents(), some=st.lists(ops(), max_size=8))
def test_edits_come_back_equal(document: Document, some: list[Op]) -> None:
    edited = Document.from_dict(document.to_dict())
    for op in some:
        try:
            edited.apply([op])
        except TableError:
            continue
    frames = Frames(document)
    for table in TABLES_IN_ORDER:
        frame = Frames(edited).frame(table)
        for own in set(frames.frame(table)) - set(frame):
            frame[own] = None  # a column left out would be left alone
        untouched = frame.copy()
        document.apply(frames.difference(table, frame))
        pd.testing.assert_frame_equal(frame, untouched)
        pd.testing.assert_frame_equal(
            frames.frame(table).sort_index(axis=1), Frames(edited).frame(table).sort_index(axis=1)
        )
    assert document.to_dict() | {"meta": 0} == edited.to_dict() | {"meta": 0}


@given(document=documents(), some=st.lists(ops(), max_size=8))
def test_what_is_kept_of_a_table_is_what_the_document_holds(document: Document, some: list[Op]) -> None:
    frames = Frames(document)
    for op in some:
        for table in JOURNEY.tables:
            pd.testing.assert_frame_equal(frames.frame(table), Frames(document).frame(table))
        try:
            done = document.apply([op])
        except TableError:
            continue
        if len(done) == 1:
            frames.frame(op.table)
            document.take_back(done)
    for table in JOURNEY.tables:
        pd.testing.assert_frame_equal(frames.frame(table), Frames(document).frame(table))


@given(document=documents(), data=st.data())
def test_update_deletes_and_touches_nothing_else(document: Document, data: st.DataObject) -> None:
    frames = Frames(document)
    before = document.to_dict()
    frame = frames.frame("cards")
    some = frame.loc[[row for row in frame.index if data.draw(st.booleans())]]
    document.apply(frames.updates("cards", some[["text"]].assign(text="new words")))
    expected = [{**card, "text": "new words"} if card["id"] in some.index else card for card in before["cards"]]
    assert document.to_dict() == {**before, "cards": expected}
