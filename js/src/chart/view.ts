/** One view of a chart: draws it, in step with its traits, its theme, its port and the map's columns. */
import type { AnyModel } from "@anywidget/types";
import { type Chosen, type Columns, type Port, same } from "../link/port";
import type { Runtime } from "../vega";
import { isOneView, stretch, withWidth } from "./align";
import { BRUSH, Drawing, PICK } from "./drawing";
import type { Frame } from "./frame";
import { brushed, type Datum, type LinkField, picked, type Ranges } from "./picks";
import { DataTable, type TableSpec } from "./table";
import { Tooltip } from "./tooltip";

/** What Python sends of a chart; texts hold JSON. */
export interface ChartTraits {
  spec: string;
  theme: "auto" | "light" | "dark";
  brush: Ranges;
  _about: string;
}

/** What there is to know of the specification besides itself. */
export interface About {
  label: string;
  fields: LinkField[];
  tables: TableSpec[];
  themes: Record<"light" | "dark", Record<string, unknown>>;
}

export type Spec = Record<string, unknown> & {
  datasets?: Record<string, readonly Datum[]>;
};

/** Ms that a brush has to rest before it chooses. */
export const DEBOUNCE = 120;
const PROVISIONAL = 600; // px, until the map's columns say
const MANY = 3_000; // rows; drawn on a canvas rather than as so many elements

export class ChartView {
  readonly #tooltip: Tooltip;
  #table: DataTable | undefined;
  #drawing: Drawing | undefined;
  #spec: Spec = {};
  #about: About = { label: "", fields: [], tables: [], themes: { light: {}, dark: {} } };
  #dark = false;
  /** Whether it is drawn to be lined up with the map's columns. */
  #lined = false;
  #late = false;
  /** Whether the first drawing of the specification is done: before, its scales say nothing. */
  #settled = false;
  /** What this chart chose last: what it holds itself need not be forgotten for it. */
  #mine: Chosen | undefined;
  #choosing = false;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #frame = 0;

