/** A block of passages: drawn while it is near, else as high as it was or is guessed to be. */
import { useComputed } from "@preact/signals";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Block, guessed, type Measure } from "../../coder/blocks";
import { columnsOf, lanesOf, type Mark, marksIn, stacked } from "../../coder/marks";
import type { SourceText } from "../../coder/passages";
import type { CoderState } from "../../coder/state";
import { NearContext } from "../near";
import { usePane, useText } from "./context";
import { PassageView } from "./PassageView";

interface Props {
  text: SourceText;
  block: Block;
  /** Whether it is drawn at once, without waiting to be near. */
  first: boolean;
  measure: Measure;
}

export function BlockView({ text, block, first, measure }: Props) {
  const coder = useText();
  const element = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const near = useContext(NearContext);
  const [isNear, setNear] = useState(first);
  const needed = useComputed(() => isNeeded(coder, block));
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    return near?.observe(box, first, (is) => {
      // As high as it was: what is below must not move.
      if (!is) height.current = box.offsetHeight;
      setNear(is);
    });
  }, [near, first]);
  const drawn = isNear || needed.value;
  const free = height.current || guessed(text, block, measure);
  return (
    <div ref={element} class="block" style={drawn ? undefined : { height: `${free}px` }}>
      {drawn && <Drawn text={text} block={block} />}
    </div>
  );
}

/** Whether something in it has the focus, is selected, or is on its way to be looked at. */
function isNeeded(coder: CoderState, { first, last, start, end }: Block): boolean {
  const place = coder.place.value;
  if (place >= first && place < last) return true;
  const holds = (point: number | undefined) => point !== undefined && point >= start && point < end;
  const wanted = coder.wanted.value;
  if (wanted?.source === coder.source.value && holds(wanted.start)) return true;
  const span = coder.selected.value;
  return span !== undefined && (holds(span.start) || holds(span.end - 1));
}

interface Bar {
  quote: string;
  key: string;
  top: number;
  height: number;
  lane: number;
  colors: readonly string[];
}

/** What the margin shows, measured on what has been drawn. */
interface Margin {
  bars: readonly Bar[];
  tops: ReadonlyMap<string, number>;
  bottom: number;
}

function Drawn({ text, block }: { text: SourceText; block: Block }) {
  const coder = useText();
  const pane = usePane();
  const box = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState<Margin>();
  const last = useRef<readonly Mark[]>([]);
  const marks = useComputed(() => {
    const next = marksIn(coder.marks.value, block.start, block.end);
    // Marks elsewhere in the source are no reason to draw this block anew.
    const same =
      next.length === last.current.length && next.every((one, at) => equal(one, last.current[at]));
    if (!same) last.current = next;
    return last.current;
  }).value;
  const width = pane.width.value;
  const beside = coder.beside.value;
  useLayoutEffect(() => {
    // Most text has no marks on it: there is nothing to measure, and nothing to draw anew.
    const some = box.current && marks.length > 0 && width > 0;
    setMargin(some && box.current ? measured(box.current, marks, beside, pane) : undefined);
    pane.paint();
  }, [marks, width, beside, pane]);
  const indices = Array.from({ length: block.last - block.first }, (_, at) => block.first + at);
  return (
    <div
      class="drawn"
      ref={box}
      style={margin?.bottom ? { "--jw-least": `${margin.bottom}px` } : undefined}
    >
      {indices.map((index) => (
        <PassageView
          key={index}
          text={text}
          index={index}
          marks={marks}
          beside={beside}
          tops={margin?.tops}
        />
      ))}
      {margin?.bars.map((bar) => (
        <BarView key={bar.key} bar={bar} />
      ))}
    </div>
  );
}

function equal(one: Mark, other: Mark | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function BarView({ bar }: { bar: Bar }) {
  const coder = useText();
  const looked = useComputed(() => coder.quote.value === bar.quote);
  const part = 100 / Math.max(1, bar.colors.length);
  const stops = bar.colors.map((color, at) => `${color} ${at * part}% ${(at + 1) * part}%`);
  return (
    <i
      class="bar-mark"
      aria-hidden="true"
      data-looked={looked.value || undefined}
      style={{
        top: `${bar.top}px`,
        height: `${bar.height}px`,
        "--jw-lane": bar.lane,
        background: stops.length ? `linear-gradient(${stops.join(", ")})` : undefined,
      }}
    />
  );
}

const LANES = 5;

function measured(
  box: HTMLElement,
  marks: readonly Mark[],
  beside: string | undefined,
  pane: ReturnType<typeof usePane>,
): Margin {
  const origin = box.getBoundingClientRect().top;
  const extents = new Map<string, { top: number; bottom: number }>();
  for (const run of box.querySelectorAll(".run")) {
    const { top, bottom } = run.getBoundingClientRect();
    for (const quote of pane.quotesAt(run)) {
      const known = extents.get(quote);
      const whole = {
        top: Math.min(top, known?.top ?? top),
        bottom: Math.max(bottom, known?.bottom ?? bottom),
      };
      extents.set(quote, whole);
    }
  }
  const drawn = marks.flatMap((mark) => {
    const found = extents.get(mark.quote);
    return found ? [{ mark, top: found.top - origin, bottom: found.bottom - origin }] : [];
  });
  const lanes = lanesOf(drawn);
  const bars = drawn.map(({ mark, top, bottom }, at) => ({
    quote: mark.quote,
    key: mark.quote,
    ...{ top, height: bottom - top, lane: Math.min(lanes[at] ?? 0, LANES) },
    colors: mark.codes.map(({ color }) => color),
  }));
  const tops = new Map<string, number>();
  let bottom = 0;
  for (const column of ["own", "beside"] as const) {
    const some = columnsOf(
      drawn.map(({ mark }) => mark),
      beside,
    ).filter((one) => one.column === column);
    const labelled = some.filter(({ mark }) => pane.labelOf(mark.quote, column));
    const heights = labelled.map(({ mark }) => pane.labelOf(mark.quote, column)?.offsetHeight ?? 0);
    const wanted = labelled.map(({ mark }) => (extents.get(mark.quote)?.top ?? origin) - origin);
    for (const [at, top] of stacked(wanted, heights).entries()) {
      tops.set(`${column} ${labelled[at]?.mark.quote}`, top);
      bottom = Math.max(bottom, top + (heights[at] ?? 0));
    }
  }
  return { bars, tops, bottom };
}
