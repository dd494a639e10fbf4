"""A study of 100 interviews beside the same rows in plain frames; and the draft of a map from many quotes."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pandas as pd
import polars as pl

from benchmarks.report import figure, paired
from journeywidgets import Journey
from journeywidgets.evidence import Study
from journeywidgets.evidence.readers.landing import land
from journeywidgets.evidence.readers.reading import Reading, sha256

INTERVIEWS, WORDS, TURN = 100, 10_000, 50
CODES, STAGES, LANES = 40, 8, 4
QUOTES = 20_000
RUNS = 15
_ALPHABET = "abcdefghijklmnoprstuvwy"


def vocabulary(size: int = 4_000) -> list[str]:
    """Return made-up words; the first stand in speech as often as short words do, the last seldom."""
    chance = random.Random(1)  # noqa: S311 - words, no secrets
    return ["".join(chance.choices(_ALPHABET, k=chance.randint(2, 10))) for _ in range(size)]


def interviews(quotes: int = QUOTES) -> Study:
    """Return a study: every other turn is the moderator's; each of the other turns may be quoted and coded."""
    chance, words = random.Random(2), vocabulary()  # noqa: S311
    weights = [1 / (place + 3) for place in range(len(words))]
    reading = Reading("benchmark")
    moderator = reading.participant(role="moderator")
    above = [reading.code(f"Lane {number}") for number in range(LANES)]
    codes = [reading.code(f"Code {number}", above[number % LANES]) for number in range(CODES)]
    for number in range(INTERVIEWS):
        person = reading.participant(attributes={"plan": "Pro" if number % 2 else "Free"})
        spoken = chance.choices(words, weights, k=WORDS)
        turns = [
            {
                "text": " ".join(spoken[at : at + TURN]).capitalize() + ".",
                "participant": person if at // TURN % 2 else moderator,
                "question": f"Question {at * STAGES // WORDS}",
            }
            for at in range(0, WORDS, TURN)
        ]
        reading.source(turns, sha256=sha256(str(number)), title=f"Interview {number}")
    said = [row for row in reading.segments if row["participant"] != moderator]
    for number in range(quotes):
        segment = said[number * 7 % len(said)]
        start = segment["start"] + number // len(said) * 5
        quote = reading.add("quotes", source=segment["source"], start=start, end=segment["end"])
        for code in {codes[number % CODES], codes[number * 3 % CODES]}:
            reading.add("applications", quote=quote, code=code, coder="AB")
    study = Study("Benchmark", seed=1)
    land(study, reading)
    return study


def turns_of(study: Study) -> pd.DataFrame:
    """Return the turns with their words, as one would keep them without a study."""
    texts = study.sources["text"]
    turns = study.segments.reset_index()
    spans = zip(turns["source"], turns["start"], turns["end"], strict=True)
    frame: pd.DataFrame = turns.assign(text=[texts[source][start:end] for source, start, end in spans])
    chosen: pd.DataFrame = frame[["id", "source", "participant", "text"]]
    return chosen


def searching(study: Study) -> None:
    """Print what a search takes, beside the same rows by plain frames: each place with its turn and 40 characters."""
    turns = turns_of(study)
    frame, words = pl.from_pandas(turns), vocabulary()
    for which, word in (("seldom", words[-1]), ("common", words[40])):

        def ours(word: str = word) -> pd.DataFrame:
            return study.search(word)

        def pandas(word: str = word) -> pd.DataFrame:
            found = turns[turns["text"].str.contains(word, case=False, regex=False)]
            starts = [[one.start() for one in re.finditer(word, text.lower())] for text in found["text"]]
            found = found.assign(start=starts).explode("start")
            spots = list(zip(found["text"], found["start"], strict=True))
            rows: pd.DataFrame = found.assign(
                end=found["start"] + len(word),
                before=[text[max(at - 40, 0) : at] for text, at in spots],
                after=[text[at + len(word) : at + len(word) + 40] for text, at in spots],
            )
            return rows

        def polars(word: str = word) -> pl.DataFrame:
            text, start, size = pl.col("text"), pl.col("start").cast(pl.Int64), len(word)
            lower = text.str.to_lowercase()
            found = frame.with_columns(start=lower.str.find_many([word])).explode("start").drop_nulls("start")
            first = pl.max_horizontal(start - 40, 0)
            before = text.str.slice(first, start - first)
            return found.with_columns(end=start + size, before=before, after=text.str.slice(start + size, 40))

        places = len(ours())
        assert places == len(pandas()) == len(polars())
        assert set(ours()["segment"]) == set(pandas()["id"]) == set(polars()["id"])
        where = f"search of a {which} word, {places:,} places in {len(turns):,} turns"
        for name, peer in (("pandas", pandas), ("polars", polars)):
            figure(f"{where} / {name}", paired(ours, peer, runs=RUNS), 1.5)
            # The first search of a study puts its texts into lower case, which the next ones find done.
            figure(f"{where}, the first of a study / {name}", paired(_first(study, ours), peer, runs=RUNS), 3)


