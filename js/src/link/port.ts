/** What a chart and a map say to each other in one page. Ids and titles only; no widget model. */

/** What is chosen: ids of rows, by table. */
export interface Chosen {
  stages: readonly string[];
  personas: readonly string[];
  cards: readonly string[];
}

export const TABLES = ["stages", "personas", "cards"] as const;
export const NOTHING: Chosen = { stages: [], personas: [], cards: [] };

/** A stretch of the map's content, in CSS px from its left end. */
export interface Span {
  left: number;
  width: number;
}

/** Where the columns of a map stand in the page. */
export interface Columns {
  /** The left edge, in the window, of the part that scrolls. */
  left: number;
  /** How much of it can be seen at once. */
  width: number;
  /** How wide its content is, and how far it is scrolled. */
  content: number;
  scrolled: number;
  /** Stages and steps, by id and by title. */
  spans: ReadonlyMap<string, Span>;
}

export interface Board {
  /** Of the map's view that is in the page; undefined where there is none. */
  columns(): Columns | undefined;
  onColumns(listen: () => void, signal: AbortSignal): void;
  scrollTo(left: number): void;
}

/** What a chart is linked with. */
export interface Port {
  /** What to highlight: ids and titles of what is chosen, and of what it belongs to. */
  highlight(): Chosen;
  onHighlight(listen: () => void, signal: AbortSignal): void;
  /** Choose rows, named by id or by title; a table that is not named stays as it is. */
  choose(chosen: Partial<Chosen>): void;
  readonly board?: Board;
}

export function same(one: Chosen, other: Chosen): boolean {
  return TABLES.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
