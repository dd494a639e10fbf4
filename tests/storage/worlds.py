"""A journey and a study whose every state is known by the number of steps that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeywidgets import storage
from journeywidgets.errors import StorageError
from journeywidgets.model import tables
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.inbox import Inbox, Reject
from journeywidgets.model.store import Store
from journeywidgets.model.study import StudyDocument

CLIENT = "page"
NAME = "bike.journey.json"
STUDY = "interviews.study.json"
Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]


def empty() -> Document:
    """Return the document before the first step."""
    document = Document({"id": "m", "title": "0"})
    document.apply([Op("add", "stages", "s", {"title": "Stage"}), Op("add", "lanes", "l", {"title": "Lane"})])
    return document


def empty_study() -> StudyDocument:
    """Return the study before the first step."""
    document = StudyDocument({"id": "m", "title": "0"})
    source = Op("add", "sources", "s", {"title": "Interview", "text": "“Why?” 🚲 asked\nfor the third time"})
    document.apply([source, Op("add", "codes", "l", {"name": "Code"})])
    return document


def refused(step: int) -> bool:
    """Whether the step is an edit of a page that cannot be, so that only its number counts."""
    return step % 7 == 3


def ops_of_study(step: int) -> list[Op]:
    """Return what a step does to the study: words are filled in, and a quote takes its code along."""
    if refused(step):
        return [Op("delete", "quotes", "none")]
    quote = Op("add", "quotes", f"c{step}", {"source": "s", "start": step % 20, "end": 20 + step % 5})
    applied = Op("add", "applications", f"c{step}", {"quote": f"c{step}", "code": "l", "origin": "model"})
    old = step - 6
    gone = [Op("delete", "quotes", f"c{old}")] if old > 0 and not refused(old) else []
    return [quote, applied, Op("set", "study", "m", {"title": str(step)}), *gone]


def ops(step: int) -> list[Op]:
    """Return what a step does: an add and a delete, which can be made only once, and a set."""
    if refused(step):
        return [Op("delete", "cards", "none")]
    card = Op("add", "cards", f"c{step}", {"stage": "s", "lane": "l", "text": f"“{step}”\n\u2028é"})
    old = step - 6
    gone = [Op("delete", "cards", f"c{old}")] if old > 0 and not refused(old) else []
    return [card, Op("set", "meta", "m", {"title": str(step)}), *gone]


@dataclass(frozen=True)
class State:
    """What there is after a number of steps."""

    tables: Tables
    seen: int
    rejects: int


class States:
    """The states by number of steps; no two are the same."""

    def __init__(self, name: str = NAME) -> None:
        self._document: tables.Tables = empty_study() if name == STUDY else empty()
        self._ops = ops_of_study if name == STUDY else ops
        self._states = [State(self._tables(), 0, 0)]
        self.rejects: list[int] = []

    def __getitem__(self, number: int) -> State:
        while len(self._states) <= number:
            step, last = len(self._states), self._states[-1]
            seen = last.seen + (refused(step) or step % 3 == 0)
            if refused(step):
                self.rejects.append(seen)
            else:
                self._document.apply(self._ops(step))
            self._states.append(State(self._tables(), seen, len(self.rejects)))
        return self._states[number]

    def _tables(self) -> Tables:
        return {name: dict(rows) for name, rows in self._document.tables.items()}

    def difference(self, number: int, file: storage.DocumentFile) -> str | None:
        """Return in what a file that was opened is not the state; None where it is."""
        state, rejects = self[number], [seq for _, seq in file.rejects]
        if file.document.tables != state.tables:
            return f"the document is not that of step {number}: {file.document.meta['title']}"
        if file.seen.get(CLIENT, 0) != state.seen:
            return f"seen is {file.seen}, not {state.seen}"
        known = self.rejects[: state.rejects]
        return None if rejects[-500:] == known[-500:] else f"rejects are {rejects[-5:]}, not {known[-5:]}"


class World:
    """The journey or study, open for writing after a number of steps."""

    def __init__(self, path: Path, number: int = 0) -> None:
        study = path.name == STUDY
        self._ops = ops_of_study if study else ops
        self.file = storage.open_file(path, empty_study if study else empty)
        self.store = Store(self.file.document)
        self.inbox = Inbox(self.store)
        self.file.attach(self.store, self.inbox)
        self.number = number

    def step(self) -> int:
        """Take the next step, and return its number when it is acknowledged."""
        step = self.number + 1
        if refused(step) or step % 3 == 0:
            self._submit(step)
        else:
            self.store.apply(self._ops(step), f"Step {step}")
        self.number = step
        return step

    def _submit(self, step: int) -> None:
        seq = self.inbox.seen.get(CLIENT, 0) + 1
        wire = [op.to_wire() for op in self._ops(step)]
        answer = self.inbox.submit(wire, f"Step {step}", client=CLIENT, seq=seq, base=self.store.revision)
        if isinstance(answer, Reject) and answer.code == "storage":
            raise StorageError(answer.reason)
        assert isinstance(answer, Reject) is refused(step), answer


def abandon(world: World) -> None:
    """Let go of the file as a killed process does: the lock is free, and nothing is written."""
    world.file._let_go()
    world.file._refuse()
