/** What can be done with stages and steps. */
import type { Stage, WireOp } from "../generated/schema";
import { brief, plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { add, type Plan, placing, position, type Refusal, remove, rowsOf, set } from "./plan";

/** The stages beside one another, or the steps of a stage. */
export function stagesUnder(shown: Shown, parent: string | null): Stage[] {
  return rowsOf(shown, "stages", shown.ids("stages")).filter((stage) => stage.parent === parent);
}

function noun(stage: Pick<Stage, "parent">): string {
  return stage.parent === null ? "stage" : "step";
}

function name(stage: Stage): string {
  return brief(stage.title) || `untitled ${noun(stage)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Add a stage, or a step of `parent`, before a sibling or at the end. */
export function addStage(
  shown: Shown,
  id: string,
  parent: string | null,
  before?: string | undefined,
): Plan {
  const { orders, ops } = placing("stages", stagesUnder(shown, parent), before);
  const what = noun({ parent });
  const row: Partial<Stage> = { title: `New ${what}`, order: orders[0] ?? "" };
  if (parent !== null) row.parent = parent;
  const of = parent === null ? "" : ` to ${brief(shown.row("stages", parent)?.title ?? "")}`;
  return {
    label: `Add ${what}`,
    ops: [...ops, add("stages", id, row)],
    say: `${capital(what)} added${of}`,
  };
}

/** Put a stage or step among the children of `parent` (null: as a stage), before a sibling. */
export function moveStage(
  shown: Shown,
  id: string,
  parent: string | null,
  before?: string | undefined,
): Plan | Refusal {
  const stage = shown.row("stages", id);
  if (!stage) return { refused: "That stage is gone." };
  if (parent !== null) {
    const target = shown.row("stages", parent);
    if (!target || target.parent !== null || parent === id) {
      return { refused: "A step can stand only under a stage." };
    }
    if (stagesUnder(shown, id).length > 0) {
      return { refused: `“${name(stage)}” has steps of its own, so it cannot become a step.` };
    }
  }
  const rest = stagesUnder(shown, parent).filter((other) => other.id !== id);
  const { orders, ops } = placing("stages", rest, before);
  const values: Partial<Stage> = { order: orders[0] ?? stage.order };
  if (stage.parent !== parent) values.parent = parent;
  const found = rest.findIndex((other) => other.id === before);
  const index = found < 0 ? rest.length : found;
  const under = parent === null ? "" : `${brief(shown.row("stages", parent)?.title ?? "")}, `;
  const what = noun({ parent });
  const said =
    stage.parent === parent || (stage.parent !== null && parent !== null)
      ? `${capital(what)} ${name(stage)} moved to`
      : `${name(stage)} is now a ${what},`;
  return {
    label: stage.parent === parent ? `Move ${what}` : `Make ${what}`,
    ops: [...ops, set("stages", id, values)],
    say: `${said} ${under}${position(index, rest.length + 1)}`,
  };
}

/** One place towards the start (-1) or the end (+1); a step goes on into the next stage. */
export function shiftStage(shown: Shown, id: string, by: -1 | 1): Plan | Refusal {
  const stage = shown.row("stages", id);
  if (!stage) return { refused: "That stage is gone." };
  const all = stagesUnder(shown, stage.parent);
  const at = all.findIndex((other) => other.id === id);
  if (all[at + by]) return moveStage(shown, id, stage.parent, all[by < 0 ? at - 1 : at + 2]?.id);
  if (stage.parent === null)
    return { refused: `“${name(stage)}” is already ${by < 0 ? "first" : "last"}.` };
  const stages = stagesUnder(shown, null);
  const next = stages[stages.findIndex((other) => other.id === stage.parent) + by];
  if (!next) return { refused: "There is no stage further on." };
  return moveStage(shown, id, next.id, by < 0 ? undefined : stagesUnder(shown, next.id)[0]?.id);
}

/** Make a stage a step of the stage before it. */
export function makeStep(shown: Shown, id: string): Plan | Refusal {
  const stages = stagesUnder(shown, null);
  const before = stages[stages.findIndex((stage) => stage.id === id) - 1];
  if (!before) return { refused: "There is no stage before it that it could be a step of." };
  return moveStage(shown, id, before.id);
}

/** Make a step a stage, right after the stage it was in. */
export function makeStage(shown: Shown, id: string): Plan | Refusal {
  const step = shown.row("stages", id);
  if (!step || step.parent === null) return { refused: "That is a stage already." };
  const stages = stagesUnder(shown, null);
  const after = stages[stages.findIndex((stage) => stage.id === step.parent) + 1];
  return moveStage(shown, id, null, after?.id);
}

/** What a stage takes with it: its steps, and the cards of all of them. */
export function goesAlong(shown: Shown, id: string): { steps: number; cards: number } {
  const steps = stagesUnder(shown, id);
  const cards = [id, ...steps.map((step) => step.id)]
    .map((stage) => shown.pointing("cards", "stage", stage).length)
    .reduce((sum, n) => sum + n, 0);
  return { steps: steps.length, cards };
}

export function withText(along: { steps?: number; cards: number }): string {
  const parts = [
    along.steps ? plural(along.steps, "step") : "",
    along.cards ? plural(along.cards, "card") : "",
  ].filter(Boolean);
  return parts.length ? `with ${parts.join(" and ")}` : "";
}

export function deleteStages(shown: Shown, ids: readonly string[]): Plan {
  const rows = rowsOf(shown, "stages", ids);
  // A step goes with its stage; to delete it twice would be an error.
  const roots = rows.filter((row) => row.parent === null || !ids.includes(row.parent));
  const along = roots.reduce(
    (sum, row) => {
      const { steps, cards } = goesAlong(shown, row.id);
      return { steps: sum.steps + steps, cards: sum.cards + cards };
    },
    { steps: 0, cards: 0 },
  );
  const first = roots[0];
  const one = roots.length === 1 && first;
  const what = one ? `${capital(noun(one))} ${name(one)}` : plural(roots.length, "stage");
  return {
    label: one ? `Delete ${noun(one)}` : `Delete ${what}`,
    ops: roots.map((row): WireOp => remove("stages", row.id)),
    say: `${what} deleted ${withText(along)}. Undo brings it back.`.replace(" .", "."),
  };
}

export function toggleMoment(shown: Shown, id: string): Plan | Refusal {
  const stage = shown.row("stages", id);
  if (!stage) return { refused: "That stage is gone." };
  const now = !stage.moment_of_truth;
  return {
    label: now ? "Mark moment of truth" : "Unmark moment of truth",
    ops: [set("stages", id, { moment_of_truth: now })],
    say: `${name(stage)} is ${now ? "now" : "no longer"} a moment of truth`,
  };
}
