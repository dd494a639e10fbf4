"""The built page code, read as text: a path would start a file watcher and keep widgets alive."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from journeywidgets.errors import JourneyError


@cache
def bundle(name: str) -> str:
    """Return the built module `name`, such as ``"map"``.

    Raises
    ------
    JourneyError
        It has not been built.
    """
    try:
        return (files("journeywidgets") / "static" / f"{name}.js").read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"the page code static/{name}.js is missing: run `make bundle`, or use a wheel."
        raise JourneyError(message) from None
