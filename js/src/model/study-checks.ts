/** The rules of a study that a page can tell; the kernel, which has the words, tells the others. */
import type { TableName } from "../generated/schema";
import type { Checked } from "./checked";
import { type Row, TableError } from "./rows";

export function checkStudy(
  document: Checked,
  table: TableName,
  row: Row,
  set: (name: string) => boolean,
): void {
  if (table === "codes" && set("parent") && row.parent !== null) checkTree(document, row);
  const keys = ["quote", "code", "coder"];
  if (table === "applications" && keys.some(set)) checkOnce(document, row, keys);
}

function checkTree(document: Checked, code: Row): void {
  const seen = new Set([code.id]);
  for (let above = code.parent; above !== null; ) {
    if (seen.has(String(above))) {
      throw new TableError("a code cannot be under itself", "codes", code.id, "parent");
    }
    seen.add(String(above));
    above = document.tables.codes.get(String(above))?.parent ?? null;
  }
}

function checkOnce(document: Checked, row: Row, keys: readonly string[]): void {
  for (const id of document.pointing("applications", "quote", String(row.quote))) {
    const other = document.tables.applications.get(id);
    if (id !== row.id && keys.every((key) => other?.[key] === row[key])) {
      const problem = "the quote has this code by this coder already";
      throw new TableError(problem, "applications", row.id, "code", "duplicate");
    }
  }
}
