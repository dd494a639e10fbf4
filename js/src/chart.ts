/** The bundle of JourneyChart. */
import type { AnyModel, Host, RenderProps } from "@anywidget/types";
import { Frame } from "./chart/frame";
import { OwnPort } from "./chart/own-port";
import { runtimeOf } from "./chart/runtime";
import { undrawn } from "./chart/undrawn";
import { ChartView } from "./chart/view";
import type { Port } from "./link/port";

/** Tell Python, and a host that re-runs cells on changes from the page, that another was chosen. */
function touch(model: AnyModel): void {
  model.set("_touched", (Number(model.get("_touched")) || 0) + 1);
  model.save_changes();
}

async function portOf(model: AnyModel, host: Host | undefined, signal: AbortSignal): Promise<Port> {
  const ref: unknown = model.get("_map");
  if (host && typeof ref === "string") {
    try {
      const { exports } = await host.getWidget<{ port: Port }>(ref);
      const { port } = exports;
      // After the map's own message: who reads the chart then finds what the map says.
      port.onHighlight(() => setTimeout(() => touch(model)), signal);
      return port;
    } catch {
      // A host that does not join models: Python does.
    }
  }
  return new OwnPort(model, signal);
}

export default () => ({
  async render({ model, el, signal, host }: RenderProps & { host?: Host }) {
    const frame = new Frame(el, signal);
    frame.say("Loading the chart …");
    try {
      const runtime = await runtimeOf(model, host, signal);
      const port = await portOf(model, host, signal);
      if (!signal.aborted) new ChartView(model as never, frame, runtime, port, signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : "The chart cannot be drawn.";
      if (!signal.aborted) undrawn(why, model, frame, signal);
    }
  },
});
