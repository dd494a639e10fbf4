"""The journal's lines, and what a damaged journal gives: the truth up to the damage, and a notice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests import documents as make
from tests import studies
from tests.storage.worlds import NAME, STUDY, States, World, abandon, empty, empty_study

from journeywidgets.errors import StorageError
from journeywidgets.model.changes import Op
from journeywidgets.model.store import Store
from journeywidgets.model.study import StudyDocument
from journeywidgets.model.tables import Tables
from journeywidgets.storage.format import dumps
from journeywidgets.storage.journal import Journal, encode, scan
from journeywidgets.storage.kinds import JOURNEY as JOURNEY_FILE
from journeywidgets.storage.kinds import STUDY as STUDY_FILE
from journeywidgets.storage.kinds import FileFormat
from journeywidgets.storage.recovery import digest, recover

STEPS = 10
MARK = {"file": digest(b"a file"), "holds": 0, "version": 1}


@dataclass(frozen=True)
class Kept:
    """A file of ten steps ago, and the journal of the steps since."""

    name: str
    kind: FileFormat
    states: States
    file: bytes
    log: bytes

    def steps_in(self, document: Tables, seen: int) -> int | None:
        """Return after how many steps the document was like this; None where it never was."""
        for number in range(STEPS + 1):
            if self.states[number].tables == document.tables and self.states[number].seen == seen:
                return number
        return None


@pytest.fixture(scope="module", params=[NAME, STUDY])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    path = tmp_path_factory.mktemp("log") / request.param
    world = World(path)
    for _ in range(STEPS):
        world.step()
    log = path.with_name(f"{path.name}.journal").read_bytes()
    abandon(world)
    kind = world.file.kind
    file = dumps((empty_study() if path.name == STUDY else empty()).tables, kind=kind).encode()
    return Kept(path.name, kind, States(path.name), file, log)


def check(kept: Kept, damaged: bytes) -> None:
    """What is read is a state that there was, and the last one, or something is said."""
    recovered = recover(kept.file, damaged, kept.name, None, kept.kind)
    number = kept.steps_in(recovered.contents.document, recovered.answers.seen.get("page", 0))
    assert number is not None, "a state that never was"
    if damaged == kept.log:
        assert number == STEPS
    elif number < STEPS and not recovered.notices:
        # Without a notice only where nothing of the rest is there: it was cut off between two lines.
        assert kept.log.startswith(damaged)
        assert damaged.endswith(b"\n") or not damaged


@given(st.data())
def test_bits_flip(kept: Kept, data: st.DataObject) -> None:
    log = kept.log
    flips = data.draw(st.lists(st.integers(0, len(log) * 8 - 1), min_size=1, max_size=5, unique=True))
    damaged = bytearray(log)
    for bit in flips:
        damaged[bit // 8] ^= 1 << bit % 8
    check(kept, bytes(damaged))


def test_every_single_bit(kept: Kept) -> None:
    log = kept.log
    start = log.index(b"\n") - 20
    for bit in range(start * 8, min(len(log), start + 120) * 8):
        damaged = bytearray(log)
        damaged[bit // 8] ^= 1 << bit % 8
        check(kept, bytes(damaged))


@given(st.data())
def test_the_end_is_cut_off(kept: Kept, data: st.DataObject) -> None:
    log = kept.log
    check(kept, log[: data.draw(st.integers(0, len(log)))])


@given(st.data())
def test_bytes_are_overwritten(kept: Kept, data: st.DataObject) -> None:
    log = kept.log
    start = data.draw(st.integers(0, len(log)))
    other = data.draw(st.binary(min_size=1, max_size=200) | st.integers(1, 600).map(bytes))
    check(kept, log[:start] + other + log[start + len(other) :])


@given(st.data())
def test_lines_are_lost_doubled_or_swapped(kept: Kept, data: st.DataObject) -> None:
    log = kept.log
    lines = log.splitlines(keepends=True)
    first, second = sorted(data.draw(st.lists(st.integers(1, len(lines) - 1), min_size=2, max_size=2)))
    change = data.draw(st.sampled_from(["lose", "double", "swap"]))
    others = list(lines)
    if change == "lose":
        del others[first]
    elif change == "double":
        others.insert(second, lines[first])
    else:
        others[first], others[second] = others[second], others[first]
    check(kept, b"".join(others))


def edited(ops: st.SearchStrategy[Op]) -> st.SearchStrategy[list[list[Op]]]:
    return st.lists(st.lists(ops, min_size=1, max_size=4), max_size=6)


@given(st.tuples(make.documents(), edited(make.ops())) | st.tuples(studies.studies(), edited(studies.ops())), st.data())
def test_what_was_recorded_is_read_again(given: tuple[Tables, list[list[Op]]], data: st.DataObject) -> None:
    document, changes = given
    kind = STUDY_FILE if isinstance(document, StudyDocument) else JOURNEY_FILE
    file = dumps(document.tables, kind=kind).encode()
    lines = [encode({"file": digest(file), "holds": 0, "version": 1}, 0)]
    store = Store(document)
    store.record = lambda entry: lines.append(encode(entry, len(lines)))
    for ops in changes:
        try:
            store.apply(ops, "Edit")
            if data.draw(st.booleans()):
                store.undo()
        except Exception as error:  # noqa: BLE001
            assert type(error).__module__ == "journeywidgets.errors"  # noqa: PT017 - what does not fit changes nothing
    recovered = recover(file, b"".join(lines), NAME, None, kind)
    assert recovered.contents.document.tables == store.document.tables
    assert recovered.notices == []


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.text()), max_size=4))
@example({"a": "\ud800\n\u2028"})
def test_lines_round_trip(record: dict[str, Any]) -> None:
    log = encode({"file": None}, 7) + encode({"n": record}, 8)
    assert [line.record for line in scan(log).lines] == [{"file": None}, {"n": record}]
    assert log.count(b"\n") == 2


def test_what_json_has_no_form_for_is_refused() -> None:
    for value in (float("nan"), {1, 2}, object()):
        with pytest.raises(StorageError, match="cannot write down"):
            encode({"value": value}, 1)


def entries(path: Path) -> list[Any]:
    return [line.record.get("n") for line in scan(path.read_bytes()).lines[1:]]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "x.journal", like=tmp_path / "x")
    journal.restart(MARK, 0, 0)
    return journal


def test_a_deleted_journal_is_put_back(journal: Journal) -> None:
    journal.append({"n": 1})
    journal.path.unlink()
    journal.append({"n": 2})
    assert entries(journal.path) == [1, 2]
    journal.path.unlink()
    journal.restart(MARK, 0, 0)
    assert len(entries(journal.path)) == 3  # the old mark among them


def test_a_journal_that_another_program_replaced_is_left_alone(journal: Journal) -> None:
    journal.append({"n": 1})
    other = journal.path.with_name("other")
    other.write_text("theirs")
    other.replace(journal.path)
    with pytest.raises(StorageError, match="another program has replaced"):
        journal.append({"n": 2})
    assert journal.path.read_text() == "theirs"


def test_entries_after_a_failed_sync_are_written_to_a_new_file(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    # After a failed sync the system may drop what it has not written, and say nothing the next time.
    journal.append({"n": 1})
    inode = journal.path.stat().st_ino
    journal.synced_at = -100

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(StorageError, match="Input/output error"):
            journal.append({"n": 2})
    assert entries(journal.path) == [1]
    keep = journal.path.with_name("keep")
    os.link(journal.path, keep)  # so that the number of the inode is not used again
    journal.append({"n": 3})
    assert entries(journal.path) == [1, 3]
    assert journal.path.stat().st_ino != inode


def test_a_burst_is_synced_twenty_times_a_second(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs: list[int] = []
    monkeypatch.setattr(os, "fsync", syncs.append)
    clock = [journal.synced_at]
    monkeypatch.setattr("journeywidgets.storage.journal.time.monotonic", lambda: clock[0])
    for number in range(7990):
        clock[0] += 0.0005
        journal.append({"n": number})
    assert 60 <= len(syncs) <= 81
    before = len(syncs)
    journal.sync()
    journal.sync()
    assert len(syncs) == before + 1
    assert len(entries(journal.path)) == 7990
