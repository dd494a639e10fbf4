"""HTML of a notebook, built anew of what can only be read.

Nothing is copied: every element and attribute that is not on a list here is gone, every text and value
is escaped again. Scripts go with their content; of other unknown elements the content stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from journeywidgets.export.escape import safe_link
from journeywidgets.export.markup import Markup, element, join
from journeywidgets.report import styles
from journeywidgets.report.drawings import drawn, said

_READABLE = (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr"
)
_ELEMENTS = frozenset(_READABLE.split())
_EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
_ATTRIBUTES: Mapping[str, Sequence[str]] = {
    "*": ("dir", "lang", "title"),
    "col": ("span", "width"),
    "colgroup": ("span",),
    "details": ("open",),
    "img": ("alt", "width", "height"),
    "li": ("value",),
    "ol": ("start", "type", "reversed"),
    "td": ("align", "colspan", "rowspan", "valign"),
    "th": ("align", "colspan", "rowspan", "scope", "valign"),
    "time": ("datetime",),
    "tr": ("align", "valign"),
}
_CLASSES = re.compile(r"dataframe|task-list-item|footnotes|footnote-ref|ansi-[a-z-]+")
# What has no meaning without a script or a network; with what a reader is told is missing.
_GONE = {
    "script": "",
    "style": "",
    "template": "",
    "head": "",
    "title": "",
    "textarea": "",
    "select": "",
    "datalist": "",
    "button": "",
    "iframe": "another page",
    "frame": "another page",
    "object": "a plug-in",
    "embed": "a plug-in",
    "applet": "a plug-in",
    "video": "a film",
    "audio": "a sound",
    "canvas": "a drawing of a script",
    "svg": "a drawing (SVG) that is damaged",
    "math": "a formula (MathML) within HTML",
}
_DEEPEST = 120
PIECE = "jw-piece"
"""An element that stands for markup of the program's own: its ``n`` is the place among the pieces."""


@dataclass
class Anchors:
    """The ids of a page: never what a notebook says, which could name what the page's own code looks for."""

    known: dict[str, str] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)

    def target(self, fragment: str) -> str:
        """Return the page's id for a notebook's."""
        return self.known.setdefault(fragment, f"place-{len(self.known) + 1}")

    def place(self, fragment: str) -> str | None:
        """Return the id for an element that is there now; None where an earlier one has it."""
        name = self.target(fragment)
        if name in self.placed:
            return None
        self.placed.add(name)
        return name


@dataclass
class Surroundings:
    """What HTML may refer to.

    Attributes
    ----------
    anchors
        The ids of the page.
    picture
        Gives the data URL of a picture's address, or None where it is not to be had.
    missing
        Is told what a reader does not see, in a few words.
    anchored
        Whether every element with an id can be the target of a link; else those that a link has named before.
    """

    anchors: Anchors
    picture: Callable[[str], str | None]
    missing: Callable[[str], None]
    anchored: bool = True


def sanitized(html: str, around: Surroundings, pieces: Sequence[Markup] = ()) -> Markup:
    """Return HTML that can only be read, with `pieces` in their places."""
    tree = BeautifulSoup(html, "html.parser")
    sheets = styles.by_id("\n".join(sheet.get_text() for sheet in tree.find_all("style")))
    return _Rebuilding(around, pieces, sheets).all(tree, 0)


class _Rebuilding:
    """One run over a tree."""

    def __init__(self, around: Surroundings, pieces: Sequence[Markup], sheets: Mapping[str, str]) -> None:
        self._around, self._pieces, self._sheets = around, pieces, sheets

    def all(self, parent: Tag, depth: int) -> Markup:
        return join(self._children(parent, depth))

    def _children(self, parent: Tag, depth: int) -> Iterator[str]:
        for child in parent.children:
            if isinstance(child, Tag):
                yield self._element(child, depth)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                yield str(child)

    def _element(self, tag: Tag, depth: int) -> Markup:
        name = tag.name.lower()
        if name == PIECE:
            return self._piece(tag)
        if name in _GONE:
            return self._gone(tag, name)
        if depth > _DEEPEST:
            return join([tag.get_text()])
        if name == "input":
            return join(["☑ " if tag.has_attr("checked") else "☐ "]) if tag.get("type") == "checkbox" else Markup("")
        if name == "img":
            return self._picture(tag)
        content = self.all(tag, depth + 1)
        if name not in _ELEMENTS:
            return content
        if name == "th" and not content.strip():
            name = "td"  # a heading that says nothing only puzzles who hears it
        attributes = self._attributes(tag, name)
        if name in _EMPTY:
            return Markup(element(name, **attributes).removesuffix(f"</{name}>"))
        return element(name, content, **attributes)

    def _gone(self, tag: Tag, name: str) -> Markup:
        source = drawn(tag) if name == "svg" else None
        if source is not None:
            return element("img", src=source, alt=said(tag))
        if _GONE[name]:
            self._around.missing(_GONE[name])
        return Markup("")

    def _piece(self, tag: Tag) -> Markup:
        number = str(tag.get("n", ""))
        known = number.isdecimal() and number.isascii() and int(number) < len(self._pieces)
        return self._pieces[int(number)] if known else Markup("")

    def _picture(self, tag: Tag) -> Markup:
        attributes = self._attributes(tag, "img")
        source = self._around.picture(str(tag.get("src", "")))
        if source is None:
            words = str(tag.get("alt", "")).strip()
            return element("em", f"[picture left out{f': {words}' if words else ''}]")
        return element("img", **{"alt": "", **attributes, "src": source})

    def _attributes(self, tag: Tag, name: str) -> dict[str, Any]:
        wanted = (*_ATTRIBUTES["*"], *_ATTRIBUTES.get(name, ()))
        found: dict[str, Any] = {each: _text(tag[each]) for each in wanted if tag.has_attr(each)}
        own = _text(tag.get("id"))
        found["style"] = styles.declarations("; ".join(filter(None, [self._sheets.get(own), _text(tag.get("style"))])))
        found["class"] = " ".join(each for each in _text(tag.get("class")).split() if _CLASSES.fullmatch(each)) or None
        fragment = own or (_text(tag.get("name")) if name == "a" else "")
        wanted_id = fragment and (self._around.anchored or fragment in self._around.anchors.known)
        found["id"] = self._around.anchors.place(fragment) if wanted_id else None
        if name == "a":
            found.update(self._link(_text(tag.get("href"))))
        return found

    def _link(self, address: str) -> dict[str, str]:
        if address.startswith("#") and len(address) > 1:
            return {"href": f"#{self._around.anchors.target(address[1:])}"}
        link = safe_link(address)
        return {"href": link, "rel": "noopener noreferrer", "target": "_blank"} if link else {}


def _text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
