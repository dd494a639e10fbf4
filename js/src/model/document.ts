/** The document: tables of rows by id, changed only by operations, all or nothing. */
import {
  type DocumentKind,
  JOURNEY,
  STUDY,
  TABLES,
  type TableName,
  type WireOp,
} from "../generated/schema";
import { checkChange } from "./checks";
import { compareOrder, after as keyAfter, type Placed } from "./order";
import { REFS, type Ref, TABLE_NAMES } from "./refs";
import {
  cleaned,
  compareText,
  complete,
  fieldsOf,
  type Row,
  same,
  shorten,
  sparse,
  TableError,
} from "./rows";
import { compact, type Step } from "./steps";

const NONE: ReadonlySet<string> = new Set();

export class Document {
  constructor(readonly kind: DocumentKind = JOURNEY) {}

  readonly tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, new Map()])) as Record<
    TableName,
    Map<string, Row>
  >;
  /** Called for every row that changes, before readers can see it. */
  onPut: ((table: TableName, id: string, before?: Row, after?: Row) => void) | undefined;
  // Ids of rows by "table field target", and of cards by cell: nothing is found by scanning.
  readonly #pointing = new Map<string, Set<string>>();

  get meta(): Row {
    const [row] = this.tables[this.kind.record].values();
    return row ?? complete(this.kind.record, "", {});
  }

  /** Ids of the rows of `table` whose `field` is `target`. */
  pointing(table: TableName, field: string, target: string): ReadonlySet<string> {
    return this.#pointing.get(`${table} ${field} ${target}`) ?? NONE;
  }

  /** The rows of `table` whose `field` is `target`, in the order shown. */
  shownPointing(table: TableName, field: string, target: string): Row[] {
    const rows = [...this.pointing(table, field, target)].flatMap(
      (id) => this.tables[table].get(id) ?? [],
    );
    return ordered(table) ? rows.sort(byOrder) : rows;
  }

  row(table: TableName, id: string): Row {
    fieldsOf(table);
    const found = this.tables[table].get(id);
    if (!found) throw new TableError(`there is no row ${shorten(id)}`, table, id, "id", "gone");
    return found;
  }

  /** A table's rows in the order in which a map shows them. */
  shown(table: TableName): Row[] {
    const rows = [...this.tables[table].values()];
    if (table === "stages") return this.#stages();
    if (table === "cards") {
      const stage = places(this.#stages());
      const lane = places(this.shown("lanes"));
      const at = (row: Row) => [stage.get(row.stage) ?? -1, lane.get(row.lane) ?? -1] as const;
      return rows.sort((one, other) => {
        const [a, b] = [at(one), at(other)];
        return a[0] - b[0] || a[1] - b[1] || compareOrder(placed(one), placed(other));
      });
    }
    if (table === "codes") return this.#codes();
    if (table === "quotes" || table === "segments") return this.#inSources(rows);
    return ordered(table) ? rows.sort(byOrder) : rows;
  }

  /** Codes as a tree is read: each followed by those under it. */
  #codes(): Row[] {
    const below = (parent: string | null): Row[] =>
      this.siblings("codes", { parent }).flatMap((row) => [row, ...below(row.id)]);
    return below(null);
  }

  /** Rows as they stand in the sources, those without a place last. */
  #inSources(rows: Row[]): Row[] {
    const source = places(this.shown("sources"));
    const at = (row: Row) => [
      source.get(row.source) ?? -1,
      row.start === null ? Number.POSITIVE_INFINITY : Number(row.start),
    ];
    const keyed = rows.map((row) => ({ row, at: at(row) as [number, number] }));
    keyed.sort(
      (one, other) =>
        one.at[0] - other.at[0] ||
        (one.at[1] === other.at[1] ? 0 : one.at[1] - other.at[1]) ||
        compareText(one.row.id, other.row.id),
    );
    return keyed.map(({ row }) => row);
  }

  #stages(): Row[] {
    const rows = [...this.tables.stages.values()].sort(byOrder);
    const steps = new Map<unknown, Row[]>();
    for (const row of rows) {
      const found = steps.get(row.parent);
      if (found) found.push(row);
      else steps.set(row.parent, [row]);
    }
    return (steps.get(null) ?? []).flatMap((stage) => [stage, ...(steps.get(stage.id) ?? [])]);
  }

  /** Ids of the cards of one cell, in order. */
  cell(stage: string, lane: string): string[] {
    return this.siblings("cards", { stage, lane }).map((row) => row.id);
  }

  /** In order, the rows among which a row like `like` has its place. */
  siblings(table: TableName, like: Record<string, unknown>): Row[] {
    if (table === "cards") return this.shownPointing(table, "cell", cellOf(like));
    const rows = [...this.tables[table].values()];
    if (table !== "stages" && table !== "codes") return rows.sort(byOrder);
    const parent = like.parent ?? null;
    return rows.filter((row) => row.parent === parent).sort(byOrder);
  }

  /** Put a row, or take it away; the only way by which a table changes. */
  put(table: TableName, id: string, row: Row | undefined): void {
    const rows = this.tables[table];
    const before = rows.get(id);
    if (row) rows.set(id, row);
    else rows.delete(id);
    for (const ref of REFS) {
      if (ref.table === table && before?.[ref.field] !== row?.[ref.field]) {
        this.#index(`${table} ${ref.field} `, id, before?.[ref.field], row?.[ref.field]);
      }
    }
    if (table === "cards" && (before?.stage !== row?.stage || before?.lane !== row?.lane)) {
      this.#index("cards cell ", id, before && cellOf(before), row && cellOf(row));
    }
    this.onPut?.(table, id, before, row);
  }

  #index(key: string, id: string, before: unknown, after: unknown): void {
    if (typeof before === "string") {
      const ids = this.#pointing.get(key + before);
      ids?.delete(id);
      if (ids?.size === 0) this.#pointing.delete(key + before);
    }
    if (typeof after === "string") {
      const ids = this.#pointing.get(key + after);
      if (ids) ids.add(id);
      else this.#pointing.set(key + after, new Set([id]));
    }
  }

  /**
   * Apply operations, all or nothing; a delete takes along what hangs on the row. Returns what
   * really happened. `restore` is for those who remember what was deleted: not done here.
   */
  apply(ops: readonly WireOp[]): Step[] {
    const done: Step[] = [];
    try {
      for (let at = 0; at < ops.length; ) {
        let end = at + 1;
        while (end < ops.length && ops[end]?.op === ops[at]?.op) end += 1;
        this.#run(ops.slice(at, end), done);
        at = end;
      }
      checkChange(this, done);
    } catch (error) {
      this.takeBack(done);
      throw error;
    }
    return compact(done);
  }

  /** Take operations that hold elsewhere, as they are: what went along is among them. */
  hold(ops: readonly WireOp[]): Step[] {
    const done: Step[] = [];
    try {
      for (const op of ops) {
        const { table, id } = op;
        if (op.op === "delete")
          this.#do({ table, id, before: this.row(table, id), after: undefined }, done);
        else this.#one(op, done);
      }
    } catch (error) {
      this.takeBack(done);
      throw error;
    }
    return compact(done);
  }

  /** Undo steps that `apply` returned, when nothing has happened since. */
  takeBack(steps: readonly Step[]): void {
    for (let at = steps.length - 1; at >= 0; at -= 1) {
      const step = steps[at];
      if (step) this.put(step.table, step.id, step.before);
    }
  }

  #run(ops: readonly WireOp[], done: Step[]): void {
    const first = ops[0];
    if (first?.op === "delete") {
      for (const step of this.#deletions(ops)) this.#do(step, done);
      return;
    }
    for (const op of ops) this.#one(op, done);
  }

  #one(op: WireOp, done: Step[]): void {
    if (op.op === "add") this.#do(this.#addition(op.table, op.id, op.row), done);
    else if (op.op === "set") this.#do(this.#setting(op.table, op.id, op.values), done);
    else throw new TableError("is not an operation here", op.table, op.id);
  }

  #do(step: Step, done: Step[]): void {
    this.put(step.table, step.id, step.after);
    done.push(step);
  }

  #setting(table: TableName, id: string, values: Record<string, unknown>): Step {
    const before = this.row(table, id);
    if ("id" in values && values.id !== id) {
      throw new TableError("an id never changes", table, id, "id");
    }
    const after: Record<string, unknown> = { ...before };
    for (const [name, value] of Object.entries(values)) {
      const clean = name === "id" ? id : cleaned(table, id, name, value);
      if (!same(clean, before[name])) after[name] = clean;
    }
    return { table, id, before, after: after as Row };
  }

  #addition(table: TableName, id: string, values: Record<string, unknown>): Step {
    this.#notTheRecord(table, id);
    const unplaced = fieldsOf(table).has("order") && (values.order ?? null) === null;
    const row = complete(table, id, unplaced ? { ...values, order: "a0" } : values);
    if (this.tables[table].has(id)) {
      throw new TableError(`there is a row ${shorten(id)} already`, table, id, "id", "duplicate");
    }
    const last = unplaced ? this.siblings(table, row).at(-1) : undefined;
    const after = unplaced ? { ...row, order: keyAfter(last && placed(last)) } : row;
    return { table, id, before: undefined, after };
  }

  #notTheRecord(table: TableName, id: string): void {
    if (table !== this.kind.record) return;
    throw new TableError(`a ${this.kind.noun} has one record of its own`, table, id);
  }

  /** The deletes with what hangs on the rows: what points to a row goes before the row. */
  #deletions(ops: readonly WireOp[]): Step[] {
    const gone = new Map<TableName, Map<string, Row>>(TABLE_NAMES.map((name) => [name, new Map()]));
    for (const { table, id } of ops) {
      this.#notTheRecord(table, id);
      const row = this.row(table, id);
      gone.get(table)?.set(id, row);
    }
    const cleared: [Ref, string][] = [];
    const queue: [TableName, string][] = ops.map((op) => [op.table, op.id]);
    for (const [target, targetId] of queue) {
      for (const ref of REFS) {
        if (ref.target !== target) continue;
        for (const id of this.pointing(ref.table, ref.field, targetId)) {
          if (ref.clear) cleared.push([ref, id]);
          else if (!gone.get(ref.table)?.has(id)) {
            gone.get(ref.table)?.set(id, this.row(ref.table, id));
            queue.push([ref.table, id]);
          }
        }
      }
    }
    return [...this.#clearings(cleared, gone), ...deletes(gone)];
  }

  *#clearings(cleared: [Ref, string][], gone: Map<TableName, Map<string, Row>>): Iterable<Step> {
    for (const [{ table, field }, id] of cleared) {
      if (gone.get(table)?.has(id)) continue;
      const before = this.row(table, id);
      yield { table, id, before, after: { ...before, [field]: null } };
    }
  }

  /** Plain data, rows sparse and in the order shown. */
  toPlain(): Record<string, unknown> {
    const tables = this.kind.tables.map((name) => {
      const rows = this.shown(name).map((row) => sparse(name, row));
      return [name, name === this.kind.record ? rows[0] : rows];
    });
    return Object.fromEntries(tables);
  }

  /** Read plain data as `toPlain` gives it. */
  static fromPlain(data: Record<string, unknown>): Document {
    const document = new Document(kindOf(data));
    for (const [name, rows] of plainRows(data)) {
      for (const row of rows.values()) document.put(name, row.id, row);
    }
    return document;
  }
}

