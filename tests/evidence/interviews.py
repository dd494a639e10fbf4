"""A small coded study for the tests: three people, a moderator, two stages, two lanes, one contradiction."""

from __future__ import annotations

from typing import Any

from journeywidgets.evidence import Study

PEOPLE = (
    {"id": "p1", "pseudonym": "P1", "persona": "Commuter"},
    {"id": "p2", "pseudonym": "P2", "persona": "Visitor"},
    {"id": "p3", "pseudonym": "P3"},
    {"id": "m", "pseudonym": "M1", "role": "moderator"},
)
CODES = (
    {"id": "signup", "name": "Sign-up", "kind": "stage", "definition": "Account and deposit"},
    {"id": "ride", "name": "Ride", "kind": "stage"},
    {"id": "unlock", "name": "Unlock", "parent": "ride"},
    {"id": "pain", "name": "Pain", "kind": "pain"},
    {"id": "late", "name": "Code comes late", "kind": "pain", "parent": "pain"},
    {"id": "gain", "name": "Gain", "kind": "gain"},
    {"id": "prompt", "name": "Code came at once"},
    {"id": "trust", "name": "Trust"},
)


class Interviews:
    """A study whose sources are written turn by turn, each turn quoted and coded at once.

    Attributes
    ----------
    study
        The study; its source is called ``i1``.
    """

    def __init__(self, **record: Any) -> None:
        self.study = Study("Bikes", participants=PEOPLE, codes=CODES, seed=1, **record)
        self.study.add("sources", id="i1", title="Interview 1")
        self._text = ""

    def say(self, quote: str, who: str | None, words: str, *codes: str, question: str = "", **more: Any) -> str:
        """Write a turn, quote it whole under the id `quote`, and apply codes to it; return the id."""
        start = len(self._text)
        self._text += words + "\n"
        end = start + len(words)
        self.study.set("sources", "i1", text=self._text)
        self.study.add("segments", source="i1", start=start, end=end, participant=who, question=question)
        self.study.add("quotes", id=quote, source="i1", start=start, end=end, participant=who, **more)
        for code in codes:
            self.study.apply(quote, code)
        return quote
