/** Rebase: another document beneath the pending changes, another epoch around them. */
import type { Document } from "../model/document";
import { plainRows } from "../model/document";
import { newId } from "../model/ids";
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

export interface Epoch {
  epoch: string;
  revision: number;
  seen: Record<string, number>;
}

export interface Conflict {
  change: PendingChange;
  place: Began;
  current: unknown;
}

/**
 * Carry pending changes over to another epoch. `own` is this page's client and the number of its
 * next change, where they were used in another epoch too.
 *
 * A change of a text that is now neither what the edit began with nor what it writes is a
 * conflict: it is told, and an empty change takes its number. A client whose numbers do not
 * follow on what the kernel has seen (its memory is gone) becomes a new client, from 1.
 */
export function resumed(
  pending: Pending,
  now: Epoch,
  own: { client: string; next: number } | undefined,
): { conflicts: Conflict[]; client?: string; next?: number } {
  const conflicts: Conflict[] = [];
  pending.underneath(
    () => undefined,
    (change) => {
      const place = change.epoch !== now.epoch && conflicting(pending.document, change);
      if (!place) return;
      const current = pending.document.tables[place.table].get(place.id)?.[place.field];
      conflicts.push({ change: { ...change }, place, current });
      Object.assign(change, { ops: [], began: [], deed: undefined });
    },
  );
  const groups = new Map<string, PendingChange[]>(own ? [[own.client, []]] : []);
  for (const change of pending.changes) {
    if (change.epoch === now.epoch) continue;
    groups.set(change.client, [...(groups.get(change.client) ?? []), change]);
  }
  let renamed: { client?: string; next?: number } = {};
  for (const [client, changes] of groups) {
    const first = changes[0]?.seq ?? own?.next;
    if ((now.seen[client] ?? 0) + 1 !== first) {
      const name = newId();
      for (const [at, change] of changes.entries()) rename(change, name, at + 1);
      if (client === own?.client) renamed = { client: name, next: changes.length + 1 };
    }
    for (const change of changes) {
      Object.assign(change, { epoch: now.epoch, base: now.revision, sent: 0 });
    }
  }
  return { conflicts, ...renamed };
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

function rename(change: PendingChange, client: string, seq: number): void {
  Object.assign(change, { client, seq });
  if (change.deed) Object.assign(change.deed, { client, seq });
  // The kernel knows nothing of the changes that these named.
  delete change.undoes;
  delete change.redoes;
}
