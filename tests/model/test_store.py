"""The store: undo, redo, edits as one change, observers, pages' changes exactly once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import documents as make

from journeywidgets.errors import JourneyError, StorageError, TableError, UndoError
from journeywidgets.model.changes import Change, Op
from journeywidgets.model.document import Document
from journeywidgets.model.inbox import GapError, Held, Inbox, Reject
from journeywidgets.model.store import Store


def small() -> Store:
    document = Document({"id": "m"})
    document.apply([
        Op("add", "stages", "s", {"title": "Sign-up"}),
        Op("add", "lanes", "l", {}),
        Op("add", "cards", "c", {"stage": "s", "lane": "l", "text": "one"}),
    ])  # fmt: skip
    return Store(document)


def text(store: Store, card: str = "c") -> Any:
    return store.document.tables["cards"][card]["text"]


def write(store: Store, words: str, **origin: Any) -> Change | None:
    return store.apply([Op("set", "cards", "c", {"text": words})], "Edit card", **origin)


@given(make.documents(), st.lists(make.ops(), max_size=10))
def test_undo_all_then_redo_all_is_the_same(document: Document, ops: list[Op]) -> None:
    store = Store(document)
    states = [document.to_dict()]
    for op in ops:
        try:
            change = store.apply([op], "Edit")
        except TableError:
            continue
        if change:
            states.append(document.to_dict())
    for state in reversed(states[:-1]):
        store.undo()
        assert document.to_dict() == state
    with pytest.raises(UndoError):
        store.undo()
    for state in states[1:]:
        store.redo()
        assert document.to_dict() == state
    with pytest.raises(UndoError):
        store.redo()


def test_an_edit_is_one_change_and_one_undo_step() -> None:
    store = small()
    with store.edit("rename"):
        write(store, "two")
        write(store, "three")
        store.apply([Op("set", "stages", "s", {"title": "Join"})], "")
    assert [change.label for change in store.history.changes] == ["rename"]
    store.undo()
    assert (text(store), store.document.tables["stages"]["s"]["title"]) == ("one", "Sign-up")


def test_an_edit_that_fails_leaves_nothing() -> None:
    store = small()
    before = store.document.to_dict()

    def edit() -> None:
        with store.edit("two things"):
            write(store, "two")
            store.apply([Op("delete", "cards", "none")], "")

    with pytest.raises(TableError):
        edit()
    assert store.document.to_dict() == before
    assert store.revision == 0
    assert write(store, "works again") is not None


def test_a_change_that_cannot_be_journalled_does_not_hold() -> None:
    store = small()

    def full(_entry: Any) -> None:
        raise StorageError("the disk is full")

    store.record = full
    with pytest.raises(StorageError):
        write(store, "two")
    assert (text(store), store.revision, store.history.changes) == ("one", 0, [])
    with pytest.raises(StorageError), store.edit("both"):
        write(store, "two")
    assert text(store) == "one"


def test_undo_says_where_something_has_changed_since() -> None:
    store = small()
    write(store, "mine", actor="page", seq=1)
    write(store, "theirs")
    with pytest.raises(UndoError, match="another text: 'theirs'"):
        store.undo("page")
    store.undo()
    store.undo("page")
    assert text(store) == "one"


def test_undo_of_an_add_does_not_take_what_others_put_on_it() -> None:
    store = small()
    store.apply([Op("add", "stages", "new", {})], "Add stage", actor="page")
    store.apply([Op("add", "cards", "d", {"stage": "new", "lane": "l"})], "Add card")
    with pytest.raises(UndoError, match="put there since"):
        store.undo("page")
    assert "d" in store.document.tables["cards"]


def test_undo_of_an_add_takes_back_what_it_pointed_there_itself() -> None:
    store = small()
    before = store.document.to_dict()
    store.apply([Op("add", "personas", "p", {}), Op("set", "cards", "c", {"persona": "p"})], "Give to a new persona")
    store.undo()
    assert store.document.to_dict() == before
    store.redo()
    assert store.document.tables["cards"]["c"]["persona"] == "p"
    store.apply([Op("add", "cards", "d", {"stage": "s", "lane": "l", "persona": "p"})], "Add card", actor="page")
    with pytest.raises(UndoError, match="put there since"):
        store.undo(actor="python")


def test_observers_run_in_order_outside_the_lock_and_may_edit_and_fail(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = small()
    seen: list[int] = []

    def answer(change: Change) -> None:
        seen.append(change.revision)

        def touch() -> None:
            with store.lock:
                pass

        free = threading.Thread(target=touch)
        free.start()
        free.join(5)
        assert not free.is_alive(), "the lock is held while observers run"
        if change.revision == 1:
            write(store, "from an observer")

    def broken(_change: Change) -> None:
        raise ValueError("not my day")

    store.observe(broken)
    stop = store.observe(answer)
    write(store, "two")
    assert seen == [1, 2]
    assert text(store) == "from an observer"
    assert "not my day" in caplog.text
    stop()
    write(store, "three")
    assert seen == [1, 2]


def test_many_threads_get_every_change_in_order() -> None:
    store = small()
    seen: list[int] = []
    store.observe(lambda change: seen.append(change.revision))

    def work(name: int) -> None:
        for number in range(50):
            write(store, f"{name}.{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == list(range(1, 201))


def page(inbox: Inbox, seq: int, words: str, base: int = 0, **links: Any) -> Held | Reject:
    op = {"op": "set", "table": "cards", "id": "c", "values": {"text": words}}
    return inbox.submit([op], "Edit card", client="page", seq=seq, base=base, **links)


def test_a_pages_change_is_applied_once_and_answered_each_time() -> None:
    store = small()
    inbox = Inbox(store)
    assert isinstance(page(inbox, 1, "two"), Held)
    write(store, "three")
    assert isinstance(page(inbox, 1, "two"), Held)
    assert (text(store), store.revision) == ("three", 2)
    with pytest.raises(GapError):
        page(inbox, 3, "five")
    first = page(inbox, 2, "four")
    assert isinstance(first, Reject)
    assert (first.code, first.current) == ("conflict", "three")
    assert page(inbox, 2, "four") == first
    assert isinstance(page(inbox, 3, "four", base=2), Held)
    assert text(store) == "four"


def test_a_page_goes_on_after_an_answer_that_could_not_be_journalled() -> None:
    store = small()
    inbox = Inbox(store)
    with pytest.raises(GapError):
        page(inbox, 5, "two")
    assert isinstance(page(inbox, 5, "two", first=5), Held)
    with pytest.raises(GapError):
        page(inbox, 8, "three", first=7)


def test_an_edit_of_a_row_that_is_gone_can_bring_it_back() -> None:
    store = small()
    inbox = Inbox(store)
    store.apply([Op("add", "evidence", "e", {"card": "c", "quote": "late"})], "Cite")
    store.apply([Op("delete", "stages", "s")], "Delete stage")
    gone = page(inbox, 1, "two")
    assert isinstance(gone, Reject)
    assert gone.code == "gone"
    back: list[dict[str, Any]] = [
        {"op": "restore", "table": "stages", "id": "s"},
        {"op": "set", "table": "cards", "id": "c", "values": {"text": "two"}},
    ]
    assert isinstance(inbox.submit(back, "Bring back", client="page", seq=2, base=3), Held)
    assert text(store) == "two"
    assert "e" in store.document.tables["evidence"]


def test_a_pages_undo_counts_as_the_undo_of_its_change() -> None:
    store = small()
    inbox = Inbox(store)
    page(inbox, 1, "two")
    page(inbox, 2, "one", base=1, undoes=1)
    with pytest.raises(UndoError):
        store.undo()
    store.redo()
    assert text(store) == "two"


@pytest.mark.parametrize(
    "op",
    [
        {},
        {"op": "drop"},
        {"op": "set", "table": "cards", "id": "c"},
        [],
        None,
        {"op": "set", "table": 1, "id": "c", "values": {}},
    ],
)
def test_an_op_that_is_none_is_rejected(op: Any) -> None:
    answer = Inbox(small()).submit([op], "?", client="page", seq=1, base=0)
    assert isinstance(answer, Reject)
    assert answer.code == "invalid"


def test_undo_inside_an_edit_is_refused() -> None:
    store = small()
    write(store, "two")
    with pytest.raises(JourneyError, match="inside an edit"), store.edit("x"):
        store.undo()
    assert text(store) == "two"
