/** A metric's values as series: by stage and persona, along the periods. The twin of `model/series.py`. */
import type { Value } from "../generated/schema";
import { GRAINS, type Grain, type PeriodPlace, placeOf } from "./periods";
import { compareText } from "./rows";

export interface SeriesPoint {
  /** The place of its period among the periods of the metric; neighbours differ by one. */
  readonly number: number;
  readonly row: Value;
}

/** The values of one stage and persona. */
export interface Series {
  /** Of the periods that make the series, the earliest first; a period without a row has none. */
  readonly points: readonly SeriesPoint[];
  /** All other rows: without a period, or of another kind of period. */
  readonly rest: readonly Value[];
  /** The places of the first and the last period that any stage or persona has. */
  readonly first: number;
  readonly last: number;
}

/** The points that have a value. */
export function valuedOf(series: Series): SeriesPoint[] {
  return series.points.filter(({ row }) => row.value !== null);
}

/**
 * The row that stands for the series: that of all time where it has a value; else the latest
 * period's that has one: the last days of a log hold too few to stand for anything. Where nothing
 * has a value, the latest.
 */
export function rowOf(series: Series): Value | undefined {
  const overall = series.rest.find(({ period, value }) => !period && value !== null);
  const last = valuedOf(series).at(-1) ?? series.points.at(-1);
  return overall ?? last?.row ?? series.rest[0];
}

/**
 * The series of one metric, by stage and persona. Years, quarters and days are not compared with
 * one another: a series is made of the kind of period that most of the metric's values have, or,
 * where a stage and persona has none of these, that most of its own have.
 */
export class SeriesIndex {
  readonly #cells = new Map<string, Map<string | null, Series>>();
  readonly #places: ReadonlyMap<string, PeriodPlace>;
  readonly #spans = new Map<Grain, { first: number; last: number }>();

  constructor(rows: readonly Value[]) {
    this.#places = places(rows);
    for (const { grain, number } of this.#places.values()) {
      const { first, last } = this.#spans.get(grain) ?? { first: number, last: number };
      this.#spans.set(grain, { first: Math.min(first, number), last: Math.max(last, number) });
    }
    const most = this.#most(rows);
    const cells = new Map<string, Map<string | null, Value[]>>();
    for (const row of rows) {
      const personas = cells.get(row.stage) ?? new Map<string | null, Value[]>();
      cells.set(row.stage, personas.set(row.persona, [...(personas.get(row.persona) ?? []), row]));
    }
    for (const [stage, personas] of cells) {
      const all = [...personas].map(
        ([persona, own]) => [persona, this.#series(own, most)] as const,
      );
      this.#cells.set(stage, new Map(all));
    }
  }

  /** The series of a stage by persona; empty where nothing was measured. */
  at(stage: string): ReadonlyMap<string | null, Series> {
    return this.#cells.get(stage) ?? new Map();
  }

  #series(own: readonly Value[], most: Grain | undefined): Series {
    const at = (row: Value) => this.#places.get(row.period ?? "");
    const has = own.some((row) => at(row)?.grain === most);
    const grain = has ? most : this.#most(own);
    const points = new Map<number, Value>();
    const rest: Value[] = [];
    // Of two rows of one period the one computed last counts.
    for (const row of [...own].sort(laterFirst)) {
      const place = at(row);
      const used = place === undefined || place.grain !== grain || points.has(place.number);
      if (used) rest.push(row);
      else points.set(place.number, row);
    }
    rest.sort((one, other) => compareText(other.period ?? "", one.period ?? ""));
    const along = [...points].sort(([one], [other]) => one - other);
    const span = (grain !== undefined && this.#spans.get(grain)) || { first: 0, last: 0 };
    return {
      points: along.map(([number, row]) => ({ number, row })),
      rest: [...rest.filter((row) => !row.period), ...rest.filter((row) => row.period)],
      ...span,
    };
  }

  /** The kind of period that most values have, the coarsest of several. */
  #most(rows: readonly Value[]): Grain | undefined {
    const counts = new Map<Grain, number>();
    for (const row of rows) {
      const grain = this.#places.get(row.period ?? "")?.grain;
      if (grain !== undefined) counts.set(grain, (counts.get(grain) ?? 0) + 1);
    }
    const most = Math.max(0, ...counts.values());
    return GRAINS.find((grain) => most > 0 && counts.get(grain) === most);
  }
}

function laterFirst(one: Value, other: Value): number {
  const computed = compareText(other.computed_at ?? "", one.computed_at ?? "");
  return computed || compareText(other.id, one.id);
}

/** Where each period stands; texts that are no dates stand in their order. */
function places(rows: readonly Value[]): Map<string, PeriodPlace> {
  const found = new Map<string, PeriodPlace>();
  const others: string[] = [];
  for (const period of new Set(rows.map((row) => row.period ?? ""))) {
    const place = placeOf(period);
    if (place) found.set(period, place);
    else if (period) others.push(period);
  }
  others.sort(compareText).forEach((period, number) => {
    found.set(period, { grain: "", number });
  });
  return found;
}
