/** A kernel in memory: what Python does at the other end of the wire, for tests and demo pages. */
import {
  type ChangeMessage,
  type FromKernel,
  type FromPage,
  MESSAGE_LIMIT,
  type RejectEntry,
  type WireOp,
} from "../generated/schema";
import { Document } from "../model/document";
import { newId } from "../model/ids";
import { REFS } from "../model/refs";
import { same, TableError } from "../model/rows";
import { changed, type Step, toOp } from "../model/steps";
import { isText } from "../sync/pending";
import type { Paint } from "./host";

interface Held {
  actor: string;
  seq: number | null;
  revision: number;
  steps: Step[];
}

export class MemoryKernel {
  document: Document;
  revision = 0;
  epoch = newId();
  /** Every change that held, oldest first: of Python (`seq` is null) and of pages. */
  history: Held[] = [];
  seen: Record<string, number> = {};
  rejected: RejectEntry[] = [];
  /** Why edits are refused; undefined where they are taken. */
  readOnly: string | undefined;
  /** False takes a change that was seen before as if it were new: what tests must notice. */
  dedupes = true;
  /** Characters in one piece of a snapshot. */
  piece = 120_000;
  #busy: [FromPage, (message: FromKernel) => void][] | undefined;
  readonly pages = new Set<(message: FromKernel) => void>();

  constructor(
    plain: Record<string, unknown>,
    readonly home = "memory",
  ) {
    this.document = Document.fromPlain(plain);
  }

  paint(): Paint {
    const { epoch, revision } = this;
    return { epoch, revision, home: this.home, document: this.document.toPlain() };
  }

  connect(post: (message: FromKernel) => void, signal: AbortSignal): void {
    this.pages.add(post);
    signal.addEventListener("abort", () => this.pages.delete(post), { once: true });
  }

  /** An edit in Python. */
  edit(ops: WireOp[]): void {
    this.#hold(this.document.apply(ops), "python", null);
  }

  /** A cell is running: messages wait. */
  set busy(busy: boolean) {
    const waiting = this.#busy ?? [];
    this.#busy = busy ? waiting : undefined;
    if (!busy) for (const [message, reply] of waiting) this.#take(message, reply);
  }

  /** Killed and started again: from a journal, or from a document that somebody kept. */
  restart(plain?: Record<string, unknown>): void {
    this.epoch = newId();
    this.history = [];
    this.#busy = undefined;
    if (!plain) return;
    this.document = Document.fromPlain(plain);
    this.revision = 0;
    this.seen = {};
    this.rejected = [];
  }

