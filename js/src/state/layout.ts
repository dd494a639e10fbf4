/** What of the journey stands where: columns, lanes, and the items of each cell. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Lane } from "../generated/schema";
import { columns } from "../model/columns";
import { curve } from "../model/curve";
import { scoresOf } from "../model/evidence";
import type { Shown } from "../sync/contract";
import type { Filter } from "./filter";
import type { GridShape, Group, Place } from "./place";

/** A persona's point on the curve, or the empty slot for one. */
export interface CurvePoint {
  readonly column: string;
  readonly persona: string | null;
  /** The cards that it is the mean of; none for a slot. */
  readonly cards: readonly string[];
  readonly score: number | undefined;
  /** How many scores that is, and whether they are those of quotes. */
  readonly n: number;
  readonly quoted: boolean;
}

export class Layout implements GridShape {
  readonly #groups: ReadonlySignal<readonly Group[]>;
  readonly #columns: ReadonlySignal<readonly string[]>;
  /** Lanes folded in this view alone: so a journey is read that cannot be changed here. */
  readonly folds = signal<ReadonlyMap<string, boolean>>(new Map());

  /** `kept`: whether lanes are folded in the journey, for everybody, rather than in this view. */
  constructor(
    private readonly shown: Shown,
    private readonly filter: Filter,
    private readonly kept: () => boolean = () => true,
  ) {
    this.#groups = computed(() => {
      const holds = (stage: string) =>
        shown.pointing("cards", "stage", stage).length > 0 ||
        shown.pointing("values", "stage", stage).length > 0;
      const all = shown.ids("stages").map((id) => shown.row("stages", id));
      const rows = all.filter((row) => row !== undefined);
      const groups: { stage: string; columns: string[] }[] = [];
      for (const { stage, group } of columns(rows, holds)) {
        const last = groups.at(-1);
        if (last?.stage === group) last.columns.push(stage);
        else groups.push({ stage: group, columns: [stage] });
      }
      return groups;
    });
    this.#columns = computed(() => this.#groups.value.flatMap((group) => [...group.columns]));
  }

  get groups(): readonly Group[] {
    return this.#groups.value;
  }

  get columns(): readonly string[] {
    return this.#columns.value;
  }

  get lanes(): readonly string[] {
    return this.shown.ids("lanes");
  }

  get hasSteps(): boolean {
    return this.groups.some(({ stage, columns: own }) => own.some((column) => column !== stage));
  }

  /** The lane as it is shown here. */
  lane(id: string): Lane | undefined {
    const row = this.shown.row("lanes", id);
    const collapsed = this.folds.value.get(id);
    if (!row || collapsed === undefined || collapsed === row.collapsed || this.kept()) return row;
    return { ...row, collapsed };
  }

  /** Fold or unfold lanes in this view alone. */
  fold(ids: readonly string[], collapsed: boolean): void {
    this.folds.value = new Map([
      ...this.folds.peek(),
      ...ids.map((id) => [id, collapsed] as const),
    ]);
  }

  /** Whether cards can be put into this lane. */
  takesCards(id: string): boolean {
    return (this.lane(id)?.kind ?? "metric") !== "metric";
  }

  /** The cards drawn as cards in a cell. Bare scores have their place on the curve. */
  cards(lane: string, column: string): readonly string[] {
    const ids = this.filter.cards(this.shown.cell(column, lane));
    if (this.lane(lane)?.kind !== "emotion") return ids;
    return ids.filter((id) => {
      const card = this.shown.row("cards", id);
      if (card === undefined) return false;
      const scored = card.score !== null || this.#quoted(id).length > 0;
      return card.text !== "" || card.image !== "" || !scored;
    });
  }

  /** The scores of the quotes behind a card. */
  #quoted(card: string): number[] {
    return scoresOf(this.shown.pointing("evidence", "card", card));
  }

  /** The curves of an emotion lane: by persona, along the columns; `slots` adds the gaps. */
  points(lane: string, slots = false): CurvePoint[] {
    const { shown, columns: at } = this;
    const ids = at.flatMap((column) => [...shown.cell(column, lane)]);
    const cards = ids.map((id) => shown.row("cards", id)).filter((card) => card !== undefined);
    const personas = this.filter.shown();
    const spot = (persona: string | null, column: string) => JSON.stringify([persona, column]);
    const under = new Map<string, string[]>();
    const quotes = new Map(cards.map(({ id }) => [id, this.#quoted(id)]));
    for (const { id, persona, stage, score } of cards) {
      if (score === null && !quotes.get(id)?.length) continue;
      const key = spot(persona, stage);
      under.set(key, [...(under.get(key) ?? []), id]);
    }
    const scores = (id: string) => quotes.get(id) ?? [];
    const found = curve(cards, at, personas, scores).map(({ stage, persona, ...point }) => ({
      column: stage,
      persona,
      cards: under.get(spot(persona, stage)) ?? [],
      ...point,
    }));
    if (!slots) return found;
    const owners = personas.length > 0 || shown.ids("personas").length > 0 ? personas : [null];
    const empty = owners.flatMap((persona) =>
      at
        .filter((column) => !under.has(spot(persona, column)))
        .map((column) => ({ column, persona, cards: [], score: undefined, n: 0, quoted: false })),
    );
    return [...found, ...empty];
  }

  items(lane: string, column: string): readonly Place[] {
    const row = this.lane(lane);
    const cell: Place = { at: "cell", lane, column };
    if (!row || row.kind === "metric" || row.collapsed) return [cell];
    const cards = this.cards(lane, column).map((id): Place => ({ at: "card", id, lane, column }));
    if (row.kind !== "emotion") return cards.length ? cards : [cell];
    const points = this.points(lane, true)
      .filter((point) => point.column === column)
      .sort((one, other) => (other.score ?? 0) - (one.score ?? 0))
      .map(({ persona }): Place => ({ at: "point", lane, column, persona }));
    const items = [...points, ...cards];
    return items.length ? items : [cell];
  }

  /** Every card in reading order: lane by lane, from stage to stage. */
  reading(): string[] {
    return this.lanes.flatMap((lane) =>
      this.columns.flatMap((column) => [...this.filter.cards(this.shown.cell(column, lane))]),
    );
  }
}
