/** What both bundles export to anywidget: one client per widget model, shared by its views. */
import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";
import { AnywidgetHost } from "./host/anywidget";
import type { Host } from "./host/host";
import { ColumnBoard } from "./state/board";
import { createClient } from "./sync/client";
import type { JourneyClient } from "./sync/contract";

export interface Mounted {
  el: HTMLElement;
  host: Host;
  client: JourneyClient;
  /** Where a view of a map says where its columns stand. */
  board?: ColumnBoard;
  /** Ends the view and frees all that it holds. */
  signal: AbortSignal;
}

/** What a widget model's views share. */
type Shared = Required<Omit<Mounted, "el" | "signal">>;

/**
 * The default export of a bundle; `mount` puts a view into its element. It is a function because
 * hosts call it once per widget model, while what they pass to `initialize` and to each `render`
 * are different proxies of that model, and some share one module between models: this scope is
 * where a model's views meet. `offer` gives what other widgets of the page get of this one.
 */
export function defineWidget(
  mount: (mounted: Mounted) => unknown,
  offer?: (shared: Shared, signal: AbortSignal) => object,
) {
  return () => {
    let shared: (Shared & { host: AnywidgetHost }) | undefined;
    const join = (model: AnyModel, closing: AbortSignal) => {
      const host = new AnywidgetHost(model);
      return { host, client: createClient(host, closing), board: new ColumnBoard() };
    };
    return {
      initialize({ model, signal }: InitializeProps) {
        shared = join(model, signal);
        return offer?.(shared, signal);
      },
      render({ model, el, signal }: RenderProps) {
        const joined = shared ?? join(model, signal);
        if (signal.aborted) return;
        joined.host.watch(el, signal);
        mount({ el, signal, ...joined });
      },
    };
  };
}
