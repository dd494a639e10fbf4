"""Users: who made what, and when."""

from __future__ import annotations

import re
from typing import Any

from journeywidgets.evidence.refi import guids
from journeywidgets.evidence.refi.markup import children

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


class Coders:
    """The people who coded: users of the project, by GUID."""

    def __init__(self, tree: Any) -> None:
        self._names: dict[str, str] = {}
        for number, user in enumerate(children(tree, "Users", "User"), 1):
            guid = guids.normal(user.get("guid"))
            name = (user.get("name") or user.get("id") or "").strip() or f"coder {number}"
            if guid is not None:
                taken = set(self._names.values())
                self._names[guid] = name if name not in taken else f"{name} ({number})"

    def of(self, element: Any) -> str:
        """Return who made an element; "" where nobody says."""
        return self._names.get(guids.normal(element.get("creatingUser")) or "", "")


def made_at(element: Any) -> str | None:
    """Return when an element was made, ISO 8601; None where it does not say."""
    at = element.get("creationDateTime")
    return at if at is not None and is_time(at) else None


def is_time(text: str) -> bool:
    """Return whether a text is a time as XML knows it."""
    return _TIME.fullmatch(text) is not None
