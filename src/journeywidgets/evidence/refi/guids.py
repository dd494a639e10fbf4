"""GUIDs: what REFI-QDA knows rows by."""

from __future__ import annotations

import re
import uuid

_SPACE = uuid.UUID("8f0a3f0e-6a1c-5b1e-9a53-5d1f6a0f4c21")
_FORM = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")


def normal(text: str | None) -> str | None:
    """Return a GUID in small letters without braces; None where the text is none."""
    found = _FORM.fullmatch((text or "").strip())
    return found[1].lower() if found else None


def fixed(name: str) -> str:
    """Return the GUID that `name` has in every file."""
    return str(uuid.uuid5(_SPACE, name))


class Guids:
    """The GUIDs of one study's rows.

    A row that came with a GUID keeps it, so that a tool knows its own rows again; the others get
    one made of their id, the same in every file.

    Parameters
    ----------
    study
        The study's id: the same row id in another study is another row.
    """

    def __init__(self, study: str) -> None:
        self._study = study
        self._known: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def of(self, table: str, row_id: str) -> str:
        """Return the GUID of a row."""
        key = (table, row_id)
        if key not in self._known:
            guid = normal(row_id)
            if guid is None or guid in self._taken:
                guid = fixed("/".join((self._study, *key)))
            self._taken.add(guid)
            self._known[key] = guid
        return self._known[key]
