"""Coding: marking quotes, applying codes to them, and keeping the codebook in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, overload

import pandas as pd

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.codebook import find_code, merging, splitting
from journeywidgets.evidence.keyed import KeyedTables
from journeywidgets.model.changes import Op

_ACCEPTED = {"accepted": True, "rejected": False}
Ids = Iterable[str] | pd.DataFrame


class Coding(KeyedTables):
    """What a study does with quotes and codes."""

    def quote(
        self,
        source: str | None = None,
        start: int | None = None,
        end: int | None = None,
        *,
        segment: str | None = None,
        **values: Any,
    ) -> str:
        """Mark a quote and return its id.

        Parameters
        ----------
        source
            The source's id.
        start, end
            Its first code point, and the one behind its last: ``text[start:end]`` are the words.
        segment
            The id of a segment that is quoted whole, in the place of source, start and end.
        **values
            More columns of the quote: ``participant`` (default: who speaks where it begins),
            ``display``, ``score``, ``level``, ``coder``.

        Raises
        ------
        EvidenceError
            Neither a place nor a segment is given, or both.
        TableError
            The place is not in the source.
        """
        with self.store.edit("Mark a quote"):
            place: dict[str, Any] = {"source": source, "start": start, "end": end}
            if (segment is None) != all(value is not None for value in place.values()):
                raise EvidenceError("nothing says what is quoted. Give source, start and end, or segment=.")
            if segment is not None:
                if any(value is not None for value in place.values()):
                    raise EvidenceError("a segment has its place. Give segment=, or source, start and end.")
                row = self.document.row("segments", segment)
                place = {name: row[name] for name in place}
            return self.add("quotes", **place, **values)

    # A text is an iterable of texts too; it is taken for an id.
    @overload
    def apply(  # type: ignore[overload-overlap]
        self,
        quotes: str,
        code: str,
        *,
        coder: str = ...,
        origin: str = ...,
        accepted: bool | None = ...,
        confidence: float | None = ...,
        rationale: Iterable[str] = ...,
        at: str | None = ...,
    ) -> str: ...
    @overload
    def apply(
        self,
        quotes: Ids,
        code: str,
        *,
        coder: str = ...,
        origin: str = ...,
        accepted: bool | None = ...,
        confidence: float | None = ...,
        rationale: Iterable[str] = ...,
        at: str | None = ...,
    ) -> list[str]: ...
    def apply(
        self,
        quotes: str | Ids,
        code: str,
        *,
        coder: str = "",
        origin: str = "human",
        accepted: bool | None = None,
        confidence: float | None = None,
        rationale: Iterable[str] = (),
        at: str | None = None,
    ) -> str | list[str]:
        """Apply a code to quotes, as one change, and return the id of the application, or of each.

        Parameters
        ----------
        quotes
            The id of a quote, ids, or a frame of quotes.
        code
            The code's id or name.
        coder
            Who applies it.
        origin
            ``human``, ``import`` or ``model``.
        accepted
            Whether it counts. Default: yes, but a model's does not until a person accepts it.
        confidence
            How sure a model is, 0 to 1.
        rationale
            Why a model suggests it.
        at
            When, ISO 8601.

        Raises
        ------
        TableError
            There is no such quote or code, or the coder has applied it to a quote already.
        """
        ids = ids_of(quotes)
        with self.store.edit("Apply code"):
            values = {
                "code": find_code(self.document, code),
                "coder": coder,
                "origin": origin,
                "accepted": origin != "model" if accepted is None else accepted,
                "confidence": confidence,
                "rationale": list(rationale),
                "at": at,
            }
            made: list[str] = []
            taken: set[str] = set()
            for _ in ids:
                while (row_id := self._new_id("applications")) in taken:
                    pass
                taken.add(row_id)
                made.append(row_id)
            rows = zip(made, ids, strict=True)
            self.store.apply(
                [Op("add", "applications", row_id, {"quote": quote, **values}) for row_id, quote in rows], ""
            )
        return made[0] if isinstance(quotes, str) else made

    def accept(self, applications: str | Ids, *, coder: str | None = None) -> None:
        """Let suggested applications count, as one change.

        Parameters
        ----------
        applications
            An id, ids, or a frame of applications.
        coder
            Who accepts: becomes the applications' coder. Where that coder has applied the code to the
            quote already, that application counts and the suggestion goes. None: it stays as it is.

        Raises
        ------
        TableError
            There is no such application.
        """
        with self.store.edit("Accept codes"):
            held = self.document.tables["applications"].values()
            there = {(row["quote"], row["code"], row["coder"]): row["id"] for row in held}
            deletes, sets = [], []
            for application in ids_of(applications):
                row = self.document.row("applications", application)
                values = _ACCEPTED if coder is None else {**_ACCEPTED, "coder": coder}
                key = (row["quote"], row["code"], values.get("coder", row["coder"]))
                kept = there.setdefault(key, application)
                if kept != application:
                    deletes.append(Op("delete", "applications", application))
                    values = _ACCEPTED
                sets.append(Op("set", "applications", kept, values))
            self.store.apply([*deletes, *sets], "")

    def reject(self, applications: str | Ids) -> None:
        """Take applications away, as one change.

        What a model suggested and nobody accepted stays as `rejected`, so that `suggest` does not make it again;
        other applications are deleted.

        Raises
        ------
        TableError
            There is no such application.
        """
        with self.store.edit("Reject codes"):
            rows = [self.document.row("applications", row) for row in ids_of(applications)]
            waiting = [row["id"] for row in rows if row["origin"] == "model" and not row["accepted"]]
            deletes = [Op("delete", "applications", row["id"]) for row in rows if row["id"] not in set(waiting)]
            sets = [Op("set", "applications", row, {"rejected": True}) for row in waiting]
            self.store.apply([*deletes, *sets], "")

    def merge_codes(self, codes: str | Ids, *, into: str) -> None:
        """Make one code of several, as one change: `into` takes over all that the others have.

        Parameters
        ----------
        codes
            Ids or names of the codes that go.
        into
            The id or name of the code that stays.

        Raises
        ------
        TableError
            There is no such code.
        EvidenceError
            There is nothing to merge.
        """
        with self.store.edit("Merge codes"):
            found = [find_code(self.document, code) for code in ids_of(codes)]
            self.store.apply(merging(self.document, found, find_code(self.document, into)), "")

    def split_code(self, code: str, applications: str | Ids, *, name: str) -> str:
        """Move applications of a code to a new code right behind it, as one change, and return its id.

        Parameters
        ----------
        code
            The id or name of the code.
        applications
            Ids of those of its applications that go, or a frame of them.
        name
            The new code's name.

        Raises
        ------
        TableError
            There is no such code or application.
        EvidenceError
            An application is not of the code, or there is none, or the name is empty.
        """
        with self.store.edit("Split code"):
            fresh = self._new_id("codes")
            found = find_code(self.document, code)
            self.store.apply(splitting(self.document, found, ids_of(applications), fresh, name), "")
        return fresh


def ids_of(given: str | Ids) -> list[str]:
    """Return ids given as one, as several, or as a frame indexed by them."""
    if isinstance(given, str):
        return [given]
    return [str(row_id) for row_id in (given.index if isinstance(given, pd.DataFrame) else given)]
