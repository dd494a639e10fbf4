"""Recovery: from the bytes of a file and of its journal to the document, each change exactly once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from journeywidgets.errors import JourneyError, StorageError, VersionError
from journeywidgets.model.changes import Op
from journeywidgets.model.inbox import Reject
from journeywidgets.model.tables import Tables
from journeywidgets.storage import format as text_format
from journeywidgets.storage import journal
from journeywidgets.storage.format import Contents
from journeywidgets.storage.journal import Line
from journeywidgets.storage.kinds import JOURNEY, FileFormat

_REJECT = {part.name for part in fields(Reject)}


def digest(data: bytes) -> str:
    """Return what a mark calls a file by."""
    return hashlib.sha256(data).hexdigest()


@dataclass
class Answers:
    """What pages have been told: `Inbox.seen` and `Inbox.rejects`, to be restored."""

    seen: dict[str, int] = field(default_factory=dict)
    rejects: dict[tuple[str, int], Reject] = field(default_factory=dict)

    def to_mark(self) -> dict[str, Any]:
        """Return the plain form that the journal's first line holds."""
        return {"seen": self.seen, "rejects": [reject.to_wire() for reject in self.rejects.values()]}

    def take(self, record: Mapping[str, Any]) -> None:
        """Take in a line of the journal: a mark or an entry."""
        for client, seq in record.get("seen", {}).items():
            self._saw(client, seq)
        for wire in record.get("rejects", ()):
            self._rejected(wire)
        if "seq" in record:
            self._saw(record["actor"], record["seq"])
        if "reject" in record:
            self._rejected(record["reject"])

    def _saw(self, client: str, seq: int) -> None:
        self.seen[client] = max(seq, self.seen.get(client, 0))

    def _rejected(self, wire: Mapping[str, Any]) -> None:
        known = {name: value for name, value in wire.items() if name in _REJECT}
        self.rejects[wire["client"], wire["seq"]] = Reject(**known)


@dataclass
class Recovered:
    """A document as it was when it was last acknowledged.

    Attributes
    ----------
    contents
        The document, with every change of the journal.
    answers
        What pages have been told.
    current
        The digest of the file; None where there is none.
    files
        The digests of the files that are this document's own: anything else on the disk was put
        there by another program.
    stale
        Whether there is a journal that holds nothing new, of another file than the one there.
    purging
        Whether the process was stopped while it took something out for good: what the journal holds of
        the time before is to be deleted.
    number, held
        How many entries there are, and how many of them the file on the disk holds.
    end
        How many bytes of the journal are intact.
    torn, damaged
        Whether the journal's end was cut off while it was being written; whether a line of it is
        not what was written, or does not fit.
    foreign, misfits
        Whether another program has changed the file under changes that only the journal held, and
        how many of these could not be made again on top of it.
    notices
        What a person should know, a sentence each.
    """

    contents: Contents
    answers: Answers = field(default_factory=Answers)
    current: str | None = None
    files: set[str] = field(default_factory=set)
    stale: bool = False
    purging: bool = False
    number: int = 0
    held: int = 0
    end: int = 0
    torn: bool = False
    damaged: bool = False
    foreign: bool = False
    misfits: int = 0
    notices: list[str] = field(default_factory=list)


def recover(
    file: bytes | None,
    log: bytes | None,
    name: str,
    default: Callable[[], Tables] | None,
    kind: FileFormat = JOURNEY,
) -> Recovered:
    """Return the document that a file and its journal hold together.

    Parameters
    ----------
    file, log
        The bytes of the file and of its journal; None where there is none.
    name
        What messages call the file.
    default
        Makes the document of a new file.
    kind
        The kind of file.

    Raises
    ------
    StorageError
        There is no file and no `default`; the file is malformed; or the journal holds changes of a
        file that is not there.
    """
    found = journal.scan(log or b"")
    lines = found.lines
    base = _base(lines, file)
    held = base["holds"] if base else lines[0].number if lines else 0
    pending = [line for line in lines if line.number > held and line.record.get("ops")]
    contents = _contents(file, name, default, len(pending), kind)
    recovered = Recovered(
        contents,
        current=None if file is None else digest(file),
        files={line.record["file"] for line in lines if line.is_mark},
        number=lines[-1].number if lines else 0,
        held=held,
        stale=bool(lines) and base is None and not pending,
        purging=bool(base and base.get("purging")),
        end=found.end,
        torn=found.torn,
        damaged=found.damaged is not None,
        foreign=file is not None and base is None and bool(pending),
        notices=list(contents.notices),
    )
    if found.damaged is not None:
        recovered.notices.append(
            f"{name}.journal, line {found.damaged}: is damaged; what was written from there on could not be read."
        )
    if found.torn:
        recovered.notices.append(
            f"{name}.journal: its last line is cut off: the process was stopped while it was writing it. "
            "It was not acknowledged yet, and is dropped."
        )
    if recovered.current is not None:
        recovered.files.add(recovered.current)
    for line in lines:
        recovered.answers.take(line.record)
    if pending:
        _check_version(lines[0].record, contents, name)
        _replay(recovered, pending, name)
    return recovered


def _contents(
    file: bytes | None, name: str, default: Callable[[], Tables] | None, pending: int, kind: FileFormat
) -> Contents:
    if file is not None:
        return text_format.loads(file, name, kind)
    if pending:
        raise StorageError(
            f"{name} is not there, but its journal holds {_count(pending)} of it. Put the file back "
            f"(the version before is {name}.bak), or delete {name}.journal to give them up."
        )
    if default is None:
        raise StorageError(f"{name} does not exist. Check the path.")
    return Contents(default())


def _base(lines: tuple[Line, ...], file: bytes | None) -> dict[str, Any] | None:
    """Return the last mark of the file that is there."""
    name = None if file is None else digest(file)
    marks = [line.record for line in lines if line.is_mark and line.record["file"] == name]
    return marks[-1] if marks else None


def _check_version(mark: Mapping[str, Any], contents: Contents, name: str) -> None:
    if mark.get("version") != text_format.VERSION and contents.read_only is None:
        raise VersionError(
            f"{name}.journal holds changes that another version of journeywidgets wrote "
            f"(format {mark.get('version')}). Open and close the file once with that version."
        )


def _replay(recovered: Recovered, pending: list[Line], name: str) -> None:
    for line in pending:
        try:
            recovered.contents.document.apply([Op.from_wire(op) for op in line.record["ops"]], literal=True)
        except JourneyError as error:
            if recovered.foreign:
                recovered.misfits += 1
                continue
            # An intact line that does not fit: what comes after it may stand on it.
            recovered.number, recovered.end, recovered.damaged = line.number - 1, line.start, True
            recovered.notices.append(f"{name}.journal: change {line.number} does not fit the file ({error}).")
            break
    if recovered.foreign:
        recovered.notices.append(
            f"{name} was changed by another program while its journal held {_count(len(pending))} that it had not. "
            f"Of these, {_count(len(pending) - recovered.misfits)} could be made again on top of it."
        )


def _count(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes} changes"
