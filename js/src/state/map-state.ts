/** The state of one map view: where the focus is, what is selected, searched, folded, dragged. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Card } from "../generated/schema";
import type { JourneyClient, Notice, Shown } from "../sync/contract";
import { ColumnBoard } from "./board";
import { Filter, Search } from "./filter";
import { Guesses } from "./guesses";
import { type CurvePoint, Layout } from "./layout";
import { MetricBook } from "./measures";
import { keyOf, type Place, type Walk, walked } from "./place";
import type { Scope } from "./scope";
import { type Pick, Selection } from "./selection";

/** A card that is being written and is not yet in the journey. */
export interface FreshCard {
  id: string;
  lane: string;
  column: string;
  before: string | undefined;
}

/** What quotes that are dragged over the map would be put behind, in px of the grid. */
export interface OverView {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly says: string;
}

/** What is drawn of a drag. */
export interface DragView {
  /** Keys of the places that are dragged. */
  keys: ReadonlySet<string>;
  /** Where it would be put, in px of the grid. */
  mark?: { left: number; top: number; width: number; height: number };
  /** The score that a point is dragged to. */
  score?: number;
}

export class MapState {
  readonly client: JourneyClient;
  readonly shown: Shown;
  readonly filter: Filter;
  readonly search: Search;
  readonly layout: Layout;
  /** The figures of metric lanes. */
  readonly metrics: MetricBook;
  readonly selection: Selection;
  readonly guesses: Guesses;
  readonly settings;
  /** The place that has the grid's one tab stop. */
  readonly place: Signal<Place>;
  readonly fresh = signal<FreshCard | undefined>(undefined);
  readonly fullScreen = signal(false);
  readonly help = signal(false);
  /** The metric cell whose figures are all shown. */
  readonly details = signal<{ lane: string; column: string } | undefined>(undefined);
  /** The cards whose quotes are shown, and the place that they are behind. */
  readonly quotes = signal<{ cards: readonly string[]; place: Place } | undefined>(undefined);
  /** Where quotes that are dragged would land. */
  readonly over = signal<OverView | undefined>(undefined);
  /** Whether the journey notes evidence at all. Where it does not, no card lacks any. */
  readonly notesEvidence: ReadonlySignal<boolean>;
  /** What was last copied here: as the clipboard has it, and whole. */
  clip: { text: string; block: readonly (readonly (readonly Partial<Card>[])[])[] } | undefined;
  /** Of the place that has the tab stop: one string, so that only two items redraw on a walk. */
  readonly placeKey: ReadonlySignal<string>;
  /** Whether the focus is in the grid. */
  readonly focused = signal(false);
  /** The place under the pointer. */
  readonly hover = signal("");
  /** What a drag would do now; undefined while nothing is dragged. */
  readonly drag = signal<DragView | undefined>(undefined);
  /** Places and cells by element: events find out where they are. */
  readonly places = new WeakMap<Element, Place>();
  readonly cells = new WeakMap<Element, { lane: string; column: string }>();
  /** Elements by place: the focus goes to them without a search through the page. */
  readonly #elements = new Map<string, HTMLElement>();
  /** The place that shall have the focus as soon as it is drawn. */
  #wanted: string | undefined;
  /** Where in its cell the focused card stood: the next one takes over when it goes. */
  #index = 0;

