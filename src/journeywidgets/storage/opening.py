"""Opening, reading and writing files; one process at a time writes a file."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast
from weakref import WeakValueDictionary

from journeywidgets.errors import StorageError, VersionError
from journeywidgets.model.tables import Tables
from journeywidgets.storage import atomic
from journeywidgets.storage import format as text_format
from journeywidgets.storage.files import DocumentFile, Lock
from journeywidgets.storage.format import Contents, Extras
from journeywidgets.storage.kinds import FORMATS, JOURNEY, FileFormat
from journeywidgets.storage.recovery import Recovered, recover
from journeywidgets.storage.writer import backup_path, journal_path
from journeywidgets.storage.writer import read as read_bytes

_PATIENCE = 2.0
_TRIES = 20

Owner = TypeVar("Owner")
Default = Callable[[], Tables]

_log = logging.getLogger("journeywidgets")
# Not kept alive by being listed: a document that nobody holds any more lets go of its file by itself.
_open: WeakValueDictionary[Path, DocumentFile] = WeakValueDictionary()
_turn = threading.RLock()


def open_file(
    path: str | os.PathLike[str],
    default: Default | None = None,
    *,
    kind: FileFormat | None = None,
    read_only: bool = False,
) -> DocumentFile:
    """Open a file, or create it.

    Parameters
    ----------
    path
        A ``.journey.json`` or ``.study.json`` file in a folder that exists. Symbolic links are
        followed.
    default
        Makes the document of a new file; without it the file must exist.
    kind
        The kind of file that it has to be; None takes any.
    read_only
        Open it without the lock, whoever else has it open, and refuse edits.

    Raises
    ------
    StorageError
        It cannot be read or written, or is open already, here or in another process.
    """
    target, kind = _target(path, kind)
    why = f"{target.name} was opened with read_only=True." if read_only else _protected(target)
    if why is None:
        with _turn:
            if _found(target) is not None:
                raise StorageError(f"{target} is open here already. Use that {kind.noun}, or close it first.")
            lock = _lock(target)
            try:
                atomic.sweep(target)
                recovered = _recover(target, kind, default)
                why = recovered.contents.read_only
                if why is None:
                    file = _open[target] = DocumentFile(target, recovered, lock, kind=kind)
                    return file
            except BaseException:
                lock.release()
                raise
            lock.release()
    recovered = _look(target, kind)
    return DocumentFile(target, recovered, None, recovered.contents.read_only or why, kind=kind)


def shared(path: str | os.PathLike[str], make: Callable[[], Owner], *, kind: FileFormat | None = None) -> Owner:
    """Return what holds the file in this process, or make it.

    A cell that opens a file and is run again gets the same document, with its pages still attached.

    Parameters
    ----------
    path
        The file.
    make
        Opens the file with `open_file`, and returns what is to hold it.
    kind
        The kind of file that it has to be; None takes any.
    """
    target, _ = _target(path, kind)
    with _turn:
        file = _found(target)
        if file is not None and file.owner is not None:
            return cast("Owner", file.owner)
        owner = make()
        file = _found(target)
        if file is not None:
            file.owner = owner
        return owner


def read(path: str | os.PathLike[str]) -> Contents:
    """Return what a file and its journal hold, and leave both alone.

    Raises
    ------
    StorageError
        It does not exist, or cannot be read.
    """
    return _look(*_target(path)).contents


def write(
    path: str | os.PathLike[str],
    document: Tables,
    extras: Extras | None = None,
    *,
    kind: FileFormat | None = None,
) -> Path:
    """Write a document to a file, keep what was there before in ``.bak``, and return the path.

    Raises
    ------
    StorageError
        It cannot be written, is open elsewhere, or its journal holds changes that it does not.
    VersionError
        A newer version wrote what is there, and it must not be overwritten.
    """
    target, kind = _target(path, kind)
    file = _found(target)
    if file is not None and file.document is document:
        return file.save()
    with _turn:
        if _found(target) is not None:
            raise StorageError(
                f"{target} is open here as another {kind.noun}. Close that one first, or save elsewhere."
            )
        lock = _lock(target)
        try:
            _check_replaceable(target, kind)
            data = text_format.dumps(document.tables, extras, kind).encode()
            atomic.replace(target, data, backup=backup_path(target))
        finally:
            lock.release()
    return target


def _target(path: str | os.PathLike[str], wanted: FileFormat | None = None) -> tuple[Path, FileFormat]:
    given = Path(path).expanduser()
    kind = next((each for each in FORMATS if given.name.endswith(each.suffix)), None)
    if kind is None or given.name == kind.suffix or (wanted is not None and kind is not wanted):
        wanted = wanted or JOURNEY
        name = given.name.removesuffix(".json")
        for each in FORMATS:
            name = name.removesuffix(each.suffix.removesuffix(".json"))
        raise StorageError(
            f"{given} is not the name of a {wanted.noun} file. Call it {name or wanted.example}{wanted.suffix}."
        )
    target = Path(os.path.realpath(given))
    if target.is_dir():
        raise StorageError(f"{given} is a folder. Give the name of a file in it.")
    if not target.parent.is_dir():
        raise StorageError(f"there is no folder {target.parent}. Create it first.")
    return target, kind


def _protected(target: Path) -> str | None:
    if target.exists() and not os.access(target, os.W_OK):
        return f"{target.name} is write-protected. Make it writable and open it again to edit it."
    return None


def _found(target: Path) -> DocumentFile | None:
    file = _open.get(target)
    return file if file is not None and file.usable else None


def _recover(target: Path, kind: FileFormat, default: Default | None) -> Recovered:
    # The journal first: what is read of the file is then never older than what the journal stands on.
    log = read_bytes(journal_path(target))
    try:
        return recover(read_bytes(target), log, target.name, default, kind)
    except VersionError:
        raise
    except StorageError as error:
        if not target.exists() or not backup_path(target).exists():
            raise
        raise StorageError(f"{error} The version before is {backup_path(target).name}.") from error


def _look(target: Path, kind: FileFormat) -> Recovered:
    """Read without the lock: while a writer is at it, file and journal may not fit for a moment."""
    for _ in range(_TRIES):
        recovered = _recover(target, kind, None)
        if not recovered.foreign:
            break
        time.sleep(_PATIENCE / _TRIES)
    return recovered


def _check_replaceable(target: Path, kind: FileFormat) -> None:
    if not target.exists():
        return
    try:
        recovered = _recover(target, kind, None)
    except VersionError:
        raise
    except StorageError:
        return  # not such a file, or a broken one: it is kept in .bak
    if recovered.contents.read_only is not None:
        raise VersionError(f"{recovered.contents.read_only} Save to another file.")
    if recovered.number > recovered.held:
        raise StorageError(
            f"{target.name} has changes that are only in its journal. Open and close it first, or save to another file."
        )


def _lock(target: Path) -> Lock:
    from filelock import FileLock, Timeout

    lock = FileLock(atomic.beside(target, ".lock"), timeout=_PATIENCE, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise StorageError(
            f"{target.name} is open in another process, perhaps in another notebook. Close it there "
            "(close(), or shut that kernel down), or open it with read_only=True."
        ) from None
    except (OSError, NotImplementedError) as error:
        raise StorageError(
            f"cannot lock {target}: {error}. Open it with read_only=True, or copy it to a folder that you can write to."
        ) from error
    return lock


def _close_all() -> None:
    for file in list(_open.values()):
        try:
            file.close()
        except StorageError as error:
            _log.warning(str(error))


atexit.register(_close_all)
