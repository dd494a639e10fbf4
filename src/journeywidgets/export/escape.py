"""User text on its way into HTML and SVG: the one escaper for text, the one for attributes.

Links, pictures and colours are values with a meaning of their own: each has a function that
returns it where it is harmless, and None where it is not.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from journeywidgets.model.intake import COLOR

# What XML 1.0 forbids, and the C1 controls that HTML reads as other characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Text in which there is nothing to escape; most of it is.
_HARMLESS = re.compile("[\\w !#$%()*+,./:;=?@\\[\\]^`{|}~-]*")
# Browsers skip controls and spaces inside a scheme; the check must see what they would see.
_SKIPPED = re.compile("[\x00-\x20\x7f-\xa0]")
_LINK = re.compile(r"(?:https?://[^/?#\\]|mailto:[^\\]*@)[^\\]*", re.IGNORECASE)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]+")


def printable(text: str) -> str:
    """Return `text` with every character that markup cannot hold replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def escape_text(text: str) -> str:
    """Escape for the content of an element, in HTML and XML."""
    return text if _HARMLESS.fullmatch(text) else html.escape(printable(text), quote=False)


def escape_attribute(text: str) -> str:
    """Escape for an attribute value in quotes of either kind, in HTML and XML."""
    return text if _HARMLESS.fullmatch(text) else html.escape(printable(text), quote=True)


def safe_link(url: str) -> str | None:
    """Return an http, https or mailto address to follow; None for anything else."""
    bare = _SKIPPED.sub("", url)
    return bare if _LINK.fullmatch(bare) and link_name(bare) else None


def link_name(url: str) -> str:
    """Return a short name for a safe address: its host, or the mail address; empty where it has none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return parts.path if parts.scheme == "mailto" else host


def safe_image(url: str) -> str | None:
    """Return a data URL of a raster picture; None for anything that would be loaded or run."""
    return url if _IMAGE.fullmatch(url) else None


def safe_color(color: str | None) -> str | None:
    """Return #rgb or #rrggbb; None for anything else."""
    return color if color is not None and COLOR.fullmatch(color) else None