  constructor(
    readonly scope: Scope,
    readonly board = new ColumnBoard(),
  ) {
    this.client = scope.client;
    this.shown = scope.client.shown;
    const chosen = scope.setting("personas");
    const selection = scope.setting("selection");
    this.settings = {
      personas: chosen,
      file: scope.setting("file"),
      height: scope.setting("height"),
      theme: scope.themeSetting,
    };
    this.filter = new Filter(this.shown, chosen);
    this.search = new Search(this.shown);
    this.layout = new Layout(this.shown, this.filter, () => this.editable);
    this.metrics = new MetricBook(this.shown);
    this.notesEvidence = computed(
      () => this.shown.ids("evidence").length > 0 || this.shown.ids("asks").length > 0,
    );
    this.guesses = new Guesses(this.shown, this.layout);
    this.selection = new Selection(selection, (value) => scope.host.set("selection", value));
    const { lanes, columns } = this.layout;
    const [lane, column] = [lanes[0], columns[0]];
    const first = lane !== undefined && column !== undefined && this.layout.items(lane, column)[0];
    this.place = signal<Place>(first || { at: "corner" });
    this.placeKey = computed(() => keyOf(this.place.value));
    const stop = effect(() => this.#repair());
    scope.abort.addEventListener("abort", stop, { once: true });
  }

  /** Whether the journey may be edited here. */
  get editable(): boolean {
    return !this.client.readOnly.value;
  }

  /** From how many people on evidence is enough. */
  get enough(): number {
    return this.shown.meta.value.evidence_enough;
  }

  // ---- focus ---------------------------------------------------------------------------

  /** A grid item tells its element when it is drawn, and takes the returned function back. */
  drawn(place: Place, element: HTMLElement): () => void {
    const key = keyOf(place);
    this.places.set(element, place);
    this.#elements.set(key, element);
    if (this.#wanted === key) this.#focus(element);
    return () => {
      const next = this.#elements.get(key);
      if (next === element) this.#elements.delete(key);
      const active = this.scope.active();
      if (!active || !element.contains(active)) return;
      // The element goes while it has the focus: whatever is drawn in its place takes it.
      if (next && next !== element) this.#focus(next);
      else if (this.placeKey.peek() === key) this.#wanted = key;
    };
  }

  /** The place that an element of the page belongs to. */
  placeOf(target: EventTarget | null): Place | undefined {
    for (let at = target instanceof Element ? target : null; at; at = at.parentElement) {
      const place = this.places.get(at);
      if (place) return place;
    }
    return undefined;
  }

  elementOf(place: Place): HTMLElement | undefined {
    return this.#elements.get(keyOf(place));
  }

  /** Move the focus to a place, at once or as soon as it is drawn, and bring it into sight. */
  focus(place: Place): void {
    const key = keyOf(place);
    this.at(place);
    const element = this.#elements.get(key);
    if (element?.isConnected) this.#focus(element);
    else this.#wanted = key;
  }

  /** Move the focus to a place under the pointer: it is in sight, and nothing scrolls. */
  touch(place: Place): void {
    this.at(place);
    this.elementOf(place)?.focus({ preventScroll: true });
  }

  /** The focus has come to a place by itself: a click, a Tab. */
  at(place: Place): void {
    if (place.at === "card") {
      const items = this.layout.items(place.lane, place.column);
      this.#index = Math.max(
        0,
        items.findIndex((item) => keyOf(item) === keyOf(place)),
      );
    }
    if (keyOf(place) !== keyOf(this.place.peek())) this.place.value = place;
  }

  #focus(element: HTMLElement): void {
    this.#wanted = undefined;
    // A text that is being written in it keeps the focus.
    const writing = this.scope.editor.current.peek() && element.contains(this.scope.active());
    if (!writing) element.focus({ preventScroll: true });
    // Headers stick to the edge and are in sight wherever the map is scrolled to.
    if (this.places.get(element)?.at === "corner") element.closest(".scroll")?.scrollTo?.(0, 0);
    // The header of a lane may be higher than the window: its title is at the top.
    const tall = element.offsetHeight > window.innerHeight / 2;
    element.scrollIntoView?.({ block: tall ? "start" : "nearest", inline: "nearest" });
  }

  walk(walk: Walk): boolean {
    const next = walked(this.layout, this.place.peek(), walk);
    if (next) this.focus(next);
    return next !== undefined;
  }

