/**
 * The page's end of the wire `jw/1`: what the kernel holds, the changes it has not answered, and
 * what is sent and received. Messages may be lost, doubled and reordered, the kernel may be busy,
 * killed and restarted: every change is answered exactly once, or told about.
 */
import type {
  FromKernel,
  PatchMessage,
  RejectEntry,
  SnapshotMessage,
  WireOp,
} from "../generated/schema";
import type { Host } from "../host/host";
import { Document } from "../model/document";
import { newId } from "../model/ids";
import { same } from "../model/rows";
import type { Step } from "../model/steps";
import { Chunks, type Snapshot } from "./chunks";
import { Contact } from "./contact";
import { isLarge, mended, toMessage } from "./message";
import {
  type Began,
  type KeptChange,
  kept,
  Pending,
  type PendingChange,
  textsOf,
  written,
} from "./pending";
import { merge, noteTexts, resumed } from "./rebase";
import { ShownDocument } from "./shown";
import { SessionKeeper } from "./storage";
import type { Deed } from "./undo";

/** Longer than any message is on its way. */
const SILENCE = 3000;
const TOO_LARGE = "This edit is too large to send (256 KB). Split it, or make it in Python.";
export const AWAY = "It was changed elsewhere while the kernel was away.";

export type Refusal = Omit<RejectEntry, "client" | "seq">;

export interface Answers {
  /** A change holds. */
  held(): void;
  /** A change does not hold. */
  refused(change: PendingChange, refusal: Refusal): void;
}

export class Link {
  readonly shown: ShownDocument;
  readonly pending: Pending;
  readonly contact = new Contact();
  readonly keeper: SessionKeeper;
  /** What keeps the journey: edits are handed on only within it. */
  readonly home: string;
  readonly document: Document;
  readonly #chunks = new Chunks();

  readonly client = newId();
  epoch: string;
  revision: number;
  #next = 1;
  /** Added to revisions of this epoch, so that those of an older one are lower to all readers. */
  #offset = 0;
  /** The revision (with its offset) at which somebody else last set a text. */
  readonly #texts = new Map<string, number>();
  /** The last revision of this epoch that is known to be. */
  #known = 0;
  /** A message of another epoch came: which is the present one? */
  #doubt = false;
  /** A patch did not fit the document: nothing but a snapshot will do. */
  #broken = false;
  /** When the kernel last spoke in this epoch; 0 for never. */
  #spoke = 0;

  constructor(
    readonly host: Host,
    readonly answers: Answers,
  ) {
    const { epoch, revision, document, home } = host.paint;
    this.epoch = epoch;
    this.revision = revision;
    this.document = Document.fromPlain(document);
    this.shown = new ShownDocument(this.document);
    this.pending = new Pending(this.document);
    this.home = home ?? this.document.meta.id;
    this.keeper = new SessionKeeper(this.home);
  }

  /** The revision now, comparable with those of epochs before. */
  get now(): number {
    return this.#offset + this.revision;
  }

  // Sending

