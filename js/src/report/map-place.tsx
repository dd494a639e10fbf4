/** A map in its place on the page: the notebook's view on a host that has no kernel. */
import type { Host } from "../host/host";
import { staticHost } from "../host/static";
import type { Port } from "../link/port";
import { ColumnBoard } from "../state/board";
import { MapPort } from "../state/map-port";
import { MapState } from "../state/map-state";
import { createClient } from "../sync/client";
import type { JourneyClient } from "../sync/contract";
import { MapRoot, mapCss } from "../view/MapView";
import { mount } from "../view/shared/mount";
import type { Entry, Place } from "./contract";
import type { Data } from "./data";
import printCss from "./print.css";

/** No journey changes here: one epoch, one revision. */
export function stillHost(entry: Entry, data: Data): Host {
  const document = data.read(entry.data) as Record<string, unknown>;
  return staticHost({ epoch: "page", revision: 0, document }, entry.settings);
}

const css = `${mapCss}\n${printCss}`;

export class MapPlace implements Place {
  readonly #board = new ColumnBoard();
  #joined: { host: Host; client: JourneyClient; port: Port } | undefined;
  #state: MapState | undefined;

  constructor(
    readonly entry: Entry,
    readonly el: HTMLElement,
    private readonly data: Data,
    private readonly signal: AbortSignal,
  ) {}

  /** Charts are linked with the journey, whether the map is drawn yet or not. */
  get port(): Port {
    return this.#join().port;
  }

  /** The state of the view; undefined where it is not in its place. */
  get shown(): MapState | undefined {
    return this.#state;
  }

  mount(): void {
    if (this.#state) return;
    const { host, client } = this.#join();
    const mounted = { el: this.el, host, client, board: this.#board, signal: this.signal };
    mount(mounted, css, (scope) => {
      this.#state = new MapState(scope, this.#board);
      return <MapRoot m={this.#state} />;
    });
  }

  #join() {
    if (!this.#joined) {
      const host = stillHost(this.entry, this.data);
      const client = createClient(host, this.signal);
      const port = new MapPort(client.shown, host, this.#board, this.signal);
      this.#joined = { host, client, port };
    }
    return this.#joined;
  }
}
