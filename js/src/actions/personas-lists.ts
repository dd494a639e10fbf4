/**
 * The lists of a persona. A list is written whole, and built from what stands there when the
 * edit is done, not when it began: what others added meanwhile stays.
 */

import type { Persona } from "../generated/schema";

export type ListField = {
  [Field in keyof Persona]: Persona[Field] extends string[] ? Field : never;
}[keyof Persona];

/** An item by its words, and by which of its equals it is: an index would not outlive others' edits. */
export interface Item {
  readonly text: string;
  readonly nth: number;
}

export function itemsOf(list: readonly string[]): Item[] {
  const times = new Map<string, number>();
  return list.map((text) => {
    const nth = times.get(text) ?? 0;
    times.set(text, nth + 1);
    return { text, nth };
  });
}

export function indexOf(list: readonly string[], item: Item): number {
  return itemsOf(list).findIndex(({ text, nth }) => text === item.text && nth === item.nth);
}

/** One item a line; blank lines are none. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Put `words` in the place of `item`, or at the end where it is gone; no words remove it. */
export function replaceItem(
  list: readonly string[],
  item: Item,
  words: readonly string[],
): string[] {
  const at = indexOf(list, item);
  if (at < 0) return [...list, ...words];
  return [...list.slice(0, at), ...words, ...list.slice(at + 1)];
}

/** Move an item by some places; the list itself where it cannot move. */
export function moveItem(list: readonly string[], item: Item, by: number): readonly string[] {
  const from = indexOf(list, item);
  const to = Math.min(Math.max(from + by, 0), list.length - 1);
  if (from < 0 || from === to) return list;
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), item.text, ...rest.slice(to)];
}
