"""History, differences and the map as frames."""

from __future__ import annotations

import pandas as pd
import pytest

from journeywidgets.frames import diff_frame, history_frame, map_frame
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.store import Store


def document(*ops: Op) -> Document:
    made = Document({"id": "m", "title": "Rental"})
    made.apply(ops)
    return made


STAGES = [Op("add", "stages", "s", {"title": "Before"}), Op("add", "stages", "t", {"title": "After"})]
LANES = [Op("add", "lanes", "l", {"title": "Notes"}), Op("add", "lanes", "k", {"title": "Mood", "kind": "emotion"})]


class TestHistory:
    def test_a_row_for_each_field(self) -> None:
        store = Store(document(*STAGES, *LANES))
        fields = {"n": 1, "gone": [1]}
        store.apply([Op("add", "cards", "c", {"stage": "s", "lane": "l", "text": "one", "fields": fields})], "Add card")
        values = {"text": "two", "tags": ["x"], "fields": {"n": True, "new": "y"}}
        store.apply([Op("set", "cards", "c", values)], "Set card", actor="page")
        store.apply([Op("delete", "stages", "s")], "Delete stage")
        frame = history_frame(store.history.changes)
        assert frame.drop(columns="time").to_numpy().tolist() == [
            [1, "python", "Add card", "cards", "c", None, None, "one"],
            [2, "page", "Set card", "cards", "c", "text", "one", "two"],
            [2, "page", "Set card", "cards", "c", "tags", [], ["x"]],
            [2, "page", "Set card", "cards", "c", "n", 1, True],
            [2, "page", "Set card", "cards", "c", "gone", [1], None],
            [2, "page", "Set card", "cards", "c", "new", None, "y"],
            [3, "python", "Delete stage", "cards", "c", None, "two", None],
            [3, "python", "Delete stage", "stages", "s", None, "Before", None],
        ]
        assert frame["time"].is_monotonic_increasing
        frame["new"].tolist()[2].append("mine")
        assert history_frame(store.history.changes)["new"].tolist()[2] == ["x"]

    def test_dtypes_without_a_change(self) -> None:
        store = Store(document())
        empty = history_frame(store.history.changes)
        store.apply([Op("set", "meta", "m", {"title": "Other"})], "Rename")
        full = history_frame(store.history.changes)
        assert list(empty) == ["revision", "time", "actor", "label", "table", "id", "field", "old", "new"]
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()
        assert str(full["time"].dtype) == "datetime64[ns, UTC]"


class TestDifferences:
    def test_a_row_for_each_difference(self) -> None:
        before = document(*STAGES, *LANES, Op("add", "cards", "c", {"stage": "s", "lane": "l", "fields": {"n": 1}}))
        after = Document.from_dict(before.to_dict())
        after.apply([Op("set", "cards", "c", {"stage": "t", "fields": {"n": 2}}), Op("delete", "stages", "s")])
        after.apply([Op("add", "stages", "u", {"title": "Later"}), Op("set", "meta", "m", {"objectives": ["less"]})])
        assert diff_frame(before, after).to_numpy().tolist() == [
            ["meta", "m", "changed", "objectives", [], ["less"]],
            ["stages", "s", "removed", None, "Before", None],
            ["stages", "u", "added", None, None, "Later"],
            ["cards", "c", "changed", "stage", "s", "t"],
            ["cards", "c", "changed", "n", 1, 2],
        ]

    def test_no_difference(self) -> None:
        same = document(*STAGES)
        frame = diff_frame(same, Document.from_dict(same.to_dict()))
        assert frame.empty
        assert list(frame) == ["table", "id", "kind", "field", "old", "new"]


class TestMap:
    def test_cells(self) -> None:
        cards: list[tuple[str, str, str, int | None]] = [
            ("s", "l", "one", None),
            ("s", "l", "two", None),
            ("t", "l", "", None),
        ]
        cards += [("s", "k", "glad", 2), ("s", "k", "", 1), ("s", "k", "no score", None)]
        ops = [
            Op("add", "cards", f"c{n}", {"stage": stage, "lane": lane, "text": text, "score": score})
            for n, (stage, lane, text, score) in enumerate(cards)
        ]
        frame = map_frame(document(*STAGES, *LANES, *ops))
        expected = pd.DataFrame(
            {"Before": ["one\ntwo", 1.5], "After": ["", None]},
            index=pd.Index(["Notes", "Mood"], name="lane", dtype=object),
            dtype=object,
        )
        expected.columns = pd.Index(["Before", "After"], name="stage", dtype=object)
        pd.testing.assert_frame_equal(frame, expected)

    def test_the_mean_is_that_of_all_scores(self) -> None:
        personas = [Op("add", "personas", "p", {}), Op("add", "personas", "q", {})]
        scored = [("p", 2), ("p", 2), ("p", 2), ("q", -2), (None, 0)]
        ops = [
            Op("add", "cards", f"c{n}", {"stage": "s", "lane": "k", "persona": persona, "score": score})
            for n, (persona, score) in enumerate(scored)
        ]
        assert map_frame(document(*STAGES, *LANES, *personas, *ops)).loc["Mood", "Before"] == pytest.approx(0.8)

    def test_metric_lanes_show_the_latest_value_for_everyone(self) -> None:
        ops = [Op("add", "metrics", "n", {}), Op("add", "personas", "p", {})]
        lane = Op("add", "lanes", "x", {"title": "NPS", "kind": "metric", "metric": "n"})
        rows = [("2026-Q2", 20.0, None), ("2026-Q1", 10.0, None), ("2027", 30.0, None), ("2026-Q4", 40.0, "p")]
        few = ("2026-Q3", None, None)

        def seen(*rows: tuple[str | None, float | None, str | None]) -> list[list[object]]:
            values = [
                Op(
                    "add",
                    "values",
                    f"v{at}",
                    {"metric": "n", "stage": "s", "period": period, "value": value, "persona": who},
                )
                for at, (period, value, who) in enumerate(rows)
            ]
            return map_frame(document(*STAGES, *ops, lane, *values)).to_numpy().tolist()

        # Quarters are most of the periods: a year is not compared with them.
        assert seen(*rows) == [[20.0, None]]
        # Too few in the latest quarter: the one before stands for the lane.
        assert seen(*rows, few) == [[20.0, None]]
        # What is of all quarters stands before the latest.
        assert seen(*rows, (None, 25.0, None)) == [[25.0, None]]
        assert seen(few) == [[None, None]]

    def test_steps_make_a_second_level(self) -> None:
        steps = [Op("add", "stages", i, {"title": i.upper(), "parent": "s"}) for i in "xy"]
        frame = map_frame(document(*STAGES, *LANES, *steps))
        assert [*frame] == [("Before", "X"), ("Before", "Y"), ("After", "")]
        assert frame.columns.names == ["stage", "step"]
        card = Op("add", "cards", "c", {"stage": "s", "lane": "l", "text": "on the stage"})
        frame = map_frame(document(*STAGES, *LANES, *steps, card))
        assert frame["Before", ""].tolist() == ["on the stage", None]

    def test_titles_may_be_alike_and_maps_empty(self) -> None:
        twice = [Op("add", "stages", i, {"title": "Same"}) for i in "ab"]
        assert map_frame(document(*twice, *LANES)).columns.tolist() == ["Same", "Same"]
        assert map_frame(document(*twice)).shape == (0, 2)
        assert map_frame(document(*LANES)).shape == (2, 0)
        assert map_frame(document()).empty
