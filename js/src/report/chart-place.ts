/** A chart in its place on the page, linked with a map of the page where it is linked with one. */
import type { AnyModel } from "@anywidget/types";
import { Frame } from "../chart/frame";
import { OwnPort } from "../chart/own-port";
import { ChartView } from "../chart/view";
import type { Port } from "../link/port";
import type { Entry, Place } from "./contract";
import type { Data } from "./data";
import { StillModel } from "./still-model";
import { vega } from "./vega";

const NOTHING = { label: "", fields: [], tables: [], themes: { light: {}, dark: {} } };

export class ChartPlace implements Place {
  #mounted: Promise<void> | undefined;

  /** `port` is asked for when the chart is drawn; it has none where it is linked with no map. */
  constructor(
    readonly entry: Entry,
    readonly el: HTMLElement,
    private readonly data: Data,
    private readonly port: () => Port | undefined,
    private readonly signal: AbortSignal,
  ) {}

  mount(): Promise<void> {
    this.#mounted ??= this.#mount();
    return this.#mounted;
  }

  async #mount(): Promise<void> {
    const { entry, signal } = this;
    const frame = new Frame(this.el, signal, true);
    frame.say("Loading the chart …");
    try {
      const about = { ...NOTHING, label: entry.name ?? "", ...entry.about };
      const model = new StillModel({
        ...{ theme: "auto", selection: {}, brush: {}, ...entry.settings },
        spec: JSON.stringify(this.data.read(entry.data)),
        _about: JSON.stringify(about),
      }) as unknown as AnyModel;
      const runtime = await vega();
      const port = this.port() ?? new OwnPort(model, signal);
      if (!signal.aborted) new ChartView(model as never, frame, runtime, port, signal);
    } catch (error) {
      frame.say(error instanceof Error ? error.message : "The chart cannot be drawn.", true);
    }
  }
}
