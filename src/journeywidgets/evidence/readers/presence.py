"""Presence: what of a reading a study has already, and where a table's passages stand in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from journeywidgets.evidence.anchor import Anchor, Anchors
from journeywidgets.evidence.readers.reading import Reading, sha256
from journeywidgets.model.study import StudyDocument

EXCERPTS = "excerpts"
"""A source's column, in a reading alone: whether it is but the passages quoted from a document of that title."""


class Presence:
    """The sources of a reading that a study has.

    A source is there as often as its hash is, and no more. Passages of a table are those of the one source that has
    the title of their document.

    Parameters
    ----------
    document, reading
        The study's rows, and what is to come in.
    again
        Whether sources that are there are taken as new.

    Attributes
    ----------
    there
        The local keys of the sources that are not added.
    ids
        Of these the ids in the study; one is missing where the text is another there.
    places
        By local key, where the quotes of a table stand in the source that they are from.
    repeated, unequal
        How many sources are there by their hash, and how many of these with another text.
    """

    def __init__(self, document: StudyDocument, reading: Reading, *, again: bool) -> None:
        self._document, self._reading = document, reading
        self.there: set[str] = set()
        self.ids: dict[str, str] = {}
        self.places: dict[str, Anchor] = {}
        self.unequal = 0
        if not again:
            self._repeated()
        self.repeated = len(self.there)
        self._passages()

    def _by(self, key: Callable[[Mapping[str, Any]], str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row_id, row in self._document.tables["sources"].items():
            found[key(row)].append(row_id)
        found.pop("", None)
        return found

    def _repeated(self) -> None:
        hashes = self._by(_digest)
        for row in self._reading.sources:
            known = hashes.get(_digest(row))
            if not known:
                continue
            held = known.pop(0)
            self.there.add(row["id"])
            if self._document.tables["sources"][held]["text"] == row["text"]:
                self.ids[row["id"]] = held
            else:
                self.unequal += 1  # read with other options: what points into it would point elsewhere

    def _passages(self) -> None:
        titles = self._by(lambda row: same(row["title"]))
        anchors: dict[str, tuple[Anchors, str]] = {}
        for row in self._reading.sources:
            if not row.get(EXCERPTS) or row["id"] in self.there:
                continue
            held = titles.get(same(row.get("title", "")), [])
            if len(held) == 1:
                self.there.add(row["id"])
                self.ids[row["id"]] = held[0]
                anchors[row["id"]] = Anchors(self._document.tables["sources"][held[0]]["text"]), row["text"]
        for quote in self._reading.quotes:
            if quote["source"] in anchors:
                where, passages = anchors[quote["source"]]
                self.places[quote["id"]] = where.anchor(passages[quote["start"] : quote["end"]])

    def lost(self, row: Mapping[str, Any]) -> bool:
        """Return whether a row stands in a source that is there with another text."""
        source = row.get("source")
        return source in self.there and source not in self.ids

    def speakers(self) -> dict[str, str]:
        """Return, by local key, whose words are a participant's in the study: nobody may have said a name."""
        found: dict[str, str] = {}
        if not self.ids:
            return found
        whole = self.ids.keys() - {row["id"] for row in self._reading.sources if row.get(EXCERPTS)}
        sources = set(self.ids.values())
        held = {(row["source"], row["start"], row["end"]): row["participant"]
                for row in self._document.tables["segments"].values() if row["source"] in sources}  # fmt: skip
        for row in self._reading.segments:
            if row.get("participant") and row["source"] in whole:
                one = held.get((self.ids[row["source"]], row["start"], row["end"]))
                if one is not None:
                    found.setdefault(row["participant"], one)
        for row in self._reading.quotes:
            place = self.places.get(row["id"])
            if row.get("participant") and place is not None and place.start is not None and place.end is not None:
                segment = self._document.segments.at(self.ids[row["source"]], place.start, place.end)
                if segment is not None and segment["participant"] is not None:
                    found.setdefault(row["participant"], segment["participant"])
        return found


def _digest(row: Mapping[str, Any]) -> str:
    """Return the hash of what a source was read from; of its text where it was written by hand."""
    return str(row.get("sha256") or sha256(row["text"]))


def same(name: str) -> str:
    """Return a name or title as it is compared: in any case and spacing."""
    return " ".join(name.split()).casefold()
