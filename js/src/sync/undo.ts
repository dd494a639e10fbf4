/** Undo: what this page has done, and how to take it back. */
import type { WireOp } from "../generated/schema";
import type { Document } from "../model/document";
import { REFS } from "../model/refs";
import { same, shorten } from "../model/rows";
import { changed, invert, type Step, toOp } from "../model/steps";

/** A change of this page; `steps` are what it really did, once the kernel has said so. */
export interface Deed {
  label: string;
  client: string;
  seq: number;
  steps: readonly Step[];
}

/** What can be taken back and what can be brought back, newest last. */
export class UndoStack {
  undo: Deed[] = [];
  redo: Deed[] = [];

  /** A new edit ends what could be brought back. */
  add(deed: Deed): void {
    this.undo.push(deed);
    this.redo = [];
  }

  forget(deed: Deed | undefined): void {
    this.undo = this.undo.filter((other) => other !== deed);
    this.redo = this.redo.filter((other) => other !== deed);
  }
}

/** The operations that take `deed` back, or a text where what it would restore has been changed since. */
export function reversal(deed: Deed, document: Document): WireOp[] | string {
  const problem = changedSince(deed.steps, document);
  if (problem) return `“${deed.label}” has been changed since: ${problem}.`;
  return invert(deed.steps).map(toOp);
}

function changedSince(steps: readonly Step[], document: Document): string | undefined {
  const last = new Map(steps.map((step) => [`${step.table} ${step.id}`, step]));
  for (const step of last.values()) {
    const { table, id, after } = step;
    const row = document.tables[table].get(id);
    const place = `${table}, row ${shorten(id)}`;
    if (!after) {
      if (row) return `${place}, is there again`;
      continue;
    }
    if (!row) return `${place}, is gone`;
    const set = step.before ? changed(step) : after;
    const name = Object.keys(set).find((field) => !same(row[field], after[field]));
    if (name) return `${place}, has another ${name}: ${shorten(row[name])}`;
  }
  return dependents(steps, document);
}

/** Taking back an add must not take along what others have put on the row since. */
function dependents(steps: readonly Step[], document: Document): string | undefined {
  // What the deed itself added, or pointed to the row, is taken back with it.
  const own = new Map(steps.map((step) => [`${step.table} ${step.id}`, step]));
  for (const { table, id, before } of steps) {
    if (before) continue;
    for (const ref of REFS) {
      if (ref.target !== table) continue;
      for (const other of document.pointing(ref.table, ref.field, id)) {
        const step = own.get(`${ref.table} ${other}`);
        if (!step || step.before?.[ref.field] === id) {
          return `${table}, row ${shorten(id)}, is in use`;
        }
      }
    }
  }
  return undefined;
}

export function undoLabel(way: "Undo" | "Redo", label: string): string {
  return `${way}: ${label.replace(/^(Undo: |Redo: )+/, "")}`;
}
