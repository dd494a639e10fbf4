/** The page does to a study what Python does: the same cases, the results written by Python. */
import { expect, test } from "vitest";
import cases from "../../../tests/fixtures/study_ops.json";
import { mergeCodes } from "../../src/actions/codes-merge";
import { countOf } from "../../src/coder/code-counts";
import type { TableName, WireOp } from "../../src/generated/schema";
import { Document } from "../../src/model/document";
import { TableError } from "../../src/model/rows";
import { toOp } from "../../src/model/steps";
import { ShownDocument } from "../../src/sync/shown";
import { byId } from "../journey";

const plain = cases.document as unknown as Record<string, unknown>;
const SHOWN: readonly TableName[] = ["participants", "sources", "segments", "codes", "quotes"];

function outcome(ops: readonly WireOp[]): Record<string, unknown> {
  const document = Document.fromPlain(plain);
  try {
    const done = document.apply(ops).map(toOp);
    const name = (op: WireOp) => `${op.table} ${op.id} ${op.op}`;
    return {
      done: done.sort((a, b) => (name(a) < name(b) ? -1 : 1)),
      shown: Object.fromEntries(
        SHOWN.map((table) => [table, document.shown(table).map((row) => row.id)]),
      ),
    };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    expect(byId(document.toPlain())).toEqual(byId(plain)); // all or nothing
    const { code, table, row = null, column = null } = error;
    return { error: { code, table, row, column } };
  }
}

test.each(cases.changes.map((change) => [JSON.stringify(change.ops), change] as const))(
  "%s",
  (_name, change) => {
    const { ops, ...expected } = change as unknown as { ops: WireOp[] };
    expect(outcome(ops)).toEqual(expected);
  },
);

test.each(cases.merges.map((one, at) => [`${at}: ${one.codes} into ${one.into}`, one] as const))(
  "merging %s",
  (_name, { applications, codes, into, result }) => {
    const document = Document.fromPlain({ ...plain, applications });
    const shown = new ShownDocument(document);
    const plan = mergeCodes(shown, codes, into);
    if (!("ops" in plan)) throw new Error("it was refused");
    shown.change(() => document.apply(plan.ops));
    const rows = {
      quote: (id: string) => shown.row("quotes", id),
      participant: (id: string) => shown.row("participants", id),
    };
    const byIds = (table: "applications" | "memos") =>
      [...shown.rows(table)].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect({
      codes: shown.rows("codes").map(({ id, parent }) => [id, parent]),
      applications: byIds("applications").map((row) => [
        row.id,
        row.code,
        (row as { accepted?: boolean }).accepted,
      ]),
      memos: byIds("memos").map(({ id, code }) => [id, code]),
      counts: shown.rows("codes").map(({ id }) => {
        const { quotes, participants } = countOf(shown.pointing("applications", "code", id), rows);
        return [id, quotes, participants];
      }),
    }).toEqual(result);
  },
);

test("a study is known by its record, and holds its own tables alone", () => {
  const document = Document.fromPlain(plain);
  expect(document.kind.noun).toBe("study");
  expect(document.meta.title).toBe("Rental");
  expect(Object.keys(document.toPlain())).toEqual([
    "study",
    "participants",
    "sources",
    "segments",
    "codes",
    "quotes",
    "applications",
    "memos",
  ]);
});
