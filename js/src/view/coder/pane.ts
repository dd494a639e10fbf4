/** The reading pane as the page has it: what is selected, where things stand, what is in sight. */
import { signal } from "@preact/signals";
import type { RefObject } from "preact";
import type { Span } from "../../coder/contract";
import { toPoint, toUnit } from "../../coder/passages";
import type { CoderState } from "../../coder/state";
import { first, type Grown, hull, walked } from "../../coder/walk";
import { type Grain, trimmed } from "../../coder/words";
import { covered, Paint, selectedRange, selectionOf, spotOf } from "./places";

/** Frames that far text may take to be drawn. */
const PATIENCE = 12;

export class Pane {
  /** The words of each passage that is drawn. */
  readonly #words = new Map<number, HTMLElement>();
  readonly #selectedPaint = new Paint("jw-selected");
  readonly #hitPaint = new Paint("jw-hit");
  /** The quotes that a piece of the text is of. */
  readonly #quotes = new WeakMap<Element, readonly string[]>();
  /** Whether the pointer is selecting. */
  pressed = false;
  #frame = 0;
  readonly #labels = new Map<string, HTMLElement>();
  /** How wide the pane is; 0 until it has been measured. */
  readonly width = signal(0);
  /** What keys have selected. */
  #keyed: Grown | undefined;

  constructor(
    readonly coder: CoderState,
    readonly scroller: RefObject<HTMLElement>,
  ) {
    coder.focusText = () => this.focus(coder.place.peek());
    coder.focusQuote = (quote) => this.#focusQuote(quote);
    coder.targetBox = () => this.#targetBox();
  }

  get root(): ShadowRoot | Document {
    const root = this.scroller.current?.getRootNode();
    return root instanceof ShadowRoot ? root : document;
  }

  drawn(index: number, words: HTMLElement | null): void {
    if (words) this.#words.set(index, words);
    else this.#words.delete(index);
  }

  holds(run: Element | null, quotes: readonly string[]): void {
    if (run) this.#quotes.set(run, quotes);
  }

  /** The quotes at a piece of the text. */
  quotesAt(element: Element): readonly string[] {
    return this.#quotes.get(element) ?? [];
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#selectedPaint.put([]);
    this.#hitPaint.put([]);
  }

  // ---- selection -------------------------------------------------------------------------

  /** Take what the pointer has selected. */
  read(): void {
    const range = selectedRange(this.root);
    const inside = range && this.scroller.current?.contains(range.startContainer);
    if (!range || !inside) return;
    const span = range.collapsed ? undefined : this.spanOf(range);
    if (span || !this.pressed) this.coder.select(span);
  }

  /** The words that a range covers, without the blanks at its ends. */
  spanOf(range: AbstractRange): Span | undefined {
    const text = this.coder.text.peek();
    if (!text) return undefined;
    let span: Span | undefined;
    const drawn = [...this.#words].sort(([a], [b]) => a - b);
    for (const [index, words] of drawn) {
      const passage = text.passage(index);
      const part = passage && covered(words, range);
      const inner = part && trimmed(passage.text, part);
      if (!passage || !inner) continue;
      const [start, end] = [toPoint(passage, inner.start), toPoint(passage, inner.end)];
      span = { source: text.source, start: span?.start ?? start, end };
    }
    return span;
  }

  /** Ranges over a stretch of the text, as much of it as is drawn. */
  ranges({ start, end }: { start: number; end: number }): Range[] {
    const text = this.coder.text.peek();
    const found: Range[] = [];
    for (const passage of text?.touched(start, end) ?? []) {
      const words = this.#words.get(passage.index);
      const from = words && spotOf(words, toUnit(passage, start));
      const to = words && spotOf(words, toUnit(passage, end));
      if (!from || !to) continue;
      const range = document.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
      found.push(range);
    }
    return found;
  }

  /** Show what is selected, also while the focus is elsewhere and after the text is redrawn. */
  paint(): void {
    if (this.pressed) return;
    const span = this.coder.selected.peek();
    const ranges = span?.source === this.coder.source.peek() ? this.ranges(span) : [];
    this.#selectedPaint.put(ranges);
    const selection = selectionOf(this.root);
    const now = selectedRange(this.root);
    const ours = now && this.scroller.current?.contains(now.startContainer) && !now.collapsed;
    if (!span && ours) selection?.removeAllRanges();
    const hits = this.coder.reader.found.peek()?.hits ?? [];
    const source = this.coder.source.peek();
    this.#hitPaint.put(hits.flatMap((hit) => (hit.source === source ? this.ranges(hit) : [])));
  }

  // ---- keys ------------------------------------------------------------------------------

  /** Select the next word, sentence or character from here, or grow what is selected. */
  walk(grain: Grain, by: 1 | -1, grow: boolean): boolean {
    const { coder } = this;
    const text = coder.text.peek();
    const passage = text?.passage(coder.place.peek());
    if (!text || !passage) return false;
    const from = this.#grown();
    const next = from ? walked(text, from, grain, by, grow) : first(passage, grain, by);
    if (!next) return true;
    this.#keyed = next;
    return this.#select({ source: text.source, ...hull(next) });
  }

  /** What keys grow: what they have selected, else what the pointer has, or the quote. */
  #grown(): Grown | undefined {
    const { coder } = this;
    const id = coder.quote.peek();
    const row = id === undefined ? undefined : coder.shown.row("quotes", id);
    const span = coder.selected.peek() ?? spanOfQuote(row);
    if (!span) return undefined;
    const keyed = this.#keyed && hull(this.#keyed);
    if (keyed?.start === span.start && keyed.end === span.end) return this.#keyed;
    return { anchor: span, head: span };
  }

