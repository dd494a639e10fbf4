"""Coding: who applied which code to which quote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journeywidgets.evidence.refi import guids
from journeywidgets.evidence.refi.markup import children
from journeywidgets.evidence.refi.notes import Notes
from journeywidgets.evidence.refi.rows import Rows
from journeywidgets.evidence.refi.users import Coders, made_at


def coded(rows: Rows, notes: Notes, coders: Coders, codings: Iterable[Any], quote: str) -> None:
    """Add the codings of a quote."""
    seen: set[tuple[str, str]] = set()
    for number, coding in enumerate(codings, 1):
        code = next((guids.normal(ref.get("targetGUID")) for ref in children(coding, "CodeRef")), None)
        coder = coders.of(coding)
        if code is None or not rows.has("codes", code):
            rows.drop("application", 1, "its code is not in the codebook of the file")
        elif (code, coder) in seen:
            rows.drop("application", 1, "the same coder has applied the same code to the same quote already")
        else:
            seen.add((code, coder))
            guid = guids.normal(coding.get("guid"))
            key = f"{quote}/coding {number}" if guid is None or rows.has("applications", guid) else guid
            columns = notes.application(coding, quote, code)
            # A coding is applied: also one that a model suggested and somebody accepted.
            values = {**columns, "coder": coder, "accepted": True, "at": made_at(coding)}
            rows.add("applications", key, quote=quote, code=code, **values)
