"""Notes: memos of the project, its sources, quotes, codes and cases."""

from __future__ import annotations

import re
from typing import Any

from journeywidgets.evidence.refi import guids, prose
from journeywidgets.evidence.refi.markup import children, said
from journeywidgets.evidence.refi.rows import Rows
from journeywidgets.evidence.refi.texts import Texts
from journeywidgets.evidence.refi.users import Coders, made_at

REST = guids.fixed("rest")
"""The GUID of the note that holds what REFI-QDA has no place for: see `rest`."""
COLUMNS = {"sources": "source", "quotes": "quote", "codes": "code", "participants": "participant"}
_NUMBERED = re.compile(r"Memo \d+")


class Notes:
    """The notes of a project, and what refers to them.

    Parameters
    ----------
    tree
        The root element.
    texts
        Where the words come from.
    rows
        Takes the memos.
    coders
        Who wrote them.
    own
        Whether this package wrote the file.
    """

    def __init__(self, tree: Any, texts: Texts, rows: Rows, coders: Coders, *, own: bool) -> None:
        self._tree, self._texts, self._rows, self._coders, self._own = tree, texts, rows, coders, own
        self._elements = {guids.normal(note.get("guid")): note for note in children(tree, "Notes", "Note")}
        self._elements.pop(None, None)
        self._about: dict[str, list[tuple[str, str]]] = {}
        self._used: set[str] = set()

    def refer(self, element: Any, table: str = "", key: str = "") -> None:
        """Take down that an element, which became this row, refers to notes."""
        for guid in self._refs(element):
            about = self._about.setdefault(guid, [])
            if table:
                about.append((COLUMNS[table], key))

    def _refs(self, element: Any) -> list[str]:
        found = [guids.normal(ref.get("targetGUID")) for ref in children(element, "NoteRef")]
        known = [guid for guid in found if guid is not None and guid in self._elements]
        self._rows.drop("reference to a note", len(found) - len(known), "there is no such note in the file")
        return known

    def application(self, coding: Any, quote: str, code: str) -> dict[str, Any]:
        """Return the columns of an application that its notes tell; what else they say becomes a memo."""
        columns: dict[str, Any] = {} if self._own else {"origin": "import"}
        for guid in self._refs(coding):
            free, found = prose.parse("applications", self._content(self._elements[guid]))
            columns.update(found)
            if free or not found:
                self._about.setdefault(guid, []).extend([("quote", quote), ("code", code)])
            else:
                self._used.add(guid)
        return columns

    def note(self, text: str, table: str, key: str) -> None:
        """Keep the description of a row, for which a study has no column, as a memo; nothing where it is blank."""
        if text.strip():
            self._rows.add("memos", f"{key}/description", text=text, **{COLUMNS[table]: key})

    def finish(self) -> None:
        """Add the memos, once everything that may refer to a note is known."""
        self._link()
        for guid in self._elements:
            if guid is not None and guid != REST and guid not in self._used:
                self._memo(guid)

    def _link(self) -> None:
        """Cases refer to no notes: what is about a participant is linked to the case."""
        left = 0
        for link in children(self._tree, "Links", "Link"):
            ends = {guids.normal(link.get("originGUID")), guids.normal(link.get("targetGUID"))}
            note = next((guid for guid in ends if guid in self._elements), None)
            case = next((guid for guid in ends if self._rows.has("participants", guid)), None)
            if note is None or case is None:
                left += 1
            else:
                self._about.setdefault(note, []).append(("participant", case))
        self._rows.drop("link", left, "a study has links between notes and participants alone")

    def _memo(self, guid: str) -> None:
        element = self._elements[guid]
        text, columns = self._text(guid)
        columns = {"text": text, "author": self._coders.of(element), "at": made_at(element), **columns}
        # A memo is about one row of each table; a note that is about more becomes more memos.
        memos: list[dict[str, str]] = [{}]
        for column, key in dict.fromkeys(self._about.get(guid, ())):
            fits = next((memo for memo in memos if column not in memo), None)
            if fits is None:
                memos.append(fits := {})
            fits[column] = key
        for number, about in enumerate(memos):
            self._rows.add("memos", guid if number == 0 else f"{guid}/{number}", **columns, **about)

    def _text(self, guid: str) -> tuple[str, dict[str, Any]]:
        element = self._elements[guid]
        free, columns = prose.parse("memos", said(element, "Description"))
        content = self._content(element)
        name = (element.get("name") or "").strip()
        parts = [content, free]
        if not self._own and name and not _NUMBERED.fullmatch(name) and not content.startswith(name):
            parts.insert(0, name)
        return "\n\n".join(part for part in parts if part), columns

    def _content(self, element: Any) -> str:
        content = said(element, "PlainTextContent")
        found = None if content else self._texts.of(element, "note")
        return content if found is None else found[0].text
