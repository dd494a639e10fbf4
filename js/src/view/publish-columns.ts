/** Tells charts where the map's columns stand, as the browser has laid them out. */
import { effect } from "@preact/signals";
import type { Columns, Span } from "../link/port";
import type { MapState } from "../state/map-state";

export function publishColumns(
  m: MapState,
  scroller: HTMLElement | null,
): (() => void) | undefined {
  const grid = scroller?.querySelector<HTMLElement>(".grid");
  if (!scroller || !grid) return undefined;
  const stop = new AbortController();
  const { signal } = stop;
  const view = {
    read: () => read(m, scroller, grid),
    scrollTo: (left: number) => scroller.scrollTo({ left, behavior: "instant" }),
  };
  const changed = () => m.board.changed();
  scroller.addEventListener("scroll", changed, { signal, passive: true });
  if (typeof ResizeObserver !== "undefined") {
    const sizes = new ResizeObserver(changed);
    sizes.observe(scroller);
    sizes.observe(grid);
    signal.addEventListener("abort", () => sizes.disconnect(), { once: true });
  }
  m.board.add(view, signal);
  let first = true;
  const unfollow = effect(() => {
    m.layout.columns;
    m.shown.rows("stages");
    if (!first) requestAnimationFrame(changed); // once they are drawn
    first = false;
  });
  signal.addEventListener("abort", unfollow, { once: true });
  return () => stop.abort();
}

function read(m: MapState, scroller: HTMLElement, grid: HTMLElement): Columns | undefined {
  const row = grid.querySelector(".row.stages");
  const box = scroller.getBoundingClientRect();
  if (!row || box.width === 0) return undefined;
  const style = getComputedStyle(row);
  // What is laid out from the right is not lined up with charts, which begin at the left.
  if (style.direction === "rtl") return undefined;
  const tracks = style.gridTemplateColumns.split(" ").map(Number.parseFloat);
  const [head = 0, ...widths] = tracks;
  let left = head;
  const own = new Map<string, Span>();
  m.layout.columns.forEach((id, at) => {
    const width = widths[at] ?? 0;
    own.set(id, { left, width });
    left += width;
  });
  return {
    left: box.left + scroller.clientLeft,
    width: scroller.clientWidth,
    content: scroller.scrollWidth,
    scrolled: scroller.scrollLeft,
    spans: named(m, own),
  };
}

/** By id and by title; a stage without a column of its own has those of its steps. */
function named(m: MapState, own: ReadonlyMap<string, Span>): Map<string, Span> {
  const spans = new Map(own);
  for (const { stage, columns } of m.layout.groups) {
    const [first, last] = [own.get(columns[0] ?? ""), own.get(columns.at(-1) ?? "")];
    if (own.has(stage) || !first || !last) continue;
    spans.set(stage, { left: first.left, width: last.left + last.width - first.left });
  }
  for (const [id, span] of [...spans]) {
    const title = m.shown.row("stages", id)?.title;
    if (title && !spans.has(title)) spans.set(title, span);
  }
  return spans;
}
