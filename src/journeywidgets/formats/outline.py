"""Outlines: Markdown's headings, list items and paragraphs as a tree, and the text that may stand in them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What CommonMark, or a table, mathematics or raw HTML in it, would read as anything but the character itself.
_MARKS = re.compile(r"[\\`*_\[\]#|~$^]")
_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ufeff\0]")
_REFERENCE = re.compile(
    r"&(?:#(\d{1,7});|([A-Za-z][A-Za-z0-9]*;))|\\([!-/:-@\[-`{-~])|((?: {2,}|\\)\n[^\S\n]*)|[^\S\n]*\n[^\S\n]*"
)
_NOTHING = "&#8203;"  # a space without width
_ENDS = re.compile(r"^\s|\s\Z")
# At the beginning of a line these make a list, a quotation or a line across the page.
_OPENING = re.compile(r"([-+](?=[\s-]|\Z)|=(?==*\s*\Z))|(\d{1,9})([.)])(?=\s|\Z)")


def escaped(text: str, indent: str = "") -> str:
    """Return text as it stands in Markdown; `indent` is put before the lines that follow the first.

    Signs of Markdown and of HTML are shown as they are, and a line break is one.
    """
    said = text.rstrip("\n")
    lines = [_line(line) for line in said.split("\n")]
    return f"\\\n{indent}".join(lines) + "&#10;" * (len(text) - len(said))


def escaped_line(text: str) -> str:
    """Return text as it stands in a heading or a name, which have one line."""
    return "&#10;".join(_line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    text = _MARKS.sub(r"\\\g<0>", text.replace("&", "&amp;")).replace("<", "&lt;").replace(">", "&gt;")
    text = _BREAKS.sub(_number, text)
    text = _ENDS.sub(_number, text)
    return _OPENING.sub(_opened, text, count=1) if _OPENING.match(text) else text


def _opened(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _number(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def escaped_item(text: str, indent: str) -> str:
    """Return text as it stands in a list item, which is none where it is empty: a line above would be a heading."""
    return escaped(text, indent) or _NOTHING


def unescaped(text: str) -> str:
    """Return the text that stands in Markdown; marks for bold and the like stay, for they are no words of a map."""
    if text.strip() == _NOTHING:
        return ""
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1])
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]  # noqa: PLR2004 - Unicode
    if match[2]:
        return html.unescape(match[0])
    if match[3]:
        return match[3]
    return "\n" if match[4] else " "


@dataclass
class Node:
    """A heading or a list item.

    Attributes
    ----------
    text
        What it says, as Markdown.
    line
        The number of its line, from 1.
    level
        That of a heading, 1 to 6; 0 of an item.
    paragraphs
        What stands under it, as Markdown.
    items
        The items under it.
    parts
        The headings under it.
    """

    text: str
    line: int
    level: int = 0
    paragraphs: list[str] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    parts: list[Node] = field(default_factory=list)


_HEADING = re.compile(r"(#{1,6})(?:[^\S\n]+(.*?))?(?:[^\S\n]+#+)?[^\S\n]*\Z", re.DOTALL)
_ITEM = re.compile(r"([^\S\n]*)(?:[-*+]|\d{1,9}[.)])(?:[^\S\n](.*))?\Z", re.DOTALL)
_TAB = 4


def tree(text: str) -> Node:
    """Return an outline as a tree; its root is no heading."""
    root = Node("", 0)
    path, items = [root], list[tuple[int, Node]]()
    below: Node | None = None
    for number, line in _lines(text):
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            node = Node(heading[2] or "", number, len(heading[1]))
            while path[-1].level >= node.level:
                path.pop()
            path[-1].parts.append(node)
            path.append(node)
            items, below = [], None
        elif item:
            indent = len(item[1].expandtabs(_TAB))
            node = Node(item[2] or "", number)
            while items and items[-1][0] >= indent:
                items.pop()
            (items[-1][1].items if items else path[-1].items).append(node)
            items.append((indent, node))
            below = node
        elif not line.strip():
            below = None
        elif below is not None and below.level == 0 and below is not path[-1] and not below.paragraphs:
            below.text += f"\n{line}"
        else:
            owner = items[-1][1] if items and line[:1].isspace() else path[-1]
            _paragraph(owner, line, new=below is None)
            below = owner
    return root


def _paragraph(node: Node, line: str, *, new: bool) -> None:
    if new or not node.paragraphs:
        node.paragraphs.append(line.lstrip())
    else:
        node.paragraphs[-1] += f"\n{line}"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers; those that a hard break ends go on."""
    held, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        whole = f"{held}{line}"
        start = start or number
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            held = f"{whole}\n"
            continue
        yield start, whole
        held, start = "", 0
    if held:
        yield start, held.rstrip("\n")
