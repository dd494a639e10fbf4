/** What is selected: rows of one table, in step with the setting that Python keeps. */
import { computed, type Signal } from "@preact/signals";
import type { TableName } from "../generated/schema";

export type Selected = Record<string, string[]>;

/** How a click adds to what is selected. */
export type Pick = "only" | "toggle" | "range";

export class Selection {
  #anchor: string | undefined;
  /** What this view has chosen itself. */
  #own: Selected;
  /** What has been chosen elsewhere since; undefined while the last choice is this view's own. */
  readonly outside = computed(() => {
    const now = this.setting.value;
    return now === this.#own ? undefined : now;
  });
  readonly #set = computed(() => {
    const [table, ids] = Object.entries(this.setting.value).find(([, some]) => some.length) ?? [];
    return { table: table as TableName | undefined, ids: new Set(ids) };
  });

  constructor(
    private readonly setting: Signal<Selected>,
    private readonly write: (value: Selected) => void,
  ) {
    this.#own = setting.peek();
  }

  has(table: TableName, id: string): boolean {
    const now = this.#set.value;
    return now.table === table && now.ids.has(id);
  }

  ids(table: TableName): string[] {
    const now = this.#set.value;
    return now.table === table ? [...now.ids] : [];
  }

  get size(): number {
    return this.#set.value.ids.size;
  }

  set(table: TableName, ids: readonly string[]): void {
    const value: Selected = ids.length ? { [table]: [...ids] } : {};
    if (JSON.stringify(value) === JSON.stringify(this.setting.peek())) return;
    this.#own = value;
    this.setting.value = value;
    this.write(value);
  }

  clear(): void {
    this.set("cards", []);
  }

  /** `order` is every row of the table as shown; a range goes from the last row picked. */
  pick(table: TableName, id: string, how: Pick, order: readonly string[]): void {
    const now = this.ids(table);
    if (how === "range" && this.#anchor !== undefined) {
      const [from, to] = [order.indexOf(this.#anchor), order.indexOf(id)];
      if (from >= 0 && to >= 0) {
        this.set(table, order.slice(Math.min(from, to), Math.max(from, to) + 1));
        return;
      }
    }
    this.#anchor = id;
    if (how !== "toggle") this.set(table, [id]);
    else if (now.includes(id))
      this.set(
        table,
        now.filter((other) => other !== id),
      );
    else this.set(table, [...now, id]);
  }
}
