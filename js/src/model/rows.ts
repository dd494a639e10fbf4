/** Rows: plain records with every field of their table present. Rows are never changed in place. */
import { type FieldSpec, TABLES } from "../generated/schema";

export type Row = { readonly id: string; readonly [field: string]: unknown };

/** Why an edit cannot be, and where. The codes are those of the kernel. */
export class TableError extends Error {
  constructor(
    problem: string,
    readonly table: string,
    readonly row?: string,
    readonly column?: string,
    readonly code: "invalid" | "gone" | "duplicate" | "reference" = "invalid",
  ) {
    const place = [table, row && `row ${shorten(row)}`, column && `column ${shorten(column)}`];
    super(`${place.filter(Boolean).join(", ")}: ${problem}.`);
  }
}

export function shorten(value: unknown, limit = 80): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

const FIELDS = new Map(
  Object.entries(TABLES).map(([table, fields]) => [table, new Map(Object.entries(fields))]),
);

export function fieldsOf(table: string): ReadonlyMap<string, FieldSpec> {
  const fields = FIELDS.get(table);
  if (!fields) throw new TableError("is not a table", table);
  return fields;
}

function fieldOf(table: string, name: string, row: string): FieldSpec {
  const field = fieldsOf(table).get(name);
  if (!field) throw new TableError("is not a column", table, row, name);
  return field;
}

/** A value as the field keeps it: null becomes the default. */
export function cleaned(table: string, row: string, name: string, value: unknown): unknown {
  const field = fieldOf(table, name, row);
  if (value !== null && value !== undefined) return value;
  if (field.required) throw new TableError("is missing", table, row, name);
  return field.default;
}

/** A whole row from a sparse one. */
export function complete(table: string, id: string, sparseRow: Record<string, unknown>): Row {
  for (const name of Object.keys(sparseRow)) fieldOf(table, name, id);
  const row: Record<string, unknown> = { id };
  for (const name of fieldsOf(table).keys()) {
    if (name !== "id") row[name] = cleaned(table, id, name, sparseRow[name]);
  }
  return row as Row;
}

/** The fields that differ from their defaults: what a file or a message holds. */
export function sparse(table: string, row: Row): Record<string, unknown> {
  const fields = fieldsOf(table);
  const differs = ([name, value]: [string, unknown]) => !same(value, fields.get(name)?.default);
  return Object.fromEntries(Object.entries(row).filter(differs));
}

/** Whether two JSON values are equal; the order of an object's members does not count. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) =>
      same((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
    )
  );
}

/** The order of Python's strings: by code point, where JavaScript's own goes by UTF-16 unit. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** A UTF-16 unit's rank: surrogates stand for code points above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
