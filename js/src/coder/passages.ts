/**
 * A source's text as it arrives: passages in order, each a speaker's turn, an answer, or a piece
 * of one. Places are code points of the whole text as this page sees it; inside a passage they
 * become UTF-16 units, which is what the browser counts.
 */
import { type Signal, signal } from "@preact/signals";
import type { PassageEntry, TextMessage } from "../generated/schema";

export interface Passage extends PassageEntry {
  /** Its place among all of the source. */
  readonly index: number;
  readonly text: string;
}

export class SourceText {
  readonly #passages: Passage[] = [];
  /** How many have arrived: those up to here can be read. */
  readonly arrived: Signal<number> = signal(0);
  /** How many there are; -1 until the kernel has said. */
  readonly total = signal(-1);
  /** The length of the whole text, in code points. */
  readonly length = signal(0);

  constructor(
    readonly source: string,
    /** What the text was made from: another one is another text. */
    readonly view: string,
  ) {}

  get complete(): boolean {
    return this.arrived.value === this.total.value;
  }

  /** Take a piece; false where one before it is missing. */
  take(message: TextMessage): boolean {
    const known = this.#passages.length;
    if (message.at > known) return false;
    const first = message.passages[0];
    let unit = 0;
    let point = first?.start ?? 0;
    for (const [offset, entry] of message.passages.entries()) {
      unit = unitAt(message.text, entry.start - point, unit);
      const end = unitAt(message.text, entry.end - entry.start, unit);
      const index = message.at + offset;
      if (index >= known) {
        this.#passages.push({ ...entry, index, text: message.text.slice(unit, end) });
      }
      unit = end;
      point = entry.end;
    }
    this.total.value = message.total;
    this.length.value = message.length;
    this.arrived.value = this.#passages.length;
    return true;
  }

  passage(index: number): Passage | undefined {
    return this.#passages[index];
  }

  /** The passage that holds a place, or the last before it. */
  holding(point: number): Passage | undefined {
    let [low, high] = [0, this.#passages.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#passages[middle]?.start ?? 0) <= point) low = middle;
      else high = middle - 1;
    }
    return this.#passages[low];
  }

  /** The first passage of a segment; undefined where it has not arrived. */
  ofSegment(id: string): Passage | undefined {
    return this.#passages.find((passage) => passage.id === id);
  }

  /** The passages that a stretch touches. */
  *touched(start: number, end: number): Iterable<Passage> {
    let at = this.holding(start)?.index ?? 0;
    for (let next = this.passage(at); next && next.start < end; next = this.passage(at)) {
      if (next.end > start) yield next;
      at += 1;
    }
  }

  /** The words of a stretch; where it goes over several passages, with a space between. */
  words(start: number, end: number): string {
    return [...this.touched(start, end)]
      .map((one) => one.text.slice(toUnit(one, start), toUnit(one, end)))
      .join(" ");
  }

  /** The stretch of the whole turn or answer that a passage is of. */
  turn(passage: Passage): { start: number; end: number } {
    let [first, last] = [passage, passage];
    const joined = (one: Passage | undefined) => one && passage.id && one.id === passage.id;
    for (let one = this.passage(first.index - 1); one && joined(one); ) {
      first = one;
      one = this.passage(first.index - 1);
    }
    for (let one = this.passage(last.index + 1); one && joined(one); ) {
      last = one;
      one = this.passage(last.index + 1);
    }
    return { start: first.start, end: last.end };
  }
}

/** The unit that is `points` code points after the unit `from`. */
function unitAt(text: string, points: number, from: number): number {
  let unit = from;
  for (let left = points; left > 0 && unit < text.length; left -= 1) {
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return unit;
}

/** Whether units and code points differ in it. */
function isWide({ start, end, text }: Passage): boolean {
  return text.length !== end - start;
}

/** A place of the source as a place in a passage's text, kept within it. */
export function toUnit(passage: Passage, point: number): number {
  const points = Math.max(0, Math.min(point, passage.end) - passage.start);
  return isWide(passage) ? unitAt(passage.text, points, 0) : points;
}

/** A place in a passage's text as a place of the source. */
export function toPoint(passage: Passage, unit: number): number {
  if (!isWide(passage)) return passage.start + Math.min(unit, passage.text.length);
  let points = 0;
  for (let at = 0; at < unit && at < passage.text.length; points += 1) {
    at += (passage.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return passage.start + points;
}