def _first(study: Study, search: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        study._search._lower.clear()  # what a study remembers of its texts from one search to the next
        return search()

    return run


def counting(study: Study) -> None:
    """Print what the counts of codes take, beside a join and a group-by."""
    frames = {name: study.frame(name).reset_index() for name in ("applications", "quotes", "participants")}
    plain = {name: pl.from_pandas(_plain(frame)) for name, frame in frames.items()}

    def pandas() -> pd.DataFrame:
        rows = frames["applications"].query("accepted")
        rows = rows.merge(frames["quotes"], left_on="quote", right_on="id", suffixes=("_application", ""))
        rows = rows.merge(frames["participants"], left_on="participant", right_on="id", suffixes=("", "_person"))
        rows = rows[rows["role"] == "participant"]
        found: pd.DataFrame = rows.groupby("code")[["quote", "participant", "source"]].nunique()
        return found

    def polars() -> pl.DataFrame:
        rows = plain["applications"].filter("accepted")
        rows = rows.join(plain["quotes"], left_on="quote", right_on="id")
        rows = rows.join(plain["participants"], left_on="participant", right_on="id")
        rows = rows.filter(pl.col("role") == "participant")
        return rows.group_by("code").agg(pl.col("quote", "participant", "source").n_unique())

    edited, ids = count(), list(study.applications.index)

    def after_an_edit() -> pd.DataFrame:
        study.set("applications", ids[0], confidence=next(edited) % 100 / 100)
        return study.code_counts()

    counts = study.code_counts()
    ours = counts.loc[counts["quotes"] > 0, ["quotes", "participants", "sources"]]
    assert (ours.to_numpy() == pandas().loc[ours.index].to_numpy()).all()
    assert ours["quotes"].sum() == polars()["quote"].sum()
    what = f"counts of {CODES} codes on {len(frames['quotes']):,} quotes"
    for name, peer in (("pandas", pandas), ("polars", polars)):
        figure(f"{what} / {name}", paired(study.code_counts, peer, runs=RUNS), 1.5)
    # The peers' frames know nothing of the edit: pandas merges slower than that, polars does not.
    figure(f"{what}, after an edit / pandas without it", paired(after_an_edit, pandas, runs=RUNS), 1.5)
    figure(f"{what}, after an edit / polars without it", paired(after_an_edit, polars, runs=RUNS), 5)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that the counts need, which polars can hold."""
    names = ["id", "quote", "code", "accepted", "participant", "source", "role"]
    found: pd.DataFrame = frame[[name for name in names if name in frame]]
    return found


def drafting() -> None:
    """Print how the time of a draft grows with the quotes."""
    questions = [f"Question {number}" for number in range(STAGES)]
    lanes = [f"Lane {number}" for number in range(LANES)]

    def draft(study: Study) -> Callable[[], Journey]:
        return lambda: Journey.from_study(study, stage_codes=questions, lane_codes=lanes, seed=1)

    few, many = (interviews(quotes) for quotes in (QUOTES // 2, QUOTES))
    assert len(draft(many)().evidence) >= QUOTES
    assert len(draft(few)().evidence) >= QUOTES // 2
    figure(f"from_study of {QUOTES:,} quotes / {QUOTES // 2:,}", paired(draft(many), draft(few), runs=5), 2.2)


def main() -> None:
    """Print the figures."""
    start = time.perf_counter()
    study = interviews()
    assert sum(len(text.split()) for text in study.sources["text"]) == INTERVIEWS * WORDS
    print(f"     a study of {INTERVIEWS} x {WORDS:,} words made in {time.perf_counter() - start:.1f} s")
    searching(study)
    counting(study)
    drafting()


if __name__ == "__main__":
    main()
