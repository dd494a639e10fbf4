/** Fractional keys: a place in a sequence as a string, so that a move changes one row. */
import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";
import { compareText } from "./rows";

export interface Placed {
  readonly id: string;
  readonly order: string;
}

/** By key, and by id where two pages made the same key at once. */
export function compareOrder(one: Placed, other: Placed): number {
  return compareText(one.order, other.order) || compareText(one.id, other.id);
}

// Keys that came with the data may be any letters and digits; the library reads only its own.
function readable(key: string | null): boolean {
  if (key === null) return true;
  try {
    generateKeyBetween(key, null);
    return true;
  } catch {
    return false;
  }
}

/**
 * Keys for `count` rows to be put at `index` among `siblings` (in order, without the rows that
 * move), and new keys by id for siblings that have to give way because two of them share a key
 * or have one that the key arithmetic cannot read.
 */
export function keys(
  siblings: readonly Placed[],
  index: number,
  count = 1,
): { keys: string[]; rekeyed: Record<string, string> } {
  const before = siblings[index - 1]?.order ?? null;
  const after = siblings[index]?.order ?? null;
  const apart = before === null || after === null || before < after;
  if (readable(before) && readable(after) && apart) {
    return { keys: generateNKeysBetween(before, after, count), rekeyed: {} };
  }
  const fresh = generateNKeysBetween(null, null, siblings.length + count);
  const own = fresh.splice(index, count);
  const rekeyed: Record<string, string> = {};
  siblings.forEach((row, at) => {
    const key = fresh[at];
    if (key !== undefined && key !== row.order) rekeyed[row.id] = key;
  });
  return { keys: own, rekeyed };
}

/** A key behind that of `row`, or the first of all. */
export function after(row: Placed | undefined): string {
  if (!row) return generateKeyBetween(null, null);
  return readable(row.order) ? generateKeyBetween(row.order, null) : `${row.order}V`;
}
