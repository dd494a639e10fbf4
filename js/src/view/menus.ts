/** Opening the menus of the map. */
import { command, mapMenu, placeMenu } from "../actions/registry";
import type { MapState } from "../state/map-state";

const NAMES = {
  corner: "Map",
  stage: "Stage",
  step: "Step",
  lane: "Lane",
  cell: "Cell",
  card: "Card",
  point: "Point",
} as const;

/** The menu of the focused place, at the pointer or under the place itself. */
export function openPlaceMenu(m: MapState, at?: { x: number; y: number }): boolean {
  const place = m.place.peek();
  const items = placeMenu(m);
  if (items.length === 0) return true;
  const box = m.elementOf(place)?.getBoundingClientRect();
  const spot = at ?? {
    x: (box?.left ?? 0) + 12,
    y: (box?.top ?? 0) + Math.min(box?.height ?? 0, 32),
  };
  m.scope.menu.value = { label: NAMES[place.at], items, at: spot, back: () => m.focus(place) };
  return true;
}

function under(button: HTMLElement): { x: number; y: number } {
  const box = button.getBoundingClientRect();
  return { x: box.left, y: box.bottom + 4 };
}

export function openMapMenu(m: MapState, button: HTMLElement): void {
  const back = () => button.focus();
  m.scope.menu.value = { label: "Map", items: mapMenu(m), at: under(button), back };
}

/** A page of a command's choices, opened from a button of the toolbar. */
export function openChoices(m: MapState, id: string, button: HTMLElement): void {
  const chosen = command(id);
  const items = chosen.items?.(m) ?? [];
  const back = () => button.focus();
  m.scope.menu.value = { label: chosen.label(m), items, at: under(button), back };
}
