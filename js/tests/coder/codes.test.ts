import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type Candidate, fold, matches, sameName } from "../../src/coder/code-match";
import { type Branch, CodeTree } from "../../src/coder/code-tree";

// Many words are tried, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const branch = (id: string, parent: string | null = null, order = "a0"): Branch => ({
  id,
  name: id.toUpperCase(),
  parent,
  order,
});

describe("the tree", () => {
  const tree = new CodeTree([
    branch("b", null, "a1"),
    branch("a2", "a", "a1"),
    branch("a1", "a", "a0"),
    branch("a", null, "a0"),
    branch("deep", "a1"),
    branch("lost", "nobody", "a2"),
  ]);

  it("puts each code before those below it", () => {
    expect(tree.sequence).toEqual(["a", "a1", "deep", "a2", "b", "lost"]);
    expect(tree.sequence.map((id) => tree.level(id))).toEqual([1, 2, 3, 2, 1, 1]);
    expect(tree.path("deep")).toBe("A › A1");
    expect([...tree.within("a")]).toEqual(["a", "a1", "a2", "deep"]);
    expect(tree.siblings("a2").map(({ id }) => id)).toEqual(["a1", "a2"]);
  });

  it("hides what is below a folded code", () => {
    expect(tree.visible(new Set(["a1"]))).toEqual(["a", "a1", "a2", "b", "lost"]);
    expect(tree.visible(new Set(["a"]))).toEqual(["a", "b", "lost"]);
  });

  it("keeps every code in sight once, whatever the parents", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const parents = fc.array(fc.constantFrom(null, ...ids), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(parents, (some) => {
        const odd = new CodeTree(ids.map((id, at) => branch(id, some[at] ?? null)));
        expect([...odd.sequence].sort()).toEqual(ids);
        for (const id of ids) expect(odd.above(id).length).toBeLessThanOrEqual(ids.length);
      }),
      { numRuns: 200 },
    );
  });
});

const NAMES = [
  "Sign-up",
  "Waiting time",
  "Überraschung",
  "Setup of Jupyter",
  "Packages setup",
  "Großes Lob",
  "时间",
  "Time pressure",
];
const CODES: Candidate[] = NAMES.map((name) => ({ id: name, name, path: "" }));
const found = (query: string, recent: string[] = [], codes = CODES) =>
  matches(query, codes, recent).map(({ code }) => code.name);

describe("type-ahead", () => {
  it("puts the name before its beginning, a beginning before a word, a word before the middle", () => {
    const some = ["Retime", "Time", "Waiting time", "Timely"].map((name) => ({
      id: name,
      name,
      path: "",
    }));
    expect(found("time", [], some)).toEqual(["Time", "Timely", "Waiting time", "Retime"]);
  });

  it.each([
    ["uber", "Überraschung"],
    ["ÜBER", "Überraschung"],
    ["U\u0308ber", "Überraschung"],
    ["gross", "Großes Lob"],
    ["time wait", "Waiting time"],
    ["wt", "Waiting time"],
    ["signup", "Sign-up"],
    ["sign up", "Sign-up"],
    ["时", "时间"],
    ["zzz", undefined],
    [" up ", "Sign-up"],
    ["jup set", "Setup of Jupyter"],
    ["set set", undefined],
  ])("answers %j with %j", (query, name) => expect(found(query)[0]).toBe(name));

  it("puts what was used lately first among equals only", () => {
    expect(found("set", ["Packages setup"])).toEqual(["Setup of Jupyter", "Packages setup"]);
    expect(found("time", ["Time pressure", "Waiting time"])).toEqual([
      "Time pressure",
      "Waiting time",
    ]);
    expect(found("", ["时间", "Sign-up"]).slice(0, 3)).toEqual(["时间", "Sign-up", "Waiting time"]);
    const twins = ["Slow start", "Slow end"].map((name) => ({ id: name, name, path: "" }));
    expect(found("slow", [], twins)).toEqual(["Slow start", "Slow end"]);
    expect(found("slow", ["Slow end"], twins)).toEqual(["Slow end", "Slow start"]);
  });

  it("finds a code with words of those above it", () => {
    const below = [
      { id: "1", name: "Waiting", path: "Sign-up" },
      { id: "2", name: "Waiting", path: "First ride" },
    ];
    expect(matches("ride wai", below).map(({ code }) => code.id)).toEqual(["2"]);
    expect(matches("ride", below)).toEqual([]);
  });

  it("says which letters of the name were typed", () => {
    const typed = (query: string, name: string) =>
      matches(query, [{ id: name, name, path: "" }])[0]?.ranges.map(([start, end]) =>
        name.slice(start, end),
      );
    expect(typed("gros", "Großes Lob")).toEqual(["Groß"]);
    expect(typed("cafe", "Cafe\u0301 au lait")).toEqual(["Cafe\u0301"]);
    expect(typed("😀 so", "😀 Sorglos")).toEqual(["😀 So"]);
    expect(typed("ti wa", "Waiting time")).toEqual(["Wa", "ti"]);
    expect(typed("wt", "Waiting time")).toEqual(["W", "t"]);
    expect(typed("signu", "Sign-up")).toEqual(["Sign-u"]);
    expect(typed("a b", "A \t b")).toEqual(["A \t b"]);
  });

  it("takes any text, and gives ranges that lie in the name", () => {
    const words = fc.string({ unit: "binary", maxLength: 12 });
    fc.assert(
      fc.property(words, words, words, (name, query, path) => {
        for (const { ranges } of matches(query, [{ id: "1", name, path }])) {
          let last = 0;
          for (const [start, end] of ranges) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(name.length);
        }
        // Its own name, typed in full, always finds a code that has letters.
        expect(matches(name, [{ id: "1", name, path }])).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });

  it("folds to as many places as characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const folded = fold(text);
        expect(folded.from).toHaveLength(folded.text.length);
      }),
      { numRuns: 200 },
    );
  });

  it("knows names that read alike", () => {
    expect(sameName("  Waiting  TIME", "waiting time")).toBe(true);
    expect(sameName("Über", "uber")).toBe(true);
    expect(sameName("Waiting", "Waiting time")).toBe(false);
  });
});
