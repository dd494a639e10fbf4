/** The journey in this page: edits, undo, notices and status over one link to the kernel. */
import { type Signal, signal } from "@preact/signals";
import type { WireOp } from "../generated/schema";
import type { Host } from "../host/host";
import { newId } from "../model/ids";
import { type Adopter, adopter } from "./adoption";
import type { JourneyClient, Notice, Status } from "./contract";
import { Link, type Refusal } from "./link";
import { Notices } from "./notices";
import { kept, type PendingChange } from "./pending";
import { reversal, UndoStack, undoLabel } from "./undo";

const TICK = 1000;
const REPORT_EVERY = 300;

class Client implements JourneyClient {
  readonly status: Signal<Status> = signal({ kind: "saved" });
  readonly readOnly = signal(false);
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);
  readonly #notices = new Notices(
    (label, ops) => this.commit(label, ops),
    () => this.#update(),
  );
  readonly notices = this.#notices.list;
  readonly #host: Host;
  readonly #link: Link;
  readonly shown: Link["shown"];
  readonly #adopter: Adopter;
  readonly #deeds = new UndoStack();
  /** Changes that did not hold, and rows that such changes would have added. */
  readonly #refused = new Set<string>();
  #refusal: string | undefined;
  /** What is left of refused changes, to be committed when the document is whole again. */
  readonly #rest: (() => void)[] = [];
  #report: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, closing: AbortSignal) {
    this.#host = host;
    const link = new Link(host, {
      held: () => this.#tellRevision(),
      refused: (change, refusal) => this.#onRefused(change, refusal),
    });
    this.#link = link;
    this.shown = link.shown;
    this.#adopter = adopter(link.home, {
      clients: () => [link.client, ...link.pending.changes.map((change) => change.client)],
      epoch: () => link.epoch,
      waiting: () => link.pending.changes.find((change) => change.sent > 0)?.since ?? 0,
      disconnected: () => link.contact.disconnected,
      take: () => {
        const changes = link.giveAway();
        this.#update();
        return changes;
      },
    });
    if (host.live && !closing.aborted) this.#start(closing);
    this.#update();
  }

  #start(closing: AbortSignal): void {
    const host = this.#host;
    const link = this.#link;
    link.adopt(link.keeper.left(this.#adopter.living()));
    this.#adopter.sit();
    host.onMessage((message) => {
      if (this.#adopter.gone) return;
      link.receive(message);
      for (const commit of this.#rest.splice(0)) commit();
      link.adopt(this.#adopter.adopt(link.contact.heard));
      this.#update();
    }, closing);
    host.onChange("read_only", () => this.#update(), closing);
    host.onConnection?.((connected) => {
      link.contact.disconnected = !connected;
      if (connected) this.#wake();
      this.#update();
    }, closing);
    const wake = () => this.#wake();
    globalThis.document?.addEventListener("visibilitychange", wake, { signal: closing });
    globalThis.addEventListener?.("online", wake, { signal: closing });
    const timer = setInterval(() => this.#tick(), TICK);
    const close = () => {
      clearInterval(timer);
      clearTimeout(this.#report);
      this.#adopter.leave(link.pending.changes.map(kept));
    };
    closing.addEventListener("abort", close, { once: true });
    link.hello();
  }

  #wake(): void {
    if (this.#adopter.gone || globalThis.document?.visibilityState === "hidden") return;
    this.#link.contact.asked = 0; // what was silent while the page slept says nothing
    this.#link.hello();
    this.#update();
  }

  #tick(): void {
    if (this.#adopter.gone) return;
    if (this.#adopter.waits()) this.#link.hello();
    else this.#link.tick();
    this.#update();
  }

  // Edits

  revision(): number {
    return this.#link.now;
  }

  newId(): string {
    return newId();
  }

  commit(label: string, ops: WireOp[], options: { base?: number } = {}): string | undefined {
    const why = this.#whyReadOnly();
    if (why) return why;
    const deed = this.#link.submit(label, ops, options.base ?? this.#link.now);
    if (deed && typeof deed !== "string") this.#deeds.add(deed);
    this.#update();
    return typeof deed === "string" ? deed : undefined;
  }

  undo(): string | undefined {
    return this.#again("Undo");
  }

  redo(): string | undefined {
    return this.#again("Redo");
  }

  #again(way: "Undo" | "Redo"): string | undefined {
    const [from, to] = way === "Undo" ? (["undo", "redo"] as const) : (["redo", "undo"] as const);
    const deed = this.#deeds[from][this.#deeds[from].length - 1];
    if (!deed) return `There is nothing to ${from}.`;
    const why = this.#whyReadOnly();
    if (why) return why;
    this.#deeds.forget(deed);
    const link = this.#link;
    const own = deed.client === link.client;
    const links = own ? { [way === "Undo" ? "undoes" : "redoes"]: deed.seq } : {};
    const ops = reversal(deed, link.document);
    const label = undoLabel(way, deed.label);
    const made = typeof ops === "string" ? ops : link.submit(label, ops, link.now, links);
    if (made && typeof made !== "string") this.#deeds[to].push(made);
    this.#update();
    return typeof made === "string" ? made : undefined;
  }

  // Answers

  #onRefused(change: PendingChange, refusal: Refusal): void {
    this.#deeds.forget(change.deed);
    this.#refused.add(`${change.client}/${change.seq}`);
    for (const op of change.ops) if (op.op === "add") this.#refused.add(`${op.table} ${op.id}`);
    if (refusal.code === "read_only") this.#refusal = refusal.reason;
    const target = change.undoes ?? change.redoes;
    // What it would have taken back never held: there is nothing to tell.
    if (target !== undefined && this.#refused.has(`${change.client}/${target}`)) return;
    if (refusal.code === "gone" && change.ops.every((op) => op.op === "delete")) {
      const rest = change.ops.filter((op) => op.table !== refusal.table || op.id !== refusal.id);
      // Gone is what the row was to be; what else was to go is asked for anew.
      if (rest.length < change.ops.length) {
        this.#rest.push(() => this.commit(change.label, rest));
        return;
      }
    }
    const restorable = !this.#refused.has(`${refusal.table} ${refusal.id}`);
    this.#notices.tell(change, refusal, restorable);
  }

  #tellRevision(): void {
    this.#report ??= setTimeout(() => {
      this.#report = undefined;
      this.#host.set("revision", this.#link.revision);
    }, REPORT_EVERY);
  }

  dismiss(notice: Notice): void {
    this.#notices.dismiss(notice);
  }

  // Status

  #whyReadOnly(): string | undefined {
    if (!this.#host.live) return "This is a saved copy.";
    if (this.#adopter.gone) return "A newer view of this journey has taken over: edit there.";
    if (this.#host.get("read_only")) return "This view is read-only.";
    if (this.#refusal) return this.#refusal;
    const { contact, pending } = this.#link;
    const alone = pending.changes.length === 0 && contact.alone(Date.now());
    return alone ? "No kernel: this is a saved copy." : undefined;
  }

  #update(): void {
    const now = Date.now();
    const { changes } = this.#link.pending;
    const why = this.#whyReadOnly();
    let status: Status = this.#link.contact.status(now, changes.length, changes[0]?.since ?? now);
    if (why) status = { kind: "read-only", why };
    else if (this.#notices.conflict) status = { kind: "conflict", pending: changes.length };
    if (JSON.stringify(status) !== JSON.stringify(this.status.value)) this.status.value = status;
    this.readOnly.value = why !== undefined;
    this.canUndo.value = !why && this.#deeds.undo.length > 0;
    this.canRedo.value = !why && this.#deeds.redo.length > 0;
  }

  download(): string {
    const { noun } = this.#link.document.kind;
    const format = noun === "journey" ? "journeywidgets" : `journeywidgets-${noun}`;
    const head = { format, version: 1, min_reader: 1 };
    const pending = this.#link.pending.changes.map(({ label, ops }) => ({ label, ops }));
    return JSON.stringify({ ...head, ...this.#link.document.toPlain(), pending }, null, 1);
  }
}

/** The client of one widget model; freed when `closing` aborts. */
export function createClient(host: Host, closing: AbortSignal): JourneyClient {
  return new Client(host, closing);
}
