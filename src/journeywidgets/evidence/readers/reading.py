"""Reading: what a reader found in a file, as plain rows that know no study yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from journeywidgets.evidence.readers.report import DROPPED, UNSURE, ReadReport, report_frame

Row = dict[str, Any]
TABLES = ("participants", "sources", "segments", "codes", "quotes", "applications", "memos")
"""The tables of a reading, in the order in which their rows refer to each other."""
_BETWEEN = "\n\n"


def sha256(content: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of text as UTF-8, in hexadecimal."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


@dataclass
class Reading:
    """Rows ready to become a study's, with references among themselves.

    Every row is a mapping of its table's columns, with a local key under ``id``; references
    (``source``, ``participant``, ``quote``, ``code``, ``parent``) hold local keys. `Study.read` gives the
    ids: it matches participants by name (through the study's key) or pseudonym, and codes by their path.

    Attributes
    ----------
    kind
        What the file was taken for, as the report says it.
    participants, sources, segments, codes, quotes, applications, memos
        The rows. A participant without ``pseudonym`` gets the next free one. A source carries its whole text
        and the ``sha256`` by which it is known again.
    names
        Speaker's or respondent's name -> local key of the participant. Several names of one participant are
        its name and its aliases, in this order. They go into the study's key and nowhere else.
    dropped, unsure
        Rows of the report; use `drop` and `doubt`.
    anchors
        As the report's, where quotes came with a place.
    everybody
        Whether participants come in who have said nothing: those of a project that somebody keeps do.
    """

    kind: str = ""
    participants: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    segments: list[Row] = field(default_factory=list)
    codes: list[Row] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)
    applications: list[Row] = field(default_factory=list)
    memos: list[Row] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    dropped: list[Row] = field(default_factory=list)
    unsure: list[Row] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    everybody: bool = False
    _codes: dict[tuple[str | None, str], str] = field(default_factory=dict, repr=False)

    def add(self, table: str, **values: Any) -> str:
        """Append a row and return its local key: ``id``, or the next of the table.

        Parameters
        ----------
        table
            One of `TABLES`.
        **values
            Its columns.
        """
        rows: list[Row] = getattr(self, table)
        key = str(values.pop("id", None) or f"{table}/{len(rows)}")
        rows.append({"id": key, **values})
        return key

    def participant(self, name: str = "", role: str = "participant", **values: Any) -> str:
        """Return the local key of the participant of this name; one that is new is added.

        Parameters
        ----------
        name
            As the source says it; it goes to `names` alone. "" is somebody without a name, always new.
        role
            ``participant``, ``moderator`` or ``observer``; of one that is there it is left as it is.
        **values
            More columns of one that is new.
        """
        name = " ".join(name.split())
        if name and name in self.names:
            return self.names[name]
        key = self.add("participants", role=role, **values)
        if name:
            self.names[name] = key
        return key

    def code(self, name: str, parent: str | None = None, **values: Any) -> str:
        """Return the local key of the code of this name under `parent`; one that is new is added."""
        place = (parent, name.strip().casefold())
        if place not in self._codes:
            self._codes[place] = self.add("codes", name=name.strip(), parent=parent, **values)
        return self._codes[place]

    def source(self, turns: Iterable[Mapping[str, Any]], *, sha256: str, **values: Any) -> str:
        """Add a source made of turns or answers, with a segment each, and return its local key.

        Parameters
        ----------
        turns
            A mapping a turn: ``text`` (without the speaker's name), and as there are ``participant`` (local
            key), ``time_start``, ``time_end`` (seconds), ``question``. An empty text is left out. Between two
            of them the source's text has an empty line; line ends become LF.
        sha256
            Of the file's bytes, or of the answers: see `sha256` of this module.
        **values
            More columns of the source: ``title``, ``kind``, ``provenance``, ``method``, ``recorded_at`` …
        """
        parts: list[str] = []
        segments: list[Row] = []
        at = 0
        for turn in turns:
            text = lines(turn["text"])
            if not text:
                continue
            at += len(_BETWEEN) if parts else 0
            parts.append(text)
            segments.append({**turn, "text": None, "start": at, "end": at + len(text)})
            at += len(text)
        key = self.add("sources", text=_BETWEEN.join(parts), sha256=sha256, **values)
        for segment in segments:
            del segment["text"]
            self.add("segments", source=key, **segment)
        return key

    def drop(self, what: str, how_many: int, why: str) -> None:
        """Say in the report that something was left out; nothing where `how_many` is 0.

        What is the same for the same reason is counted in one row. No argument may hold a participant's name
        or words: name the place, the kind, the length.
        """
        for row in self.dropped:
            if row["what"] == what and row["why"] == why:
                row["how_many"] += how_many
                return
        if how_many:
            self.dropped.append({"what": what, "how_many": how_many, "why": why})

    def doubt(self, place: str, what: str, assumed: str) -> None:
        """Say in the report where something could be read in more than one way, and how it was read.

        No argument may hold a participant's name or words: ``"cue 14"``, ``"no name"``, ``"taken as the turn
        before"``.
        """
        self.unsure.append({"place": place, "what": what, "assumed": assumed})

    @property
    def report(self) -> ReadReport:
        """The report of what is here, before it is in a study."""
        counts = {table: len(getattr(self, table)) for table in TABLES}
        return ReadReport(
            self.kind,
            {table: count for table, count in counts.items() if count},
            report_frame(self.dropped, DROPPED),
            report_frame(self.unsure, UNSURE),
            anchors=dict(self.anchors),
        )


def lines(text: str) -> str:
    """Return `text` with LF line ends and without blank space around it; its characters stay as they are."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
