/** Lining a chart's bands up with the columns of the map. */
import type { Columns, Span } from "../link/port";

const CLOSE = 1.5; // px: what rounding makes of equal widths

/**
 * The stretch of the map's content that a band scale over `domain` has to fill so that each band
 * stands under its column. Undefined where none does: a value is no stage of the map, or the
 * columns do not follow each other in equal widths, which is all that a band scale can do.
 */
export function stretch(domain: readonly unknown[], spans: Columns["spans"]): Span | undefined {
  const found = domain.map((value) => spans.get(String(value)));
  const [first] = found;
  if (!first) return undefined;
  let left = first.left;
  for (const span of found) {
    if (!span || Math.abs(span.left - left) > CLOSE) return undefined;
    if (Math.abs(span.width - first.width) > CLOSE) return undefined;
    left = span.left + span.width;
  }
  return { left: first.left, width: left - first.left };
}

type Plain = Record<string, unknown>;

const ONE_VIEW = ["mark", "layer"];

/** Whether a specification is of one view, which has one x scale and one width. */
export function isOneView(spec: Plain): boolean {
  const faceted = (spec.encoding ?? {}) as Plain;
  const split = ["row", "column", "facet"].some((channel) => channel in faceted);
  return ONE_VIEW.some((name) => name in spec) && !split;
}

/** The specification with a width of its own, whatever its author gave it. */
export function withWidth(spec: Plain, width: number): Plain {
  return { ...spec, width, autosize: { type: "pad", contains: "content" } };
}
