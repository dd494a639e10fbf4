"""The JSON Schemas of the files, made from the tables. ``python -m journeywidgets.storage.json_schema`` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from journeywidgets.model.intake import COLOR, ID_LIMIT, IMAGE, ORDER
from journeywidgets.model.schema import IMAGE_LIMIT, TEXT_LIMIT, Field, Table
from journeywidgets.storage.format import VERSION
from journeywidgets.storage.kinds import FORMATS, JOURNEY, STUDY, FileFormat

PUBLISHED = {kind.name: Path(__file__).with_name(f"{kind.noun}.schema.json") for kind in FORMATS}
"""The schemas as the package carries them, for editors and other programs, by the name of the format."""
_TITLES = {
    JOURNEY.name: (
        "Customer journey",
        "A journey map with its personas, metrics and evidence, as journeywidgets saves it.",
    ),
    STUDY.name: ("Study", "Sources, codes and quotes of a qualitative study, as journeywidgets saves it."),
}

_TEXT: dict[str, Any] = {"type": "string", "maxLength": TEXT_LIMIT}
_ID: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": ID_LIMIT}
_KINDS: dict[str, dict[str, Any]] = {
    "id": _ID,
    "ref": _ID,
    "text": _TEXT,
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "choice": {"type": "string"},
    "order": {"type": "string", "pattern": f"^{ORDER.pattern}$"},
    "list": {"type": "array", "items": _TEXT},
    "map": {"type": "object"},
    "color": {"type": "string", "pattern": f"^{COLOR.pattern}$"},
    "image": {"type": "string", "pattern": f"^({IMAGE.pattern})?$", "maxLength": IMAGE_LIMIT},
    "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def json_schema(kind: FileFormat = JOURNEY) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file.

    Unknown members are allowed: a newer version may have written them, and they are kept.
    """
    record, (title, description) = kind.schema.record, _TITLES[kind.name]
    tables = {
        name: {"$ref": f"#/$defs/{name}"} if name == record else {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
        for name in kind.schema.tables
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:journeywidgets:{kind.noun}:{VERSION}",
        "title": title,
        "description": description,
        "type": "object",
        "required": ["format", "version", "min_reader", record],
        "properties": {
            "format": {"const": kind.name},
            "version": {"type": "integer", "minimum": 1, "description": "Of the format."},
            "min_reader": {
                "type": "integer",
                "minimum": 1,
                "description": "The oldest version whose readers may write the file.",
            },
            **tables,
        },
        "$defs": {table.name: _row(table) for table in kind.schema.tables.values()},
    }


def text(kind: FileFormat = JOURNEY) -> str:
    """Return the schema as it is published."""
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def _row(table: Table) -> dict[str, Any]:
    fields = table.fields.values()
    return {
        "type": "object",
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: _field(table, field) for field in fields},
    }


def _field(table: Table, field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": field.doc, **_KINDS[field.kind]}
    if field.choices:
        schema["enum"] = [*field.choices, None] if field.nullable else [*field.choices]
    if field.low is not None:
        schema["minimum"] = field.low
    if field.high is not None:
        schema["maximum"] = field.high
    if field.limit != TEXT_LIMIT:
        schema["maxLength"] = field.limit
    if (table.name, field.name) == ("personas", "traits"):
        schema["additionalProperties"] = {"type": "number", "minimum": -1, "maximum": 1}
    if field.nullable:
        schema["type"] = [schema["type"], "null"]
    if not field.required:
        schema["default"] = field.empty()
    return schema


if __name__ == "__main__":
    for each in FORMATS:
        PUBLISHED[each.name].write_text(text(each), encoding="utf-8")
