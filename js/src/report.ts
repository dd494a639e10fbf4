/**
 * The script of an exported page: puts the notebook's own views of maps, personas and charts into
 * their places, without a kernel. Python writes the page: src/journeywidgets/export/page.
 */
import { Arrival } from "./report/arrival";
import { Bar } from "./report/bar";
import { ChartPlace } from "./report/chart-place";
import type { Entry, Place } from "./report/contract";
import { Data } from "./report/data";
import { Finding } from "./report/finding";
import { MapPlace } from "./report/map-place";
import { PersonasPlace } from "./report/personas-place";
import { Printing } from "./report/printing";

export function start(page: Document, signal: AbortSignal): void {
  const data = new Data(page);
  const maps = new Map<string, MapPlace>();
  const made = (entry: Entry, el: HTMLElement): Place => {
    if (entry.kind === "personas") return new PersonasPlace(entry, el, data, signal);
    if (entry.kind === "chart") {
      return new ChartPlace(entry, el, data, () => maps.get(entry.link ?? "")?.port, signal);
    }
    const map = new MapPlace(entry, el, data, signal);
    maps.set(entry.key, map);
    return map;
  };
  const entries = new Map(data.entries().map((entry) => [entry.key, entry]));
  const elements = page.querySelectorAll<HTMLElement>("[data-jw-view]");
  // In the order of the page, which need not be that of the list.
  const places = [...elements].flatMap((el) => {
    const entry = entries.get(el.dataset.jwView ?? "");
    return entry ? [made(entry, el)] : [];
  });
  for (const { el, entry } of places) el.dataset.jwKind = entry.kind;
  const arrival = new Arrival(places, signal);
  const arrive = () => arrival.all();
  const all = [...maps.values()];
  new Bar(page, all.length > 0 ? new Finding(all, arrive) : undefined);
  new Printing(page, { maps: all, arrive }, signal);
}

// A page is left as a whole: nothing in it ends before it does.
start(document, new AbortController().signal);
