"""The key: who is behind which pseudonym. It stays with the researcher, and never goes into the study's file.

In memory, and for a study with a file in ``<name>.key.json`` beside it, readable by its owner alone.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from journeywidgets.errors import EvidenceError, StorageError
from journeywidgets.evidence.folding import fold
from journeywidgets.evidence.privacy.names import letters
from journeywidgets.evidence.privacy.numbering import Numbering
from journeywidgets.storage import atomic

SUFFIX = ".key.json"
FORMAT = "journeywidgets-key"
VERSION = 1
_OWNER = stat.S_IRUSR | stat.S_IWUSR


@dataclass(frozen=True)
class Entry:
    """A person: the name, other names, and the id of the participant; None for somebody who only was mentioned."""

    name: str
    aliases: tuple[str, ...] = ()
    participant: str | None = None

    def __repr__(self) -> str:
        """Return a line that does not name anybody."""
        return f"Entry(…, participant={self.participant!r})"


def key_path(path: Path) -> Path:
    """Return the path of the key of a study's file: ``interviews.key.json`` for ``interviews.study.json``."""
    return path.with_name(re.sub(r"(\.study)?\.json$", "", path.name) + SUFFIX)


class Key:
    """The roster of a study: rows of a name, aliases and a participant's id.

    Each change is written at once where the key has a file. The file is replaced whole, and only its
    owner may read it.

    Parameters
    ----------
    entries
        The people.
    path
        The file; None keeps the key in memory.
    numbering
        Which address, number or name stands behind which placeholder.
    read_only
        Whether the file is left as it is.
    """

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        *,
        path: Path | None = None,
        numbering: Numbering | None = None,
        read_only: bool = False,
    ) -> None:
        self._entries = list(entries)
        self.path, self.read_only = path, read_only
        self.numbering = Numbering() if numbering is None else numbering
        self._observers: list[Callable[[], None]] = []
        self.version = 0
        """Grows with every change, so that what was made of the key knows whether it is fresh."""

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Key:
        """Return the key that a file holds; an empty one where there is no file yet.

        Raises
        ------
        StorageError
            It cannot be read, or is not a key.
        """
        if not read_only:
            atomic.sweep(path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls(path=path, read_only=read_only)
        except OSError as error:
            atomic.fail("read", path, error)
        entries, numbers = _parse(data, path)
        return cls(entries, path=path, numbering=Numbering(numbers), read_only=read_only)

    # Looking up

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def frame(self) -> pd.DataFrame:
        """The key as a frame: name, aliases, participant. It names people: do not leave it in a notebook's output."""
        rows = [{"name": one.name, "aliases": list(one.aliases), "participant": one.participant} for one in self]
        frame: pd.DataFrame = pd.DataFrame(rows, columns=["name", "aliases", "participant"])
        return frame

    def participant_of(self, name: str) -> str | None:
        """Return the id of the participant with this name or alias, in any case and spacing; None if there is none."""
        sought = _same(name)
        found = {one.participant for one in self if sought in {_same(other) for other in (one.name, *one.aliases)}}
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def names_of(self, participant: str) -> tuple[str, ...]:
        """Return every name and alias of a participant."""
        return tuple(name for one in self if one.participant == participant for name in (one.name, *one.aliases))

    def observe(self, notify: Callable[[], None]) -> None:
        """Call `notify` whenever the names have changed."""
        self._observers.append(notify)

    # Changing

    def add(self, name: str, participant: str | None = None, aliases: Iterable[str] = ()) -> None:
        """Put a person into the key, or more names to one who is there.

        Parameters
        ----------
        name
            The name as it is spoken or written; its parts are found too.
        participant
            The participant's id; None for somebody who was only mentioned.
        aliases
            Nicknames, other spellings, a user name.

        Raises
        ------
        EvidenceError
            A name has fewer than two letters.
        StorageError
            The key cannot be written.
        """
        self.update([Entry(name, (aliases,) if isinstance(aliases, str) else tuple(aliases), participant)])

    def update(self, entries: Mapping[str, str] | Iterable[Entry]) -> None:
        """Put people into the key, as one change: entries, or ``{name: participant's id}``.

        Raises
        ------
        EvidenceError
            A name has fewer than two letters; the key is as it was.
        StorageError
            The key cannot be written, and is as it was.
        """
        if isinstance(entries, Mapping):
            entries = [Entry(name, (), participant) for name, participant in entries.items()]
        held = list(self._entries)
        for place, entry in enumerate(entries, 1):
            _join(held, _checked(entry, place))
        self._replace(held)

    def remove(self, participant: str) -> None:
        """Take a participant's names out.

        Raises
        ------
        StorageError
            The key cannot be written, and is as it was.
        """
        self._replace([one for one in self._entries if one.participant != participant])

    def save(self) -> None:
        """Write the key, where it has a file and something has changed.

        Raises
        ------
        StorageError
            It cannot be written.
        """
        if self.numbering.changed:
            self._write(self._entries)

    def _replace(self, entries: list[Entry]) -> None:
        if entries != self._entries or self.numbering.changed:
            self._write(entries)
            self._entries = entries
            self.version += 1
            for notify in tuple(self._observers):
                notify()

    def _write(self, entries: list[Entry]) -> None:
        if self.path is None or self.read_only:
            return
        data = {
            "format": FORMAT,
            "version": VERSION,
            "names": [
                {"name": one.name, "aliases": list(one.aliases), "participant": one.participant} for one in entries
            ],
            "numbers": self.numbering.to_dict(),
        }
        self.numbering.changed = False
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        try:
            atomic.replace(self.path, text.encode("utf-8", "surrogatepass"), mode=_OWNER)
        except StorageError:
            self.numbering.changed = True
            raise

    def __repr__(self) -> str:
        """Return a line that names nobody."""
        known = sum(one.participant is not None for one in self)
        return f"<Key: {len(self)} people, {known} of them participants>"


def _checked(entry: Entry, place: int) -> Entry:
    for name in (entry.name, *entry.aliases):
        if letters(str(name)) < 2:  # noqa: PLR2004
            raise EvidenceError(
                f"the name of entry {place} has fewer than two letters, and would be found everywhere. "
                "Give the whole name."
            )
    return replace(entry, aliases=tuple(dict.fromkeys(entry.aliases)))


def _join(held: list[Entry], entry: Entry) -> None:
    """Put an entry to those held; one of the same name and person gets its aliases."""
    for place, other in enumerate(held):
        if _same(other.name) == _same(entry.name) and entry.participant in {other.participant, None}:
            held[place] = replace(other, aliases=tuple(dict.fromkeys((*other.aliases, *entry.aliases))))
            return
        if _same(other.name) == _same(entry.name) and other.participant is None:
            held[place] = replace(entry, aliases=tuple(dict.fromkeys((*other.aliases, *entry.aliases))))
            return
    held.append(entry)


def _same(name: str) -> str:
    return " ".join(fold(name).split())


def _parse(data: bytes, path: Path) -> tuple[list[Entry], dict[str, dict[str, int]]]:
    try:
        held: Any = json.loads(data)
        {FORMAT: range(VERSION + 1)}[held["format"]].index(held["version"])
        entries = [Entry(str(row["name"]), tuple(row["aliases"]), row["participant"]) for row in held["names"]]
        numbers = {str(kind): {str(v): int(n) for v, n in values.items()} for kind, values in held["numbers"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        # What is in it are names: the message must not quote it, nor chain an error that does.
        raise StorageError(
            f"{path.name} is not a key that this version can read. Mend it, or move it away to begin a new one."
        ) from None
    return entries, numbers
