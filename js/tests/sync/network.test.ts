/** Pages and a kernel over a bad network: after healing all are equal, and nothing is lost. */
import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WireOp } from "../../src/generated/schema";
import { MemoryKernel } from "../../src/host/kernel";
import type { Notice } from "../../src/sync/contract";
import {
  asShown,
  byId,
  clearPage,
  otherPage,
  type Page,
  page,
  plain,
  random,
  seedIds,
} from "../journey";

vi.setConfig({ testTimeout: 30_000 }); // a slow machine is not a failure

beforeEach(() => {
  clearPage();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A text that says which edit wrote it: each is found in the kernel's history, or told about. */
class Story {
  readonly kernel: MemoryKernel;
  readonly pages: Page[];
  readonly issued: { page: number; mark: string; ops: WireOp[] }[] = [];
  readonly told: { by: number; notice: Notice }[] = [];
  readonly next: () => number;
  count = 0;

  constructor(seed: number) {
    this.next = random(seed);
    seedIds(random(-seed));
    this.kernel = new MemoryKernel(plain(6));
    const bad = { drop: 0.2, double: 0.2, latency: 5, jitter: 400 };
    this.pages = [1, 2].map((at) => {
      otherPage();
      return page({ kernel: this.kernel, seed: seed * 7 + at, ...bad });
    });
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.next() * items.length)];
  }

  step(): void {
    const at = this.next();
    const one = this.pick(this.pages);
    if (!one) return;
    if (at < 0.55) this.edit(one);
    else if (at < 0.65) one.client.undo();
    else if (at < 0.7) one.client.redo();
    else if (at < 0.8) this.python();
    else if (at < 0.82) this.kernel.restart();
    else vi.advanceTimersByTime(this.next() * 3000);
  }

  edit({ client }: Page): void {
    this.count += 1;
    const mark = `mark ${this.count}`;
    const id = this.pick(client.shown.ids("cards"));
    const stage = this.pick(client.shown.ids("stages"));
    const kind = this.next();
    let ops: WireOp[] = [];
    if (kind < 0.5 && id) ops = [{ op: "set", table: "cards", id, values: { text: mark } }];
    else if (kind < 0.85 && stage) {
      const row = { stage, lane: "l1", text: mark };
      ops = [{ op: "add", table: "cards", id: client.newId(), row }];
    } else if (kind < 0.95 && id) ops = [{ op: "delete", table: "cards", id }];
    else if (stage) ops = [{ op: "delete", table: "stages", id: stage }];
    if (ops.length > 0 && client.commit(mark, ops) === undefined) {
      this.issued.push({ page: this.pages.findIndex((page) => page.client === client), mark, ops });
    }
  }

  python(): void {
    this.count += 1;
    const id = this.pick([...this.kernel.document.tables.cards.keys()]);
    const values = { text: `python ${this.count}` };
    if (id) this.kernel.edit([{ op: "set", table: "cards", id, values }]);
  }

  heal(): void {
    for (const { host } of this.pages) Object.assign(host, { drop: 0, double: 0, jitter: 0 });
    // A page with nothing pending asks on waking: the last patch of all may have been lost.
    globalThis.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(40_000);
  }

  /** How often an edit holds: by what it wrote or by the change's own label. */
  held(mark: string): number {
    return this.labels.filter((label) => label === mark).length;
  }

  readonly labels: string[] = [];

  /** Write down the label of every change that the kernel takes, and every notice. */
  listen(): void {
    for (const [by, { client }] of this.pages.entries()) {
      effect(() => {
        this.told.push(...client.notices.value.map((notice) => ({ by, notice })));
      });
    }
    const receive = this.kernel.receive.bind(this.kernel);
    this.kernel.receive = (message, reply) => {
      const before = this.kernel.history.length;
      receive(message, reply);
      const held = this.kernel.history.length > before;
      if (held && message.type === "change") this.labels.push(message.label);
    };
  }
}

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1);

// Taking out the dedupe must fail this test: with `kernel.dedupes = false` a doubled change is
// applied twice, and `held` finds its mark twice (the test below checks that it does).
test.each(SEEDS)("after healing all are equal, each edit once or told about: seed %i", (seed) => {
  const story = new Story(seed);
  story.listen();
  for (let at = 0; at < 60; at += 1) story.step();
  story.heal();
  const truth = byId(story.kernel.paint().document);
  for (const { client } of story.pages) {
    expect(asShown(client)).toEqual(truth);
    expect(JSON.parse(client.download()).pending).toEqual([]);
    expect(["saved", "conflict"]).toContain(client.status.value.kind);
  }
  expect(story.issued.length).toBeGreaterThan(5);
  expect(lost(story)).toEqual([]);
  for (const { mark } of story.issued) expect(story.held(mark)).toBeLessThanOrEqual(1);
  for (const { close } of story.pages) close();
});

/**
 * Edits that neither hold nor were told about where they were made. One notice of a conflict
 * tells of a text: of the last that a page wrote there, by an edit or an undo, before it knew.
 */
function lost(story: Story): string[] {
  const told = (page: number, op: WireOp | undefined, mark: string) =>
    story.told.some(({ notice, by }) => {
      const exact = op?.op === "add" || notice.code === "conflict" || notice.mine === mark;
      return by === page && notice.id === op?.id && exact;
    });
  return story.issued
    .filter(({ ops }) => ops[0]?.op !== "delete") // a row that is gone is what was wanted
    .filter(({ page, ops, mark }) => story.held(mark) === 0 && !told(page, ops[0], mark))
    .map(({ mark }) => mark);
}

test("a kernel that does not dedupe is found out", () => {
  const twice = SEEDS.some((seed) => {
    const story = new Story(seed);
    story.kernel.dedupes = false;
    story.listen();
    for (let at = 0; at < 60; at += 1) story.step();
    story.heal();
    for (const { close } of story.pages) close();
    return story.issued.some(({ mark }) => story.held(mark) > 1);
  });
  expect(twice).toBe(true);
});