/** The kind of document that plain data is. */
export function kindOf(data: Record<string, unknown>): DocumentKind {
  return STUDY.record in data ? STUDY : JOURNEY;
}

/** The whole rows of plain data, by table and id. */
export function plainRows(data: Record<string, unknown>): Map<TableName, Map<string, Row>> {
  const tables = new Map<TableName, Map<string, Row>>();
  for (const name of kindOf(data).tables) {
    const given = data[name] ?? [];
    const rows = (Array.isArray(given) ? given : [given]) as Record<string, unknown>[];
    tables.set(
      name,
      new Map(rows.map((row) => [String(row.id), complete(name, String(row.id), row)])),
    );
  }
  return tables;
}

function* deletes(gone: Map<TableName, Map<string, Row>>): Iterable<Step> {
  for (const table of [...TABLE_NAMES].reverse()) {
    for (const [id, before] of gone.get(table) ?? []) yield { table, id, before, after: undefined };
  }
}

/** A cell's name among those to which cards belong. */
export function cellOf(card: Record<string, unknown>): string {
  return JSON.stringify([card.stage, card.lane]);
}

function ordered(table: TableName): boolean {
  return "order" in TABLES[table];
}

function placed(row: Row): Placed {
  return row as unknown as Placed;
}

function byOrder(one: Row, other: Row): number {
  return compareOrder(placed(one), placed(other));
}

function places(rows: readonly Row[]): Map<unknown, number> {
  return new Map(rows.map((row, at) => [row.id, at]));
}
