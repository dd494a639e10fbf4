/** The text of the open source, of which only what is near is drawn. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { blocksOf, guessed, type Measure, rest } from "../../coder/blocks";
import type { SourceText } from "../../coder/passages";
import type { CoderState } from "../../coder/state";
import { Near, NearContext } from "../near";
import { BlockView } from "./BlockView";
import { PaneContext, useText } from "./context";
import { onCopy } from "./drag";
import { onTextKeyDown } from "./keys";
import { openQuoteMenu } from "./menus";
import { Pane } from "./pane";

/** Blocks drawn with the first paint, and blocks that have a place in it. */
const AT_ONCE = 1;
const PLACED = 4;
/** Blocks that come near in one frame: each is a screen or more. */
const A_FRAME = 2;
/** px of a line of text, and of what stands around a passage. */
const LINE = 26;
const GAP = 14;
/** A character's share of the font size, on average. */
const NARROW = 7.2;
const MOST_WIDE = 640;

export function Reading() {
  const coder = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const text = coder.text.value;
  const pane = useMemo(() => new Pane(coder, scroller), [coder]);
  useEffect(() => () => pane.close(), [pane]);
  useSelection(coder, pane);
  return (
    <PaneContext.Provider value={pane}>
      {/* The element stays when another source is opened: so does what is known of its width. */}
      <div
        class="text"
        ref={scroller}
        tabIndex={-1}
        data-beside={coder.beside.value !== undefined || undefined}
      >
        {text && text.total.value > 0 ? (
          <Feed key={`${text.source} ${text.view}`} text={text} pane={pane} />
        ) : (
          <Nothing />
        )}
      </div>
    </PaneContext.Provider>
  );
}

function Nothing() {
  const coder = useText();
  const source = coder.source.value;
  if (!source) return <p class="empty">This study has no sources yet: read some in Python.</p>;
  if (coder.reader.missing.value.has(source)) {
    return <p class="empty">This source is gone.</p>;
  }
  if (coder.text.value) return <p class="empty">This source has no text.</p>;
  const { kind } = coder.client.status.value;
  if (kind === "read-only" || kind === "gone") {
    return (
      <p class="empty">
        The texts of sources stay in Python, out of what a notebook saves. Run the notebook to read
        them.
      </p>
    );
  }
  return (
    <p class="empty" role="status">
      Reading…
    </p>
  );
}

function Feed({ text, pane }: { text: SourceText; pane: Pane }) {
  const coder = useText();
  const near = useMemo(
    () =>
      new Near(
        () => pane.scroller.current,
        (drawn) => anchorIn(pane, drawn),
        A_FRAME,
      ),
    [pane],
  );
  useEffect(() => () => near.disconnect(), [near]);
  useLayoutEffect(() => pane.watchWidth(), [pane]);
  useWanted(coder, pane);
  useLeft(coder, pane, text);
  const width = pane.width.value;
  const wide = Math.min(MOST_WIDE, Math.max(220, width - (width > 700 ? 330 : 90)));
  const measure: Measure = { wide: wide / NARROW, line: LINE, gap: GAP };
  const title = coder.shown.row("sources", text.source)?.title || "Source";
  const all = blocksOf(text).all();
  const painted = usePainted();
  // A long text is many blocks: what cannot be seen yet takes its place after the first paint.
  const placed = painted ? all : all.slice(0, PLACED);
  const later = all.slice(placed.length).map((block) => guessed(text, block, measure));
  const coming = later.reduce((sum, height) => sum + height, rest(text, measure));
  return (
    <NearContext.Provider value={near}>
      <div
        class="feed"
        role="feed"
        aria-label={title}
        aria-busy={!text.complete}
        onKeyDown={(event) => onTextKeyDown(coder, pane, event)}
        onPointerDown={(event) => onPointerDown(coder, pane, event)}
        onClick={(event) => onClick(coder, pane, event)}
        onContextMenu={(event) => onContextMenu(coder, pane, event)}
        onCopy={(event) => onCopy(coder, event)}
        onFocusIn={(event) => onFocusIn(coder, event)}
      >
        {placed.map((block, at) => (
          <BlockView
            key={block.first}
            text={text}
            block={block}
            first={at < AT_ONCE}
            measure={measure}
          />
        ))}
        {coming > 0 && <div class="coming" style={{ height: `${coming}px` }} aria-hidden="true" />}
      </div>
    </NearContext.Provider>
  );
}

/** Whether there has been a paint since this was drawn first. */
function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setPainted(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return painted;
}

