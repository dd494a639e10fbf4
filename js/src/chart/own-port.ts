/**
 * A chart that is linked with no map in its page: what is chosen goes through its own traits, and
 * through Python where it is linked there.
 */
import type { AnyModel } from "@anywidget/types";
import { type Chosen, NOTHING, type Port, TABLES } from "../link/port";
import { newId } from "../model/ids";

/** Python's answer: what to highlight, and which of a page's questions it has heard. */
interface Answer extends Partial<Chosen> {
  client?: string;
  asked?: number;
}

export class OwnPort implements Port {
  readonly #client = newId();
  readonly #events = new EventTarget();
  #asked = 0;
  #shown: Chosen;

  constructor(
    private readonly model: AnyModel,
    signal: AbortSignal,
  ) {
    this.#shown = this.#told() ?? whole(model.get("selection"));
    const follow = (name: string, listen: () => void) => {
      model.on(`change:${name}`, listen);
      signal.addEventListener("abort", () => model.off(`change:${name}`, listen), { once: true });
    };
    follow("_highlight", () => this.#show(this.#told() ?? this.#shown));
    // Where Python has linked a map it speaks for it: what is selected is then an echo of this page.
    follow("selection", () => {
      if (!this.#told()) this.#show(whole(model.get("selection")));
    });
  }

  highlight(): Chosen {
    return this.#shown;
  }

  onHighlight(listen: () => void, signal: AbortSignal): void {
    this.#events.addEventListener("change", listen, { signal });
  }

  choose(chosen: Partial<Chosen>): void {
    this.#asked += 1;
    this.#show({ ...this.#shown, ...chosen });
    const some = Object.entries(this.#shown).filter(([, ids]) => ids.length > 0);
    this.model.set("selection", Object.fromEntries(some));
    this.model.set("_asked", { client: this.#client, n: this.#asked });
    this.model.save_changes();
  }

  /** What Python says; undefined where no map is linked, or where it has not heard the last yet. */
  #told(): Chosen | undefined {
    const answer = this.model.get("_highlight") as Answer | undefined;
    if (!answer || !TABLES.some((name) => name in answer)) return undefined;
    const late = answer.client === this.#client && (answer.asked ?? 0) < this.#asked;
    return late ? this.#shown : whole(answer);
  }

  #show(chosen: Chosen): void {
    if (JSON.stringify(chosen) === JSON.stringify(this.#shown)) return;
    this.#shown = chosen;
    this.#events.dispatchEvent(new Event("change"));
  }
}

const whole = ({ stages, personas, cards }: Partial<Chosen> = NOTHING): Chosen => ({
  stages: stages ?? [],
  personas: personas ?? [],
  cards: cards ?? [],
});
