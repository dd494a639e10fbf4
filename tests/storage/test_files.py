"""Open, edit, save, close: the lock, the background, versions, and files that others change."""

from __future__ import annotations

import gc
import json
import os
import stat
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.storage.worlds import NAME, States, World, abandon, empty

from journeywidgets import storage
from journeywidgets.errors import ReadOnlyError, StorageError, VersionError
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.store import Store
from journeywidgets.storage import StorageWarning, atomic, files, keeper, opening
from journeywidgets.storage.format import dumps, loads

STATES = States()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / f"{NAME}.journal"


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happens in the background."""
    monkeypatch.setattr(keeper.Keeper, "stir", lambda _: None)


@pytest.fixture(autouse=True)
def _left_open() -> Iterator[None]:
    yield
    for file in list(opening._open.values()):
        file._store = None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file.close()


def world(path: Path, steps: int = 0) -> World:
    made = World(path)
    for _ in range(steps):
        made.step()
    return made


def title(path: Path) -> str:
    return str(loads(path.read_bytes(), path.name).document.meta["title"])


def names(path: Path) -> set[str]:
    return {file.name.removeprefix(NAME) for file in path.parent.iterdir()}


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def other_process(code: str, path: Path) -> str:
    program = f"import sys, pathlib\nfrom journeywidgets import storage\npath = sys.argv[1]\n{code}"
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


class TestOpening:
    def test_makes_the_file_at_once(self, path: Path) -> None:
        file = storage.open_file(path, empty)
        assert title(path) == "0"
        assert file.document.tables == STATES[0].tables
        file.close()
        assert names(path) == {"", ".lock"}

    def test_takes_strings_and_paths_and_follows_links(self, path: Path) -> None:
        storage.open_file(str(path), empty).close()
        link = path.with_name("link.journey.json")
        link.symlink_to(path)
        made = world(link, 2)
        made.file.close()
        assert link.is_symlink()
        assert title(path) == "2"

    def test_says_what_is_wrong_with_a_path(self, tmp_path: Path) -> None:
        (tmp_path / "folder.journey.json").mkdir()
        wrong = {
            "bike.json": "Call it bike.journey.json",
            ".journey.json": "Call it bike.journey.json",
            "folder.journey.json": "is a folder. Give the name of a file in it",
            "none/bike.journey.json": "there is no folder .*none. Create it first",
        }
        for name, says in wrong.items():
            with pytest.raises(StorageError, match=says):
                storage.open_file(tmp_path / name, empty)
        with pytest.raises(StorageError, match=r"does not exist. Check the path"):
            storage.open_file(tmp_path / "new.journey.json")
        with pytest.raises(StorageError, match="does not exist"):
            storage.read(tmp_path / "new.journey.json")

    def test_names_the_version_before_where_a_file_is_broken(self, path: Path) -> None:
        made = world(path, 1)
        made.file.close()
        path.write_text("{")
        with pytest.raises(StorageError, match=f"line 1, column 2.*The version before is {NAME}.bak"):
            storage.open_file(path)

    def test_a_default_that_fails_leaves_nothing_behind(self, path: Path) -> None:
        def fails() -> Document:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            storage.open_file(path, fails)
        assert names(path) == {".lock"}
        storage.open_file(path, empty).close()

    def test_a_write_protected_file_is_read_only(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        world(path, 1).file.close()
        monkeypatch.setattr(os, "access", lambda *_: False)
        file = storage.open_file(path)
        assert file.read_only is not None
        assert "write-protected" in file.read_only

    def test_a_folder_that_cannot_be_written(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        world(path, 1).file.close()

        def denied(*_: Any, **__: Any) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", denied)
        with pytest.raises(StorageError, match="Open it with read_only=True, or copy it to a folder"):
            storage.open_file(path)
        assert storage.open_file(path, read_only=True).document.meta["title"] == "1"


class TestReadOnly:
    def test_sees_what_the_writer_was_told_is_saved(self, path: Path) -> None:
        made = world(path, 4)
        before = names(path)
        reader = storage.open_file(path, read_only=True)
        assert STATES.difference(4, reader) is None
        assert storage.read(path).document.tables == STATES[4].tables
        store = Store(reader.document)
        reader.attach(store, Inbox(store))
        with pytest.raises(ReadOnlyError, match="opened with read_only=True"):
            store.apply([Op("set", "meta", "m", {"title": "x"})], "Edit")
        with pytest.raises(StorageError, match="read-only"):
            reader.save()
        reader.close()
        assert names(path) == before
        made.step()

    def test_reads_while_a_writer_rewrites(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "IDLE", 0)
        made = world(path)
        until = time.monotonic() + 1
        done = threading.Event()

        def write() -> None:
            while time.monotonic() < until:
                made.step()
            done.set()

        thread = threading.Thread(target=write)
        thread.start()
        reads = 0
        while not done.is_set():
            before = made.number
            contents = storage.read(path)
            step = int(contents.document.meta["title"])
            assert contents.document.tables == STATES[step].tables
            assert step >= before - 1  # a refused step changes no title
            reads += 1
        thread.join()
        assert reads > 5

    def test_a_newer_file_is_shown_and_never_rewritten(self, path: Path) -> None:
        newer = {
            "format": "journeywidgets",
            "version": 9,
            "min_reader": 9,
            "meta": {"id": "m", "title": "x"},
            "new": [],
        }
        path.write_text(json.dumps(newer))
        file = storage.open_file(path, empty)
        assert file.read_only is not None
        assert "newer journeywidgets (format 9)" in file.read_only
        assert file.document.meta["title"] == "x"
        with pytest.raises(VersionError, match="Save to another file"):
            storage.write(path, empty())
        file.close()
        assert json.loads(path.read_text()) == newer
        assert names(path) == {"", ".lock"}


class TestLock:
    def test_another_process_is_told_what_to_do(self, path: Path) -> None:
        made = world(path, 2)
        said = other_process("storage.open_file(path)", path)
        assert "is open in another process" in said
        assert "or open it with read_only=True" in said
        assert other_process("print(storage.read(path).document.meta['title'])", path) == "2\n"
        made.file.close()
        assert other_process("print(storage.open_file(path).document.meta['title'])", path) == "2\n"

    def test_open_twice_here_is_the_same_or_an_error(self, path: Path) -> None:
        owner = storage.shared(path, lambda: [World(path)])
        assert storage.shared(str(path), lambda: [World(path)]) is owner
        with pytest.raises(StorageError, match="is open here already"):
            storage.open_file(path)
        owner[0].file.close()
        again = storage.shared(path, lambda: [World(path)])
        assert again is not owner

    def test_a_file_keeps_one_store(self, path: Path) -> None:
        made = world(path)
        with pytest.raises(StorageError, match="keeps another journey already"):
            made.file.attach(Store(made.file.document), made.inbox)

    @pytest.mark.usefixtures("still")
    def test_what_nobody_holds_lets_go_by_itself(self, path: Path) -> None:
        made = world(path, 3)
        del made
        gc.collect()
        assert "open" in other_process("storage.open_file(path); print('open')", path)
        again = World(path, 3)
        assert STATES.difference(3, again.file) is None

    def test_a_forked_process_neither_writes_nor_unlocks(self, path: Path) -> None:
        code = """
