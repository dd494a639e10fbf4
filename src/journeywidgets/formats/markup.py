"""XML, read so that nothing in it can do harm, and written so that it is read back as it was."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from journeywidgets.errors import FormatError

# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return text as XML can hold it: LF as line end, U+FFFD for what has no place in XML."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def put(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """Append an element and return it."""
    made = SubElement(parent, tag, {name: legal(value) for name, value in attributes.items()})
    if text:
        made.text = legal(text)
    return made


def written(root: Element) -> str:
    """Return an XML file, a line an element."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def parsed(data: bytes, what: str) -> Any:
    """Return the root element of an XML file; tags lose their namespace.

    Raises
    ------
    FormatError
        It is no XML, or has a DTD or an entity, which can do harm.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Any = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise FormatError(f"{what} holds a DTD or an entity. Take it out: nothing was read.") from None
    except ParseError as error:
        line, column = error.position
        raise FormatError(f"{what} is no XML (line {line}, column {column}).") from None
    except (ValueError, LookupError) as error:
        raise FormatError(f"{what} is no XML ({type(error).__name__}: its encoding).") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def said(element: Any, name: str) -> str:
    """Return the text of the child of this name; "" where there is none."""
    found = None if element is None else element.find(name)
    return "" if found is None else found.text or ""
