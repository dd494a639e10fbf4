/** Selecting by keys: the next word or sentence, and more of them, over the ends of passages. */
import { type Passage, type SourceText, toPoint } from "./passages";
import { type Grain, stretches } from "./words";

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is selected by keys: from the words where it began to those where it ends now. */
export interface Grown {
  readonly anchor: Range;
  readonly head: Range;
}

export function hull({ anchor, head }: Grown): Range {
  return { start: Math.min(anchor.start, head.start), end: Math.max(anchor.end, head.end) };
}

/** The first or last stretch of a passage. */
export function first(passage: Passage, grain: Grain, by: 1 | -1): Grown | undefined {
  const all = placed(passage, grain);
  const one = by > 0 ? all[0] : all.at(-1);
  return one && { anchor: one, head: one };
}

/** One stretch further, or back; with `grow` the anchor stays. Nothing at the ends of the text. */
export function walked(
  text: SourceText,
  now: Grown,
  grain: Grain,
  by: 1 | -1,
  grow: boolean,
): Grown | undefined {
  const from = grain === "character" ? byCharacter(text, now) : now;
  const head = beside(text, from.head, grain, by);
  if (!head) return undefined;
  return { anchor: grow ? from.anchor : head, head };
}

/** The same selection, its two ends being its first and its last character. */
function byCharacter(text: SourceText, now: Grown): Grown {
  const { start, end } = hull(now);
  const one = beside(text, { start: start - 1, end: start }, "character", 1);
  const last = beside(text, { start: end, end }, "character", -1);
  if (!one || !last) return now;
  const back = now.head.start < now.anchor.start;
  return back ? { anchor: last, head: one } : { anchor: one, head: last };
}

/** The stretch that goes further than `head` does; what of it lies behind is left. */
function beside(text: SourceText, head: Range, grain: Grain, by: 1 | -1): Range | undefined {
  let passage = text.holding(by > 0 ? head.end : Math.max(0, head.start - 1));
  while (passage) {
    const all = placed(passage, grain);
    if (by > 0) {
      const next = all.find(({ end }) => end > head.end);
      if (next) return { start: Math.max(next.start, head.start), end: next.end };
    } else {
      const next = [...all].reverse().find(({ start }) => start < head.start);
      if (next) return { start: next.start, end: Math.min(next.end, head.end) };
    }
    passage = text.passage(passage.index + by);
  }
  return undefined;
}

function placed(passage: Passage, grain: Grain): Range[] {
  return stretches(passage.text, grain).map(({ start, end }) => ({
    start: toPoint(passage, start),
    end: toPoint(passage, end),
  }));
}