/** What must not move when something above it turns out higher than it was guessed. */
function anchorIn(pane: Pane, drawn: Iterable<Element>): Element | undefined {
  const view = pane.scroller.current?.getBoundingClientRect();
  if (!view) return undefined;
  for (const element of drawn) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom <= view.top || top >= view.bottom) continue;
    const words = [...element.querySelectorAll(".passage")];
    return words.find((one) => one.getBoundingClientRect().bottom > view.top) ?? element;
  }
  return undefined;
}

/** Follow what the pointer selects, wherever it is let go. */
function useSelection(coder: CoderState, pane: Pane): void {
  useEffect(() => {
    const closing = new AbortController();
    const { signal } = closing;
    let frame = 0;
    const read = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => pane.read());
    };
    const up = () => {
      if (!pane.pressed) return;
      pane.pressed = false;
      pane.read();
      pane.paint();
    };
    document.addEventListener("selectionchange", read, { signal });
    window.addEventListener("pointerup", up, { signal });
    window.addEventListener("pointercancel", up, { signal });
    return () => {
      cancelAnimationFrame(frame);
      closing.abort();
    };
  }, [pane]);
  useSignalEffect(() => {
    coder.selected.value;
    coder.reader.found.value;
    coder.marks.value;
    queueMicrotask(() => pane.paint());
  });
}

/** Go where somebody wants to look, as soon as the text is there. */
function useWanted(coder: CoderState, pane: Pane): void {
  useSignalEffect(() => {
    const wanted = coder.wanted.value;
    const text = coder.text.value;
    if (!wanted || text?.source !== wanted.source) return;
    const { segment, quote, focus } = wanted;
    const arrived = text.arrived.value;
    const turn = segment === undefined ? undefined : text.ofSegment(segment);
    // What has not arrived yet is waited for; what is gone is not.
    if (segment !== undefined && !turn && !text.complete) return;
    const start = turn?.start ?? wanted.start ?? 0;
    const passage = text.holding(start);
    if (!passage || (passage.index === arrived - 1 && start >= passage.end && !text.complete))
      return;
    coder.place.value = passage.index;
    coder.placed.value = true;
    pane.arrive({ start, end: wanted.end ?? start + 1 }, focus ? quote : undefined, focus, () => {
      if (coder.wanted.peek() === wanted) coder.wanted.value = undefined;
    });
  });
}

/** A source that is opened again stands where it was left. */
function useLeft(coder: CoderState, pane: Pane, text: SourceText): void {
  useLayoutEffect(() => {
    const scroller = pane.scroller.current;
    if (!scroller) return undefined;
    const left = coder.left.get(text.source) ?? 0;
    if (left > 0 && !coder.wanted.peek()) {
      coder.place.value = left;
      pane.atTop(left);
    } else if (!coder.wanted.peek()) scroller.scrollTop = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      const top = pane.topmost();
      if (top === undefined) return;
      coder.left.set(text.source, top);
      // Tab leads to what is in sight, while the focus is elsewhere.
      if (!scroller.contains(coder.scope.active())) coder.place.value = top;
    };
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(settle, 150);
    };
    scroller.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      scroller.removeEventListener("scroll", onScroll);
    };
  }, [coder, pane, text]);
}

function passageAt(target: EventTarget | null): number | undefined {
  const passage = target instanceof Element && target.closest<HTMLElement>(".passage");
  return passage ? Number(passage.dataset.index) : undefined;
}

function onPointerDown(coder: CoderState, pane: Pane, event: PointerEvent): void {
  const target = event.target as Element;
  if (event.button !== 0 || target.closest(".labels")) return;
  pane.pressed = true;
  const index = passageAt(target);
  if (index === undefined) return;
  coder.place.value = index;
  coder.placed.value = true;
}

/** A click without a selection looks at the quote under it: the next one where several are. */
function onClick(coder: CoderState, pane: Pane, event: MouseEvent): void {
  const target = event.target as Element;
  if (coder.selected.peek() || target.closest(".labels")) return;
  const run = target.closest(".run");
  const quotes = run ? [...pane.quotesAt(run)].reverse() : [];
  const now = quotes.indexOf(coder.quote.peek() ?? "");
  coder.lookAt(quotes[(now + 1) % Math.max(1, quotes.length)]);
}

function onContextMenu(coder: CoderState, pane: Pane, event: MouseEvent): void {
  const run = (event.target as Element).closest(".run");
  const quotes = run ? pane.quotesAt(run) : [];
  const id = quotes.find((one) => one === coder.quote.peek()) ?? quotes.at(-1);
  if (id === undefined) return;
  event.preventDefault();
  openQuoteMenu(coder, id, { x: event.clientX, y: event.clientY });
}

function onFocusIn(coder: CoderState, event: FocusEvent): void {
  const index = passageAt(event.target);
  if (index === undefined) return;
  coder.place.value = index;
  coder.placed.value = true;
}
