"""Labels: how transcripts mark who speaks, and which labels are people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.readers.dates import seconds

Style = Literal["colon", "bold", "bracket", "time", "tight"]


def listed(words: str) -> frozenset[str]:
    """Return the words of a text, to look others up in."""
    return frozenset(words.split())


def _stamp(name: str) -> str:
    return rf"[\[(]?(?P<{name}>{_TIME})[\])]?"


_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_NAME = r"(?P<name>[^\s:\uff1a*_\[\]<>|#][^:\uff1a*\[\]<>|\n]{0,79}?)"
_BEFORE = rf"(?:{_stamp('before')}\s*[-\u2013\u2014]?\s*)?"
# A label stands in the first characters of a line: a line of any length costs the same.
_HEAD = 160
# Each is what stands before the words; the last is the whole line.
_FORMS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    # **Name:** text, **Name**: text, __Name__ (0:12) text, **Name** alone
    ("bold", re.compile(
        rf"{_BEFORE}(?P<mark>\*\*|__){_NAME}\s*(?P<colon>[:\uff1a])?(?P=mark)"
        rf"\s*(?:{_stamp('after')})?\s*(?P<late>[:\uff1a])?(?=\s|$)")),
    # [P1] text
    ("bracket", re.compile(r"\[(?P<name>[^\]\n:]{1,40})\]\s*[:\uff1a]?\s+(?=\S)")),
    # Name: text, Name (0:12): text, [0:12] Name: text
    ("colon", re.compile(
        rf"{_BEFORE}{_NAME}\s*(?:[\[(](?P<after>{_TIME})[\])])?\s*(?::(?=\s|$)|\uff1a)")),
    # The same without a blank; 10:30 is a time
    ("tight", re.compile(rf"{_NAME}(?::(?=[^\s\d/:])|(?<!\d):(?=\d))")),
    # Name  0:12 on a line of its own (Otter, Teams)
    ("time", re.compile(rf"{_NAME}\s+{_stamp('after')}$")),
)  # fmt: skip

# The words for roles, and what they are short for.
_ROLES = {
    **{name: ("moderator", name.capitalize()) for name in
       ("moderator", "interviewer", "facilitator", "researcher", "host", "interviewer 1", "interviewer 2")},
    **dict.fromkeys(("i", "int", "q", "question"), ("moderator", "Interviewer")),
    "mod": ("moderator", "Moderator"),
    "observer": ("observer", "Observer"),
    **dict.fromkeys(("note taker", "notetaker", "note-taker"), ("observer", "Note taker")),
}  # fmt: skip
# Whoever is called so in one file is somebody else in the next: such a label is no name.
_GENERIC = re.compile(
    r"(?:(?:unknown )?speaker|user|participant|respondent|interviewee|guest|audience(?: member)?|customer|client|female"
    r"|male|voice|answer|[^\W\d_])(?: ?#?\d{1,3}| [a-z])?",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"(?:unknown|unidentified|inaudible)(?: speaker)?(?: \d+)?|\?+", re.IGNORECASE)
# A code that a researcher gave (P7, id1), as it is written; more of them than a table's reader takes for one.
_NUMBERED = re.compile(r"[A-Za-z]{1,3}[-_ ]?\d{1,4}")
_PARTICLES = listed(
    "al am an ap bin bint da dal de del della den der des di do dos du el ibn la las le los of ter the ten van von"
    " y zu zum zur e ben bat san st und and"
)
# Words that open a line and are followed by a colon without being anybody.
_WORDS = listed(
    "agenda also answer attachments attendees aside attention background but caution caveat chapter comment comments"
    " conclusion context date details duration edit end example finally finding first fix however idea important"
    " insight invited issue key language location meaning meanwhile next no note notes okay ok one online organizer"
    " outcome overview part place plus problem project ps quote really recording remember reminder result second"
    " section so solution source start study subject summary task then therefore third time tip title today topic"
    " two update url version warning well yes"
)
_MAX_WORDS = 5
_OFTEN = 2


@dataclass(frozen=True)
class Label:
    """A line that may begin a turn.

    Attributes
    ----------
    name
        Who speaks, as written; blanks set to one.
    text
        What follows on the line.
    time
        Seconds from the start, where the line says so.
    style
        How it is marked: ``Name: ``, ``**Name**``, ``[Name]``, ``Name:`` without a blank, or a name and a time.
    """

    name: str
    text: str
    time: float | None
    style: Style


def find(line: str) -> Label | None:
    """Return the label that a line begins with, if it has the form of one; who it is, `Labels` decides."""
    line = line.strip()
    head = line[:_HEAD]
    for style, form in _FORMS:
        match = form.match(head)
        if match is None or (style == "time" and len(line) > _HEAD):
            continue
        parts = match.groupdict()
        name = " ".join(parts["name"].split())
        text = line[match.end() :].strip()
        if style == "bold" and text and not (parts["colon"] or parts["late"] or parts["after"] or parts["before"]):
            continue  # **bold** words at the start of a sentence
        if not (_looks_like_a_name(name) or _known(name)):
            continue
        time = parts.get("before") or parts.get("after")
        return Label(name, text, seconds(time) if time else None, style)
    return None


def role(name: str, roles: Mapping[str, str] | None = None) -> str:
    """Return the role of a label: as given, else as its own word says, else ``participant``."""
    given = {_folded(key): value for key, value in (roles or {}).items()}
    return given.get(_folded(name)) or _ROLES.get(_folded(name), ("participant", ""))[0]


def role_word(name: str) -> str:
    """Return the whole word for a role where a label is one: Interviewer for I; else ""."""
    return _ROLES.get(_folded(name), ("", ""))[1]


def is_generic(name: str) -> bool:
    """Return whether a label means somebody else in each file, as ``Speaker 1`` does."""
    return _GENERIC.fullmatch(name) is not None


def is_unknown(name: str) -> bool:
    """Return whether a label says that nobody knows who speaks."""
    return _UNKNOWN.fullmatch(name) is not None


class Labels:
    """Which labels of a file are speakers.

    Parameters
    ----------
    lines
        The lines of the file.
    speakers
        The only labels to be taken, where the caller knows them.

    Attributes
    ----------
    once
        The number of labels that were taken though they are there a single time and are one word.
    refused
        The number of lines that have the form of a label and are not taken.
    """

    def __init__(self, lines: Iterable[str], speakers: Collection[str] | None = None) -> None:
        self._only = None if speakers is None else {_folded(name) for name in speakers}
        found = [label for label in map(find, lines) if label is not None]
        self._counts = Counter(_folded(label.name) for label in found)
        self._bare = Counter(_folded(label.name) for label in found if _is_bare(label))
        if self._only is not None and not self._only & set(self._counts):
            raise EvidenceError(f"speakers=: none of the {len(self._only)} labels given begins a line of the file")
        taken = {_folded(label.name) for label in found if self._takes(label)}
        self.once = sum(1 for name in taken if self._counts[name] == 1 and " " not in name and not _known(name))
        self.refused = sum(1 for label in found if not self._takes(label))

    def of(self, line: str) -> Label | None:
        """Return the label that begins a line and is a speaker."""
        label = find(line)
        return label if label is not None and self._takes(label) else None

    def _takes(self, label: Label) -> bool:
        name = _folded(label.name)
        if self._only is not None:
            return name in self._only
        doubtful = label.style in {"bracket", "tight"}
        if _known(label.name) and not doubtful:
            return True
        if doubtful or _is_bare(label):
            # A title in bold, [Music], a word with a colon: people come back, and so do their labels.
            return self._counts[name] >= _OFTEN and not self._is_word(name)
        return not self._is_word(name)

    @staticmethod
    def _is_word(name: str) -> bool:
        first, *rest = name.split()
        return first in _WORDS and (not rest or rest[-1].isdigit() or rest[-1] in _WORDS)


def _is_bare(label: Label) -> bool:
    """Return whether a line is bold and nothing else, as titles are."""
    return label.style == "bold" and not label.text and label.time is None


def _known(name: str) -> bool:
    return role_word(name) != "" or is_generic(name) or is_unknown(name) or _NUMBERED.fullmatch(name) is not None


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _looks_like_a_name(name: str) -> bool:
    """Return whether this could be what a person is called: few words, none of them like one of a sentence."""
    core = re.sub(r"\([^)]*\)|\uff08[^\uff09]*\uff09", "", name).strip()
    words = core.replace(",", " ").split()
    if not words or len(words) > _MAX_WORDS or core.count(",") > 1 or re.search(r"[?!;\"“”„=/\\@]|https?", core):
        return False
    if core.endswith((".", "…", "-", "\u2013")) and not re.search(r"\b\w{1,2}\.$", core):
        return False
    return all(_may_be_in_a_name(word, first=place == 0) for place, word in enumerate(words))


def _may_be_in_a_name(word: str, *, first: bool) -> bool:
    bare = word.strip("'\u2019.-()")
    if not bare:
        return word in {"-", "&", "."}
    if bare.isdigit():
        return not first
    if bare.casefold() in _PARTICLES:
        return True
    initial = bare[0]
    # Scripts without capitals (Chinese, Arabic, Hindi) have only letters that are not lower case.
    return initial.isalpha() and not initial.islower()
