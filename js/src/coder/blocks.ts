/** Passages in blocks: what is drawn at once, and how high a block is before it has been. */
import type { SourceText } from "./passages";

export interface Block {
  readonly first: number;
  /** One past the last. */
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/** A block is done when it has so many characters or passages. */
const CHARACTERS = 2400;
const PASSAGES = 16;

const made = new WeakMap<SourceText, Blocks>();

/** The blocks of a text, made once however often it is opened. */
export function blocksOf(text: SourceText): Blocks {
  const known = made.get(text) ?? new Blocks(text);
  made.set(text, known);
  return known;
}

/** Blocks of what has arrived; those before stay as they are when more arrives. */
export class Blocks {
  readonly #blocks: Block[] = [];

  constructor(readonly text: SourceText) {}

  /** All but the last block are complete, and the same objects as before. */
  all(): readonly Block[] {
    const arrived = this.text.arrived.value;
    const last = this.#blocks.pop();
    let first = last?.first ?? 0;
    for (let at = first; at < arrived; at += 1) {
      const [from, passage] = [this.text.passage(first), this.text.passage(at)];
      if (!from || !passage) break;
      const size = passage.end - from.start;
      const next = at + 1;
      const done = size >= CHARACTERS || next - first >= PASSAGES || next === arrived;
      if (!done) continue;
      const block = { first, last: next, start: from.start, end: passage.end };
      this.#blocks.push(last?.first === first && last.last === next ? last : block);
      first = next;
    }
    return [...this.#blocks];
  }
}

/** Height in px that text takes: `wide` characters a line, `line` px high, `gap` a passage. */
export interface Measure {
  readonly wide: number;
  readonly line: number;
  readonly gap: number;
}

/** What a block will take, by its text's length; close enough that the scroll bar hardly moves. */
export function guessed(text: SourceText, block: Block, { wide, line, gap }: Measure): number {
  let height = 0;
  for (let at = block.first; at < block.last; at += 1) {
    const passage = text.passage(at);
    if (passage)
      height += Math.max(1, Math.ceil((passage.end - passage.start) / wide)) * line + gap;
  }
  return height;
}

/** What has not arrived will take, as the part that has arrived lets expect. */
export function rest(text: SourceText, measure: Measure): number {
  const arrived = text.arrived.value;
  const end = text.passage(arrived - 1)?.end ?? 0;
  const characters = text.length.value - end;
  const passages = text.total.value - arrived;
  if (passages <= 0) return 0;
  return (characters / measure.wide + passages / 2) * measure.line + passages * measure.gap;
}
