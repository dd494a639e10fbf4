"""Turns: the segments of a source of another tool that marks none, by its speakers' labels or its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from journeywidgets.evidence.readers import labels
from journeywidgets.evidence.readers.labels import Labels
from journeywidgets.evidence.readers.people import is_code
from journeywidgets.evidence.refi.rows import Rows

_LABELLED = 2  # a text in which one line looks like a label is no transcript


class Turn(NamedTuple):
    """A span of a text: code points, and the label of who speaks, "" where there is none."""

    start: int
    end: int
    label: str = ""


def turns(text: str) -> list[Turn]:
    """Return the turns of a text: what stands between one speaker's label and the next, else its paragraphs.

    The labels themselves, such as ``Name:``, are in no turn. Words before the first label are paragraphs.
    """
    marks = Labels(text.split("\n"))
    found: list[Turn] = []
    labelled = 0
    for start, line in _lines(text):
        label = marks.of(line)
        if label is not None:
            labelled += 1
            words = start + len(line) - len(label.text)
            found.append(Turn(words, words + len(label.text), label.name))
        elif found and found[-1].label and line:
            found[-1] = found[-1]._replace(end=start + len(line))
        elif line:
            found.append(Turn(start, start + len(line)))
    if labelled < _LABELLED:
        return [Turn(start, start + len(line)) for start, line in _lines(text) if line]
    return [_trimmed(turn, text) for turn in found if text[turn.start : turn.end].strip()]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Give each line without the blanks around it, with its place."""
    start = 0
    for line in text.split("\n"):
        yield start + len(line) - len(line.lstrip()), line.strip()
        start += len(line) + 1


def _trimmed(turn: Turn, text: str) -> Turn:
    """Return a turn without the blanks before its words: a label may stand on a line of its own."""
    words = text[turn.start : turn.end]
    return turn._replace(start=turn.start + len(words) - len(words.lstrip()))


class Speakers:
    """Who speaks, by label: a case of the same name, or somebody new.

    Parameters
    ----------
    rows
        Takes those who are new; their names go into the reading's `names` and nowhere else.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._known: dict[tuple[str, str], str] = {}

    def of(self, label: str, source: str) -> str | None:
        """Return the participant of a label in a source; None where it says that nobody knows."""
        if not label or labels.is_unknown(label):
            return None
        # Speaker 1 of one source is somebody else in the next.
        place = (source if labels.is_generic(label) and not is_code(label) else "", label.casefold())
        if place not in self._known:
            self._known[place] = self._found(label)
        return self._known[place]

    def _found(self, label: str) -> str:
        reading = self._rows.reading
        names = {name.casefold(): key for name, key in reading.names.items()}
        if label.casefold() in names:
            return names[label.casefold()]
        code = labels.role_word(label) or (label if is_code(label) else "")
        for row in reading.participants:
            if code and row.get("pseudonym") == code:
                return str(row["id"])
        key = f"speaker {len(self._known) + 1}"
        named = {"pseudonym": code} if code else {}
        self._rows.add("participants", key, role=labels.role(label), **named)
        if not code and not labels.is_generic(label):
            reading.names[label] = key
        return key
