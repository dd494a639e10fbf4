/** The difference of two figures with its interval, from nothing but the figures and their intervals. */

/** A figure and the ends of its interval, in one unit; null where there is none. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Whether the whole interval lies below (-1) or above (1) zero, or holds it (0); undefined
 * where there is no interval: the figure alone cannot tell.
 */
export function signOf({ low, high }: Estimate): -1 | 0 | 1 | undefined {
  if (low === null || high === null) return undefined;
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}

/**
 * `a - b` with its interval by square-and-add (MOVER: Zou & Donner 2008, equation 8; for two
 * Wilson intervals it is Newcombe 1998, method 10). The same as `model/difference.py`, which
 * says when it may be used.
 */
export function difference(a: Estimate, b: Estimate): Estimate {
  const none = { value: null, low: null, high: null };
  if (a.value === null || b.value === null) return none;
  const value = a.value - b.value;
  if (!Number.isFinite(value)) return none;
  const bare = { ...none, value };
  if (a.low === null || a.high === null || b.low === null || b.high === null) return bare;
  // A figure may lie outside its own interval (few answers, an adjusted interval): that side adds nothing.
  const down = Math.hypot(Math.max(a.value - a.low, 0), Math.max(b.high - b.value, 0));
  const up = Math.hypot(Math.max(a.high - a.value, 0), Math.max(b.value - b.low, 0));
  const [low, high] = [value - down, value + up];
  return Number.isFinite(low) && Number.isFinite(high) ? { value, low, high } : bare;
}
