"""A journey as it is read: columns, lanes, cells, claims and figures, the same for HTML and text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from journeywidgets.export.figures import brief, count, figure, plural, signed, with_unit
from journeywidgets.export.measures import Measures
from journeywidgets.export.palette import EVERYONE, Mark, mark_of
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import Point, curve
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import LANE_ROLES

_LINES = ("Line of interaction", "Line of visibility", "Line of internal interaction")
_STATES = {"as_is": "as is", "to_be": "to be"}
_UNTITLED = "(untitled)"
_SHARE = 100


@dataclass(frozen=True)
class Column:
    """A stage or step that has room on the map, under the header of its stage."""

    row: Row
    group: Row

    @property
    def whole(self) -> bool:
        """Whether this is a stage's own column."""
        return self.row is self.group


@dataclass
class Claim:
    """What was said of a card, and by how many.

    Attributes
    ----------
    quotes
        The evidence rows.
    asked
        How many people the question was put to; None where nobody noted it.
    """

    quotes: list[Row] = field(default_factory=list)
    asked: int | None = None

    def people(self, stance: str) -> int:
        """Return how many said so: a participant counts once, an unnamed quote as one."""
        said = [row["participant"] for row in self.quotes if row["stance"] == stance]
        return len({name for name in said if name}) + said.count("")

    @property
    def support(self) -> str:
        """Return "7 of 9 asked", or how many said so where nobody noted the asked."""
        supporting = self.people("supports")
        if self.asked is not None:
            return f"{count(supporting)} of {count(self.asked)} asked"
        return f"{plural(supporting, 'person', 'people')} said so" if supporting else ""

    @property
    def against(self) -> str:
        """Return "1 disagrees", or nothing."""
        number = self.people("contradicts")
        return f"{count(number)} {'disagrees' if number == 1 else 'disagree'}" if number else ""


