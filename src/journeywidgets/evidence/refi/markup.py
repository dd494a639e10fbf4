"""Markup: the XML of REFI-QDA, made and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from journeywidgets.errors import EvidenceError

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "journeywidgets"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = {
    PROJECT: "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd",
    CODEBOOK: "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd",
}
# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return text as XML can hold it: LF as line end, U+FFFD for what has no place in XML."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def root(tag: str, namespace: str, /, **attributes: str | None) -> Element:
    """Return the root element of a file."""
    made = Element(tag, {"xmlns": namespace, "xmlns:xsi": _XSI})
    made.set("xsi:schemaLocation", f"{namespace} {_SCHEMAS[namespace]}")
    _set(made, attributes)
    return made


def put(parent: Element, tag: str, text: str = "", /, **attributes: str | None) -> Element:
    """Append an element and return it; attributes that are None are left out."""
    made = SubElement(parent, tag)
    _set(made, attributes)
    if text:
        made.text = legal(text)
    return made


def _set(element: Element, attributes: dict[str, str | None]) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name, legal(value))


def prune(parent: Element, *names: str) -> None:
    """Take out the children of these names that are empty: the schema wants at least one row in each."""
    for child in list(parent):
        if child.tag in names and not len(child):
            parent.remove(child)


def written(element: Element) -> bytes:
    """Return an XML file."""
    body: bytes = tostring(element, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def parsed(data: bytes, what: str) -> Any:
    """Return the root element of an XML file; tags lose their namespace, for tools differ in it.

    Raises
    ------
    EvidenceError
        It is no XML, or has a DTD or an entity: neither has a place in REFI-QDA, and both can do harm.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        tree: Any = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise EvidenceError(f"{what} holds a DTD or an entity. REFI-QDA has none: nothing was read.") from None
    except ParseError as error:
        line, column = error.position
        raise EvidenceError(f"{what} is no XML (line {line}, column {column}).") from None
    except (ValueError, LookupError, UnicodeError) as error:
        raise EvidenceError(f"{what} is no XML ({type(error).__name__}: its encoding).") from None
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
    return tree


def children(element: Any, *path: str) -> Iterator[Any]:
    """Give the children under a path of names; nothing where the element or the path is missing."""
    found = [element] if element is not None else []
    for name in path:
        found = [child for parent in found for child in parent if child.tag == name]
    yield from found


def said(element: Any, name: str) -> str:
    """Return the text of the child of this name; "" where there is none."""
    return next((child.text or "" for child in children(element, name)), "")
