/**
 * What a figure is compared with, in words: its target, the period before, another persona's
 * figure. The twin of `export/content/comparison.py`.
 */
import type { Metric, Value } from "../generated/schema";
import { difference, type Estimate, signOf } from "../model/difference";
import { brief, decimals, figure, signed, withUnit } from "./words";

/** The most decimals of a difference that would else be written as zero. */
const TINY = 4;

/** How the figures of a metric are written, and what is better. */
export class Style {
  readonly unit: string;
  readonly #digits: number;
  readonly #signed: boolean;

  /** One style for all figures: as many decimals as they need, two only where all are small. */
  constructor(
    readonly metric: Metric,
    rows: readonly Value[],
  ) {
    const numbers = rows
      .flatMap(({ value, low, high }) => [value, low, high])
      .filter((number) => number !== null);
    const small = numbers.every((number) => Math.abs(number) < 10);
    this.unit = brief(metric.unit, 20);
    this.#digits = Math.min(decimals(numbers), small ? 2 : 1);
    // The lower end of a share's interval may lie below zero where no share can.
    const share = this.unit === "%";
    this.#signed = rows.some((row) => (row.value ?? 0) < 0 || (!share && (row.low ?? 0) < 0));
  }

  /** A figure without its unit. */
  write(number: number): string {
    // "100.0" would claim more than a whole that all others are parts of.
    const whole = Math.abs(number) >= 100 && Number.isInteger(number);
    return (this.#signed ? signed : figure)(number, whole ? 0 : this.#digits);
  }

  whole(number: number): string {
    return withUnit(this.write(number), this.unit);
  }

  /** A difference; with more decimals where it would else read as zero. */
  size(number: number): string {
    let digits = this.#digits;
    while (number && digits < TINY && Math.abs(number) < 0.5 * 10 ** -digits) digits += 1;
    return figure(number, digits);
  }

  /** The interval of a difference. */
  ends(low: number, high: number): string {
    return `[${this.size(low)}, ${this.size(high)}]`;
  }

  /** The unit of a difference: of shares, percentage points. */
  get gapUnit(): string {
    return this.unit === "%" ? "pp" : this.unit;
  }

  /** The target with its direction, such as "≥ 35 %"; empty where there is none. */
  get aim(): string {
    const { target, direction } = this.metric;
    if (target === null) return "";
    const number = withUnit(figure(target, decimals([target])), this.unit);
    return `${direction === "down" ? "≤" : "≥"}\u00a0${number}`;
  }

  /** What is better, and the target. */
  get note(): string {
    const better = this.metric.direction === "down" ? "less is better" : "more is better";
    return this.aim ? `${better} · target\u00a0${this.aim}` : better;
  }
}

/** Whether a figure reaches its target; `open` where the interval contains it. */
export interface Verdict {
  readonly kind: "met" | "missed" | "open";
  /** In two or three words. */
  readonly text: string;
  /** In a sentence. */
  readonly words: string;
}

const VERDICTS = {
  met: ["target met", "met", "met: the whole interval reaches it"],
  missed: ["target missed", "missed", "missed: the whole interval falls short of it"],
  open: ["target: cannot tell", "", "cannot tell: the interval contains it"],
} as const;

export function verdict(now: Estimate, style: Style): Verdict | null {
  const { target, direction } = style.metric;
  if (now.value === null || target === null) return null;
  const bare = now.low === null || now.high === null;
  const [low, high] = bare ? [now.value, now.value] : [now.low ?? 0, now.high ?? 0];
  const down = direction === "down";
  const reached = down ? high <= target : low >= target;
  const failed = down ? low > target : high < target;
  const kind = reached ? "met" : failed ? "missed" : "open";
  const [text, alone, told] = VERDICTS[kind];
  return { kind, text, words: `target ${style.aim} ${bare ? alone : told}` };
}

/** How a figure differs from that of an earlier period. */
export interface Change {
  /** "▼ 4.1 [3.2, 5.0]", or "no clear change" where the interval contains zero. */
  readonly text: string;
  /** The same in a sentence. */
  readonly words: string;
  /** With its sign and unit, whether clear or not: "−4.1 pp [−5.0, −3.2]". */
  readonly by: string;
  /** Empty where it is no clear change. */
  readonly tone: "good" | "bad" | "";
  /** The later and the earlier period. */
  readonly now: string;
  readonly since: string;
  /** Whether the one is just before the other. */
  readonly next_to: boolean;
}

export function change(later: Value, earlier: Value, style: Style, nextTo: boolean): Change | null {
  const by = difference(later, earlier);
  if (by.value === null) return null;
  const [now, since] = [later.period ?? "", earlier.period ?? ""];
  const rest = { now, since, next_to: nextTo, by: spelled(by, style) } as const;
  if (signOf(by) === 0) {
    const words = `${now}: no clear change since ${since}, ${rest.by}`;
    return { text: "no clear change", words, tone: "", ...rest };
  }
  if (by.value === 0) {
    return { text: "no change", words: `${now}: no change since ${since}`, tone: "", ...rest };
  }
  const up = by.value > 0;
  const interval = endsOf(up ? by : { value: null, low: neg(by.high), high: neg(by.low) }, style);
  const good = up === (style.metric.direction === "up");
  const size = style.size(Math.abs(by.value));
  const how = `${up ? "up" : "down"} by ${withUnit(size, style.gapUnit)}${interval}`;
  return {
    text: `${up ? "▲" : "▼"} ${size}${interval}`,
    words: `${now}: ${how} since ${since}, for the ${good ? "better" : "worse"}`,
    tone: good ? "good" : "bad",
    ...rest,
  };
}

const neg = (number: number | null) => (number === null ? null : -number);

function endsOf({ low, high }: Estimate, style: Style): string {
  return low === null || high === null ? "" : ` ${style.ends(low, high)}`;
}

function spelled(by: Estimate, style: Style): string {
  return withUnit(signedSize(by.value ?? 0, style), style.gapUnit) + endsOf(by, style);
}

function signedSize(number: number, style: Style): string {
  const text = style.size(number);
  return number > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** How the figures of two personas differ. */
export interface Gap {
  /** "+12.4 [3.1, 21.7]", or "no clear difference" where the interval contains zero. */
  readonly text: string;
  /** With the numbers in either case. */
  readonly words: string;
  /** Whether the interval leaves zero out; where there is none it cannot be told, and is not. */
  readonly clear: boolean;
}

/** How much more `one` is than `other`. */
export function gap(one: Estimate, other: Estimate, style: Style): Gap | null {
  const by = difference(one, other);
  if (by.value === null) return null;
  const words = spelled(by, style);
  if (signOf(by) === 0) {
    return { text: "no clear difference", words: `no clear difference: ${words}`, clear: false };
  }
  const text = by.value === 0 ? "no difference" : signedSize(by.value, style) + endsOf(by, style);
  return { text, words, clear: signOf(by) !== undefined };
}
