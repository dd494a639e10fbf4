import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addPersona,
  deletePersona,
  duplicatePersona,
  hangingOn,
  movePersona,
  personasOf,
  shiftPersona,
} from "../../src/actions/personas";
import { itemsOf, linesOf, moveItem, replaceItem } from "../../src/actions/personas-lists";
import { colorOf, initialsOf, shareOf, traitOf } from "../../src/actions/personas-parse";
import {
  addTraits,
  polesOf,
  removeTrait,
  renameTrait,
  setTrait,
} from "../../src/actions/personas-traits";
import { isRefusal, type Plan, type Refusal } from "../../src/actions/plan";
import { PALETTE } from "../../src/view/personas/palette";
import { contrast, inkOn } from "../../src/view/shared/persona";
import { clearPage, type Page, page, plain } from "../journey";

const NAMES = ["Rider", "Visitor", "Courier"];

function people(orders = ["a0", "a1", "a2"]): Record<string, unknown> {
  const personas = NAMES.map((name, at) => ({ id: `p${at + 1}`, name, order: orders[at] }));
  const cards = (plain().cards as object[]).map((card) => ({ ...card, persona: "p1" }));
  return { ...plain(), personas, cards };
}

let open: Page;
beforeEach(() => {
  clearPage();
  open = page({}, people());
});
afterEach(() => open.close());

function done(plan: Plan | Refusal): Plan {
  if (isRefusal(plan)) throw new Error(plan.refused);
  expect(open.client.commit(plan.label, plan.ops)).toBeUndefined();
  return plan;
}

const names = () => personasOf(open.client.shown).map(({ name }) => name);

describe("personas", () => {
  it("adds one at the end, under a name that nobody has", () => {
    done(addPersona(open.client.shown, "p9"));
    expect(names()).toEqual([...NAMES, "Persona 4"]);
    open.client.commit("Rename", [
      { op: "set", table: "personas", id: "p1", values: { name: "Persona 5" } },
    ]);
    expect(addPersona(open.client.shown, "p10").say).toBe("Persona 6 added");
  });

  it("copies every field right behind the source, and no cards", () => {
    const { shown } = open.client;
    const values = { goals: ["one", "two"], traits: { calm: 0.5 }, share: 0.25, color: "#abc" };
    open.client.commit("Fill", [{ op: "set", table: "personas", id: "p1", values }]);
    done(duplicatePersona(shown, "p1", "p9"));
    expect(names()).toEqual(["Rider", "Rider copy", "Visitor", "Courier"]);
    expect(shown.row("personas", "p9")).toMatchObject(values);
    expect(hangingOn(shown, "p9")).toBe("");
    done(duplicatePersona(shown, "p1", "p10"));
    expect(names()).toEqual(["Rider", "Rider copy 2", "Rider copy", "Visitor", "Courier"]);
  });

  it("moves by changing one row", () => {
    const { shown } = open.client;
    const plan = done(movePersona(shown, "p3", "p2"));
    expect(plan.ops).toHaveLength(1);
    expect(plan.say).toBe("Courier moved to position 2 of 3");
    expect(names()).toEqual(["Rider", "Courier", "Visitor"]);
    done(shiftPersona(shown, "p1", 99));
    expect(names()).toEqual(["Courier", "Visitor", "Rider"]);
    done(shiftPersona(shown, "p1", -1));
    expect(names()).toEqual(["Courier", "Rider", "Visitor"]);
  });

  it("makes room where two rows have one key", () => {
    open.close();
    open = page({}, people(["a0", "a0", "a0"]));
    done(movePersona(open.client.shown, "p3", "p2"));
    expect(names()).toEqual(["Rider", "Courier", "Visitor"]);
  });

  it("refuses to move past the ends and what is gone", () => {
    const { shown } = open.client;
    expect(shiftPersona(shown, "p1", -1)).toEqual({ refused: "This persona is already first." });
    expect(shiftPersona(shown, "p3", 1)).toEqual({ refused: "This persona is already last." });
    for (const plan of [
      movePersona(shown, "nobody", undefined),
      shiftPersona(shown, "nobody", 1),
      duplicatePersona(shown, "nobody", "p9"),
      deletePersona(shown, "nobody"),
    ]) {
      expect(plan).toEqual({ refused: "That persona is gone." });
    }
  });

  it("says what goes along with a persona, and takes it along", () => {
    const { shown } = open.client;
    expect(hangingOn(shown, "p1")).toBe("3 cards");
    const plan = done(deletePersona(shown, "p1"));
    expect(plan.say).toBe("Rider deleted with 3 cards. Undo brings it back.");
    expect(shown.ids("cards")).toEqual([]);
    open.client.undo();
    expect(hangingOn(shown, "p1")).toBe("3 cards");
  });
});

