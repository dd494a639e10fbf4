"""The studies that the tests show. The kernels find this module too."""

from __future__ import annotations

from typing import Any

from journeywidgets.evidence import Study

HEAD = """from journeywidgets.evidence import Study
from journeywidgets.widgets.notes_coder import NotesCoder
from tests.browser.studies import *
"""
RENTAL = f"{HEAD}s = rental()\ncoder = NotesCoder(s, coder='A', height=640)\ncoder"
"""A cell that shows a coded group talk."""

_TURNS = (
    ("m", "How did you sign up? Take me through it, step by step."),
    (
        "p1",
        "I stood there for ten minutes and waited for the SMS. The code never came, so I asked a stranger.",
    ),
    (
        "p2",
        "It took so long that I missed the train. Nobody told me the price before I had typed my card number.",
    ),
    ("m", "And what did you feel then?"),
    ("p1", "Angry, and a bit stupid. I thought that I had done something wrong."),
    ("p3", "For me it was quick. I liked that the map showed every dock."),
)
_PEOPLE: dict[str, dict[str, Any]] = {
    "p1": {"pseudonym": "P1", "persona": "Commuter", "attributes": {"job": "nurse", "city": "Oslo"}},
    "p2": {"pseudonym": "P2", "persona": "Visitor", "attributes": {"job": "cook", "city": "Bergen"}},
    "p3": {"pseudonym": "P3", "persona": "Commuter", "attributes": {"job": "teacher", "city": "Oslo"}},
    "m": {"pseudonym": "M1", "role": "moderator"},
}
_CODES: dict[str, tuple[str, str | None, dict[str, Any]]] = {
    "signup": ("Sign-up", None, {"kind": "stage"}),
    "wait": (
        "Waiting",
        "signup",
        {
            "kind": "pain",
            "definition": "Time lost because the service is slow, not because of the person.",
            "apply_when": "A wait is named, in minutes or in words.",
            "not_this": "Queues at the dock.",
        },
    ),
    "sms": ("SMS code", "wait", {"kind": "touchpoint"}),
    "form": ("Web form", "signup", {"kind": "touchpoint"}),
    "price": ("Price and deposit", None, {"kind": "pain", "color": "#148a80"}),
    "ride": ("First ride", None, {"kind": "stage"}),
    "map": ("Map of docks", "ride", {"kind": "gain"}),
    "feel": ("Feelings", None, {"kind": "emotion"}),
    "anger": ("Anger at oneself when the service fails", "feel", {"kind": "emotion"}),
    "joy": ("Überraschung", "feel", {"kind": "emotion"}),
    "trust": ("Trust", None, {}),
}
_QUOTES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "q1": ("I stood there for ten minutes", "p1", {"score": -1}),
    "q2": ("The code never came", "p1", {"score": -2, "level": "private"}),
    "q3": ("It took so long that I missed the train", "p2", {}),
    "q4": ("Nobody told me the price", "p2", {"level": "public"}),
    "q5": ("And what did you feel then?", "m", {}),
    "q6": ("Angry, and a bit stupid", "p1", {"score": -2}),
    "q7": ("I liked that the map showed every dock", "p3", {"score": 2}),
}
_APPLICATIONS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "a1": ("q1", "wait", "A", {}),
    "a2": ("q2", "sms", "A", {}),
    "a3": ("q2", "wait", "B", {}),
    "a4": ("q3", "wait", "B", {}),
    "a5": ("q4", "price", "A", {}),
    "a6": ("q5", "wait", "A", {}),
    "a7": ("q3", "sms", "", {"origin": "model", "accepted": False}),
    "a8": ("q6", "anger", "A", {}),
    "a9": ("q7", "map", "A", {}),
}


def rental() -> Study:
    """Return a group talk about renting bikes: three riders, a moderator, two coders, a suggestion."""
    s = Study("City bike rental: interviews", seed=1)
    with s.edit("Fill"):
        for key, values in _PEOPLE.items():
            s.add("participants", id=key, **values)
        text = "\n".join(words for _, words in _TURNS)
        s.add("sources", id="talk", title="Group talk, 3 May", text=text)
        at = 0
        for number, (who, words) in enumerate(_TURNS):
            s.add("segments", id=f"g{number}", source="talk", start=at, end=at + len(words), participant=who)
            at += len(words) + 1
        for key, (name, parent, more) in _CODES.items():
            s.add("codes", id=key, name=name, parent=parent, **more)
        for key, (words, who, more) in _QUOTES.items():
            at = text.index(words)
            where: dict[str, Any] = {"source": "talk", "start": at, "end": at + len(words)}
            s.add("quotes", id=key, participant=who, coder="A", **where, **more)
        for key, (quote, code, who, more) in _APPLICATIONS.items():
            s.add("applications", id=key, quote=quote, code=code, coder=who, **more)
    return s


def wide(codes: int) -> Study:
    """Return a study with many codes, a tenth of them at the top."""
    s = Study("Many codes", seed=1)
    with s.edit("Fill"):
        for number in range(codes):
            parent = None if number % 10 == 0 else f"c{number - number % 10}"
            s.add("codes", id=f"c{number}", name=f"Code number {number}", parent=parent)
    return s


def long_talk(words: int) -> Study:
    """Return an interview of about so many words, in turns of 4 to 80."""
    s = Study("A long talk", participants=[{"id": "m", "pseudonym": "M1", "role": "moderator"}], seed=1)
    s.add("participants", id="p1", pseudonym="P1")
    for name in ("Waiting", "Price"):
        s.add("codes", id=name.lower(), name=name)
    said = " ".join(words for _, words in _TURNS).split()
    turns: list[tuple[str, str]] = []
    while words > 0:
        number = len(turns)
        length = 6 if number % 2 == 0 else 20 + number * 7 % 60
        start = number * 13 % 40
        turns.append(("m" if number % 2 == 0 else "p1", " ".join((said * 3)[start : start + length])))
        words -= length
    s.add("sources", id="talk", title="A long talk", text="\n".join(text for _, text in turns))
    at = 0
    with s.edit("Turns"):
        for who, text in turns:
            s.add("segments", source="talk", start=at, end=at + len(text), participant=who, time_start=at / 10)
            at += len(text) + 1
    return s
