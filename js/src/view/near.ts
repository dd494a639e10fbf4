/**
 * Tells elements whether they are near the part of the map that can be seen, so that a journey
 * of many thousand cards draws only those; a few at a time, so that no frame waits for all.
 */

import { createContext } from "preact";

export const NearContext = createContext<Near | undefined>(undefined);

const MARGIN = "500px 300px";
/** So many come near in one frame, and twice as many go: what is drawn must not pile up. */
const A_FRAME = 6;

export class Near {
  readonly #listeners = new WeakMap<Element, (near: boolean) => void>();
  /** The elements that have been told that they are near. */
  readonly #drawn = new Set<Element>();
  /** What has come near or gone, and waits for its frame. */
  readonly #waiting = new Map<Element, boolean>();
  #observer: IntersectionObserver | undefined;
  #frame = 0;

  /**
   * `root` scrolls; `anchor` picks, of the elements drawn, what the person looks at, which must
   * not move when something above it turns out higher than it was guessed; `most` come near in
   * one frame. Without IntersectionObserver everything counts as near.
   */
  constructor(
    private readonly root: () => Element | null,
    private readonly anchor: (drawn: Iterable<Element>) => Element | undefined,
    private readonly most = A_FRAME,
  ) {}

  /** `near` is what the element takes itself to be until it is told otherwise. */
  observe(element: Element, near: boolean, listen: (near: boolean) => void): () => void {
    if (typeof IntersectionObserver === "undefined") {
      listen(true);
      return () => {};
    }
    this.#observer ??= new IntersectionObserver((entries) => this.#tell(entries), {
      root: this.root(),
      rootMargin: MARGIN,
    });
    this.#listeners.set(element, listen);
    this.#keep(element, near);
    this.#observer.observe(element);
    return () => {
      this.#waiting.delete(element);
      this.#drawn.delete(element);
      this.#observer?.unobserve(element);
    };
  }

  disconnect(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  #tell(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting: near } of entries) {
      // What went by between two frames is not drawn at all.
      if (this.#drawn.has(target) === near) this.#waiting.delete(target);
      else this.#waiting.set(target, near);
    }
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #keep(element: Element, near: boolean): void {
    if (near) this.#drawn.add(element);
    else this.#drawn.delete(element);
  }

  #draw(): void {
    const anchor = this.anchor(this.#drawn);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    const waiting = [...this.#waiting];
    const come = waiting.filter(([, near]) => near).slice(0, this.most);
    const go = waiting.filter(([, near]) => !near).slice(0, 2 * this.most);
    for (const [element, near] of [...come, ...go]) {
      this.#waiting.delete(element);
      this.#keep(element, near);
      this.#listeners.get(element)?.(near);
    }
    // After Preact has drawn, which it does in the microtask that the first listener asked for.
    queueMicrotask(() => {
      const moved = anchor?.isConnected ? anchor.getBoundingClientRect().top - before : 0;
      if (Math.abs(moved) >= 1) this.root()?.scrollBy({ top: moved, behavior: "instant" });
    });
    this.#frame = this.#waiting.size ? requestAnimationFrame(() => this.#draw()) : 0;
  }
}
