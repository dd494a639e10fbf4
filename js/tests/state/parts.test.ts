import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Filter, folded, Search } from "../../src/state/filter";
import { Layout } from "../../src/state/layout";
import { type Selected, Selection } from "../../src/state/selection";
import { themeAround } from "../../src/state/theme";
import { count, decimals, figure, invisibles, signed } from "../../src/state/words";
import { bikePage } from "../bike";
import { clearPage } from "../journey";

let p: ReturnType<typeof bikePage>;
beforeEach(() => {
  clearPage();
  p = bikePage();
});
afterEach(() => p.close());

it("selects one, more, and a range, and tells each change once", () => {
  const setting = signal<Selected>({});
  const told: Selected[] = [];
  const selection = new Selection(setting, (value) => told.push(value));
  const order = ["a", "b", "c", "d"];
  selection.pick("cards", "b", "only", order);
  selection.pick("cards", "b", "only", order);
  selection.pick("cards", "d", "range", order);
  expect(selection.ids("cards")).toEqual(["b", "c", "d"]);
  selection.pick("cards", "c", "toggle", order);
  expect(selection.ids("cards")).toEqual(["b", "d"]);
  selection.pick("lanes", "x", "only", ["x"]);
  expect(selection.ids("cards")).toEqual([]);
  expect(told).toEqual([
    { cards: ["b"] },
    { cards: ["b", "c", "d"] },
    { cards: ["b", "d"] },
    { lanes: ["x"] },
  ]);
  setting.value = { cards: ["a"] }; // from Python
  expect(selection.has("cards", "a")).toBe(true);
});

it("filters by persona, and keeps the cards of everyone", () => {
  const chosen = signal<string[]>([]);
  const filter = new Filter(p.shown, chosen);
  expect(filter.toggled("p2")).toEqual(["p2"]);
  chosen.value = ["p2"];
  expect(filter.cards(["see", "late"])).toEqual(["see"]);
  expect(filter.toggled("p1")).toEqual([]); // all chosen is none chosen
  expect(filter.toggled("p2")).toEqual([]);
  chosen.value = ["gone"];
  expect(filter.shown()).toEqual(["p1", "p2"]);
});

it("finds words in any case, with or without their marks", () => {
  const search = new Search(p.shown);
  expect(search.found.value).toBeUndefined();
  search.query.value = "sms LATE";
  expect([...(search.found.value ?? [])]).toEqual(["late"]);
  expect(search.dims("see")).toBe(true);
  expect(folded("Café")).toBe("cafe");
});

it("lays out columns, points, slots, and the items of a cell", () => {
  const layout = new Layout(p.shown, new Filter(p.shown, signal<string[]>([])));
  expect(layout.columns).toEqual(["s1", "s2", "s3"]);
  const points = layout.points("mood");
  expect(points).toEqual([
    { column: "s1", persona: "p1", cards: ["up"], score: 0.8, n: 1, quoted: false },
    { column: "s2", persona: "p1", cards: ["down1", "down2"], score: -1.5, n: 2, quoted: false },
  ]);
  // Where a shown persona has no point there is a slot for one.
  expect(layout.points("mood", true)).toHaveLength(6);
  expect(layout.items("mood", "s3")).toHaveLength(2);
  expect(layout.cards("mood", "s1")).toEqual([]);
  expect(layout.items("pains", "s1")).toEqual([{ at: "cell", lane: "pains", column: "s1" }]);
});

it("gives a stage with steps a column of its own only where it holds something", () => {
  const layout = new Layout(p.shown, new Filter(p.shown, signal<string[]>([])));
  p.run({
    label: "x",
    ops: [
      { op: "add", table: "stages", id: "t", row: { title: "Step", parent: "s3", order: "a0" } },
      { op: "add", table: "stages", id: "u", row: { title: "Step", parent: "s2", order: "a0" } },
    ],
  });
  expect(layout.groups).toEqual([
    { stage: "s1", columns: ["s1"] },
    { stage: "s2", columns: ["s2", "u"] },
    { stage: "s3", columns: ["t"] },
  ]);
});

it("reads the theme that the surroundings say", () => {
  const at = (attributes: Record<string, string>) => {
    const outer = document.createElement("div");
    for (const [name, value] of Object.entries(attributes)) outer.setAttribute(name, value);
    const holder = document.createElement("div");
    outer.append(holder);
    const inner = document.createElement("p");
    holder.attachShadow({ mode: "open" }).append(inner);
    return themeAround(inner, false);
  };
  expect(at({})).toBe("light");
  expect(at({ "data-jp-theme-light": "false" })).toBe("dark");
  expect(at({ "data-jp-theme-light": "true", class: "dark" })).toBe("light");
  expect(at({ class: "vscode-dark" })).toBe("dark");
  expect(at({ theme: "dark" })).toBe("dark");
  expect(at({ "data-theme": "dark" })).toBe("dark");
  expect(themeAround(document.createElement("p"), true)).toBe("dark");
});

it("writes numbers with true minus signs and thin spaces", () => {
  expect(count(41208)).toBe("41\u202f208");
  expect(figure(-1234.56, 1)).toBe("\u22121\u202f234.6");
  expect(figure(-0.04, 1)).toBe("0.0");
  expect(signed(37, 0)).toBe("+37");
  expect(signed(0, 1)).toBe("0.0");
  expect(decimals([1, 2.5])).toBe(1);
  expect(decimals([0.1 + 0.2])).toBe(1);
});

it("names what cannot be seen", () => {
  expect(invisibles("a\u202eb\u200b\u200b")).toEqual([
    { name: "right-to-left override", times: 1 },
    { name: "zero width space", times: 2 },
  ]);
});
