/** Pending changes: edits that the kernel has not answered, replayed over what it holds. */
import { TABLES, type TableName, type WireOp } from "../generated/schema";
import type { Document } from "../model/document";
import type { Step } from "../model/steps";
import type { Deed } from "./undo";

/** What a text was when the edit of it began; undefined where that is not known. */
export interface Began {
  table: TableName;
  id: string;
  field: string;
  text?: unknown;
}

/** A change as it is kept outside of the client: plain data. */
export interface KeptChange {
  client: string;
  seq: number;
  epoch: string;
  base: number;
  label: string;
  ops: WireOp[];
  began: Began[];
  undoes?: number;
  redoes?: number;
}

export interface PendingChange extends KeptChange {
  /** What it does to the document at present; nothing where it cannot be. */
  steps: Step[];
  /** When it was last sent; 0 for not yet. */
  sent: number;
  /** Since when an answer is waited for. */
  since: number;
  /** What can be undone of it. */
  deed?: Deed | undefined;
}

export class Pending {
  changes: PendingChange[] = [];

  constructor(readonly document: Document) {}

  find(client: string | null, seq: number | null): PendingChange | undefined {
    return this.changes.find((change) => change.client === client && change.seq === seq);
  }

  /**
   * Run `edit` on the document without the pending changes, then put on top those that are
   * pending still; `review` sees each before it is put.
   */
  underneath<Result>(edit: () => Result, review?: (change: PendingChange) => void): Result {
    for (let at = this.changes.length - 1; at >= 0; at -= 1) {
      this.document.takeBack(this.changes[at]?.steps ?? []);
    }
    try {
      return edit();
    } finally {
      for (const change of this.changes) {
        review?.(change);
        change.steps = this.#attempt(change.ops);
        if (change.deed && change.steps.length > 0) change.deed.steps = change.steps;
      }
    }
  }

  // A change that cannot be here and now may still be where the kernel is: it says so or holds it.
  #attempt(ops: readonly WireOp[]): Step[] {
    try {
      return this.document.apply(ops);
    } catch {
      return [];
    }
  }
}

/** The texts that `ops` set. */
export function textsOf(ops: readonly WireOp[]): Began[] {
  return ops.flatMap((op) =>
    op.op === "set"
      ? Object.keys(op.values)
          .filter((field) => isText(op.table, field))
          .map((field) => ({ table: op.table, id: op.id, field }))
      : [],
  );
}

export function isText(table: TableName, field: string): boolean {
  return TABLES[table][field]?.kind === "text";
}

/** What `ops` write to a field. */
export function written(
  ops: readonly WireOp[],
  table?: string,
  id?: string,
  field?: string,
): unknown {
  for (const op of [...ops].reverse()) {
    if (op.table !== table || op.id !== id || field === undefined) continue;
    if (op.op === "set" && field in op.values) return op.values[field];
    if (op.op === "add" && field in op.row) return op.row[field];
  }
  return undefined;
}

export function kept(change: PendingChange): KeptChange {
  const { steps: _steps, sent: _sent, since: _since, deed: _deed, ...plain } = change;
  return plain;
}
