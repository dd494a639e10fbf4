/**
 * The document as shown, read through signals: one a row and one a list, each made when first
 * read, so that an edit wakes only those who show what it changed, however large the journey.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Meta, TableName } from "../generated/schema";
import { cellOf, type Document } from "../model/document";
import { REFS } from "../model/refs";
import { type Row, same } from "../model/rows";
import type { RowTypes, Shown } from "./contract";

type Rows<T extends TableName> = readonly RowTypes[T][];

/** The fields that decide about a row's place. */
const PLACING = ["order", "parent", "stage", "lane", "source", "start", "end"];
/** The tables by whose places the rows of a table are shown. */
const SHOWN_BY: Partial<Record<TableName, readonly TableName[]>> = {
  cards: ["stages", "lanes"],
  quotes: ["sources"],
  segments: ["sources"],
};

/** Counts that say "this list may have changed", each made when somebody first reads the list. */
class Versions {
  readonly #counts = new Map<string, Signal<number>>();

  read(key: string): void {
    let count = this.#counts.get(key);
    if (!count) {
      count = signal(0);
      this.#counts.set(key, count);
    }
    count.value;
  }

  bump(key: string): void {
    const count = this.#counts.get(key);
    if (count) count.value += 1;
  }
}

export class ShownDocument implements Shown {
  readonly meta: ReadonlySignal<Meta>;
  readonly #rows = new Map<string, Signal<Row | undefined>>();
  readonly #lists = new Map<string, ReadonlySignal<readonly unknown[]>>();
  readonly #versions = new Versions();
  /** Rows touched by the edit under way, as they were before it. */
  #touched: Map<string, [TableName, string, Row | undefined]> | undefined;

  constructor(readonly document: Document) {
    document.onPut = (table, id, before) => {
      const key = `${table} ${id}`;
      if (this.#touched && !this.#touched.has(key)) this.#touched.set(key, [table, id, before]);
    };
    this.meta = computed(() => {
      this.#versions.read(`rows ${document.kind.record}`);
      return document.meta as unknown as Meta;
    });
  }

  /** Change the document by `edit`; readers are woken once, by what differs at the end of it. */
  change<Result>(edit: () => Result): Result {
    // Nobody may look before the end: half-way, the pending changes may be taken back.
    if (this.#touched) return edit();
    return batch(() => {
      const touched = new Map<string, [TableName, string, Row | undefined]>();
      this.#touched = touched;
      try {
        return edit();
      } finally {
        this.#touched = undefined;
        for (const [table, id, before] of touched.values()) this.#tell(table, id, before);
      }
    });
  }

  #tell(table: TableName, id: string, before: Row | undefined): void {
    const after = this.document.tables[table].get(id);
    if (before === after) return;
    if (before && after && same(before, after)) {
      // Keep the object that readers have: a row taken back and put again is no change.
      this.document.put(table, id, before);
      return;
    }
    const row = this.#rows.get(`${table} ${id}`);
    if (row) row.value = after;
    const versions = this.#versions;
    versions.bump(`rows ${table}`);
    const moved = (...names: string[]) => names.some((name) => before?.[name] !== after?.[name]);
    if (moved("id", ...PLACING)) versions.bump(`ids ${table}`);
    if (table === "cards" && moved("id", "order", "stage", "lane")) {
      for (const card of [before, after]) if (card) versions.bump(`cell ${cellOf(card)}`);
    }
    for (const ref of REFS) {
      if (ref.table !== table) continue;
      for (const target of new Set([before?.[ref.field], after?.[ref.field]])) {
        if (target) versions.bump(`pointing ${table} ${ref.field} ${target}`);
      }
    }
  }

  row<T extends TableName>(table: T, id: string): RowTypes[T] | undefined {
    const key = `${table} ${id}`;
    let found = this.#rows.get(key);
    if (!found) {
      found = signal(this.document.tables[table].get(id));
      this.#rows.set(key, found);
    }
    return found.value as unknown as RowTypes[T] | undefined;
  }

  ids(table: TableName): readonly string[] {
    const keys = [...(SHOWN_BY[table] ?? []), table].map((name) => `ids ${name}`);
    const compute = () => this.document.shown(table).map((row) => row.id);
    return this.#list(`ids ${table}`, keys, compute) as readonly string[];
  }

  cell(stage: string, lane: string): readonly string[] {
    const key = `cell ${cellOf({ stage, lane })}`;
    return this.#list(key, [key], () => this.document.cell(stage, lane)) as readonly string[];
  }

  rows<T extends TableName>(table: T): Rows<T> {
    const key = `rows ${table}`;
    const keys = [...(SHOWN_BY[table] ?? []).map((name) => `ids ${name}`), key];
    return this.#list(key, keys, () => this.document.shown(table)) as unknown as Rows<T>;
  }

  pointing<T extends TableName>(table: T, field: string, id: string): Rows<T> {
    const key = `pointing ${table} ${field} ${id}`;
    return this.#list(key, [key], () => this.document.shownPointing(table, field, id)) as Rows<T>;
  }

  /** A list that wakes its readers only when its items have changed. */
  #list(name: string, keys: readonly string[], compute: () => unknown[]): readonly unknown[] {
    let list = this.#lists.get(name);
    if (!list) {
      let last: readonly unknown[] = [];
      list = computed(() => {
        for (const key of keys) this.#versions.read(key);
        const next = compute();
        const equal = next.length === last.length && next.every((item, at) => item === last[at]);
        if (!equal) last = next;
        return last;
      });
      this.#lists.set(name, list);
    }
    return list.value;
  }
}
