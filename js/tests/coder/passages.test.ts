import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Blocks, guessed, rest } from "../../src/coder/blocks";
import { SourceText, toPoint, toUnit } from "../../src/coder/passages";
import { hull, first as startOf, walked } from "../../src/coder/walk";
import { clock, stretches, trimmed, wordCount } from "../../src/coder/words";
import { laid, piece, type Turn } from "./text";

const TURNS: Turn[] = [
  ["m", "How was it?"],
  ["p1", "Fine 🚲🚲 thanks. The app was slow."],
  ["p1", "Cafe\u0301 next door helped."],
];

function read(turns: readonly Turn[], pieces = turns.length): SourceText {
  const text = new SourceText("s1", "v1");
  for (let at = 0; at < turns.length; at += pieces) text.take(piece("s1", turns, at, pieces));
  return text;
}

describe("a source's text", () => {
  it("has the words of every passage, however many pieces it comes in", () => {
    for (const pieces of [1, 2, 3]) {
      const text = read(TURNS, pieces);
      expect(text.complete).toBe(true);
      expect(TURNS.map((_, at) => text.passage(at)?.text)).toEqual(TURNS.map(([, words]) => words));
    }
  });

  it("takes a piece twice as once, and none after a gap", () => {
    const text = read(TURNS, 1);
    expect(text.take(piece("s1", TURNS, 1, 2))).toBe(true);
    expect(text.arrived.value).toBe(3);
    const other = new SourceText("s1", "v1");
    expect(other.take(piece("s1", TURNS, 1, 1))).toBe(false);
    expect(other.arrived.value).toBe(0);
  });

  it("finds the words of any stretch of code points", () => {
    const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    const turns = fc.array(fc.tuple(fc.constant("p1"), words), { minLength: 1, maxLength: 6 });
    const check = (given: Turn[], a: number, b: number) => {
      const text = read(given, 2);
      const points = [...laid(given).text];
      const [low, high] = [a % (points.length + 1), b % (points.length + 1)].sort((x, y) => x - y);
      const [start = 0, end = 0] = [low, high];
      const wanted = laid(given).entries.flatMap((one) => {
        const part = points.slice(Math.max(start, one.start), Math.min(end, one.end));
        return one.start < end && one.end > start ? [part.join("")] : [];
      });
      expect(text.words(start, end)).toBe(wanted.join(" "));
    };
    fc.assert(fc.property(turns, fc.nat(), fc.nat(), check), { numRuns: 150 });
  });

  it("leads from code points to units and back", () => {
    const passage = read(TURNS).passage(1);
    if (!passage) throw new Error("there is no passage");
    // 13 code points of "Fine 🚲🚲 thanks" stand before the full stop, in 16 units.
    const stop = passage.text.indexOf(".");
    expect(toPoint(passage, stop)).toBe(passage.start + stop - 2);
    for (let point = passage.start; point <= passage.end; point += 1) {
      expect(toPoint(passage, toUnit(passage, point))).toBe(point);
    }
  });

  it("knows a turn that comes in pieces as one", () => {
    const message = piece("s1", TURNS);
    const [one, two, three] = message.passages;
    if (!one || !two || !three) throw new Error("there are no passages");
    const text = new SourceText("s1", "v1");
    text.take({ ...message, passages: [one, two, { ...three, id: two.id, part: 1 }] });
    const last = text.passage(2);
    if (!last) throw new Error("there is no passage");
    expect(text.turn(last)).toEqual({ start: two.start, end: three.end });
    expect(text.ofSegment(two.id)?.index).toBe(1);
    expect(text.holding(three.start + 3)?.index).toBe(2);
    expect(text.holding(three.start - 1)?.index).toBe(1);
  });
});

describe("blocks", () => {
  const many: Turn[] = Array.from({ length: 100 }, (_, at) => [
    "p1",
    "word ".repeat(1 + (at % 60)),
  ]);

  it("hold every passage once, and stay the same when more arrives", () => {
    const text = new SourceText("s1", "v1");
    const blocks = new Blocks(text);
    text.take(piece("s1", many, 0, 30));
    const before = blocks.all();
    text.take(piece("s1", many, 30, 70));
    const after = blocks.all();
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    for (const [at, block] of before.slice(0, -1).entries()) expect(after[at]).toBe(block);
    const indices = after.flatMap(({ first, last }) =>
      Array.from({ length: last - first }, (_, at) => first + at),
    );
    expect(indices).toEqual(many.map((_, at) => at));
  });

  it("take about as much room before they are drawn, whether they have arrived or not", () => {
    const measure = { wide: 80, line: 26, gap: 14 };
    const part = new SourceText("s1", "v1");
    part.take(piece("s1", many, 0, 30));
    const whole = read(many);
    const height = (text: SourceText) =>
      new Blocks(text).all().reduce((sum, block) => sum + guessed(text, block, measure), 0);
    const expected = height(part) + rest(part, measure);
    expect(expected / height(whole)).toBeGreaterThan(0.85);
    expect(expected / height(whole)).toBeLessThan(1.15);
    expect(rest(whole, measure)).toBe(0);
  });
});

describe("selecting by keys", () => {
  const text = read(TURNS);
  const passage = text.passage(1);
  if (!passage) throw new Error("there is no passage");
  const begin = startOf(passage, "word", 1);
  const path = (...steps: [Parameters<typeof walked>[2], 1 | -1, boolean][]) => {
    let now = begin;
    for (const [grain, by, grow] of steps) now = now && (walked(text, now, grain, by, grow) ?? now);
    const { start, end } = now ? hull(now) : { start: 0, end: 0 };
    return text.words(start, end);
  };

  it("goes from word to word and grows", () => {
    expect(path()).toBe("Fine");
    expect(path(["word", 1, false])).toBe("thanks");
    expect(path(["word", 1, true])).toBe("Fine 🚲🚲 thanks");
    expect(path(["word", 1, true], ["word", 1, true], ["word", -1, true])).toBe("Fine 🚲🚲 thanks");
    expect(path(["word", 1, true], ["word", -1, true], ["word", -1, true])).toBe("it? Fine");
  });

  it("grows by sentences and shrinks by characters", () => {
    expect(path(["sentence", 1, true])).toBe("Fine 🚲🚲 thanks.");
    expect(path(["sentence", 1, true], ["character", -1, true])).toBe("Fine 🚲🚲 thanks");
    expect(path(["word", 1, true], ["character", 1, true])).toBe("Fine 🚲🚲 thanks.");
  });

  it("goes over the end of a turn, by whole characters", () => {
    const toCafe: [Parameters<typeof walked>[2], 1 | -1, boolean][] = Array(6).fill([
      "word",
      1,
      false,
    ]);
    expect(path(...toCafe)).toBe("Cafe\u0301");
    expect(path(...toCafe, ["character", -1, true])).toBe("Caf");
    expect(
      walked(text, { anchor: { start: 0, end: 3 }, head: { start: 0, end: 3 } }, "word", -1, false),
    ).toBeUndefined();
  });
});

it("finds words, sentences and the time", () => {
  expect(stretches("  One two. Three! ", "sentence")).toEqual([
    { start: 2, end: 10 },
    { start: 11, end: 17 },
  ]);
  expect(wordCount("it's 3 o'clock — no?")).toBe(4);
  expect(trimmed(" a b ", { start: 0, end: 5 })).toEqual({ start: 1, end: 4 });
  expect(trimmed("   ", { start: 0, end: 3 })).toBeUndefined();
  expect([clock(0), clock(754.2), clock(3661)]).toEqual(["00:00", "12:34", "1:01:01"]);
});
