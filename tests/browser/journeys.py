"""The journeys that the tests show. Ids are given, so that a test can name a row.

The kernels find this module too: a cell imports it as a test does.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from journeywidgets import Journey

HEAD = """from journeywidgets import Journey, JourneyMap, PersonaCards
from tests.browser.journeys import *
"""

BIKES = f"{HEAD}j = bikes()\nmap = JourneyMap(j)\nmap"
"""A cell that shows the map of the design."""


def _png(width: int, height: int) -> str:
    """Return a picture as a data: URL."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(
        b"\0" + bytes((40 + 2 * y, 90, 60 + x)[c] for x in range(width) for c in range(3)) for y in range(height)
    )
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(data).decode()


PICTURE = _png(96, 54)
SMS = "Waits for the SMS code"
"""The card that most tests take."""

_STAGES = {
    "aware": ("Awareness", "Notice bikes in town"),
    "consider": ("Consideration", "Compare with bus and taxi"),
    "signup": ("Sign-up", "Create account, pay deposit"),
    "ride": ("First ride", "Find, unlock, ride, return"),
    "retain": ("Retention", "Ride again within 30 days"),
}
_LANES: dict[str, tuple[str, str, str, str | None]] = {
    "actions": ("Actions", "text", "customer", None),
    "touch": ("Touchpoints", "touchpoint", "customer", None),
    "emotion": ("Emotion", "emotion", "frontstage", None),
    "pains": ("Pains", "pain", "frontstage", None),
    "gains": ("Gains", "gain", "frontstage", None),
    "quotes": ("Quotes", "quote", "frontstage", None),
    "pictures": ("Pictures", "image", "frontstage", None),
    "chances": ("Opportunities", "opportunity", "frontstage", None),
    "conv": ("Conversion", "metric", "frontstage", "conversion"),
    "score": ("NPS", "metric", "frontstage", "nps"),
    "back": ("Backstage", "text", "backstage", None),
}
_CARDS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "station": ("aware", "actions", "Sees a docking station near work", {}),
    "price": ("consider", "actions", "Checks price of a day pass", {}),
    "card": ("signup", "actions", "Enters card and ID", {}),
    "sms": ("signup", "actions", SMS, {}),
    "map": ("ride", "actions", "Looks for a free bike on the map", {}),
    "monthly": ("retain", "actions", "Buys a monthly pass", {}),
    "t1": ("aware", "touch", "Station", {"channel": "street"}),
    "t2": ("aware", "touch", "Poster", {"channel": "print"}),
    "t3": ("signup", "touch", "App", {"channel": "mobile"}),
    "p1": ("consider", "pains", "Deposit is not shown with the price", {"persona": "co"}),
    "p2": ("signup", "pains", "SMS code arrives too late and the form resets", {}),
    "p3": ("ride", "pains", "Map shows bikes that are gone", {"persona": "vi"}),
    "g1": ("ride", "gains", "The first minutes are free", {}),
    "q1": ("signup", "quotes", "I stood there for ten minutes", {"persona": "vi"}),
    "i1": ("aware", "pictures", "A full dock", {"image": PICTURE}),
    "o1": ("consider", "chances", "Show the full price first", {"score": 12.4, "owner": "pricing"}),
    "o2": ("signup", "chances", "Passkey instead of SMS", {"score": 16.8, "owner": "identity"}),
    "b1": ("signup", "back", "SMS gateway retries after 60 s", {}),
}
_FEELINGS: dict[str, tuple[float | None, ...]] = {
    "co": (0.6, 0.8, -1.6, 0.5, 1.4),
    "vi": (1.0, -0.4, None, 1.3, -0.5),
}
_VALUES: tuple[tuple[str, str, float, float | None, float | None, int], ...] = (
    ("conversion", "aware", 100.0, None, None, 41208),
    ("conversion", "consider", 48.3, 47.8, 48.8, 19903),
    ("conversion", "signup", 31.0, 30.4, 31.6, 6170),
    ("nps", "signup", -18, -41, 5, 46),
    ("nps", "ride", 37, 33, 41, 1204),
)


def bikes(j: Journey | None = None) -> Journey:
    """Return the map of the design's mock, with every kind of lane; or fill `j` with it."""
    j = Journey() if j is None else j
    with j.edit("Fill"):
        j.title = "City bike rental"
        for key, (title, text) in _STAGES.items():
            j.add("stages", id=key, title=title, description=text, moment_of_truth=key == "signup")
        for key, name, color in (("co", "Commuter", "#2f4fc8"), ("vi", "Visitor", "#c2410c")):
            j.add("personas", id=key, name=name, color=color, quote="It has to be quick", goals=["Be on time"])
        j.add("metrics", id="conversion", title="Conversion", unit="%", method="ordered, from previous stage")
        j.add("metrics", id="nps", title="NPS", method="asked after the event")
        for key, (title, kind, role, metric) in _LANES.items():
            j.add("lanes", id=key, title=title, kind=kind, role=role, metric=metric)
        for key, (stage, lane, text, more) in _CARDS.items():
            j.add("cards", id=key, stage=stage, lane=lane, text=text, **more)
        for persona, scores in _FEELINGS.items():
            for stage, score in zip(_STAGES, scores, strict=True):
                if score is not None:
                    at = {"stage": stage, "lane": "emotion", "persona": persona}
                    j.add("cards", id=f"{persona}-{stage}", score=score, **at)
        _evidence(j)
        for metric, stage, value, low, high, count in _VALUES:
            j.add("values", metric=metric, stage=stage, value=value, low=low, high=high, n=count)
    return j


