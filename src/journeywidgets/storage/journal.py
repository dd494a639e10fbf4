"""The journal: a log beside the file, which holds each change before it is acknowledged.

A line is ``number length checksum json``: the bytes of the JSON, and a CRC-32 in hex over number
and JSON. Most lines are *entries*, one change or rejection each, numbered 1, 2, 3… over the life of
the journey. A *mark* has the number of the entry before it, and says which file holds which entries:
``{"file": sha-256 of the file, "holds": the number of the last entry in it, …}``. The first line is
a mark, and another one is written before the file is replaced, so that after a crash at any instant
the file itself tells which entries it holds: no entry is applied twice, and none is left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeywidgets.errors import StorageError
from journeywidgets.storage import atomic

SYNC_PAUSE = 0.05
"""Seconds between two syncs to the disk in a burst of changes. A killed process loses nothing in
between; a power failure may lose so much."""

_BINARY: int = getattr(os, "O_BINARY", 0)


def encode(record: Mapping[str, Any], number: int) -> bytes:
    """Return a record as a line of the journal.

    Raises
    ------
    StorageError
        The record holds something that JSON has no form for.
    """
    try:
        data = json.dumps(record, allow_nan=False, separators=(",", ":")).encode("ascii")
    except (TypeError, ValueError) as error:
        raise StorageError(f"cannot write down a change: {error}. Give plain text, numbers and lists.") from error
    return _line(data, number)


def _line(data: bytes, number: int) -> bytes:
    return b"%d %d %08x %b\n" % (number, len(data), zlib.crc32(data, number & 0xFFFFFFFF), data)


@dataclass(frozen=True)
class Line:
    """A record, its number, and where its line begins and ends in the journal."""

    number: int
    record: dict[str, Any]
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark, and no entry."""
        return "file" in self.record


@dataclass(frozen=True)
class Scan:
    """What a journal holds.

    Attributes
    ----------
    lines
        The intact lines, up to the first that is not.
    torn
        Whether the last line is cut off: it was being written when the process was killed, and
        nobody was told that it holds.
    damaged
        The number of the first line that is not what was written; None where there is none.
    """

    lines: tuple[Line, ...]
    torn: bool = False
    damaged: int | None = None

    @property
    def end(self) -> int:
        """Where the intact part ends."""
        return self.lines[-1].end if self.lines else 0


def scan(data: bytes) -> Scan:
    """Read the lines of a journal up to the first that is not intact, or not the next."""
    lines: list[Line] = []
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1
        line = _read_line(data[start:end], start) if end else None
        if line is None or not _follows(line, lines):
            torn = not end and bool(lines)  # the first line is never written in place
            return Scan(tuple(lines), torn, None if torn else len(lines) + 1)
        lines.append(line)
        start = end
    return Scan(tuple(lines))


def _read_line(line: bytes, start: int) -> Line | None:
    number, _, rest = line.partition(b" ")
    data = rest.rstrip(b"\n").split(b" ", 2)[-1]
    if not number.isdigit() or line != _line(data, int(number)):
        return None
    try:
        record = json.loads(data)
    except ValueError:
        return None
    return Line(int(number), record, start, start + len(line)) if isinstance(record, dict) else None


def _follows(line: Line, lines: list[Line]) -> bool:
    if not lines:
        return line.is_mark
    return line.number == lines[-1].number + (not line.is_mark)


