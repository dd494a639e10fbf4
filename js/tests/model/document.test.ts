import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { TABLES, type TableName, type WireOp } from "../../src/generated/schema";
import { Document } from "../../src/model/document";
import { REFS, TABLE_NAMES } from "../../src/model/refs";
import { compareText, complete, same, sparse } from "../../src/model/rows";
import { invert, toOp } from "../../src/model/steps";
import { byId, plain } from "../journey";

vi.setConfig({ testTimeout: 30_000 }); // a slow machine is not a failure

const id = fc.constantFrom("s1", "s2", "l1", "l2", "p1", "c0", "c1", "c2", "n1", "n2", "n3");
const table = fc.constantFrom<TableName>(
  "stages",
  "lanes",
  "personas",
  "cards",
  "metrics",
  "values",
);

function value(name: TableName, field: string): fc.Arbitrary<unknown> {
  const spec = TABLES[name][field];
  if (spec?.ref) return spec.required ? id : fc.option(id);
  if (spec?.choices) return fc.constantFrom(...spec.choices);
  if (spec?.kind === "text") return fc.string({ unit: "binary", maxLength: 4 });
  if (spec?.kind === "order") return fc.constantFrom("a0", "a1", "a0V", "Zz");
  if (spec?.kind === "number") return fc.option(fc.constantFrom(-2, 0, 0.5, 1));
  return fc.constant(null);
}

const op: fc.Arbitrary<WireOp> = table.chain((name) => {
  const required = Object.keys(TABLES[name]).filter((f) => f !== "id" && TABLES[name][f]?.required);
  const loose = Object.keys(TABLES[name]).filter((field) => field !== "id");
  const row = fc.record(Object.fromEntries(required.map((field) => [field, value(name, field)])));
  const values = fc
    .constantFrom(...loose)
    .chain((field) => value(name, field).map((set) => ({ [field]: set })));
  return fc.oneof(
    fc.record({ op: fc.constant("add" as const), table: fc.constant(name), id, row }),
    fc.record({ op: fc.constant("set" as const), table: fc.constant(name), id, values }),
    fc.record({ op: fc.constant("delete" as const), table: fc.constant(name), id }),
  );
});
const changes = fc.array(fc.array(op, { minLength: 1, maxLength: 4 }), { maxLength: 15 });

/** Apply each change that can be; returns the operations that take each back, last first. */
function applied(document: Document, ops: WireOp[][]): WireOp[][] {
  const back: WireOp[][] = [];
  for (const change of ops) {
    try {
      back.unshift(invert(document.apply(change)).map(toOp));
    } catch {
      // It cannot be: the document is as it was.
    }
  }
  return back;
}

/** Who points where, found by looking at every row. */
function scanned(document: Document): string[] {
  return REFS.flatMap(({ table: name, field, target }) =>
    [...document.tables[target].keys()].flatMap((to) =>
      [...document.tables[name].values()]
        .filter((row) => row[field] === to)
        .map((row) => `${name} ${field} ${to} ${row.id}`),
    ),
  ).sort();
}

function indexed(document: Document): string[] {
  return REFS.flatMap(({ table: name, field, target }) =>
    [...document.tables[target].keys()].flatMap((to) =>
      [...document.pointing(name, field, to)].map((row) => `${name} ${field} ${to} ${row}`),
    ),
  ).sort();
}

