"""Markdown cells: prose, formulas, headings, code and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import mistune
from bs4 import BeautifulSoup
from mistune.core import BlockState, InlineState

from journeywidgets.export.markup import Markup, element
from journeywidgets.export.page import Heading
from journeywidgets.report.highlight import highlighted
from journeywidgets.report.mathml import Formulas
from journeywidgets.report.sanitizer import PIECE, Anchors, Surroundings, sanitized

_NO_GAP = r"(?:(?!\n[ \t]*\n)[\s\S])"
_BLOCK = (
    rf"^ {{0,3}}(?:\$\$(?P<jw_dollars>{_NO_GAP}+?)(?<!\\)\$\$|\\\\\[(?P<jw_brackets>{_NO_GAP}+?)\\\\\]"
    rf"|(?P<jw_block>\\begin\{{(?P<jw_name>[A-Za-z]+\*?)\}}[\s\S]*?\\end\{{(?P=jw_name)\}}))[ \t]*$"
)
# A dollar before a digit is a price, and a backtick begins code.
_INLINE = (
    r"\$\$(?P<jw_display>[^`]+?)(?<!\\)\$\$|(?<![$\\])\$(?P<jw_inline>(?:\\[\s\S]|[^$\\`])+?)\$(?![\d$])"
    r"|\\\\\((?P<jw_parens>[\s\S]+?)\\\\\)|\\\\\[(?P<jw_square>[\s\S]+?)\\\\\]"
    r"|(?P<jw_env>\\begin\{(?P<jw_word>[A-Za-z]+\*?)\}[\s\S]*?\\end\{(?P=jw_word)\})"
)
_FOOTNOTE = re.compile(r'((?:id="|href="#))(fn(?:ref)?-)')
_DISPLAYED = ("jw_dollars", "jw_brackets", "jw_block", "jw_display", "jw_square", "jw_env")
_INLINED = ("jw_inline", "jw_parens")


@dataclass
class Prose:
    """Turns the Markdown of one notebook into HTML.

    Attributes
    ----------
    anchors
        The ids of the page.
    formulas
        Turns TeX into MathML.
    headings
        What was found, for the table of contents.
    """

    anchors: Anchors = field(default_factory=Anchors)
    formulas: Formulas = field(default_factory=Formulas)
    headings: list[Heading] = field(default_factory=list)
    _cells: int = 0

    def convert(self, text: str, picture: Callable[[str], str | None], missing: Callable[[str], None]) -> Markup:
        """Return Markdown as markup.

        Parameters
        ----------
        text
            The Markdown.
        picture
            Gives the data URL of a picture's address, or None where it is not to be had.
        missing
            Is told what a reader does not see.
        """
        renderer = _Renderer(self, Surroundings(self.anchors, picture, missing))
        plugins: list[Any] = ["strikethrough", "table", "task_lists", "footnotes", "url", _math]
        markdown = mistune.create_markdown(escape=False, renderer=renderer, plugins=plugins)
        self._cells += 1
        # Every cell numbers its footnotes from 1.
        html = _FOOTNOTE.sub(rf"\g<1>\g<2>{self._cells}-", str(markdown(text)))
        return sanitized(html, renderer.around, renderer.pieces)

    def formula(self, tex: str, around: Surroundings, *, display: bool) -> Markup:
        """Return a formula; its TeX, and a word that says so, where it cannot be drawn."""
        made = self.formulas.convert(tex, display=display)
        if made is None:
            around.missing("a formula that is not understood: its TeX is shown")
            made = element("code", tex.strip())
        return made


class _Renderer(mistune.HTMLRenderer):
    """Writes HTML in which what is not to be sanitised stands as pieces."""

    def __init__(self, prose: Prose, around: Surroundings) -> None:
        super().__init__(escape=False)
        self.prose, self.around = prose, around
        self.pieces: list[Markup] = []

    def piece(self, markup: Markup) -> str:
        self.pieces.append(markup)
        return f'<{PIECE} n="{len(self.pieces) - 1}"></{PIECE}>'

    # What may be followed and shown is for the sanitiser to say.

    def sanitize_url(self, url: str) -> str:
        return url

    def safe_url(self, url: str) -> str:
        return mistune.escape(url)

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        words = " ".join(BeautifulSoup(self._spoken(text), "html.parser").get_text().split())
        fragment = re.sub(r"\s", "-", words)
        prose = self.prose
        anchor = prose.anchors.place(fragment) or prose.anchors.place(f"{fragment} {len(prose.headings)}")
        if words and anchor:
            prose.headings.append(Heading(words, anchor, level))
        content = sanitized(text, self.around, self.pieces)
        return self.piece(element(f"h{level}", content, id=anchor)) + "\n"

    def _spoken(self, text: str) -> str:
        """Return a heading's HTML with its formulas as letters, for the table of contents."""
        numbered = re.compile(rf'<{PIECE} n="(\d+)"></{PIECE}>')
        return numbered.sub(lambda found: self.pieces[int(found[1])] if int(found[1]) < len(self.pieces) else "", text)

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").split(maxsplit=1)[0].strip("{}.") if (info or "").strip() else ""
        return self.piece(element("pre", highlighted(code, language))) + "\n"

    def jw_math(self, tex: str, display: bool) -> str:
        return self.piece(self.prose.formula(tex, self.around, display=display)) + ("\n" if display else "")


def _math(markdown: mistune.Markdown) -> None:
    """Teach a parser formulas as Jupyter writes them."""
    markdown.block.register("jw_math_block", _BLOCK, _parse_block, before="list")
    markdown.inline.register("jw_math_inline", _INLINE, _parse_inline, before="escape")


def _parse_block(_block: Any, match: re.Match[str], state: BlockState) -> int:
    state.append_token(_token(match))
    return match.end() + 1


def _parse_inline(_inline: Any, match: re.Match[str], state: InlineState) -> int:
    state.append_token(_token(match))
    return match.end()


def _token(match: re.Match[str]) -> dict[str, Any]:
    found = match.groupdict()
    display = next((found[name] for name in _DISPLAYED if found.get(name)), None)
    tex = display or next((found[name] for name in _INLINED if found.get(name)), "")
    return {"type": "jw_math", "raw": tex, "attrs": {"display": display is not None}}
