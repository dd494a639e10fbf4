"""What of a page is built from js/src: its scripts, its style sheet, and their digests."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from journeywidgets.errors import JourneyError

_MARK = "// unpacks "


@dataclass(frozen=True)
class Script:
    """A script of the page, and the digests of it and of what it unpacks."""

    text: str
    digests: tuple[str, ...]


def digest(text: str) -> str:
    """Return the source expression by which a content security policy knows an inline text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def script(name: str) -> Script:
    """Return the built script `name`: ``"report"`` or ``"report-vega"``.

    Raises
    ------
    JourneyError
        It has not been built.
    """
    text = _built(f"{name}.js")
    first, _, _rest = text.partition("\n")
    return Script(text, (digest(text), f"'{first.removeprefix(_MARK)}'"))


@cache
def style() -> str:
    """Return the built style sheet: prose, tables, contents, code cells, and all of it printed.

    Raises
    ------
    JourneyError
        It has not been built.
    """
    return _built("report.css")


def _built(name: str) -> str:
    try:
        return (files("journeywidgets") / "static" / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"the page code static/{name} is missing: run `make bundle`, or use a wheel."
        raise JourneyError(message) from None
