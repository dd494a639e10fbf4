"""mermaid `journey` diagrams, read."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from journeywidgets.errors import FormatError, JourneyError, shorten
from journeywidgets.export.written import Loss
from journeywidgets.formats.mermaid import ENTITY, LANE, MIDDLE, NOTHING
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.emotion import rescale
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import Row

_SCALE = (1.0, 5.0)
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
        if statement.startswith(("%", "#")) and not ENTITY.match(statement):
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
            if self.scale == _SCALE and abs(exact - MIDDLE) <= 2:  # noqa: PLR2004 - the ends of the scale
                return float(exact - MIDDLE)
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


def _decoded(text: str) -> str:
    stripped = text.strip(" \t\n")
    return "" if stripped == NOTHING else ENTITY.sub(_character, stripped)


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
