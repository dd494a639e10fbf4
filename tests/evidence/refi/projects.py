"""Projects as other tools write them, made by hand for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
SPACE = "urn:QDA-XML:project:1.0"


def number(kind: int, place: int = 0) -> str:
    """Return a GUID."""
    return f"{kind:08x}-0000-4000-8000-{place:012x}"


CODE = number(1)
ANN = number(2)


def selection(place: int, start: int, end: int, name: str = "", inside: str | None = None) -> str:
    """Return a selection with one coding by Ann, or with what is given inside."""
    coding = f'<Coding guid="{number(4, place)}" creatingUser="{ANN}"><CodeRef targetGUID="{CODE}"/></Coding>'
    named = f" name={quoteattr(name)}" if name else ""
    return (
        f'<PlainTextSelection guid="{number(3, place)}" startPosition="{start}" endPosition="{end}"{named}>'
        f"{coding if inside is None else inside}</PlainTextSelection>"
    )


def source(selections: str, place: int = 0, **attributes: str) -> str:
    """Return a source; its text is ``sources/t.txt`` unless the attributes say otherwise."""
    given = {"guid": number(5, place), "name": "Interview", "plainTextPath": "internal://t.txt", **attributes}
    text = " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value)
    return f"<TextSource {text}>{selections}</TextSource>"


def project(
    sources: str = "", *, more: str = "", before: str = "", origin: str = "AnyTool 1.0", space: str = SPACE
) -> str:
    """Return the XML of a project with one coder and one code."""
    return (
        f'{HEAD}<Project xmlns="{space}" name="Their study" origin="{origin}">'
        f'<Users><User guid="{ANN}" name="Ann"/></Users>'
        f'<CodeBook><Codes><Code guid="{CODE}" name="Waiting" isCodable="true"/></Codes></CodeBook>'
        f"{before}<Sources>{sources}</Sources>{more}</Project>"
    )


def packed(xml: str | bytes, files: Mapping[str, bytes] | None = None, **options: Any) -> bytes:
    """Return a .qdpx of a project's XML and its other members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        archive.writestr("project.qde", xml)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return file.getvalue()


def with_text(data: bytes, selections: Sequence[str], **options: str) -> bytes:
    """Return a .qdpx of one source with these bytes and selections."""
    return packed(project(source("".join(selections)), **options), {"sources/t.txt": data})
