/** Which personas are shown, and which cards the search has found. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Card } from "../generated/schema";
import type { Shown } from "../sync/contract";

export class Filter {
  constructor(
    private readonly view: Shown,
    /** The setting: empty means all. */
    readonly chosen: ReadonlySignal<readonly string[]>,
  ) {}

  /** Ids of the personas shown, in order. */
  shown(): string[] {
    const all = [...this.view.ids("personas")];
    const chosen = this.chosen.value.filter((id) => all.includes(id));
    return chosen.length ? all.filter((id) => chosen.includes(id)) : all;
  }

  isShown(persona: string): boolean {
    return this.shown().includes(persona);
  }

  /** Of these cards, the ones to draw: those of the personas shown, and those of everyone. */
  cards(ids: readonly string[]): readonly string[] {
    if (this.chosen.value.length === 0) return ids;
    const shown = new Set(this.shown());
    if (shown.size === this.view.ids("personas").length) return ids;
    return ids.filter((id) => {
      const persona = this.view.row("cards", id)?.persona;
      return persona === null || persona === undefined || shown.has(persona);
    });
  }

  /** What the setting becomes when a persona's chip is pressed: all chosen is none chosen. */
  toggled(persona: string): string[] {
    const all = this.view.ids("personas");
    const now = this.chosen.value;
    const next = all.filter((id) => (id === persona ? !now.includes(id) : now.includes(id)));
    return next.length === all.length ? [] : next;
  }
}

/** Lower case, without the marks over letters: "Café" is found by "cafe". */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function textOf(card: Card): string {
  return [card.text, card.channel ?? "", card.owner, card.url, ...card.tags].join("\n");
}

export class Search {
  readonly query: Signal<string> = signal("");
  /** Whether its field is open where room is short. */
  readonly open = signal(false);
  /** Counts how often the field was asked for: each time it takes the focus. */
  readonly asked = signal(0);
  /** Ids of the cards found; undefined where nothing is looked for. */
  readonly found: ReadonlySignal<ReadonlySet<string> | undefined>;

  constructor(shown: Shown) {
    const words = computed(() => folded(this.query.value).split(/\s+/).filter(Boolean));
    this.found = computed(() => {
      if (words.value.length === 0) return undefined;
      const hits = shown
        .rows("cards")
        .filter((card) => {
          const text = folded(textOf(card));
          return words.value.every((word) => text.includes(word));
        })
        .map((card) => card.id);
      return new Set(hits);
    });
  }

  /** Whether a card steps back because it was not found. */
  dims(card: string): boolean {
    const found = this.found.value;
    return found !== undefined && !found.has(card);
  }
}
