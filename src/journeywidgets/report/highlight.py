"""Source code in colours."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from journeywidgets.export.markup import Markup, element

_LONGEST = 200_000
"""Characters of a source, beyond which it stays without colours."""
_KINDS = {
    # Kinds of words, as Pygments names them: a class, its colour on a light ground, and on a dark one.
    "Keyword": ("hl-k", "#7a2da8", "#d2a8ff"),
    "Operator.Word": ("hl-k", "#7a2da8", "#d2a8ff"),
    "Literal.String": ("hl-s", "#0b6130", "#9bd8a4"),
    "Literal.Number": ("hl-n", "#9a4a00", "#ffb77a"),
    "Comment": ("hl-c", "#5b6575", "#a3adbd"),
    "Name.Function": ("hl-f", "#0b4f9e", "#8ec1ff"),
    "Name.Class": ("hl-f", "#0b4f9e", "#8ec1ff"),
    "Name.Decorator": ("hl-f", "#0b4f9e", "#8ec1ff"),
    "Name.Tag": ("hl-f", "#0b4f9e", "#8ec1ff"),
    "Name.Builtin": ("hl-b", "#07646b", "#7fd6dd"),
    "Name.Exception": ("hl-b", "#07646b", "#7fd6dd"),
    "Name.Attribute": ("hl-b", "#07646b", "#7fd6dd"),
}


def highlighted(code: str, language: str) -> Markup:
    """Return source code as the content of a ``pre``; without colours where the language is not known."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    code = code.rstrip()
    try:
        lexer: Any = get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None or len(code) > _LONGEST:
        return element("code", code)
    words = ((_class(str(kind).removeprefix("Token.")), text) for kind, text in lexer.get_tokens(code))
    runs = ((name, "".join(text for _, text in run)) for name, run in groupby(words, lambda word: word[0]))
    return element("code", *(element("span", text, **{"class": name}) if name else text for name, text in runs))


def _class(kind: str) -> str:
    return next((name for begins, (name, *_) in _KINDS.items() if kind.startswith(begins)), "")


def style() -> str:
    """Return the style sheet of the colours."""
    colours = {name: (light, dark) for name, light, dark in _KINDS.values()}
    return "".join(f".{name}{{color:light-dark({light},{dark})}}" for name, (light, dark) in colours.items())