class Outline:
    """The rows of a document, arranged for reading.

    Attributes
    ----------
    document
        Where they come from.
    lanes, personas
        In the order shown.
    columns
        The stages and steps that have room on the map.
    claims
        What was said of each card, by its id.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.meta = document.meta
        self.lanes = document.shown("lanes")
        self.personas = document.shown("personas")
        self._cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for card in document.shown("cards"):
            self._cells[card["stage"], card["lane"]].append(card)
        self._values: dict[str, list[Row]] = defaultdict(list)
        for value in document.tables["values"].values():
            self._values[value["metric"]].append(value)
        self._measures: dict[str, Measures] = {}
        self._curves: dict[str, dict[str | None, list[Point]]] = {}
        self.columns = self._columns()
        self.claims: dict[str, Claim] = defaultdict(Claim)
        for row in document.tables["evidence"].values():
            self.claims[row["card"]].quotes.append(row)
        for row in document.tables["asks"].values():
            self.claims[row["card"]].asked = (self.claims[row["card"]].asked or 0) + row["asked"]

    def _columns(self) -> list[Column]:
        stages = {row["id"]: row for row in self.document.shown("stages")}
        with_steps = {row["parent"] for row in stages.values()}
        holding = {stage for stage, _ in self._cells} | {
            value["stage"] for value in self.document.tables["values"].values()
        }
        return [
            Column(row, stages.get(row["parent"], row))
            for row in stages.values()
            if row["parent"] or row["id"] not in with_steps or row["id"] in holding
        ]

    @property
    def groups(self) -> list[list[Column]]:
        """The columns, stage by stage."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            found.setdefault(column.group["id"], []).append(column)
        return list(found.values())

    @property
    def has_steps(self) -> bool:
        """Whether any stage is divided into steps."""
        return any(not column.whole for column in self.columns)

    def cell(self, column: Column, lane: Row) -> list[Row]:
        """Return the cards of a lane at a stage or step."""
        return self._cells.get((column.row["id"], lane["id"]), [])

    def worded(self, column: Column, lane: Row) -> list[Row]:
        """Return the cards of a cell that are drawn as cards: a bare score has its place on the curve."""
        cards = self.cell(column, lane)
        if lane["kind"] != "emotion":
            return cards
        return [card for card in cards if card["text"] or card["score"] is None or card["image"]]

    def cards(self, lane: Row) -> int:
        """Return how many cards a lane holds."""
        return sum(len(self.cell(column, lane)) for column in self.columns)

    def lines_before(self) -> dict[str, tuple[str, ...]]:
        """Return the lines of the blueprint that stand before each lane, by its id.

        They are drawn where the role changes; a lane without a role stands on neither side.
        """
        found: dict[str, tuple[str, ...]] = {}
        last: int | None = None
        for lane in self.lanes:
            if lane["role"] is None:
                continue
            place = LANE_ROLES.index(lane["role"])
            if last is not None and place != last:
                found[lane["id"]] = _LINES[min(last, place) : max(last, place)]
            last = place
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """The personas' names by id, each on one line."""
        return {row["id"]: brief(row["name"]) or _UNTITLED for row in self.personas}

    @cached_property
    def marks(self) -> dict[str | None, Mark]:
        """The marks of the personas by id; that of None is everyone's."""
        return {None: EVERYONE, **{row["id"]: mark_of(row, place) for place, row in enumerate(self.personas)}}

    def who(self, persona: str | None) -> str:
        """Return a persona's name."""
        return "Everyone" if persona is None else self.names[persona]

    def curves(self, lane: Row) -> dict[str | None, list[Point]]:
        """Return an emotion lane's points by persona."""
        if lane["id"] not in self._curves:
            found = self._curves[lane["id"]] = {}
            for point in curve(self.document, lane["id"]):
                found.setdefault(point.persona, []).append(point)
        return self._curves[lane["id"]]

    def facts(self) -> list[str]:
        """Return what stands beside the journey's title, in a few words each."""
        people = {row["participant"] for claim in self.claims.values() for row in claim.quotes} - {""}
        meta = self.meta
        due = f", every {plural(meta['review_every_days'], 'day')}" if meta["review_every_days"] else ""
        reviewed = f"reviewed {meta['reviewed_at']}" if meta["reviewed_at"] else "not reviewed" if due else ""
        return [
            _STATES[meta["state"]],
            plural(len(self.document.tables["cards"]), "card"),
            *([plural(len(people), "participant")] if people else []),
            *([reviewed + due] if reviewed else []),
            *([f"owner: {brief(meta['owner'])}"] if meta["owner"] else []),
            *(f"#{brief(tag)}" for tag in meta["tags"]),
        ]

    def links(self) -> list[str]:
        """Return the arrows between stages in words."""
        titles = {row["id"]: title(row) for row in self.document.tables["stages"].values()}
        return [_link(row, titles) for row in self.document.tables["links"].values()]

    def metric(self, lane: Row) -> Row | None:
        """Return the metric that a lane shows."""
        if lane["kind"] != "metric" or lane["metric"] is None:
            return None
        return self.document.tables["metrics"][lane["metric"]]

    def measures(self, metric: Row) -> Measures:
        """Return the figures of a metric."""
        if metric["id"] not in self._measures:
            personas = [row["id"] for row in self.personas]
            self._measures[metric["id"]] = Measures(metric, self._values.get(metric["id"], []), personas)
        return self._measures[metric["id"]]


def title(row: Mapping[str, Any]) -> str:
    """Return a row's title on one line."""
    return brief(row["title"]) or _UNTITLED


def method(metric: Row) -> str:
    """Return how a metric is computed: its small print, and its method where that says more."""
    return ". ".join(part for part in (metric["description"], metric["method"]) if part)


def _link(row: Row, titles: Mapping[str, str]) -> str:
    share = None if row["share"] is None else with_unit(figure(_SHARE * row["share"], 0), "%")
    about = ", ".join(part for part in (row["kind"] if row["kind"] != "next" else None, share) if part)
    label = f": {brief(row['label'])}" if row["label"] else ""
    return f"{titles[row['source']]} → {titles[row['target']]}{f' ({about})' if about else ''}{label}"


def score(card: Row, lane: Row) -> str:
    """Return a card's score in words; empty where it has none."""
    if card["score"] is None:
        return ""
    return signed(card["score"]) if lane["kind"] == "emotion" else figure(card["score"])


def about(card: Row) -> list[str]:
    """Return what is noted of a card besides its words and score, in a few words each."""
    return [
        *([brief(card["channel"])] if card["channel"] else []),
        *([f"owner: {brief(card['owner'])}"] if card["owner"] else []),
        *(f"#{brief(tag)}" for tag in card["tags"]),
        *(f"{brief(name)}: {brief(str(value))}" for name, value in card["fields"].items()),
    ]
