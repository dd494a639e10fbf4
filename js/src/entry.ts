/** What both bundles export to anywidget: one client per widget model, shared by its views. */
import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";
import { AnywidgetHost } from "./host/anywidget";
import type { Host } from "./host/host";
import { createClient } from "./sync/client";
import type { JourneyClient } from "./sync/contract";

export interface Mounted {
  el: HTMLElement;
  host: Host;
  client: JourneyClient;
  /** Ends the view and frees all that it holds. */
  signal: AbortSignal;
}

/**
 * The default export of a bundle; `mount` puts a view into its element. It is a function because
 * hosts call it once per widget model, while what they pass to `initialize` and to each `render`
 * are different proxies of that model, and some share one module between models: this scope is
 * where a model's views meet.
 */
export function defineWidget(mount: (mounted: Mounted) => unknown) {
  return () => {
    let shared: { host: AnywidgetHost; client: JourneyClient } | undefined;
    const join = (model: AnyModel, closing: AbortSignal) => {
      const host = new AnywidgetHost(model);
      return { host, client: createClient(host, closing) };
    };
    return {
      initialize({ model, signal }: InitializeProps) {
        shared = join(model, signal);
      },
      render({ model, el, signal }: RenderProps) {
        const { host, client } = shared ?? join(model, signal);
        if (signal.aborted) return;
        host.watch(el, signal);
        mount({ el, host, client, signal });
      },
    };
  };
}
