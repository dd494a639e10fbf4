"""The text of an HTML document, as it is read, and where each character of its text nodes went."""

from __future__ import annotations

import re
from array import array
from html.parser import HTMLParser

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_SILENT = frozenset(("script", "style", "head", "title"))
_SPACE = re.compile(r"[ \t\n\f\r]+")


class MarkupText(HTMLParser):
    """A document's text: one line a block, one blank for each run of blanks.

    Attributes
    ----------
    raw
        The text nodes one after the other: what Taguette counts its offsets in.
    text
        What people read.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._raw: list[str] = []
        self._parts: list[str] = []
        self._at = array("q")
        self._size = 0
        self._end = "\n"  # the last character, as if a line had ended before the first
        self._kept = self._silent = 0
        # Browsers and Taguette know one kind of line end.
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self._at.append(self._size)
        self.raw = "".join(self._raw)
        self.text = "".join(self._parts).rstrip()

    def at(self, offset: int) -> int:
        """Return the place in `text` of an offset into `raw`, both in code points."""
        return min(self._at[min(max(offset, 0), len(self._at) - 1)], len(self.text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block."""
        del attrs
        self._kept += tag == "pre"
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block without content."""
        del attrs
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block."""
        self._kept -= tag == "pre" and self._kept > 0
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take over a text node."""
        self._raw.append(data)
        place = 0
        for blank in _SPACE.finditer(data):
            self._keep(data[place : blank.start()])
            self._blank(blank.group())
            place = blank.end()
        self._keep(data[place:])

    def _keep(self, words: str) -> None:
        if words and not self._silent:
            self._at.extend(range(self._size, self._size + len(words)))
            self._write(words)
        else:
            self._at.extend([self._size] * len(words))

    def _blank(self, blanks: str) -> None:
        if self._kept and not self._silent:
            self._keep(blanks)
            return
        self._at.extend([self._size] * len(blanks))
        if not self._silent and not self._end.isspace():
            self._write(" ")

    def _break(self) -> None:
        if self._end == " " and self._parts and self._parts[-1] == " ":
            # A blank before a line end is not read; offsets at it lead to the line end.
            self._parts[-1] = "\n"
            self._end = "\n"
        elif self._end != "\n":
            self._write("\n")

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._size += len(words)
        self._end = words[-1]
