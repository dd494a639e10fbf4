"""The kernel's end of the wire: what goes out, in which order and how large."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.inbox import Inbox
from journeywidgets.model.store import Store
from journeywidgets.widgets.messages import MESSAGE_LIMIT
from journeywidgets.widgets.wire import Message, Wire, size


class Rig:
    """A wire whose messages and timers are kept."""

    def __init__(self, cards: int = 1) -> None:
        document = Document({"id": "m"})
        document.apply([
            Op("add", "stages", "s", {}),
            Op("add", "lanes", "l", {}),
            *(Op("add", "cards", f"c{n}", {"stage": "s", "lane": "l", "text": "one"}) for n in range(cards)),
        ])  # fmt: skip
        self.store = Store(document)
        self.inbox = Inbox(self.store)
        self.sent: list[Message] = []
        self.due: list[Callable[[], None]] = []
        shared = SimpleNamespace(store=self.store, inbox=self.inbox)
        self.wire = Wire(
            shared, self.sent.append, later=lambda _seconds, call: self.due.append(call), clock=lambda: 0.0
        )

    def write(self, words: str, card: str = "c0") -> None:
        self.store.apply([Op("set", "cards", card, {"text": words})], "Edit card")

    def tick(self) -> None:
        calls, self.due[:] = list(self.due), []
        for call in calls:
            call()

    def change(self, seq: int, words: str, **more: Any) -> None:
        op = {"op": "set", "table": "cards", "id": "c0", "values": {"text": words}}
        self.wire.receive({
            "jw": 1, "type": "change", "client": "p", "seq": seq, "first": 1, "epoch": self.store.epoch,
            "base": self.store.revision, "label": "Edit card", "ops": [op], **more,
        })  # fmt: skip

    def hello(self, revision: int, epoch: str | None = None) -> None:
        epoch = self.store.epoch if epoch is None else epoch
        self.wire.receive({"jw": 1, "type": "hello", "client": "p", "epoch": epoch, "revision": revision})

    def kinds(self) -> list[str]:
        return [message["type"] for message in self.sent]


def test_a_burst_from_python_is_merged_and_arrives_whole() -> None:
    rig = Rig()
    for number in range(8000):
        rig.write(str(number))
    rig.tick()
    assert len(rig.sent) == 2
    first, rest = rig.sent
    assert (first["base"], first["revision"], rest["base"], rest["revision"]) == (0, 1, 1, 8000)
    assert rest["ops"] == [{"op": "set", "table": "cards", "id": "c0", "values": {"text": "7999"}}]


def test_a_pages_change_is_answered_at_once_behind_what_held_before_it() -> None:
    rig = Rig()
    rig.write("a")
    rig.write("b")
    rig.change(1, "c")
    assert [(m["base"], m["revision"], m["seq"]) for m in rig.sent] == [(0, 1, None), (1, 2, None), (2, 3, 1)]
    assert rig.sent[-1]["client"] == "p"


def test_a_duplicate_and_a_change_without_effect_are_acknowledged() -> None:
    rig = Rig()
    rig.change(1, "two")
    rig.change(1, "two")
    rig.change(2, "two")
    assert [(m["seq"], m["revision"], len(m["ops"])) for m in rig.sent] == [(1, 1, 1), (1, 1, 0), (2, 1, 0)]


def test_a_hello_that_is_not_behind_gets_an_empty_patch_and_one_behind_a_snapshot() -> None:
    rig = Rig()
    rig.hello(0)
    rig.write("two")
    rig.hello(0)
    rig.hello(1, "another epoch")
    rig.change(3, "too early")
    assert rig.kinds() == ["patch", "patch", "snapshot", "snapshot", "snapshot"]
    assert rig.sent[2]["client"] == "p"
    assert json.loads(rig.sent[2]["document"])["cards"][0]["text"] == "two"


def test_a_reject_is_answered_and_told_again_in_a_snapshot() -> None:
    rig = Rig()
    rig.store.apply([Op("delete", "cards", "c0")], "Delete card")
    rig.change(1, "two")
    reject = rig.sent[-1]
    assert (reject["type"], reject["code"], reject["seq"], reject["id"]) == ("reject", "gone", 1, "c0")
    rig.hello(0)
    snapshot = rig.sent[-1]
    assert snapshot["seen"] == {"p": 1}
    assert [entry["code"] for entry in snapshot["rejected"]] == ["gone"]


@pytest.mark.parametrize("text", ["x" * 90_000, '"\\\n' * 33_000, "\U0001f600" * 50_000])
def test_no_message_is_larger_than_the_limit(text: str) -> None:
    rig = Rig(cards=8)
    with rig.store.edit("fill"):
        for number in range(8):
            rig.write(text, f"c{number}")
    rig.tick()
    assert all(size(message) <= MESSAGE_LIMIT for message in rig.sent)
    assert set(rig.kinds()) == {"snapshot"}
    pieces = sorted(rig.sent, key=lambda message: message["part"])
    document = json.loads("".join(message["document"] for message in pieces))
    assert {row["text"] for row in document["cards"]} == {text}
    assert {message["client"] for message in rig.sent} == {None}


@pytest.mark.parametrize("cards", [20, 20_000])
def test_one_edit_is_small_whatever_the_size_of_the_journey(cards: int) -> None:
    rig = Rig(cards)
    rig.change(1, "A sentence of an ordinary length, as people write it on a card.")
    assert size(rig.sent[-1]) <= 400


@pytest.mark.parametrize(
    "message",
    [None, [], {}, {"jw": 2, "type": "hello"}, {"jw": 1, "type": "hello", "client": 3, "epoch": "", "revision": 0}],
)
def test_what_is_not_of_the_wire_is_logged_and_left(message: Any, caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig()
    rig.wire.receive(message)
    assert rig.sent == []
    assert "not of the wire" in caplog.text


def test_a_closed_wire_says_nothing() -> None:
    rig = Rig()
    rig.write("a")
    rig.write("b")
    rig.wire.close()
    rig.tick()
    rig.write("c")
    assert len(rig.sent) == 1
