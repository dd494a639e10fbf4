"""Frames of tables, and the operations that frames ask for."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from journeywidgets.errors import TableError
from journeywidgets.frames import Frames
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.intake import TextWarning
from journeywidgets.model.schema import JOURNEY, TABLES, TEXT_LIMIT


@pytest.fixture
def document() -> Document:
    made = Document({"id": "m"})
    made.apply(
        [
            Op("add", "stages", "s", {"title": "Before"}),
            Op("add", "stages", "t", {"title": "After"}),
            Op("add", "lanes", "l", {"title": "Notes"}),
            Op("add", "personas", "p", {"name": "Commuter", "traits": {"calm": 0.5}}),
            Op("add", "cards", "a", {"stage": "s", "lane": "l", "text": "one", "tags": ["x"], "score": 1}),
            Op(
                "add",
                "cards",
                "b",
                {"stage": "s", "lane": "l", "text": "two", "fields": {"n": 1, "where": {"page": [1]}}},
            ),
            Op("add", "cards", "c", {"stage": "t", "lane": "l", "text": "three", "fields": {"n": 3, "who": "R1"}}),
            Op("add", "evidence", "e", {"card": "a", "quote": "I said one"}),
        ]
    )
    return made


def assigned(document: Document, table: str, frame: Any) -> pd.DataFrame:
    frames = Frames(document)
    document.apply(frames.difference(table, frame))
    return frames.frame(table)


def updated(document: Document, table: str, frame: Any) -> pd.DataFrame:
    frames = Frames(document)
    document.apply(frames.updates(table, frame))
    return frames.frame(table)


class TestFrame:
    def test_columns_and_sequence(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        schema = [name for name in TABLES["cards"].fields if name not in {"id", "fields"}]
        assert list(frame) == [*schema, "n", "where", "who"]
        assert list(frame.index) == ["a", "b", "c"]
        assert frame.index.name == "id"
        assert frame.loc["b", "where"] == {"page": [1]}
        assert frame["who"].tolist() == [None, None, "R1"]

    @pytest.mark.parametrize("table", JOURNEY.tables)
    def test_dtypes_are_the_same_without_rows(self, document: Document, table: str) -> None:
        empty = Frames(Document({"id": "m"})).frame(table)
        full = Frames(document).frame(table)
        assert full[list(empty)].dtypes.to_dict() == empty.dtypes.to_dict()
        assert full.index.dtype == empty.index.dtype == object

    def test_dtypes(self, document: Document) -> None:
        frames = Frames(document)
        cards, stages, asks = (frames.frame(name).dtypes for name in ("cards", "stages", "asks"))
        assert (cards["text"], cards["score"], cards["tags"], cards["persona"]) == (object, "float64", object, object)
        assert (stages["moment_of_truth"], asks["asked"]) == (bool, "Int64")
        assert (cards["n"], cards["who"]) == ("Int64", object)

    @pytest.mark.parametrize(
        ("values", "dtype"),
        [
            ([1, 2, 3], "int64"), ([1, None, 3], "Int64"), ([1, 2.5, None], "float64"),
            ([True, False, True], "bool"),
            ([True, None, True], "boolean"), ([True, 1, 1], object), (["1", 1, None], object),
            ([[1], [2], [3]], object),
        ],
    )  # fmt: skip
    def test_dtypes_of_own_columns(self, document: Document, values: list[Any], dtype: Any) -> None:
        frame = assigned(
            document, "cards", Frames(document).frame("cards").assign(own=pd.Series(values, list("abc"), dtype=object))
        )
        assert frame["own"].dtype == dtype
        assert [None if pd.api.types.is_scalar(v) and pd.isna(v) else v for v in frame["own"]] == values

    def test_a_frame_shares_nothing(self, document: Document) -> None:
        before = json.dumps(document.to_dict())
        frames = Frames(document)
        for table in ("cards", "personas"):
            frame, other = frames.frame(table), frames.frame(table)
            for value in [*frame.to_numpy().ravel(), frame.index.to_numpy()]:
                if isinstance(value, list):
                    value.append("mine")
                elif isinstance(value, dict):
                    value["mine"] = 1
                    value.get("page", []).append(2)
            frame.iloc[:, 0] = "mine"
            frame["score"] = 9.0
            assert "mine" not in str(other.to_dict())
            pd.testing.assert_frame_equal(frames.frame(table), other)
        assert json.dumps(document.to_dict()) == before

    @pytest.mark.parametrize(
        ("op", "sequence"),
        [
            (Op("set", "cards", "a", {"order": "a9"}), "bac"),
            (Op("set", "cards", "a", {"stage": "t", "order": "a9"}), "bca"),
            (Op("set", "stages", "s", {"order": "a9"}), "cab"),
            (Op("delete", "cards", "b"), "ac"),
            (Op("add", "cards", "d", {"stage": "s", "lane": "l"}), "abdc"),
            (Op("set", "cards", "a", {"fields": {"n": 9}, "text": "x"}), "abc"),
        ],
    )
    def test_a_table_read_again_is_as_it_is_now(self, document: Document, op: Op, sequence: str) -> None:
        frames = Frames(document)
        frames.frame("cards")
        document.apply([op])
        assert "".join(frames.frame("cards").index) == sequence
        pd.testing.assert_frame_equal(frames.frame("cards"), Frames(document).frame("cards"))

    def test_a_number_is_compared_with_what_it_is_now(self, document: Document) -> None:
        frames = Frames(document)
        before = frames.frame("cards")
        assert frames.difference("cards", before) == []
        document.apply([Op("set", "cards", "a", {"score": 2})])
        assert frames.difference("cards", before) == [Op("set", "cards", "a", {"score": 1.0})]

    def test_unknown_table(self, document: Document) -> None:
        with pytest.raises(TableError, match=r"is not a table.*Tables: meta, stages"):
            Frames(document).frame("card")


class TestIds:
    def test_rows_left_out_are_deleted_with_what_hangs_on_them(self, document: Document) -> None:
        assigned(document, "cards", Frames(document).frame("cards").drop("a"))
        assert list(document.tables["cards"]) == ["b", "c"]
        assert document.tables["evidence"] == {}

    def test_rows_without_an_id_are_new(self, document: Document) -> None:
        new = pd.DataFrame({"stage": ["t", "t"], "lane": "l", "text": ["four", "five"]})
        ids = iter(["b", "x1", "x1", "x2"])
        frames = Frames(document)
        frame = pd.concat([frames.frame("cards"), new])
        assert frame.index.name is None
        document.apply(frames.difference("cards", frame, lambda _: next(ids)))
        assert frames.frame("cards")["text"].to_dict() == {
            "a": "one",
            "b": "two",
            "c": "three",
            "x1": "four",
            "x2": "five",
        }

    @pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
    def test_missing_ids_are_new(self, document: Document, missing: Any) -> None:
        frame = pd.DataFrame(
            {"id": pd.Series(["s", missing, "t"], dtype=object), "title": ["Before", "Between", "After"]}
        )
        assert assigned(document, "stages", frame)["title"].tolist() == ["Before", "Between", "After"]
        assert len(document.tables["cards"]) == 3

    def test_ids_of_the_data_are_kept_as_text(self, document: Document) -> None:
        frame = pd.DataFrame(
            {"name": ["A", "B", "C"]}, index=pd.Index([7, "007", np.int64(8)], name="id", dtype=object)
        )
        assert list(updated(document, "personas", frame).index) == ["p", "7", "007", "8"]
        assert list(updated(document, "personas", pd.DataFrame({"id": [7.0, 8.0], "bio": "x"})).index) == [
            "p",
            "7",
            "007",
            "8",
        ]

    @pytest.mark.parametrize("ids", [["a", "a"], [1, "1"], ["n", "n"], [1.0, 1]])
    def test_an_id_twice(self, document: Document, ids: list[Any]) -> None:
        frame = pd.DataFrame({"text": ["x", "y"]}, index=pd.Index(ids, dtype=object, name="id"))
        with pytest.raises(
            TableError, match=f"cards, row '{ids[1]}', column 'id': the id '{ids[1]}' is there twice"
        ) as caught:
            updated(document, "cards", frame)
        assert caught.value.code == "duplicate"

    @pytest.mark.parametrize("label", ["", True, 1.5, ("a", 1), ["a"], "x" * 201, dt.date(2026, 1, 1)])
    def test_what_is_no_id(self, document: Document, label: Any) -> None:
        frame = pd.DataFrame({"id": pd.Series([label], dtype=object), "text": "x"})
        with pytest.raises(TableError, match=r"cards, row '\(at 0\)', column 'id'"):
            updated(document, "cards", frame)

    def test_a_frame_without_ids_does_not_replace_rows(self, document: Document) -> None:
        frame = Frames(document).frame("cards").reset_index(drop=True)
        with pytest.raises(
            TableError, match=r"has no ids, so that each of the 3 rows would be lost.*assign\(id=None\)"
        ):
            assigned(document, "cards", frame)
        assert list(assigned(document, "cards", frame.assign(id=None)).index) != ["a", "b", "c"]
        assert len(document.tables["cards"]) == 3
        assert assigned(document, "cards", pd.DataFrame()).empty

    def test_new_rows_need_no_ids_in_an_empty_table(self, document: Document) -> None:
        frame = assigned(document, "lanes", pd.DataFrame({"id": [None, None], "title": ["Pains", "Gains"]}))
        assert frame["title"].tolist() == ["Pains", "Gains"]
        frame = assigned(document, "metrics", pd.DataFrame({"title": ["NPS", "CES"]}))
        assert set(frame["title"]) == {"NPS", "CES"}

    def test_an_index_with_another_name(self, document: Document) -> None:
        frame = Frames(document).frame("cards").rename_axis("who")
        with pytest.raises(TableError, match=r"the index is named 'who', not id.*rename_axis\(\"id\"\)"):
            assigned(document, "cards", frame)

    def test_ids_twice_over(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        assert assigned(document, "cards", frame.assign(id=frame.index)).index.tolist() == ["a", "b", "c"]
        with pytest.raises(TableError, match="the column and the index named id differ"):
            assigned(document, "cards", frame.assign(id=list("xyz")))


class TestForm:
    def test_multi_index(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        with pytest.raises(TableError, match=r"cards: the index is a MultiIndex.*reset_index"):
            assigned(document, "cards", frame.set_index("stage", append=True))
        with pytest.raises(TableError, match="cards: the columns are a MultiIndex"):
            assigned(document, "cards", pd.concat({"x": frame}, axis=1))

    def test_columns(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        with pytest.raises(TableError, match="cards, column 'text': is there twice"):
            assigned(document, "cards", pd.concat([frame, frame["text"]], axis=1))
        with pytest.raises(TableError, match="cards, column '0': the name is not text"):
            assigned(document, "cards", frame.rename(columns={"who": 0}))
        with pytest.raises(TableError, match=r"stages, column 'titel': is not a column.*Columns: id, title"):
            updated(document, "stages", pd.DataFrame({"id": ["s"], "titel": ["x"]}))

    @pytest.mark.parametrize("given", [{"text": ["x"]}, [1], None, pd.Series([1]), "cards"])
    def test_no_frame(self, document: Document, given: Any) -> None:
        with pytest.raises(TableError, match=f"is a {type(given).__name__}, not a DataFrame.*to_pandas"):
            assigned(document, "cards", given)

    def test_another_library(self, document: Document) -> None:
        class Foreign:
            def to_pandas(self) -> pd.DataFrame:
                frame: pd.DataFrame = pd.DataFrame({"id": ["a"], "text": ["changed"]})
                return frame

        assert updated(document, "cards", Foreign()).loc["a", "text"] == "changed"

    def test_columns_left_out_are_left_alone(self, document: Document) -> None:
        before = Frames(document).frame("cards")
        frame = assigned(document, "cards", before[["text"]].assign(text="x"))
        pd.testing.assert_frame_equal(frame, before.assign(text=pd.Series("x", before.index, dtype=object)))

    def test_own_columns_emptied(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        frame.loc["b", "n"] = pd.NA
        assert document.apply(Frames(document).difference("cards", frame.assign(who=None)))
        assert document.tables["cards"]["b"]["fields"] == {"where": {"page": [1]}}
        assert document.tables["cards"]["c"]["fields"] == {"n": 3}

    def test_fields_as_one_column(self, document: Document) -> None:
        frame = pd.DataFrame({"id": ["b", "c"], "more": ["x", None], "fields": [{"n": 2}, None]})
        updated(document, "cards", frame)
        assert document.tables["cards"]["b"]["fields"] == {"n": 2, "more": "x"}
        assert document.tables["cards"]["c"]["fields"] == {}
        with pytest.raises(TableError, match="cards, row 'b', column 'fields': 'x' is not a mapping"):
            updated(document, "cards", frame.assign(fields="x"))

    def test_a_step_does_not_go_with_a_stage_left_out(self, document: Document) -> None:
        document.apply([Op("add", "stages", "u", {"parent": "s"})])
        frame = Frames(document).frame("stages")
        with pytest.raises(
            TableError, match="stages, row 'u', column 'parent': the row 's' that it belongs to was left out"
        ):
            assigned(document, "stages", frame.drop("s"))
        assert list(assigned(document, "stages", frame.drop("s").assign(parent=None)).index) == ["u", "t"]
        new = pd.concat([frame.drop(["s", "u"]), pd.DataFrame({"title": ["v"], "parent": ["u"]})])
        with pytest.raises(TableError, match=r"row '\(new, at 0\)', column 'parent': the row 'u'"):
            assigned(document, "stages", new)


class TestValues:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            (np.float64("nan"), None), (pd.NaT, None), (pd.NA, None), (None, None),
            (np.datetime64("NaT"), None),
            (Decimal("0.1"), 0.1), (Decimal("0.10000000000000000000001"), "0.10000000000000000000001"),
            (Decimal("NaN"), None),
            (np.int8(3), 3), (np.float32(0.5), 0.5), (np.bool_(True), True), (np.str_("s"), "s"), (2**60, str(2**60)),
            (pd.Timestamp("2026-01-31 10:00"), "2026-01-31T10:00:00"), (dt.date(2026, 1, 31), "2026-01-31"),
            (pd.Timestamp("2026-01-31", tz="UTC"), "2026-01-31T00:00:00+00:00"), ("None", "None"), ("001", "001"),
            ("👩‍👩‍👧", "👩‍👩‍👧"), ((1, 2), [1, 2]), (np.array([[1], [2]]), [[1], [2]]),
            ({"k": [np.int64(1), None]}, {"k": [1, None]}),
            (True, True), ("", ""),
        ],
    )  # fmt: skip
    def test_own_values(self, document: Document, given: Any, kept: Any) -> None:
        frame = Frames(document).frame("cards")
        frame["own"] = pd.Series([given, given, given], frame.index, dtype=object)
        back = assigned(document, "cards", frame)
        held = document.tables["cards"]["a"]["fields"]
        assert held.get("own") == kept
        assert type(held.get("own")) is type(kept)
        assert ("own" in back) is (kept is not None)
        frames = Frames(document)
        assert document.apply(frames.difference("cards", frame)) == []
        assert document.apply(frames.difference("cards", back)) == []

    @pytest.mark.parametrize(
        ("old", "new"), [(1, True), (True, 1), (0, False), ([1], [True]), ({"k": 1}, {"k": True}), ("1", 1)]
    )
    def test_one_is_not_true(self, document: Document, old: Any, new: Any) -> None:
        document.apply([Op("set", "cards", "a", {"fields": {"own": old}})])
        frame = Frames(document).frame("cards")
        frame["own"] = pd.Series([new, None, None], frame.index, dtype=object)
        assigned(document, "cards", frame)
        held = document.tables["cards"]["a"]["fields"]["own"]
        assert repr(held) == repr(new)

    @pytest.mark.parametrize("dtype", ["float64", "Float64", "float32", "int8", "Int64", "UInt8", object])
    def test_numbers_of_any_dtype(self, document: Document, dtype: Any) -> None:
        frame = pd.DataFrame({"score": pd.Series([1, 2, 3], list("abc"), dtype=dtype)}).rename_axis("id")
        assert assigned(document, "cards", frame)["score"].tolist() == [1.0, 2.0, 3.0]
        assert document.apply(Frames(document).difference("cards", frame)) == []
        lower = frame.assign(score=pd.Series([1, 2, 0], list("abc"), dtype=dtype))
        assert [op.id for op in Frames(document).difference("cards", lower)] == ["c"]

    def test_timestamps_become_text_once(self, document: Document) -> None:
        days = pd.date_range("2026-01-01", periods=3, tz="Europe/Paris")
        frame = Frames(document).frame("cards").assign(day=days.array, span=days.array.astype(str))
        back = assigned(document, "cards", frame)
        assert back["day"].tolist() == [
            "2026-01-01T00:00:00+01:00",
            "2026-01-02T00:00:00+01:00",
            "2026-01-03T00:00:00+01:00",
        ]
        assert document.apply(Frames(document).difference("cards", frame)) == []

    @pytest.mark.parametrize("column", ["score", "n", "brand new"])
    @pytest.mark.parametrize("infinite", [np.inf, -np.inf, Decimal("Infinity")])
    def test_infinity_is_an_error_with_its_place(self, document: Document, column: str, infinite: Any) -> None:
        frame = Frames(document).frame("cards")
        frame[column] = pd.Series([None, infinite, None], frame.index, dtype=object)
        with pytest.raises(TableError, match=f"cards, row 'b', column '{column}': .*is infinite"):
            assigned(document, "cards", frame)

    @pytest.mark.parametrize(
        ("column", "value", "problem"),
        [
            ("text", True, "True is not text"), ("text", np.bool_(False), "False is not text"),
            ("text", [1], "is not text"),
            ("text", "x" * (TEXT_LIMIT + 1), "has 100,001 characters"), ("score", "many", "is not a number"),
            ("score", True, "True is not a number"), ("tags", "a, b", "is not a list"), ("stage", None, "is missing"),
            ("stage", "nowhere", "there is no row 'nowhere' in stages"), ("stage", np.nan, "is missing"),
            ("stage", 1.5, "is not an id"),
            ("url", {"a": 1}, "is not text"), ("own", object(), "is not text"), ("own", b"x", "is not text"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("new", [False, True])
    def test_what_cannot_be(self, document: Document, column: str, value: Any, problem: str, new: bool) -> None:
        before = json.dumps(document.to_dict())
        frame = pd.DataFrame({"stage": ["s"], "lane": ["l"]}, index=pd.Index(["new" if new else "a"], name="id"))
        frame[column] = pd.Series([value], frame.index, dtype=object)
        with pytest.raises(TableError, match=problem) as caught:
            updated(document, "cards", frame)
        error = caught.value
        assert (error.table, error.row, error.column) == ("cards", frame.index[0], column)
        assert error.remedy
        assert json.dumps(document.to_dict()) == before

    def test_a_row_without_an_id_is_named_by_its_place(self, document: Document) -> None:
        frame = pd.DataFrame({"stage": "s", "lane": "l", "text": ["fine", True], "own": 1}, index=[5, 6])
        with pytest.raises(TableError, match=r"cards, row '\(new, at 6\)', column 'text': True is not text"):
            updated(document, "cards", frame)
        with pytest.raises(TableError, match=r"row '\(new, at 5\)', column 'own': inf is infinite"):
            updated(document, "cards", frame.assign(text="", own=np.inf))
        with pytest.raises(TableError, match=r"row '\(new, at 5\)', column 'stage': None is missing"):
            updated(document, "cards", frame[["lane"]])

    def test_lone_surrogates(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        frame["text"] = pd.Series(["a\ud800", "two", "three"], frame.index, dtype=object)
        frame["own"] = pd.Series(["\udfff", None, None], frame.index, dtype=object)
        with pytest.warns(TextWarning, match="cards, row 'a', column '(text|own)': a lone surrogate") as caught:
            back = assigned(document, "cards", frame)
        assert len(caught) == 2
        assert back.loc["a", ["text", "own"]].tolist() == ["a\ufffd", "\ufffd"]
        with pytest.warns(TextWarning, match="column 'fields'"):
            back = assigned(document, "cards", back[["text"]].assign(**{"o\ud800": 1}))
        assert back["o\ufffd"].tolist() == [1, 1, 1]

    def test_long_text(self, document: Document) -> None:
        frame = Frames(document).frame("cards").assign(text="x" * TEXT_LIMIT)
        assert assigned(document, "cards", frame)["text"].str.len().tolist() == [TEXT_LIMIT] * 3

    def test_arrays_are_lists(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        tags = [np.array(["x"], dtype=object), np.array([], dtype=object), np.array(["y", "z"])]
        frame["tags"] = pd.Series(tags, frame.index, dtype=object)
        assert assigned(document, "cards", frame)["tags"].tolist() == [["x"], [], ["y", "z"]]
        assert document.apply(Frames(document).difference("cards", frame)) == []

    def test_na_inside_lists(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        frame["tags"] = pd.Series([[pd.NA], [], []], frame.index, dtype=object)
        with pytest.raises(TableError, match="cards, row 'a', column 'tags': <NA> is not text"):
            assigned(document, "cards", frame)

    def test_missing_values_mean_the_default(self, document: Document) -> None:
        frame = Frames(document).frame("cards").drop(columns=["n", "who", "where"])
        frame.loc["a", ["text", "score", "tags"]] = None
        back = assigned(document, "cards", frame)
        assert back.loc["a", "text"] == ""
        assert back.loc["a", "tags"] == []
        assert back["score"].isna().all()

    def test_only_what_changed_is_in_the_operations(self, document: Document) -> None:
        frame = Frames(document).frame("cards")
        frame.loc["b", "text"] = "zwei"
        assert Frames(document).difference("cards", frame) == [Op("set", "cards", "b", {"text": "zwei"})]
        frame.loc["b", "n"] = 5
        wanted = {"text": "zwei", "fields": {"n": 5, "where": {"page": [1]}}}
        assert Frames(document).difference("cards", frame) == [Op("set", "cards", "b", wanted)]
