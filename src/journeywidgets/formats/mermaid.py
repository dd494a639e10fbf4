"""mermaid `journey` diagrams, written: sections are stages, tasks are feelings, actors are personas.

What the grammar cannot hold is written as mermaid's own entity codes, such as ``#58;`` for a colon, which mermaid
draws as the characters they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from journeywidgets.export.written import Text
from journeywidgets.formats.cell import number
from journeywidgets.formats.ledger import Ledger, labels
from journeywidgets.model.document import Document
from journeywidgets.model.intake import Row

LANE = {"title": "Emotion", "kind": "emotion"}
MIDDLE = Decimal(3)
NOTHING = "#8203;"  # a space without width: mermaid has no empty names
_KEYWORDS = ("journey", "title", "section", "acctitle", "accdescr")
# What ends a name, begins a comment or a tag, breaks a line, or stands for a code inside mermaid.
_SPECIAL = re.compile("[#:;%<>\x00-\x1f\x7f-\x9f\u2028\u2029\ufb02\u00b6\ufeff]|^\\s|\\s\\Z")
ENTITY = re.compile(r"#(\w+);")


def to_mermaid(document: Document) -> Text:
    """Return a journey as a mermaid ``journey`` diagram, and what has no place in it.

    A stage is a section; a card of an emotion lane is a task with its score (1 to 5 for -2 to +2) and its persona;
    equal cards of several personas are one task; a card without words bears the stage's title. Where no emotion
    lane has cards, those of touchpoint and text lanes are the tasks.
    """
    ledger = Ledger(document)
    ledger.keep("meta", document.meta, "title", "description")
    lines = ["journey"]
    if document.meta["title"]:
        lines.append(f"    title {_coded(document.meta['title'])}")
    if document.meta["description"]:
        lines.append(f"    accDescr: {_coded(document.meta['description'])}")
    writing = _Writing(document, ledger)
    for stage in document.shown("stages"):
        if stage["parent"] is None:
            lines += writing.section(stage)
    writing.settle()
    reasons = {
        "meta": "mermaid has a title and a description only",
        "stages": "a section has a title only",
        "lanes": "mermaid has no lanes",
        "cards": "a task has words, a score and actors only",
        "personas": "an actor has a name only",
    }
    return Text("\n".join(lines) + "\n", ledger.losses("mermaid has no place for it", reasons))


class _Writing:
    """A journey's feelings as tasks."""

    def __init__(self, document: Document, ledger: Ledger) -> None:
        self.document, self.ledger = document, ledger
        self.kinds = {row["id"]: row["kind"] for row in document.shown("lanes")}
        shown = document.shown("cards")
        chosen = [card for card in shown if self.kinds[card["lane"]] == "emotion"]
        cards = chosen or [card for card in shown if self.kinds[card["lane"]] in {"touchpoint", "text"}]
        used = {card["persona"] for card in cards}
        self.names = labels(
            ledger, "personas", "name", [row for row in document.shown("personas") if row["id"] in used]
        )
        self.lane = next((card["lane"] for card in cards), None)
        self.cards: dict[str, list[Row]] = {}
        self.seen: list[str] = []
        stages = document.tables["stages"]
        for card in cards:
            self.cells(stages[card["stage"]]["parent"] or card["stage"]).append(card)

    def cells(self, stage: str) -> list[Row]:
        """Return the cards of a stage and its steps, to be filled or read."""
        return self.cards.setdefault(stage, [])

    def section(self, stage: Row) -> Iterator[str]:
        """Yield a stage's lines."""
        title = _coded(stage["title"])
        self.ledger.keep("stages", stage, "title")
        yield f"    section {title}"
        cards = self.cells(stage["id"])
        while cards:
            same = self._same(cards, title)
            name, score = self._task(cards[0], title)
            who = [_coded(self.names[card["persona"]], ",") for card in same if card["persona"] is not None]
            self.seen += [card["persona"] for card in same if card["persona"] is not None]
            yield f"      {name}: {score}{': ' if who else ''}{', '.join(who)}"
            for card in same:
                self._note(card, stage, score)
            cards = cards[len(same) :]

    def _same(self, cards: list[Row], title: str) -> list[Row]:
        """Return the first cards that make one task: of several personas, and equal otherwise."""
        task, found, people = self._task(cards[0], title), cards[:1], {cards[0]["persona"]}
        for card in cards[1:]:
            if None in people or card["persona"] in {None, *people} or self._task(card, title) != task:
                break
            found.append(card)
            people.add(card["persona"])
        return found

    def _task(self, card: Row, title: str) -> tuple[str, str]:
        name = _coded(card["text"], name=True) if card["text"] else title
        if card["text"] and name == title:
            name = f"#0{ord(card['text'][0])};{_coded(card['text'][1:]) if len(card['text']) > 1 else ''}"
        return name, "3" if card["score"] is None else _five(card["score"])

    def _note(self, card: Row, stage: Row, score: str) -> None:
        keep = {"text", "persona"}
        self.ledger.keep("cards", card, *keep)
        if card["score"] is None:
            self.ledger.lose("cards", card, "score", "a task needs a score; 3, the middle, stands there")
        elif _two(score) == card["score"]:
            self.ledger.keep("cards", card, "score")
        else:
            self.ledger.lose("cards", card, "score", "a score that is off the scale, or too fine")
        if card["stage"] == stage["id"]:
            self.ledger.keep("cards", card, "stage")
        else:
            self.ledger.lose("cards", card, "stage", "mermaid has no steps; it stands in the stage")
        if card["lane"] == self.lane:
            self.ledger.keep("cards", card, "lane")

    def settle(self) -> None:
        """Note what is kept of the lane and the personas."""
        if self.lane is not None:
            row = self.document.tables["lanes"][self.lane]
            self.ledger.keep("lanes", row, *(name for name, value in LANE.items() if row[name] == value))
            for name in (name for name, value in LANE.items() if row[name] != value):
                self.ledger.lose("lanes", row, name, "mermaid has no lanes")
        if list(dict.fromkeys(self.seen)) != list(self.names):
            for persona in self.names:
                row = self.document.tables["personas"][persona]
                self.ledger.lose("personas", row, "order", "actors stand as they first appear")


def _coded(text: str, also: str = "", *, name: bool = False) -> str:
    """Return text with codes for what the grammar cannot hold; `name`: also where it begins with a keyword."""
    if not text:
        return NOTHING
    coded = _SPECIAL.sub(_code, text)
    for letter in also:
        coded = coded.replace(letter, f"#{ord(letter)};")
    if text.isspace() or (name and text.casefold().startswith(_KEYWORDS)):
        coded = f"#{ord(text[0])};{_coded(text[1:]) if len(text) > 1 else ''}"
    return coded


def _code(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _five(score: float) -> str:
    exact = Decimal(repr(float(score))) + MIDDLE
    return number(float(exact)) if exact == exact.to_integral_value() else f"{exact:f}"


def _two(score: str) -> float:
    """Return a score of mermaid's scale, 1 to 5, on the map's, -2 to +2."""
    return float(Decimal(score) - MIDDLE)