  /**
   * Show a change and send it. `base` is the revision (as of `now`) when the edit began. Returns
   * a text, and changes nothing, where it cannot be; nothing where nothing would change.
   */
  submit(
    label: string,
    given: WireOp[],
    base: number,
    links: Pick<KeptChange, "undoes" | "redoes"> = {},
  ): Deed | string | undefined {
    const ops = mended(given);
    const began = this.#began(ops, base);
    const change: PendingChange = {
      ...{ client: this.client, seq: this.#next, epoch: this.epoch, label, ops, began, ...links },
      ...{ base: base < this.#offset ? this.revision : base - this.#offset },
      ...{ steps: [], sent: 0, since: Date.now() },
    };
    if (isLarge(toMessage(change, change.seq))) return TOO_LARGE;
    const clash = base < this.#offset && began.find((place) => this.#clashes(change, place));
    if (clash) {
      const current = this.#text(clash);
      this.answers.refused(change, { ...clash, code: "conflict", reason: AWAY, current });
      return undefined;
    }
    try {
      change.steps = this.shown.change(() => this.document.apply(ops));
      if (change.steps.length === 0) return undefined;
    } catch (error) {
      // Only the kernel knows what was deleted: what stands on a restored row is shown when it is.
      if (!ops.some((op) => op.op === "restore")) return (error as Error).message;
    }
    const deed: Deed = { label, client: change.client, seq: change.seq, steps: change.steps };
    change.deed = deed;
    this.#next += 1;
    this.pending.changes.push(change);
    this.keeper.put(kept(change));
    this.flush();
    return deed;
  }

  /** What the texts were when the edit began; unknown where somebody set them since `base`. */
  #began(ops: readonly WireOp[], base: number): Began[] {
    return textsOf(ops).map((place) => {
      const since = (this.#texts.get(`${place.table} ${place.id} ${place.field}`) ?? 0) > base;
      const text = this.#text(place);
      return since || text === undefined ? place : { ...place, text };
    });
  }

  #text({ table, id, field }: Began): unknown {
    return this.document.tables[table].get(id)?.[field];
  }

  #clashes(change: KeptChange, place: Began): boolean {
    const current = this.#text(place);
    const mine = written(change.ops, place.table, place.id, place.field);
    return !("text" in place) && current !== undefined && !same(current, mine);
  }

  /**
   * Send what has not been sent, and where `again` is set (the kernel has answered a hello) what
   * was sent before the hello and has no answer. The changes of one client leave before those of the next, so that an edit on top of
   * an adopted one is not taken for a conflict with it.
   */
  flush(again = false): void {
    const now = Date.now();
    const first = this.pending.changes[0];
    for (const change of this.pending.changes) {
      if (change.client !== first?.client || change.epoch !== this.epoch) break;
      if (change.sent > 0 && (!again || change.sent >= this.contact.lastHello)) continue;
      change.sent = now;
      this.contact.ask(now);
      this.host.send(toMessage(change, first.seq));
    }
  }

  hello(): void {
    this.contact.hello(Date.now());
    // An epoch that is nobody's asks for a snapshot, whatever the kernel's revision.
    const epoch = this.#broken || this.#foreign() ? "" : this.epoch;
    const { client, revision } = this;
    this.host.send({ jw: 1, type: "hello", client, epoch, revision });
  }

  /** Say hello where it is time to. */
  tick(): void {
    const count = this.pending.changes.length;
    if (this.contact.helloDue(Date.now(), count, this.#behind())) this.hello();
  }

  /** Whether changes of another epoch are pending: they wait to know what the kernel has seen. */
  #foreign(): boolean {
    return this.pending.changes.some((change) => change.epoch !== this.epoch);
  }

  #behind(): boolean {
    return this.#broken || this.#doubt || this.#known > this.revision;
  }

  // Receiving

