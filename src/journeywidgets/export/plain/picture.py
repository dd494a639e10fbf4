"""Drawings as data URLs: the form in which an SVG survives every sanitiser."""

from __future__ import annotations

from base64 import b64encode

from journeywidgets.export.markup import Markup, element


def picture(width: float, height: float, *content: Markup | None) -> str:
    """Return a drawing as a data URL."""
    svg = element(
        "svg", *content, xmlns="http://www.w3.org/2000/svg", width=width, height=height, viewBox=f"0 0 {width} {height}"
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
