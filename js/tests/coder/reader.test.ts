import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Reader } from "../../src/coder/reader";
import type { Host } from "../../src/host/host";
import { staticHost } from "../../src/host/static";
import { laid, piece, Shelf, type Turn } from "./text";

const LONG: Turn[] = Array.from({ length: 100 }, (_, at) => ["p1", `turn ${at}`]);
const SHORT: Turn[] = [["p1", "a few words"]];

let closing: AbortController;
let shelf: Shelf;
let host: Host;

beforeEach(() => {
  vi.useFakeTimers();
  closing = new AbortController();
  shelf = new Shelf({ long: LONG, short: SHORT, third: SHORT });
  host = shelf.onto(staticHost({ epoch: "e", revision: 0, document: {} }));
});
afterEach(() => {
  closing.abort();
  vi.useRealTimers();
});

const made = () => new Reader(host, closing.signal);
const pass = (ms = 100) => vi.advanceTimersByTime(ms);

it("reads a beginning that fills a screen, and then the rest", () => {
  const text = made().text("long");
  vi.advanceTimersToNextTimer();
  expect(text.value?.arrived.value).toBe(40);
  expect(text.value?.total.value).toBe(100);
  pass();
  expect(text.value?.complete).toBe(true);
  expect(text.value?.words(0, laid(LONG).text.length)).toContain("turn 99");
});

it("asks for each piece once, however many come", () => {
  shelf.most = 30;
  const text = made().text("long");
  pass(1000);
  expect(text.value?.complete).toBe(true);
  expect(shelf.asked.map((one) => one.type === "read" && one.at)).toEqual([0, 30, 60, 90]);
});

it("asks again while the kernel is silent", () => {
  shelf.silent = true;
  const text = made().text("short");
  pass(5000);
  expect(shelf.asked.length).toBe(2);
  shelf.silent = false;
  pass(5000);
  expect(text.value?.passage(0)?.text).toBe("a few words");
  const asked = shelf.asked.length;
  pass(20_000);
  expect(shelf.asked.length).toBe(asked);
});

it("takes a text made anew for another, and leaves pieces of one gone by", () => {
  const text = made().text("long");
  pass(1000);
  const before = text.value;
  // A piece of a text that this page has no beginning of: it reads it from the start.
  shelf.view = "v2";
  shelf.say(piece("long", LONG, 40, 10, "v2"));
  expect(text.value).toBe(before);
  pass(1000);
  expect(text.value).not.toBe(before);
  expect(text.value?.view).toBe("v2");
  expect(text.value?.complete).toBe(true);
  // A beginning that nobody asked for: names have come to those to remove.
  shelf.view = "v3";
  shelf.say(piece("long", [["p1", "[P1] said"], ...LONG.slice(1)], 0, 40, "v3"));
  expect(text.value?.passage(0)?.text).toBe("[P1] said");
});

it("has the beginnings of other sources at hand, and their rest only when they are opened", () => {
  const reader = made();
  reader.text("short");
  pass();
  reader.prepareAll(["short", "long", "third"]);
  pass(1000);
  const asked = shelf.asked.map((one) => one.type === "read" && `${one.source} ${one.at}`);
  expect(asked).toEqual(["short 0", "long 0", "third 0"]);
  const text = reader.text("long");
  expect(text.value?.arrived.value).toBe(40);
  pass();
  expect(text.value?.complete).toBe(true);
});

it("says that a source is gone", () => {
  const reader = made();
  expect(reader.text("none").value).toBeUndefined();
  pass();
  expect(reader.missing.value.has("none")).toBe(true);
});

it("finds words in all sources, and leaves the answer to a search gone by", () => {
  const reader = made();
  reader.search("few");
  const first = shelf.asked[0];
  reader.search("turn 7");
  expect(reader.searching.value).toBe(true);
  pass();
  expect(reader.found.value?.query).toBe("turn 7");
  expect(reader.found.value?.hits.map(({ source }) => source)).toEqual(["long"]);
  if (first?.type !== "search") throw new Error("no search was asked for");
  shelf.say({ jw: 1, type: "hits", client: first.client, id: first.id, hits: [], more: 0 });
  expect(reader.found.value?.hits.length).toBe(1);
  reader.search(" ");
  expect(reader.found.value).toBeUndefined();
});
