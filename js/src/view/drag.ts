/** Dragging by pointer: cards, stages, steps, lanes, points. Each has a key and a menu twin. */
import type { RefObject } from "preact";
import { setPoint } from "../actions/edits";
import { moveLane } from "../actions/lanes";
import { putCards } from "../actions/moves";
import { perform } from "../actions/perform";
import { moveStage } from "../actions/stages";
import type { DragView, MapState } from "../state/map-state";
import { keyOf, type Place } from "../state/place";
import { scoreAt } from "./curve-path";
import { cardDrop, type Drop, laneDrop, stageDrop } from "./drop";

/** A press becomes a drag after this many px; a finger has to rest first. */
const THRESHOLD = 5;
const REST = 350;
const EDGE = 44;

interface Press {
  place: Exclude<Place, { at: "corner" | "cell" }>;
  pointer: number;
  x: number;
  y: number;
  touch: boolean;
}

export class Dragging {
  #press: Press | undefined;
  #drop: Drop | undefined;
  #listening: AbortController | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #at = { x: 0, y: 0 };

  constructor(
    private readonly m: MapState,
    private readonly scroller: RefObject<HTMLElement>,
    private readonly grid: RefObject<HTMLElement>,
  ) {}

  down(event: PointerEvent): void {
    const target = event.target;
    const control = target instanceof Element && target.closest("button, a, input, textarea");
    if (event.button !== 0 || !event.isPrimary || control || !this.m.editable) return;
    const place = this.m.placeOf(target);
    if (!place || place.at === "corner" || place.at === "cell") return;
    const touch = event.pointerType === "touch";
    this.stop();
    this.#press = { place, pointer: event.pointerId, x: event.clientX, y: event.clientY, touch };
    this.#listen();
    if (touch) this.#rest = setTimeout(() => this.#start(), REST);
  }

  /** Nothing is dragged any more, and nothing has moved. */
  stop(): void {
    this.#listening?.abort();
    clearTimeout(this.#rest);
    cancelAnimationFrame(this.#frame);
    this.#press = undefined;
    this.#drop = undefined;
    if (this.m.drag.peek()) this.m.drag.value = undefined;
  }

  #listen(): void {
    const listening = new AbortController();
    this.#listening = listening;
    const options = { signal: listening.signal, capture: true, passive: false };
    const on = <T extends Event>(type: string, listen: (event: T) => void) =>
      window.addEventListener(type, (event) => listen(event as T), options);
    on<PointerEvent>("pointermove", (event) => this.#move(event));
    on<PointerEvent>("pointerup", (event) => this.#up(event));
    on("pointercancel", () => this.stop());
    on<TouchEvent>("touchmove", (event) => {
      // Once a finger drags a card, it does not scroll the page.
      if (this.m.drag.peek()) event.preventDefault();
    });
    on<KeyboardEvent>("keydown", (event) => {
      if (event.key !== "Escape" || !this.m.drag.peek()) return;
      event.preventDefault();
      event.stopPropagation();
      this.stop();
      this.m.scope.say("Move cancelled");
    });
  }

  #move(event: PointerEvent): void {
    const press = this.#press;
    if (!press || event.pointerId !== press.pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (!this.m.drag.peek()) {
      const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > THRESHOLD;
      if (!far) return;
      if (press.touch) this.stop();
      else this.#start();
    }
    if (!this.m.drag.peek()) return;
    event.preventDefault();
    this.#aim();
  }

  #start(): void {
    const press = this.#press;
    if (!press) return;
    const { m } = this;
    m.touch(press.place);
    m.drag.value = { keys: new Set(this.#moving(press.place)) };
    this.#at = { x: press.x, y: press.y };
    this.#scroll();
  }

  /** Keys of all that moves: with a selected card, the others that are selected. */
  #moving(place: Press["place"]): string[] {
    if (place.at !== "card") return [keyOf(place)];
    return this.m.meant("cards").map((id) => keyOf({ ...place, id }));
  }

  #aim(): void {
    const press = this.#press;
    const grid = this.grid.current;
    const drag = this.m.drag.peek();
    if (!press || !grid || !drag) return;
    if (press.place.at === "point") {
      const curve = this.m.elementOf(press.place)?.parentElement?.getBoundingClientRect();
      if (curve) this.m.drag.value = { keys: drag.keys, score: scoreAt(this.#at.y - curve.top) };
      return;
    }
    const scene = { m: this.m, grid, at: this.#at, moving: drag.keys };
    const { place } = press;
    this.#drop =
      place.at === "card"
        ? cardDrop(scene)
        : place.at === "lane"
          ? laneDrop(scene)
          : stageDrop(scene, place.at);
    const view: DragView = { keys: drag.keys };
    if (this.#drop) view.mark = this.#drop.mark;
    this.m.drag.value = view;
  }

  /** Near an edge of the map, the map scrolls on by itself. */
  #scroll(): void {
    this.#frame = requestAnimationFrame(() => {
      const scroller = this.scroller.current;
      if (!scroller || !this.m.drag.peek()) return;
      const box = scroller.getBoundingClientRect();
      const pull = (from: number, to: number, at: number) =>
        at < from + EDGE
          ? Math.max(at - from - EDGE, -EDGE)
          : Math.min(Math.max(at - to + EDGE, 0), EDGE);
      const left = pull(box.left, box.right, this.#at.x) / 3;
      const top = pull(box.top, box.bottom, this.#at.y) / 3;
      if (this.#press?.place.at !== "point" && (left || top)) {
        scroller.scrollBy({ left, top, behavior: "instant" });
        this.#aim();
      }
      this.#scroll();
    });
  }

  #up(event: PointerEvent): void {
    const press = this.#press;
    const drag = this.m.drag.peek();
    const drop = this.#drop;
    if (event.pointerId !== press?.pointer) return;
    this.stop();
    if (!drag) return;
    swallowClick();
    this.#put(press.place, drag, drop);
  }

  #put(place: Press["place"], drag: DragView, drop: Drop | undefined): void {
    const { m } = this;
    if (place.at === "point") {
      if (drag.score !== undefined) setPoint(m, place, drag.score);
      return;
    }
    if (!drop) return;
    if (place.at === "card") {
      if (drop.cell) putCards(m, m.meant("cards"), { ...drop.cell, before: drop.before });
    } else if (place.at === "lane") perform(m, moveLane(m.shown, place.id, drop.before), place);
    else perform(m, moveStage(m.shown, place.id, drop.parent ?? null, drop.before), place);
  }
}

/** The click that ends a drag selects nothing. */
function swallowClick(): void {
  const once = new AbortController();
  const options = { capture: true, signal: once.signal };
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
    once.abort();
  };
  window.addEventListener("click", swallow, options);
  setTimeout(() => once.abort(), 0);
}
