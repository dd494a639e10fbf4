/** Steps: what an operation really did to one row, so that it can be taken back. */
import type { TableName, WireOp } from "../generated/schema";
import { type Row, same, sparse } from "./rows";

/** `before` is undefined where the row was added, `after` where it was deleted. */
export interface Step {
  readonly table: TableName;
  readonly id: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** The steps that take `steps` back, last first. */
export function invert(steps: readonly Step[]): Step[] {
  return steps
    .map(({ table, id, before, after }) => ({ table, id, before: after, after: before }))
    .reverse();
}

/** Merge a row's sets into one step, or into the add before them; drop what changed nothing. */
export function compact(steps: readonly Step[]): Step[] {
  const merged: (Step | undefined)[] = [];
  const last = new Map<string, number>();
  for (const step of steps) {
    const key = `${step.table} ${step.id}`;
    const at = last.get(key) ?? -1;
    const earlier = merged[at];
    const joins = earlier?.after !== undefined && step.before !== undefined;
    if (earlier && joins && step.after !== undefined) {
      merged[at] = { ...earlier, after: step.after };
    } else if (earlier && joins && earlier.before === undefined) {
      merged[at] = undefined; // added and deleted again
      last.delete(key);
    } else {
      last.set(key, merged.push(step) - 1);
    }
  }
  return merged.filter((step) => step !== undefined).filter((s) => !same(s.before, s.after));
}

/** The fields that a step set, with their new values. */
export function changed(step: Step): Record<string, unknown> {
  const { before, after } = step;
  if (!before || !after) return {};
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !same(value, before[name])),
  );
}

export function toOp(step: Step): WireOp {
  const { table, id, before, after } = step;
  if (!after) return { op: "delete", table, id };
  if (!before) return { op: "add", table, id, row: sparse(table, after) };
  return { op: "set", table, id, values: changed(step) };
}
