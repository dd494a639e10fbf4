import fc from "fast-check";
import { expect, it } from "vitest";
import { fromTsv, toTsv } from "../../src/actions/tsv";

it("reads what a spreadsheet writes", () => {
  expect(fromTsv("a\tb\r\nc\td\r\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(fromTsv('"two\r\nlines"\t"a ""quote"""\t"tab\there"')).toEqual([
    ["two\nlines", 'a "quote"', "tab\there"],
  ]);
});

it("makes every row as wide as the widest, and keeps empty cells", () => {
  expect(fromTsv("a\n\t\tb")).toEqual([
    ["a", "", ""],
    ["", "", "b"],
  ]);
  expect(fromTsv("a\t")).toEqual([["a", ""]]);
  expect(fromTsv("")).toEqual([[""]]);
});

it("takes a quote that ends nowhere, or inside a cell, for a plain character", () => {
  expect(fromTsv('"half\tb')).toEqual([['"half', "b"]]);
  expect(fromTsv('"Yes" she said\tb')).toEqual([['"Yes" she said', "b"]]);
});

it("quotes only what needs it", () => {
  expect(toTsv([["plain", "a\tb", 'say "x"', "1\n2"]])).toBe('plain\t"a\tb"\t"say ""x"""\t"1\n2"');
});

it("reads back any block that it wrote", () => {
  const cell = fc
    .array(fc.constantFrom("a", '"', "\t", "\n", " ", "é", "🚲", ",", "="))
    .map((characters) => characters.join(""));
  const block = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
    )
    // A last row of one empty cell is what a final line break looks like.
    .filter((rows) => rows.at(-1)?.some((text, at) => text !== "" || at > 0) ?? false);
  fc.assert(
    fc.property(block, (rows) => {
      expect(fromTsv(toTsv(rows))).toEqual(rows);
    }),
  );
});
