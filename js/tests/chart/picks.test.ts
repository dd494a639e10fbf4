import { describe, expect, test } from "vitest";
import { stretch } from "../../src/chart/align";
import { brushed, fits, picked, within } from "../../src/chart/picks";
import { NOTHING } from "../../src/link/port";

describe("a pick", () => {
  test("names the rows of the tables that the chart knows, each once", () => {
    const pick = { stage: ["a", "a", "b"], persona: ["co", null], card: [undefined] };
    expect(picked(pick, ["stage", "persona"])).toEqual({ stages: ["a", "b"], personas: ["co"] });
    expect(picked(pick, ["stage"])).toEqual({ stages: ["a", "b"] });
  });

  test("of nothing lets go of what the chart knows, and of nothing else", () => {
    expect(picked({}, ["stage"])).toEqual({ stages: [] });
    expect(picked(undefined, ["stage", "persona"])).toEqual({ stages: [], personas: [] });
  });

  test("of a card is that card alone", () => {
    expect(picked({ stage: ["a"], card: ["k"] }, ["stage", "card"])).toEqual({ cards: ["k"] });
  });
});

describe("a brush", () => {
  const marks = [
    { stage: "a", persona: "co", day: 1 },
    { stage: "b", persona: "vi", day: new Date(5) },
    { stage: "a", persona: "vi", day: 9 },
  ];

  test("holds the marks between its ends, whichever way it was drawn", () => {
    expect(marks.map((mark) => within(mark, { day: [5, 1] }))).toEqual([true, true, false]);
    expect(marks.map((mark) => within(mark, { stage: ["b", "c", "d"] }))).toEqual([
      false,
      true,
      false,
    ]);
    expect(within({ day: null }, { day: [0, 9] })).toBe(false);
  });

  test("chooses rows of the finest table that its marks name", () => {
    expect(brushed(marks, ["stage", "persona"])).toEqual({ stages: ["a", "b"] });
    expect(brushed(marks, ["persona"])).toEqual({ personas: ["co", "vi"] });
    expect(brushed([{ card: "k", stage: "a" }], ["stage", "card"])).toEqual({ cards: ["k"] });
    expect(brushed([], ["stage", "card"])).toEqual({ stages: [] });
    expect(brushed(marks, [])).toEqual({});
  });
});

test("a row of data fits what is chosen where it fits every table of which something is", () => {
  const chosen = { ...NOTHING, stages: ["a"], personas: ["co"] };
  expect(fits({ stage: "a", persona: "co" }, chosen, ["stage", "persona"])).toBe(true);
  expect(fits({ stage: "a", persona: "vi" }, chosen, ["stage", "persona"])).toBe(false);
  expect(fits({ stage: "a" }, chosen, ["stage"])).toBe(true);
  expect(fits({ stage: "a" }, NOTHING, ["stage"])).toBe(false);
});

describe("lining up with columns", () => {
  const spans = new Map([
    ["a", { left: 148, width: 204 }],
    ["b", { left: 352, width: 204 }],
    ["c", { left: 556.5, width: 203.5 }],
    ["wide", { left: 760, width: 408 }],
  ]);

  test("takes neighbours of equal width, in order", () => {
    expect(stretch(["a", "b", "c"], spans)).toEqual({ left: 148, width: 612 });
    expect(stretch(["b", "c"], spans)).toEqual({ left: 352, width: 408 });
  });

  test("takes nothing else", () => {
    for (const domain of [[], ["x"], ["a", "x"], ["a", "c"], ["b", "a"], ["c", "wide"]]) {
      expect(stretch(domain, spans)).toBeUndefined();
    }
  });
});
