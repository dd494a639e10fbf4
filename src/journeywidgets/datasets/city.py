"""The city: its stages, its three kinds of riders, and the rates by which they ride.

Every number here is invented. What follows from them exactly is in `truth`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

HOUR = 3_600
DAY = 24 * HOUR
WINDOW = 7 * DAY
"""What is not late comes within this time of the first event."""
LATE = (10 * DAY, 30 * DAY)
"""When the late come, counted from the stage before: beyond the window of every event before it."""
RETURN = (12 * DAY, 40 * DAY)
"""When those who return begin again, counted from their first event."""
TIE = 0.02
"""The share of steps that have the very time of the step before."""
REPEATS = 0.3
"""One more event of the same stage, and then one more, each with this probability."""
DOUBLED = 0.1
"""The share of such repeats that are the same row again, as a retried upload leaves them."""
BLANK = 0.05
"""The share of questions put that are left blank."""
REFUSED = 0.02
"""The share of recommendations that are coded 99, "does not want to say"."""
REFUSED_CODE = 99

STAGES: Mapping[str, tuple[str, ...]] = {
    "Awareness": ("saw_station", "saw_poster"),
    "Consideration": ("compared_prices",),
    "Sign-up": ("signed_up",),
    "First ride": ("rode",),
    "Retention": ("rode_again",),
    "Advocacy": ("recommended",),
}
"""Title of each stage, in order, and the events that enter it."""

OTHERS = ("opened_app", "searched_map", "read_help", "changed_settings", "chatted")
"""Events that belong to no stage."""

EVENTS = tuple(event for events in STAGES.values() for event in events) + OTHERS


@dataclass(frozen=True)
class Step:
    """What follows a stage.

    The rest, 1 - next - late - skip, end their visit here. Times of those in time are log-logistic,
    cut at `limit`: the quantile function is a closed form, so that medians are known. The limits
    of all steps together are within the window.

    Attributes
    ----------
    next, late, skip
        Probability of the next stage in time, of the next stage too late, of the stage after next.
    hours
        Scale of the time to the next stage: its median, but for the cut.
    shape
        Shape of that time; the larger, the narrower.
    limit
        Longest time in hours.
    """

    next: float = 0.0
    late: float = 0.0
    skip: float = 0.0
    hours: float = 4.0
    shape: float = 1.5
    limit: float = 10.0

    @property
    def end(self) -> float:
        """Probability that the visit ends here."""
        return 1.0 - self.next - self.late - self.skip


@dataclass(frozen=True)
class Opinion:
    """How those at a stage answer: probabilities of the points of each scale; empty where not asked.

    Attributes
    ----------
    recommend
        Shares of promoters (9, 10), passives (7, 8) and detractors (0 to 6).
    satisfaction
        Of 1 to 5, 5 being best.
    ease
        Of 1 to 7, 7 being easiest.
    """

    recommend: tuple[float, ...] = ()
    satisfaction: tuple[float, ...] = ()
    ease: tuple[float, ...] = ()

    def chances(self, question: str) -> dict[int, float]:
        """Return the probability of each point of a question's scale."""
        if question != "recommend":
            return {point: chance for point, chance in enumerate(getattr(self, question), start=1) if chance}
        parts = zip(self.recommend, (PROMOTERS, PASSIVES, DETRACTORS), strict=False)
        return {point: chance / len(points) for chance, points in parts for point in points}


QUESTIONS = ("recommend", "satisfaction", "ease")
PROMOTERS, PASSIVES, DETRACTORS = (9, 10), (7, 8), tuple(range(7))
SATISFIED = (4, 5)


@dataclass(frozen=True)
class Kind:
    """A kind of riders: what the persona's segment finds in their attributes, and how they ride.

    Attributes
    ----------
    id, name, segment
        Of the persona.
    share
        Share of all riders.
    home
        "here" or "away".
    weekday_share
        Range of the share of a rider's trips that are on weekdays.
    steps
        What follows each stage.
    change
        What follows the stages for those who first come after the change; by the stage's title.
    back
        Probability to fall back to the stage before and to come again, at each stage but the first.
    returns
        Probability to begin a second visit, of those whose first ended at the first stage.
    responds
        Probability to answer a survey.
    opinions
        By the stage's title.
    """

    id: str
    name: str
    segment: str
    share: float
    home: str
    weekday_share: tuple[float, float]
    steps: tuple[Step, ...]
    change: Mapping[str, Step] = field(default_factory=dict)
    back: float = 0.1
    returns: float = 0.25
    responds: float = 0.5
    opinions: Mapping[str, Opinion] = field(default_factory=dict)

    def after(self) -> tuple[Step, ...]:
        """Return what follows each stage for those who first come after the change."""
        return tuple(self.change.get(title, step) for title, step in zip(STAGES, self.steps, strict=True))


