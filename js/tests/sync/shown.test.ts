/** What an edit wakes: the readers of what it changed, however many rows there are. */
import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WireOp } from "../../src/generated/schema";
import type { Shown } from "../../src/sync/contract";
import { clearPage, page, plain, setText } from "../journey";

beforeEach(() => {
  clearPage();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Read all that a map reads; the counter grows by one for every reader that an edit wakes. */
function readAll(shown: Shown, cards: number): { woken: string[]; stop: () => void } {
  const woken: string[] = [];
  const stops: (() => void)[] = [];
  const reader = (name: string, read: () => unknown) =>
    stops.push(
      effect(() => {
        read();
        woken.push(name);
      }),
    );
  reader("meta", () => shown.meta.value);
  reader("stages", () => shown.ids("stages"));
  reader("lanes", () => shown.rows("lanes"));
  reader("all cards", () => shown.ids("cards"));
  for (const stage of ["s1", "s2"]) {
    for (const lane of ["l1", "l2"]) reader(`${stage} ${lane}`, () => shown.cell(stage, lane));
  }
  for (let at = 0; at < cards; at += 1) {
    reader(`card c${at}`, () => shown.row("cards", `c${at}`));
    reader(`evidence c${at}`, () => shown.pointing("evidence", "card", `c${at}`));
  }
  woken.length = 0;
  return { woken, stop: () => stops.forEach((stop) => void stop()) };
}

function wokenBy(cards: number, ops: WireOp[]): string[] {
  clearPage();
  const { client, host, close } = page({}, plain(cards));
  const { woken, stop } = readAll(client.shown, cards);
  expect(client.commit("Edit", ops)).toBeUndefined();
  vi.advanceTimersByTime(1000);
  expect(host.kernel.revision).toBe(1);
  stop();
  close();
  return woken.sort();
}

test.each([50, 5000])("a text among %i cards wakes its card alone, also when acknowledged", (n) => {
  expect(wokenBy(n, setText("c7", "new"))).toEqual(["card c7"]);
});

test("a move wakes the card and the two cells", () => {
  const values = { stage: "s1", order: "Zz" };
  const move: WireOp[] = [{ op: "set", table: "cards", id: "c7", values }];
  expect(wokenBy(50, move)).toEqual(["all cards", "card c7", "s1 l2", "s2 l2"]);
});

test("an order that leaves the sequence as it is wakes the card alone", () => {
  const move: WireOp[] = [{ op: "set", table: "cards", id: "c7", values: { order: "aB7W" } }];
  expect(wokenBy(50, move)).toEqual(["card c7"]);
});

test("evidence wakes the readers of its card's evidence", () => {
  const row = { card: "c7", quote: "I waited." };
  const add: WireOp[] = [{ op: "add", table: "evidence", id: "e1", row }];
  expect(wokenBy(50, add)).toEqual(["evidence c7"]);
});

test("a name of the journey wakes its reader", () => {
  const values = { title: "New" };
  expect(wokenBy(50, [{ op: "set", table: "meta", id: "j", values }])).toEqual(["meta"]);
});

test("an edit computes no more of 5 000 cards than of 50", () => {
  const work = (cards: number) => {
    clearPage();
    const { client, close } = page({}, plain(cards));
    const { document } = client.shown as unknown as { document: { put: () => void } };
    const put = vi.spyOn(document, "put");
    client.commit("Edit", setText("c7", "new"));
    client.commit("Edit", setText("c9", "new"));
    vi.advanceTimersByTime(1000);
    const { length } = put.mock.calls;
    close();
    return length;
  };
  expect(work(5000)).toBe(work(50));
});

test("nobody sees the document with the pending edits taken back", () => {
  const { client, host, close } = page({ latency: 100 });
  host.kernel.edit([{ op: "delete", table: "stages", id: "s1" }]);
  client.commit("Edit", setText("c0", "of a card that is gone"));
  client.commit("Delete", [{ op: "delete", table: "cards", id: "c1" }]);
  // Reads a list for the first time at the moment when the first edit is refused.
  const lists: (readonly string[])[] = [];
  const stop = effect(() => {
    if (client.notices.value.length > 0) lists.push(client.shown.cell("s2", "l2"));
  });
  vi.advanceTimersByTime(1000);
  expect(lists.length).toBeGreaterThan(0);
  expect(lists.flat()).toEqual([]);
  stop();
  close();
});
