"""Personal: columns that tell who a respondent is. They are left out unless they are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A title is one of these as a whole: "Which phone do you use?" is a question, "Your phone number" is not.
_ASKED = r"(?:(?:please )?(?:what is|what s|enter|give|leave|provide|state|type|write) )?"
_OWN = (
    r"(?:(?:your|my|the|contact|work|home|business|recipient|participant|respondent|interviewee|user|customer) ){0,2}"
)
_ASIDE = r"(?: (?:optional|required|please|if you like))?"
_TITLES = {
    "e-mail address": r"e ?mail(?: address| adresse| id)?",
    "name": r"(?:(?:first and last|first|last|middle|full|given|family|sur|nick|real|display|user)[ ]?)?names?|"
    r"surname|vorname|nachname|name first and last|login|(?:social media )?handle",
    "telephone number": r"(?:tele|mobile|cell)? ?phone(?: number| no)?|mobile(?: number| no)?|telefon(?:nummer)?",
    "IP address": r"ip(?: address)?",
    "location": r"(?:location )?(?:latitude|longitude)|(?:geo ?)?location|gps|coordinates",
    "postal address": r"(?:street|postal|mailing)? ?address(?: line)?(?: \d)?|zip(?: code)?|post(?:al)? ?code",
    "date of birth": r"date of birth|birth ?(?:date|day)|dob",
    "outside reference": r"external (?:data )?reference|external id|custom data(?: \d+)?|employee id",
}
_BY_TITLE = {what: re.compile(f"{_ASKED}{_OWN}(?:{pattern}){_ASIDE}") for what, pattern in _TITLES.items()}
_BY_VALUE = {
    "e-mail address": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "IP address": re.compile(r"\d{1,3}(?:\.\d{1,3}){3}"),
    "telephone number": re.compile(r"(?:\+|00|\()\d[\d\s().\-/]{6,}"),
}
_MOST = 0.5


def personal(title: str, values: Sequence[str]) -> str | None:
    """Return what a column tells of a person: ``"e-mail address"``; None where nothing speaks for it.

    Parameters
    ----------
    title
        The column's title, or the question.
    values
        Its cells as text; empty ones are not looked at.
    """
    words = re.sub(r"[^a-z0-9 ]+", " ", _CAMEL.sub(" ", title).lower())
    bare = " ".join(words.split())
    for what, pattern in _BY_TITLE.items():
        if pattern.fullmatch(bare):
            return what
    there = [value.strip() for value in values if value.strip()]
    for what, pattern in _BY_VALUE.items():
        if there and sum(1 for value in there if pattern.fullmatch(value)) > _MOST * len(there):
            return what
    return None
