"""System calls that fail: what was refused does not hold, and what was acknowledged does."""

from __future__ import annotations

import errno
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.storage.worlds import NAME, States, World, abandon, empty

from journeywidgets import storage
from journeywidgets.errors import StorageError
from journeywidgets.model.document import Document
from journeywidgets.storage import journal, keeper
from journeywidgets.storage.journal import Journal

STATES = States()
CALLS = ["open", "write", "fsync", "replace", "link", "close", "ftruncate"]
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES]
MODES = ["once", "lasting", "half"]
STEPS = 8


@pytest.fixture(autouse=True)
def _in_this_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    # Faults are counted, so nothing happens in the background, and every entry is synced.
    monkeypatch.setattr(keeper.Keeper, "stir", lambda _: None)
    monkeypatch.setattr(journal, "SYNC_PAUSE", 0)


class Faults:
    """Makes the n-th of some system calls fail, or every one from the n-th on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self.fails = 0, 0
        self._at, self._code, self._mode = 0, 0, ""
        self._names: list[str] = []
        for name in CALLS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    @contextmanager
    def at(self, number: int, code: int, names: list[str], mode: str) -> Iterator[None]:
        """Fail: ``once``, ``lasting`` from there on, or ``half``: a write that wrote a part."""
        self.count = self.fails = 0
        self._at, self._code, self._names, self._mode = number, code, names, mode
        try:
            yield
        finally:
            self._at = 0

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            if self._at and name in self._names:
                self.count += 1
                if self.count == self._at or (self._mode == "lasting" and self.count > self._at):
                    self.fails += 1
                    if name == "write" and self._mode == "half":
                        call(args[0], bytes(args[1])[: len(args[1]) // 2])
                    if name == "close":
                        call(*args, **options)  # the descriptor is gone even so
                    raise OSError(self._code, os.strerror(self._code))
            return call(*args, **options)

        return wrapped


def use(world: World, steps: int = STEPS) -> None:
    """Take steps and save between them, up to the first failure."""
    while world.number < steps:
        before, seen = world.number, world.inbox.seen.get("page", 0)
        try:
            world.step()
        except StorageError:
            # What was refused does not show either. Its number is used again.
            assert world.store.document.tables == STATES[before].tables
            world.inbox.seen["page"] = seen
            world.inbox.rejects.pop(("page", seen + 1), None)
            return
        if world.number % 4 == 0:
            try:
                world.file.save()
            except StorageError:
                assert world.store.document.tables == STATES[world.number].tables
                return


def found(path: Path) -> storage.DocumentFile:
    """Return what another process would find, if this one were killed now."""
    copy = path.parent.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path.parent, copy)
    file = opened(copy / NAME)
    file.close()
    return file


def opened(path: Path) -> storage.DocumentFile:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*its last line is cut off")
        return storage.open_file(path, empty)


def numbers(faults: Faults, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Count up, with a fresh folder each, until no fault is hit any more."""
    for number in range(1, 500):
        path = tmp_path / str(number) / "home" / NAME
        path.parent.mkdir(parents=True)
        yield number, path
        if not faults.fails:
            return
        shutil.rmtree(path.parent.parent)
    pytest.fail("there is no end of it")


every_fault = pytest.mark.parametrize(
    ("names", "code", "mode"),
    [
        # The n-th call of any kind, with each error; and the calls one by one, where the others go on.
        *(
            pytest.param(CALLS, code, mode, id=f"any-{errno.errorcode[code]}-{mode}")
            for code in ERRORS
            for mode in MODES
        ),
        *(
            pytest.param([name], errno.EIO, mode, id=f"{name}-EIO-{mode}")
            for name in CALLS
            for mode in MODES
            if mode != "half" or name == "write"
        ),
    ],
)


@every_fault
def test_while_editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], code: int, mode: str) -> None:
    faults = Faults(monkeypatch)
    for number, path in numbers(faults, tmp_path):
        world = World(path)
        with faults.at(number, code, names, mode):
            use(world)
        # On the disk is what the journey shows.
        assert STATES.difference(world.number, found(path)) is None, number
        use(world)
        use(world, STEPS + 2)
        assert world.number == STEPS + 2
        world.file.close()
        assert STATES.difference(world.number, found(path)) is None, number
        assert not list(path.parent.glob(".*.jw-tmp"))


@every_fault
def test_while_opening_and_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], code: int, mode: str
) -> None:
    faults = Faults(monkeypatch)
    for number, path in numbers(faults, tmp_path):
        world = World(path)
        use(world, 7)
        abandon(world)
        with faults.at(number, code, names, mode):
            try:
                file = opened(path)
            except StorageError:
                file = None
            if file is not None:
                assert STATES.difference(7, file) is None, number
                with suppress(StorageError):
                    file.close()
                assert not file.usable
        again = opened(path)
        assert STATES.difference(7, again) is None, number
        again.close()


@every_fault
def test_while_making_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], code: int, mode: str
) -> None:
    faults = Faults(monkeypatch)
    for number, path in numbers(faults, tmp_path):
        with faults.at(number, code, names, mode), suppress(StorageError):
            opened(path).close()
        again = opened(path)
        assert STATES.difference(0, again) is None, number
        again.close()


@every_fault
def test_while_writing_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], code: int, mode: str
) -> None:
    faults = Faults(monkeypatch)
    for number, path in numbers(faults, tmp_path):
        storage.write(path, empty())
        later = Document({"id": "m", "title": "later"})
        with faults.at(number, code, names, mode):
            try:
                storage.write(path, later)
                titles = {"later"}
            except StorageError:
                titles = {"0", "later"}
        assert storage.read(path).document.meta["title"] in titles
        if titles == {"later"}:
            assert storage.format.loads(path.with_name(f"{NAME}.bak").read_bytes(), "").document.meta["title"] == "0"


def forget_to_cut(journal: Journal) -> None:
    journal._clean = True


def put_in_place(journal: Journal, data: bytes) -> None:
    journal.close()
    journal.path.write_bytes(b"")
    fd = journal._open()
    os.write(fd, data)
    os.fsync(fd)
    journal.size, journal.unsynced = len(data), False


@pytest.mark.parametrize(
    ("name", "mutant", "call", "mode"),
    [
        ("_cut", forget_to_cut, "write", "half"),
        ("_cut", forget_to_cut, "fsync", "once"),
        ("_put", put_in_place, "write", "once"),
    ],
)
def test_what_makes_it_hold_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, mutant: Any, call: str, mode: str
) -> None:
    monkeypatch.setattr(Journal, name, mutant)
    with pytest.raises((AssertionError, storage.StorageWarning)):
        test_while_editing(tmp_path, monkeypatch, [call], errno.ENOSPC, mode)
