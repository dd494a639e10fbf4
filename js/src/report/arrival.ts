/** Puts views into their places when they come near the screen, and the rest when nothing else is to do. */
import type { Place } from "./contract";

/** So far beyond the screen a view is drawn already. */
const MARGIN = "800px 0px";
/** Ms that the rest may take of one idle moment. */
const PATIENCE = 200;

export class Arrival {
  readonly #waiting = new Map<Element, Place>();
  readonly #observer: IntersectionObserver | undefined;

  constructor(places: readonly Place[], signal: AbortSignal) {
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
    // Once what is on the screen has been drawn: what the browser finds, and how long the page is,
    // must not depend on where one has been.
    setTimeout(() => this.#next(signal), PATIENCE);
  }

  /** Everything, now: the page is printed, or searched. */
  all(): void {
    for (const el of [...this.#waiting.keys()]) this.#bring(el);
  }

  #next(signal: AbortSignal): void {
    const [el] = this.#waiting.keys();
    if (!el || signal.aborted) return;
    whenIdle(() => {
      this.#bring(el);
      this.#next(signal);
    });
  }

  #bring(el: Element): void {
    const place = this.#waiting.get(el);
    if (!place) return;
    this.#waiting.delete(el);
    this.#observer?.unobserve(el);
    try {
      void place.mount();
      place.el.style.minHeight = "";
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      place.el.textContent = `${place.entry.name || "This view"} cannot be shown: ${why}`;
    }
  }
}

function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === "undefined") setTimeout(run, 30);
  else requestIdleCallback(run);
}
