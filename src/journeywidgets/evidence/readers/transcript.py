"""Transcript: turns of speech, from whichever format, to a source with segments and participants."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from typing_extensions import Self

from journeywidgets.errors import EvidenceError, shorten
from journeywidgets.evidence.readers import labels
from journeywidgets.evidence.readers.decoding import MAX_TEXT
from journeywidgets.evidence.readers.people import is_code
from journeywidgets.evidence.readers.reading import Reading
from journeywidgets.evidence.readers.titles import known
from journeywidgets.evidence.readers.turns import Turn, check_times, cut

# Words of a file's name that are nobody's.
_NEUTRAL = labels.listed(
    "audio call cleaned copy en export final focus gmt group interview interviews meeting notes panel pilot raw"
    " recording round session study teams test track transcript transcription usability user users v video vtt"
    " webinar workshop zoom"
)
# Words that nobody is known to have said are kept together by paragraphs; a longer one is cut at sentences.
_WALL = 2_000
# A turn is one unit, but a page draws unit by unit, so even a speech has an end.
_LONGEST = 20_000


@dataclass(frozen=True)
class Options:
    """What a caller may say about a transcript; every reader of transcripts takes these.

    Attributes
    ----------
    title
        The source's title. Default: the file's name where it can be nobody's ("interview-03"), else none:
        files of interviews are often named after people.
    source_kind
        ``interview``, ``focus_group``, ``survey``, ``notes`` or ``other``.
    provenance
        ``raw``, ``cleaned`` or ``notes``. Default: what the file says of itself, else ``raw``.
    roles
        Label -> ``participant``, ``moderator`` or ``observer``. Labels such as *Interviewer* and *Observer*
        are known.
    speakers
        The labels that are speakers, where others only look like it. Default: found by their form.
    participant
        Who said what has no label, as a name or a pseudonym. Default: nobody is named.
    method
        How it was asked, in a few words: ``"remote interview"``.
    recorded_at
        The day, as a date or ``YYYY-MM-DD``.
    language
        Of the words: ``"en"``.
    gap
        Cues of one speaker that are at most so many seconds apart are one turn.
    times
        False leaves the times out, and with them the check that they run forwards.
    """

    title: str = ""
    source_kind: str = "interview"
    provenance: str | None = None
    roles: Mapping[str, str] | None = None
    speakers: Collection[str] | None = None
    participant: str | None = None
    method: str = ""
    recorded_at: str | dt.date | None = None
    language: str = ""
    gap: float = 2.0
    times: bool = True

    @classmethod
    def of(cls, kind: str, given: Mapping[str, Any]) -> Self:
        """Return the options given, or raise an EvidenceError that names the one that is not known."""
        known(given, [field.name for field in fields(cls)], kind)
        options = cls(**given)
        if isinstance(options.speakers, str):
            raise EvidenceError('speakers= is a list of labels: speakers=["P1", "Interviewer"].')
        if not isinstance(options.roles, (Mapping, type(None))):
            raise EvidenceError('roles= maps labels to roles: roles={"Host": "moderator"}.')
        for role in (options.roles or {}).values():
            if role not in {"participant", "moderator", "observer"}:
                raise EvidenceError(f"roles=: {shorten(role)} is no role. Use participant, moderator or observer.")
        gap: Any = options.gap  # what a caller gave
        if not isinstance(gap, (int, float)) or not gap >= 0:
            raise EvidenceError(f"gap={shorten(gap)} is no number of seconds from 0 up.")
        return options


def reader(read: Callable[..., Reading]) -> Callable[..., Reading]:
    """Write the options of every transcript into the signature of a reader, for `help` and for `Study.read`."""
    own = inspect.signature(read)
    kept = [one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    more = [
        inspect.Parameter(one.name, inspect.Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type)
        for one in fields(Options)
    ]
    read.__signature__ = own.replace(parameters=[*kept, *more])  # type: ignore[attr-defined]
    return read


class Transcript:
    """Builds a reading out of turns.

    Parameters
    ----------
    kind
        What the file was taken for.
    options
        What the caller said about it.
    sha256
        The hash of the file's bytes.
    given
        The file, for its name.
    """

    def __init__(self, kind: str, options: Options, sha256: str, given: Path | bytes) -> None:
        self.reading = Reading(kind)
        self.options = options
        self._sha256 = sha256
        self._title = options.title or self._safe(given)
        self._keys: dict[str, str] = {}
        self._unnamed: dict[str, str] = {}

    def add(self, turns: Iterable[Turn], *, part: str = "", **values: Any) -> None:
        """Add a source.

        Parameters
        ----------
        turns
            In the order of speech.
        part
            Which part of the file it is, where there are several.
        **values
            Columns of the source that the file gives.
        """
        said = [turn for turn in turns if turn.text.strip()]
        if self.options.times:
            check_times(said)
        else:
            said = [replace(turn, start=None, end=None) for turn in said]
        pieces = [piece for turn in said for piece in self._pieces(turn)]
        if sum(len(turn.text) for turn in said) > MAX_TEXT:
            raise EvidenceError(f"more than {MAX_TEXT:,} characters of speech. Split the file, one for each session.")
        title = self._title
        if part:
            title = f"{title} ({part})" if title else f"{part} transcript"
        recorded_at = self.options.recorded_at or values.pop("recorded_at", None)
        self.reading.source(
            [self._segment(turn) for turn in pieces],
            sha256=self._sha256,
            title=title,
            kind=self.options.source_kind,
            provenance=values.pop("provenance", None) or self.options.provenance or "raw",
            method=self.options.method,
            language=self.options.language or values.pop("language", ""),
            recorded_at=str(recorded_at) if recorded_at else None,
            **values,
        )
        self._doubt_unlabelled(said, part)

    def done(self) -> Reading:
        """Return the reading, or raise an EvidenceError where nothing was said in the file."""
        if not self.reading.segments:
            raise EvidenceError(
                f"there are no words in the file (read as {self.reading.kind}). Is it the right file and kind=?"
            )
        self._doubt_people()
        return self.reading

    def _safe(self, given: Path | bytes) -> str:
        if not isinstance(given, Path):
            return ""
        words = re.findall(r"[^\W\d_]+(?=\d)\d+|[^\W\d_]+|\d+", given.stem)
        neutral = all(word.isdigit() or word.casefold() in _NEUTRAL or is_code(word) or
                      word.rstrip("0123456789").casefold() in _NEUTRAL for word in words)  # fmt: skip
        if neutral:
            return given.stem
        self.reading.doubt("the file's name", "may be somebody's", "not used as the title; title= gives one")
        return ""

    def _segment(self, turn: Turn) -> dict[str, Any]:
        values = {
            "text": turn.text,
            "question": turn.question or None,
            "participant": self._who(turn),
            "time_start": turn.start,
            "time_end": turn.end,
        }
        return {name: value for name, value in values.items() if value is not None}

    def _who(self, turn: Turn) -> str | None:
        name = turn.name
        if name is None and turn.role is None:
            name = self.options.participant
        if name is None:
            return None if turn.role is None else self._nameless(turn.role)
        name = " ".join(name.split())
        if labels.is_unknown(name):
            return None
        if name not in self._keys:
            self._keys[name] = self._participant(name)
        return self._keys[name]

    def _nameless(self, role: str) -> str:
        if role == "participant" and self.options.participant is not None:
            return self._who(Turn("", "", self.options.participant)) or ""
        if role not in self._unnamed:
            self._unnamed[role] = self.reading.participant(role=role)
        return self._unnamed[role]

    def _participant(self, name: str) -> str:
        role = labels.role(name, self.options.roles)
        # The word for a role is nobody's name: taken for one, it would be removed wherever it is said.
        code = labels.role_word(name) or (name if is_code(name) else "")
        if code:
            found = next((row["id"] for row in self.reading.participants if row.get("pseudonym") == code), None)
            return found or self.reading.participant(role=role, pseudonym=code)
        if labels.is_generic(name):
            return self.reading.participant(role=role)
        return self.reading.participant(name, role)

    def _pieces(self, turn: Turn) -> Iterator[Turn]:
        most = _LONGEST if turn.name is not None or turn.role is not None else _WALL
        if len(turn.text) <= most:
            yield turn
            return
        texts = cut(turn.text, most)
        self.reading.doubt(turn.place, f"{len(turn.text):,} characters without a new speaker",
                           f"cut into {len(texts):,} segments at ends of sentences")  # fmt: skip
        # Nobody says when the later pieces begin.
        for number, text in enumerate(texts):
            yield replace(turn, text=text, start=turn.start if number == 0 else None, end=None)

    def _doubt_unlabelled(self, turns: Sequence[Turn], part: str) -> None:
        if self.options.participant is not None:
            return
        without = [turn for turn in turns if turn.name is None and turn.role is None]
        if without:
            place = without[0].place + (f" of the {part}" if part else "")
            rest = f" and {len(without) - 1:,} more" if len(without) > 1 else ""
            self.reading.doubt(f"{place}{rest}", "words without a speaker's mark", "kept, said by nobody known")

    def _doubt_people(self) -> None:
        names = list(self._keys)
        codes = sum(1 for name in names if is_code(name) and not labels.role_word(name))
        generic = sum(1 for name in names if labels.is_generic(name) and not is_code(name))
        roles = sum(1 for name in names if labels.role_word(name) and not (self.options.roles or {}).get(name))
        for count, what, assumed in (
            (codes, "short codes in place of names", "taken as pseudonyms, as they are"),
            (generic, "labels such as Speaker 1", "taken as people of this file alone"),
            (roles, "labels such as Interviewer", "taken as moderator or observer"),
        ):
            if count:
                self.reading.doubt("speakers", f"{what} ({count:,})", assumed)
        if len(names) > 1 and all(row["role"] == "participant" for row in self.reading.participants):
            assumed = "all counted as participants; roles= says who is not"
            self.reading.doubt("speakers", "no moderator is marked", assumed)