_COMMUTER = (
    Step(0.70, 0.04, 0.05, hours=5, limit=60),
    Step(0.38, 0.08, hours=8, limit=40),
    Step(0.86, 0.03, hours=0.3, shape=2, limit=8),
    Step(0.66, 0.04, 0.05, hours=20, shape=2, limit=48),
    Step(0.30, 0.05, hours=4, limit=10),
    Step(),
)
_VISITOR = (
    Step(0.38, 0.02, 0.12, hours=1.5, limit=60),
    Step(0.34, 0.03, hours=2, limit=40),
    Step(0.90, 0.01, hours=0.15, shape=2, limit=8),
    Step(0.15, 0.02, 0.06, hours=14, shape=2, limit=48),
    Step(0.22, 0.03, hours=3, limit=10),
    Step(),
)
_WEEKENDER = (
    Step(0.30, 0.06, 0.03, hours=12, limit=60),
    Step(0.22, 0.10, hours=16, limit=40),
    Step(0.74, 0.06, hours=1, limit=8),
    Step(0.32, 0.12, 0.02, hours=30, shape=3, limit=48),
    Step(0.18, 0.06, hours=5, limit=10),
    Step(),
)

KINDS = (
    Kind(
        "commuter",
        "Commuter",
        "home == 'here' and weekday_share >= 0.6",
        share=0.5,
        home="here",
        weekday_share=(0.6, 1.0),
        steps=_COMMUTER,
        returns=0.8,
        responds=0.5,
        opinions={
            "Sign-up": Opinion(satisfaction=(0.22, 0.26, 0.22, 0.20, 0.10), ease=(0.2, 0.2, 0.2, 0.15, 0.1, 0.1, 0.05)),
            "First ride": Opinion(
                (0.52, 0.31, 0.17), (0.04, 0.08, 0.16, 0.38, 0.34), (0.02, 0.03, 0.08, 0.15, 0.22, 0.28, 0.22)
            ),
            "Retention": Opinion((0.60, 0.26, 0.14), (0.03, 0.05, 0.14, 0.40, 0.38)),
        },
    ),
    Kind(
        "visitor",
        "Visitor",
        "home == 'away'",
        share=0.3,
        home="away",
        weekday_share=(0.0, 1.0),
        steps=_VISITOR,
        # The deposit is doubled for those from elsewhere.
        change={"Consideration": replace(_VISITOR[1], next=0.25)},
        responds=0.15,
        opinions={
            "Sign-up": Opinion(satisfaction=(0.16, 0.22, 0.24, 0.24, 0.14), ease=(0.1, 0.15, 0.2, 0.2, 0.15, 0.1, 0.1)),
            "First ride": Opinion(
                (0.40, 0.30, 0.30), (0.06, 0.09, 0.20, 0.36, 0.29), (0.04, 0.06, 0.1, 0.2, 0.2, 0.22, 0.18)
            ),
            "Retention": Opinion((0.35, 0.35, 0.30), (0.08, 0.12, 0.24, 0.34, 0.22)),
        },
    ),
    Kind(
        "weekender",
        "Weekender",
        "home == 'here' and weekday_share < 0.6",
        share=0.2,
        home="here",
        weekday_share=(0.0, 0.6),
        steps=_WEEKENDER,
        responds=0.2,
        opinions={
            "Sign-up": Opinion(
                satisfaction=(0.12, 0.2, 0.26, 0.26, 0.16), ease=(0.08, 0.12, 0.18, 0.2, 0.18, 0.14, 0.1)
            ),
            "First ride": Opinion(
                (0.38, 0.36, 0.26), (0.05, 0.1, 0.22, 0.38, 0.25), (0.03, 0.05, 0.1, 0.18, 0.22, 0.24, 0.18)
            ),
            "Retention": Opinion((0.42, 0.34, 0.24), (0.04, 0.08, 0.2, 0.4, 0.28)),
        },
    ),
)
"""The kinds of riders; their segments part all riders, and none overlap."""
