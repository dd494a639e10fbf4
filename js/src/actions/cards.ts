/** What can be done with cards. */
import { type Card, SCORE_RANGES, type WireOp } from "../generated/schema";
import { brief, plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { add, type Plan, placing, position, type Refusal, remove, rowsOf, set } from "./plan";

/** Where a card comes to stand: before another card of the cell, or at its end. */
export interface Spot {
  stage: string;
  lane: string;
  before?: string | undefined;
}

function siblings(shown: Shown, { stage, lane }: Spot, without: ReadonlySet<string>): Card[] {
  return rowsOf(
    shown,
    "cards",
    shown.cell(stage, lane).filter((id) => !without.has(id)),
  );
}

export function spotName(shown: Shown, { stage, lane }: Spot): string {
  const stageTitle = shown.row("stages", stage)?.title || "untitled stage";
  const laneTitle = shown.row("lanes", lane)?.title || "untitled lane";
  return `${laneTitle}, ${stageTitle}`;
}

/** Whether `score` is one that cards of a lane of this kind can have. */
export function scoreFits(kind: string | undefined, score: number | null): boolean {
  const range = kind === undefined ? undefined : SCORE_RANGES[kind];
  return score === null || !range || (score >= range[0] && score <= range[1]);
}

export function addCards(
  shown: Shown,
  spot: Spot,
  cards: readonly ({ id: string } & Partial<Card>)[],
): Plan {
  const { orders, ops } = placing(
    "cards",
    siblings(shown, spot, new Set()),
    spot.before,
    cards.length,
  );
  const adds = cards.map(({ id, ...row }, at) =>
    add("cards", id, { ...row, stage: spot.stage, lane: spot.lane, order: orders[at] ?? "" }),
  );
  const what = cards.length === 1 ? "card" : plural(cards.length, "card");
  return {
    label: `Add ${what}`,
    ops: [...ops, ...adds],
    say: `${what === "card" ? "Card" : what} added to ${spotName(shown, spot)}`,
  };
}

export function moveCards(shown: Shown, ids: readonly string[], spot: Spot): Plan | Refusal {
  const lane = shown.row("lanes", spot.lane);
  if (!lane || !shown.row("stages", spot.stage)) return { refused: "That place is gone." };
  if (lane.kind === "metric") return { refused: "A metric lane shows numbers and takes no cards." };
  const rows = rowsOf(shown, "cards", ids);
  const moved = new Set(ids);
  const rest = siblings(shown, spot, moved);
  // A card that stands before a moved one lands before the first that stays.
  const cell = shown.cell(spot.stage, spot.lane);
  const from = spot.before === undefined ? -1 : cell.indexOf(spot.before);
  const before = from < 0 ? undefined : cell.slice(from).find((id) => !moved.has(id));
  const { orders, ops } = placing("cards", rest, before, rows.length);
  const sets = rows.map((card, at): WireOp => {
    const values: Partial<Card> = { order: orders[at] ?? card.order };
    if (card.stage !== spot.stage) values.stage = spot.stage;
    if (card.lane !== spot.lane) values.lane = spot.lane;
    // A score of another scale means nothing here.
    if (!scoreFits(lane.kind, card.score)) values.score = null;
    return set("cards", card.id, values);
  });
  const index = before === undefined ? rest.length : rest.findIndex((card) => card.id === before);
  const one =
    rows.length === 1 ? `Card ${brief(rows[0]?.text ?? "")}` : plural(rows.length, "card");
  const where = `${spotName(shown, spot)}, ${position(index, rest.length + rows.length)}`;
  return {
    label: rows.length === 1 ? "Move card" : `Move ${plural(rows.length, "card")}`,
    ops: [...ops, ...sets],
    say: `${one} moved to ${where}`,
  };
}

export function deleteCards(shown: Shown, ids: readonly string[]): Plan {
  const rows = rowsOf(shown, "cards", ids);
  const what = plural(rows.length, "card");
  return {
    label: rows.length === 1 ? "Delete card" : `Delete ${what}`,
    ops: rows.map((card) => remove("cards", card.id)),
    say:
      rows.length === 1
        ? `Card ${brief(rows[0]?.text ?? "")} deleted. Undo brings it back.`
        : `${what} deleted. Undo brings them back.`,
  };
}

/** A copy of a card, without what only the original has: its evidence. */
export function copyOf({ id: _id, stage: _s, lane: _l, order: _o, ...rest }: Card): Partial<Card> {
  return { ...rest, tags: [...rest.tags], fields: { ...rest.fields } };
}

export function duplicateCards(shown: Shown, ids: readonly string[], newId: () => string): Plan {
  const ops: WireOp[] = [];
  for (const card of rowsOf(shown, "cards", ids)) {
    const cell = shown.cell(card.stage, card.lane);
    const before = cell[cell.indexOf(card.id) + 1];
    const plan = addCards(shown, { stage: card.stage, lane: card.lane, before }, [
      { id: newId(), ...copyOf(card) },
    ]);
    ops.push(...plan.ops);
  }
  const what = plural(ids.length, "card");
  return {
    label: ids.length === 1 ? "Duplicate card" : `Duplicate ${what}`,
    ops,
    say: `${what} duplicated`,
  };
}

export function setCards(
  shown: Shown,
  ids: readonly string[],
  values: Partial<Card>,
  change: string,
): Plan {
  const rows = rowsOf(shown, "cards", ids);
  return { label: change, ops: rows.map(({ id }) => set("cards", id, values)), say: change };
}

/** Text to score of a lane; empty text takes the score away. Throws what would be right. */
export function parseScore(text: string, kind: string): number | null {
  const clean = text.trim().replace("\u2212", "-").replace(",", ".");
  if (clean === "") return null;
  const [low, high] = SCORE_RANGES[kind] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const score = Number(clean);
  if (!Number.isFinite(score) || score < low || score > high) {
    const range = Number.isFinite(low) ? ` from ${low} to ${high}` : "";
    throw new Error(`A score here is a number${range}; “${brief(text)}” is not.`);
  }
  return score;
}

/** A score one step further, on the grid of the step and inside the lane's range. */
export function nudged(score: number, by: number, kind: string): number {
  const [low, high] = SCORE_RANGES[kind] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const next = Math.round((score + by) * 10) / 10;
  return Math.min(high, Math.max(low, next));
}
