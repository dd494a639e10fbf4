/** Copy, cut and paste in a view: the system's clipboard on one side, the map on the other. */
import type { MapState } from "../state/map-state";
import { plural } from "../state/words";
import { type Block, blockOf, copyCards, mapAsTsv, paste, type Sheet } from "./clipboard";
import { figureTable, metricHere, metricText } from "./metric-commands";
import { perform } from "./perform";
import { toTsv } from "./tsv";

export function sheetOf(m: MapState): Sheet {
  return {
    columns: m.layout.columns,
    lanes: m.layout.lanes.filter((lane) => m.layout.takesCards(lane)),
  };
}

/** The cards that a copy means: those selected, else the focused ones, else those of the cell. */
function copied(m: MapState): string[] {
  const selected = m.selection.ids("cards").filter((id) => m.shown.row("cards", id));
  if (selected.length) return selected;
  const place = m.place.peek();
  if (place.at === "cell") return [...m.shown.cell(place.column, place.lane)];
  return m.meant("cards");
}

export function copySelected(m: MapState): boolean {
  const place = m.place.peek();
  if (place.at === "cell" && m.selection.size === 0 && metricHere(m)) {
    return copyFigures(m, place.lane, place.column);
  }
  const ids = copied(m);
  if (ids.length === 0) return false;
  const { block, text, cards } = copyCards(m.shown, sheetOf(m), ids);
  toClipboard(m, text, `${plural(cards, "card")} copied`);
  m.clip = { block, text };
  return true;
}

/** All values of a metric cell, as a table; `within` is what holds the focus meanwhile. */
export function copyFigures(
  m: MapState,
  lane: string,
  column: string,
  within?: HTMLElement,
): boolean {
  const table = figureTable(m, lane, column);
  if (table.length === 0) {
    m.scope.tell("There are no figures here to copy.");
    return false;
  }
  toClipboard(m, toTsv(table), `${plural(table.length - 1, "value")} copied`, within);
  return true;
}

export function cutSelected(m: MapState): boolean {
  const ids = copied(m);
  if (!copySelected(m)) return false;
  const ops = ids.map((id) => ({ op: "delete", table: "cards", id }) as const);
  const what = plural(ids.length, "card");
  return perform(m, { label: `Cut ${what}`, ops, say: `${what} cut` });
}

export function copyWholeMap(m: MapState): void {
  const sheet = { columns: m.layout.columns, lanes: m.layout.lanes };
  const text = mapAsTsv(m.shown, sheet, (lane, column) => metricText(m, lane, column));
  toClipboard(m, text, "Map copied as a table");
}

/** Put `text` at the focused place. */
export function pasteText(m: MapState, text: string): boolean {
  const place = m.place.peek();
  if (!m.editable) return false;
  if (!("lane" in place)) {
    m.scope.tell("Cards can be pasted into a cell, not into a header.");
    return false;
  }
  const { lane, column } = place;
  const cards = m.layout.cards(lane, column);
  const after = place.at === "card" ? cards.indexOf(place.id) + 1 : cards.length;
  // What was copied in this map comes back whole, with scores and personas.
  const own = m.clip && same(m.clip.text, text) ? m.clip.block : undefined;
  const block: Block = own ?? blockOf(text);
  const plan = paste(m.shown, sheetOf(m), block, { lane, column, before: cards[after] }, () =>
    m.client.newId(),
  );
  if (!perform(m, plan)) return false;
  if ("ids" in plan) {
    m.selection.set("cards", plan.ids);
    const first = m.shown.row("cards", plan.ids[0] ?? "");
    if (first) m.focus({ at: "card", id: first.id, lane: first.lane, column: first.stage });
  }
  return true;
}

/** Clipboards may change line ends on the way. */
function same(one: string, other: string): boolean {
  const bare = (text: string) => text.replace(/\r\n?/g, "\n").trimEnd();
  return bare(one) === bare(other);
}

export async function pasteFromMenu(m: MapState): Promise<void> {
  try {
    pasteText(m, await navigator.clipboard.readText());
  } catch {
    m.scope.tell("The browser does not let a menu read the clipboard here. Press Ctrl+V instead.");
  }
}

function toClipboard(m: MapState, text: string, done: string, within?: HTMLElement): void {
  if (copyByField(m, text, within)) {
    m.scope.say(done);
    return;
  }
  const refused = "The browser does not allow copying here.";
  const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error(refused));
  written.then(
    () => m.scope.say(done),
    () => m.scope.tell(refused),
  );
}

/** Through a field of our own: this works without a permission, in every host. */
function copyByField(m: MapState, text: string, within?: HTMLElement): boolean {
  const field = clipboardField(m, within);
  const back = within?.querySelector<HTMLElement>("[data-first]");
  field.value = text;
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  field.remove();
  // Under an open dialog nothing can have the focus.
  if (within) back?.focus();
  else m.focus(m.place.peek());
  return done;
}

/** An unseen field that has the focus while the browser copies from it or pastes into it. */
export function clipboardField(m: MapState, within?: HTMLElement): HTMLTextAreaElement {
  const field = document.createElement("textarea");
  field.className = "sr";
  field.tabIndex = -1;
  field.setAttribute("aria-label", "Clipboard");
  (within ?? m.scope.root).append(field);
  field.focus({ preventScroll: true });
  return field;
}
