"""People: whom a table's rows are of. Names go into the key, codes are pseudonyms, keys of other systems are hashed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from journeywidgets.evidence.readers.grid import plain
from journeywidgets.evidence.readers.reading import Reading

# P7, p07, R-12, ID 4, VP03, P5R30502, 12: short codes that a researcher gave. "anna1" is none.
_CODE = re.compile(r"(?:[A-Z]{1,3}|[a-z]|ID|id)[-_ ]?\d{1,6}(?:[A-Z][-_]?\d{1,6})?|\d{1,5}")


_DIGITS = 3
RESPONDENT = "respondent"
"""The attribute by which a respondent of a survey is known again: a digest of the key in the survey's system."""


def is_code(text: str) -> bool:
    """Return whether this is a code given to a person, such as P7, and not a name or a key of another system."""
    return _CODE.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Return whether this may be a name: letters, with at most a digit or two, and no address."""
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return letters > digits < _DIGITS and "@" not in text and "_" not in text


def digest(key: str) -> str:
    """Return the digest of a respondent's key: it tells nobody who it is, and the next export the same."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class People:
    """The participants of a reading, by what a table calls them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._by_code: dict[str, str] = {}
        self._by_key: dict[str, str] = {}
        self._rows: dict[str, dict[str, Any]] = {}
        self._unequal = 0

    def find(self, called: str, role: str = "participant", attributes: Mapping[str, Any] | None = None) -> str:
        """Return the local key of a participant; one that is new is added.

        Parameters
        ----------
        called
            A code is the pseudonym; a name goes into the key alone; anything else (a number of the survey's system,
            an e-mail address) is kept as a digest. "" is somebody new.
        role
            Of one that is new.
        attributes
            What is known; of one that is there what is missing is filled in, what differs is counted.
        """
        name = plain(called)
        if is_code(name):
            key = self._by_code.get(name) or self._reading.participant(role=role, pseudonym=name, attributes={})
            self._by_code[name] = key
        elif name and not is_name(name):
            told = {RESPONDENT: digest(name)}
            key = self._by_key.get(name) or self._reading.participant(role=role, attributes=told)
            self._by_key[name] = key
        else:
            key = self._reading.participant(name, role, attributes={})
        if key not in self._rows:  # the last one, then
            self._rows[key] = self._reading.participants[-1]
        self._describe(self._rows[key], attributes or {})
        return key

    def _describe(self, row: dict[str, Any], attributes: Mapping[str, Any]) -> None:
        held: dict[str, Any] = row.setdefault("attributes", {})
        for title, value in attributes.items():
            if held.setdefault(title, value) != value:
                self._unequal += 1

    def report(self) -> None:
        """Say what was assumed of the people."""
        if self._by_code:
            count = f"{len(self._by_code):,} short codes in place of names"
            self._reading.doubt("participants", count, "taken as pseudonyms, as they are")
        if self._unequal:
            what = f"{self._unequal:,} attributes of one participant differ between rows"
            self._reading.doubt("participants", what, "the first was kept")
