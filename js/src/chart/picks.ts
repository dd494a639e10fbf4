/** What a click or a brush in a chart means: rows of the journey. */
import type { Chosen } from "../link/port";

/** The columns of a chart's data that name rows of the journey, and the tables of those rows. */
export const FIELDS = { stage: "stages", persona: "personas", card: "cards" } as const;
export type LinkField = keyof typeof FIELDS;

export type Datum = Readonly<Record<string, unknown>>;
/** Of a selection in Vega: the values picked, or the ends of a range, by field. */
export type Ranges = Record<string, readonly unknown[]>;

const names = (values: readonly unknown[] | undefined): string[] => [
  ...new Set((values ?? []).filter((value) => value !== null && value !== undefined).map(String)),
];

/**
 * The rows that a pick chooses. `fields` are those that the chart's data has: of the others the
 * chart knows nothing, and what is chosen of them stays. A card stands for itself; a stage and a
 * persona are chosen together.
 */
export function picked(pick: Ranges | undefined, fields: readonly LinkField[]): Partial<Chosen> {
  const cards = fields.includes("card") ? names(pick?.card) : [];
  if (cards.length) return { cards };
  return Object.fromEntries(fields.map((field) => [FIELDS[field], names(pick?.[field])]));
}

/** The rows that a brush chooses, of the marks in it: of one table, the finest that they name. */
export function brushed(marks: readonly Datum[], fields: readonly LinkField[]): Partial<Chosen> {
  for (const field of ["card", "stage", "persona"] as const) {
    if (!fields.includes(field)) continue;
    const found = names(marks.map((datum) => datum[field]));
    if (found.length || field === fields[0]) return { [FIELDS[field]]: found };
  }
  return {};
}

/** Whether a mark lies in a brush: within the two ends of a range, or among the values. */
export function within(datum: Datum, ranges: Ranges): boolean {
  return Object.entries(ranges).every(([field, range]) => {
    const value = datum[field];
    const at = value instanceof Date ? value.getTime() : value;
    const [low, high] = range;
    if (range.length === 2 && typeof low === "number" && typeof high === "number") {
      return typeof at === "number" && at >= Math.min(low, high) && at <= Math.max(low, high);
    }
    return range.includes(at);
  });
}

/** Whether a row of data belongs to what is chosen: it fits every table of which something is. */
export function fits(datum: Datum, chosen: Chosen, fields: readonly LinkField[]): boolean {
  const asked = fields.filter((field) => chosen[FIELDS[field]].length > 0);
  return (
    asked.length > 0 && asked.every((field) => chosen[FIELDS[field]].includes(String(datum[field])))
  );
}
