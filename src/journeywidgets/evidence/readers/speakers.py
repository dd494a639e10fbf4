"""Speakers: plain text and Markdown in which a mark says who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journeywidgets.evidence.readers import sections
from journeywidgets.evidence.readers.dates import seconds
from journeywidgets.evidence.readers.decoding import decode
from journeywidgets.evidence.readers.header import without_header
from journeywidgets.evidence.readers.labels import Labels
from journeywidgets.evidence.readers.people import is_code
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.sections import Line, Part, Section
from journeywidgets.evidence.readers.transcript import Options, Transcript, reader
from journeywidgets.evidence.readers.turns import Turn

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*")
_BOLD = re.compile(r"(\*\*|__)([^*_\n]+)\1")
_BOLD_LEVEL = 7
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_DATE = re.compile(r"^date:[ \t]*['\"]?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_TIME = re.compile(r"[\[(]?(\d{1,3}:\d{2}(?::\d{2})?)[\])]?")
# What programs write into transcripts; nobody said it.
_MACHINE = re.compile(
    r"transcribed by https?://otter\.ai.*|.{1,80}\b(?:started|stopped) transcription"
    r"|transcription ended after.*|(?:this|the) editable transcript was computer generated.*"
    r"|you should review gemini.*|please provide feedback.*|.*get tips and learn how gemini.*",
    re.IGNORECASE,
)
# No heading and no line of a program is longer.
_MOST = 500
_STAGE = re.compile(r"[\[(][^\])]{1,40}[\])]")
_QUESTION = re.compile(r"[-*+•][ \t]+(.*)")
_ANSWER = re.compile(r">[ \t]?(.*)")


@reader
def read(given: Path | bytes, *, encoding: str | None = None, **options: Any) -> Reading:
    """Read speaker-marked text: ``Name: text``, ``**Name**: text``, ``[P1] text``, ``Name  0:12``.

    Headings are the questions of the turns under them. Summaries and descriptions are left out; a raw
    transcript that follows a cleaned one is a source of its own. Lists of questions with quoted answers
    (``- question``, ``> answer``) are read as such. Text without any mark is kept by paragraphs.

    Parameters
    ----------
    given
        The file, or its bytes.
    encoding
        Default: that of the byte-order mark, else UTF-8.
    **options
        As every transcript's: see `Options`.

    Raises
    ------
    EvidenceError
        It cannot be decoded, holds no words or only a program's summary, or its times run backwards.
        Nothing is read in part.
    """
    wanted = Options.of("speakers", options)
    decoded = decode(given, encoding=encoding)
    transcript = Transcript("speakers", wanted, decoded.sha256, given)
    text = decoded.text
    values: dict[str, Any] = {}
    skipped = 0
    front = _FRONT.match(text)
    if front:
        date = _DATE.search(front[1])
        values = {"recorded_at": date[1]} if date else {}
        transcript.reading.drop("lines of front matter", front[1].count("\n") + 1, "they tell of the talk")
        skipped = text.count("\n", 0, front.end())
        text = text[front.end() :]
    lines = [_line(number, line) for number, line in enumerate(text.split("\n"), start=skipped + 1)]
    return read_lines(transcript, lines, **values)


def _line(number: int, text: str) -> Line:
    heading = _HEADING.fullmatch(text.strip()) if len(text) <= _MOST else None
    return Line(number, heading[2], len(heading[1])) if heading and heading[2] else Line(number, text)


def _titled(line: Line) -> re.Match[str] | None:
    return None if line.level or len(line.text) > _MOST else _BOLD.fullmatch(line.text.strip())


def _is_of_program(text: str) -> bool:
    return len(text) <= _MOST and _MACHINE.fullmatch(text.strip()) is not None


def read_lines(transcript: Transcript, lines: Sequence[Line], **values: Any) -> Reading:
    """Return the reading of a text's lines: the shared end of all formats that are running text.

    Parameters
    ----------
    transcript
        Takes the turns.
    lines
        Of the text, headings marked.
    **values
        Columns of every source of the file.
    """
    reading = transcript.reading
    kept = [line for line in lines if line.level or not _is_of_program(line.text)]
    reading.drop("lines of the program", len(lines) - len(kept), "nobody said them")
    kept, header, day = without_header(kept)
    reading.drop("lines of a header", header, "they tell of the talk: its date, who was there")
    values = {"recorded_at": day, **values}
    # Times as headings (Google Meet) are times, not titles.
    kept = [Line(line.number, line.text) if _TIME.fullmatch(line.text.strip()) else line for line in kept]
    marks = Labels((line.text for line in kept if not line.level), transcript.options.speakers)
    # A line in bold that is nobody's label is a title.
    kept = [Line(line.number, title[2], _BOLD_LEVEL) if (title := _titled(line)) and not marks.of(line.text) else line
            for line in kept]  # fmt: skip

    def speaks(section: Section) -> bool:
        return any(marks.of(line.text) for line in section.lines)

    for part in sections.parts(kept, speaks, reading, machine=sections.by_machine(lines)):
        walk = _Walk(marks, transcript, part)
        transcript.add(walk.turns(), part=part.name, provenance=part.provenance, **dict(values))
        walk.report()
    if marks.refused:
        reading.doubt("lines", f"beginnings like a label's that are no speaker ({marks.refused:,})", "taken as speech")
    if marks.once:
        reading.doubt("speakers", f"labels of one word that are there once ({marks.once:,})", "taken as speakers")
    return transcript.done()


@dataclass
class _Open:
    """The turn that is being read."""

    line: int
    name: str | None = None
    start: float | None = None
    question: str = ""
    role: str | None = None
    lines: list[str] = field(default_factory=list)

    def turn(self) -> Turn:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines).strip())
        return Turn(f"line {self.line}", text, self.name, self.start, None, self.question, self.role)


class _Walk:
    """Goes through the lines of a part and makes turns of them."""

    def __init__(self, marks: Labels, transcript: Transcript, part: Part) -> None:
        self._marks, self._reading, self._part = marks, transcript.reading, part
        self._continued: list[int] = []
        self._stage = 0
        lines = [line for section in part.sections for line in section.lines]
        # The heading that begins the part, or one of the highest level, is the title of all and no question.
        first = part.sections[0]
        self._title = first if first.title == part.title or first.heading.level == 1 else None
        self._labelled = any(marks.of(line.text) for line in lines)
        self._answers = not self._labelled and all(
            any(form.match(line.text.strip()) for line in lines) for form in (_QUESTION, _ANSWER)
        )
        codes = [word for word in re.split(r"[\s:,()]+", part.title) if is_code(word) and not word.isdigit()]
        self._only = codes[0] if codes and not self._labelled else None

    def turns(self) -> Iterator[Turn]:
        """Yield the turns of the part."""
        for section in self._part.sections:
            topic = "" if section is self._title else section.title
            lines = section.lines
            yield from self._interview(lines, topic) if self._answers else self._speech(lines, topic)

    def report(self) -> None:
        """Say what was assumed and left out on the way."""
        place = f" of the {self._part.name}" if self._part.name else ""
        if self._continued:
            more = f" and {len(self._continued) - 1:,} more" if len(self._continued) > 1 else ""
            where = f"line {self._continued[0]}{place}{more}"
            what = "a paragraph without a mark, after a turn"
            self._reading.doubt(where, what, "taken as said by the speaker before")
        if self._answers:
            what = "no marks of speakers, but a list with quoted lines"
            assumed = "items taken as the moderator's questions, quoted lines as one person's answers"
            self._reading.doubt(f"the text{place}", what, assumed)
        self._reading.drop("stage directions", self._stage, "in brackets, on a line of their own: [Music]")

    def _speech(self, lines: Iterable[Line], topic: str) -> Iterator[Turn]:
        """Yield turns; a heading ends the turn before it, an empty line does so where nobody is known to speak."""
        held = _Open(0, self._only, question=topic)
        time: float | None = None
        empty = False
        for line in lines:
            words = line.text.strip()
            label = self._marks.of(words) if words else None
            stamp = _TIME.fullmatch(words)
            if stamp:
                time = seconds(stamp[1])
            elif label is not None:
                yield held.turn()
                held = _Open(line.number, label.name, label.time if label.time is not None else time, topic)
                held.lines.append(label.text)
                time = None
            elif _STAGE.fullmatch(words) and not any(held.lines):
                self._stage += 1
            elif not words:
                held.lines.append("")
            else:
                if empty and held.name is None and any(held.lines):
                    yield held.turn()
                    held = _Open(line.number, self._only, None, topic)
                elif empty and any(held.lines) and held.name is not None and self._only is None:
                    self._continued.append(line.number)
                held.line = held.line or line.number
                held.lines.append(line.text.rstrip())
            empty = not words
        yield held.turn()

    def _interview(self, lines: Iterable[Line], topic: str) -> Iterator[Turn]:
        """Yield the turns of a list of questions with quoted answers under them."""
        held = _Open(0, question=topic)
        asked = topic
        for line in lines:
            words = line.text.strip()
            question, answer = _QUESTION.fullmatch(words), _ANSWER.fullmatch(words)
            if question:
                yield held.turn()
                asked = question[1]
                held = _Open(line.number, question=topic, role="moderator", lines=[asked])
            elif answer:
                if held.role != "participant" or held.question != asked:
                    yield held.turn()
                    held = _Open(line.number, self._only, None, asked, "participant")
                held.lines.append(answer[1])
            elif words:
                held.line = held.line or line.number
                held.lines.append(line.text.rstrip())
            elif held.role is None and any(held.lines):
                yield held.turn()
                held = _Open(0, question=topic)
        yield held.turn()
