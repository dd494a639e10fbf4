/** What Python writes into a page for each of its views: src/journeywidgets/export/page/data.py. */
import type { Settings } from "../host/host";

export interface Entry {
  /** Names the view within the page. */
  key: string;
  kind: "map" | "personas" | "chart";
  /** The id of the element that holds its document or its specification. */
  data: string;
  settings?: Partial<Settings>;
  /** Of a chart: label, fields, tables and themes, each of which may be missing. */
  about?: Record<string, unknown>;
  /** Of a chart: the key of the map that it is linked with. */
  link?: string;
  /** What to call it. */
  name?: string;
}

/** A view in its place on the page. */
export interface Place {
  readonly entry: Entry;
  readonly el: HTMLElement;
  /** Put the view there; once. */
  mount(): void | Promise<void>;
}
