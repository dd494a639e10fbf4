/** Cards and cells to and from a spreadsheet: lanes down, stages across. */
import type { Card } from "../generated/schema";
import { plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { addCards, copyOf, scoreFits } from "./cards";
import type { Plan, Refusal } from "./plan";
import { rowsOf } from "./plan";
import { fromTsv, toTsv } from "./tsv";

/** The grid as the clipboard sees it: only lanes that hold cards count. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly lanes: readonly string[];
}

/** A copied block: the cards of each cell, whole, for a paste within the map. */
export type Block = readonly (readonly (readonly Partial<Card>[])[])[];

/** An empty line lies between the cards of one cell, as between paragraphs. */
const BETWEEN = "\n\n";

function span(all: readonly string[], some: ReadonlySet<string>): string[] {
  const at = all.map((id, index) => (some.has(id) ? index : -1)).filter((index) => index >= 0);
  return at.length ? all.slice(Math.min(...at), Math.max(...at) + 1) : [];
}

/** The smallest block around the cards `ids`; cells hold only those of them. */
export function copyCards(shown: Shown, sheet: Sheet, ids: readonly string[]) {
  const cards = rowsOf(shown, "cards", ids);
  const wanted = new Set(ids);
  const columns = span(sheet.columns, new Set(cards.map((card) => card.stage)));
  const lanes = span(sheet.lanes, new Set(cards.map((card) => card.lane)));
  const cells = lanes.map((lane) =>
    columns.map((stage) =>
      rowsOf(
        shown,
        "cards",
        shown.cell(stage, lane).filter((id) => wanted.has(id)),
      ),
    ),
  );
  const block: Block = cells.map((row) => row.map((cell) => cell.map(copyOf)));
  const text = toTsv(cells.map((row) => row.map((cell) => cell.map(inWords).join(BETWEEN))));
  return { block, text, cards: cards.length };
}

/** A card in a spreadsheet: its text, or its score where it has no text. */
function inWords(card: Card): string {
  return card.text || (card.score === null ? "" : String(card.score));
}

/** The whole map with its titles: for a spreadsheet or a report. */
export function mapAsTsv(
  shown: Shown,
  sheet: Sheet,
  metric: (lane: string, column: string) => string,
): string {
  const titles = sheet.columns.map((id) => {
    const stage = shown.row("stages", id);
    const parent = stage?.parent ? shown.row("stages", stage.parent)?.title : undefined;
    return parent === undefined ? (stage?.title ?? "") : `${parent} / ${stage?.title ?? ""}`;
  });
  const rows = sheet.lanes.map((lane) => {
    const row = shown.row("lanes", lane);
    const cells = sheet.columns.map((column) =>
      row?.kind === "metric"
        ? metric(lane, column)
        : rowsOf(shown, "cards", shown.cell(column, lane)).map(inWords).join(BETWEEN),
    );
    return [row?.title ?? "", ...cells];
  });
  return toTsv([["", ...titles], ...rows]);
}

export function blockOf(text: string): Block {
  return fromTsv(text).map((row) =>
    row.map((cell) =>
      cell
        .split(/\n[ \t]*\n/)
        .map((part) => part.trim())
        .filter(Boolean)
        .map((part) => ({ text: part })),
    ),
  );
}

export interface PasteAt {
  lane: string;
  column: string;
  /** In the first cell, the new cards come before this one. */
  before?: string | undefined;
}

/** Put a block into the cells to the right of and below a place, as one change. */
export function paste(
  shown: Shown,
  sheet: Sheet,
  block: Block,
  at: PasteAt,
  newId: () => string,
): (Plan & { ids: string[] }) | Refusal {
  const row = sheet.lanes.indexOf(at.lane);
  const column = sheet.columns.indexOf(at.column);
  if (row < 0 || column < 0) return { refused: "Cards can be pasted into a cell, not here." };
  const width = block[0]?.length ?? 0;
  const [right, below] = [sheet.columns.length - column, sheet.lanes.length - row];
  if (width > right || block.length > below) {
    const size = `${plural(width, "column")} by ${plural(block.length, "lane")}`;
    const room = `${plural(right, "stage")} by ${plural(below, "lane")}`;
    return {
      refused: `The block is ${size}, and from here there is room for ${room}. Nothing was pasted.`,
    };
  }
  const ids: string[] = [];
  const ops: Plan["ops"] = [];
  block.forEach((cells, y) => {
    cells.forEach((cards, x) => {
      const [lane, stage] = [sheet.lanes[row + y], sheet.columns[column + x]];
      if (cards.length === 0 || lane === undefined || stage === undefined) return;
      const spot = { lane, stage, before: x === 0 && y === 0 ? at.before : undefined };
      const kind = shown.row("lanes", lane)?.kind;
      const made = cards.map((card) => ({ ...fitted(shown, card, kind), id: newId() }));
      ids.push(...made.map((card) => card.id));
      ops.push(...addCards(shown, spot, made).ops);
    });
  });
  if (ids.length === 0) return { refused: "There is no text to paste." };
  const what = plural(ids.length, "card");
  return { label: `Paste ${what}`, ops, say: `${what} pasted`, ids };
}

/** A card as it can stand in a lane of `kind`: a number in an emotion lane is its score. */
function fitted(shown: Shown, card: Partial<Card>, kind: string | undefined): Partial<Card> {
  const next = { ...card };
  // A persona may have been deleted since the copy was made.
  if (next.persona && !shown.row("personas", next.persona)) next.persona = null;
  if (!scoreFits(kind, next.score ?? null)) next.score = null;
  const number = Number((next.text ?? "").replace("\u2212", "-").replace(",", ".") || "x");
  if (kind === "emotion" && Number.isFinite(number) && scoreFits(kind, number)) {
    next.score = number;
    next.text = "";
  }
  return next;
}