def _evidence(j: Journey) -> None:
    for card, people in (("p1", 4), ("p2", 7)):
        j.add("asks", card=card, asked=9)
        for n in range(people):
            j.add("evidence", card=card, quote=f"Quote {n}", participant=f"P{n}", source="Interviews")
    j.add("evidence", card="p2", quote="Mine came at once", participant="P8", stance="contradicts")


_LONG = (
    "I stood there with my phone in the air, and when the code came the form had forgotten all that I had typed. " * 8
)


def evident(j: Journey | None = None) -> Journey:
    """Return the map of `bikes` with evidence of every kind: thin, none, long, much of it, scored and private."""
    j = bikes(j)
    with j.edit("Note evidence"):
        for number, score in enumerate((-2, -1.5, -2, -1, -2, -1.5, -1.2)):
            said: dict[str, Any] = {
                "participant": f"P{number}",
                "quote": f"It took for ever, number {number}",
                "score": score,
            }
            j.add("evidence", card="co-signup", source="Interviews", **said)
        said = {"source": "Interview 4", "study": "away", "participant": "P4"}
        j.add(
            "evidence", id="gone-1", card="p3", quote="Three bikes on the map, none in the dock", quote_id="q1", **said
        )
        j.add("evidence", id="gone-2", card="p3", quote=_LONG, participant="P5", score=-2, level="public")
        j.add("asks", card="p3", asked=8, note="Everybody who answered its question.")
        j.add("asks", card="g1", asked=9)
        j.add(
            "evidence", card="o2", participant="P2", level="private", source="Interview 2", study="away", quote_id="q9"
        )
        for number in range(80):
            stance = "supports" if number % 9 else "contradicts"
            said = {"participant": f"P{number % 30}", "quote": f"I looked it up, number {number}.", "stance": stance}
            j.add("evidence", card="price", source="Survey", **said)
        j.add("asks", card="price", asked=120)
    return j


def grid(stages: int, lanes: int, cards: int) -> Journey:
    """Return a journey of `cards` cards, spread over its stages and lanes."""
    j = Journey(
        "Grid",
        stages=[{"id": f"s{n}", "title": f"Stage {n}"} for n in range(stages)],
        lanes=[{"id": f"l{n}", "title": f"Lane {n}"} for n in range(lanes)],
    )
    with j.edit("Fill"):
        for n in range(cards):
            stage, lane = f"s{n % stages}", f"l{n // stages % lanes}"
            j.add("cards", id=f"c{n}", stage=stage, lane=lane, text=f"Card {n}")
    return j


_QUARTERS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
_RATES: dict[str, tuple[tuple[float | None, ...], int]] = {
    "aware": ((100, 100, 100, 100, 100), 41208),
    "consider": ((46.1, 47.0, 47.9, 48.1, 48.3), 19903),
    "signup": ((36.2, 35.8, None, 35.1, 31.0), 6170),
    "ride": ((88.1, 89.0, 88.4, 88.7, 88.9), 5485),
}
_METHOD = (
    "Ordered, best chain from any entry, within 7 days of the first stage; share of those who reached the stage "
    "before; 95 % Wilson interval; 118 entries held back whose window has not passed."
)


def measured(j: Journey | None = None, stages: int = 0) -> Journey:
    """Return the map of `bikes` with metrics over periods and personas; with `stages` more stages."""
    j = bikes(j)
    with j.edit("Measure"):
        j.values = j.values.iloc[:0]
        j.set("metrics", "conversion", target=35, method=_METHOD, description="ordered, 7-day window")
        j.set("metrics", "nps", target=20)
        for key, (rates, count) in _RATES.items():
            for at, rate in enumerate(rates):
                _measure(j, "conversion", key, None, at, rate, count)
                for persona, shift, part in (("co", 4, 0.6), ("vi", -6, 0.01)):
                    own = rate if rate in {None, 100} else rate + shift
                    _measure(j, "conversion", key, persona, at, own, round(part * count))
        j.add("values", metric="nps", stage="signup", value=-18, low=-41, high=5, n=46, period="2026-Q3")
        j.add("values", metric="nps", stage="ride", value=37, low=33, high=41, n=1204, period="2026-Q2")
        j.add("values", metric="nps", stage="ride", value=34, low=30, high=38, n=1180, period="2026-Q3")
        j.add("values", metric="nps", stage="retain", n=3, period="2026-Q3")
        for number in range(stages):
            j.add("stages", id=f"more{number}", title=f"Stage {number}")
            for at in range(len(_QUARTERS)):
                _measure(j, "conversion", f"more{number}", None, at, 20 + number + at, 900)
    return j


def _measure(j: Journey, metric: str, stage: str, persona: str | None, at: int, rate: float | None, n: int) -> None:
    row: dict[str, Any] = {"metric": metric, "stage": stage, "persona": persona, "period": _QUARTERS[at]}
    if rate is None:
        j.add("values", **row, n=4)
        return
    half = 196 * (rate / 100 * (1 - rate / 100) / n) ** 0.5
    ends = {} if rate == 100 else {"low": round(rate - half, 2), "high": round(rate + half, 2)}
    j.add("values", **row, value=rate, **ends, n=n, computed_at="2026-10-01T06:00:00Z")
