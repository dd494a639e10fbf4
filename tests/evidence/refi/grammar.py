"""The grammar of REFI-QDA 1.5 as far as this package writes it, told apart from the code that writes.

The order of children and the attributes are those of the standard's Project.xsd and Codebook.xsd.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MADE = ("creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")

# Children in their order: "?" at most one, "*" any number, "+" at least one, "" exactly one.
CHILDREN: dict[str, tuple[str, ...]] = {
    "Project": (
        "Users?",
        "CodeBook?",
        "Variables?",
        "Cases?",
        "Sources?",
        "Notes?",
        "Links?",
        "Sets?",
        "Graphs?",
        "Description?",
        "NoteRef*",
    ),
    "Users": ("User+",),
    "User": (),
    "CodeBook": ("Codes",),
    "Codes": ("Code+",),
    "Code": ("Description?", "NoteRef*", "Code*"),
    "Variables": ("Variable+",),
    "Variable": ("Description?",),
    "Cases": ("Case+",),
    "Case": ("Description?", "CodeRef*", "VariableValue*", "SourceRef*", "SelectionRef*"),
    "VariableValue": (
        "VariableRef",
        "TextValue?",
        "BooleanValue?",
        "IntegerValue?",
        "FloatValue?",
        "DateValue?",
        "DateTimeValue?",
    ),
    "Sources": ("TextSource+",),
    "TextSource": (
        "Description?",
        "PlainTextContent?",
        "PlainTextSelection*",
        "Coding*",
        "NoteRef*",
        "VariableValue*",
    ),
    "PlainTextSelection": ("Description?", "Coding*", "NoteRef*"),
    "Coding": ("CodeRef", "NoteRef*"),
    "Notes": ("Note+",),
    "Links": ("Link+",),
    "Link": ("NoteRef*",),
}
CHILDREN["Note"] = CHILDREN["TextSource"]
_TEXTS = ("Description", "PlainTextContent", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue")
_REFS = ("NoteRef", "CodeRef", "SourceRef", "SelectionRef", "VariableRef")
CHILDREN |= dict.fromkeys((*_TEXTS, *_REFS), ())

# Attributes, those that must be there first, behind them those that may.
ATTRIBUTES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Project": (("name",), ("origin", "creatingUserGUID", "modifyingUserGUID", "basePath", *_MADE)),
    "CodeBook": ((), ("origin",)),
    "User": (("guid",), ("name", "id")),
    "Code": (("guid", "name", "isCodable"), ("color",)),
    "Variable": (("guid", "name", "typeOfVariable"), ()),
    "Case": (("guid",), ("name",)),
    "TextSource": (("guid",), ("name", "plainTextPath", "richTextPath", *_MADE)),
    "PlainTextSelection": (("guid", "startPosition", "endPosition"), ("name", *_MADE)),
    "Coding": (("guid",), ("creatingUser", "creationDateTime")),
    "Link": (("guid",), ("name", "direction", "color", "originGUID", "targetGUID")),
    **dict.fromkeys(_REFS, (("targetGUID",), ())),
}
ATTRIBUTES["Note"] = ATTRIBUTES["TextSource"]

# What a reference may point to.
TARGETS = {
    "NoteRef": "Note",
    "CodeRef": "Code",
    "SourceRef": "TextSource",
    "SelectionRef": "PlainTextSelection",
    "VariableRef": "Variable",
}


def check(tree: Any, namespace: str) -> None:
    """Assert that a tree is one of REFI-QDA, and that every reference leads to what it should."""
    holders: dict[str, str] = {}
    for element in tree.iter():
        space, _, name = element.tag[1:].partition("}")
        assert space == namespace, name
        _children(element, name)
        _attributes(element, name)
        if "guid" in element.attrib:
            assert element.get("guid") not in holders, f"{name}: a GUID twice"
            holders[element.get("guid")] = name
    for element in tree.iter():
        name = element.tag.partition("}")[2]
        if name in TARGETS:
            assert holders.get(element.get("targetGUID")) == TARGETS[name], name
        if "creatingUser" in element.attrib:
            assert holders.get(element.get("creatingUser")) == "User"


def _children(element: Any, name: str) -> None:
    pattern = "".join(f"(?:<{one.rstrip('?*+')}>){one[len(one.rstrip('?*+')) :]}" for one in CHILDREN[name])
    found = "".join(f"<{child.tag.partition('}')[2]}>" for child in element)
    assert re.fullmatch(pattern, found), f"{name} holds {found}"
    if name not in _TEXTS:
        assert not (element.text or "").strip(), f"{name} holds text"
    if name == "VariableValue":
        assert len(element) <= 2
        _value(element[1].tag.partition("}")[2], element[1].text or "")


def _attributes(element: Any, name: str) -> None:
    must, may = ATTRIBUTES.get(name, ((), ()))
    given = {key for key in element.attrib if not key.startswith("{")}
    assert set(must) <= given <= {*must, *may}, f"{name}: {sorted(given)}"
    for key, value in element.attrib.items():
        if key in {"guid", "targetGUID", "creatingUser", "originGUID"}:
            assert _GUID.fullmatch(value), f"{name}: {key}"
        if key in {"startPosition", "endPosition"}:
            assert value.isdecimal()
        if key == "isCodable":
            assert value in {"true", "false"}
        if key == "color":
            assert re.fullmatch(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})", value)
        if key == "creationDateTime":
            datetime.fromisoformat(value.replace("Z", "+00:00"))
        if key == "typeOfVariable":
            assert value in {"Text", "Boolean", "Integer", "Float", "Date", "DateTime"}


def _value(name: str, text: str) -> None:
    if name == "BooleanValue":
        assert text in {"true", "false"}
    if name == "IntegerValue":
        int(text)
    if name == "FloatValue":
        assert re.fullmatch(r"-?\d+(\.\d+)?", text), "XML's decimal has no exponent"
    if name == "DateValue":
        date.fromisoformat(text)
