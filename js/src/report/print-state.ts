/** The state of a map on paper: what the view on the screen shows, of some of its stages. */
import { signal } from "@preact/signals";
import type { Lane } from "../generated/schema";
import { Layout } from "../state/layout";
import type { MapState } from "../state/map-state";
import type { Group } from "../state/place";
import type { Scope } from "../state/scope";

/** The layout of the view with some of its columns. */
class Slice extends Layout {
  constructor(
    private readonly m: MapState,
    private readonly own: readonly Group[],
  ) {
    super(m.shown, m.filter);
  }

  override get groups(): readonly Group[] {
    return this.own;
  }

  override get columns(): readonly string[] {
    return this.own.flatMap(({ columns }) => [...columns]);
  }

  /** Folded where it is folded on the screen. */
  override lane(id: string): Lane | undefined {
    return this.m.layout.lane(id);
  }
}

/** On paper everything is near, and nothing has the focus. */
const NEAR = {
  cards: () => true,
  cellIsNear: () => true,
  columnIsNear: () => true,
  laneIsNear: () => true,
  lane: () => ({ top: 0, height: 0 }),
};
const NOWHERE = signal("");
const NO = signal(false);

/** The state with which the parts of the map draw a slice; all else is the view's own. */
export function printState(m: MapState, scope: Scope, groups: readonly Group[]): MapState {
  const own: Partial<Record<keyof MapState, unknown>> = {
    scope,
    layout: new Slice(m, groups),
    guesses: NEAR,
    placeKey: NOWHERE,
    hover: NOWHERE,
    focused: NO,
    // The view's own elements keep their places: the focus never goes into what is printed.
    drawn: () => () => {},
  };
  return Object.assign(Object.create(m), own);
}

/** The scope of what is printed: long texts are whole. */
export function printScope(scope: Scope): Scope {
  return Object.assign(Object.create(scope), { whole: signal(true) });
}
