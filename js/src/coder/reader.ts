/**
 * The texts of sources: asked for when a source is opened, a little first so that it can be read
 * at once, and then the rest. They are kept in this page only, never in what is saved.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Hit, HitsMessage, TextMessage } from "../generated/schema";
import type { Host } from "../host/host";
import { newId } from "../model/ids";
import { SourceText } from "./passages";

/** Passages asked for first: more than one screen holds. */
const FIRST = 40;
const MORE = 4000;
/** Asked again after this many ms without an answer. */
const PATIENCE = 4000;
/** Texts kept besides the open one, and beginnings of texts. */
const KEPT = 6;
const BEGUN = 200;
/** ms of rest before the beginning of another source is asked for. */
const REST = 60;

export interface Found {
  readonly query: string;
  readonly hits: readonly Hit[];
  /** Hits beyond these. */
  readonly more: number;
}

export class Reader {
  readonly #texts = new Map<string, Signal<SourceText | undefined>>();
  /** Sources that the kernel does not have. */
  readonly missing = signal<ReadonlySet<string>>(new Set());
  readonly found: Signal<Found | undefined> = signal(undefined);
  /** Whether the answer to a search is under way. */
  readonly searching = signal(false);
  #search = { id: 0, query: "" };
  /** Sources that have been opened, the last one last. */
  #open: string[] = [];
  #preparing: ReturnType<typeof setTimeout> | undefined;
  /** What was asked and has no answer: since when, by source. */
  readonly #asked = new Map<string, number>();
  readonly #client = newId();

  constructor(
    private readonly host: Host,
    closing: AbortSignal,
  ) {
    host.onAnswer?.((message) => this.#take(message), closing);
    const timer = setInterval(() => this.#askAgain(), 1000);
    const close = () => {
      clearInterval(timer);
      clearTimeout(this.#preparing);
    };
    closing.addEventListener("abort", close, { once: true });
  }

  /** The text of a source, as much of it as is here; asked for where it is not. */
  text(source: string): ReadonlySignal<SourceText | undefined> {
    const holder = this.#begin(source);
    const text = holder.peek();
    // Opened last: dropped last.
    this.#open = [...this.#open.filter((other) => other !== source), source];
    for (const other of this.#open.splice(0, this.#open.length - KEPT - 1)) {
      this.#texts.delete(other);
    }
    if (text && !text.complete) this.#askRest(text);
    return holder;
  }

  /** Have the beginning of a source at hand before it is opened: names to remove take time. */
  prepare(source: string): void {
    if (this.#texts.size < BEGUN) this.#begin(source);
  }

  /** Prepare sources one after the other, while nothing else is under way. */
  prepareAll(sources: readonly string[]): void {
    clearTimeout(this.#preparing);
    const next = sources.find((source) => !this.#texts.has(source));
    if (next === undefined || this.#texts.size >= BEGUN) return;
    this.#preparing = setTimeout(() => {
      if (this.#asked.size === 0) this.prepare(next);
      this.prepareAll(sources);
    }, REST);
  }

  #begin(source: string): Signal<SourceText | undefined> {
    const known = this.#texts.get(source);
    if (known) return known;
    const made: Signal<SourceText | undefined> = signal(undefined);
    this.#texts.set(source, made);
    if (source) this.#ask(source, 0, FIRST);
    return made;
  }

  #askRest(text: SourceText): void {
    // What is here is drawn before the rest is asked for.
    setTimeout(() => this.#ask(text.source, text.arrived.peek(), MORE));
  }

  /** The texts may have changed in the kernel: a name came to those to remove. */
  again(): void {
    for (const source of this.#texts.keys()) this.#ask(source, 0, FIRST);
  }

  search(query: string): void {
    this.#search = { id: this.#search.id + 1, query };
    if (!query.trim()) {
      this.found.value = undefined;
      this.searching.value = false;
      return;
    }
    this.searching.value = true;
    const { id } = this.#search;
    this.host.ask?.({ jw: 1, type: "search", client: this.#client, id, query });
  }

  #ask(source: string, at: number, count: number): void {
    this.#asked.set(source, Date.now());
    this.host.ask?.({ jw: 1, type: "read", source, at, count });
  }

  #askAgain(): void {
    const now = Date.now();
    for (const [source, since] of this.#asked) {
      if (now - since < PATIENCE || !this.#texts.has(source)) continue;
      const arrived = this.#texts.get(source)?.peek()?.arrived.peek() ?? 0;
      this.#ask(source, arrived, arrived ? MORE : FIRST);
    }
  }

  #take(message: TextMessage | HitsMessage): void {
    if (message.type === "hits") this.#takeHits(message);
    else this.#takeText(message);
  }

  #takeText(message: TextMessage): void {
    const { source, view, at, total } = message;
    const holder = this.#texts.get(source);
    if (!holder) return;
    this.#asked.delete(source);
    if (total < 0) {
      this.missing.value = new Set([...this.missing.value, source]);
      return;
    }
    if (this.missing.peek().has(source)) {
      this.missing.value = new Set([...this.missing.peek()].filter((other) => other !== source));
    }
    let text = holder.peek();
    if (text?.view !== view) {
      // The rest of a text that is no more the one here: read from the start.
      if (at > 0) {
        this.#ask(source, 0, FIRST);
        return;
      }
      text = new SourceText(source, view);
    }
    if (!text.take(message)) {
      this.#ask(source, text.arrived.peek(), MORE);
      return;
    }
    holder.value = text;
    if (text.arrived.peek() < total && this.#open.includes(source)) this.#askRest(text);
  }

  #takeHits({ client, id, hits, more }: HitsMessage): void {
    if (client !== this.#client || id !== this.#search.id) return;
    this.searching.value = false;
    this.found.value = { query: this.#search.query, hits, more };
  }
}
