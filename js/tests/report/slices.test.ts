import fc from "fast-check";
import { expect, it } from "vitest";
import { slices } from "../../src/report/slices";
import type { Group } from "../../src/state/place";

/** Stages with so many columns each. */
function stages(...sizes: number[]): Group[] {
  return sizes.map((size, at) => ({
    stage: `s${at}`,
    columns: Array.from({ length: size }, (_, step) => `s${at}.${step}`),
  }));
}

const sizes = (given: readonly Group[][]) =>
  given.map((own) => own.reduce((sum, { columns }) => sum + columns.length, 0));

it("divides stages evenly, on as few sheets as they need", () => {
  expect(sizes(slices(stages(1, 1, 1, 1, 1), 4))).toEqual([3, 2]);
  expect(sizes(slices(stages(...Array(12).fill(1)), 7))).toEqual([6, 6]);
  expect(sizes(slices(stages(1, 1), 4))).toEqual([2]);
  expect(slices([], 4)).toEqual([]);
});

it("keeps a stage with its steps together where it fits", () => {
  expect(sizes(slices(stages(2, 2, 2), 4))).toEqual([4, 2]);
  expect(sizes(slices(stages(3, 3, 3), 4))).toEqual([3, 3, 3]);
  expect(slices(stages(5), 2).map((own) => own.map(({ stage }) => stage))).toEqual([
    ["s0"],
    ["s0"],
    ["s0"],
  ]);
});

it("puts every column on one sheet, in order, none too wide", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 11 }),
      (given, most) => {
        const groups = stages(...given);
        const found = slices(groups, most);
        const columns = found.flatMap((own) => own.flatMap((group) => [...group.columns]));
        expect(columns).toEqual(groups.flatMap((group) => [...group.columns]));
        for (const size of sizes(found)) {
          expect(size).toBeGreaterThan(0);
          expect(size).toBeLessThanOrEqual(most);
        }
        // A stage is divided only where it is wider than a sheet.
        for (const { stage, columns: own } of groups) {
          const parts = found.flatMap((sheet) => sheet.filter((group) => group.stage === stage));
          expect(parts.length).toBe(Math.ceil(own.length / most));
        }
      },
    ),
  );
});
