"""What reading and assigning a table as a frame costs, beside copying and comparing that frame."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pandas as pd

from benchmarks.report import figure, paired
from journeywidgets import Journey

RUNS = 25


def journey(cards: int) -> Journey:
    """Return a journey of notes in ten stages and six lanes."""
    table = pd.DataFrame({"n": range(cards)})
    table["stage"] = "Stage " + (table["n"] % 10).astype(str)
    table["lane"] = "Lane " + (table["n"] % 6).astype(str)
    table["note"] = "What person " + table["n"].astype(str) + " said of it"
    table["who"] = "Persona " + (table["n"] % 4).astype(str)
    table["mood"] = table["n"] % 5 - 2.0
    table["tags"] = [["slow", "form"][: n % 3] for n in range(cards)]
    columns = {"lane": "lane", "text": "note", "persona": "who", "score": "mood", "tags": "tags"}
    return Journey.from_cards(table, stage="stage", seed=cards, **columns)


def assigning(cards: int) -> Callable[[], None]:
    """Return a function that changes one row of a frame and assigns the frame."""
    j, numbers = journey(cards), count()
    frame = j.cards

    def assign() -> None:
        number = next(numbers)
        row = frame.index[number * 997 % cards]
        frame.at[row, "text"] = f"said otherwise, {number}"  # noqa: PD008 - one value, and no more work than that
        j.cards = frame
        assert len(j.store.history.changes[-1].ops) == 1

    return assign


def reading(cards: int) -> Callable[[], None]:
    """Return a function that edits a card and reads the table."""
    j, numbers = journey(cards), count()
    ids = list(j.cards.index)

    def read() -> None:
        number = next(numbers)
        j.set("cards", ids[number], text=f"edited, {number}")
        assert j.cards["text"].iloc[number] == f"edited, {number}"

    return read


def main() -> None:
    """Print the figures."""
    frame = journey(10_000).cards

    def floor() -> bool:
        return bool(frame.copy().equals(frame))

    some = assigning(10_000)
    figure("j.cards = df, 1 of 10 000 rows changed / df.copy().equals(df)", paired(some, floor, runs=RUNS), 5)
    figure("j.cards = df, 20 000 rows / 10 000", paired(assigning(20_000), some, runs=RUNS), 2.4)
    figure(
        "df = j.cards after an edit, 10 000 rows / df.copy().equals(df)", paired(reading(10_000), floor, runs=RUNS), 5
    )


if __name__ == "__main__":
    main()
