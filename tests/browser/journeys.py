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
