/** What a metric lane says at a stage. The twin of `export/content/measures.py`: one file of cases holds both. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Metric, Value } from "../generated/schema";
import { rowOf, type Series, SeriesIndex, type SeriesPoint, valuedOf } from "../model/series";
import type { Shown } from "../sync/contract";
import { type Change, change, type Gap, gap, Style, type Verdict, verdict } from "./comparison";
import { count, plural } from "./words";

/** Below this many the interval says more than the value. */
const THIN = 50;
/** Values that make a trend. */
const LEAST = 2;

/** A point of a trend that has a value: `x` from 0, the metric's first period, to 1, its last. */
export interface TrendPoint {
  readonly x: number;
  readonly number: number;
  readonly row: Value;
}

/** A figure over the periods; a period without a value is a gap. */
export interface Trend {
  readonly points: readonly TrendPoint[];
  readonly words: string;
}

/** A figure of one persona, or of everyone, in words. */
export interface Figure {
  readonly persona: string | null;
  readonly kind: "value" | "few" | "unasked";
  readonly text: string;
  readonly interval: string;
  readonly n: string;
  /** Whether n is so small that it should catch the eye before the number does. */
  readonly thin: boolean;
  /** What it stands for; empty where that is all time. */
  readonly period: string;
  /** Of the latest period, also where the figure is of all time. */
  readonly change: Change | null;
  readonly verdict: Verdict | null;
  readonly trend: Trend | null;
  /** What is missing since the last period that has a value; empty where nothing is. */
  readonly late: string;
  readonly row: Value;
}

/** The figures of one metric. */
export class Measures {
  readonly style: Style;
  readonly #index: SeriesIndex;

  constructor(
    readonly metric: Metric,
    values: readonly Value[],
    private readonly order: readonly string[],
  ) {
    this.style = new Style(metric, values);
    this.#index = new SeriesIndex(values);
  }

  /** The series of a stage: everyone's, then the personas' in their order. */
  series(stage: string): [string | null, Series][] {
    const rank = (persona: string | null) => (persona === null ? -1 : this.order.indexOf(persona));
    return [...this.#index.at(stage)].sort(([one], [other]) => rank(one) - rank(other));
  }

  /**
   * The figures that stand for a stage; none where it was not asked. Everyone's figure stands for
   * the map; those of chosen personas take its place. Where nothing was measured for everyone,
   * each persona's figure is there.
   */
  figures(stage: string, personas: readonly string[] = []): Figure[] {
    const found = this.series(stage);
    const own = found.filter(([persona]) => persona !== null && personas.includes(persona));
    const everyone = found.filter(([persona]) => persona === null);
    const chosen = own.length > 0 ? own : everyone.length > 0 ? everyone : found;
    return chosen.flatMap(([persona, series]) => this.figure(persona, series) ?? []);
  }

  /** The figure of each persona. */
  personas(stage: string): Figure[] {
    const own = this.series(stage).filter(([persona]) => persona !== null);
    return own.flatMap(([persona, series]) => this.figure(persona, series) ?? []);
  }

  /** All rows of a series, the latest first, each with its change since the period before. */
  history(series: Series): { row: Value; change: Change | null }[] {
    const valued = valuedOf(series);
    const changes = new Map(
      valued.map((point, at) => [point.row, this.#change(valued[at - 1], point)]),
    );
    const along = series.points.map(({ row }) => row).reverse();
    return [...along, ...series.rest].map((row) => ({ row, change: changes.get(row) ?? null }));
  }

  /** The figure of a series. */
  figure(persona: string | null, series: Series): Figure | undefined {
    const row = rowOf(series);
    if (!row) return undefined;
    const n = row.n === null ? "" : `n ${count(row.n)}`;
    const [earlier, later] = valuedOf(series).slice(-2);
    return {
      persona,
      kind: row.value !== null ? "value" : n ? "few" : "unasked",
      text: this.told(row),
      interval: this.interval(row),
      n,
      thin: row.n !== null && row.n < THIN,
      period: row.period ?? "",
      change: this.#change(earlier, later),
      verdict: verdict(row, this.style),
      trend: this.#trend(series),
      late: this.#late(series),
      row,
    };
  }

  #change(earlier: SeriesPoint | undefined, later: SeriesPoint | undefined): Change | null {
    if (!earlier || !later) return null;
    return change(later.row, earlier.row, this.style, earlier.number === later.number - 1);
  }

  /** What is missing since the last period that has a value. */
  #late(series: Series): string {
    const [last, valued] = [series.points.at(-1), valuedOf(series).at(-1)];
    if (!last || !valued || last === valued) return "";
    const n = last.row.n === null ? "" : ` (n ${count(last.row.n)})`;
    return `${last.row.period}: ${this.told(last.row)}${n}`;
  }

  /** The figure of a row, or why there is none. */
  told({ value, n, note }: Value): string {
    if (value !== null) return this.style.whole(value);
    if (note) return note;
    return n === null ? "not asked" : "n too small";
  }

  /** The interval of a row: "30.4 – 31.6". */
  interval({ value, low, high }: Value): string {
    if (value === null || (low === null && high === null)) return "";
    return [low, high].map((end) => (end === null ? "…" : this.style.write(end))).join(" – ");
  }

  /** How much more `one` is than `other`; null where they cannot be compared. */
  gap(one: Figure, other: Figure): Gap | null {
    return one.period === other.period ? gap(one.row, other.row, this.style) : null;
  }

  /** The two personas' figures that a cell compares; undefined where there are not just two. */
  pair(figures: readonly Figure[]): readonly [Figure, Figure] | undefined {
    const [one, other, third] = figures.filter(({ persona }) => persona !== null);
    return one && other && !third ? [one, other] : undefined;
  }

  #trend(series: Series): Trend | null {
    const found = valuedOf(series);
    if (found.length < LEAST) return null;
    const span = Math.max(series.last - series.first, 1);
    const points = found.map(({ number, row }) => ({
      x: (number - series.first) / span,
      number,
      row,
    }));
    const missing = series.last - series.first + 1 - found.length;
    const gaps = missing ? `; ${plural(missing, "period")} without a value` : "";
    return { points, words: this.#told(found.map(({ row }) => row)) + gaps };
  }

  #told(rows: readonly Value[]): string {
    const dated = (row: Value | undefined) =>
      row ? `${this.style.whole(row.value ?? 0)} in ${row.period}` : "";
    const told = `from ${dated(rows[0])} to ${dated(rows.at(-1))}`;
    if (rows.length === LEAST) return told;
    const pick = (better: (a: number, b: number) => boolean) =>
      rows.reduce((best, row) => (better(row.value ?? 0, best.value ?? 0) ? row : best));
    const low = dated(pick((a, b) => a < b));
    return `${told}; lowest ${low}, highest ${dated(pick((a, b) => a > b))}`;
  }
}

/** The measures of every metric, each made once for all cells of its lanes. */
export class MetricBook {
  readonly #made = new Map<string, ReadonlySignal<Measures | undefined>>();

  constructor(private readonly shown: Shown) {}

  of(metric: string): Measures | undefined {
    let found = this.#made.get(metric);
    if (!found) {
      found = computed(() => {
        const row = this.shown.row("metrics", metric);
        const values = this.shown.pointing("values", "metric", metric);
        return row && new Measures(row, values, this.shown.ids("personas"));
      });
      this.#made.set(metric, found);
    }
    return found.value;
  }
}
