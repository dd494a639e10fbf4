/** What can be done with lanes. */
import type { Lane, WireOp } from "../generated/schema";
import { brief, plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { scoreFits } from "./cards";
import { add, type Plan, placing, position, type Refusal, remove, rowsOf, set } from "./plan";
import { withText } from "./stages";

export const KINDS: Record<Lane["kind"], string> = {
  text: "Text",
  touchpoint: "Touchpoints",
  emotion: "Emotion curve",
  pain: "Pains",
  gain: "Gains",
  opportunity: "Opportunities",
  quote: "Quotes",
  image: "Images",
  metric: "Metric",
};

export const ROLES: Record<NonNullable<Lane["role"]>, string> = {
  customer: "Customer",
  frontstage: "Frontstage",
  backstage: "Backstage",
  support: "Support",
};

export function lanesOf(shown: Shown): Lane[] {
  return rowsOf(shown, "lanes", shown.ids("lanes"));
}

function name(lane: Lane): string {
  return brief(lane.title) || "untitled lane";
}

export function addLane(shown: Shown, id: string, row: Partial<Lane>, before?: string): Plan {
  const { orders, ops } = placing("lanes", lanesOf(shown), before);
  return {
    label: "Add lane",
    ops: [...ops, add("lanes", id, { title: "New lane", ...row, order: orders[0] ?? "" })],
    say: "Lane added",
  };
}

export function moveLane(shown: Shown, id: string, before?: string | undefined): Plan | Refusal {
  const lane = shown.row("lanes", id);
  if (!lane) return { refused: "That lane is gone." };
  const rest = lanesOf(shown).filter((other) => other.id !== id);
  const { orders, ops } = placing("lanes", rest, before);
  const found = rest.findIndex((other) => other.id === before);
  const index = found < 0 ? rest.length : found;
  return {
    label: "Move lane",
    ops: [...ops, set("lanes", id, { order: orders[0] ?? lane.order })],
    say: `Lane ${name(lane)} moved to ${position(index, rest.length + 1)}`,
  };
}

export function shiftLane(shown: Shown, id: string, by: -1 | 1): Plan | Refusal {
  const ids = shown.ids("lanes");
  const at = ids.indexOf(id);
  if (ids[at + by] === undefined) {
    return { refused: `This lane is already ${by < 0 ? "first" : "last"}.` };
  }
  return moveLane(shown, id, ids[by < 0 ? at - 1 : at + 2]);
}

export function deleteLanes(shown: Shown, ids: readonly string[]): Plan {
  const rows = rowsOf(shown, "lanes", ids);
  const cards = rows.reduce((sum, { id }) => sum + shown.pointing("cards", "lane", id).length, 0);
  const one = rows.length === 1 ? rows[0] : undefined;
  const what = one ? `Lane ${name(one)}` : plural(rows.length, "lane");
  return {
    label: one ? "Delete lane" : `Delete ${what}`,
    ops: rows.map(({ id }) => remove("lanes", id)),
    say: `${what} deleted ${withText({ cards })}. Undo brings it back.`.replace(" .", "."),
  };
}

/** Another kind; scores that its scale does not have are taken away. */
export function setKind(shown: Shown, id: string, kind: Lane["kind"]): Plan | Refusal {
  const lane = shown.row("lanes", id);
  if (!lane) return { refused: "That lane is gone." };
  const cards = shown.pointing("cards", "lane", id);
  if (kind === "metric" && cards.length > 0) {
    const hidden = `A metric lane shows no cards, and this lane has ${plural(cards.length, "card")}.`;
    return { refused: `${hidden} Move or delete them first.` };
  }
  const off = cards.filter((card) => !scoreFits(kind, card.score));
  const cleared = off.map((card): WireOp => set("cards", card.id, { score: null }));
  const lost = off.length ? `; ${plural(off.length, "score")} of another scale cleared` : "";
  return {
    label: "Change kind of lane",
    // The scores go first: while they stand, the lane cannot have the new scale.
    ops: [...cleared, set("lanes", id, { kind })],
    say: `Lane ${name(lane)} is now of kind ${KINDS[kind]}${lost}`,
  };
}

export function setLanes(ids: readonly string[], values: Partial<Lane>, change: string): Plan {
  return { label: change, ops: ids.map((id) => set("lanes", id, values)), say: change };
}
