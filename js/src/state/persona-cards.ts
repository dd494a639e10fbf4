/** The state of one view of persona cards: which dialog is open, what is dragged, where the focus goes. */
import { type Signal, signal } from "@preact/signals";
import type { Shown } from "../sync/contract";
import type { MenuItem, Scope } from "./scope";

/** Where a dragged card would go. */
export interface Drag {
  id: string;
  /** The card it would stand before or after; undefined where it would stay. */
  target?: string;
  side: "before" | "after";
}

/** A place of a card that may get the focus: by selector, or looked up. */
export type Spot = string | ((card: HTMLElement) => HTMLElement | null | undefined);

/** A question before something is done. */
export interface Confirm {
  title: string;
  text: string;
  yes: string;
  run: () => void;
  back: () => void;
}

export class CardsState {
  readonly shown: Shown;
  /** The persona whose picture, initials and colour are chosen. */
  readonly look: Signal<string | undefined> = signal(undefined);
  readonly confirm: Signal<Confirm | undefined> = signal(undefined);
  readonly drag: Signal<Drag | undefined> = signal(undefined);
  /** Whether the press that now ends has dragged something. */
  dragged = false;

  constructor(readonly scope: Scope) {
    this.shown = scope.client.shown;
  }

  /** Open a menu under `button`, which has the focus again when it closes. */
  menu(button: HTMLElement, label: string, items: MenuItem[]): void {
    const { left, bottom } = button.getBoundingClientRect();
    const back = () => button.focus({ preventScroll: true });
    this.scope.menu.value = { label, items, at: { x: left, y: bottom + 2 }, back };
  }

  // ---- elements --------------------------------------------------------------------------

  card(id: string): HTMLElement | undefined {
    return this.cards().find((card) => card.dataset.persona === id);
  }

  cards(): HTMLElement[] {
    return [...this.scope.root.querySelectorAll<HTMLElement>("[data-persona]")];
  }

  /**
   * Give the focus to the first of `spots` that is in the card, once it is drawn. Only where
   * nothing else has taken it meanwhile.
   */
  settle(id: string, ...spots: Spot[]): void {
    this.#soon(() => {
      const card = this.card(id);
      if (!card) return undefined;
      const found = (spot: Spot) =>
        typeof spot === "string" ? card.querySelector<HTMLElement>(spot) : spot(card);
      return spots.map(found).find(Boolean);
    });
  }

  /** The same for what stands outside of the cards. */
  settleAt(selector: string): void {
    this.#soon(() => this.scope.root.querySelector<HTMLElement>(selector));
  }

  #soon(find: () => HTMLElement | null | undefined): void {
    const focus = () => {
      if (!this.scope.active()) find()?.focus();
    };
    // The second frame: what was drawn anew in the first may have taken the focus by itself.
    requestAnimationFrame(() => requestAnimationFrame(focus));
  }
}
