/** Journeys for tests, and clients over a memory host. */
import { vi } from "vitest";
import type { WireOp } from "../src/generated/schema";
import { type MemoryHost, type MemoryOptions, memoryHost } from "../src/host/memory";
import { createClient } from "../src/sync/client";
import type { JourneyClient } from "../src/sync/contract";

export function plain(cards = 3): Record<string, unknown> {
  return {
    meta: { id: "j", title: "Bike rental" },
    stages: [
      { id: "s1", title: "Awareness", order: "a0" },
      { id: "s2", title: "Sign-up", order: "a1" },
    ],
    lanes: [
      { id: "l1", title: "Feelings", kind: "emotion", order: "a0" },
      { id: "l2", title: "Pains", kind: "pain", order: "a1" },
    ],
    personas: [{ id: "p1", name: "Rider", order: "a0" }],
    cards: Array.from({ length: cards }, (_, at) => ({
      id: `c${at}`,
      stage: at % 2 ? "s2" : "s1",
      lane: at % 3 ? "l2" : "l1",
      text: `card ${at}`,
      order: `a${String.fromCharCode(66 + Math.floor(at / 250))}${at % 250}V`,
    })),
  };
}

export interface Page {
  host: MemoryHost;
  client: JourneyClient;
  close(): void;
}

export function page(options: MemoryOptions = {}, document = plain()): Page {
  const closing = new AbortController();
  const host = memoryHost(document, options);
  const client = createClient(host, closing.signal);
  return { host, client, close: () => closing.abort() };
}

export function setText(id: string, text: string): WireOp[] {
  return [{ op: "set", table: "cards", id, values: { text } }];
}

export function text(client: JourneyClient, id: string): string | undefined {
  return client.shown.row("cards", id)?.text;
}

/** What a client shows, as plain data; rows of tables without an order by id. */
export function asShown(client: JourneyClient): Record<string, unknown> {
  const { pending: _pending, ...tables } = JSON.parse(client.download());
  return byId(tables);
}

export function byId(tables: Record<string, unknown>): Record<string, unknown> {
  const { format: _format, version: _version, min_reader: _reader, ...rest } = tables;
  const sorted = (rows: unknown) =>
    Array.isArray(rows) ? [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)) : rows;
  return Object.fromEntries(Object.entries(rest).map(([name, rows]) => [name, sorted(rows)]));
}

/** What is made after this is in another page of the browser. */
export function otherPage(): void {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("journeywidgets/1")];
}

/** A generator that is repeatable, for `Math.random` and ids alike: 0 to 1. */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Make ids repeatable. */
export function seedIds(next: () => number): void {
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const numbers = array as unknown as Uint32Array;
    numbers.forEach((_, at) => {
      numbers[at] = next() * 2 ** 32;
    });
    return array;
  });
}

/** Forget what earlier tests left in the page. */
export function clearPage(): void {
  sessionStorage.clear();
  otherPage();
}
