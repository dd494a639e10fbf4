/** Puts every view of a page into its place, and the bar over the page. */
import { followAnchors } from "./anchors";
import { Arrival } from "./arrival";
import { Bar } from "./bar";
import { ChartPlace } from "./chart-place";
import type { Entry, Place } from "./contract";
import { Data } from "./data";
import { Finding } from "./finding";
import { MapPlace } from "./map-place";
import { PersonasPlace } from "./personas-place";
import { Printing } from "./printing";

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
  const arrival = new Arrival(page, places, signal);
  const arrive = () => arrival.all();
  const all = [...maps.values()];
  new Bar(page, all.length > 0 ? new Finding(all, arrive) : undefined);
  followAnchors(page, signal);
  new Printing(page, { maps: all, arrive }, signal);
}
