/**
 * Tells elements whether they are near the part of the map that can be seen, so that a journey
 * of many thousand cards draws only those.
 */

const MARGIN = "700px 500px";

export class Near {
  readonly #listeners = new WeakMap<Element, (near: boolean) => void>();
  #observer: IntersectionObserver | undefined;

  /** `root` scrolls. Without IntersectionObserver everything counts as near. */
  constructor(private readonly root: () => Element | null) {}

  observe(element: Element, listen: (near: boolean) => void): () => void {
    if (typeof IntersectionObserver === "undefined") {
      listen(true);
      return () => {};
    }
    this.#observer ??= new IntersectionObserver((entries) => this.#tell(entries), {
      root: this.root(),
      rootMargin: MARGIN,
    });
    this.#listeners.set(element, listen);
    this.#observer.observe(element);
    return () => this.#observer?.unobserve(element);
  }

  disconnect(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  #tell(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) this.#listeners.get(entry.target)?.(entry.isIntersecting);
  }
}
