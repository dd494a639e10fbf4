"""Bytes of one edit on the wire, and its cost in the kernel, in small and large journeys."""

from __future__ import annotations

from typing import Any

from benchmarks.report import figure, seconds
from journeywidgets import Journey
from journeywidgets.widgets.wire import Wire, size

TEXT = "A sentence of an ordinary length, as people write it on a card."


def journey(cards: int) -> Journey:
    """Return a journey of 12 stages and 10 lanes with `cards` cards."""
    j = Journey("Large", stages=[f"Stage {n}" for n in range(12)], lanes=[f"Lane {n}" for n in range(10)], seed=1)
    stages, lanes = list(j.stages.index), list(j.lanes.index)
    with j.edit("Fill"):
        for n in range(cards):
            j.add("cards", stage=stages[n % 12], lane=lanes[n // 12 % 10], text=TEXT)
    return j


class Page:
    """Sends edits over a wire and keeps the answers' sizes."""

    def __init__(self, j: Journey) -> None:
        self.j, self.seq, self.sizes = j, 0, [0]
        self.card = j.cards.index[0]
        self.wire = Wire(j, lambda message: self.sizes.append(size(message)))

    def edit(self) -> None:
        """Edit a card and receive the answer."""
        self.seq += 1
        op = {"op": "set", "table": "cards", "id": self.card, "values": {"text": f"{TEXT} {self.seq}"}}
        message: dict[str, Any] = {"jw": 1, "type": "change", "client": "c0ffeec0ff", "label": "Edit card", "ops": [op]}
        message |= {"seq": self.seq, "first": self.seq, "base": self.j.store.revision, "epoch": self.j.store.epoch}
        self.sizes.append(size(message))
        self.wire.receive(message)


def main() -> None:
    """Print the figures."""
    small, large = Page(journey(20)), Page(journey(20_000))
    for page, cards in ((small, 20), (large, 20_000)):
        page.edit()
        figure(f"one edit, and its answer, at {cards} cards", max(page.sizes), 400, "bytes")
    few, many = Page(journey(50)), Page(journey(5_000))
    figure("an edit in the kernel, 5 000 cards / 50", seconds(many.edit, runs=200) / seconds(few.edit, runs=200), 1.3)
