"""The table of contents of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeywidgets.export.markup import Markup, element

_DEEPEST = 6


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents.

    Parameters
    ----------
    text
        The heading's words.
    anchor
        The `id` of the element in the body that it leads to.
    level
        1 to 6, as of ``h1`` to ``h6``.
    """

    text: str
    anchor: str
    level: int = 1


def contents(headings: Sequence[Heading]) -> Markup | None:
    """Return headings as a navigation of links; None where there are fewer than two."""
    if len(headings) <= 1:
        return None
    top = min(heading.level for heading in headings)
    lines = [
        element(
            "li",
            element("a", element("bdi", heading.text), href=f"#{heading.anchor}"),
            data_level=min(heading.level - top + 1, _DEEPEST),
        )
        for heading in headings
    ]
    return element(
        "nav",
        element("h2", "Contents"),
        element("ol", *lines),
        **{"class": "jw-contents", "aria-label": "Contents"},
    )
