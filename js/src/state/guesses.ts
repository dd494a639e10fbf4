/** What is near the screen before anything is drawn and measured: only that is drawn at first. */
import { untracked } from "@preact/signals";
import type { Shown } from "../sync/contract";
import type { Layout } from "./layout";

/** Guessed heights in px: of a card with its gap, of the emotion curve, of figures with a trend. */
const ROW = 54;
const CURVE = 120;
const FIGURES = 110;
/** The narrowest column. */
const COLUMN = 200;

export interface Guess {
  top: number;
  height: number;
}

export class Guesses {
  /** From the first paint on, the screen itself tells what is near it. */
  #painted = false;
  #lanes: Map<string, Guess> | undefined;

  constructor(
    private readonly shown: Shown,
    private readonly layout: Layout,
  ) {}

  /** Whether cards `below` px down their cell are near the screen. */
  cards(lane: string, column: string, below: number): boolean {
    if (this.#painted) return below === 0;
    const top = this.lane(lane).top + below;
    const left = COLUMN * untracked(() => this.layout.columns.indexOf(column));
    return top < 0.5 * window.innerHeight && left < window.innerWidth - COLUMN;
  }

  cellIsNear(lane: string, column: string): boolean {
    return !this.#painted && this.cards(lane, column, 0);
  }

  /** Whether a column is on the first screen. */
  columnIsNear(column: string): boolean {
    return COLUMN * untracked(() => this.layout.columns.indexOf(column)) < window.innerWidth;
  }

  laneIsNear(lane: string): boolean {
    return this.#painted || this.lane(lane).top < window.innerHeight;
  }

  /** Where a lane stands and how high it is, from how many cards it holds. */
  lane(id: string): Guess {
    // A guess need not be corrected: nothing is followed.
    this.#lanes ??= untracked(() => this.#all());
    return this.#lanes.get(id) ?? { top: 0, height: ROW };
  }

  #all(): Map<string, Guess> {
    const guesses = new Map<string, Guess>();
    const { columns, lanes } = this.layout;
    let top = 0;
    for (const id of lanes) {
      const lane = this.layout.lane(id);
      const most = Math.max(1, ...columns.map((column) => this.shown.cell(column, id).length));
      const low = lane?.collapsed || lane?.kind === "emotion";
      const cards = low ? ROW : lane?.kind === "metric" ? FIGURES : ROW * most;
      const height = (lane?.kind === "emotion" ? CURVE : 0) + cards;
      guesses.set(id, { top, height });
      top += height;
    }
    requestAnimationFrame(() => {
      this.#painted = true;
    });
    return guesses;
  }
}
