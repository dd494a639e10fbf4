"""Two pages and Python edit one journey over a bad line, and the kernel is killed in between.

The pages are the page's own client; the kernel is the real store, inbox and wire over a real
journal. Messages are lost, doubled and reordered. Once the line is good again, all are equal, every
edit of a page is held exactly once, or the page was told why not, and no acknowledged edit is lost.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from tests.wire.pages import Page, build

from journeywidgets.errors import StorageError, TableError, UndoError
from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.inbox import Held, Inbox, Reject
from journeywidgets.model.store import Store
from journeywidgets.widgets.wire import Wire

PAGES = ["p", "q"]
names = st.sampled_from(PAGES)
places = st.integers(0, 30)


class Kernel:
    """A store with its journal; what is in the journal is all that outlives it."""

    def __init__(self, journal: list[dict[str, Any]], inbox: type[Inbox]) -> None:
        document = Document({"id": "m", "title": "Bike rental"})
        document.apply([
            *(Op("add", "stages", f"s{n}", {"title": f"Stage {n}"}) for n in range(3)),
            *(Op("add", "lanes", f"l{n}", {"title": f"Lane {n}"}) for n in range(2)),
            *(Op("add", "cards", f"c{n}", {"stage": f"s{n % 3}", "lane": "l0", "text": "as it was"}) for n in range(4)),
        ])  # fmt: skip
        self.store = Store(document)
        self.inbox = inbox(self.store)
        self.journal = journal
        for entry in journal:
            self._replay(entry)
        self.full = False
        self.store.record = self._record
        self.out: list[dict[str, Any]] = []
        self.due: list[Any] = []
        self.now = 0.0
        self.wire = Wire(self, self.out.append, later=lambda _s, call: self.due.append(call), clock=lambda: self.now)

    def _replay(self, entry: dict[str, Any]) -> None:
        self.store.document.apply([Op.from_wire(op) for op in entry.get("ops", [])])
        if "seq" in entry:
            reject = entry.get("reject")
            answer = Reject(**reject) if reject else Held(entry["actor"], entry["seq"], None)
            self.inbox.note(answer)

    def _record(self, entry: Mapping[str, Any]) -> None:
        if self.full:
            raise StorageError("the disk is full")
        self.journal.append(json.loads(json.dumps(entry)))

    def tick(self) -> None:
        self.now += 1
        calls, self.due[:] = list(self.due), []
        for call in calls:
            call()


class Session(RuleBasedStateMachine):
    """Pages and a kernel with a bad line between them."""

    pages: dict[str, Page]
    inbox_type = Inbox

    def __init__(self) -> None:
        super().__init__()
        self.journal: list[dict[str, Any]] = []
        self.kernel = Kernel(self.journal, self.inbox_type)
        self.to_page: dict[str, list[dict[str, Any]]] = {name: [] for name in PAGES}
        self.to_kernel: list[dict[str, Any]] = []
        self.words = 0
        self.written: dict[str, str] = {}
        self.latest: dict[tuple[str, str], str] = {}
        for page in self.pages.values():
            page.sent.clear()
            page("open", paint=self.kernel.wire.paint())
        self._collect()

    # What people do

    def _token(self) -> str:
        self.words += 1
        return f"word {self.words}"

    def _commit(self, page: str, label: str, ops: list[dict[str, Any]], token: str) -> None:
        if self.pages[page]("commit", label=label, ops=ops) is None:
            self.written[token] = page
        self._collect()

    @rule(page=names, place=places)
    def add_in_page(self, page: str, place: int) -> None:
        token = self._token()
        stages = self._state(page)["stages"]
        row = {"id": f"n{self.words}", "lane": "l0", "text": token, "order": "a5"}
        if stages:
            row["stage"] = stages[place % len(stages)]["id"]
            self._commit(page, "Add card", [{"op": "add", "table": "cards", "id": row["id"], "row": row}], token)

    @rule(page=names, place=places)
    def write_in_page(self, page: str, place: int) -> None:
        cards = self._state(page)["cards"]
        if cards:
            token = self._token()
            card = cards[place % len(cards)]["id"]
            # What a page writes over its own words is its own affair.
            self.written.pop(self.latest.get((page, card), ""), None)
            self.latest[page, card] = token
            self._commit(
                page, "Edit card", [{"op": "set", "table": "cards", "id": card, "values": {"text": token}}], token
            )

    @rule(page=names, place=places, table=st.sampled_from(["cards", "cards", "stages"]))
    def delete_in_page(self, page: str, place: int, table: str) -> None:
        rows = self._state(page)[table]
        if rows:
            row = rows[place % len(rows)]["id"]
            self.pages[page]("commit", label="Delete", ops=[{"op": "delete", "table": table, "id": row}])
            self._collect()

    @rule(page=names)
    def undo_in_page(self, page: str) -> None:
        self.pages[page]("undo")
        self._collect()

    @rule(page=names)
    def redo_in_page(self, page: str) -> None:
        self.pages[page]("redo")
        self._collect()

    @rule(place=places, kind=st.sampled_from(["set", "set", "delete", "move"]))
    def edit_in_python(self, place: int, kind: str) -> None:
        cards = self.kernel.store.document.shown("cards")
        if not cards:
            return
        card = cards[place % len(cards)]["id"]
        values = {"text": self._token()} if kind == "set" else {"lane": f"l{place % 2}"}
        op = Op("delete", "cards", card) if kind == "delete" else Op("set", "cards", card, values)
        try:
            self.kernel.store.apply([op], "Edit in Python")
        except (TableError, StorageError):
            return
        self._collect()

    @rule()
    def undo_in_python(self) -> None:
        try:
            self.kernel.store.undo()
        except (UndoError, StorageError):
            return
        self._collect()

    # What the line does

    @rule(at=places, fate=st.sampled_from(["arrives", "arrives", "arrives", "doubled", "lost"]))
    def message_to_kernel(self, at: int, fate: str) -> None:
        if self.to_kernel:
            at %= len(self.to_kernel)
            message = self.to_kernel[at] if fate == "doubled" else self.to_kernel.pop(at)
            if fate != "lost":
                self.kernel.wire.receive(message)
                self._collect()

    @rule(page=names, at=places, fate=st.sampled_from(["arrives", "arrives", "arrives", "doubled", "lost"]))
    def message_to_page(self, page: str, at: int, fate: str) -> None:
        line = self.to_page[page]
        if line:
            at %= len(line)
            message = line[at] if fate == "doubled" else line.pop(at)
            if fate != "lost":
                self.pages[page]("receive", message=message)
                self._collect()

    @rule(ms=st.sampled_from([60, 1000, 6000]))
    def time_passes(self, ms: int) -> None:
        self.kernel.tick()
        for page in self.pages.values():
            page("advance", ms=ms)
        self._collect()

    @rule()
    def kernel_restarts(self) -> None:
        self.kernel.wire.close()
        self.kernel = Kernel(self.journal, self.inbox_type)

    @rule(full=st.booleans())
    def disk_is_full(self, full: bool) -> None:
        self.kernel.full = full

    # What must hold

    def _collect(self) -> None:
        for message in self.kernel.out:
            for line in self.to_page.values():
                line.append(json.loads(json.dumps(message)))
        self.kernel.out.clear()
        for page in self.pages.values():
            self.to_kernel += page.sent
            page.sent.clear()

    def _state(self, page: str) -> dict[str, Any]:
        state: dict[str, Any] = self.pages[page]("state")
        return state

    def _heal(self) -> None:
        for _ in range(40):
            while self.to_kernel or any(self.to_page.values()):
                if self.to_kernel:
                    self.kernel.wire.receive(self.to_kernel.pop(0))
                for page, line in self.to_page.items():
                    if line:
                        self.pages[page]("receive", message=line.pop(0))
                self._collect()
            self.time_passes(6000)

    def teardown(self) -> None:
        self.kernel.full = False
        # A page learns of a restart when it next says something; people go on working.
        for page in PAGES:
            self.pages[page](
                "commit",
                label="Later",
                ops=[{"op": "set", "table": "meta", "id": "m", "values": {"owner": page}}],
            )
        self._collect()
        self._heal()
        shown = {page: self._state(page) for page in PAGES}
        for page in PAGES:
            self.pages[page]("close")
        document = self.kernel.store.document
        for page, state in shown.items():
            for table in ("stages", "lanes", "cards"):
                assert state[table] == document.shown(table), f"{page} shows other {table} than Python"
            assert state["status"]["kind"] in {"saved", "conflict"}, state["status"]
        self._check_exactly_once()
        self._check_nothing_lost(shown)

    def _check_exactly_once(self) -> None:
        answered = Counter((entry["actor"], entry["seq"]) for entry in self.journal if "seq" in entry)
        assert max(answered.values(), default=1) == 1, f"held more than once: {answered.most_common(1)}"

    def _check_nothing_lost(self, shown: dict[str, dict[str, Any]]) -> None:
        held = json.dumps([entry.get("ops") for entry in self.journal])
        for token, page in self.written.items():
            told = json.dumps(shown[page]["told"])
            assert f'"{token}"' in held or f'"{token}"' in told, f"{page} wrote {token!r}: neither held nor told"


SETTINGS = settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Page]]:
    script = build(tmp_path_factory.mktemp("pages"))
    found = {name: Page(script) for name in PAGES}
    yield found
    for page in found.values():
        page.end()


def test_after_healing_all_are_equal_and_every_edit_holds_once(pages: dict[str, Page]) -> None:
    run_state_machine_as_test(type("Run", (Session,), {"pages": pages}), settings=SETTINGS)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_they_do_in_many_more_runs(pages: dict[str, Page]) -> None:
    run_state_machine_as_test(type("Run", (Session,), {"pages": pages}), settings=settings(SETTINGS, max_examples=600))


class Forgetful(Inbox):
    """An inbox without the dedupe: it takes a number that it has answered already."""

    def submit(self, *args: Any, seq: int, client: str, **more: Any) -> Held | Reject:
        self.seen[client] = min(self.seen.get(client, 0), seq - 1)
        return super().submit(*args, seq=seq, client=client, **more)


def test_without_the_dedupe_it_fails(pages: dict[str, Page]) -> None:
    """The test above can fail: take out the dedupe, and it does."""
    machine = type("Run", (Session,), {"pages": pages, "inbox_type": Forgetful})
    with pytest.raises(AssertionError, match=r"held more than once|shows other|neither held nor told"):
        run_state_machine_as_test(
            machine,
            settings=settings(SETTINGS, max_examples=500, report_multiple_bugs=False, print_blob=False, database=None),
        )
