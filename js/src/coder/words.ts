/** Words, sentences and characters of a text, as stretches of UTF-16 units. */

export type Grain = "character" | "word" | "sentence";

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const segmenters = new Map<Grain, Intl.Segmenter>();

function segmenter(grain: Grain): Intl.Segmenter {
  let found = segmenters.get(grain);
  if (!found) {
    const granularity = grain === "character" ? "grapheme" : grain;
    found = new Intl.Segmenter(undefined, { granularity });
    segmenters.set(grain, found);
  }
  return found;
}

/** All stretches of a grain: words without what is between them, sentences without their blanks. */
export function stretches(text: string, grain: Grain): Stretch[] {
  const found: Stretch[] = [];
  for (const { segment, index, isWordLike } of segmenter(grain).segment(text)) {
    if (grain === "word" && !isWordLike) continue;
    const trimmed = grain === "character" ? segment : segment.trim();
    if (!trimmed) continue;
    const start = index + segment.indexOf(trimmed);
    found.push({ start, end: start + trimmed.length });
  }
  return found;
}

/** A stretch without the blanks at its ends; nothing where it is all blank. */
export function trimmed(text: string, { start, end }: Stretch): Stretch | undefined {
  const words = text.slice(start, end);
  const lead = words.length - words.trimStart().length;
  const rest = words.trim().length;
  return rest ? { start: start + lead, end: start + lead + rest } : undefined;
}

/** How many words a text has. */
export function wordCount(text: string): number {
  return stretches(text, "word").length;
}

/** 754.2 -> "12:34". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
