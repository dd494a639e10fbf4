import { afterEach, beforeEach, expect, it } from "vitest";
import {
  addCards,
  deleteCards,
  duplicateCards,
  moveCards,
  nudged,
  parseScore,
} from "../../src/actions/cards";
import { isRefusal, type Plan, type Refusal } from "../../src/actions/plan";
import { bikePage } from "../bike";
import { clearPage } from "../journey";

let p: ReturnType<typeof bikePage>;
beforeEach(() => {
  clearPage();
  p = bikePage();
});
afterEach(() => p.close());

function done(plan: Plan | Refusal): Plan {
  if (isRefusal(plan)) throw new Error(plan.refused);
  p.run(plan);
  return plan;
}

it("adds a card before another, and at the end", () => {
  done(addCards(p.shown, { stage: "s2", lane: "acts", before: "sms" }, [{ id: "n1", text: "x" }]));
  done(addCards(p.shown, { stage: "s2", lane: "acts" }, [{ id: "n2" }, { id: "n3" }]));
  expect(p.shown.cell("s2", "acts")).toEqual(["id", "n1", "sms", "n2", "n3"]);
});

it("moves one row by one operation", () => {
  const plan = done(moveCards(p.shown, ["sms"], { stage: "s2", lane: "acts", before: "id" }));
  expect(plan.ops).toHaveLength(1);
  expect(p.shown.cell("s2", "acts")).toEqual(["sms", "id"]);
  expect(plan.say).toBe("Card Waits for the SMS moved to Actions, Sign-up, position 1 of 2");
});

it("moves several cards together, in their order, before a card that moves too", () => {
  done(addCards(p.shown, { stage: "s2", lane: "acts" }, [{ id: "n1" }, { id: "n2" }]));
  done(moveCards(p.shown, ["n1", "see"], { stage: "s2", lane: "acts", before: "n1" }));
  expect(p.shown.cell("s2", "acts")).toEqual(["id", "sms", "n1", "see", "n2"]);
});

it("leaves a score behind that the new lane's scale does not have", () => {
  done(moveCards(p.shown, ["pass"], { stage: "s2", lane: "mood" }));
  expect(p.shown.row("cards", "pass")?.score).toBeNull();
  done(moveCards(p.shown, ["up"], { stage: "s1", lane: "ideas" }));
  expect(p.shown.row("cards", "up")?.score).toBe(0.8);
});

it("puts no card into a metric lane or onto what is gone", () => {
  expect(moveCards(p.shown, ["see"], { stage: "s1", lane: "conv" })).toHaveProperty("refused");
  expect(moveCards(p.shown, ["see"], { stage: "gone", lane: "acts" })).toHaveProperty("refused");
});

it("duplicates next to the original, without its evidence", () => {
  let n = 0;
  done(
    duplicateCards(p.shown, ["late"], () => {
      n += 1;
      return `copy${n}`;
    }),
  );
  expect(p.shown.cell("s2", "pains")).toEqual(["late", "copy1"]);
  expect(p.shown.row("cards", "copy1")).toMatchObject({ text: "SMS too late", persona: "p1" });
  expect(p.shown.pointing("evidence", "card", "copy1")).toEqual([]);
});

it("deletes only what is still there", () => {
  expect(deleteCards(p.shown, ["see", "gone"]).ops).toEqual([
    { op: "delete", table: "cards", id: "see" },
  ]);
});

it("reads a score as people write it, inside its scale", () => {
  expect(parseScore("\u22121,5", "emotion")).toBe(-1.5);
  expect(parseScore(" ", "emotion")).toBeNull();
  expect(parseScore("40", "text")).toBe(40);
  expect(() => parseScore("2.1", "emotion")).toThrow("from -2 to 2");
  expect(() => parseScore("much", "opportunity")).toThrow("“much” is not");
});

it("nudges by tenths without drifting, and stops at the end of the scale", () => {
  expect(nudged(0.1, 0.2, "emotion")).toBe(0.3);
  expect(nudged(1.95, 0.1, "emotion")).toBe(2);
  expect(nudged(-1.8, -0.5, "emotion")).toBe(-2);
});
