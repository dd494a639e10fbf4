/** Periods as they are written in `values.period`: which come after one another without a gap. */

/** Kinds of periods, the coarsest first; the empty one is any other text. */
export const GRAINS = ["year", "quarter", "month", "week", "day", ""] as const;

export type Grain = (typeof GRAINS)[number];

/** Where a period stands: its kind, and its number among the periods of that kind. */
export interface PeriodPlace {
  readonly grain: Grain;
  readonly number: number;
}

const DAY = 86_400_000;
/** The epoch was a Thursday: days after the Monday of its week. */
const WEEKDAY = 3;

function day(year: number, month: number, date: number): number | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  const same = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return same ? at.getTime() / DAY : undefined;
}

/** Week 1 is the one of 4 January; a week 53 that belongs to the next year is none. */
function week(year: number, number: number): number | undefined {
  const first = Math.floor((Date.UTC(year, 0, 4) / DAY + WEEKDAY) / 7);
  const next = Math.floor((Date.UTC(year + 1, 0, 4) / DAY + WEEKDAY) / 7);
  const at = first + number - 1;
  return number >= 1 && at < next ? at : undefined;
}

const FORMS: [Grain, RegExp, (...parts: number[]) => number | undefined][] = [
  ["year", /^([1-9]\d{3})$/, (year = 0) => year],
  ["quarter", /^([1-9]\d{3})-Q([1-4])$/, (year = 0, quarter = 1) => year * 4 + quarter - 1],
  [
    "month",
    /^([1-9]\d{3})-(\d{2})$/,
    (year = 0, month = 1) => (month >= 1 && month <= 12 ? year * 12 + month - 1 : undefined),
  ],
  ["week", /^([1-9]\d{3})-W(\d{2})$/, (year = 0, number = 1) => week(year, number)],
  [
    "day",
    /^([1-9]\d{3})-(\d{2})-(\d{2})$/,
    (year = 0, month = 1, date = 1) => day(year, month, date),
  ],
];

/** Where a period stands in the calendar; undefined for any other text. */
export function placeOf(period: string): PeriodPlace | undefined {
  for (const [grain, form, numbered] of FORMS) {
    const found = form.exec(period);
    if (!found) continue;
    const number = numbered(...found.slice(1).map(Number));
    return number === undefined ? undefined : { grain, number };
  }
  return undefined;
}
