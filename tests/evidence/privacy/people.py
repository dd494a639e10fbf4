"""A study with a planted name, e-mail and phone, for tests of what may leave."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from journeywidgets import Journey
from journeywidgets.evidence import Study

NAME, MAIL, PHONE = "Zebulon Quackenbush", "zeb.quack@example.org", "+49 30 5550107"
SECRETS = ("zebulon", "quackenbush", "zeb.quack", "5550107", "555 0107")
OTHER = "Wilhelmina Tintenfass"

TURNS = (
    ("m", "Hello Zeb, how late was the code?"),
    ("p1", f"Zebulon here 😀. The code came very, very late. Write to {MAIL} or call {PHONE}."),
    ("p2", "As Zebulon said, it is late; I gave up at the third try."),
    ("p1", "And then it had expired already."),
    ("p2", "For me it worked."),
)
TEXT = "\n\n".join(words for _, words in TURNS)


def build(study: Study) -> Study:
    """Fill a study: two participants, a moderator, one source of five turns, four quotes."""
    study.add("participants", id="p1", pseudonym="P1", attributes={"mail": MAIL, "town": "Ulm"})
    study.add("participants", id="p2", pseudonym="P2")
    study.add("participants", id="m", pseudonym="M1", role="moderator")
    study.key.add(NAME, "p1", ["Zeb"])
    study.key.add(OTHER, "p2")
    source = study.add("sources", id="s1", title=f"Interview {NAME}.vtt", text=TEXT)
    start = 0
    for number, (person, words) in enumerate(TURNS):
        study.add("segments", id=f"t{number}", source=source, start=start, end=start + len(words), participant=person)
        start += len(words) + 2
    study.add("codes", id="late", name="Late code", definition=f"Such as {NAME} waits")
    study.add("codes", id="fine", name="Works")
    for quote, words in QUOTES.items():
        at = TEXT.index(words)
        study.add("quotes", id=quote, source=source, start=at, end=at + len(words))
        study.add("applications", quote=quote, code="fine" if quote == "q4" else "late", coder="AB")
    study.set("quotes", "q3", level="private")
    study.add("memos", quote="q3", text="Zebulon is named here", author="AB")
    study.add("memos", source=source, text="P1: the code came very, very late indeed", author="AB")
    return study


QUOTES = {
    "q1": "The code came very, very late.",
    "q2": "And then it had expired already.",
    "q3": "As Zebulon said, it is late; I gave up",
    "q4": "For me it worked.",
}


def journey(study: Study, path: Path | None = None) -> Journey:
    """Return a map whose one card stands on all quotes, with three people asked."""
    made = Journey("Bikes", seed=2) if path is None else Journey.open(path, seed=2)
    made.add("stages", id="a", title="Sign-up")
    made.add("lanes", id="pain", title="Pains", kind="pain")
    made.add("cards", id="card", stage="a", lane="pain", text="The SMS code is late")
    made.add("cards", id="other", stage="a", lane="pain", text="Nobody quoted")
    made.cite("card", ["q1", "q2", "q3"], study=study, asked=3)
    made.cite("card", "q4", "contradicts", study=study)
    return made


def text_of(study: Study, source: str = "s1") -> str:
    """Return the text of a source."""
    return str(study.document.tables["sources"][source]["text"])


def places(study: Study) -> list[tuple[int, int]]:
    """Return where the segments stand, as shown."""
    return [(row["start"], row["end"]) for row in study.document.shown("segments")]


def everything(folder: Path) -> str:
    """Return what all files of a folder hold, in lower case, with JSON's escapes undone."""
    parts = [path.read_text(errors="replace") for path in sorted(folder.rglob("*")) if path.is_file()]
    joined = "\n".join(parts)
    # As JSON writes letters, where it escapes them.
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), joined)
    return (joined + plain).lower()


def leaks(value: Any) -> list[str]:
    """Return which of the planted secrets stand in a text."""
    text = str(value).lower()
    return [secret for secret in SECRETS if secret in text]
