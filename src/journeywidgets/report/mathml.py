"""TeX to MathML, which browsers draw without a script and without fonts of their own."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from journeywidgets.export.markup import Markup, element
from journeywidgets.report.alphabet import letters

_PARTS = (
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom menclose "
    "msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
)
_ELEMENTS = frozenset(_PARTS.split())
_LOOKS = (
    "accent accentunder align columnalign columnlines columnspacing columnspan depth dir display displaystyle fence "
    "form frame framespacing height largeop linebreak linethickness lspace mathbackground mathcolor mathsize "
    "mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel "
    "separator side stretchy symmetric voffset width"
)
ATTRIBUTES = frozenset(_LOOKS.split())
_DEEPEST = 200
_LONGEST = 20_000
"""Characters of a formula: the parser takes more than linear time."""
# What numbers and names equations is of no use where no other place refers to them.
_REFERENCE = re.compile(r"\\(?:label|tag\*?)\{[^{}]*\}|\\(?:nonumber|notag)\b")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(equation|displaymath|math)\*?\}")
_DEFINED = re.compile(r"\\(?:(?:re)?newcommand\*?|providecommand\*?|DeclareMathOperator\*?|def)\b")
_UNKNOWN = re.compile(r"\\[A-Za-z]+")


class Formulas:
    """Turns the formulas of one notebook into MathML; commands that one of them defines hold from there on."""

    def __init__(self) -> None:
        self._preamble = ""

    def convert(self, tex: str, *, display: bool) -> Markup | None:
        r"""Return a formula; None where its TeX is not understood, in whole or in part.

        Parameters
        ----------
        tex
            Without its dollars; an environment with its ``\begin`` and ``\end``.
        display
            Whether it stands on a line of its own.
        """
        plain = _ENVIRONMENT.sub("", _REFERENCE.sub("", tex)).strip()
        if not plain:
            return Markup("")
        tree = _tree(self._preamble + plain, display=display)
        if tree is None:
            return None
        if _DEFINED.search(plain):
            self._preamble += _definitions(plain)
        unknown = any(_UNKNOWN.fullmatch(part.text or "") for part in tree.iter("mi"))
        return None if unknown else _rebuilt(tree, 0)


def _tree(tex: str, *, display: bool) -> Element | None:
    from latex2mathml.converter import convert_to_element

    if len(tex) > _LONGEST:
        return None
    try:
        tree: Element = convert_to_element(tex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - it raises whatever it stumbles over; the reader then sees the TeX
        return None
    return tree


def _definitions(tex: str) -> str:
    """Return the definitions with which a formula begins or that it is made of, to stand before later ones."""
    found, place = "", 0
    while match := _DEFINED.match(tex, place):
        end = _after(tex, match.end())
        found += tex[place:end]
        place = end
        while tex[place : place + 1].isspace():
            place += 1
    return found


def _after(tex: str, place: int) -> int:
    """Return where a definition ends: after the last group that follows its command without a gap of other text."""
    if tex[place : place + 1] == "\\":  # \def\name, \newcommand\name
        match = re.compile(r"\\[A-Za-z]+").match(tex, place)
        place = match.end() if match else place + 1
    while place < len(tex):
        opening = tex[place]
        if opening == "{":
            place = _closing(tex, place)
        elif opening == "[":
            place = tex.find("]", place) + 1 or len(tex)
        elif opening == "#":
            place += 2
        else:
            break
    return place


def _closing(tex: str, place: int) -> int:
    depth = 0
    while place < len(tex):
        letter = tex[place]
        if letter == "\\":
            place += 1
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
            if depth == 0:
                return place + 1
        place += 1
    return len(tex)


def _rebuilt(part: Element, depth: int) -> Markup:
    """Return an element built anew of what is allowed: a formula may hold links and styles, and text that is markup."""
    if part.tag not in _ELEMENTS or depth > _DEEPEST:
        return Markup(element("mtext", "".join(part.itertext())))
    attributes: dict[str, Any] = {name: value for name, value in part.attrib.items() if name in ATTRIBUTES}
    variant = attributes.pop("mathvariant", "")
    text = _unescaped(part.text)
    content: list[str | None] = [letters(text, variant) if text else None]
    for inner in part:
        content += [_rebuilt(inner, depth + 1), _unescaped(inner.tail)]
    if variant == "normal":
        attributes["mathvariant"] = variant  # the one that browsers know: a single letter stands upright
    return element(part.tag, *content, **attributes)


def _unescaped(text: str | None) -> str | None:
    """Return a text of the converter, which writes some letters as references, as letters."""
    return re.sub(r"&#x([0-9A-Fa-f]{1,6});", lambda found: _letter(int(found[1], 16)), text) if text else None


def _letter(number: int) -> str:
    return chr(number) if number <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last code point
