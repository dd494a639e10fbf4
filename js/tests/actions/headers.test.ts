import { afterEach, beforeEach, expect, it } from "vitest";
import { addLane, deleteLanes, moveLane, setKind, shiftLane } from "../../src/actions/lanes";
import { isRefusal, type Plan, type Refusal } from "../../src/actions/plan";
import {
  addStage,
  deleteStages,
  goesAlong,
  makeStage,
  makeStep,
  moveStage,
  shiftStage,
  stagesUnder,
  toggleMoment,
} from "../../src/actions/stages";
import { bikePage } from "../bike";
import { clearPage } from "../journey";

let p: ReturnType<typeof bikePage>;
beforeEach(() => {
  clearPage();
  p = bikePage();
});
afterEach(() => p.close());

function done(plan: Plan | Refusal): string {
  if (isRefusal(plan)) throw new Error(plan.refused);
  p.run(plan);
  return plan.say;
}

function refused(plan: Plan | Refusal): string {
  return isRefusal(plan) ? plan.refused : "it was planned";
}

const stages = () => p.shown.ids("stages");

it("adds a stage before another", () => {
  done(addStage(p.shown, "n", null, "s2"));
  expect(stages()).toEqual(["s1", "n", "s2", "s3"]);
});

it("shifts a stage by one place, and not past the ends", () => {
  expect(done(shiftStage(p.shown, "s3", -1))).toBe("Stage Ride moved to position 2 of 3");
  expect(stages()).toEqual(["s1", "s3", "s2"]);
  done(shiftStage(p.shown, "s1", 1));
  expect(stages()).toEqual(["s3", "s1", "s2"]);
  expect(refused(shiftStage(p.shown, "s3", -1))).toContain("already first");
});

it("makes a stage a step, and the step a stage again in its place", () => {
  expect(done(makeStep(p.shown, "s2"))).toBe("Sign-up is now a step, Awareness, position 1 of 1");
  expect(stagesUnder(p.shown, "s1").map((step) => step.id)).toEqual(["s2"]);
  done(makeStage(p.shown, "s2"));
  expect(stages()).toEqual(["s1", "s2", "s3"]);
  expect(refused(makeStep(p.shown, "s1"))).toContain("no stage before it");
});

it("keeps steps one level deep", () => {
  done(addStage(p.shown, "t", "s2"));
  expect(refused(makeStep(p.shown, "s2"))).toContain("has steps of its own");
  expect(refused(moveStage(p.shown, "s3", "t"))).toContain("only under a stage");
});

it("lets a step go on into the next stage", () => {
  done(addStage(p.shown, "t1", "s1"));
  done(addStage(p.shown, "t2", "s2"));
  done(shiftStage(p.shown, "t1", 1));
  expect(stages()).toEqual(["s1", "s2", "t1", "t2", "s3"]);
  done(shiftStage(p.shown, "t1", -1));
  expect(stages()).toEqual(["s1", "t1", "s2", "t2", "s3"]);
});

it("says what goes along with a stage, and deletes a step once", () => {
  done(addStage(p.shown, "t", "s2"));
  expect(goesAlong(p.shown, "s2")).toEqual({ steps: 1, cards: 6 });
  const plan = deleteStages(p.shown, ["s2", "t"]);
  expect(plan.ops).toEqual([{ op: "delete", table: "stages", id: "s2" }]);
  expect(done(plan)).toBe("Stage Sign-up deleted with 1 step and 6 cards. Undo brings it back.");
  expect(p.shown.ids("cards")).toEqual(["see", "up"]);
});

it("marks and unmarks the moment of truth", () => {
  done(toggleMoment(p.shown, "s1"));
  done(toggleMoment(p.shown, "s2"));
  expect(p.shown.rows("stages").map((stage) => stage.moment_of_truth)).toEqual([
    true,
    false,
    false,
  ]);
});

it("moves lanes before others and by one place", () => {
  done(moveLane(p.shown, "back", "acts"));
  expect(p.shown.ids("lanes")[0]).toBe("back");
  done(shiftLane(p.shown, "back", 1));
  expect(p.shown.ids("lanes").slice(0, 2)).toEqual(["acts", "back"]);
  expect(refused(shiftLane(p.shown, "acts", -1))).toContain("already first");
});

it("clears the scores that a lane's new kind cannot have, in the same change", () => {
  expect(done(setKind(p.shown, "ideas", "emotion"))).toContain("1 score of another scale cleared");
  expect(p.shown.row("cards", "pass")?.score).toBeNull();
  expect(p.shown.row("lanes", "ideas")?.kind).toBe("emotion");
});

it("does not hide cards behind a metric", () => {
  expect(refused(setKind(p.shown, "pains", "metric"))).toContain("has 1 card");
});

it("adds and deletes lanes", () => {
  done(addLane(p.shown, "n", { kind: "gain" }, "pains"));
  expect(p.shown.ids("lanes").indexOf("n")).toBe(2);
  expect(done(deleteLanes(p.shown, ["pains"]))).toContain("with 1 card");
});