describe("a document", () => {
  test("taken back change by change is as it was", () => {
    fc.assert(
      fc.property(changes, (ops) => {
        const document = Document.fromPlain(plain());
        const before = byId(document.toPlain());
        for (const back of applied(document, ops)) document.apply(back);
        expect(byId(document.toPlain())).toEqual(before);
      }),
    );
  });

  test("changes all or nothing", () => {
    fc.assert(
      fc.property(changes, fc.array(op, { maxLength: 3 }), (ops, more) => {
        const document = Document.fromPlain(plain());
        applied(document, ops);
        const before = byId(document.toPlain());
        const gone: WireOp = { op: "delete", table: "cards", id: "nobody" };
        expect(() => document.apply([...more, gone])).toThrow();
        expect(byId(document.toPlain())).toEqual(before);
      }),
    );
  });

  test("held elsewhere from what was done here is the same", () => {
    fc.assert(
      fc.property(changes, (ops) => {
        const [here, there] = [Document.fromPlain(plain()), Document.fromPlain(plain())];
        for (const change of ops) {
          try {
            there.hold(here.apply(change).map(toOp));
          } catch {
            // As above.
          }
        }
        expect(byId(there.toPlain())).toEqual(byId(here.toPlain()));
      }),
    );
  });

  test("knows who points where without looking, and no row points to nobody", () => {
    fc.assert(
      fc.property(changes, (ops) => {
        const document = Document.fromPlain(plain());
        applied(document, ops);
        expect(indexed(document)).toEqual(scanned(document));
        for (const ref of REFS) {
          for (const row of document.tables[ref.table].values()) {
            const to = row[ref.field];
            if (to !== null) expect(document.tables[ref.target].has(String(to))).toBe(true);
          }
        }
        for (const stage of document.tables.stages.keys()) {
          for (const lane of document.tables.lanes.keys()) {
            const rows = document.shown("cards");
            const found = rows.filter((row) => row.stage === stage && row.lane === lane);
            expect(document.cell(stage, lane)).toEqual(found.map((row) => row.id));
          }
        }
      }),
    );
  });

  test("written and read again is the same, its rows sparse", () => {
    fc.assert(
      fc.property(changes, (ops) => {
        const document = Document.fromPlain(plain());
        applied(document, ops);
        const written = JSON.parse(JSON.stringify(document.toPlain()));
        expect(Document.fromPlain(written).toPlain()).toEqual(written);
      }),
    );
  });

  test("a stage takes its steps, cards, values and links along; one step back brings all", () => {
    const document = Document.fromPlain(plain());
    document.apply([
      { op: "add", table: "stages", id: "s1a", row: { parent: "s1" } },
      { op: "add", table: "cards", id: "n1", row: { stage: "s1a", lane: "l2" } },
      { op: "add", table: "evidence", id: "e1", row: { card: "n1", quote: "I waited." } },
      { op: "add", table: "metrics", id: "m1", row: {} },
      { op: "add", table: "values", id: "v1", row: { metric: "m1", stage: "s1" } },
      { op: "add", table: "links", id: "k1", row: { source: "s2", target: "s1" } },
      { op: "set", table: "lanes", id: "l2", values: { metric: "m1" } },
    ]);
    const before = byId(document.toPlain());
    const steps = document.apply([{ op: "delete", table: "stages", id: "s1" }]);
    const gone = steps.map((step) => step.id).sort();
    expect(gone).toEqual(["c0", "c2", "e1", "k1", "n1", "s1", "s1a", "v1"]);
    document.apply(invert(steps).map(toOp));
    expect(byId(document.toPlain())).toEqual(before);
    document.apply([{ op: "delete", table: "metrics", id: "m1" }]);
    expect(document.row("lanes", "l2").metric).toBeNull();
    expect(document.tables.values.size).toBe(0);
  });

  test("never changes a row in place", () => {
    const document = Document.fromPlain(plain());
    const row = document.row("cards", "c0");
    document.apply([{ op: "set", table: "cards", id: "c0", values: { text: "new" } }]);
    expect(row.text).toBe("card 0");
  });

  test("takes names that every object has for what they are: unknown", () => {
    const document = Document.fromPlain(plain());
    const values = { constructor: "x" } as Record<string, unknown>;
    expect(() => document.apply([{ op: "set", table: "cards", id: "c0", values }])).toThrow(
      'column "constructor": is not a column',
    );
    const ops = [{ op: "delete", table: "toString" as TableName, id: "c0" } as const];
    expect(() => document.apply(ops)).toThrow("is not a table");
  });
});

describe("a row", () => {
  test("is whole again from its sparse form", () => {
    for (const name of TABLE_NAMES) {
      const required = Object.keys(TABLES[name]).filter((field) => TABLES[name][field]?.required);
      const given = Object.fromEntries(required.map((field) => [field, "x"]));
      const row = complete(name, "x", given);
      expect(Object.keys(row).sort()).toEqual(Object.keys(TABLES[name]).sort());
      expect(sparse(name, row)).toEqual({ ...given, id: "x" });
    }
  });

  test("is compared by value, and by kind", () => {
    expect(same({ a: [1, { b: null }], c: 1 }, { c: 1, a: [1, { b: null }] })).toBe(true);
    expect(same([], {})).toBe(false);
    expect(same(1, true)).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
    expect(same(null, {})).toBe(false);
  });

  test("has its place among texts as in Python: by code point", () => {
    const points = (text: string) => [...text].map((char) => char.codePointAt(0) ?? 0);
    const byPoints = (one: string, other: string): number => {
      const [a, b] = [points(one), points(other)];
      const at = a.findIndex((point, index) => point !== b[index]);
      return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
    };
    const unit = fc.constantFrom("a", "b", "\uffee", "\u{1f6b2}", "\u{10000}", "\ue000");
    const word = fc.string({ unit, maxLength: 4 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(Math.sign(compareText(one, other))).toBe(Math.sign(byPoints(one, other)));
      }),
    );
  });
});
