/** A selection made elsewhere, by Python or by a chart, comes into sight in the map. */
import { effect, untracked } from "@preact/signals";
import type { MapState } from "../state/map-state";
import { keyOf, type Place } from "../state/place";
import type { Selected } from "../state/selection";
import { plural } from "../state/words";

/** Frames that a far card may take to be drawn. */
const PATIENCE = 5;

export function revealSelection(m: MapState, scroller: HTMLElement | null): () => void {
  let frame = 0;
  const stop = effect(() => {
    const selected = m.selection.outside.value;
    if (!selected || !scroller) return;
    cancelAnimationFrame(frame);
    untracked(() => {
      const [table, ids] = Object.entries(selected).find(([, some]) => some.length) ?? [];
      if (!table || !ids) return;
      m.scope.say(`${plural(ids.length, table.replace(/s$/, ""))} selected`);
      // Whoever writes or drags is not moved about.
      if (m.scope.editor.current.peek() || m.drag.peek()) return;
      const places = placesOf(m, selected);
      const first = places[0];
      if (!first || places.some((place) => inSight(scroller, m.elementOf(place)))) return;
      // The tab stop draws what is far, and leads a keyboard there; never away from the focus.
      if (!m.focused.peek()) m.at(first);
      frame = bring(m, scroller, first, PATIENCE, (next) => {
        frame = next;
      });
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

/** Where rows stand on the map, in reading order. */
function placesOf(m: MapState, { stages, lanes, cards }: Selected): Place[] {
  const wanted = new Set([...(stages ?? []), ...(lanes ?? []), ...(cards ?? [])]);
  if (stages) {
    return m.shown.ids("stages").flatMap((id): Place[] => {
      const row = wanted.has(id) ? m.shown.row("stages", id) : undefined;
      return row ? [{ at: row.parent === null ? "stage" : "step", id }] : [];
    });
  }
  if (lanes) return m.layout.lanes.flatMap((id) => (wanted.has(id) ? [{ at: "lane", id }] : []));
  return m.layout.reading().flatMap((id) => (wanted.has(id) ? (placeOf(m, id) ?? []) : []));
}

/** A card, the point that shows its score, or the cell of a folded lane that holds it. */
function placeOf(m: MapState, id: string): Place | undefined {
  const card = m.shown.row("cards", id);
  if (!card) return undefined;
  const place: Place = { at: "card", id, lane: card.lane, column: card.stage };
  const items = m.layout.items(card.lane, card.stage);
  const point = (item: Place) => item.at === "point" && item.persona === card.persona;
  return items.find((item) => keyOf(item) === keyOf(place)) ?? items.find(point) ?? items[0];
}

function bring(
  m: MapState,
  scroller: HTMLElement,
  place: Place,
  frames: number,
  next: (frame: number) => void,
): number {
  const element = m.elementOf(place);
  if (element?.isConnected) {
    scrollTo(scroller, element);
    return 0;
  }
  if (frames === 0) return 0;
  return requestAnimationFrame(() => next(bring(m, scroller, place, frames - 1, next)));
}

/** What of the element lies outside of the part that can be seen, on each side. */
function outside(scroller: HTMLElement, element: HTMLElement) {
  const style = getComputedStyle(scroller);
  const padding = (side: string) =>
    Number.parseFloat(style.getPropertyValue(`scroll-padding-${side}`)) || 0;
  const view = scroller.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  const role = element.getAttribute("role");
  // Headers stick to their edge, and are always in sight there.
  const [row, column] = [role === "rowheader", role === "columnheader"];
  return {
    left: row ? 0 : view.left + padding("left") - box.left,
    right: row ? 0 : box.right - (view.right - padding("right")),
    top: column ? 0 : view.top + padding("top") - box.top,
    bottom: column ? 0 : box.bottom - (view.bottom - padding("bottom")),
  };
}

function inSight(scroller: HTMLElement, element: HTMLElement | undefined): boolean {
  if (!element?.isConnected) return false;
  const { left, right, top, bottom } = outside(scroller, element);
  const some = 1; // px: of rounding
  return Math.max(left, right, top, bottom) <= some;
}

/** Scrolls the map, never the page around it: that would take away what is being clicked. */
function scrollTo(scroller: HTMLElement, element: HTMLElement): void {
  const { left, right, top, bottom } = outside(scroller, element);
  const by = (before: number, after: number) =>
    before > 0 ? -before : Math.max(0, Math.min(after, -before));
  scroller.scrollBy?.({ left: by(left, right), top: by(top, bottom), behavior: "instant" });
}
