/** The page does to a document what Python does: the same cases, the results written by Python. */
import { expect, test } from "vitest";
import cases from "../../../tests/fixtures/ops.json";
import type { WireOp } from "../../src/generated/schema";
import { columns, type StageLike } from "../../src/model/columns";
import { curve } from "../../src/model/curve";
import { Document } from "../../src/model/document";
import { after, compareOrder, keys } from "../../src/model/order";
import { type Row, TableError } from "../../src/model/rows";
import { toOp } from "../../src/model/steps";
import { byId } from "../journey";

const plain = cases.document as unknown as Record<string, unknown>;

function ids(document: Document, table: "stages" | "cards" | "personas"): string[] {
  return document.shown(table).map((row) => row.id);
}

function outcome(ops: readonly WireOp[]): Record<string, unknown> {
  const document = Document.fromPlain(plain);
  try {
    const done = document.apply(ops).map(toOp);
    const name = (op: WireOp) => `${op.table} ${op.id} ${op.op}`;
    return {
      done: done.sort((a, b) => (name(a) < name(b) ? -1 : 1)),
      stages: ids(document, "stages"),
      cards: ids(document, "cards"),
      columns: columnsOf(document),
      curve: curveOf(document),
    };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    expect(byId(document.toPlain())).toEqual(byId(plain)); // all or nothing
    const { code, table, row = null, column = null } = error;
    return { error: { code, table, row, column } };
  }
}

function columnsOf(document: Document): string[][] {
  const stages = document.shown("stages") as unknown as StageLike[];
  const holds = (stage: string) =>
    document.pointing("cards", "stage", stage).size > 0 ||
    document.pointing("values", "stage", stage).size > 0;
  return columns(stages, holds).map(({ stage, group }) => [stage, group]);
}

function curveOf(document: Document): unknown[][] {
  const lane = (row: Row) => document.tables.lanes.get(String(row.lane));
  const cards = document.shown("cards").filter((row) => lane(row)?.kind === "emotion");
  const scored = cards as unknown as Parameters<typeof curve>[0];
  const points = curve(scored, ids(document, "stages"), ids(document, "personas"));
  return points.map(({ persona, stage, score, n }) => [persona, stage, score, n]);
}

test.each(cases.changes.map((change) => [JSON.stringify(change.ops), change] as const))(
  "%s",
  (_name, change) => {
    const { ops, ...expected } = change as unknown as { ops: WireOp[] };
    expect(outcome(ops)).toEqual(expected);
  },
);

test.each(cases.keys)("keys for $count at $index of $siblings.length", (place) => {
  const { siblings, index, count } = place;
  expect([...siblings].sort(compareOrder)).toEqual(siblings);
  expect(keys(siblings, index, count)).toEqual({ keys: place.keys, rekeyed: place.rekeyed });
  expect(after(siblings[siblings.length - 1])).toBe(place.after);
});