class Journal:
    """The journal of one open file; the caller sees to it that one thread uses it at a time.

    Parameters
    ----------
    path
        The file.
    like
        The file whose rights it takes.
    size
        The bytes of it that hold; what is behind them is cut off.
    number
        How many entries have been written so far.

    Attributes
    ----------
    unsynced
        Whether entries were written that a power failure could still take.
    synced_at
        When the last sync ended, by `time.monotonic`.
    """

    def __init__(self, path: Path, *, like: Path, size: int = 0, number: int = 0) -> None:
        self.path, self.size, self.number = path, size, number
        self._like = like
        self.unsynced = False
        self.synced_at = -SYNC_PAUSE
        self._fd: int | None = None
        self._inode: tuple[int, int] | None = None
        self._clean = False  # whether nothing stands behind `size`
        self._doubtful = False  # whether a sync failed: the system may then forget what it has not written

    @property
    def exists(self) -> bool:
        """Whether there is a journal yet: one without a change has none."""
        return self.size > 0

    def mend(self) -> None:
        """Cut off what does not hold.

        Raises
        ------
        StorageError
            It is still there, and will be cut off before the next line is written.
        """
        try:
            self._ready()
        except OSError as error:
            atomic.fail("write", self.path, error)

    def append(self, record: Mapping[str, Any], *, entry: bool = True) -> None:
        """Write a line; it is in the hands of the system when this returns, and most often on the disk.

        Raises
        ------
        StorageError
            Nothing was added.
        """
        line, whole = encode(record, self.number + entry), False
        try:
            fd = self._ready()
            self._clean = False
            atomic.write_all(fd, line)
            whole = True
            if not entry or time.monotonic() - self.synced_at >= SYNC_PAUSE:
                self._sync(fd)
            else:
                self.unsynced = True
        except OSError as error:
            if self._taken_back() or not (whole and entry):
                atomic.fail("write", self.path, error)
            # It can neither be synced nor cut off, and would be found: so it holds, and waits for a sync.
            self.unsynced = True
        self.size += len(line)
        self.number += entry
        self._clean = True

    def sync(self) -> None:
        """Make everything written outlive a power failure.

        Raises
        ------
        StorageError
            It may not.
        """
        if self.unsynced:
            try:
                self._sync(self._ready())
            except OSError as error:
                atomic.fail("sync", self.path, error)

    def restart(self, mark: Mapping[str, Any], number: int, since: int) -> None:
        """Begin anew with a mark and what follows it: the lines from the byte `since` on. All or nothing.

        `number` is that of the last entry before them.

        Raises
        ------
        StorageError
            The journal holds the same entries as before.
        """
        try:
            self._put(encode(mark, number) + (self._read(since) if self.exists else b""))
        except OSError as error:
            atomic.fail("write", self.path, error)

    def close(self) -> None:
        """Let go of the file."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            with contextlib.suppress(OSError):
                os.close(fd)

    def _ready(self) -> int:
        """Return the open file, with nothing in it but the lines that hold."""
        self._open()
        if not self._still_there() or self._doubtful:
            self._put(self._read(0))
        fd = self._open()
        if not self._clean:
            self._cut()
        return fd

    def _open(self) -> int:
        if self._fd is None:
            self._fd = os.open(self.path, os.O_RDWR | os.O_APPEND | _BINARY)
            found = os.fstat(self._fd)
            self._inode = (found.st_dev, found.st_ino)
            self._clean = False
        return self._fd

    def _still_there(self) -> bool:
        """Return whether the file still has its name: a clean-up may have deleted it under the open journal."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return False
        if (found.st_dev, found.st_ino) != self._inode:
            raise StorageError(
                f"another program has replaced {self.path}, the journal of an open file. "
                "Save to another file, and open only that one."
            )
        return True

    def _cut(self) -> None:
        os.ftruncate(self._open(), self.size)
        self._clean = True

    def _taken_back(self) -> bool:
        """Return whether what a failed write left behind is gone; if not, it is cut off before the next line."""
        try:
            self._cut()
        except OSError:
            return False
        return True

    def _sync(self, fd: int) -> None:
        try:
            os.fsync(fd)
        except OSError:
            self._doubtful = True
            raise
        self.unsynced, self.synced_at = False, time.monotonic()

    def _read(self, start: int) -> bytes:
        fd = self._open()
        os.lseek(fd, start, os.SEEK_SET)
        data = b""
        while len(data) < self.size - start:
            part = os.read(fd, self.size - start - len(data))
            if not part:
                raise StorageError(f"{self.path} has become shorter. Save to another file, and look at the disk.")
            data += part
        return data

    def _put(self, data: bytes) -> None:
        if os.name == "nt":  # Windows replaces no open file
            self.close()
        atomic.put(self.path, data, like=self._like)
        self.close()
        self.size, self.unsynced, self._doubtful = len(data), False, False
        self.synced_at = time.monotonic()
        self._open()
        atomic.sync_folder(self.path.parent)
