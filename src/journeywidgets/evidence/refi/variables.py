"""Variables: the attributes of participants and sources, as REFI-QDA's variables of cases and sources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from journeywidgets.evidence.refi import guids
from journeywidgets.evidence.refi.markup import children, put
from journeywidgets.model.fields import Field
from journeywidgets.model.schema import TABLES

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SIZE = 400  # digits of a number that are still a number; Python refuses longer ones itself


@dataclass(frozen=True)
class Built:
    """A column of ours that is a variable in REFI-QDA."""

    table: str
    field: str
    name: str
    about: str

    @property
    def guid(self) -> str:
        """Its GUID, the same in every file."""
        return guids.fixed(f"variable/{self.table}.{self.field}")

    @property
    def column(self) -> Field:
        """The column."""
        return TABLES[self.table].fields[self.field]


BUILT = (
    Built(
        "participants", "role", "Role", "participant, moderator or observer: only a participant's words are evidence"
    ),
    Built("participants", "persona", "Persona", "the persona that the person is like"),
    Built("participants", "share", "Sharing", "the widest circle the person has agreed to: private, team or public"),
    Built("participants", "consent_until", "Consent until", "the last day on which the words may be shared"),
    Built("sources", "kind", "Source kind", "interview, focus_group, survey, notes or other"),
    Built("sources", "provenance", "Provenance", "raw: as it was said; cleaned; notes: by somebody else"),
    Built("sources", "method", "Method", "how it was taken down"),
    Built("sources", "recorded_at", "Recorded on", "the day of the recording"),
    Built("sources", "language", "Language", "the language of the source"),
)
OWN = {"participants": "attributes", "sources": "fields"}
"""The column that holds whatever else is known of a row, by name."""


class Variables:
    """The variables of a project being written.

    Parameters
    ----------
    study
        The study's id.
    rows
        The complete rows of participants and sources, by table.
    """

    def __init__(self, study: str, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        self._study = study
        found: dict[str, list[Any]] = {}
        for table, field in OWN.items():
            for row in rows[table]:
                for name, value in row[field].items():
                    found.setdefault(name, []).append(value)
        self._types = {name: _type(values) for name, values in found.items()}

    def declare(self, parent: Element) -> None:
        """Append a variable for every column and attribute."""
        for built in BUILT:
            kind = "Date" if built.column.kind == "date" else "Text"
            made = put(parent, "Variable", guid=built.guid, name=built.name, typeOfVariable=kind)
            put(made, "Description", built.about)
        for name, kind in self._types.items():
            put(parent, "Variable", guid=self._guid(name), name=name, typeOfVariable=kind)

    def values(self, parent: Element, table: str, row: Mapping[str, Any]) -> None:
        """Append the values of a row."""
        for built in BUILT:
            if built.table == table and row[built.field] not in (None, ""):
                kind = "Date" if built.column.kind == "date" else "Text"
                _value(parent, built.guid, kind, str(row[built.field]))
        for name, value in row[OWN[table]].items():
            if value is not None:
                _value(parent, self._guid(name), self._types[name], _text(value))

    def _guid(self, name: str) -> str:
        return guids.fixed(f"{self._study}/variable/{name}")


def _value(parent: Element, guid: str, kind: str, text: str) -> None:
    value = put(parent, "VariableValue")
    put(value, "VariableRef", targetGUID=guid)
    put(value, f"{kind}Value", text)


def _type(values: Iterable[Any]) -> str:
    """Return the narrowest type of REFI-QDA that holds all values."""
    known = [value for value in values if value is not None]
    for kind, types in {"Boolean": (bool,), "Integer": (int,), "Float": (int, float)}.items():
        if known and all(
            isinstance(value, types) and (kind == "Boolean" or not isinstance(value, bool)) for value in known
        ):
            return kind
    return "Text"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # XML's decimal knows no exponent
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Declared:
    """The variables of a project being read."""

    def __init__(self, tree: Any) -> None:
        self._names: dict[str, str] = {}
        for number, variable in enumerate(children(tree, "Variables", "Variable"), 1):
            guid = guids.normal(variable.get("guid"))
            if guid is not None:
                self._names[guid] = (variable.get("name") or "").strip() or f"variable {number}"
        self._built = {built.guid: built for built in BUILT}
        # A tool that gives its own GUIDs leaves the names.
        if not self._built.keys() & self._names.keys():
            self._built = {
                guid: built
                for guid, name in self._names.items()
                for built in BUILT
                if built.name.lower() == name.lower()
            }

    def row(self, element: Any, table: str) -> dict[str, Any]:
        """Return the columns that the variable values of a case or source say."""
        columns: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for value in children(element, "VariableValue"):
            guid = next((guids.normal(ref.get("targetGUID")) for ref in children(value, "VariableRef")), None)
            said = next((_said(child) for child in value if child.tag.endswith("Value")), None)
            if guid is None or said is None:
                continue
            built = self._built.get(guid)
            if built is not None and built.table == table and _fits(built.column, said):
                columns[built.field] = said
            else:
                name = self._names.get(guid, "variable")
                # A column of ours keeps its name to itself.
                own[f"{name} (variable)" if name in TABLES[table].fields else name] = said
        return {**columns, OWN[table]: own}


def _said(element: Any) -> Any:
    """Return what a value says; as text where it is not of the type that it says it is."""
    text = element.text or ""
    kind = element.tag.removesuffix("Value")
    if kind == "Boolean" and text.strip() in {"true", "false", "1", "0"}:
        return text.strip() in {"true", "1"}
    if kind in {"Integer", "Float"} and _NUMBER.fullmatch(text.strip()) and len(text) < _SIZE:
        return int(text) if kind == "Integer" and "." not in text else float(text)
    return text


def _fits(column: Field, value: Any) -> bool:
    if column.kind == "choice":
        return value in column.choices
    if column.kind == "date":
        return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None
    return isinstance(value, str)
