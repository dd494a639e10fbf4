"""Write js/src/generated/schema.ts from Python's tables and messages.

``python js/scripts/generate_types.py`` writes it; ``--check`` fails where it differs.
"""

from __future__ import annotations

import json
import sys
import typing
from pathlib import Path
from typing import Any

from journeywidgets.model import schema
from journeywidgets.widgets import messages

TARGET = Path(__file__).parents[1] / "src" / "generated" / "schema.ts"
_SCALARS = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    Any: "unknown",
}
_BY_KIND = {
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "list": "string[]",
    "map": "Record<string, unknown>",
}


_NAMES = {"meta": "Meta", "evidence": "Evidence", "study": "StudyRecord"}

_FIELD_SPEC = """export interface FieldSpec {
  kind: string;
  default: unknown;
  required?: boolean;
  choices?: string[];
  ref?: string;
  onDelete?: "delete" | "clear";
  low?: number;
  high?: number;
  limit?: number;
}
"""
_WIRE_OP = """export type WireOp =
  | { op: "add"; table: TableName; id: string; row: Record<string, unknown> }
  | { op: "set"; table: TableName; id: string; values: Record<string, unknown> }
  | { op: "delete"; table: TableName; id: string }
  | { op: "restore"; table: TableName; id: string };
"""


def _row_type(field: schema.Field) -> str:
    plain = " | ".join(json.dumps(choice) for choice in field.choices) or _BY_KIND.get(field.kind, "string")
    return f"{plain} | null" if field.nullable else plain


def _interface(table: schema.Table) -> str:
    name = _NAMES.get(table.name, table.name[:-1].capitalize())
    lines = [f"  /** {field.doc} */\n  {field.name}: {_row_type(field)};" for field in table.fields.values()]
    return f"export interface {name} {{\n" + "\n".join(lines) + "\n}\n"


def _type(hint: Any) -> str:
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return " | ".join(json.dumps(arg) for arg in args)
    if origin is list:
        return "WireOp[]" if args[0] == dict[str, Any] else f"{_type(args[0])}[]"
    if origin is dict:
        return f"Record<{_type(args[0])}, {_type(args[1])}>"
    if args:
        return " | ".join(_type(arg) for arg in args)
    return str(hint.__name__)


def _message(kind: Any) -> str:
    hints = typing.get_type_hints(kind)
    lines = [f"  {name}{'' if name in kind.__required_keys__ else '?'}: {_type(hint)};" for name, hint in hints.items()]
    return (
        f"/** {(kind.__doc__ or '').splitlines()[0]} */\nexport interface {kind.__name__} {{\n"
        + "\n".join(lines)
        + "\n}\n"
    )


def _field(field: schema.Field) -> dict[str, Any]:
    known = {
        "kind": field.kind,
        "default": field.default,
        "required": field.required or None,
        "choices": list(field.choices) or None,
        "ref": field.ref,
        "onDelete": field.on_delete if field.ref else None,
        "low": field.low,
        "high": field.high,
        "limit": field.limit if field.limit != schema.TEXT_LIMIT else None,
    }
    return {name: value for name, value in known.items() if value is not None or name == "default"}


def _kind(kind: schema.Schema) -> str:
    plain = {"noun": kind.noun, "record": kind.record, "tables": list(kind.tables)}
    return f"/** What a {kind.noun} holds. */\nexport const {kind.noun.upper()}: DocumentKind = {json.dumps(plain)};\n"


def generate() -> str:
    """Return the module's text."""
    tables = {
        name: {field.name: _field(field) for field in table.fields.values()} for name, table in schema.TABLES.items()
    }
    parts = [
        "// Written by js/scripts/generate_types.py from Python's schema: `make types`.\n",
        f"export const MESSAGE_LIMIT = {messages.MESSAGE_LIMIT};\n",
        f"export const TEXT_LIMIT = {schema.TEXT_LIMIT};\n",
        f"export const IMAGE_LIMIT = {schema.IMAGE_LIMIT};\n",
        "export const SCORE_RANGES: Record<string, [number, number]> = " + json.dumps(schema.SCORE_RANGES) + ";\n",
        _FIELD_SPEC,
        "export type TableName = " + " | ".join(json.dumps(name) for name in tables) + ";\n",
        "export const TABLES: Record<TableName, Record<string, FieldSpec>> = " + json.dumps(tables, indent=1) + ";\n",
        "export interface DocumentKind {\n  noun: string;\n  record: TableName;\n  tables: TableName[];\n}\n",
        *(_kind(kind) for kind in (schema.JOURNEY, schema.STUDY)),
        *(_interface(table) for table in schema.TABLES.values()),
        _WIRE_OP,
        *(_message(kind) for kind in (*messages.FROM_PAGE, messages.RejectEntry, *messages.FROM_KERNEL)),
        *(_message(kind) for kind in (*messages.READING, messages.PassageEntry, messages.Hit, *messages.READ)),
        "export type FromPage = " + " | ".join(kind.__name__ for kind in messages.FROM_PAGE) + ";\n",
        "export type FromKernel = " + " | ".join(kind.__name__ for kind in messages.FROM_KERNEL) + ";\n",
    ]
    return "\n".join(parts)


def main() -> int:
    """Write the module, or check it."""
    text = generate()
    if "--check" in sys.argv[1:]:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        print("up to date" if current == text else f"{TARGET.name} differs from Python's schema: run `make types`")
        return int(current != text)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