  #select(span: Span): boolean {
    this.coder.select(span);
    // The page's own selection too: what is selected by keys can be copied.
    const ranges = this.ranges(span);
    const [from, to] = [ranges[0], ranges.at(-1)];
    if (from && to) {
      const { startContainer: start, startOffset } = from;
      const { endContainer: end, endOffset } = to;
      selectionOf(this.root)?.setBaseAndExtent(start, startOffset, end, endOffset);
    }
    const text = this.coder.text.peek();
    const passage = text?.holding(span.start);
    if (passage && passage.index !== this.coder.place.peek()) this.focus(passage.index, false);
    const words = text?.words(span.start, span.end) ?? "";
    this.coder.scope.say(words.length > 200 ? `${words.slice(0, 200)}…` : words);
    this.reveal(span, "nearest");
    return true;
  }

  // ---- labels ----------------------------------------------------------------------------

  labelled(quote: string, column: string, element: HTMLElement | null): void {
    const key = `${column} ${quote}`;
    if (element) this.#labels.set(key, element);
    else this.#labels.delete(key);
  }

  labelOf(quote: string, column: string): HTMLElement | undefined {
    return this.#labels.get(`${column} ${quote}`)?.closest<HTMLElement>(".label") ?? undefined;
  }

  /** From one quote's label to the next of what is drawn. False at the ends. */
  walkLabels(from: HTMLElement, by: 1 | -1): boolean {
    const all = [...(this.scroller.current?.querySelectorAll<HTMLElement>("[data-quote]") ?? [])];
    const next = all[all.indexOf(from.closest<HTMLElement>("[data-quote]") ?? from) + by];
    if (!next) return false;
    next.focus({ preventScroll: true });
    this.#bring(next.getBoundingClientRect(), "nearest");
    return true;
  }

  /** The first quote that stands on a passage. */
  firstQuote(index: number): string | undefined {
    const run = this.#words.get(index)?.querySelector(".run");
    return run ? this.quotesAt(run).at(-1) : undefined;
  }

  #focusQuote(quote: string): void {
    const label = this.#labels.get(`own ${quote}`) ?? this.#labels.get(`beside ${quote}`);
    if (label) label.focus({ preventScroll: true });
    else this.focus(this.coder.place.peek(), false);
  }

  // ---- focus and scroll ------------------------------------------------------------------

  element(index: number): HTMLElement | null {
    return this.#words.get(index)?.closest<HTMLElement>(".passage") ?? null;
  }

  /** Go to a passage: it has the tab stop, is drawn, and takes the focus. */
  focus(index: number, clear = true): void {
    const { coder } = this;
    const total = coder.text.peek()?.arrived.peek() ?? 0;
    const at = Math.max(0, Math.min(index, total - 1));
    if (clear && at !== coder.place.peek()) {
      coder.select(undefined);
      coder.lookAt(undefined);
    }
    coder.place.value = at;
    coder.placed.value = true;
    this.#when(
      () => this.element(at),
      (element) => {
        element.focus({ preventScroll: true });
        this.#bring(element.getBoundingClientRect(), "nearest");
      },
    );
  }

  /** Bring a stretch of the text into sight. */
  reveal(span: { start: number; end: number }, block: "nearest" | "center"): void {
    this.#when(
      () => this.ranges(span)[0],
      (range) => {
        this.#bring(range.getBoundingClientRect(), block);
      },
    );
  }

  /** As soon as something is drawn. */
  #when<Thing>(find: () => Thing | null | undefined, done: (thing: Thing) => void): void {
    cancelAnimationFrame(this.#frame);
    const look = (frames: number) => {
      const found = find();
      if (found) done(found);
      else if (frames > 0) this.#frame = requestAnimationFrame(() => look(frames - 1));
    };
    look(PATIENCE);
  }

  #bring(box: DOMRect, block: "nearest" | "center"): void {
    const scroller = this.scroller.current;
    if (!scroller) return;
    const view = scroller.getBoundingClientRect();
    const [top, bottom] = [view.top + 28, view.bottom - 28];
    if (block === "center" && (box.top < top || box.bottom > bottom)) {
      scroller.scrollBy({ top: box.top - view.top - view.height / 3, behavior: "instant" });
    } else if (box.top < top) {
      scroller.scrollBy({ top: box.top - top, behavior: "instant" });
    } else if (box.bottom > bottom) {
      const by = Math.min(box.bottom - bottom, box.top - top);
      scroller.scrollBy({ top: by, behavior: "instant" });
    }
  }

  /** Come to a stretch that somebody asked for; `done` when it is there. */
  arrive(
    span: { start: number; end: number },
    quote: string | undefined,
    focus: boolean,
    done: () => void,
  ): void {
    this.#when(
      () => this.ranges(span)[0],
      (range) => {
        this.#bring(range.getBoundingClientRect(), "center");
        if (focus && quote !== undefined) this.#focusQuote(quote);
        else if (focus) this.element(this.coder.place.peek())?.focus({ preventScroll: true });
        // What was drawn meanwhile above it may have moved it.
        requestAnimationFrame(() => {
          this.#bring(range.getBoundingClientRect(), "center");
          done();
        });
      },
    );
  }

  /** Put a passage at the top. */
  atTop(index: number): void {
    this.#when(
      () => this.element(index),
      (element) => {
        const scroller = this.scroller.current;
        const by =
          element.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0);
        scroller?.scrollBy({ top: by, behavior: "instant" });
      },
    );
  }

  /** A screen further, or back; the focus goes to what is then at the top. */
  page(by: 1 | -1): void {
    const scroller = this.scroller.current;
    if (!scroller) return;
    scroller.scrollBy({ top: by * (scroller.clientHeight - 60), behavior: "instant" });
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#frame = requestAnimationFrame(() => {
        const top = this.topmost();
        if (top !== undefined) this.focus(top);
      });
    });
  }

  watchWidth(): () => void {
    const scroller = this.scroller.current;
    if (!scroller) return () => {};
    const measure = () => {
      this.width.value = scroller.clientWidth;
    };
    measure();
    if (typeof ResizeObserver === "undefined") return () => {};
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => observer.disconnect();
  }

  /** The first passage that can be seen. */
  topmost(): number | undefined {
    const view = this.scroller.current?.getBoundingClientRect();
    if (!view) return undefined;
    const seen = [...this.#words].filter(([, words]) => {
      const { top, bottom } = words.getBoundingClientRect();
      return bottom > view.top + 8 && top < view.bottom;
    });
    return seen.length ? Math.min(...seen.map(([index]) => index)) : undefined;
  }

  #targetBox(): { left: number; top: number; bottom: number } {
    const target = this.coder.target.peek();
    const row = target?.kind === "quote" ? this.coder.shown.row("quotes", target.id) : undefined;
    const span = target?.kind === "span" ? target.span : spanOfQuote(row);
    const view = this.scroller.current?.getBoundingClientRect() ?? new DOMRect();
    const boxes = (span ? this.ranges(span) : []).map((range) => range.getBoundingClientRect());
    const top = Math.max(view.top, boxes[0]?.top ?? view.top);
    const bottom = Math.min(view.bottom - 40, boxes.at(-1)?.bottom ?? top + 24);
    return { left: boxes.at(-1)?.left ?? view.left, top, bottom: Math.max(top, bottom) };
  }
}

interface Placed {
  source: string;
  start: number | null;
  end: number | null;
}

function spanOfQuote(row: Placed | undefined): Span | undefined {
  if (!row || row.start === null || row.end === null) return undefined;
  return { source: row.source, start: row.start, end: row.end };
}
