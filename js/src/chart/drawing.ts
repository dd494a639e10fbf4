/** One drawing of a chart by Vega: its parameters, its selections, its size. */
import type { SceneGroup, View } from "vega";
import type { Chosen } from "../link/port";
import type { DrawRequest, Runtime } from "../vega";
import { type Datum, type Ranges, within } from "./picks";

/** The names of charts/params.py. */
const PARAMS = { stages: "jw_stages", personas: "jw_personas", cards: "jw_cards" } as const;
const DARK = "jw_dark";
export const PICK = "jw_pick";
export const BRUSH = "jw_brush";

export class Drawing {
  readonly #view: View;
  readonly #held = new Map<string, Ranges>();
  /** Selections that are being emptied by the page: what Vega says of it is no choice of a person. */
  readonly #emptied = new Set<string>();
  #over = false;

  constructor(
    private readonly runtime: Runtime,
    request: DrawRequest,
    dark: boolean,
  ) {
    this.#view = runtime.draw(request);
    this.#set(DARK, dark);
  }

  /** Draw what has changed. */
  async run(): Promise<void> {
    if (!this.#over) await this.#view.runAsync();
  }

  end(): void {
    this.#over = true;
    this.#view.finalize();
  }

  highlight(chosen: Chosen): void {
    for (const [table, name] of Object.entries(PARAMS)) {
      this.#set(name, [...chosen[table as keyof Chosen]]);
    }
  }

  /** Hear what a person picks (`PICK`) or brushes (`BRUSH`); charts without either say nothing. */
  onSelection(name: string, listen: (ranges: Ranges) => void): void {
    this.#quietly(() =>
      this.#view.addSignalListener(name, (_name, value: Ranges | null) => {
        const ranges = value ?? {};
        const empty = Object.keys(ranges).length === 0;
        const held = Object.keys(this.#held.get(name) ?? {}).length > 0;
        this.#held.set(name, ranges);
        // Vega also says so when it begins, and when the page has emptied it.
        if (empty && (!held || this.#emptied.delete(name))) return;
        listen(ranges);
      }),
    );
  }

  /** Forget what was picked and brushed in the chart, without a word. */
  forget(): void {
    for (const [name, ranges] of this.#held) {
      if (Object.keys(ranges).length === 0) continue;
      this.#emptied.add(name);
      this.runtime.clear(this.#view, name);
    }
  }

  /** The data of the marks within a brush. */
  marksWithin(ranges: Ranges): Datum[] {
    const found = new Set<Datum>();
    const look = (group: SceneGroup) => {
      for (const mark of group.items) {
        if (!("items" in mark)) continue;
        for (const item of mark.items) {
          if ("items" in item) look(item as unknown as SceneGroup);
          const { datum } = item as { datum?: Datum };
          if (datum && within(datum, ranges)) found.add(datum);
        }
      }
    };
    if (Object.keys(ranges).length > 0) {
      const { root } = this.#view.scenegraph() as unknown as { root: SceneGroup };
      look({ items: [root] } as unknown as SceneGroup);
    }
    return [...found];
  }

  /** The values along the one x scale; none where there is none, or where it is not of bands. */
  bands(): unknown[] {
    return (
      this.#quietly(() => {
        const scale = this.#view.scale("x");
        return typeof scale.bandwidth === "function" ? (scale.domain() as unknown[]) : [];
      }) ?? []
    );
  }

  get width(): number {
    return this.#view.width();
  }

  set width(width: number) {
    this.#view.width(width);
  }

  /** How far the left end of the x scale stands from the left edge of the drawing. */
  get inset(): number {
    return this.#view.origin()[0] ?? 0;
  }

  #set(name: string, value: unknown): void {
    this.#quietly(() => this.#view.signal(name, value));
  }

  /** Vega throws at a name that the specification does not have: a chart need not have them all. */
  #quietly<Value>(call: () => Value): Value | undefined {
    try {
      return call();
    } catch {
      return undefined;
    }
  }
}
