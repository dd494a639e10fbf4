/** What a chart's view uses of a widget model, where there is none: values of this page alone. */
type Listen = () => void;

export class StillModel {
  readonly #values: Map<string, unknown>;
  readonly #listeners = new Map<string, Set<Listen>>();

  constructor(values: Record<string, unknown>) {
    this.#values = new Map(Object.entries(values));
  }

  get(name: string): unknown {
    return this.#values.get(name);
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
    for (const listen of this.#listeners.get(`change:${name}`) ?? []) listen();
  }

  on(event: string, listen: Listen): void {
    const some = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, some.add(listen));
  }

  off(event: string, listen: Listen): void {
    this.#listeners.get(event)?.delete(listen);
  }

  save_changes(): void {
    // There is nobody to tell.
  }
}
