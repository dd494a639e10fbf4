/** Checks that only a whole change can tell: references, levels and scales. */
import { SCORE_RANGES } from "../generated/schema";
import type { Checked } from "./checked";
import { REFS } from "./refs";
import { type Row, same, shorten, TableError } from "./rows";
import type { Step } from "./steps";
import { checkStudy } from "./study-checks";

export function checkChange(document: Checked, done: readonly Step[]): void {
  for (const { table, id, before, after } of done) {
    const row = document.tables[table].get(id);
    if (!after || !row) continue;
    const set = (name: string) => !before || !same(before[name], after[name]);
    for (const ref of REFS) {
      if (ref.table !== table || !set(ref.field)) continue;
      const value = row[ref.field];
      if (value !== null && !document.tables[ref.target].has(String(value))) {
        const problem = `there is no row ${shorten(value)} in ${ref.target}`;
        throw new TableError(problem, table, id, ref.field, "reference");
      }
    }
    checkStudy(document, table, row, set);
    if (table === "stages" && set("parent") && row.parent !== null) checkLevel(document, row);
    if (table === "cards" && (set("score") || set("lane"))) checkScore(document, row);
    if (table === "lanes" && before && set("kind")) {
      for (const card of document.pointing("cards", "lane", id)) {
        checkScore(document, document.row("cards", card));
      }
    }
  }
}

function checkLevel(document: Checked, row: Row): void {
  const parent = document.tables.stages.get(String(row.parent));
  const deep = parent?.parent !== null || parent === row;
  if (deep || document.pointing("stages", "parent", row.id).size > 0) {
    throw new TableError("steps are one level deep", "stages", row.id, "parent");
  }
}

function checkScore(document: Checked, card: Row): void {
  const kind = document.tables.lanes.get(String(card.lane))?.kind;
  const range = SCORE_RANGES[String(kind)];
  const score = card.score;
  if (!range || typeof score !== "number" || (score >= range[0] && score <= range[1])) return;
  const problem = `${score} is off the scale of the ${kind} lane: ${range[0]} to ${range[1]}`;
  throw new TableError(problem, "cards", card.id, "score");
}
