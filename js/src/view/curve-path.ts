/** The shape of the emotion curve. Pure geometry: x counts columns, y is in px. */

export const CURVE_HEIGHT = 150;
const MIDDLE = 75;
const PX_PER_POINT = 28;
/** Points closer than this would lie on one another: they step aside. */
const APART = 26;
/** How far they step, in columns: a target's width on the narrowest column. */
const ASIDE = 0.128;

export function yOf(score: number): number {
  return MIDDLE - score * PX_PER_POINT;
}

export function scoreAt(y: number): number {
  const score = Math.round(((MIDDLE - y) / PX_PER_POINT) * 10) / 10;
  return Math.min(2, Math.max(-2, score));
}

export interface Dot {
  readonly column: number;
  readonly x: number;
  readonly y: number;
}

/** The x of each of the points of one column, given their y: neighbours stand side by side. */
export function asideOf(ys: readonly number[]): number[] {
  const order = ys.map((_, at) => at).sort((one, other) => (ys[one] ?? 0) - (ys[other] ?? 0));
  const x = ys.map(() => 0);
  let run: number[] = [];
  const spread = () => {
    // Side by side in the order given, so that a persona keeps its side along the map.
    [...run]
      .sort((one, other) => one - other)
      .forEach((at, place) => {
        x[at] = (place - (run.length - 1) / 2) * ASIDE;
      });
    run = [];
  };
  for (const at of order) {
    const last = run.at(-1);
    if (last !== undefined && (ys[at] ?? 0) - (ys[last] ?? 0) >= APART) spread();
    run.push(at);
  }
  spread();
  return x;
}

/**
 * A smooth line through the dots that never rises above or falls below its ends (Fritsch and
 * Carlson): what is drawn between two stages claims nothing that was not said. A stage without
 * a dot is a gap.
 */
export function curvePath(dots: readonly Dot[]): string {
  const runs: Dot[][] = [];
  for (const dot of dots) {
    const run = runs.at(-1);
    if (run && run.at(-1)?.column === dot.column - 1) run.push(dot);
    else runs.push([dot]);
  }
  return runs
    .filter((run) => run.length > 1)
    .map(through)
    .join("");
}

function through(run: readonly Dot[]): string {
  const slopes = tangents(run);
  const n = (value: number) => String(Math.round(value * 1000) / 1000);
  return run
    .map((dot, at) => {
      const before = run[at - 1];
      if (!before) return `M${n(dot.x)} ${n(dot.y)}`;
      const third = (dot.x - before.x) / 3;
      const first = `${n(before.x + third)} ${n(before.y + third * (slopes[at - 1] ?? 0))}`;
      const second = `${n(dot.x - third)} ${n(dot.y - third * (slopes[at] ?? 0))}`;
      return `C${first} ${second} ${n(dot.x)} ${n(dot.y)}`;
    })
    .join("");
}

function tangents(run: readonly Dot[]): number[] {
  const secants = run.slice(1).map((dot, at) => {
    const before = run[at] ?? dot;
    return (dot.y - before.y) / (dot.x - before.x);
  });
  const slopes = run.map((_, at) => {
    const [left, right] = [secants[at - 1], secants[at]];
    if (left === undefined || right === undefined) return left ?? right ?? 0;
    return left * right <= 0 ? 0 : (left + right) / 2;
  });
  secants.forEach((secant, at) => {
    if (secant === 0) {
      slopes[at] = 0;
      slopes[at + 1] = 0;
      return;
    }
    const [a, b] = [(slopes[at] ?? 0) / secant, (slopes[at + 1] ?? 0) / secant];
    const length = Math.hypot(a, b);
    if (length <= 3) return;
    slopes[at] = (3 * a * secant) / length;
    slopes[at + 1] = (3 * b * secant) / length;
  });
  return slopes;
}
