/** Moving what has the focus by one place, or to a named one. */
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import { plural } from "../state/words";
import { deleteCards, moveCards, type Spot } from "./cards";
import { nudge } from "./edits";
import { deleteLanes, shiftLane } from "./lanes";
import { perform } from "./perform";
import type { Plan, Refusal } from "./plan";
import { deleteStages, makeStage, makeStep, shiftStage } from "./stages";

export type Direction = "up" | "down" | "left" | "right";

type CardPlace = Extract<Place, { at: "card" }>;

/** Move it one place on. A point of the curve moves on its scale. */
export function move(m: MapState, direction: Direction): boolean {
  const place = m.place.peek();
  const by = direction === "up" || direction === "left" ? -1 : 1;
  const across = direction === "left" || direction === "right";
  switch (place.at) {
    case "point":
      return !across && nudge(m, place, by < 0 ? 0.1 : -0.1);
    case "card":
      return moveCard(m, place, direction);
    case "lane":
      return !across && perform(m, shiftLane(m.shown, place.id, by), place);
    case "stage":
    case "step":
      return moveHeader(m, place, direction);
    default:
      return false;
  }
}

function moveHeader(m: MapState, place: Extract<Place, { at: "stage" | "step" }>, to: Direction) {
  const { id } = place;
  let plan: Plan | Refusal;
  if (to === "left" || to === "right") plan = shiftStage(m.shown, id, to === "left" ? -1 : 1);
  else if (place.at === "stage") plan = to === "down" ? makeStep(m.shown, id) : refuse("up");
  else plan = to === "up" ? makeStage(m.shown, id) : refuse("down");
  const done = perform(m, plan);
  const now = m.shown.row("stages", id);
  if (done && now) m.focus({ at: now.parent === null ? "stage" : "step", id });
  return done;
}

function refuse(where: "up" | "down"): Refusal {
  return { refused: where === "up" ? "This is a stage already." : "This is a step already." };
}

/** Put cards into a cell, and keep the focus on the one that has it. */
export function putCards(m: MapState, ids: readonly string[], spot: Spot): boolean {
  if (!perform(m, moveCards(m.shown, ids, spot))) return false;
  const place = m.place.peek();
  const id = place.at === "card" ? place.id : ids[0];
  if (id !== undefined) m.focus({ at: "card", id, lane: spot.lane, column: spot.stage });
  return true;
}

function moveCard(m: MapState, place: CardPlace, direction: Direction): boolean {
  const ids = m.meant("cards");
  const card = m.shown.row("cards", place.id);
  if (!card) return false;
  const { lane, stage } = card;
  if (direction === "left" || direction === "right") {
    const columns = m.layout.columns;
    const next = columns[columns.indexOf(stage) + (direction === "left" ? -1 : 1)];
    if (next === undefined) {
      m.scope.tell(`There is no stage further to the ${direction}.`);
      return false;
    }
    const index = m.layout.cards(lane, stage).indexOf(place.id);
    return putCards(m, ids, { stage: next, lane, before: m.layout.cards(lane, next)[index] });
  }
  const cards = m.layout.cards(lane, stage);
  const moving = new Set(ids);
  const at = cards.map((id) => moving.has(id));
  if (direction === "up") {
    const first = at.indexOf(true);
    if (first > 0) return putCards(m, ids, { stage, lane, before: cards[first - 1] });
  } else {
    const last = at.lastIndexOf(true);
    if (last < cards.length - 1) return putCards(m, ids, { stage, lane, before: cards[last + 2] });
  }
  return moveToLane(m, ids, stage, lane, direction);
}

/** Past the end of its cell a card goes on into the next lane that can take it. */
function moveToLane(m: MapState, ids: string[], stage: string, lane: string, to: "up" | "down") {
  const open = m.layout.lanes.filter(
    (id) => id === lane || (m.layout.takesCards(id) && !m.layout.lane(id)?.collapsed),
  );
  const next = open[open.indexOf(lane) + (to === "up" ? -1 : 1)];
  if (next === undefined) {
    m.scope.tell(`There is no lane further ${to} that takes cards.`);
    return false;
  }
  const before = to === "up" ? undefined : m.layout.cards(next, stage)[0];
  return putCards(m, ids, { stage, lane: next, before });
}

/** Delete what the place means, with what hangs on it. */
export function deleteMeant(m: MapState): boolean {
  const place = m.place.peek();
  if (place.at === "card" || place.at === "point") {
    const ids = m.meant("cards");
    return ids.length > 0 && perform(m, deleteCards(m.shown, ids));
  }
  if (place.at === "lane") return perform(m, deleteLanes(m.shown, m.meant("lanes")));
  if (place.at === "stage" || place.at === "step") {
    return perform(m, deleteStages(m.shown, m.meant("stages")));
  }
  return false;
}

/** "Delete 3 cards", as a menu says it. */
export function deleteLabel(m: MapState, noun: string, n: number, along: string): string {
  const what = n === 1 ? `Delete ${noun}` : `Delete ${plural(n, noun)}`;
  return m.editable && along ? `${what} (${along})` : what;
}
