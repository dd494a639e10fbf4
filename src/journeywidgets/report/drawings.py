"""Drawings (SVG) within HTML, as pictures: what they link to is not followed then, and their scripts do not run."""

from __future__ import annotations

import copy
from base64 import b64encode
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from bs4 import Tag
from defusedxml import DefusedXmlException

_SPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
# HTML is read without regard to case; as a picture a drawing is XML, where these names have one.
_CASED = (
    "attributeName baseFrequency clipPath clipPathUnits diffuseConstant feBlend feColorMatrix feComponentTransfer "
    "feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset "
    "foreignObject gradientTransform gradientUnits linearGradient markerHeight markerUnits markerWidth "
    "maskContentUnits maskUnits pathLength patternContentUnits patternTransform patternUnits preserveAspectRatio "
    "primitiveUnits radialGradient refX refY spreadMethod startOffset stdDeviation textLength textPath viewBox"
)
_NAMES = {name.lower(): name for name in _CASED.split()}
_GONE = ("script", "foreignobject", "iframe", "object", "embed")
_MOST = 5_000_000
"""Characters of a drawing, at most."""


def drawn(svg: Tag) -> str | None:
    """Return the data URL of a drawing; None where it is none that could stand on its own."""
    own = copy.copy(svg)
    for gone in own.find_all(_GONE):
        gone.decompose()
    for tag in [own, *own.find_all(True)]:
        tag.name = _NAMES.get(tag.name, tag.name)
        tag.attrs = {_NAMES.get(name, name): value for name, value in tag.attrs.items()}
    own.attrs.update(_SPACES)
    text = str(own)
    try:
        if len(text) > _MOST:
            return None
        defusedxml.ElementTree.fromstring(text)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return None
    return f"data:image/svg+xml;base64,{b64encode(text.encode()).decode()}"


def said(svg: Tag) -> str:
    """Return what a drawing says of itself."""
    title = svg.find("title")
    words = title.get_text() if title else str(svg.get("aria-label") or "")
    return " ".join(words.split()) or "A drawing made by the code"
