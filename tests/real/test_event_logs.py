"""Two event logs, an online shop's clicks and a hospital's cases: every figure told again in plain Python."""

from __future__ import annotations

import csv
import gzip
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from scipy.stats import binomtest
from tests.real.folder import real

from journeywidgets import Journey, metrics

FOLDER = real("event-logs", "the logs are")

SHOP = FOLDER / "ecom.csv.gz"
CLICKS: dict[str, Any] = {"actor": "user_id", "time": "timestamp", "event": "event"}
TO_BUY = ["catalog", "product_view", "add_to_cart", "shipping_details", "purchase"]
CASES: dict[str, Any] = {"actor": "patient", "time": "time", "event": "handling"}
CARE = ["Registration", "Triage and Assessment", "X-Ray", "Discuss Results", "Check-out"]

Steps = list[tuple[datetime, int]]
Row = dict[str, str]


@pytest.fixture(scope="module")
def clicks() -> list[Row]:
    with gzip.open(SHOP, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def cases() -> list[Row]:
    """The beginnings: each handling of a patient is there a second time, when it is complete."""
    with (FOLDER / "patients.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["registration_type"] == "start"]


@pytest.fixture(scope="module")
def shop() -> pd.DataFrame:
    frame: pd.DataFrame = pd.read_csv(SHOP, parse_dates=["timestamp"])
    return frame


@pytest.fixture(scope="module")
def hospital() -> pd.DataFrame:
    frame = pd.read_csv(FOLDER / "patients.csv", dtype={"patient": str})
    frame["time"] = pd.to_datetime(frame["time"], utc=True)
    begun: pd.DataFrame = frame[frame["registration_type"] == "start"]
    return begun


def walks(rows: Sequence[Row], stages: Sequence[str], columns: dict[str, str]) -> dict[str, Steps]:
    """Return each actor's events on a stage, by time and, at the same moment, by stage."""
    found: dict[str, Steps] = defaultdict(list)
    for row in rows:
        if row[columns["event"]] in stages:
            moment = datetime.fromisoformat(row[columns["time"]].replace("Z", "+00:00"))
            found[row[columns["actor"]]].append((moment, stages.index(row[columns["event"]])))
    return {actor: sorted(steps) for actor, steps in found.items()}


def chain(steps: Steps, window: timedelta | None) -> Steps:
    """Return the chain of the first step, an entry; each stage's first event after the one before, in the window."""
    found = steps[:1]
    for moment, stage in steps[1:]:
        if stage == len(found) and (window is None or moment - found[0][0] <= window):
            found.append((moment, stage))
    return found


def entries(steps: Steps) -> list[int]:
    """Return the places of the first stage's events."""
    return [place for place, (_, stage) in enumerate(steps) if stage == 0]


def depth(steps: Steps, window: timedelta | None, entry: str) -> int:
    """Return how many stages the longest chain reaches, of any entry or of the first."""
    begun = entries(steps)[: None if entry == "best" else 1]
    return max((len(chain(steps[place:], window)) for place in begun), default=0)


def reached(steps: dict[str, Steps], window: timedelta | None = None, entry: str = "best") -> list[int]:
    """Return how many actors reach each stage."""
    depths = Counter(depth(mine, window, entry) for mine in steps.values())
    return [sum(count for found, count in depths.items() if found > stage) for stage in range(len(TO_BUY))]


def funnel(events: Any, **options: Any) -> pd.DataFrame:
    return metrics.funnel(events, {event: event for event in TO_BUY}, **CLICKS, **options)


# The shop


def test_the_known_counts(clicks: list[Row], shop: pd.DataFrame) -> None:
    """Retentioneering 5.2.4 counts the same where rows of a moment are put in the order of the stages."""
    found = funnel(shop)
    assert list(found["converted"]) == [600, 596, 502, 390, 216] == reached(walks(clicks, TO_BUY, CLICKS))
    assert list(found["entered"]) == [600, 600, 596, 502, 390]
    assert list(found["stage"]) == TO_BUY
    assert list(found["step_rate"]) == pytest.approx([100, *(100 * b / a for a, b in pairwise(found["converted"]))])
    assert list(found["overall_rate"]) == pytest.approx([count / 6 for count in found["converted"]])
    for row in found[1:].itertuples():
        interval = binomtest(int(row.converted), int(row.entered)).proportion_ci(method="wilson")
        assert (row.low, row.high) == pytest.approx((100 * interval.low, 100 * interval.high))


@pytest.mark.parametrize("entry", ["best", "first"])
@pytest.mark.parametrize("window", [timedelta(minutes=5), timedelta(hours=1), timedelta(days=7), None], ids=str)
def test_funnels(clicks: list[Row], shop: pd.DataFrame, window: timedelta | None, entry: str) -> None:
    expected = reached(walks(clicks, TO_BUY, CLICKS), window, entry)
    assert list(funnel(shop, window=window, entry=entry)["converted"]) == expected
    assert 0 < expected[-1] < expected[0] == 600


def test_the_file_itself(shop: pd.DataFrame) -> None:
    expected = funnel(shop, window="1d")
    pd.testing.assert_frame_equal(funnel(SHOP, window="1d"), expected)
    shuffled = shop.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(funnel(shuffled, window="1d"), expected)


def test_funnels_by_platform(clicks: list[Row], shop: pd.DataFrame) -> None:
    """A user counts on every platform on which an entry of theirs was; what follows may be on another."""
    found = funnel(shop, window="1d", by="platform").set_index(["persona", "stage"])["converted"]
    steps = walks(clicks, TO_BUY, CLICKS)
    begun: dict[str, dict[str, set[datetime]]] = defaultdict(lambda: defaultdict(set))
    for row in clicks:
        if row["event"] == TO_BUY[0]:
            begun[row["platform"]][row["user_id"]].add(datetime.fromisoformat(row["timestamp"]))
    for platform, entries in begun.items():
        mine = {
            user: [(moment, stage) for moment, stage in steps[user] if stage or moment in moments]
            for user, moments in entries.items()
        }
        assert list(found[platform]) == reached(mine, timedelta(days=1))
    assert set(found.index.get_level_values("persona")) == set(begun) == {"desktop", "mobile", "tablet"}


def test_times_in_stage(clicks: list[Row], shop: pd.DataFrame) -> None:
    stages = {event: event for event in TO_BUY}
    found = metrics.time_in_stage(shop, stages, **CLICKS, unit="min").set_index("stage")
    chains = [chain(steps[entries(steps)[0] :], None) for steps in walks(clicks, TO_BUY, CLICKS).values()]
    for place, stage in enumerate(TO_BUY[:-1]):
        spent = [(mine[place + 1][0] - mine[place][0]).total_seconds() / 60 for mine in chains if len(mine) > place + 1]
        assert found.loc[stage, "median"] == pytest.approx(statistics.median(spent))
        quarters = statistics.quantiles(spent, n=4, method="inclusive")
        assert list(found.loc[stage, ["p25", "p75"]]) == pytest.approx([quarters[0], quarters[2]])
        entered = sum(len(mine) > place for mine in chains)
        assert found.loc[stage, "n"] == entered
        assert found.loc[stage, "moved_on"] == len(spent)
        assert found.loc[stage, "still_inside"] == entered - len(spent)


def test_transitions(clicks: list[Row], shop: pd.DataFrame) -> None:
    found = metrics.transitions(shop, {event: event for event in TO_BUY}, **CLICKS)
    moves: Counter[tuple[str, str]] = Counter()
    movers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for user, steps in walks(clicks, TO_BUY, CLICKS).items():
        for (_, source), (_, target) in pairwise(steps):
            if source != target:
                moves[TO_BUY[source], TO_BUY[target]] += 1
                movers[TO_BUY[source], TO_BUY[target]].add(user)
    ends = list(zip(found["source"], found["target"], strict=True))
    assert dict(zip(ends, found["count"], strict=True)) == moves
    assert dict(zip(ends, found["actors"], strict=True)) == {way: len(users) for way, users in movers.items()}
    seen = {event: len({row["user_id"] for row in clicks if row["event"] == event}) for event in TO_BUY}
    shares = {way: 100 * len(users) / seen[way[0]] for way, users in movers.items()}
    assert dict(zip(ends, found["value"], strict=True)) == pytest.approx(
        {way: share if seen[way[0]] >= 5 else None for way, share in shares.items()}
    )


# The hospital


def test_patients_keep_to_the_order(cases: list[Row], hospital: pd.DataFrame) -> None:
    found = metrics.funnel(hospital, {stage: stage for stage in CARE}, **CASES)
    assert list(found["converted"]) == reached(walks(cases, CARE, CASES))
    # 261 of 500 are X-rayed; the others go another way, which this funnel does not know.
    assert list(found["converted"])[:3] == [500, 500, 261]


def test_deviations_from_the_drawn_journey(cases: list[Row], hospital: pd.DataFrame) -> None:
    journey = Journey("A day in hospital", stages=CARE, seed=1)
    found = metrics.deviations(hospital, journey, **CASES)
    steps = walks(cases, CARE, CASES)
    counts, could, who = expected_deviations(steps, skips=set())
    ids = dict(zip(journey.stages.index, CARE, strict=True))
    stages = found[found["event"].isna()]
    told = {(str(row.kind), ids.get(str(row.stage), str(row.stage))): row for row in stages.itertuples()}
    assert {key: row.actors for key, row in told.items()} == counts
    assert {key: row.n for key, row in told.items()} == {key: could[key] for key in counts}
    assert counts["missing", "X-Ray"] == 236
    for key, row in told.items():
        assert set(row.examples) <= who[key]
        assert len(row.examples) == min(3, counts[key])
    others = found[found["kind"] == "unexpected"].set_index("event")["actors"].to_dict()
    assert others == {"Blood test": 237, "MRI SCAN": 236}


def test_a_way_that_is_drawn_is_no_deviation(cases: list[Row], hospital: pd.DataFrame) -> None:
    journey = Journey("A day in hospital", stages=CARE, seed=1)
    triage, talk = journey.id_of("stages", "Triage and Assessment"), journey.id_of("stages", "Discuss Results")
    journey.add("links", source=triage, target=talk, kind="skip", label="blood test and MRI instead")
    found = metrics.deviations(hospital, journey, **CASES)
    counts, _, _ = expected_deviations(walks(cases, CARE, CASES), skips={(1, 3)})
    assert sum(counts.values()) == found.loc[found["event"].isna(), "actors"].sum()
    assert ("missing", "X-Ray") not in counts or counts["missing", "X-Ray"] < 10


Counts = dict[tuple[str, str], int]


def expected_deviations(
    steps: dict[str, Steps], skips: set[tuple[int, int]]
) -> tuple[Counts, Counts, dict[Any, set[str]]]:
    """Return who deviates, how many, and how many could have, by kind and stage."""
    who: dict[tuple[str, str], set[str]] = defaultdict(set)
    could: Counts = Counter()
    for patient, mine in steps.items():
        visits = [stage for place, (_, stage) in enumerate(mine) if not place or mine[place - 1][1] != stage]
        seen: set[int] = set()
        for before, stage in pairwise([-1, *visits]):
            designed = stage == before + 1 or (before, stage) in skips
            if not designed and stage > before:
                for passed in set(range(before + 1, stage)) - set(visits):
                    who["missing", CARE[passed]].add(patient)
            elif not designed:
                who["repeated" if stage in seen else "out of order", CARE[stage]].add(patient)
            seen.add(stage)
        for stage, title in enumerate(CARE):
            could["missing", title] += max(visits) > stage
            could["repeated", title] += stage in seen
            could["out of order", title] += stage in seen
    return {key: len(patients) for key, patients in who.items()}, could, who
