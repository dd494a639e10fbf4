"""A journey as it is read: columns, lanes, cells, claims and figures, the same for HTML and text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from journeywidgets.export.content.claim import Claim
from journeywidgets.export.content.comparison import note
from journeywidgets.export.content.figures import brief, count, figure, plural, signed, with_unit
from journeywidgets.export.content.measures import Measures
from journeywidgets.export.escape import link_name, safe_link
from journeywidgets.export.palette import EVERYONE, Mark, mark_of
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import Point, curve
from journeywidgets.model.evidence import STATES, Claims, people, scores
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import LANE_ROLES

_LINES = ("Line of interaction", "Line of visibility", "Line of internal interaction")
_STATES = {"as_is": "as is", "to_be": "to be"}
_UNTITLED = "(untitled)"
_SHARE = 100
Short = Callable[[str], str]
"""How a text is put on one line: `brief`, or `whole`."""


@dataclass(frozen=True)
class Column:
    """A stage or step that has room on the map, under the header of its stage."""

    row: Row
    group: Row

    @property
    def whole(self) -> bool:
        """Whether this is a stage's own column."""
        return self.row is self.group


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
        The evidence of the cards.
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
        self.claims = Claims(document)

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
        """Return the cards of a cell that are drawn as cards: bare scores have their place on the curve."""
        cards = self.cell(column, lane)
        return [card for card in cards if lane["kind"] != "emotion" or not self._bare(card)]

    def _bare(self, card: Row) -> bool:
        """Whether a card of an emotion lane is a feeling without words."""
        scored = card["score"] is not None or scores(self.claims.quotes(card["id"]))
        return bool(scored and not card["text"] and not card["image"])

    def feelings(self, column: Column, lane: Row) -> list[Row]:
        """Return the cards of a cell that are feelings without words, but with quotes behind them."""
        if lane["kind"] != "emotion":
            return []
        return [card for card in self.cell(column, lane) if self._bare(card) and self.claims.quotes(card["id"])]

    def claim(self, card: Row) -> Claim:
        """Return what a card stands on."""
        claims, key = self.claims, card["id"]
        return Claim(claims.tally(key), claims.enough, claims.quotes(key))

    def standing(self) -> str:
        """Return how many cards have evidence; nothing where the journey notes none at all."""
        if not self.claims.used:
            return ""
        found = Counter(self.claims.state(key) for key in self.document.tables["cards"])
        words = {"enough": "with enough", "thin": "with thin evidence", "none": "without"}
        counts = ", ".join(f"{count(found[state])} {words[state]}" for state in reversed(STATES) if found[state])
        return f"Cards by evidence: {counts} (enough: {plural(self.claims.enough, 'person', 'people')} or more)"

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

    def facts(self, short: Short = brief) -> list[str]:
        """Return what stands beside the journey's title, in a few words each; `short` says how few."""
        said = [row for row in self.document.tables["evidence"].values() if row["participant"]]
        meta = self.meta
        due = f", every {plural(meta['review_every_days'], 'day')}" if meta["review_every_days"] else ""
        reviewed = f"reviewed {meta['reviewed_at']}" if meta["reviewed_at"] else "not reviewed" if due else ""
        return [
            _STATES[meta["state"]],
            plural(len(self.document.tables["cards"]), "card"),
            *([plural(people(said), "participant")] if said else []),
            *([reviewed + due] if reviewed else []),
            *([f"owner: {short(meta['owner'])}"] if meta["owner"] else []),
            *(f"#{short(tag)}" for tag in meta["tags"]),
        ]

    def links(self, short: Short = brief, rows: Iterable[Row] | None = None) -> list[str]:
        """Return the arrows between stages in words: all of them, or `rows`."""
        titles = {row["id"]: title(row, short) for row in self.document.tables["stages"].values()}
        chosen = self.document.tables["links"].values() if rows is None else rows
        return [_link(row, titles, short) for row in chosen]

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


def whole(text: str) -> str:
    """Return a text on one line, and all of it."""
    return " ".join(text.split())


def title(row: Mapping[str, Any], short: Short = brief) -> str:
    """Return a row's title on one line."""
    return short(row["title"]) or _UNTITLED


@dataclass(frozen=True)
class Note:
    """A piece of a card's small print.

    Attributes
    ----------
    kind
        "persona", "score", "about" or "link".
    text
        Its words, on one line.
    href
        Where a link leads; None where its address is not one to follow.
    """

    kind: str
    text: str
    href: str | None = None


def notes(card: Row, lane: Row, outline: Outline, short: Short = brief) -> list[Note]:
    """Return the small print of a card: persona, score, channel, owner, tags, fields, link."""
    given = score(card, lane)
    bare = lane["kind"] in {"emotion", "opportunity"}
    return [
        *([Note("persona", outline.who(card["persona"]))] if card["persona"] is not None else []),
        *([Note("score", given if bare else f"score {given}")] if given else []),
        *(Note("about", words) for words in about(card, short)),
        *([_address(card["url"], short)] if card["url"] else []),
    ]


def _address(url: str, short: Short) -> Note:
    href = safe_link(url)
    return Note("link", short(link_name(href) if href else url), href)


def lane_notes(lane: Row, outline: Outline) -> list[str]:
    """Return what stands below a lane's title: its description, and how what it shows is measured."""
    metric = outline.metric(lane)
    words = [lane["description"], *([method(metric), note(outline.measures(metric).style)] if metric else [])]
    return [part for part in words if part]


STAGE_NOTES = (("", "description"), ("Goal: ", "goal"), ("Owner: ", "owner"))
"""What stands below a stage's title, each with what it is called there."""


def initials(persona: Mapping[str, Any]) -> str:
    """Return the one to three letters of a persona's badge."""
    own = persona["initials"].strip()
    if own:
        return str(own[:3])
    words = persona["name"].split()
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)
    return letters[:2].upper()


def method(metric: Row) -> str:
    """Return how a metric is computed: its small print, and its method where that says more."""
    return ". ".join(part for part in (metric["description"], metric["method"]) if part)


def _link(row: Row, titles: Mapping[str, str], short: Short) -> str:
    *about, label = link_notes(row, short)
    told = ", ".join(filter(None, about))
    between = f"{titles[row['source']]} → {titles[row['target']]}"
    return f"{between}{f' ({told})' if told else ''}{f': {label}' if label else ''}"


def link_notes(row: Row, short: Short = brief) -> tuple[str, str, str]:
    """Return what is noted of an arrow between stages: its kind, its share and its label; empty where there is none."""
    share = "" if row["share"] is None else with_unit(figure(_SHARE * row["share"], 0), "%")
    return "" if row["kind"] == "next" else row["kind"], share, short(row["label"])


def score(card: Row, lane: Row) -> str:
    """Return a card's score in words; empty where it has none."""
    if card["score"] is None:
        return ""
    return signed(card["score"]) if lane["kind"] == "emotion" else figure(card["score"])


def about(card: Row, short: Short = brief) -> list[str]:
    """Return what is noted of a card besides its words and score, in a few words each."""
    return [
        *([short(card["channel"])] if card["channel"] else []),
        *([f"owner: {short(card['owner'])}"] if card["owner"] else []),
        *(f"#{short(tag)}" for tag in card["tags"]),
        *(f"{short(name)}: {short(str(value))}" for name, value in card["fields"].items()),
    ]
