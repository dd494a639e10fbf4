/** Numbers and text as people read them. */

const THIN = "\u2009";
const MINUS = "\u2212";
/** As words these are only long. */
const HUGE = 1e15;

/** 41208 -> "41 208", with thin spaces that do not break. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** A number with a true minus, at most `digits` decimals, thousands apart. */
export function figure(value: number, digits = 1): string {
  if (Math.abs(value) >= HUGE) return value.toExponential(2).replace("-", MINUS);
  const fixed = Math.abs(value).toFixed(digits);
  const [whole = "0", part] = fixed.split(".");
  const grouped = count(Number(whole));
  const sign = value < 0 && Number(fixed) !== 0 ? MINUS : "";
  return sign + (part ? `${grouped}.${part}` : grouped);
}

/** The same with its sign always shown: scores that can be below zero. */
export function signed(value: number, digits = 1): string {
  const text = figure(value, digits);
  return Number(Math.abs(value).toFixed(digits)) === 0 || text.startsWith(MINUS)
    ? text
    : `+${text}`;
}

/** As many decimals as the figures need, at most two. */
export function decimals(values: readonly number[]): number {
  let most = 0;
  for (const value of values) {
    for (let digits = most; digits < 2; digits++) {
      if (Math.abs(value - Number(value.toFixed(digits))) > 1e-9) most = digits + 1;
    }
  }
  return most;
}

/** "%" is set apart by a thin space, as are other units. */
export function withUnit(text: string, unit: string): string {
  return unit ? `${text}${THIN}${unit}` : text;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A short quotation of a text, for menus and announcements. */
export function brief(text: string, length = 40): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
}

const INVISIBLE: Record<string, string> = {
  "\u00ad": "soft hyphen",
  "\u061c": "arabic letter mark",
  "\u200b": "zero width space",
  "\u200c": "zero width non-joiner",
  "\u200d": "zero width joiner",
  "\u200e": "left-to-right mark",
  "\u200f": "right-to-left mark",
  "\u202a": "left-to-right embedding",
  "\u202b": "right-to-left embedding",
  "\u202c": "end of direction",
  "\u202d": "left-to-right override",
  "\u202e": "right-to-left override",
  "\u2060": "word joiner",
  "\u2066": "left-to-right isolate",
  "\u2067": "right-to-left isolate",
  "\u2068": "first strong isolate",
  "\u2069": "end of isolate",
  "\ufeff": "byte order mark",
};

/** Names and counts of the characters of `text` that cannot be seen. */
export function invisibles(text: string): { name: string; times: number }[] {
  const times = new Map<string, number>();
  for (const character of text) {
    const name = INVISIBLE[character];
    if (name) times.set(name, (times.get(name) ?? 0) + 1);
  }
  return [...times].map(([name, n]) => ({ name, times: n }));
}
