"""Reader: the elements of a REFI-QDA project to rows, keyed by GUID."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.privacy.names import letters
from journeywidgets.evidence.readers.reading import Reading, Row
from journeywidgets.evidence.refi import prose
from journeywidgets.evidence.refi.coding import coded
from journeywidgets.evidence.refi.markup import ORIGIN, children, said
from journeywidgets.evidence.refi.notes import Notes
from journeywidgets.evidence.refi.rows import Rows
from journeywidgets.evidence.refi.selections import Owners, Selections, Spot
from journeywidgets.evidence.refi.texts import Texts
from journeywidgets.evidence.refi.users import Coders
from journeywidgets.evidence.refi.variables import Declared
from journeywidgets.model.intake import COLOR

_DEPTH = 100  # levels of a codebook; a tree that is deeper was made to do harm
_PSEUDONYM = re.compile(r"[A-Za-z]{1,3}[ _-]?\d{1,5}[a-z]?")
_LETTERS = 2  # what has fewer is nobody's name
_LEFT_OUT = {
    "PictureSource": "picture",
    "PDFSelection": "region of a PDF page",
    "PictureSelection": "region of a picture",
    "AudioSelection": "stretch of a recording",
    "VideoSelection": "stretch of a recording",
    "Set": "set",
    "Graph": "graph",
}


class Project:
    """What a project says, as rows whose ids are GUIDs.

    Parameters
    ----------
    tree
        The root element of ``project.qde``.
    texts
        Where the words of sources come from.
    reading
        Takes the rows, and what was dropped and unsure.
    own
        Whether this package wrote the file, so that nothing has to be guessed.

    Attributes
    ----------
    record
        The study's own columns.
    """

    def __init__(self, tree: Any, texts: Texts, reading: Reading, *, own: bool) -> None:
        self._tree, self._texts, self._own = tree, texts, own
        self._rows = Rows(reading)
        self._coders = Coders(tree)
        self._notes = Notes(tree, texts, self._rows, self._coders, own=own)
        self.record = self._record()
        self._codes()
        owners = self._cases()
        self._selections = Selections(self._rows, self._notes, self._coders, owners, own=own)
        self._sources()
        self._notes.finish()
        _leave_out(tree, self._rows)

    def _record(self) -> Row:
        free, columns = prose.parse("study", said(self._tree, "Description"))
        self._notes.refer(self._tree)
        return {"title": self._tree.get("name") or "", "description": free, **columns}

    def _codes(self) -> None:
        for element, guid in _codes(children(self._tree, "CodeBook", "Codes", "Code"), self._rows):
            self._notes.refer(element, "codes", guid)

    def _cases(self) -> Owners:
        declared = Declared(self._tree)
        owners = Owners()
        nameless = 0
        for element in children(self._tree, "Cases", "Case"):
            guid = self._rows.fresh("participants", element, "case")
            if guid is None:
                continue
            name = " ".join((element.get("name") or "").split())
            nameless += not name
            free, columns = prose.parse("participants", said(element, "Description"))
            columns.update(declared.row(element, "participants"))
            if self._own or _PSEUDONYM.fullmatch(name) or letters(name) < _LETTERS:
                columns["pseudonym"] = name
            elif name:
                self._rows.reading.names[self._free(name)] = guid
            self._rows.add("participants", guid, **columns)
            self._notes.note(free, "participants", guid)
            owners.take(element, guid)
            self._rows.drop(
                "code of a case", sum(1 for _ in children(element, "CodeRef")), "a code is applied to words"
            )
        if nameless:
            self._rows.doubt("cases", f"{nameless} without a name", "taken as participants, each a new one")
        return owners

    def _free(self, name: str) -> str:
        """Return a case's name that no other case has taken."""
        number, found = 2, name
        while found in self._rows.reading.names:
            found = f"{name} ({number})"
            number += 1
        return found

    def _sources(self) -> None:
        declared = Declared(self._tree)
        for number, (element, outer) in enumerate(_sources(self._tree), 1):
            place = f"source {number}"
            guid = self._rows.fresh("sources", element, "source")
            if guid is None:
                continue
            found = self._texts.of(element, place)
            if found is None:
                self._rows.drop("source", 1, "its words are not in the file")
                lost = sum(1 for child in element if child.tag.endswith("Selection"))
                self._rows.drop("quote", lost, "the words of its source are not in the file")
                continue
            stored, digest = found
            free, columns = prose.parse("sources", said(element, "Description"))
            columns = {**columns, **declared.row(outer, "sources")}
            title = element.get("name") or outer.get("name") or ""
            values = {"provenance": "raw", "title": title, "sha256": digest, **columns}
            self._rows.add("sources", guid, text=stored.text, **values)
            self._notes.note(free, "sources", guid)
            for one in {id(element): element, id(outer): outer}.values():
                self._notes.refer(one, "sources", guid)
            self._mark(element, outer, Spot(place, guid, stored))

    def _mark(self, element: Any, outer: Any, spot: Spot) -> None:
        origin = self._tree.get("origin") or ""
        self._selections.read(element, spot, wide=False if origin.upper().startswith("ATLAS") else None)
        codings = [*children(element, "Coding"), *(children(outer, "Coding") if outer is not element else ())]
        if codings and spot.stored.text:
            key = self._rows.add(
                "quotes", f"{spot.source}/whole", source=spot.source, start=0, end=len(spot.stored.text)
            )
            self._rows.doubt(spot.place, "codes of the whole source", "a quote of all its words was made for them")
            coded(self._rows, self._notes, self._coders, codings, key)


def codebook_codes(tree: Any, reading: Reading) -> None:
    """Add the codes of a codebook to a reading."""
    rows = Rows(reading)
    for _ in _codes(children(tree, "Codes", "Code"), rows):
        pass
    _leave_out(tree, rows)


def _codes(elements: Iterable[Any], rows: Rows) -> Iterator[tuple[Any, str]]:
    """Add codes with all that are in them, parents first, in the order of the file; give each with its key."""
    ahead: list[tuple[Any, str | None, int]] = [(element, None, 1) for element in reversed(list(elements))]
    while ahead:
        element, parent, depth = ahead.pop()
        if depth > _DEPTH:
            raise EvidenceError(f"the codebook has more than {_DEPTH} levels. Nothing was read.")
        key = rows.fresh("codes", element, "code")
        if key is not None:
            rows.add("codes", key, parent=parent, **_code_columns(element))
            yield element, key
        ahead += [(child, key or parent, depth + 1) for child in reversed(list(children(element, "Code")))]


def _leave_out(tree: Any, rows: Rows) -> None:
    for element in tree.iter():
        if element.tag in _LEFT_OUT:
            rows.drop(_LEFT_OUT[element.tag], 1, "a study has no place for it")


def _code_columns(element: Any) -> Row:
    free, columns = prose.parse("codes", said(element, "Description"))
    color = (element.get("color") or "").strip()
    name = element.get("name") or ""
    return {"name": name, "definition": free, "color": color if COLOR.fullmatch(color) else None, **columns}


def _sources(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Give the elements that hold words, each with the source that it is of."""
    for source in children(tree, "Sources"):
        for outer in source:
            if outer.tag == "TextSource":
                yield outer, outer
            elif outer.tag == "PDFSource":
                yield from ((element, outer) for element in children(outer, "Representation"))
            elif outer.tag in {"AudioSource", "VideoSource"}:
                yield from ((element, outer) for element in children(outer, "Transcript"))


def is_own(tree: Any) -> bool:
    """Return whether this package wrote the file."""
    return (tree.get("origin") or "").startswith(ORIGIN)
