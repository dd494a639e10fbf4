"""Drawings as PNG and PDF, made on this machine by vl-convert, with the drawing's own fonts."""

from __future__ import annotations

import threading
from functools import cache
from importlib.resources import as_file, files
from types import ModuleType

from journeywidgets.errors import JourneyError

MOST_PIXELS = 60_000_000
"""Of a picture: more take gigabytes while they are made."""
LONGEST = 30_000
"""Pixels of a side: more are not shown by most programs."""
_NEEDED = (
    'Pictures and PDF need vl-convert-python and pypdf. Install them with: pip install "journeywidgets[export]", '
    "or write SVG."
)
_lock = threading.Lock()


def png(svg: str, scale: float = 1) -> bytes:
    """Return a drawing as PNG.

    Raises
    ------
    JourneyError
        vl-convert is not installed, or cannot draw it.
    """
    try:
        picture: bytes = _converter().svg_to_png(svg, scale=scale)
    except (RuntimeError, ValueError) as error:
        raise JourneyError(f"vl-convert cannot draw the map as a picture: {_first_line(error)} Write SVG.") from error
    return picture


def pdf(svg: str) -> bytes:
    """Return a drawing as a PDF of one page, a px a point.

    Raises
    ------
    JourneyError
        vl-convert is not installed, or cannot draw it.
    """
    try:
        page: bytes = _converter().svg_to_pdf(svg)
    except (RuntimeError, ValueError) as error:
        raise JourneyError(f"vl-convert cannot draw the map as a PDF: {_first_line(error)} Write SVG.") from error
    return page


def installed() -> bool:
    """Return whether pictures can be made."""
    try:
        _converter()
    except JourneyError:
        return False
    return True


def needed() -> JourneyError:
    """Return the error that names what to install."""
    return JourneyError(_NEEDED)


def _converter() -> ModuleType:
    with _lock:
        return _with_fonts()


@cache
def _with_fonts() -> ModuleType:
    try:
        import vl_convert
    except ImportError:
        raise needed() from None
    fonts = files("journeywidgets") / "static" / "fonts"
    if not fonts.is_dir():
        raise JourneyError("the fonts in static/fonts are missing: run `make bundle`, or use a wheel.")
    # They are read when they are registered, so a folder that lives as long is enough.
    with as_file(fonts) as folder:
        vl_convert.register_font_directory(str(folder))
        vl_convert.svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    return vl_convert


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
