/** Search over all maps of the page: each marks its own hits, and one walks through all of them. */
import type { Card } from "../generated/schema";
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { MapPlace } from "./map-place";

/** Frames that a far card may take to be drawn. */
const PATIENCE = 10;

interface Hit {
  m: MapState;
  card: Card;
}

export class Finding {
  /** The hit where one stands; undefined before the first. */
  #at: { m: MapState; card: string } | undefined;

  constructor(
    private readonly maps: readonly MapPlace[],
    private readonly arrive: () => void,
  ) {}

  /** Look for words in the cards of all maps. */
  look(words: string): void {
    if (words.trim()) this.arrive();
    this.#at = undefined;
    for (const { shown } of this.maps) if (shown) shown.search.query.value = words;
  }

  get count(): number {
    return this.#hits().length;
  }

  /** To the next hit, or the one before. Returns which of how many that is; 0 of none. */
  step(by: 1 | -1): { number: number; of: number } {
    const hits = this.#hits();
    const { length } = hits;
    const now = hits.findIndex(({ m, card }) => m === this.#at?.m && card.id === this.#at.card);
    const next = now < 0 ? (by > 0 ? 0 : length - 1) : (now + by + length) % length;
    const hit = hits[next];
    if (!hit) return { number: 0, of: 0 };
    const { m, card } = hit;
    this.#at = { m, card: card.id };
    // A card of a folded lane cannot be seen.
    if (m.layout.lane(card.lane)?.collapsed) m.layout.fold([card.lane], false);
    m.selection.set("cards", [card.id]);
    const place: Place = { at: "card", id: card.id, lane: card.lane, column: card.stage };
    m.at(place);
    bring(m, place, PATIENCE);
    return { number: next + 1, of: length };
  }

  /** In the order in which they are read: map by map, lane by lane. */
  #hits(): Hit[] {
    return this.maps.flatMap(({ shown: m }) => {
      const found = m?.search.found.peek();
      if (!m || !found) return [];
      const ids = m.layout.reading().filter((id) => found.has(id));
      return ids.flatMap((id) => {
        const card = m.shown.row("cards", id);
        return card ? [{ m, card }] : [];
      });
    });
  }
}

/** Into the middle of the screen; the focus stays in the field. */
function bring(m: MapState, place: Place, frames: number): void {
  const element = m.elementOf(place);
  if (element?.isConnected) element.scrollIntoView?.({ block: "center", inline: "nearest" });
  else if (frames > 0) requestAnimationFrame(() => bring(m, place, frames - 1));
}
