/** The drawing of a trend in a box of its own. The twin of `export/plain/sparkline.py`. */
import type { Value } from "../generated/schema";
import type { TrendPoint } from "../state/measures";

export interface Box {
  width: number;
  height: number;
  /** Room for the line and the last point at each side. */
  inset: number;
}

export interface TrendShape {
  /** The values, a run for each stretch without a gap; a value between two gaps is a dot. */
  line: string;
  /** The intervals, as areas; that of a value between two gaps is a stroke. */
  band: string;
  whiskers: string;
  last: { x: number; y: number };
  /** Where the target lies; undefined where that is out of what is shown. */
  target: number | undefined;
}

export function trendShape(
  points: readonly TrendPoint[],
  target: number | null,
  { width, height, inset }: Box,
): TrendShape {
  const ends = points.flatMap(({ row }) => [row.value ?? 0, ...endsOf(row)]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  // Halved, so that the span of the largest numbers is a number too.
  const span = high / 2 - low / 2;
  const y = (value: number) =>
    span > 0 ? inset + ((height - 2 * inset) * (high / 2 - value / 2)) / span : height / 2;
  const x = (point: TrendPoint) => inset + (width - 2 * inset) * point.x;
  const at = (point: TrendPoint, value: number) => `${round(x(point))} ${round(y(value))}`;
  const value = (point: TrendPoint) => at(point, point.row.value ?? 0);
  const lines = runs(points).map((run) =>
    run.length > 1 ? `M${run.map(value).join("L")}` : `M${run.map(value).join()}h0`,
  );
  const bands = runs(points.filter(({ row }) => endsOf(row).length > 0));
  const areas = bands.filter((run) => run.length > 1);
  const alone = bands.filter((run) => run.length === 1).flat();
  const area = (run: readonly TrendPoint[]) => {
    const above = run.map((point) => at(point, point.row.high ?? 0));
    const below = run.map((point) => at(point, point.row.low ?? 0)).reverse();
    return `M${[...above, ...below].join("L")}Z`;
  };
  const last = points[points.length - 1];
  const shown = target !== null && target >= low && target <= high;
  return {
    line: lines.join(""),
    band: areas.map(area).join(""),
    whiskers: alone
      .map((point) => `M${at(point, point.row.high ?? 0)}V${round(y(point.row.low ?? 0))}`)
      .join(""),
    last: last ? { x: round(x(last)), y: round(y(last.row.value ?? 0)) } : { x: 0, y: 0 },
    target: shown ? round(y(target)) : undefined,
  };
}

function endsOf({ low, high }: Value): number[] {
  return low === null || high === null ? [] : [low, high];
}

/** Points in runs of neighbouring periods: a gap is left open, never bridged. */
function runs(points: readonly TrendPoint[]): TrendPoint[][] {
  const found: TrendPoint[][] = [];
  for (const point of points) {
    const run = found.at(-1);
    if (run?.at(-1)?.number === point.number - 1) run.push(point);
    else found.push([point]);
  }
  return found;
}

const round = (number: number) => Math.round(number * 10) / 10;