import os, warnings
warnings.simplefilter("ignore")  # newer Pythons warn of forks beside threads, which is what this is about
from tests.storage.worlds import World
made = World(pathlib.Path(path)); made.step()
child = os.fork()
if child == 0:
    try:
        made.step()
    except Exception as error:
        print(error, flush=True)
    made.file.close()
    os._exit(0)
os.waitpid(child, 0)
made.step()
import subprocess
out = subprocess.run([sys.executable, "-c", f"from journeywidgets import storage; storage.open_file({path!r})"],
    capture_output=True, text=True)
print("open in another process" in out.stderr)
"""
        said = other_process(code.replace("import os,", "sys.path.insert(0, '.')\nimport os,"), path)
        assert said == f"{NAME} was opened in another process. Open it in this one after closing it there.\nTrue\n"
        assert title(path) == "2"


class TestWriting:
    def test_a_pause_writes_the_file(self, path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "IDLE", 0.05)
        made = world(path, 4)
        assert title(path) == "0"
        eventually(lambda: title(path) == "4")
        eventually(lambda: not made.file._keeper.running)
        assert b'"ops"' not in journal.read_bytes()
        made.step()
        eventually(lambda: title(path) == "5")

    def test_it_is_written_even_while_edits_go_on(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LATEST", 0.1)
        made = world(path)
        end = time.monotonic() + 20
        while title(path) == "0":
            assert time.monotonic() < end
            made.step()

    def test_a_large_journal_writes_the_file(self, path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "IDLE", 60)
        monkeypatch.setattr("journeywidgets.storage.writer.LARGE", 20_000)
        made = world(path, 1000)
        assert made.number == 1000
        # What was written during the last rewriting may be just short of large again: the next changes tell.
        end = time.monotonic() + 20
        while journal.read_bytes().count(b'"ops"') >= 150:
            assert time.monotonic() < end
            made.step()
        assert int(title(path)) > 800

    def test_a_burst_is_synced_in_the_background(self, path: Path) -> None:
        made = world(path, 200)
        writer = made.file._writer
        assert writer is not None
        eventually(lambda: not writer.journal.unsynced)
        assert title(path) == "0"  # well before the pause after which the file is written

    def test_save_keeps_what_was_there_before(self, path: Path) -> None:
        backup = path.with_name(f"{NAME}.bak")
        made = world(path, 2)
        assert made.file.save() == path
        assert (title(path), title(backup)) == ("2", "0")
        made.step()
        made.step()
        made.file.save()
        assert (title(path), title(backup)) == ("4", "2")
        content = path.stat()
        made.file.save()  # nothing new: the file and the version before stay
        assert path.stat() == content
        assert title(backup) == "2"

    def test_the_background_keeps_what_was_there_on_opening(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        world(path, 2).file.close()
        monkeypatch.setattr(files, "IDLE", 0.02)
        made = World(path, 2)
        for _ in range(4):
            step = made.step()
            if step != 3:
                eventually(lambda step=step: title(path) == str(step))  # type: ignore[misc]
        assert title(path.with_name(f"{NAME}.bak")) == "2"

    def test_rights_stay(self, path: Path, journal: Path) -> None:
        world(path).file.close()
        path.chmod(0o640)
        made = World(path)
        made.step()
        made.file.save()
        assert {stat.S_IMODE(file.stat().st_mode) for file in (path, journal)} == {0o640}

    def test_an_open_edit_is_not_written(self, path: Path) -> None:
        made = world(path, 1)
        with made.store.edit("Two"):
            made.store.apply([Op("set", "meta", "m", {"title": "half"})], "")
            for refused in (made.file.save, made.file.close):
                with pytest.raises(StorageError, match="inside an edit"):
                    refused()
            made.store.apply([Op("set", "meta", "m", {"title": "1"})], "")
        assert made.file.usable
        made.file.save()
        assert title(path) == "1"

    def test_a_failure_in_the_background_is_said_and_mended(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(files, "IDLE", 0.01)
        monkeypatch.setattr(files, "RETRY", 0.01)
        made = world(path)
        replace = atomic.replace

        def full(target: Path, *_: Any, **__: Any) -> None:
            raise StorageError(f"cannot write {target}: No space left on device. Free some space.")

        monkeypatch.setattr(atomic, "replace", full)
        made.step()
        eventually(lambda: bool(made.file.notices))
        time.sleep(0.1)
        assert len(made.file.notices) == 1
        assert "No space left on device. Free some space. It is tried again" in caplog.text
        monkeypatch.setattr(atomic, "replace", replace)
        eventually(lambda: title(path) == "1")


class TestClosing:
    def test_writes_everything_and_refuses_edits(self, path: Path) -> None:
        made = world(path, 1)
        made.file.close()
        made.file.close()
        assert title(path) == "1"
        assert names(path) == {"", ".bak", ".lock"}
        with pytest.raises(ReadOnlyError, match=r"is closed. Open it again"):
            made.store.apply([Op("set", "meta", "m", {"title": "x"})], "Edit")
        with pytest.raises(StorageError, match="is closed"):
            made.file.save()

    def test_what_pages_were_told_outlives_it(self, path: Path, journal: Path) -> None:
        made = world(path, 12)
        made.file.close()
        assert journal.exists()
        path.write_text(dumps(empty().tables).replace('"0"', '"by hand"'))
        file = storage.open_file(path)
        assert file.notices == []
        assert file.document.meta["title"] == "by hand"
        assert file.seen == {"page": STATES[12].seen}
        store = Store(file.document)
        inbox = Inbox(store)
        file.attach(store, inbox)
        assert [seq for _, seq in inbox.rejects] == STATES.rejects[: STATES[12].rejects]
        # An edit that the page sends again is known.
        again = inbox.submit([{"op": "delete", "table": "stages", "id": "s"}], "x", client="page", seq=1, base=0)
        assert again == inbox.rejects["page", 1]
        assert "s" in store.document.tables["stages"]

    def test_a_file_that_cannot_be_written_is_let_go_of(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = world(path, 5)

        def full(*_: Any, **__: Any) -> None:
            raise StorageError("cannot write: No space left on device. Free some space.")

        with monkeypatch.context() as patch:
            patch.setattr(atomic, "replace", full)
            with pytest.raises(StorageError, match=f"No space left.*kept in {NAME}.journal for the next time"):
                made.file.close()
        assert title(path) == "0"
        again = World(path, 5)
        assert STATES.difference(5, again.file) is None

    def test_the_end_of_the_process_writes_the_file(self, path: Path) -> None:
        code = "from tests.storage.worlds import World\nmade = World(pathlib.Path(path)); made.step(); made.step()"
        assert other_process(f"sys.path.insert(0, '.')\n{code}", path) == ""
        assert title(path) == "2"


class TestOthersChangeTheFile:
    @staticmethod
    def theirs(name: str = "theirs") -> bytes:
        return dumps(Document({"id": "m", "title": name}).tables).encode()

    def test_while_it_is_closed(self, path: Path) -> None:
        world(path, 4).file.close()
        path.write_bytes(self.theirs())
        made = World(path)
        assert made.file.notices == []
        assert made.file.document.meta["title"] == "theirs"

    def test_while_it_is_open(self, path: Path) -> None:
        made = world(path, 4)
        for number in ("", "2"):
            path.write_bytes(self.theirs(f"theirs{number}"))
            made.step()
            with pytest.warns(StorageWarning, match=f"was changed by another program.*kept in {NAME}.theirs{number}"):
                made.file.save()
            assert title(path) == str(made.number)
            assert title(path.with_name(f"{NAME}.theirs{number}")) == f"theirs{number}"
        made.step()
        made.file.save()
        assert len(made.file.notices) == 2

    def test_while_it_is_open_and_found_in_the_background(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(files, "IDLE", 0.01)
        made = world(path)
        path.write_bytes(self.theirs())
        made.step()
        eventually(lambda: title(path) == "1")
        assert title(path.with_name(f"{NAME}.theirs")) == "theirs"
        assert "was changed by another program" in made.file.notices[0]
        assert "was changed by another program" in caplog.text

    def test_while_nothing_is_to_be_written(self, path: Path) -> None:
        made = world(path, 4)
        made.file.save()
        path.write_bytes(self.theirs())
        made.file.save()
        made.file.close()
        assert title(path) == "theirs"

    def test_by_writing_the_same_again(self, path: Path) -> None:
        made = world(path, 4)
        path.write_bytes(path.read_bytes())
        made.file.close()
        assert made.file.notices == []

    def test_by_deleting_it(self, path: Path) -> None:
        made = world(path, 4)
        path.unlink()
        made.file.close()
        assert title(path) == "4"

    @pytest.mark.usefixtures("still")
    def test_after_a_crash_with_changes_in_the_journal(self, path: Path) -> None:
        made = world(path, 11)
        made.file.save()
        made.step()
        made.step()
        abandon(made)
        other = empty()
        other.apply([Op("add", "cards", "new", {"stage": "s", "lane": "l", "text": "theirs"})])
        other.apply([Op("delete", "lanes", "l"), Op("add", "lanes", "l", {"title": "l"})])
        other.apply([Op("add", "cards", "c13", {"stage": "s", "lane": "l", "text": "theirs"})])
        path.write_bytes(dumps(other.tables).encode())
        with pytest.warns(StorageWarning) as said:
            file = storage.open_file(path)
        text = " ".join(str(one.message) for one in said)
        assert "while its journal held 2 changes that it had not" in text
        assert "Of these, 0 changes could be made again on top of it" in text
        assert f"do not fit is kept in {NAME}.journal.unapplied" in text
        assert file.document.tables["cards"]["c13"]["text"] == "theirs"
        assert path.with_name(f"{NAME}.theirs").read_bytes() == dumps(other.tables).encode()
        assert b'"c13"' in path.with_name(f"{NAME}.journal.unapplied").read_bytes()
        assert file.seen == {"page": STATES[13].seen}

    @pytest.mark.usefixtures("still")
    def test_after_a_crash_and_the_changes_fit(self, path: Path) -> None:
        made = world(path, 4)
        abandon(made)
        other = empty()
        other.apply([Op("add", "stages", "t", {"title": "theirs"})])
        path.write_bytes(dumps(other.tables).encode())
        with pytest.warns(StorageWarning) as said:
            file = storage.open_file(path)
        assert "Of these, 3 changes could be made again" in str(said[0].message)
        assert f"kept in {NAME}.theirs" in str(said[1].message)
        assert file.document.tables["cards"] == STATES[4].tables["cards"]
        assert file.document.tables["stages"].keys() == {"s", "t"}
        assert storage.format.loads(path.read_bytes(), "").document.tables == file.document.tables
        file.close()
        assert storage.open_file(path).notices == []

    @pytest.mark.usefixtures("still")
    def test_a_missing_file_with_changes_in_the_journal(self, path: Path) -> None:
        abandon(world(path, 4))
        path.unlink()
        with pytest.raises(StorageError, match=f"its journal holds 3 changes.*Put the file back.*{NAME}.bak"):
            storage.open_file(path, empty)
        with pytest.raises(StorageError, match="its journal holds 3 changes"):
            storage.read(path)


class TestDamage:
    @pytest.mark.usefixtures("still")
    def test_a_torn_line_is_dropped_with_a_notice(self, path: Path, journal: Path) -> None:
        abandon(world(path, 5))
        journal.write_bytes(journal.read_bytes()[:-10])
        with pytest.warns(StorageWarning, match="its last line is cut off"):
            made = World(path, 4)
        assert STATES.difference(4, made.file) is None
        made.step()
        abandon(made)
        again = World(path, 5)
        assert STATES.difference(5, again.file) is None

    @pytest.mark.usefixtures("still")
    def test_a_damaged_line_is_named_and_the_rest_kept_aside(self, path: Path, journal: Path) -> None:
        abandon(world(path, 5))
        damaged = journal.read_bytes().replace(b'"Step 4"', b'"Step_4"')
        journal.write_bytes(damaged)
        with pytest.warns(StorageWarning) as said:
            made = World(path, 3)
        assert [str(one.message) for one in said] == [
            f"{NAME}.journal, line 5: is damaged; what was written from there on could not be read.",
            f"The whole journal is kept in {NAME}.journal.damaged.",
        ]
        assert path.with_name(f"{NAME}.journal.damaged").read_bytes() == damaged
        assert STATES.difference(3, made.file) is None
        made.step()
        abandon(made)
        assert STATES.difference(4, World(path, 4).file) is None

    @pytest.mark.parametrize("content", [b"", b"\0" * 300, b"hello\n"])
    @pytest.mark.usefixtures("still")
    def test_a_journal_that_is_none(self, path: Path, journal: Path, content: bytes) -> None:
        abandon(world(path, 5))
        journal.write_bytes(content)
        if not content:
            file = storage.open_file(path)
        else:
            with pytest.warns(StorageWarning) as said:
                file = storage.open_file(path)
            assert "line 1: is damaged" in str(said[0].message)
            assert path.with_name(f"{NAME}.journal.damaged").read_bytes() == content
        assert file.document.tables == STATES[0].tables

    def test_leftovers_of_killed_processes_are_swept(self, path: Path) -> None:
        world(path).file.close()
        leftover = path.with_name(f".{NAME}.0a1b2c3d.jw-tmp")
        other = path.with_name(".other.journey.json.0a1b2c3d.jw-tmp")
        leftover.touch()
        other.touch()
        storage.open_file(path).close()
        assert not leftover.exists()
        assert other.exists()

    @pytest.mark.usefixtures("still")
    def test_a_journal_of_another_version(self, path: Path, journal: Path) -> None:
        from journeywidgets.storage.journal import encode, scan

        abandon(world(path, 1))
        lines = scan(journal.read_bytes()).lines
        journal.write_bytes(b"".join(encode({**line.record, "version": 7}, line.number) for line in lines))
        with pytest.raises(VersionError, match=r"another version of journeywidgets wrote .format 7.*Open and close"):
            storage.open_file(path)


class TestWrite:
    def test_and_read(self, path: Path) -> None:
        assert storage.write(path, empty()) == path
        assert storage.read(str(path)).document.tables == STATES[0].tables
        storage.write(path, Document({"id": "m", "title": "later"}))
        assert title(path.with_name(f"{NAME}.bak")) == "0"

    def test_keeps_unknown_members(self, path: Path) -> None:
        path.write_text('{"format": "journeywidgets", "version": 2, "min_reader": 1, "meta": {"id": "m"}, "new": [1]}')
        contents = storage.read(path)
        copy = path.with_name("copy.journey.json")
        storage.write(copy, contents.document, contents.extras)
        assert json.loads(copy.read_text())["new"] == [1]
        made = World(path)
        made.store.apply([Op("set", "meta", "m", {"title": "x"})], "Edit")
        made.file.close()
        assert json.loads(path.read_text())["new"] == [1]
        assert json.loads(path.read_text())["version"] == 2

    def test_to_its_own_file_is_saving(self, path: Path) -> None:
        made = world(path, 2)
        assert storage.write(path, made.store.document) == path
        assert title(path) == "2"
        made.step()

    def test_not_over_what_is_open(self, path: Path) -> None:
        made = world(path, 2)
        with pytest.raises(StorageError, match="is open here as another journey"):
            storage.write(path, empty())
        assert "open in another process" in other_process(
            "from journeywidgets.model.document import Document\nstorage.write(path, Document({'id': 'x'}))", path
        )
        made.file.close()
        assert title(path) == "2"

    @pytest.mark.usefixtures("still")
    def test_not_over_changes_in_a_journal(self, path: Path) -> None:
        abandon(world(path, 2))
        with pytest.raises(StorageError, match=r"changes that are only in its journal. Open and close it first"):
            storage.write(path, empty())

    def test_over_a_broken_file(self, path: Path) -> None:
        path.write_text("broken")
        storage.write(path, empty())
        assert path.with_name(f"{NAME}.bak").read_text() == "broken"


class TestReplacing:
    def test_without_hard_links(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def none(*_: Any) -> None:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(os, "link", none)
        path.write_text("old")
        atomic.replace(path, b"new", backup=path.with_name("bak"))
        assert (path.read_text(), path.with_name("bak").read_text()) == ("new", "old")
        assert names(path) == {"", "bak"}

    def test_where_both_names_are_one_file(self, path: Path) -> None:
        path.write_text("old")
        backup = path.with_name("bak")
        os.link(path, backup)
        atomic.replace(path, b"new", backup=backup)
        assert (path.read_text(), backup.read_text()) == ("new", "old")
        assert names(path) == {"", "bak"}

    def test_waits_for_a_scanner_that_holds_the_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(atomic, "_PAUSES", (0.001, 0.001))
        held, replace = [1, 2], os.replace

        def scanned(*args: Any) -> None:
            if held:
                held.pop()
                raise PermissionError(13, "The process cannot access the file")
            replace(*args)

        monkeypatch.setattr(os, "replace", scanned)
        atomic.replace(path, b"new")
        assert path.read_text() == "new"
        held += [1, 2, 3]
        with pytest.raises(StorageError, match=r"cannot write .* Make the folder writable, or save elsewhere"):
            atomic.replace(path, b"newer")
        assert path.read_text() == "new"

    def test_writes_that_take_a_part(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write = os.write
        monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:3]))
        atomic.replace(path, b"0123456789")
        assert path.read_bytes() == b"0123456789"


def test_importing_storage_loads_no_lock() -> None:
    code = "import sys, journeywidgets.storage; print('filelock' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
