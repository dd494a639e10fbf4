/** From the words drawn to their places in the text, and back. */
import type { Stretch } from "../../coder/words";

/** A place between two characters as the page has it. */
export interface Spot {
  readonly node: Node;
  readonly offset: number;
}

/** A passage's words: one element a run, each knowing where it begins. */
const RUN = "at";

/** Where a unit of a passage's text stands in its `words`. */
export function spotOf(words: HTMLElement, unit: number): Spot | undefined {
  let found: Spot | undefined;
  for (const run of words.children) {
    const at = Number((run as HTMLElement).dataset[RUN]);
    const text = run.firstChild;
    if (at > unit || !(text instanceof Text)) break;
    found = { node: text, offset: Math.min(unit - at, text.length) };
  }
  return found;
}

/** The unit of the passage's text at a spot inside its `words`; undefined where it is outside. */
function unitOf(words: HTMLElement, { node, offset }: Spot): number | undefined {
  if (node === words) {
    const run = words.children[offset] as HTMLElement | undefined;
    return run ? Number(run.dataset[RUN]) : words.textContent.length;
  }
  if (!words.contains(node)) return undefined;
  const run = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(
    "[data-at]",
  );
  if (!run) return undefined;
  const inside = node instanceof Text ? offset : offset > 0 ? run.textContent.length : 0;
  return Number(run.dataset[RUN]) + inside;
}

/** The part of a passage's words that a range covers; nothing where it covers none. */
export function covered(words: HTMLElement, range: AbstractRange): Stretch | undefined {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const start = unitOf(words, { node: startContainer, offset: startOffset });
  const end = unitOf(words, { node: endContainer, offset: endOffset });
  // A range that begins or ends elsewhere goes from, or to, the passage's edge.
  const from = start ?? (isBefore(startContainer, words) ? 0 : undefined);
  const to = end ?? (isBefore(words, endContainer) ? words.textContent.length : undefined);
  if (from === undefined || to === undefined || from >= to) return undefined;
  return { start: from, end: to };
}

/** Whether `one` begins before `other` does. */
function isBefore(one: Node, other: Node): boolean {
  const order = one.compareDocumentPosition(other);
  return (order & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** What is selected inside a shadow root, in any browser. */
export function selectedRange(root: ShadowRoot | Document): AbstractRange | undefined {
  const inside = root as { getSelection?: () => Selection | null };
  const selection = inside.getSelection?.() ?? document.getSelection();
  if (!selection || selection.rangeCount === 0) return undefined;
  const composed = (
    selection as {
      getComposedRanges?: (options: { shadowRoots: ShadowRoot[] }) => AbstractRange[];
    }
  ).getComposedRanges;
  if (!inside.getSelection && composed && root instanceof ShadowRoot) {
    return composed.call(selection, { shadowRoots: [root] })[0];
  }
  return selection.getRangeAt(0);
}

/** The selection that works inside a shadow root. */
export function selectionOf(root: ShadowRoot | Document): Selection | null {
  const inside = root as { getSelection?: () => Selection | null };
  return inside.getSelection?.() ?? document.getSelection();
}

/** Ranges painted by a name over the text, without a change to what is drawn. */
export class Paint {
  #range: AbstractRange[] = [];

  constructor(private readonly name: string) {}

  /** Takes the place of what this view painted before. */
  put(ranges: AbstractRange[]): void {
    const registry = globalThis.CSS?.highlights;
    if (!registry) return;
    let shared = registry.get(this.name);
    if (!shared) {
      shared = new Highlight();
      registry.set(this.name, shared);
    }
    for (const range of this.#range) shared.delete(range);
    for (const range of ranges) shared.add(range);
    this.#range = ranges;
  }
}