  receive(message: FromPage, reply: (message: FromKernel) => void): void {
    if (JSON.stringify(message).length > MESSAGE_LIMIT) throw new Error("a message is too large");
    if (this.#busy) this.#busy.push([message, reply]);
    else this.#take(message, reply);
  }

  #take(message: FromPage, reply: (message: FromKernel) => void): void {
    const { epoch, revision } = this;
    if (message.epoch !== epoch) this.#snapshot(message.client, reply);
    else if (message.type === "change") this.#change(message, reply);
    else if (message.revision !== revision) this.#snapshot(message.client, reply);
    else reply({ ...this.#patch(revision, message.client, null, []) });
  }

  #change(message: ChangeMessage, reply: (message: FromKernel) => void): void {
    const { client, seq } = message;
    const seen = this.seen[client] ?? 0;
    if (seq > Math.max(seen + 1, message.first)) {
      this.#snapshot(client, reply);
      return;
    }
    const before = this.history.length;
    const again = this.dedupes && seq <= seen;
    const reject = again
      ? this.rejected.find((entry) => entry.client === client && entry.seq === seq)
      : this.#submit(message);
    this.seen[client] = Math.max(seen, seq);
    if (reject) {
      if (!again) this.rejected.push(reject);
      reply({ jw: 1, type: "reject", epoch: this.epoch, ...reject });
    } else if (again || this.history.length === before) {
      reply(this.#patch(this.revision, client, seq, []));
    }
  }

  #submit(message: ChangeMessage): RejectEntry | undefined {
    const { client, seq } = message;
    if (this.readOnly) return { client, seq, code: "read_only", reason: this.readOnly };
    try {
      const ops = message.ops.flatMap((op) => (op.op === "restore" ? this.#restored(op) : [op]));
      const conflict = this.#conflict(message);
      if (conflict) return conflict;
      this.#hold(this.document.apply(ops), client, seq);
      return undefined;
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      const { code, table, row: id, column: field } = error;
      const place = { table, ...(id && { id }), ...(field && { field }) };
      return { client, seq, code, reason: error.message, ...place };
    }
  }

  #conflict({ client, seq, base, ops }: ChangeMessage): RejectEntry | undefined {
    for (const op of ops) {
      const row = this.document.tables[op.table].get(op.id);
      if (op.op !== "set" || !row) continue;
      const { table, id } = op;
      for (const [field, value] of Object.entries(op.values)) {
        const last = isText(table, field) ? this.#lastSet(table, id, field) : undefined;
        if (!last || last.revision <= base || last.actor === client) continue;
        if (same(row[field], value)) continue;
        const place = { table, id, field, current: row[field] };
        return { client, seq, code: "conflict", reason: "Somebody else changed it.", ...place };
      }
    }
    return undefined;
  }

  #lastSet(table: string, id: string, field: string): Held | undefined {
    const sets = (step: Step) => step.table === table && step.id === id && field in changed(step);
    return [...this.history].reverse().find(({ steps }) => steps.some(sets));
  }

  /** The adds that bring a deleted row back, with what went with it. */
  #restored(op: WireOp): WireOp[] {
    if (this.document.tables[op.table].has(op.id)) return [];
    for (const { steps } of [...this.history].reverse()) {
      const gone = steps.filter((step) => !step.after);
      if (!gone.some((step) => step.table === op.table && step.id === op.id)) continue;
      const wanted = new Set([`${op.table} ${op.id}`]);
      for (let size = 0; size !== wanted.size; ) {
        size = wanted.size;
        for (const { table, id, before } of gone) {
          const hangs = REFS.some(
            (ref) => ref.table === table && wanted.has(`${ref.target} ${before?.[ref.field]}`),
          );
          if (hangs) wanted.add(`${table} ${id}`);
        }
      }
      return gone
        .filter(({ table, id }) => wanted.has(`${table} ${id}`))
        .map(({ table, id, before }) => toOp({ table, id, before: undefined, after: before }));
    }
    throw new TableError("is not among those deleted", op.table, op.id, "id", "gone");
  }

  #hold(steps: Step[], actor: string, seq: number | null): void {
    if (steps.length === 0) return;
    this.revision += 1;
    this.history.push({ actor, seq, revision: this.revision, steps });
    const client = seq === null ? null : actor;
    const message = this.#patch(this.revision - 1, client, seq, steps.map(toOp));
    for (const post of this.pages) post({ ...message, revision: this.revision });
  }

  #patch(base: number, client: string | null, seq: number | null, ops: WireOp[]) {
    return {
      jw: 1,
      type: "patch",
      epoch: this.epoch,
      base,
      revision: base,
      client,
      seq,
      ops,
    } as const;
  }

  #snapshot(client: string, reply: (message: FromKernel) => void): void {
    const { epoch, revision, seen, rejected } = this;
    const text = JSON.stringify(this.document.toPlain());
    const parts = Math.ceil(text.length / this.piece);
    for (let part = 0; part < parts; part += 1) {
      const document = text.slice(part * this.piece, (part + 1) * this.piece);
      const told = part === 0 ? { seen: { ...seen }, rejected } : { seen: {}, rejected: [] };
      const head = { jw: 1, type: "snapshot", epoch, revision, client } as const;
      reply({ ...head, part, parts, document, ...told });
    }
  }
}
