"""Archive: the members of a zip file, read into memory within limits and never unpacked onto a disk.

A project from elsewhere is a zip file that somebody else packed. What it declares is checked before a
byte is unpacked, and counted again while it is.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from typing_extensions import Self

from journeywidgets.errors import EvidenceError

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_SYSTEM_UNIX = 3
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold.

    Attributes
    ----------
    file
        Bytes of the archive itself.
    members
        The number of members.
    member
        Bytes of one member, unpacked.
    total
        Bytes of all members, unpacked.
    ratio
        How many times its packed size a member may have.
    slack
        Bytes, unpacked, up to which a member may have any ratio: a short text of one letter packs very well.
    """

    file: int = 1_000_000_000
    members: int = 20_000
    member: int = 256_000_000
    total: int = 1_000_000_000
    ratio: int = 200
    slack: int = 1_000_000


class Archive:
    """A zip file whose members are safe to read; its first look refuses it as a whole, or not at all.

    Parameters
    ----------
    given
        A path, or the bytes of the file.
    limits
        How much it may hold.

    Raises
    ------
    EvidenceError
        The file is no zip file, or is damaged; it holds more than the limits allow; or a member has a
        path that leads out of the folder, is a link, is encrypted, stands there twice or is packed by a
        method that has no bound. The message counts the members, for their names may be people's.
    """

    def __init__(self, given: Path | str | bytes, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._left = self._limits.total
        size = len(given) if isinstance(given, bytes) else _size(Path(given))
        if size > self._limits.file:
            raise EvidenceError(f"the file has {size:,} bytes. At most {self._limits.file:,} are read.")
        with _readable("the file"):
            self._zip = zipfile.ZipFile(io.BytesIO(given) if isinstance(given, bytes) else given)
        try:
            self._members = self._checked(size)
        except EvidenceError:
            self._zip.close()
            raise
        self._numbers = {info.filename: number for number, info in enumerate(self._zip.infolist(), 1)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of the members, folders left out, in the order of the file."""
        return tuple(info.filename for info in self._members.values())

    def find(self, name: str) -> str | None:
        """Return the path of a member by its path, whatever its case; None where there is none."""
        info = self._members.get(_key(name))
        return None if info is None else info.filename

    def read(self, name: str, limit: int | None = None) -> bytes:
        """Return a member's bytes.

        Parameters
        ----------
        name
            Its path, whatever its case.
        limit
            How many bytes it may have; `Limits.member` where not given.

        Raises
        ------
        EvidenceError
            There is no such member, it is damaged, or it unpacks to more than it declares or the limits allow.
        """
        info = self._members.get(_key(name))
        if info is None:
            raise EvidenceError(f"the archive has no such member (a path of {len(name)} characters).")
        place = f"member {self._numbers[info.filename]} of the archive"
        most = min(self._limits.member if limit is None else limit, self._left)
        if info.file_size > most:
            raise EvidenceError(f"{place} unpacks to {info.file_size:,} bytes. At most {most:,} are read.")
        parts: list[bytes] = []
        size = 0
        with _readable(place), self._zip.open(info) as member:
            while part := member.read(_CHUNK):
                size += len(part)
                if size > most:
                    raise EvidenceError(f"{place} unpacks to more than it declares. The file is damaged or hostile.")
                parts.append(part)
        self._left -= size
        return b"".join(parts)

    def _checked(self, size: int) -> dict[str, zipfile.ZipInfo]:
        limits = self._limits
        infos = self._zip.infolist()
        if len(infos) > limits.members:
            raise EvidenceError(f"the archive has {len(infos):,} members. At most {limits.members:,} are read.")
        total = sum(info.file_size for info in infos)
        if total > limits.total:
            raise EvidenceError(f"the archive unpacks to {total:,} bytes. At most {limits.total:,} are read.")
        if sum(info.compress_size for info in infos) > size:
            raise EvidenceError("the members of the archive overlap. It is damaged or hostile.")
        members: dict[str, zipfile.ZipInfo] = {}
        for number, info in enumerate(infos, 1):
            problem = _problem(info, limits)
            if not problem and _key(info.filename) in members:
                problem = "has the path of another member"
            if problem:
                raise EvidenceError(f"member {number} of {len(infos)} of the archive {problem}. Nothing was read.")
            if not info.is_dir():
                members[_key(info.filename)] = info
        return members


def check(given: Path | str | bytes, limits: Limits | None = None) -> None:
    """Raise unless a zip file may be read: for files that a library of their own unpacks, such as .docx.

    Raises
    ------
    EvidenceError
        As `Archive`.
    """
    Archive(given, limits).close()


def _key(name: str) -> str:
    return name.casefold()


def _size(path: Path) -> int:
    with _readable("the file"):
        return path.stat().st_size


def _problem(info: zipfile.ZipInfo, limits: Limits) -> str:
    """Return what is wrong with a member, as it declares itself; "" where nothing is."""
    # zipfile cuts a name at its first NUL; what was in the file is in orig_filename.
    name = info.orig_filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name or not name:
        return "has a path that leads out of the folder"
    if info.create_system == _SYSTEM_UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted: unpack it with its password and pack it without"
    if info.compress_type not in _METHODS:
        return f"is packed by method {info.compress_type}; only stored and deflated members are read"
    if info.file_size > limits.member:
        return f"unpacks to {info.file_size:,} bytes; at most {limits.member:,} are read"
    if info.file_size > limits.slack and info.file_size > limits.ratio * max(info.compress_size, 1):
        return f"unpacks to more than {limits.ratio} times its packed size"
    return ""


@contextmanager
def _readable(place: str) -> Iterator[None]:
    """Turn whatever a file from elsewhere makes zipfile raise into one kind of error."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise EvidenceError(f"{place} cannot be read ({reason}).") from None
    except zipfile.BadZipFile:
        raise EvidenceError(f"{place} is no zip file, or damaged.") from None
    except (zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError) as error:
        raise EvidenceError(f"{place} is damaged ({type(error).__name__}).") from None