  receive(message: FromKernel): void {
    if (message?.jw !== 1) return;
    const now = Date.now();
    this.contact.hear(now);
    const behind = this.#behind();
    const other = message.epoch !== this.epoch;
    if (!other) {
      this.#spoke = now;
      this.#doubt = false;
    }
    this.shown.change(() => {
      // A late message of an epoch gone by must not win over the present one: ask until the
      // other of the two is silent.
      const unsure = message.type !== "snapshot" || now - this.#spoke < SILENCE;
      if (other && unsure) this.#doubt = true;
      else if (message.type === "snapshot") this.#onSnapshot(message);
      else if (message.type === "patch") this.#onPatch(message);
      else if (message.type === "reject") {
        const own = this.pending.find(message.client, message.seq);
        if (own) this.pending.underneath(() => this.#refuse(own, message));
      }
    });
    if (this.#behind() && !behind) this.hello();
    const heartbeat = message.type === "snapshot" || (message.type === "patch" && !message.seq);
    this.flush(heartbeat);
  }

  #onPatch(message: PatchMessage): void {
    const { base, revision, client, seq } = message;
    const own = this.pending.find(client, seq);
    const overlaps = revision > this.revision && base < this.revision;
    this.#known = Math.max(this.#known, revision);
    if (base > this.revision || overlaps) return;
    if (revision > this.revision) this.pending.underneath(() => this.#hold(message, own));
    else if (own) this.pending.underneath(() => this.#answered(own));
  }

  /** Take a patch that fits. Called with the pending changes taken back. */
  #hold({ base, revision, ops }: PatchMessage, own: PendingChange | undefined): void {
    let steps: Step[];
    try {
      steps = this.document.hold(ops);
    } catch {
      this.#broken = true;
      return;
    }
    this.revision = revision;
    if (!own) {
      noteTexts(this.#texts, steps, this.now);
      return;
    }
    if (own.deed) own.deed.steps = steps;
    this.#answered(own);
    // What was edited on top of this change was begun with it in place.
    for (const change of this.pending.changes) if (change.base === base) change.base = revision;
  }

  #answered(own: PendingChange): void {
    this.#remove(own);
    this.answers.held();
  }

  #refuse(own: PendingChange, refusal: Refusal): void {
    this.#remove(own);
    this.answers.refused(own, refusal);
  }

  #remove(change: PendingChange): void {
    this.pending.changes = this.pending.changes.filter((other) => other !== change);
    this.keeper.drop(change);
  }

  #onSnapshot(message: SnapshotMessage): void {
    const snapshot = this.#chunks.take(message);
    if (!snapshot) return;
    const other = snapshot.epoch !== this.epoch;
    this.pending.underneath(() => {
      // One of the same revision may look different: names have come to those to remove.
      if (other || this.#broken || snapshot.revision >= this.revision) this.#replace(snapshot);
      this.#settle(snapshot);
    });
    if (this.#foreign()) this.#resume();
  }

  #replace(snapshot: Snapshot): void {
    if (snapshot.epoch !== this.epoch) {
      this.epoch = snapshot.epoch;
      this.#offset = this.now + 1;
      this.#known = 0;
      this.#spoke = Date.now();
    }
    const steps = merge(this.document, snapshot.document);
    this.revision = snapshot.revision;
    noteTexts(this.#texts, steps, this.now);
    this.#doubt = false;
    this.#broken = false;
  }

  /** What the kernel has seen either holds or was refused. */
  #settle({ seen, rejected }: Snapshot): void {
    for (const change of this.pending.changes) {
      const { client, seq } = change;
      if (seq > (seen[client] ?? 0)) continue;
      const reject = rejected.find((entry) => entry.client === client && entry.seq === seq);
      if (reject) this.#refuse(change, reject);
      else this.#answered(change);
    }
  }

  /** Carry the changes of older epochs over to this one. */
  #resume(): void {
    const conflicts = resumed(this.pending, this.epoch, this.revision);
    for (const change of this.pending.changes) this.keeper.put(kept(change));
    for (const { change, place, current } of conflicts) {
      this.answers.refused(change, { ...place, code: "conflict", reason: AWAY, current });
    }
  }

  // Other clients of this journey in the page

  /** Take over what another client has left; it goes before what was done here since. */
  adopt(changes: readonly KeptChange[]): void {
    if (changes.length === 0) return;
    const since = Date.now();
    const adopted = changes.map((change) => ({ ...change, steps: [], sent: 0, since }));
    this.shown.change(() =>
      this.pending.underneath(() => this.pending.changes.unshift(...adopted)),
    );
    for (const change of changes) this.keeper.put(change);
    if (this.#foreign()) this.hello();
    else this.flush();
  }

  /** Give the pending changes away. */
  giveAway(): KeptChange[] {
    const changes = this.pending.changes.map(kept);
    this.shown.change(() =>
      this.pending.underneath(() => {
        this.pending.changes = [];
      }),
    );
    return changes;
  }
}
