/** Quotes that are dragged over the map: what they would be put behind, and the drop. */

import type { Stance } from "../actions/evidence";
import { citeHere, takesQuotes } from "../actions/evidence-commands";
import { holdsQuotes, takeQuotes } from "../link/quote";
import type { MapState } from "../state/map-state";

type Spot = Parameters<typeof citeHere>[1];

interface Aim {
  spot: Spot;
  element: Element;
  /** What is told at the pointer. */
  says: string;
}

/** Alt turns support into dissent, Shift into context: as the hint over the card says. */
function stanceOf(event: DragEvent): Stance {
  return event.altKey ? "contradicts" : event.shiftKey ? "context" : "supports";
}

function aimOf(m: MapState, event: DragEvent): Aim | undefined {
  const stance = stanceOf(event);
  const place = m.placeOf(event.target);
  if (place && (place.at === "card" || place.at === "point") && takesQuotes(m, place)) {
    const element = m.elementOf(place);
    return element && { spot: place, element, says: stance };
  }
  let element = event.target instanceof Element ? event.target : null;
  while (element && !m.cells.has(element)) element = element.parentElement;
  const cell = element && m.cells.get(element);
  const spot: Spot | undefined = cell ? { at: "into", ...cell } : undefined;
  if (!element || !spot || !takesQuotes(m, spot)) return undefined;
  return { spot, element, says: stance === "supports" ? "new card" : `new card: ${stance}` };
}

export function quoteOver(m: MapState, event: DragEvent, grid: HTMLElement): void {
  if (!holdsQuotes(event.dataTransfer)) return;
  const aim = aimOf(m, event);
  if (!aim) {
    quoteGone(m);
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  event.dataTransfer.dropEffect = "copy";
  const own = grid.getBoundingClientRect();
  const box = aim.element.getBoundingClientRect();
  const next = {
    says: aim.says,
    left: box.left - own.left,
    top: box.top - own.top,
    width: box.width,
    height: box.height,
  };
  // A drag tells of itself many times a second: only what differs is drawn.
  if (JSON.stringify(next) !== JSON.stringify(m.over.peek())) m.over.value = next;
}

export function quoteGone(m: MapState): void {
  m.over.value = undefined;
}

export function quoteDrop(m: MapState, event: DragEvent): void {
  if (!holdsQuotes(event.dataTransfer)) return;
  event.preventDefault();
  event.stopPropagation();
  quoteGone(m);
  const aim = aimOf(m, event);
  const quotes = takeQuotes(event.dataTransfer);
  if (aim) citeHere(m, aim.spot, quotes, stanceOf(event));
}
