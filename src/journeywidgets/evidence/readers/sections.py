"""Sections: the parts of a text that are speech, and those that only tell of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.reading import Reading

_TRANSCRIPT = re.compile(
    r"transcri(?:pt|ption)\b|\btranskript|\bverbatim\b|\bretranscription\b|\btrascrizione\b|\btranscripci[oó]n\b",
    re.IGNORECASE,
)
_RAW = re.compile(r"\braw\b|\bverbatim\b|\bunedited\b|\boriginal\b|\bauto(?:matic|-generated)\b", re.IGNORECASE)
_CLEANED = re.compile(r"\bclean(?:ed)?\b|\bedited\b|\bcorrected\b", re.IGNORECASE)
# Headings over what somebody, or a program, wrote about the talk.
_ABOUT = re.compile(
    r"\W*(?:(?:ai|meeting|session|executive|quick)\s+)?"
    r"(?:description|summary|abstract|overview|details|notes|key (?:points|takeaways|insights)|takeaways|highlights"
    r"|chapters|agenda|attendees|participants|invited|attachments|action items|(?:suggested )?next steps|decisions"
    r"|metadata|about|table of contents)\W*",
    re.IGNORECASE,
)
_MADE_BY_MACHINE = re.compile(
    r"gemini.{0,20}notes|notes by gemini|ai[- ]generated (?:notes|summary)|copilot", re.IGNORECASE
)


@dataclass(frozen=True)
class Line:
    """A line of a text: its number, from 1; its words; its level as a heading, 0 where it is none."""

    number: int
    text: str
    level: int = 0


@dataclass(frozen=True)
class Section:
    """A heading and the lines under it; the first may have no heading."""

    heading: Line
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The words of the heading."""
        return self.heading.text.strip()


@dataclass(frozen=True)
class Part:
    """Sections that are one transcript.

    Attributes
    ----------
    sections
        In order.
    name
        ``raw`` or ``cleaned`` where the file has more than one part, else "".
    provenance
        Where the file says it, else None.
    title
        The heading that begins the part, "" where none does; it is no question.
    """

    sections: tuple[Section, ...]
    name: str = ""
    provenance: str | None = None
    title: str = ""


def split(lines: Sequence[Line]) -> list[Section]:
    """Return the sections of a text."""
    bounds = [*(place for place, line in enumerate(lines) if line.level), len(lines)]
    sections = [Section(Line(1, ""), tuple(lines[: bounds[0]]))]
    sections += [Section(lines[place], tuple(lines[place + 1 : stop])) for place, stop in pairwise(bounds)]
    return [section for section in sections if section.title or any(line.text.strip() for line in section.lines)]


def by_machine(lines: Sequence[Line]) -> bool:
    """Return whether a text says that a program wrote notes into it."""
    return any(_MADE_BY_MACHINE.search(line.text) for line in lines)


def parts(
    lines: Sequence[Line], speaks: Callable[[Section], bool], reading: Reading, *, machine: bool = False
) -> list[Part]:
    """Return the transcripts in a text; what only tells of the talk is left out, and the report says so.

    A summary is nobody's speech, and a program's least of all. What stands under such a heading, and
    what stands before the heading of a transcript, is left out. Where a raw transcript follows a
    cleaned one, they are two.

    Parameters
    ----------
    lines
        The text.
    speaks
        Whether a section has marks of speakers.
    reading
        Takes what is left out.
    machine
        Whether a program wrote notes into it.

    Raises
    ------
    EvidenceError
        There is a program's summary, and no transcript.
    """
    sections = split(lines)
    about = [_is_about(section) for section in _paths(sections)]
    last = max((place for place, told in enumerate(about) if told), default=-1)
    speech = [not told and (place > last or speaks(section))
              for place, (section, told) in enumerate(zip(sections, about, strict=True))]  # fmt: skip
    begins = [place for place, section in enumerate(sections) if speech[place] and _TRANSCRIPT.search(section.title)]
    if begins and not (_RAW.search(sections[begins[0]].title) and any(
        speech[place] and speaks(sections[place]) for place in range(begins[0])
    )):  # fmt: skip
        speech = [said and place >= begins[0] for place, said in enumerate(speech)]
    if not any(said and _has_words(section) for said, section in zip(speech, sections, strict=True)):
        if machine:
            raise EvidenceError("the file holds a program's summary and no transcript. A summary is nobody's speech.")
        if last >= 0:
            reading.doubt("the whole file", "stands under a heading such as Notes or Summary", "read as what was said")
        speech = [True] * len(sections)
    left = [section for section, said in zip(sections, speech, strict=True) if not said and _has_words(section)]
    reading.drop("sections", len(left), "they tell of the talk: summaries, what stands before the transcript")
    return _named([section for section, said in zip(sections, speech, strict=True) if said])


def _paths(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Yield each section with those that it stands under, itself last."""
    path: list[Section] = []
    for section in sections:
        path = [above for above in path if above.heading.level < section.heading.level] + [section]
        yield path


def _is_about(path: Sequence[Section]) -> bool:
    return any(_ABOUT.fullmatch(section.title) for section in path)


def _has_words(section: Section) -> bool:
    return any(line.text.strip() for line in section.lines)


def _named(sections: Sequence[Section]) -> list[Part]:
    groups: list[list[Section]] = []
    for section in sections:
        if not groups or _TRANSCRIPT.search(section.title):
            groups.append([])
        groups[-1].append(section)
    # A heading over nothing is no part.
    groups = [group for group in groups if any(map(_has_words, group))]
    any_raw = len(groups) > 1 and any(_RAW.search(group[0].title) for group in groups)
    found = []
    for group in groups:
        title = group[0].title if group[0].heading.level and _TRANSCRIPT.search(group[0].title) else ""
        provenance = "raw" if title and _RAW.search(title) else "cleaned" if any_raw or _CLEANED.search(title) else None
        name = (provenance or "") if len(groups) > 1 else ""
        found.append(Part(tuple(group), name, provenance, title))
    return found
