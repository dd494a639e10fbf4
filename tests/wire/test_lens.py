"""What a lens holds back reaches no page, whatever way it would go."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.wire.test_wire import Rig

from journeywidgets.errors import TableError
from journeywidgets.model.changes import Op
from journeywidgets.widgets.lens import Lens
from journeywidgets.widgets.wire import Wire

NAME = "Zebulon"


class Blind(Lens):
    """Shows "…" for the secret, and takes "…" for it; hides the lanes, and saves no cards at all."""

    def document(self) -> dict[str, Any]:
        return {**self._shown(super().document()), "lanes": []}

    def saved(self) -> dict[str, Any] | None:
        return {**self.document(), "cards": []}

    def out(self, ops: Sequence[Op]) -> Sequence[Op] | None:
        if any(op.table == "stages" for op in ops):
            return None
        return [replace(op, values=self._shown(op.values)) for op in ops if op.table != "lanes"]

    def into(self, ops: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        if any(op.get("table") == "lanes" for op in ops):
            raise TableError("is not to be seen here", table="lanes")
        return list(json.loads(json.dumps(ops).replace("…", NAME).replace("\\u2026", NAME)))

    def reject(self, entry: dict[str, Any]) -> dict[str, Any]:
        return dict(self._shown(entry))

    def _shown(self, plain: Any) -> Any:
        return json.loads(json.dumps(plain).replace(NAME, "…"))


class BlindRig(Rig):
    def __init__(self, cards: int = 1) -> None:
        super().__init__(cards)
        self.wire.close()
        lens = Blind(self)
        self.wire = Wire(self, self.sent.append, later=lambda _seconds, call: self.due.append(call), lens=lens)


def words(rig: Rig) -> str:
    return json.dumps(rig.sent, ensure_ascii=False)


def test_patches_snapshots_rejects_and_the_saved_state() -> None:
    rig = BlindRig()
    rig.write(f"one {NAME}")
    rig.store.apply([Op("set", "lanes", "l", {"title": NAME})], "Rename lane")
    rig.tick()
    assert [op["values"] for message in rig.sent for op in message["ops"]] == [{"text": "one …"}]
    assert [message["revision"] for message in rig.sent] == [1, 2]  # a patch with nothing in it still counts
    rig.hello(0)
    assert rig.kinds()[-1] == "snapshot"
    assert json.loads(rig.sent[-1]["document"])["cards"][0]["text"] == "one …"
    rig.change(1, "two", base=0)  # somebody else has set it since: a conflict shows what stands there
    assert rig.sent[-1]["type"] == "reject"
    assert rig.sent[-1]["current"] == "one …"
    assert NAME not in words(rig)
    assert NAME not in json.dumps(rig.wire.paint())


def test_a_page_writes_through_the_lens() -> None:
    rig = BlindRig()
    rig.change(1, "said by …")
    assert rig.store.document.row("cards", "c0")["text"] == f"said by {NAME}"
    assert rig.sent[-1]["ops"][0]["values"] == {"text": "said by …"}
    rig.change(2, "", ops=[{"op": "set", "table": "lanes", "id": "l", "values": {"title": "x"}}])
    assert rig.sent[-1]["type"] == "reject"
    assert "is not to be seen here" in rig.sent[-1]["reason"]
    assert rig.store.document.row("lanes", "l")["title"] == ""
    rig.change(2, "", ops=[])  # asked again, answered the same
    assert rig.sent[-1]["type"] == "reject"


def test_what_no_patch_can_tell_comes_as_the_document_anew() -> None:
    rig = BlindRig()
    rig.store.apply([Op("set", "stages", "s", {"title": NAME})], "Rename stage")
    assert rig.kinds() == ["snapshot"]
    assert rig.sent[0]["client"] is None
    rig.write("next")
    rig.tick()
    assert rig.sent[-1]["base"] == rig.sent[0]["revision"]


def test_a_page_that_begins_with_a_saved_state_gets_the_live_one() -> None:
    rig = BlindRig()
    paint = rig.wire.paint()
    assert paint["document"]["cards"] == []
    rig.hello(paint["revision"])
    assert rig.kinds() == ["snapshot"]
    assert len(json.loads(rig.sent[0]["document"])["cards"]) == 1
    rig.hello(rig.sent[0]["revision"])
    assert rig.kinds() == ["snapshot", "patch"]


def test_rejects_that_come_with_a_snapshot() -> None:
    rig = BlindRig()
    rig.write(NAME)
    rig.tick()
    rig.change(1, "two", base=0)
    rig.hello(0, epoch="of before")
    assert [entry["current"] for entry in rig.sent[-1]["rejected"]] == ["…"]
