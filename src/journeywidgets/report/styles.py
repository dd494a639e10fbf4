"""Inline styles of a notebook's HTML: what may stay of them, and rules for single elements made inline."""

from __future__ import annotations

import re

_LOOKS = (
    "background background-color border border-bottom border-collapse border-color border-left border-radius "
    "border-right border-spacing border-style border-top border-width box-sizing caption-side color column-gap "
    "direction display flex flex-basis flex-direction flex-grow flex-wrap float font font-family font-size font-style "
    "font-variant font-variant-numeric font-weight gap grid-template-columns height justify-content align-items "
    "align-self letter-spacing line-height list-style list-style-type margin margin-bottom margin-left margin-right "
    "margin-top max-height max-width min-height min-width opacity overflow overflow-wrap overflow-x overflow-y padding "
    "padding-bottom padding-left padding-right padding-top row-gap table-layout text-align text-decoration text-indent "
    "text-overflow text-transform unicode-bidi vertical-align white-space width word-break word-spacing"
)
_PROPERTIES = frozenset(_LOOKS.split())
# Words, numbers, colours and lists of them; of functions only those that compute a colour or a length.
_VALUE = re.compile(
    r"(?:[\w\s#%.,+\-/\"']|!important|(?:rgba?|hsla?|linear-gradient|calc|min|max|minmax|repeat)\([\w\s#%.,+\-*/]*\))*",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ID = re.compile(r"#([\w-]+)")
_LONGEST = 2_000
_MOST = 1_000_000


def declarations(style: str | None) -> str | None:
    """Return the declarations of a `style` attribute that can do no more than look; None where none is left."""
    if not style:
        return None
    kept = [one for one in map(_declaration, _COMMENT.sub("", style).split(";")) if one]
    return "; ".join(kept) or None


def _declaration(text: str) -> str | None:
    name, _, value = text.partition(":")
    name, value = name.strip().lower(), " ".join(value.split())
    known = name in _PROPERTIES and value and len(value) <= _LONGEST
    return f"{name}: {value}" if known and "url" not in value.lower() and _VALUE.fullmatch(value) else None


def by_id(sheet: str) -> dict[str, str]:
    """Return the declarations that a style sheet makes for single elements, by their ids: how pandas colours cells."""
    found: dict[str, list[str]] = {}
    for rule in _RULE.finditer(_COMMENT.sub("", sheet[:_MOST])):
        for selector in rule[1].split(","):
            match = _ID.fullmatch(selector.strip())
            if match:
                found.setdefault(match[1], []).append(rule[2])
    return {name: "; ".join(styles) for name, styles in found.items()}
