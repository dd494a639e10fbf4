/** A plan: what an action would change, and how it is told. Pure: nothing is done yet. */
import type { TableName, WireOp } from "../generated/schema";
import { keys, type Placed } from "../model/order";
import type { RowTypes, Shown } from "../sync/contract";

export interface Plan {
  /** Its name in the history: "Move card". */
  label: string;
  ops: WireOp[];
  /** What a screen reader is told when it is done. */
  say: string;
}

/** An action that cannot be: why, as one sentence. */
export interface Refusal {
  refused: string;
}

export function isRefusal(plan: Plan | Refusal): plan is Refusal {
  return "refused" in plan;
}

export function set<T extends TableName>(
  table: T,
  id: string,
  values: Partial<RowTypes[T]>,
): WireOp {
  return { op: "set", table, id, values: values as Record<string, unknown> };
}

export function add<T extends TableName>(table: T, id: string, row: Partial<RowTypes[T]>): WireOp {
  return { op: "add", table, id, row: row as Record<string, unknown> };
}

export function remove(table: TableName, id: string): WireOp {
  return { op: "delete", table, id };
}

/**
 * Order keys for `count` rows before the sibling `before` (at the end without one), and the ops
 * for siblings that have to give way. `siblings` are in order, without the rows that move.
 */
export function placing(
  table: TableName,
  siblings: readonly Placed[],
  before: string | undefined,
  count = 1,
): { orders: string[]; ops: WireOp[] } {
  const found = siblings.findIndex((row) => row.id === before);
  const index = before === undefined || found < 0 ? siblings.length : found;
  const { keys: orders, rekeyed } = keys(siblings, index, count);
  const ops = Object.entries(rekeyed).map(
    ([id, order]): WireOp => ({ op: "set", table, id, values: { order } }),
  );
  return { orders, ops };
}

/** The rows of `ids` that are there. */
export function rowsOf<T extends TableName>(
  shown: Shown,
  table: T,
  ids: readonly string[],
): RowTypes[T][] {
  return ids.map((id) => shown.row(table, id)).filter((row) => row !== undefined);
}

/** "Card 3 of 7" is told from the place after the move. */
export function position(index: number, of: number): string {
  return `position ${index + 1} of ${of}`;
}