  constructor(
    private readonly model: AnyModel<ChartTraits & Record<string, unknown>>,
    private readonly frame: Frame,
    private readonly runtime: Runtime,
    private readonly port: Port,
    private readonly signal: AbortSignal,
  ) {
    this.#tooltip = new Tooltip(frame.root);
    this.#read();
    const look = frame.follow(
      () => model.get("theme"),
      (dark) => {
        this.#dark = dark;
        void this.#draw();
      },
      signal,
    );
    this.#on("change:theme", look);
    this.#on("change:spec", () => {
      this.#read();
      void this.#draw();
    });
    port.onHighlight(() => this.#highlight(), signal);
    port.board?.onColumns(() => this.#later(), signal);
    frame.plot.addEventListener("scroll", () => this.#scrolled(), { signal, passive: true });
    frame.root.addEventListener("pointerleave", () => this.#tooltip.hide(), { signal });
    const sizes = new ResizeObserver(() => this.#later());
    sizes.observe(frame.plot);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      clearTimeout(this.#resting);
      cancelAnimationFrame(this.#frame);
      this.#drawing?.end();
    });
  }

  #on(event: string, listen: () => void): void {
    this.model.on(event, listen);
    this.signal.addEventListener("abort", () => this.model.off(event, listen), { once: true });
  }

  #read(): void {
    this.#spec = JSON.parse(this.model.get("spec"));
    this.#about = JSON.parse(this.model.get("_about"));
    const { label, fields, tables } = this.#about;
    this.frame.ink.setAttribute("aria-label", label || "Chart");
    this.#table?.element.remove();
    this.#table = new DataTable(this.frame.el.ownerDocument, this.port, fields);
    this.#table.fill(tables, this.#spec.datasets ?? {});
    this.frame.root.append(this.#table.element);
  }

  // ---- drawing -------------------------------------------------------------------------

  async #draw(): Promise<void> {
    this.#turn += 1;
    this.#settled = false;
    const turn = this.#turn;
    try {
      const lined = this.port.board?.columns() && isOneView(this.#spec);
      let drawing = await this.#drawn(
        lined ? withWidth(this.#spec, PROVISIONAL) : this.#spec,
        turn,
      );
      if (lined && drawing && !this.#stretch(drawing)) {
        drawing = await this.#drawn(this.#spec, turn);
      }
      if (!drawing) return;
      this.frame.say("");
      this.#settled = true;
      await this.#fit();
    } catch (error) {
      if (turn === this.#turn) this.#complain(error instanceof Error ? error.message : "no reason");
    }
  }

  /** The specification as drawn; undefined where another has taken its place meanwhile. */
  async #drawn(spec: Spec, turn: number): Promise<Drawing | undefined> {
    const { ink } = this.frame;
    this.#drawing?.end();
    this.#tooltip.hide();
    // Vega describes its container in its own way: the box around it says what the chart shows.
    const sheet = ink.ownerDocument.createElement("div");
    sheet.setAttribute("aria-hidden", "true");
    ink.replaceChildren(sheet);
    const rows = Object.values(this.#spec.datasets ?? {}).reduce((sum, one) => sum + one.length, 0);
    const request = {
      el: sheet,
      spec: spec as never,
      config: this.#about.themes[this.#dark ? "dark" : "light"],
      renderer: rows > MANY ? "canvas" : "svg",
      tooltip: (event: MouseEvent | undefined, value: unknown) => this.#tooltip.show(event, value),
      complain: (message: string) => this.#complain(message),
    } as const;
    const drawing = new Drawing(this.runtime, request, this.#dark);
    this.#drawing = drawing;
    drawing.onSelection(PICK, (ranges) => this.#pick(ranges));
    drawing.onSelection(BRUSH, (ranges) => this.#brush(ranges));
    const chosen = this.port.highlight();
    drawing.highlight(chosen);
    this.#table?.mark(chosen);
    await drawing.run();
    return turn === this.#turn && !this.signal.aborted ? drawing : undefined;
  }

  #complain(message: string): void {
    this.frame.say(`The chart cannot be drawn: ${message}`, true);
  }

  // ---- selections ----------------------------------------------------------------------

  #highlight(): void {
    const chosen = this.port.highlight();
    this.#table?.mark(chosen);
    if (!this.#drawing) return;
    if (this.#choosing) this.#mine = chosen;
    else if (!this.#mine || !same(this.#mine, chosen)) {
      // Somebody else has chosen: what is picked or brushed here would say otherwise.
      this.#mine = undefined;
      this.#drawing.forget();
    }
    this.#drawing.highlight(chosen);
    void this.#drawing.run();
  }

  #pick(ranges: Ranges): void {
    this.#choose(picked(ranges, this.#about.fields));
  }

  #brush(ranges: Ranges): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (this.signal.aborted || !this.#drawing) return;
      this.model.set("brush", ranges);
      const marks = this.#drawing.marksWithin(ranges);
      this.#choose(brushed(marks, this.#about.fields));
      this.model.save_changes();
    }, DEBOUNCE);
  }

  #choose(chosen: Partial<Chosen>): void {
    if (Object.keys(chosen).length === 0) return;
    this.#choosing = true;
    this.port.choose(chosen);
    this.#choosing = false;
  }

  // ---- place and size ------------------------------------------------------------------

  /** Once a frame: columns and sizes change many times while a window is dragged wider. */
  #later(): void {
    this.#scroll(this.port.board?.columns());
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      void this.#fit();
    });
  }

  #stretch(drawing: Drawing) {
    const columns = this.port.board?.columns();
    return columns && stretch(drawing.bands(), columns.spans);
  }

  async #fit(): Promise<void> {
    const drawing = this.#drawing;
    if (!drawing || !this.#settled || this.signal.aborted) return;
    const columns = this.port.board?.columns();
    const place = this.#stretch(drawing);
    // The map has come after the chart: drawn anew, once, the chart can take the columns' width.
    if (place && !this.#lined && !this.#late && isOneView(this.#spec)) {
      this.#late = true;
      await this.#draw();
      return;
    }
    if (columns && place) await this.#align(drawing, columns, place.left, place.width);
    else this.#loosen();
  }

  async #align(drawing: Drawing, columns: Columns, left: number, width: number): Promise<void> {
    const { plot, inner, ink, el } = this.frame;
    if (Math.abs(drawing.width - width) > 0.5) {
      drawing.width = width;
      await drawing.run();
    }
    const shift = columns.left - plot.getBoundingClientRect().left;
    const margin = shift + left - drawing.inset;
    plot.toggleAttribute("data-aligned", margin >= 0);
    el.toggleAttribute("data-jw-wide", true);
    inner.style.minWidth = margin >= 0 ? `${Math.max(0, shift) + columns.content}px` : "";
    ink.style.marginInlineStart = margin >= 0 ? `${margin}px` : "";
    this.#scroll(columns);
    this.#reach();
  }

  #loosen(): void {
    const { plot, inner, ink, el } = this.frame;
    plot.removeAttribute("data-aligned");
    el.removeAttribute("data-jw-wide");
    inner.style.minWidth = "";
    ink.style.marginInlineStart = "";
    this.#reach();
  }

  /** What scrolls can be scrolled by keys. */
  #reach(): void {
    const { plot } = this.frame;
    if (plot.scrollWidth > plot.clientWidth + 1) plot.tabIndex = 0;
    else plot.removeAttribute("tabindex");
  }

  #scroll(columns: Columns | undefined): void {
    const { plot } = this.frame;
    if (!columns || !plot.hasAttribute("data-aligned")) return;
    if (Math.abs(plot.scrollLeft - columns.scrolled) > 1) plot.scrollLeft = columns.scrolled;
  }

  #scrolled(): void {
    const { plot } = this.frame;
    const columns = this.port.board?.columns();
    if (!columns || !plot.hasAttribute("data-aligned")) return;
    if (Math.abs(plot.scrollLeft - columns.scrolled) > 1)
      this.port.board?.scrollTo(plot.scrollLeft);
  }
}
