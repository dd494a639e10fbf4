"""One journey as a page of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast, get_args

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.markup import Markup, element, join
from journeywidgets.export.page.page import Theme, page
from journeywidgets.export.page.view import View, place
from journeywidgets.export.plain.fallback import to_html
from journeywidgets.export.written import Text
from journeywidgets.model.document import Document


def map_page(document: Document, *, theme: str = "auto", personas: Collection[str] | None = None) -> Text:
    """Return a journey's map as a self-contained page, to explore without a kernel.

    Where scripts do not run, the page shows the map as a plain table.

    Parameters
    ----------
    document
        The journey, as it may be seen.
    theme
        ``"light"``, ``"dark"``, or ``"auto"``: as the reader's system.
    personas
        Ids of the personas that are shown at first; default: all.

    Raises
    ------
    JourneyError
        There is no such theme or persona, or the page code has not been built.
    """
    if theme not in get_args(Theme):
        raise JourneyError(f"there is no theme {shorten(theme)}. Give one of {', '.join(map(repr, get_args(Theme)))}.")
    known = document.tables["personas"]
    unknown = next((one for one in personas or () if one not in known), None)
    if unknown is not None:
        raise JourneyError(f"there is no persona {shorten(unknown)}. Give ids of the journey's personas.")
    title = document.meta["title"] or "Untitled journey"
    settings: dict[str, Any] = {"personas": list(personas)} if personas else {}
    view = View("map", "map", document.to_dict(), settings, name=title)
    heading = element("h1", title, **{"class": "jw-aloud"})
    body = join([heading, place(view, Markup(to_html(document)))])
    return Text(page(title, body, [view], theme=cast("Theme", theme), style_attributes=True))