  /** Keep the focus on something that is there, whoever changed the journey. */
  #repair(): void {
    const place = this.place.value;
    const next = this.#standing(place);
    if (next === place) return;
    const had = this.#wanted === keyOf(place) || this.scope.active() === this.elementOf(place);
    this.place.value = next;
    if (had && keyOf(next) !== keyOf(place)) this.focus(next);
  }

  #standing(place: Place): Place {
    const { layout, shown } = this;
    const { lanes, columns, groups } = layout;
    if (place.at === "corner") return place;
    if (place.at === "lane") return lanes.includes(place.id) ? place : this.#first();
    if (place.at === "stage" || place.at === "step") {
      const row = shown.row("stages", place.id);
      const at = row?.parent === null ? "stage" : "step";
      const there = row && (at === "step" || groups.some((group) => group.stage === place.id));
      if (there) return at === place.at ? place : { at, id: place.id };
      return this.#first();
    }
    if (place.at === "card" && this.fresh.value?.id === place.id) return place;
    const card = place.at === "card" ? shown.row("cards", place.id) : undefined;
    const lane = card?.lane ?? place.lane;
    const column = card?.stage ?? place.column;
    if (!lanes.includes(lane) || !columns.includes(column)) return this.#first();
    const items = layout.items(lane, column);
    const moved: Place = card ? { at: "card", id: card.id, lane, column } : place;
    const key = keyOf(moved);
    if (items.some((item) => keyOf(item) === key)) {
      return lane === place.lane && column === place.column ? place : moved;
    }
    return items[Math.min(this.#index, items.length - 1)] ?? this.#first();
  }

  #first(): Place {
    const { lanes, columns } = this.layout;
    const [lane, column] = [lanes[0], columns[0]];
    if (lane === undefined || column === undefined) return { at: "corner" };
    return this.layout.items(lane, column)[0] ?? { at: "corner" };
  }

  /** Whether the cell of the card that is being written has gone. */
  freshIsHomeless(): boolean {
    const fresh = this.fresh.value;
    if (!fresh) return false;
    return !this.layout.lanes.includes(fresh.lane) || !this.layout.columns.includes(fresh.column);
  }

  // ---- drawing -------------------------------------------------------------------------

  hovered(target: EventTarget | null): void {
    const place = this.drag.peek() ? undefined : this.placeOf(target);
    this.hover.value = place ? keyOf(place) : "";
  }

  // ---- selection -----------------------------------------------------------------------

  pick(place: Place, how: Pick): void {
    if (place.at === "card") this.selection.pick("cards", place.id, how, this.layout.reading());
    else if (place.at === "stage" || place.at === "step") {
      this.selection.pick("stages", place.id, how, this.shown.ids("stages"));
    } else if (place.at === "lane") this.selection.pick("lanes", place.id, how, this.layout.lanes);
    else if (place.at === "point") {
      const cards = this.pointCards(place);
      if (how === "only") this.selection.set("cards", cards);
      else for (const id of cards) this.selection.pick("cards", id, "toggle", []);
    } else if (how === "only") this.selection.clear();
  }

  /** What a place on the curve stands for; undefined where it is a slot. */
  point(place: Extract<Place, { at: "point" }>): CurvePoint | undefined {
    return this.layout
      .points(place.lane)
      .find(({ column, persona }) => column === place.column && persona === place.persona);
  }

  /** The cards that a point of the curve is the mean of. */
  pointCards(place: Extract<Place, { at: "point" }>): readonly string[] {
    return this.point(place)?.cards ?? [];
  }

  /** Ids of the rows an action means: the selection where the place is in it, else the place. */
  meant(table: "cards" | "stages" | "lanes"): string[] {
    const place = this.place.value;
    const own =
      place.at === "card" && table === "cards"
        ? [place.id]
        : place.at === "point" && table === "cards"
          ? [...this.pointCards(place)]
          : (place.at === "stage" || place.at === "step") && table === "stages"
            ? [place.id]
            : place.at === "lane" && table === "lanes"
              ? [place.id]
              : [];
    const selected = this.selection.ids(table).filter((id) => this.shown.row(table, id));
    if (!own.length || !own.every((id) => selected.includes(id))) return own;
    const order = table === "cards" ? this.layout.reading() : this.shown.ids(table);
    return order.filter((id) => selected.includes(id));
  }

  /** Bring the row that a notice speaks of into sight. */
  show(notice: Notice): void {
    const { table, id } = notice;
    if (!table || !id || !this.shown.row(table, id)) return;
    if (table === "cards") {
      const card = this.shown.row("cards", id);
      if (card) this.focus({ at: "card", id, lane: card.lane, column: card.stage });
    } else if (table === "lanes") this.focus({ at: "lane", id });
    else if (table === "stages") {
      this.focus({ at: this.shown.row("stages", id)?.parent === null ? "stage" : "step", id });
    }
  }
}
