/** Personas in their place on the page. */
import { createClient } from "../sync/client";
import { mountPersonas } from "../view/personas/PersonasView";
import type { Entry, Place } from "./contract";
import type { Data } from "./data";
import { stillHost } from "./map-place";

export class PersonasPlace implements Place {
  #mounted = false;

  constructor(
    readonly entry: Entry,
    readonly el: HTMLElement,
    private readonly data: Data,
    private readonly signal: AbortSignal,
  ) {}

  mount(): void {
    if (this.#mounted) return;
    this.#mounted = true;
    const host = stillHost(this.entry, this.data);
    const client = createClient(host, this.signal);
    mountPersonas({ el: this.el, host, client, signal: this.signal });
  }
}
