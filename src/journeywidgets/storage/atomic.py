"""Files replaced whole: at every instant the old content or the new one is there, never neither."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

from journeywidgets.errors import StorageError

# On Windows a virus scanner or a sync client may hold a file for a moment; elsewhere "denied" is final.
_PAUSES: tuple[float, ...] = (0.01, 0.05, 0.2, 0.5) if os.name == "nt" else ()
_BINARY: int = getattr(os, "O_BINARY", 0)
_SPACE = "Free some space"
_RIGHTS = "Make the folder writable, or save elsewhere"
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _SPACE),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS),
}
# What Windows and some network file systems answer to a folder that is to be synced: they have no such call.
_UNKNOWN_CALL = {errno.EACCES, errno.EPERM, errno.EINVAL, errno.EISDIR, errno.EBADF, errno.ENOSYS, errno.EOPNOTSUPP}


def fail(doing: str, path: Path, error: OSError) -> NoReturn:
    """Raise the StorageError of a failed system call: what was done, where, why, and the remedy."""
    remedy = _REMEDIES.get(error.errno or 0, "Check the disk and the folder")
    raise StorageError(f"cannot {doing} {path}: {error.strerror or error}. {remedy}.") from error


def beside(path: Path, suffix: str) -> Path:
    """Return the path of a file that goes with `path`: its name and a suffix."""
    return path.with_name(path.name + suffix)


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`: one call to the system may take only a part."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def replace(path: Path, data: bytes, *, backup: Path | None = None, mode: int | None = None) -> None:
    """Put `data` in the place of a file, durably.

    Parameters
    ----------
    path
        The file, without symbolic links; it need not exist.
    data
        The new content.
    backup
        Where to keep what was there before.
    mode
        The file's rights; None keeps those of the file that was there.

    Raises
    ------
    StorageError
        The old content is there, or the new one; whole in either case.
    """
    put(path, data, backup=backup, mode=mode)
    sync_folder(path.parent)


def put(
    path: Path, data: bytes, *, backup: Path | None = None, like: Path | None = None, mode: int | None = None
) -> None:
    """Do as `replace` does, but leave it to `sync_folder` to make the new name durable.

    `like` is the file whose rights a new one takes; `mode` are rights that nothing else decides.

    Raises
    ------
    StorageError
        The old content is there.
    """
    with _cleaned(_temporary(path)) as temporary:
        try:
            _create(temporary, data, mode or _mode(path if like is None or path.exists() else like))
            if backup is not None and path.exists():
                keep(path, backup)
            _patiently(lambda: temporary.replace(path))
        except OSError as error:
            fail("write", path, error)


def keep(path: Path, copy: Path) -> None:
    """Keep the present content of `path` under a second name, replacing what was there.

    Raises
    ------
    StorageError
        Nothing was changed.
    """
    with _cleaned(_temporary(copy)) as temporary:
        try:
            try:
                os.link(path, temporary)
            except OSError:  # a file system without hard links
                _create(temporary, path.read_bytes(), _mode(path))
            _patiently(lambda: temporary.replace(copy))
        except OSError as error:
            fail("keep a copy in", copy, error)


def keep_aside(path: Path, suffix: str) -> Path:
    """Keep the present content of `path` under a new name, replacing nothing; return the name.

    Raises
    ------
    StorageError
        It could not be kept.
    """
    number, aside = 1, beside(path, suffix)
    while aside.exists():
        number += 1
        aside = beside(path, f"{suffix}{number}")
    # A copy, and no second link: a journal is written in place.
    try:
        data = path.read_bytes()
    except OSError as error:
        fail("read", path, error)
    put(aside, data, like=path)
    sync_folder(path.parent)
    return aside


def remove(path: Path) -> None:
    """Delete a file that is not needed any more; one that cannot be deleted does no harm."""
    with contextlib.suppress(OSError):
        path.unlink()


def sweep(path: Path) -> None:
    """Delete the temporary files that killed processes left beside `path`; call it with the lock held."""
    for leftover in path.parent.glob(f".{glob_escape(path.name)}*.jw-tmp"):
        remove(leftover)


def glob_escape(name: str) -> str:
    """Return `name` as a glob pattern that matches only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def sync_folder(folder: Path) -> None:
    """Make a new name durable, where the system has a call for it.

    Raises
    ------
    StorageError
        The name is there, but may not outlive a power failure.
    """
    try:
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        if error.errno not in _UNKNOWN_CALL:
            fail("sync the folder", folder, error)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.jw-tmp")


def _mode(path: Path) -> int | None:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else None


def _create(path: Path, data: bytes, mode: int | None) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666 if mode is None else mode)
    try:
        write_all(fd, data)
        os.fsync(fd)
    finally:
        os.close(fd)
    if mode is not None:
        path.chmod(mode)  # the umask took a part of it


@contextlib.contextmanager
def _cleaned(temporary: Path) -> Iterator[Path]:
    try:
        yield temporary
    finally:
        # Renaming one hard link of a file over another leaves both, so it may be there even after success.
        remove(temporary)


def _patiently(call: Callable[[], object]) -> None:
    for pause in _PAUSES:
        try:
            call()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    call()
