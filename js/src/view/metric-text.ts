/** The numbers of a metric lane: what is shown of the values of one cell. */
import type { Metric, Value } from "../generated/schema";
import { compareText } from "../model/rows";
import type { MapState } from "../state/map-state";
import { count, decimals, figure, signed, withUnit } from "../state/words";

export interface Figure {
  readonly persona: string | null;
  readonly kind: "value" | "few";
  readonly text: string;
  readonly interval: string;
  readonly n: string;
  /** Whether n is so small that it should catch the eye before the number does. */
  readonly thin: boolean;
  /** The change from the period before, and whether it is for the better. */
  readonly change?: { text: string; good: boolean | undefined; from: string };
  readonly target?: string;
  readonly period: string | null;
}

/** Below this many the interval says more than the value. */
const THIN = 50;

/** Whether values of this metric can lie below zero, and so need a sign. */
function isSigned(metric: Metric, values: readonly Value[]): boolean {
  return metric.unit !== "%" && values.some((row) => (row.value ?? 0) < 0 || (row.low ?? 0) < 0);
}

/** One style for a lane: as many decimals as its figures need; two only where they are small. */
function digitsOf(values: readonly Value[]): number {
  const numbers = values
    .flatMap(({ value, low, high }) => [value, low, high])
    .filter((number) => number !== null);
  const small = numbers.every((number) => Math.abs(number) < 10);
  return Math.min(decimals(numbers), small ? 2 : 1);
}

function latestOf(values: readonly Value[]): Value[] {
  return [...values].sort((one, other) => compareText(other.period ?? "", one.period ?? ""));
}

/** The figures of one metric at one stage, one a persona shown; none where it was not asked. */
export function figures(
  metric: Metric,
  all: readonly Value[],
  stage: string,
  personas: ReadonlySet<string> | undefined,
): Figure[] {
  const here = all.filter((row) => row.stage === stage);
  const style = { digits: digitsOf(all), sign: isSigned(metric, all) };
  const owners = [...new Set(here.map((row) => row.persona))];
  const own = owners.filter((persona) => persona !== null && (personas?.has(persona) ?? false));
  // Everyone's figure stands for the map; a filter puts the chosen personas' in its place.
  const chosen = own.length > 0 ? own : owners.includes(null) ? [null] : owners;
  return chosen.flatMap((persona) => {
    const [now, before] = latestOf(here.filter((row) => row.persona === persona));
    return now ? [figureOf(metric, now, before, style)] : [];
  });
}

interface Style {
  digits: number;
  sign: boolean;
}

function figureOf(metric: Metric, now: Value, before: Value | undefined, style: Style): Figure {
  // "100.0" would claim more than a whole that all others are parts of.
  const digits = (value: number) =>
    Math.abs(value) >= 100 && Number.isInteger(value) ? 0 : style.digits;
  const write = (value: number) =>
    style.sign ? signed(value, digits(value)) : figure(value, digits(value));
  const base = {
    persona: now.persona,
    period: now.period,
    n: now.n === null ? "" : `n ${count(now.n)}`,
    thin: now.n !== null && now.n < THIN,
  };
  const target =
    metric.target === null ? {} : { target: withUnit(write(metric.target), metric.unit) };
  if (now.value === null) {
    return {
      ...base,
      ...target,
      kind: "few",
      text: now.n === null ? "too few" : `n too small`,
      interval: "",
    };
  }
  const interval =
    now.low === null || now.high === null ? "" : `${write(now.low)} – ${write(now.high)}`;
  const figureText = withUnit(write(now.value), metric.unit);
  const shown = { ...base, ...target, kind: "value" as const, text: figureText, interval };
  if (before === undefined || before.value === null) return shown;
  const by = Number((now.value - before.value).toFixed(style.digits));
  const arrow = by > 0 ? "▲" : by < 0 ? "▼" : "=";
  const good = by === 0 ? undefined : by > 0 === (metric.direction === "up");
  const size = by === 0 ? "" : ` ${figure(Math.abs(by), style.digits)}`;
  return { ...shown, change: { text: arrow + size, good, from: before.period ?? "" } };
}

/** The figures of a cell on one line, for the clipboard. */
export function metricText(m: MapState, lane: string, column: string): string {
  const metric = m.shown.row("metrics", m.layout.lane(lane)?.metric ?? "");
  if (!metric) return "";
  const values = m.shown.pointing("values", "metric", metric.id);
  const some = figures(metric, values, column, undefined);
  if (some.length === 0) return "not asked";
  return some
    .map(({ text, interval, n }) => [text, interval, n].filter(Boolean).join(" · "))
    .join("; ");
}
