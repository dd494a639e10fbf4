/** Puts views into their places when they come near the screen: a page opens as fast with many as with one. */
import type { Place } from "./contract";

/** So far beyond the screen a view is drawn already. */
const MARGIN = "600px 0px";

export class Arrival {
  readonly #waiting = new Map<Element, Place>();
  readonly #observer: IntersectionObserver | undefined;

  constructor(page: Document, places: readonly Place[], signal: AbortSignal) {
    for (const place of places) this.#waiting.set(place.el, place);
    if (typeof IntersectionObserver === "undefined") {
      this.all();
      return;
    }
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) if (isIntersecting) this.#bring(target);
      },
      { rootMargin: MARGIN },
    );
    for (const { el } of places) this.#observer.observe(el);
    signal.addEventListener("abort", () => this.#observer?.disconnect(), { once: true });
    // The browser is about to search the page: it finds only what is in it.
    const find = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") this.all();
    };
    page.addEventListener("keydown", find, { signal, capture: true });
  }

  /** Everything, now: the page is printed, or searched. */
  all(): void {
    for (const el of [...this.#waiting.keys()]) this.#bring(el);
  }

  #bring(el: Element): void {
    const place = this.#waiting.get(el);
    if (!place) return;
    this.#waiting.delete(el);
    this.#observer?.unobserve(el);
    try {
      void place.mount();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      place.el.textContent = `${place.entry.name || "This view"} cannot be shown: ${why}`;
    }
    place.el.dataset.jwShown = "";
  }
}
