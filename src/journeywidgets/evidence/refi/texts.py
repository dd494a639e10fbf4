"""Texts: the words of a source, from wherever a project keeps them. Nothing outside of the file is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.parse import unquote

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.archive import Archive, Limits
from journeywidgets.evidence.readers.decoding import decode
from journeywidgets.evidence.readers.reading import sha256
from journeywidgets.evidence.refi.counting import Stored
from journeywidgets.evidence.refi.markup import children, parsed, said
from journeywidgets.model.schema.study import SOURCE_LIMIT

_DOCX = Limits(members=5_000, member=100_000_000, total=200_000_000)
_SCHEME = re.compile(r"([a-z]+)://", re.IGNORECASE)
_MARK = b"\xef\xbb\xbf"


class Held(Protocol):
    """What holds the members of a project."""

    def find(self, name: str) -> str | None:
        """Return the path of a member, or None."""

    def read(self, name: str, limit: int | None = None) -> bytes:
        """Return a member's bytes."""


class Texts:
    """The texts of a project.

    Parameters
    ----------
    archive
        The project's file; None where there is none, as for a codebook or a project just made.
    doubt
        Takes what could be read in more than one way: the place, what, and what was assumed.
    """

    def __init__(self, archive: Held | None, doubt: Callable[[str, str, str], None]) -> None:
        self._archive, self._doubt = archive, doubt

    def of(self, element: Any, place: str) -> tuple[Stored, str] | None:
        """Return a source's text with the digest of what was read; None where the file does not hold it.

        Raises
        ------
        EvidenceError
            It is in no encoding that is read, is too long, or is damaged.
        """
        content = said(element, "PlainTextContent")
        if content.strip():
            return _within(Stored.of(content), place), sha256(content)
        plain = self._member(element.get("plainTextPath"))
        found = None if plain is None else self._plain(plain, place)
        if found is not None and (found[0].text.strip() or element.get("richTextPath") is None):
            return found
        rich = self._member(element.get("richTextPath"))
        if rich is not None and rich[0].lower().endswith(".docx"):
            self._doubt(place, "no words in its plain text", "the words of its .docx were taken; offsets may differ")
            return _within(Stored("\n".join(_paragraphs(rich[1], place))), place), sha256(rich[1])
        return found or (
            (Stored(content), sha256(content))
            if next(children(element, "PlainTextContent"), None) is not None
            else None
        )

    def _plain(self, member: tuple[str, bytes], place: str) -> tuple[Stored, str]:
        data = member[1]
        try:
            decoded = decode(data, longest_line=SOURCE_LIMIT)
        except EvidenceError as error:
            raise EvidenceError(f"{place}: {error}") from None
        wide = b"\r\n" in data or "\r\n".encode(decoded.encoding, "replace") in data
        mark = data.startswith((_MARK, b"\xff\xfe", b"\xfe\xff"))
        return _within(Stored(decoded.text, wide, mark), place), decoded.sha256

    def _member(self, path: str | None) -> tuple[str, bytes] | None:
        """Return the member that a path points to; None for what lies outside, which is never opened."""
        if not path or self._archive is None:
            return None
        scheme = _SCHEME.match(path)
        if scheme is not None and scheme[1].lower() != "internal":
            return None
        name = path[scheme.end() :] if scheme else path
        name = name.replace("\\", "/").rpartition("/")[2]
        for candidate in (f"sources/{name}", f"sources/{unquote(name)}", name):
            if found := self._archive.find(candidate):
                return found, self._archive.read(found)
        return None


def _within(stored: Stored, place: str) -> Stored:
    if len(stored.text) > SOURCE_LIMIT:
        raise EvidenceError(
            f"{place}: the text is {len(stored.text):,} characters long; a source may have {SOURCE_LIMIT:,}."
        )
    return stored


def _paragraphs(data: bytes, place: str) -> Iterator[str]:
    """Give the paragraphs of a Word document: that is all that is wanted of it, and needs no library."""
    with Archive(data, _DOCX) as archive:
        if "word/document.xml" not in archive:
            raise EvidenceError(f"{place}: its .docx has no document in it.")
        tree = parsed(archive.read("word/document.xml"), f"{place}: its .docx")
    for paragraph in tree.iter("p"):
        yield "".join(_runs(paragraph))


def _runs(element: Any) -> Iterator[str]:
    """Give the words of a paragraph, without those of a text box that stands in it and has its own."""
    for child in element:
        if child.tag in _PIECES:
            yield _PIECES[child.tag](child)
        elif child.tag not in {"p", "pict", "drawing", "AlternateContent", "del"}:
            yield from _runs(child)


_PIECES: dict[str, Callable[[Any], str]] = {
    "t": lambda piece: piece.text or "",
    "tab": lambda _: "\t",
    "br": lambda _: "\n",
    "cr": lambda _: "\n",
    "noBreakHyphen": lambda _: "\u2011",
}
