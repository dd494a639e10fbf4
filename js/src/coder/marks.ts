/** What stands on the text: quotes with their codes, cut into runs of one look. */
import type { Quote } from "../generated/schema";
import { type Passage, type SourceText, toUnit } from "./passages";

/** How a code stands on a quote: the coder's own, somebody else's, or not accepted. */
export type Standing = "own" | "other" | "suggested";

export interface MarkCode {
  readonly application: string;
  readonly code: string;
  readonly name: string;
  readonly color: string;
  readonly coder: string;
  readonly standing: Standing;
  /** Whether a coder beside has applied it to these words too. */
  readonly agreed?: boolean;
}

export interface Mark {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly codes: readonly MarkCode[];
}

/** A piece of a passage's text that looks the same all through. */
export interface Run {
  /** In units of the passage. */
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
}

/** The marks that touch a stretch; `marks` are sorted by start. */
export function marksIn(marks: readonly Mark[], start: number, end: number): Mark[] {
  const found: Mark[] = [];
  for (const mark of marks) {
    if (mark.start >= end) break;
    if (mark.end > start) found.push(mark);
  }
  return found;
}

/** A passage's text cut where a mark begins or ends. */
export function runsOf(passage: Passage, marks: readonly Mark[]): Run[] {
  const length = passage.text.length;
  if (marks.length === 0) return [{ start: 0, end: length, marks: [] }];
  const placed = marks.map((mark) => ({
    mark,
    start: toUnit(passage, mark.start),
    end: toUnit(passage, mark.end),
  }));
  const cuts = new Set([0, length]);
  for (const { start, end } of placed) cuts.add(start).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
  const runs: Run[] = [];
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [start = 0, end = 0] = [edges[at], edges[at + 1]];
    const over = placed.filter(
      (one) => one.start <= start && one.end >= end && one.end > one.start,
    );
    runs.push({ start, end, marks: over.map(({ mark }) => mark) });
  }
  return runs;
}

/** The codes of a run, those of the shortest quote first, each code and standing once. */
export function codesOf(run: Run): MarkCode[] {
  const found = new Map<string, MarkCode>();
  const inner = [...run.marks].sort((a, b) => a.end - a.start - (b.end - b.start));
  for (const { codes } of inner) {
    for (const code of codes) {
      const key = `${code.standing} ${code.code}`;
      if (!found.has(key)) found.set(key, code);
    }
  }
  return [...found.values()];
}

/** Something that stands from `top` to `bottom` beside the text. */
export interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** The first free lane of each extent, in the order given: those that overlap stand side by side. */
export function lanesOf(extents: readonly Extent[]): number[] {
  const ends: number[] = [];
  return extents.map(({ top, bottom }) => {
    const free = ends.findIndex((end) => end <= top);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = bottom;
    return lane;
  });
}

/** Where labels stand that would like to be at `tops`: one under the other, none on another. */
export function stacked(tops: readonly number[], heights: readonly number[], gap = 2): number[] {
  let free = 0;
  return tops.map((top, at) => {
    const place = Math.max(top, free);
    free = place + (heights[at] ?? 0) + gap;
    return place;
  });
}

/** The words of a quote as they may be shown: its edit for display, else what it stands on. */
export function wordsOf(
  quote: Pick<Quote, "display" | "exact" | "source" | "start" | "end">,
  text: SourceText | undefined,
): string {
  if (quote.display ?? quote.exact) return quote.display ?? quote.exact;
  const { start, end } = quote;
  if (!text || text.source !== quote.source || start === null || end === null) return "";
  return text.words(start, end);
}

/** The coder's column, with all that is not in the other; or the column of the coder beside. */
export type Column = "own" | "beside";

export interface InColumn {
  readonly mark: Mark;
  readonly column: Column;
  readonly codes: readonly MarkCode[];
}

/** Marks by column: one where nobody stands beside; a quote that both coded stands in both. */
export function columnsOf(marks: readonly Mark[], beside: string | undefined): InColumn[] {
  if (beside === undefined)
    return marks.map((mark) => ({ mark, column: "own", codes: mark.codes }));
  return marks.flatMap((mark): InColumn[] => {
    const theirs = mark.codes.filter(({ coder }) => coder === beside);
    const own = mark.codes.filter(({ coder }) => coder !== beside);
    const left: InColumn = { mark, column: "own", codes: agreeing(own, mark, marks, beside) };
    const right: InColumn = { mark, column: "beside", codes: theirs };
    return [...(own.length || !theirs.length ? [left] : []), ...(theirs.length ? [right] : [])];
  });
}

/** Codes that the other coder has applied to words that overlap are told to agree. */
function agreeing(
  codes: readonly MarkCode[],
  mark: Mark,
  marks: readonly Mark[],
  beside: string,
): MarkCode[] {
  const near = marks.filter(({ start, end }) => start < mark.end && end > mark.start);
  const theirs = near.flatMap((other) => other.codes.filter(({ coder }) => coder === beside));
  return codes.map((code) => ({
    ...code,
    agreed: code.standing !== "suggested" && theirs.some((other) => other.code === code.code),
  }));
}
