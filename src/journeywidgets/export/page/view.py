"""View: one map, set of personas or chart of a page, and the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.markup import Markup, element

Kind = Literal["map", "personas", "chart"]

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_NOUNS: dict[Kind, str] = {"map": "journey map", "personas": "set of personas", "chart": "chart"}


@dataclass(frozen=True)
class View:
    """What a page shows in one place.

    Parameters
    ----------
    key
        Names it within the page: a letter, then at most 63 letters, digits, hyphens and underscores.
    kind
        ``"map"``, ``"personas"`` or ``"chart"``.
    data
        Of a map and of personas: the document as `Document.to_dict` gives it, at the level at which
        it may be shared; the page holds all of it. Of a chart: its Vega-Lite specification.
    settings
        How it begins: `selection` and `personas` as on a JourneyMap, `height` (px; 0 or left out:
        as high as the window at most), `theme`.
    about
        Of a chart: what `JourneyChart` says of it: `label` (what it shows, in a sentence), `fields`
        (the columns that name rows of the journey: ``stage``, ``persona``, ``card``), `tables` (its
        data to be read as a table) and `themes` (Vega-Lite configurations by ``light`` and ``dark``).
        All may be left out.
    link
        Of a chart: the key of the map that it is linked with, which need not come before it. What
        is chosen in one is then highlighted in the other.
    name
        What to call it where it cannot be shown, such as the journey's title.

    Raises
    ------
    JourneyError
        The key, the kind or the link cannot be.
    """

    key: str
    kind: Kind
    data: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] | None = None
    link: str | None = None
    name: str = ""

    def __post_init__(self) -> None:
        """Raise where the view cannot be named in a page."""
        if not _KEY.fullmatch(self.key):
            hint = "Begin with a letter; then letters, digits, hyphens and underscores, 64 in all."
            raise JourneyError(f"the key of a view cannot be {shorten(self.key)}. {hint}")
        if self.kind not in get_args(Kind):
            kinds = ", ".join(map(repr, get_args(Kind)))
            raise JourneyError(f"the view {self.key!r} is of no kind {shorten(self.kind)}. Kinds: {kinds}.")
        if self.kind != "chart" and (self.link is not None or self.about is not None):
            raise JourneyError(f"the view {self.key!r} is no chart: only charts have `link` and `about`.")


def place(view: View, fallback: Markup | None = None) -> Markup:
    """Return the element that a view is put into; the body of a page holds it once.

    Parameters
    ----------
    view
        The view.
    fallback
        What a reader without scripts sees; default: a sentence that says so.
    """
    words = f"The {_NOUNS[view.kind]}{f' “{view.name}”' if view.name else ''} is drawn by this page's own script, "
    sentence = element("p", words, "which this program does not run. Open the file in a web browser to see it.")
    # The words are shown by noscript alone: with scripts they would flash before the view comes.
    return element("div", element("noscript", fallback or sentence), **{"class": "jw-view"}, data_jw_view=view.key)