describe("lists", () => {
  const list = ["a", "b", "a"];
  const [first, , second] = itemsOf(list);
  if (!first || !second) throw new Error("three items were made");

  it("takes one item a line, and no blank ones", () => {
    expect(linesOf(" one \r\n\n\ttwo\rthree\u2028four, five ")).toEqual([
      "one",
      "two",
      "three",
      "four, five",
    ]);
    expect(linesOf(" \n ")).toEqual([]);
  });

  it("tells equal items apart", () => {
    expect(replaceItem(list, second, ["c"])).toEqual(["a", "b", "c"]);
    expect(replaceItem(list, first, [])).toEqual(["b", "a"]);
    expect(moveItem(list, second, -1)).toEqual(["a", "a", "b"]);
  });

  it("keeps what others added meanwhile, and loses no words to a removal", () => {
    expect(replaceItem(["new", "a", "b", "a"], second, ["c"])).toEqual(["new", "a", "b", "c"]);
    expect(replaceItem(["b"], second, ["c"])).toEqual(["b", "c"]);
    expect(replaceItem(["b"], second, [])).toEqual(["b"]);
  });

  it("leaves the list alone where an item cannot move", () => {
    expect(moveItem(list, first, -1)).toBe(list);
    expect(moveItem(list, second, 5)).toBe(list);
    expect(moveItem(["b"], second, 1)).toEqual(["b"]);
  });
});

describe("traits", () => {
  it("renames in its place, and refuses a name that is taken", () => {
    expect(Object.entries(renameTrait({ a: 1, b: 0.5, c: -1 }, "b", "z"))).toEqual([
      ["a", 1],
      ["z", 0.5],
      ["c", -1],
    ]);
    expect(() => renameTrait({ a: 1, b: 0 }, "a", "b")).toThrow("already");
    expect(() => addTraits({ a: 1 }, ["a"])).toThrow("already");
    expect(renameTrait({ a: 1, b: 0 }, "a", "")).toEqual({ b: 0 });
    expect(renameTrait({ b: 0 }, "gone", "a")).toEqual({ b: 0, a: 0 });
  });

  it("takes any name", () => {
    const odd = ["__proto__", "constructor", "toString"];
    const traits = addTraits({}, odd);
    expect(Object.keys(traits)).toEqual(odd);
    expect(Object.entries(setTrait(traits, "__proto__", 1))[0]).toEqual(["__proto__", 1]);
    expect(Object.keys(removeTrait(traits, "__proto__"))).toEqual(odd.slice(1));
  });

  it("reads the ends of a scale out of a name", () => {
    expect(polesOf("Novice – Expert")).toEqual(["Novice", "Expert"]);
    expect(polesOf("Alone ↔ In company")).toEqual(["Alone", "In company"]);
    expect(polesOf("Price-sensitive")).toBeUndefined();
    expect(polesOf("a – b – c")).toBeUndefined();
    expect(polesOf(" – b")).toBeUndefined();
  });
});

describe("what is typed", () => {
  it.each([
    ["62", 0.62],
    ["62 %", 0.62],
    ["33,3", 0.333],
    ["0.5", 0.005],
    ["100", 1],
    [" ", null],
  ])("reads the share %j", (text, share) => expect(shareOf(text)).toBe(share));

  it.each(["101", "-1", "half", "1e3", "Infinity", "6 2", "%"])("refuses the share %j", (text) =>
    expect(() => shareOf(text)).toThrow("0 to 100"),
  );

  it.each([
    ["−0,45", -0.45],
    ["+1", 1],
    ["-1.0", -1],
    [".5", 0.5],
  ])("reads the trait %j", (text, value) => expect(traitOf(text)).toBe(value));

  it.each(["1.1", "", "x"])("refuses the trait %j", (text) =>
    expect(() => traitOf(text)).toThrow("−1 to 1"),
  );

  it("reads colours, and nothing else that a style would take", () => {
    expect(colorOf("3A7BD5")).toBe("#3a7bd5");
    expect(colorOf(" #abc ")).toBe("#abc");
    expect(colorOf("")).toBeNull();
    for (const text of ["red", "#abcd", "#12345g", "var(--x)", "#fff;background:red", "url(x)"]) {
      expect(() => colorOf(text)).toThrow("such as");
    }
  });

  it("takes up to three letters of any script", () => {
    expect(initialsOf(" ÑØ𝒜 ")).toBe("ÑØ𝒜");
    expect(() => initialsOf("abcd")).toThrow("three");
  });
});

it.each(PALETTE)("$name is seen on light and dark pages, and letters on it", ({ hex }) => {
  for (const page of ["#ffffff", "#f7f8fa", "#14171c", "#20252d"]) {
    expect(contrast(hex, page)).toBeGreaterThanOrEqual(3);
  }
  const ink = inkOn(hex) === "#fff" ? "#ffffff" : "#000000";
  expect(contrast(hex, ink)).toBeGreaterThanOrEqual(4.5);
});
