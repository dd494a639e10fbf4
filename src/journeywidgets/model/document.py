"""The document of a journey: its tables, and the rules that bind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from journeywidgets.errors import TableError
from journeywidgets.model import order
from journeywidgets.model.changes import Op
from journeywidgets.model.fields import Schema
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import JOURNEY, SCORE_RANGES
from journeywidgets.model.tables import Tables


class Document(Tables):
    """A journey's rows; ``meta`` is its record."""

    schema: ClassVar[Schema] = JOURNEY
    placing: ClassVar[frozenset[str]] = frozenset({"order", "stage", "lane", "parent"})
    shown_by: ClassVar[Mapping[str, tuple[str, ...]]] = {"cards": ("stages", "lanes")}

    def siblings_key(self, table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return what rows share among which `row` has its place: the cell of cards, the parent of steps."""
        if table == "cards":
            return (row["stage"], row["lane"])
        return (row["parent"],) if table == "stages" else ()

    def shown(self, table: str) -> list[Row]:
        """Return a table's rows in the order in which a map shows them."""
        if table == "stages":
            return list(self._stages())
        if table != "cards":
            return super().shown(table)
        stage = {row["id"]: place for place, row in enumerate(self._stages())}
        lane = {row["id"]: place for place, row in enumerate(order.by_order(self.tables["lanes"].values()))}
        return sorted(
            self.tables["cards"].values(),
            key=lambda row: (stage[row["stage"]], lane[row["lane"]], row["order"], row["id"]),
        )

    def _stages(self) -> Iterator[Row]:
        steps: dict[str | None, list[Row]] = {}
        for row in order.by_order(self.tables["stages"].values()):
            steps.setdefault(row["parent"], []).append(row)
        for stage in steps.get(None, []):
            yield stage
            yield from steps.get(stage["id"], [])

    def _check_row(self, op: Op, row: Row) -> None:
        """Check levels and scales."""
        if op.table == "stages" and op.values.get("parent") is not None:
            self._check_level(row)
        elif op.table == "cards" and not op.values.keys().isdisjoint({"score", "lane"}):
            self._check_score(row)
        elif op.table == "lanes" and op.kind == "set" and "kind" in op.values:
            for card in self.tables["cards"].values():
                if card["lane"] == row["id"]:
                    self._check_score(card)

    def _check_level(self, row: Row) -> None:
        parent = self.tables["stages"][row["parent"]]
        has_steps = any(other["parent"] == row["id"] for other in self.tables["stages"].values())
        if parent["parent"] is not None or parent is row or has_steps:
            raise TableError(
                "steps are one level deep",
                table="stages",
                row=row["id"],
                column="parent",
                value=row["parent"],
                remedy="A step belongs to a stage, and has no steps of its own.",
            )

    def _check_score(self, card: Row) -> None:
        kind = self.tables["lanes"][card["lane"]]["kind"] if card["lane"] in self.tables["lanes"] else None
        low, high = SCORE_RANGES.get(str(kind), (None, None))
        if card["score"] is None or low is None or high is None or low <= card["score"] <= high:
            return
        raise TableError(
            f"{card['score']:g} is off the scale of the {kind} lane",
            table="cards", row=card["id"], column="score", value=card["score"],
            remedy=f"Give a number from {low:g} to {high:g}; rescale() maps other scales.",
        )  # fmt: skip
