/** Which fields point to which rows. */
import { TABLES, type TableName } from "../generated/schema";

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

export interface Ref {
  table: TableName;
  field: string;
  target: TableName;
  clear: boolean;
}

/** Every field that points to other rows. */
export const REFS: readonly Ref[] = TABLE_NAMES.flatMap((table) =>
  Object.entries(TABLES[table]).flatMap(([field, spec]) =>
    spec.ref
      ? [{ table, field, target: spec.ref as TableName, clear: spec.onDelete === "clear" }]
      : [],
  ),
);
