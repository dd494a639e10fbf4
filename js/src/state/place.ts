/** Places of the grid, and how the keys walk over them. Pure: it knows no page and no journey. */

export type Place =
  | { at: "corner" }
  | { at: "stage"; id: string }
  | { at: "step"; id: string }
  | { at: "lane"; id: string }
  /** A cell as a whole: one without cards, of a folded lane, or of a metric. */
  | { at: "cell"; lane: string; column: string }
  | { at: "card"; id: string; lane: string; column: string }
  | { at: "point"; lane: string; column: string; persona: string | null };

export function keyOf(place: Place): string {
  switch (place.at) {
    case "corner":
      return "corner";
    case "stage":
    case "step":
    case "lane":
    case "card":
      return `${place.at} ${place.id}`;
    case "cell":
      return `cell ${JSON.stringify([place.lane, place.column])}`;
    case "point":
      return `point ${JSON.stringify([place.lane, place.column, place.persona])}`;
  }
}

export interface Group {
  /** A stage. */
  readonly stage: string;
  /** Its columns: its own, its steps, or both. */
  readonly columns: readonly string[];
}

export interface GridShape {
  readonly groups: readonly Group[];
  readonly lanes: readonly string[];
  /** What can be focused in a cell, from top to bottom; never empty. */
  items(lane: string, column: string): readonly Place[];
}

export type Walk =
  | "left"
  | "right"
  | "up"
  | "down"
  | "home"
  | "end"
  | "start"
  | "finish"
  | "page-up"
  | "page-down";

function columnsOf(grid: GridShape): string[] {
  return grid.groups.flatMap((group) => [...group.columns]);
}

function groupOf(grid: GridShape, column: string): Group | undefined {
  return grid.groups.find((group) => group.columns.includes(column));
}

/** The header above a column: its step, or its stage. */
function header(grid: GridShape, column: string): Place {
  const stage = groupOf(grid, column)?.stage ?? column;
  return stage === column ? { at: "stage", id: column } : { at: "step", id: column };
}

function itemIn(grid: GridShape, lane: string | undefined, column: string | undefined, index = 0) {
  if (lane === undefined || column === undefined) return undefined;
  const items = grid.items(lane, column);
  return index < 0 ? items.at(index) : (items[index] ?? items.at(-1));
}

/** Where `walk` leads from `place`; undefined where the grid ends: it never wraps around. */
export function walked(grid: GridShape, place: Place, walk: Walk): Place | undefined {
  if (walk === "start") return { at: "corner" };
  if (walk === "finish") return itemIn(grid, grid.lanes.at(-1), columnsOf(grid).at(-1), -1);
  switch (place.at) {
    case "corner":
      return fromCorner(grid, walk);
    case "stage":
      return fromStage(grid, place.id, walk);
    case "step":
      return fromStep(grid, place.id, walk);
    case "lane":
      return fromLane(grid, place.id, walk);
    default:
      return fromCell(grid, place, walk);
  }
}

function fromCorner(grid: GridShape, walk: Walk): Place | undefined {
  const stage = (walk === "end" ? grid.groups.at(-1) : grid.groups[0])?.stage;
  if ((walk === "right" || walk === "end") && stage !== undefined)
    return { at: "stage", id: stage };
  const lane = grid.lanes[0];
  if ((walk === "down" || walk === "page-down") && lane !== undefined)
    return { at: "lane", id: lane };
  return undefined;
}

function fromStage(grid: GridShape, id: string, walk: Walk): Place | undefined {
  const at = grid.groups.findIndex((group) => group.stage === id);
  const to = (index: number): Place | undefined => {
    const stage = grid.groups[index]?.stage;
    return stage === undefined ? undefined : { at: "stage", id: stage };
  };
  if (walk === "left") return at === 0 ? { at: "corner" } : to(at - 1);
  if (walk === "right") return to(at + 1);
  if (walk === "home") return { at: "corner" };
  if (walk === "end") return to(grid.groups.length - 1);
  if (walk !== "down" && walk !== "page-down") return undefined;
  const columns = grid.groups[at]?.columns ?? [];
  const step = columns.find((column) => column !== id);
  return step === undefined ? itemIn(grid, grid.lanes[0], columns[0]) : { at: "step", id: step };
}

function fromStep(grid: GridShape, id: string, walk: Walk): Place | undefined {
  const columns = columnsOf(grid);
  const at = columns.indexOf(id);
  const to = (column: string | undefined) =>
    column === undefined ? undefined : header(grid, column);
  if (walk === "left") return at === 0 ? { at: "corner" } : to(columns[at - 1]);
  if (walk === "right") return to(columns[at + 1]);
  if (walk === "home") return { at: "corner" };
  if (walk === "end") return to(columns.at(-1));
  if (walk === "down" || walk === "page-down") return itemIn(grid, grid.lanes[0], id);
  const stage = groupOf(grid, id)?.stage;
  return stage === undefined ? undefined : { at: "stage", id: stage };
}

function fromLane(grid: GridShape, id: string, walk: Walk): Place | undefined {
  const at = grid.lanes.indexOf(id);
  const columns = columnsOf(grid);
  if (walk === "right") return itemIn(grid, id, columns[0]);
  if (walk === "end") return itemIn(grid, id, columns.at(-1));
  if (walk === "up" || walk === "page-up") {
    const lane = grid.lanes[at - 1];
    return lane === undefined ? { at: "corner" } : { at: "lane", id: lane };
  }
  const lane = grid.lanes[at + 1];
  if ((walk === "down" || walk === "page-down") && lane !== undefined)
    return { at: "lane", id: lane };
  return undefined;
}

function fromCell(
  grid: GridShape,
  place: Extract<Place, { lane: string }>,
  walk: Walk,
): Place | undefined {
  const { lane, column } = place;
  const columns = columnsOf(grid);
  const at = columns.indexOf(column);
  const row = grid.lanes.indexOf(lane);
  const items = grid.items(lane, column);
  const index = Math.max(
    0,
    items.findIndex((item) => keyOf(item) === keyOf(place)),
  );
  switch (walk) {
    case "left":
      return at <= 0 ? { at: "lane", id: lane } : itemIn(grid, lane, columns[at - 1], index);
    case "right":
      return itemIn(grid, lane, columns[at + 1], index);
    case "home":
      return { at: "lane", id: lane };
    case "end":
      return itemIn(grid, lane, columns.at(-1), index);
    case "up":
      if (index > 0) return items[index - 1];
      return row > 0 ? itemIn(grid, grid.lanes[row - 1], column, -1) : header(grid, column);
    case "down":
      return items[index + 1] ?? itemIn(grid, grid.lanes[row + 1], column);
    case "page-up":
      return row > 0 ? itemIn(grid, grid.lanes[row - 1], column) : header(grid, column);
    case "page-down":
      return itemIn(grid, grid.lanes[row + 1], column) ?? items.at(-1);
    default:
      return undefined;
  }
}
