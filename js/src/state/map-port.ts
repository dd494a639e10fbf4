/** The map's end of the link with charts: what is chosen on it, and how a chart chooses. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Host, Settings } from "../host/host";
import { type Chosen, NOTHING, type Port, same, TABLES } from "../link/port";
import type { Shown } from "../sync/contract";
import type { ColumnBoard } from "./board";

type Table = keyof Chosen;

export class MapPort implements Port {
  readonly #selection;
  readonly #personas;
  readonly #highlight: ReadonlySignal<Chosen>;

  constructor(
    private readonly shown: Shown,
    private readonly host: Host,
    readonly board: ColumnBoard,
    signal: AbortSignal,
  ) {
    this.#selection = followed(host, "selection", signal);
    this.#personas = followed(host, "personas", signal);
    let last = NOTHING;
    this.#highlight = computed(() => {
      const next = this.#related();
      if (!same(last, next)) last = next;
      return last;
    });
  }

  highlight(): Chosen {
    return this.#highlight.peek();
  }

  onHighlight(listen: () => void, signal: AbortSignal): void {
    let told: Chosen | undefined = this.highlight();
    const stop = effect(() => {
      const now = this.#highlight.value;
      if (told === now) return;
      told = now;
      untracked(listen);
    });
    signal.addEventListener("abort", stop, { once: true });
  }

  choose(chosen: Partial<Chosen>): void {
    const ids = Object.fromEntries(
      Object.entries(chosen).map(([table, names]) => [table, this.#ids(table as Table, names)]),
    ) as Partial<Chosen>;
    // A map selects rows of one table; its personas are those that are shown.
    const table = (["cards", "stages"] as const).find((name) => ids[name]?.length);
    const [now] = Object.entries(this.#selection.peek()).find(([, some]) => some.length) ?? [];
    if (table) this.#set("selection", { [table]: [...(ids[table] ?? [])] });
    else if (now !== undefined && now in ids) this.#set("selection", {});
    if (ids.personas) this.#set("personas", [...ids.personas]);
    const [first] = ids.stages ?? [];
    if (first !== undefined) this.board.reveal(first);
  }

  #set<Name extends "selection" | "personas">(name: Name, value: Settings[Name]): void {
    if (JSON.stringify(this.host.get(name)) !== JSON.stringify(value)) this.host.set(name, value);
  }

  /** Ids of the rows that are named by id, or by title where no id is meant. */
  #ids(table: Table, names: readonly string[]): string[] {
    const found = names.map((name) => {
      if (this.shown.row(table, name)) return name;
      return this.shown.ids(table).find((id) => this.#title(table, id) === name);
    });
    return [...new Set(found.filter((id) => id !== undefined))];
  }

  #title(table: Table, id: string): string | undefined {
    if (table === "stages") return this.shown.row("stages", id)?.title;
    return table === "personas" ? this.shown.row("personas", id)?.name : undefined;
  }

  /** What is chosen, with what it belongs to: of a card its stage and persona, of a stage its steps. */
  #related(): Chosen {
    const chosen = this.#selection.value;
    const cards = chosen.cards ?? [];
    const stages = new Set(chosen.stages);
    const personas = new Set([...(chosen.personas ?? []), ...this.#personas.value]);
    for (const id of cards) {
      const card = this.shown.row("cards", id);
      if (card) stages.add(card.stage);
      if (card?.persona) personas.add(card.persona);
    }
    if (stages.size > 0) {
      for (const { id, parent } of this.shown.rows("stages")) {
        if (parent !== null && chosen.stages?.includes(parent)) stages.add(id);
      }
      for (const id of [...stages]) {
        const parent = this.shown.row("stages", id)?.parent;
        if (parent) stages.add(parent);
      }
    }
    const ids: Chosen = { stages: [...stages], personas: [...personas], cards };
    return Object.fromEntries(
      TABLES.map((table) => [table, this.#named(table, ids[table])]),
    ) as unknown as Chosen;
  }

  /** Ids, and the titles that data without a journey goes by. */
  #named(table: Table, ids: readonly string[]): string[] {
    const titles = ids.map((id) => this.#title(table, id)).filter((title) => title);
    return [...new Set([...ids, ...(titles as string[])])];
  }
}

function followed<Name extends "selection" | "personas">(
  host: Host,
  name: Name,
  abort: AbortSignal,
) {
  const value = signal<Settings[Name]>(host.get(name));
  const follow = () => {
    value.value = host.get(name);
  };
  host.onChange(name, follow, abort);
  return value;
}
