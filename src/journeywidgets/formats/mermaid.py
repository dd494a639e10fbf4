"""mermaid `journey` diagrams: sections are stages, tasks are feelings, actors are personas.

What the grammar cannot hold is written as mermaid's own entity codes, such as ``#58;`` for a colon, which mermaid
draws as the characters they stand for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from journeywidgets.errors import FormatError, JourneyError, shorten
from journeywidgets.export.written import Loss, Text
from journeywidgets.formats.cell import number
from journeywidgets.formats.ledger import Ledger, labels
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import rescale
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import Row

LANE = {"title": "Emotion", "kind": "emotion"}
_MIDDLE = Decimal(3)
_SCALE = (1.0, 5.0)
_NOTHING = "#8203;"  # a space without width: mermaid has no empty names
_KEYWORDS = ("journey", "title", "section", "acctitle", "accdescr")
# What ends a name, begins a comment or a tag, breaks a line, or stands for a code inside mermaid.
_SPECIAL = re.compile("[#:;%<>\x00-\x1f\x7f-\x9f\u2028\u2029\ufb02\u00b6\ufeff]|^\\s|\\s\\Z")
_ENTITY = re.compile(r"#(\w+);")


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
        return _NOTHING
    coded = _SPECIAL.sub(_code, text)
    for letter in also:
        coded = coded.replace(letter, f"#{ord(letter)};")
    if text.isspace() or (name and text.casefold().startswith(_KEYWORDS)):
        coded = f"#{ord(text[0])};{_coded(text[1:]) if len(text) > 1 else ''}"
    return coded


def _code(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _decoded(text: str) -> str:
    stripped = text.strip(" \t\n")
    return "" if stripped == _NOTHING else _ENTITY.sub(_character, stripped)


def _character(match: re.Match[str]) -> str:
    """Return what a code stands for; one that stands for nothing stays as it is."""
    word = match[1]
    if word.isdecimal() and word.isascii():
        try:
            return chr(int(word))
        except (ValueError, OverflowError):
            return match[0]
    named = html.unescape(f"&{word};")
    return match[0] if named.endswith(";") and len(named) > 1 else named


def _five(score: float) -> str:
    exact = Decimal(repr(float(score))) + _MIDDLE
    return number(float(exact)) if exact == exact.to_integral_value() else f"{exact:f}"


def _two(score: str) -> float:
    return float(Decimal(score) - _MIDDLE)


_TEXT = r"((?:[^#;]|#\w+;)*)"
_NAME = r"((?:[^#:;]|#\w+;)+)"
_STATEMENTS = {
    "title": re.compile(rf"title\s+{_TEXT}", re.IGNORECASE),
    "section": re.compile(rf"section\s+{_NAME}", re.IGNORECASE),
    "acctitle": re.compile(r"acctitle\s*:\s*(.*)", re.IGNORECASE),
    "accdescr": re.compile(r"accdescr\s*:\s*(.*)", re.IGNORECASE),
    "task": re.compile(rf"{_NAME}:{_TEXT}"),
}
_HEAD = re.compile(r"\s*---[^\S\n]*\n(.*?)\n[^\S\n]*---[^\S\n]*(?:\n|$)", re.DOTALL)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_BLOCK = re.compile(r"^[^\S\n]*accdescr\s*\{([^}]*)\}", re.IGNORECASE | re.MULTILINE)


def from_mermaid(data: bytes, *, make_id: IdMaker, scale: tuple[float, float] = _SCALE) -> tuple[Document, list[Loss]]:
    """Return the journey of a mermaid ``journey`` diagram, and what had no place in it.

    A section is a stage, a task is a card of an emotion lane for each of its actors, and an actor is a persona. A
    task that bears its section's title has no words of its own.

    Parameters
    ----------
    data
        The diagram, in UTF-8.
    make_id
        Makes ids.
    scale
        The scale of the scores, (worst, best). Those off it are losses.

    Raises
    ------
    FormatError
        It is no ``journey`` diagram; names the line.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise FormatError("the diagram is not UTF-8. Save it as UTF-8.") from error
    reading = _Reading(make_id, scale)
    for line, statement in enumerate(reading.prepared(text).split("\n"), 1):
        reading.take(statement, line)
    if not reading.begun:
        raise FormatError('the diagram has no line "journey". Begin it with one.')
    document = Document({"id": make_id(), **reading.meta})
    document.apply(reading.ops)
    return document, reading.losses


