/** Where something that is dragged would land: the place, and the mark that shows it. */
import type { MapState } from "../state/map-state";
import { keyOf, type Place } from "../state/place";

interface Scene {
  m: MapState;
  grid: HTMLElement;
  /** The pointer, in px of the window. */
  at: { x: number; y: number };
  /** Keys of the places that move. */
  moving: ReadonlySet<string>;
}

export interface Drop {
  cell?: { lane: string; stage: string };
  parent?: string | null;
  before: string | undefined;
  mark: { left: number; top: number; width: number; height: number };
}

type Box = { left: number; top: number; right: number; bottom: number };

function boxOf(m: MapState, place: Place): Box | undefined {
  return m.elementOf(place)?.getBoundingClientRect();
}

/** A box of the window in px of the grid. */
function within(grid: HTMLElement, box: Box): Drop["mark"] {
  const own = grid.getBoundingClientRect();
  return {
    left: box.left - own.left,
    top: box.top - own.top,
    width: box.right - box.left,
    height: box.bottom - box.top,
  };
}

function isRightToLeft(grid: HTMLElement): boolean {
  return getComputedStyle(grid).direction === "rtl";
}

/** The cell under the pointer, and the card in it that the dragged ones would come before. */
export function cardDrop({ m, grid, at, moving }: Scene): Drop | undefined {
  const root = grid.getRootNode() as ShadowRoot | Document;
  const under = root.elementsFromPoint(at.x, at.y);
  const element = under.find((one) => m.cells.has(one));
  const cell = element && m.cells.get(element);
  if (!cell || !m.layout.takesCards(cell.lane)) return undefined;
  const { lane, column } = cell;
  const box = element.getBoundingClientRect();
  const cards = m.layout
    .cards(lane, column)
    .map((id): Place => ({ at: "card", id, lane, column }))
    .filter((place) => !moving.has(keyOf(place)));
  let edge = box.top + 4;
  let before: string | undefined;
  for (const place of cards) {
    const card = boxOf(m, place);
    if (!card) continue;
    if (at.y < (card.top + card.bottom) / 2) {
      before = place.at === "card" ? place.id : undefined;
      edge = card.top - 4;
      break;
    }
    edge = card.bottom + 2;
  }
  const line = { left: box.left + 8, right: box.right - 8, top: edge, bottom: edge + 3 };
  return { cell: { lane, stage: column }, before, mark: within(grid, line) };
}

export function laneDrop({ m, grid, at, moving }: Scene): Drop | undefined {
  const lanes = m.layout.lanes.filter((id) => !moving.has(keyOf({ at: "lane", id })));
  const whole = grid.getBoundingClientRect();
  let edge = whole.bottom;
  let before: string | undefined;
  for (const id of lanes) {
    const box = boxOf(m, { at: "lane", id });
    if (!box) continue;
    if (at.y < (box.top + box.bottom) / 2) {
      before = id;
      edge = box.top;
      break;
    }
    edge = box.bottom;
  }
  const line = { left: whole.left, right: whole.right, top: edge - 2, bottom: edge + 1 };
  return { before, mark: within(grid, line) };
}

/** A stage lands between stages; a step under the stage at the pointer, between its steps. */
export function stageDrop(scene: Scene, kind: "stage" | "step"): Drop | undefined {
  const { m } = scene;
  const { groups } = m.layout;
  if (kind === "stage") {
    const places = groups.map((group): Place => ({ at: "stage", id: group.stage }));
    return { ...between(scene, places), parent: null };
  }
  const group = groups.find(({ stage }) => {
    const box = boxOf(m, { at: "stage", id: stage });
    return box && scene.at.x >= box.left && scene.at.x < box.right;
  });
  if (!group) return undefined;
  const steps = group.columns.filter((column) => column !== group.stage);
  const places = steps.map((id): Place => ({ at: "step", id }));
  const inside = places.length ? places : [{ at: "stage", id: group.stage } as Place];
  const drop = between(scene, inside);
  return { ...drop, before: places.length ? drop.before : undefined, parent: group.stage };
}

function between({ m, grid, at, moving }: Scene, places: readonly Place[]): Drop {
  const whole = grid.getBoundingClientRect();
  const flipped = isRightToLeft(grid);
  let edge = flipped ? whole.left : whole.right;
  let before: string | undefined;
  for (const place of places) {
    const box = boxOf(m, place);
    if (!box || moving.has(keyOf(place)) || !("id" in place)) continue;
    const middle = (box.left + box.right) / 2;
    if (flipped ? at.x > middle : at.x < middle) {
      before = place.id;
      edge = flipped ? box.right : box.left;
      break;
    }
    edge = flipped ? box.left : box.right;
  }
  const line = { left: edge - 2, right: edge + 1, top: whole.top, bottom: whole.bottom };
  return { before, mark: within(grid, line) };
}
