"""The simulation's rows come to what it says is true, with the oddities of real logs, under its seed."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from tests.datasets.count import WINDOW, Path, deviation, paths, personas

from journeywidgets import Journey
from journeywidgets.datasets import Simulation, simulate
from journeywidgets.errors import MetricError

RIDERS = 120_000
# Some 150 comparisons of estimates with the truth: one beyond 4.5 by chance in a thousand such tests.
FAR = 4.5


@pytest.fixture(scope="module")
def city() -> Simulation:
    return simulate(RIDERS, seed=7)


@pytest.fixture(scope="module")
def told(city: Simulation) -> list[Path]:
    return list(paths(city))


@pytest.fixture(scope="module")
def persona(city: Simulation) -> pd.Series:
    return personas(city)


def groups(city: Simulation, told: list[Path], persona: pd.Series) -> dict[str | None, list[Path]]:
    """Return the paths of all riders (None), and of each persona."""
    known = persona.to_dict()
    found: dict[str | None, list[Path]] = {None: told}
    return found | {name: [path for path in told if known[path.rider] == name] for name in city.personas.index}


def assert_rates(depths: list[int], truth: pd.DataFrame) -> None:
    """Compare how many reached each stage with the true step rates of one group."""
    reached = [sum(depth > stage for depth in depths) for stage in range(6)]
    assert truth["value"].iloc[0] == truth["overall_rate"].iloc[0] == 100
    for (before, after), step, overall in zip(
        pairwise(reached), truth["value"][1:], truth["overall_rate"][1:], strict=True
    ):
        assert before > 100, "too few to say anything"
        assert abs(deviation(after, before, step / 100)) < FAR
        assert abs(deviation(after, reached[0], overall / 100)) < FAR


@pytest.mark.parametrize(("entry", "window"), [("best", "7d"), ("first", "7d"), ("best", None), ("first", None)])
def test_step_rates(city: Simulation, told: list[Path], persona: pd.Series, entry: str, window: str | None) -> None:
    truth = city.conversion(entry, window=window)  # type: ignore[arg-type]
    assert truth["metric"].eq("Conversion").all()
    for name, mine in groups(city, told, persona).items():
        rows = truth[truth["persona"].isna() if name is None else truth["persona"].eq(name)]
        assert list(rows["stage"]) == list(city.stages)
        assert_rates([path.depth(entry, np.inf if window is None else WINDOW) for path in mine], rows)


def test_the_kinds_of_funnel_differ(city: Simulation) -> None:
    rates = {
        (entry, window): city.conversion(entry, window=window)["overall_rate"][5]  # type: ignore[arg-type]
        for entry, window in (("first", "7d"), ("best", "7d"), ("best", None))
    }
    first, best, ever = rates.values()
    assert first * 1.1 < best < ever / 1.3


def test_step_rates_by_month(city: Simulation, told: list[Path], persona: pd.Series) -> None:
    truth = city.conversion("first", period="month")
    assert list(truth["period"].unique()) == ["2026-07", "2026-08", "2026-09"]
    sign_up = truth[truth["persona"].eq("visitor") & truth["stage"].eq("Sign-up")]
    assert list(sign_up["value"]) == pytest.approx([34, 34, 25])
    months = pd.Series({path.rider: path.first(0) for path in told}).astype("datetime64[us]").dt.strftime("%Y-%m")
    known = months.to_dict()
    for name, mine in groups(city, told, persona).items():
        rows = truth[truth["persona"].isna() if name is None else truth["persona"].eq(name)]
        for month, of_month in rows.groupby("period"):
            assert_rates([path.depth("first", WINDOW) for path in mine if known[path.rider] == month], of_month)


def test_the_change_can_be_on_any_day_or_on_none() -> None:
    def sign_up(**settings: object) -> list[float]:
        city = simulate(1, **settings)  # type: ignore[arg-type]
        truth = city.conversion("first", period="month")
        return list(truth[truth["persona"].eq("visitor") & truth["stage"].eq("Sign-up")]["value"])

    assert sign_up(change=None) == pytest.approx([34, 34, 34])
    assert sign_up(change="2020-01-01") == pytest.approx([25, 25, 25])
    assert sign_up(change="2030-01-01") == pytest.approx([34, 34, 34])
    # Fifteen days of thirty: as many Visitors meet the one rate as the other.
    assert sign_up(start="2026-09-01", days=30, change="2026-09-16") == pytest.approx([29.5])


def test_median_times(city: Simulation, told: list[Path], persona: pd.Series) -> None:
    truth = city.truth[city.truth["metric"].eq("Time in stage")]
    for name, mine in groups(city, told, persona).items():
        rows = truth[truth["persona"].isna() if name is None else truth["persona"].eq(name)]
        assert list(rows["stage"]) == list(city.stages)[:-1]
        entries = [path.entries() for path in mine]
        for stage, (hours, of_moved) in enumerate(zip(rows["value"], rows["median"], strict=True)):
            spent = [path[stage + 1] - path[stage] for path in entries if len(path) > stage + 1]
            entered = sum(len(path) > stage for path in entries)
            assert_median(spent, len(spent), of_moved)
            if np.isnan(hours):
                assert deviation(len(spent), entered, 0.5) < -FAR
            else:
                assert_median(spent, entered, hours)


def assert_median(spent: list[int], entered: int, hours: float) -> None:
    """Compare how many of those who entered were gone within the median, and a second, as times are cut to seconds."""
    assert len(spent) > 100
    within = sum(time <= hours * 3.6e9 for time in spent)
    slack = sum(abs(time - hours * 3.6e9) <= 1e6 for time in spent)
    assert abs(deviation(within, entered, 0.5)) < FAR + slack / np.sqrt(entered / 4)


@pytest.mark.parametrize("change", [None, "2020-01-01", "2026-08-01"])
def test_medians_are_known_whenever_the_change_is(change: str | None) -> None:
    truth = simulate(1, change=change).truth
    times = truth[truth["metric"] == "Time in stage"]
    assert times["median"].notna().all()
    assert times.groupby("stage")["value"].count().to_dict() == {
        "Awareness": 2, "Consideration": 0, "Sign-up": 4, "First ride": 2, "Retention": 0
    }  # fmt: skip


def test_answers(city: Simulation, persona: pd.Series) -> None:
    answers = city.answers.assign(persona=city.answers["rider"].map(persona))
    scores = {
        "NPS": lambda frame: 100.0 * (frame["recommend"].ge(9).astype(int) - frame["recommend"].le(6).astype(int)),
        "CSAT": lambda frame: 100.0 * frame["satisfaction"].ge(4),
        "CES": lambda frame: frame["ease"],
    }
    asked = {"NPS": "recommend", "CSAT": "satisfaction", "CES": "ease"}
    truth = city.truth[city.truth["metric"].isin(list(scores))]
    assert len(truth) == 4 * (2 + 3 + 2)
    for row in truth.itertuples():
        question = asked[str(row.metric)]
        given = answers[answers["stage"].eq(row.stage) & answers[question].notna() & answers[question].ne(99)]
        if row.persona is not None:
            given = given[given["persona"].eq(row.persona)]
        score, weight = scores[str(row.metric)](given).to_numpy(float), given["weight"].to_numpy()
        mean = np.average(score, weights=weight)
        error = np.sqrt((weight**2 * (score - mean) ** 2).sum()) / weight.sum()
        assert abs(mean - float(row.value)) / error < FAR


def test_answers_without_weights_are_off(city: Simulation) -> None:
    """Those who like the ride answer more; that is what weights are for."""
    given = city.answers[city.answers["stage"].eq("First ride") & city.answers["recommend"].between(0, 10)]
    score = 100.0 * (given["recommend"].ge(9).astype(int) - given["recommend"].le(6).astype(int))
    (truth,) = city.truth.query("metric == 'NPS' and stage == 'First ride' and persona.isna()")["value"]
    assert (score.mean() - truth) / (score.std() / np.sqrt(len(score))) > FAR


def test_segments_part_the_riders(city: Simulation, persona: pd.Series) -> None:
    assert city.personas["share"].sum() == pytest.approx(1)
    hits = pd.concat([city.riders.query(segment)["rider"] for segment in city.personas["segment"]])
    assert sorted(hits) == list(city.riders["rider"])
    counts = persona.value_counts()
    for name, share in city.personas["share"].items():
        assert abs(deviation(counts[str(name)], RIDERS, share)) < FAR


def test_a_journey_takes_stages_and_personas(city: Simulation) -> None:
    journey = Journey("City bike rental", stages=list(city.stages), personas=city.personas)
    assert list(journey.personas.index) == ["commuter", "visitor", "weekender"]
    kept = journey.personas[list(city.personas)]
    assert kept.to_dict() == city.personas.to_dict()


def test_the_log_has_what_makes_real_logs_hard(city: Simulation, told: list[Path]) -> None:
    events = city.events
    assert events.duplicated().sum() > RIDERS / 100
    ties = events.drop_duplicates().duplicated(["rider", "time"]).sum()
    assert ties > RIDERS / 500
    stages = [[stage for _, stage in path.events] for path in told]
    seen: dict[str, int] = {
        "repeated": sum(any(one == two for one, two in pairwise(path)) for path in stages),
        "fell back": sum(any(one > two for one, two in pairwise(path)) for path in stages),
        "skipped": sum((2 in path and 1 not in path) or (5 in path and 4 not in path) for path in stages),
        "late": sum(path.depth("best", np.inf) > path.depth("best", WINDOW) for path in told),
        "dropped out": sum(5 not in path for path in stages),
    }
    assert min(seen.values()) > RIDERS / 100, seen
    others = ~events["event"].isin([event for names in city.stages.values() for event in names])
    assert abs(others.sum() / RIDERS - 4) < FAR * np.sqrt(4 * 5 / RIDERS)


def test_answers_have_blanks_and_refusals(city: Simulation) -> None:
    first = city.answers[city.answers["stage"] == "First ride"]
    for question, refused in (("recommend", 0.02), ("satisfaction", 0.0), ("ease", 0.0)):
        assert abs(deviation(first[question].isna().sum(), len(first), 0.05)) < FAR
        assert abs(deviation(first[question].eq(99).sum(), len(first), refused)) < FAR
    sign_up = city.answers[city.answers["stage"] == "Sign-up"]
    assert sign_up["recommend"].isna().all()
    assert set(city.answers["stage"]) == {"Sign-up", "First ride", "Retention"}


def test_columns(city: Simulation) -> None:
    assert list(city.riders) == ["rider", "home", "weekday_share"]
    assert list(city.events) == ["rider", "time", "event"]
    assert list(city.answers) == ["rider", "time", "stage", "recommend", "satisfaction", "ease", "weight"]
    assert city.events["time"].is_monotonic_increasing
    assert str(city.events["time"].dtype) == "datetime64[us]"
    assert city.riders["rider"].is_unique
    assert list(city.riders["rider"]) == list(range(RIDERS))
    assert set(city.events["rider"]) == set(city.riders["rider"])
    assert city.events["time"].iloc[0].normalize() == pd.Timestamp("2026-07-01")


def test_the_seed_gives_the_rows() -> None:
    one, same, other = simulate(300, seed=3), simulate(300, seed=3), simulate(300, seed=4)
    for table in ("riders", "events", "answers"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(same, table))
        assert not getattr(one, table).equals(getattr(other, table))
    # The same with every version of pandas and numpy, or stored notebooks would no longer hold.
    text = "".join(
        getattr(one, table).to_csv(index=False, lineterminator="\n") for table in ("riders", "events", "answers")
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert digest == "349f5d9bd8a0453d509000a614ea4b7f6c3a1a5310accc78bb2e73c77a689ac7"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"riders": 0}, "riders=0 is not a whole number"),
        ({"riders": 10.5}, r"riders=10\.5"),
        ({"seed": -1}, "seed=-1"),
        ({"days": 0}, "days=0"),
        ({"others": -1}, "others=-1"),
        ({"others": float("nan")}, "others=nan"),
        ({"start": "soon"}, "start='soon' is not a day"),
        ({"start": "2026-07-01 10:00"}, "is not a day"),
        ({"change": "2026-09-01T00:00Z"}, "change='2026-09-01T00:00Z' is not a day"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, object], words: str) -> None:
    with pytest.raises(MetricError, match=words):
        simulate(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [{"entry": "last"}, {"window": "1d"}, {"period": "week"}, {"period": "month"}, {"period": "month", "window": None}],
)
def test_truths_that_are_not_known(arguments: dict[str, object]) -> None:
    with pytest.raises(MetricError, match="truth"):
        simulate(1).conversion(**arguments)  # type: ignore[arg-type]