@dataclass
class _Reading:
    """A diagram, statement by statement, as operations."""

    make_id: IdMaker
    scale: tuple[float, float]
    ops: list[Op] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    begun: bool = False
    _stage: str | None = None
    _title: str = ""
    _lane: str | None = None
    _actors: dict[str, str] = field(default_factory=dict)

    def prepared(self, text: str) -> str:
        """Return the text without what is around the diagram; its lines keep their numbers."""
        head = _HEAD.match(text)
        if head:
            for line in head[1].split("\n"):
                name, _, value = line.partition(":")
                if name.strip() == "title" and value.strip():
                    self.meta["title"] = value.strip().strip("\"'")
                elif line.strip():
                    self._lose(line.strip(), "how it is drawn")
            text = _blank(head) + text[head.end() :]
        for directive in _DIRECTIVE.findall(text):
            self._lose(directive, "how it is drawn")
        text = _DIRECTIVE.sub(_blank, text)
        for block in _BLOCK.findall(text):
            self.meta["description"] = "\n".join(_decoded(line) for line in block.strip().split("\n"))
        return _BLOCK.sub(_blank, text)

    def take(self, line: str, place: int) -> None:
        """Take a line."""
        statement = line.strip()
        if statement.startswith(("%", "#")) and not _ENTITY.match(statement):
            self._lose(statement, "a comment")
            return
        if not self.begun and statement:
            found = re.match(r"journey\b", statement, re.IGNORECASE)
            if found is None:
                raise FormatError(f'line {place}: {shorten(statement)}: no journey diagram. Begin it with "journey".')
            self.begun, statement = True, statement[found.end() :].strip()
        if statement:
            self._statement(statement, place)

    def _statement(self, statement: str, place: int) -> None:
        for name, pattern in _STATEMENTS.items():
            found = pattern.match(statement)
            if found is None:
                continue
            rest = statement[found.end() :]
            if rest.startswith("#"):
                self._lose(rest, "a comment")
            elif rest:
                break
            getattr(self, f"_{name}_said")(*found.groups())
            return
        raise FormatError(
            f"line {place}: {shorten(statement)} is no statement of a journey diagram. "
            'Write "name: score: actor, actor", with #58; for a colon and #59; for a semicolon in a name.'
        )

    def _title_said(self, text: str) -> None:
        self.meta["title"] = _decoded(text)

    def _acctitle_said(self, text: str) -> None:
        if _decoded(text) != self.meta.get("title"):
            self._lose(text, "a second title")

    def _accdescr_said(self, text: str) -> None:
        self.meta["description"] = _decoded(text)

    def _section_said(self, text: str) -> None:
        self._title = text.strip()
        self._stage = self._put("stages", {"title": _decoded(text)})

    def _task_said(self, name: str, data: str) -> None:
        pieces = data.split(":")
        if self._stage is None:
            self._stage = self._put("stages", {"title": ""})
        if self._lane is None:
            self._lane = self._put("lanes", dict(LANE))
        text = "" if name.strip() == self._title else _decoded(name)
        score = self._score(pieces[0].strip())
        for extra in pieces[2:]:
            self._lose(extra.strip(), "behind the actors of a task")
        actors = [_decoded(each) for each in pieces[1].split(",")] if len(pieces) > 1 else []
        people: list[str | None] = [self._actor(name) for name in dict.fromkeys(actors) if name]
        for who in people or [None]:
            row = {"stage": self._stage, "lane": self._lane, "text": text, "persona": who, "score": score}
            self._put("cards", row)

    def _score(self, text: str) -> float | None:
        try:
            exact = Decimal(text)
            if self.scale == _SCALE and abs(exact - _MIDDLE) <= 2:  # noqa: PLR2004 - the ends of the scale
                return float(exact - _MIDDLE)
            return rescale([float(exact)], self.scale)[0]
        except (InvalidOperation, JourneyError):
            self._lose(text, f"a score that is not on the scale of {self.scale[0]:g} to {self.scale[1]:g}")
            return None

    def _actor(self, name: str) -> str:
        if name not in self._actors:
            self._actors[name] = self._put("personas", {"name": name})
        return self._actors[name]

    def _put(self, table: str, row: Row) -> str:
        row_id = self.make_id()
        self.ops.append(Op("add", table, row_id, row))
        return row_id

    def _lose(self, value: str, why: str) -> None:
        self.losses.append(Loss("meta", None, None, value, why))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
