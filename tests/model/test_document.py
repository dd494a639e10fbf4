"""Operations on a document: all or nothing, invertible, with what hangs on a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import documents as make

from journeywidgets.errors import TableError
from journeywidgets.model.changes import Op, compact, invert
from journeywidgets.model.document import Document
from journeywidgets.model.schema import JOURNEY


def applied(document: Document, ops: list[Op]) -> list[Op] | None:
    """Apply what fits, one op at a time, and return it all; None where nothing did."""
    done: list[Op] = []
    for op in ops:
        try:
            done += document.apply([op])
        except TableError:
            continue
    return done


@given(make.documents(), st.lists(make.ops(), max_size=12))
def test_the_inverse_of_what_was_applied_gives_the_document_back(document: Document, ops: list[Op]) -> None:
    before = document.to_dict()
    done = applied(document, ops) or []
    document.apply(invert(done))
    assert document.to_dict() == before


@given(make.documents(), st.lists(make.ops(), max_size=12))
def test_compacted_operations_do_the_same(document: Document, ops: list[Op]) -> None:
    copy = Document.from_dict(document.to_dict())
    done = applied(document, ops) or []
    copy.apply(compact(done))
    assert copy.to_dict() == document.to_dict()


@given(make.documents(), st.lists(make.ops(), min_size=1, max_size=8))
def test_operations_hold_together_or_not_at_all(document: Document, ops: list[Op]) -> None:
    before = document.to_dict()
    try:
        done = document.apply(ops)
    except TableError:
        assert document.to_dict() == before
    else:
        document.take_back(done)
        assert document.to_dict() == before


@given(make.documents(), st.lists(make.ops(), max_size=12))
def test_every_reference_points_to_a_row(document: Document, ops: list[Op]) -> None:
    applied(document, ops)
    for table in JOURNEY.tables.values():
        for row in document.tables[table.name].values():
            assert set(row) == set(table.fields)
            for field in table.refs:
                assert row[field.name] is None or row[field.name] in document.tables[field.ref or ""]


@given(make.documents())
def test_plain_data_gives_the_same_document(document: Document) -> None:
    assert Document.from_dict(document.to_dict()).tables == document.tables


def test_deleting_a_stage_takes_its_steps_cards_values_and_links() -> None:
    document = Document({"id": "m"})
    document.apply([
        Op("add", "stages", "s", {}),
        Op("add", "stages", "step", {"parent": "s"}),
        Op("add", "stages", "other", {}),
        Op("add", "lanes", "l", {"metric": "x"}),
        Op("add", "cards", "c", {"stage": "step", "lane": "l"}),
        Op("add", "evidence", "e", {"card": "c"}),
        Op("add", "asks", "q", {"card": "c", "asked": 9}),
        Op("add", "metrics", "x", {}),
        Op("add", "values", "v", {"metric": "x", "stage": "s"}),
        Op("add", "links", "k", {"source": "other", "target": "step"}),
    ])  # fmt: skip
    done = document.apply([Op("delete", "stages", "s")])
    assert {(op.kind, op.table) for op in done} == {
        ("delete", name) for name in ("stages", "cards", "evidence", "asks", "values", "links")
    }
    assert list(document.tables["stages"]) == ["other"]
    document.apply([Op("delete", "metrics", "x")])
    assert document.tables["lanes"]["l"]["metric"] is None


def test_a_row_without_an_order_goes_to_the_end_of_its_siblings() -> None:
    document = Document({"id": "m"})
    document.apply([Op("add", "stages", i, {}) for i in "abc"])
    document.apply([Op("add", "stages", "step", {"parent": "a"}), Op("add", "stages", "d", {})])
    assert [row["id"] for row in document.shown("stages")] == ["a", "step", "b", "c", "d"]


@pytest.mark.parametrize(
    ("op", "words"),
    [
        (Op("set", "cards", "none", {"text": "x"}), ["cards", "'none'"]),
        (Op("set", "cards", "c", {"score": 3}), ["score", "emotion", "-2 to 2"]),
        (Op("set", "cards", "c", {"score": float("inf")}), ["score", "inf", "finite"]),
        (Op("set", "cards", "c", {"stage": "s9"}), ["stage", "'s9'", "stages"]),
        (Op("set", "cards", "c", {"colour": "red"}), ["colour", "Columns"]),
        (Op("set", "cards", "c", {"id": "d"}), ["id", "never changes"]),
        (Op("set", "cards", "c", {"text": "x" * 100_001}), ["text", "100,001", "100,000"]),
        (Op("set", "cards", "c", {"image": "https://example.org/a.png"}), ["image", "data:image"]),
        (Op("add", "cards", "c", {"stage": "s", "lane": "l"}), ["'c'", "already"]),
        (Op("add", "stages", "t", {"parent": "step"}), ["parent", "one level"]),
        (Op("set", "stages", "s", {"parent": "other"}), ["parent", "one level"]),
        (Op("add", "boxes", "b", {}), ["boxes", "Tables"]),
        (Op("add", "lanes", "z", {"kind": "pains"}), ["kind", "'pains'", "touchpoint"]),
        (Op("delete", "meta", "m"), ["meta", "one"]),
    ],
)
def test_an_error_names_place_value_and_remedy(op: Op, words: list[str]) -> None:
    document = Document({"id": "m"})
    document.apply([
        Op("add", "stages", "s", {}),
        Op("add", "stages", "step", {"parent": "s"}),
        Op("add", "stages", "other", {}),
        Op("add", "lanes", "l", {"kind": "emotion"}),
        Op("add", "cards", "c", {"stage": "s", "lane": "l"}),
    ])  # fmt: skip
    before = document.to_dict()
    with pytest.raises(TableError) as caught:
        document.apply([Op("set", "stages", "s", {"title": "changed"}), op])
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert document.to_dict() == before


def test_a_lane_does_not_become_one_whose_scale_its_cards_leave() -> None:
    document = Document({"id": "m"})
    document.apply([
        Op("add", "stages", "s", {}),
        Op("add", "lanes", "l", {}),
        Op("add", "cards", "c", {"stage": "s", "lane": "l", "score": 7}),
    ])  # fmt: skip
    with pytest.raises(TableError, match="off the scale"):
        document.apply([Op("set", "lanes", "l", {"kind": "emotion"})])
