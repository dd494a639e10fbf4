import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { difference, type Estimate, signOf } from "../../src/model/difference";

type Ends = [number | null, number | null, number | null];
interface Case {
  a: Ends;
  b: Ends;
  difference: Ends;
  sign: number | null;
}

const FIXTURE = join(import.meta.dirname, "../../../tests/fixtures/differences.json");
const estimate = ([value, low, high]: Ends): Estimate => ({ value, low, high });

it("computes what Python computes", () => {
  const cases = JSON.parse(readFileSync(FIXTURE, "utf-8")) as Case[];
  expect(cases.length).toBeGreaterThan(10);
  for (const { a, b, difference: wanted, sign } of cases) {
    const { value, low, high } = difference(estimate(a), estimate(b));
    [value, low, high].forEach((number, at) => {
      const expected = wanted[at] ?? null;
      if (number === null || expected === null) expect(number).toBe(expected);
      else expect(number).toBeCloseTo(expected, 9);
    });
    expect(signOf({ value, low, high }) ?? null).toBe(sign);
  }
});
