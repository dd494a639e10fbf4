import { describe, expect, it } from "vitest";
import {
  codesOf,
  columnsOf,
  lanesOf,
  type Mark,
  type MarkCode,
  marksIn,
  runsOf,
  stacked,
  wordsOf,
} from "../../src/coder/marks";
import { SourceText } from "../../src/coder/passages";
import { piece } from "./text";

function passage() {
  const text = new SourceText("s1", "v1");
  text.take(piece("s1", [["p1", "A 🚲 is never there"]]));
  const found = text.passage(0);
  if (!found) throw new Error("there is no passage");
  return { text, found };
}

function code(name: string, coder = "A", standing: MarkCode["standing"] = "own"): MarkCode {
  return { application: `${name} ${coder}`, code: name, name, color: "red", coder, standing };
}

function mark(quote: string, start: number, end: number, ...codes: MarkCode[]): Mark {
  return { quote, start, end, codes };
}

describe("marks on a text", () => {
  it("cut it into runs that are told apart, by units where it has wide characters", () => {
    const { found } = passage();
    const marks = [mark("a", 0, 6, code("x")), mark("b", 2, 12, code("y"))];
    const runs = runsOf(found, marks);
    const words = runs.map(({ start, end }) => found.text.slice(start, end));
    expect(words).toEqual(["A ", "🚲 is", " never", " there"]);
    expect(runs.map((run) => run.marks.map(({ quote }) => quote))).toEqual([
      ["a"],
      ["a", "b"],
      ["b"],
      [],
    ]);
    expect(words.join("")).toBe(found.text);
  });

  it("leave a text without marks whole", () => {
    const { found } = passage();
    expect(runsOf(found, [])).toEqual([{ start: 0, end: found.text.length, marks: [] }]);
  });

  it("are found where they touch, not where they end", () => {
    const marks = [mark("a", 0, 5), mark("b", 5, 9), mark("c", 12, 14)];
    expect(marksIn(marks, 5, 12).map(({ quote }) => quote)).toEqual(["b"]);
  });

  it("show the codes of the shortest quote first, each once", () => {
    const marks = [
      mark("long", 0, 20, code("x"), code("y")),
      mark("short", 0, 5, code("z"), code("x")),
    ];
    const names = codesOf({ start: 0, end: 5, marks }).map(({ name }) => name);
    expect(names).toEqual(["z", "x", "y"]);
  });

  it("stand side by side where they overlap, and their labels one under the other", () => {
    const extents = [
      { top: 0, bottom: 50 },
      { top: 10, bottom: 20 },
      { top: 20, bottom: 40 },
      { top: 60, bottom: 70 },
    ];
    expect(lanesOf(extents)).toEqual([0, 1, 1, 0]);
    expect(stacked([0, 5, 100], [18, 18, 18], 2)).toEqual([0, 20, 100]);
  });

  it("go to the column of their coder; a code that both applied to the same words says so", () => {
    const marks = [
      mark("a", 0, 10, code("x"), code("y")),
      mark("b", 5, 12, code("x", "B", "other"), code("z", "B", "other")),
      mark("c", 20, 30),
    ];
    const columns = columnsOf(marks, "B");
    const shown = columns.map(({ mark: { quote }, column, codes }) => [
      quote,
      column,
      codes.map(({ name, agreed }) => (agreed ? `${name} =` : name)),
    ]);
    expect(shown).toEqual([
      ["a", "own", ["x =", "y"]],
      ["b", "beside", ["x", "z"]],
      ["c", "own", []],
    ]);
    expect(columnsOf(marks, undefined).every(({ column }) => column === "own")).toBe(true);
  });
});

it("shows a quote as it was edited, as it was said, or as it stands in the text", () => {
  const { text } = passage();
  const quote = { display: null, exact: "", source: "s1", start: 2, end: 6 };
  expect(wordsOf(quote, text)).toBe("🚲 is");
  expect(wordsOf({ ...quote, exact: "bike" }, text)).toBe("bike");
  expect(wordsOf({ ...quote, exact: "bike", display: "[a] bike" }, text)).toBe("[a] bike");
  expect(wordsOf({ ...quote, source: "s2" }, text)).toBe("");
});
