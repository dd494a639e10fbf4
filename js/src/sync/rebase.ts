/** Rebase: another document beneath the pending changes, another epoch around them. */
import type { Document } from "../model/document";
import { plainRows } from "../model/document";
import { same } from "../model/rows";
import { changed, type Step } from "../model/steps";
import {
  type Began,
  isText,
  type KeptChange,
  type Pending,
  type PendingChange,
  written,
} from "./pending";

/** Make `document` equal to `plain`; only rows that differ are put. Returns what changed. */
export function merge(document: Document, plain: Record<string, unknown>): Step[] {
  const steps: Step[] = [];
  for (const [table, rows] of plainRows(plain)) {
    for (const [id, before] of document.tables[table]) {
      if (!rows.has(id)) steps.push({ table, id, before, after: undefined });
    }
    for (const [id, after] of rows) {
      const before = document.tables[table].get(id);
      if (!same(before, after)) steps.push({ table, id, before, after });
    }
  }
  for (const { table, id, after } of steps) document.put(table, id, after);
  return steps;
}

/** Remember when somebody else set which texts. */
export function noteTexts(
  texts: Map<string, number>,
  steps: readonly Step[],
  revision: number,
): void {
  for (const step of steps) {
    for (const field of Object.keys(changed(step))) {
      if (isText(step.table, field)) texts.set(`${step.table} ${step.id} ${field}`, revision);
    }
  }
}

export interface Conflict {
  change: PendingChange;
  place: Began;
  current: unknown;
}

/**
 * Carry pending changes over to another epoch. A change of a text that is now neither what the
 * edit began with nor what it writes is a conflict: it is told, and an empty change takes its
 * number, so that no late copy of it can hold.
 */
export function resumed(pending: Pending, epoch: string, revision: number): Conflict[] {
  const conflicts: Conflict[] = [];
  pending.underneath(
    () => undefined,
    (change) => {
      if (change.epoch === epoch) return;
      const place = conflicting(pending.document, change);
      if (place) {
        const current = pending.document.tables[place.table].get(place.id)?.[place.field];
        conflicts.push({ change: { ...change }, place, current });
        Object.assign(change, { ops: [], began: [], deed: undefined });
      }
      Object.assign(change, { epoch, base: revision, sent: 0 });
    },
  );
  return conflicts;
}

/** The first text where the change would write over another's. */
function conflicting(document: Document, change: KeptChange): Began | undefined {
  return change.began.find(({ table, id, field, text }) => {
    const row = document.tables[table].get(id);
    if (!row) return false; // gone: the kernel says so, with an offer to bring it back
    const mine = written(change.ops, table, id, field);
    return !same(row[field], text) && !same(row[field], mine);
  });
}
