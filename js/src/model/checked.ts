/** What is checked: a document, as far as the checks look into it. */
import type { TableName } from "../generated/schema";
import type { Row } from "./rows";

export interface Checked {
  readonly tables: Record<TableName, ReadonlyMap<string, Row>>;
  row(table: TableName, id: string): Row;
  pointing(table: TableName, field: string, target: string): ReadonlySet<string>;
}
