/** The map's state, handed down; and what makes an element a place of the grid. */
import { useComputed } from "@preact/signals";
import { createContext, type RefObject } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import type { MapState } from "../state/map-state";
import { keyOf, type Place } from "../state/place";

export const MapContext = createContext<MapState | undefined>(undefined);

export function useMap(): MapState {
  const m = useContext(MapContext);
  if (!m) throw new Error("A part of the map was drawn outside of it.");
  return m;
}

/** What makes an element a row of the grid. */
export function rowProps(index: number) {
  return { role: "row", "aria-rowindex": index } as const;
}

type Role = "gridcell" | "columnheader" | "rowheader";

interface ItemProps<E extends HTMLElement> {
  ref: RefObject<E>;
  role: Role;
  "aria-colindex": number;
  "aria-selected": boolean | undefined;
  "aria-label": string | undefined;
  "aria-colspan": number | undefined;
  tabIndex: number;
  "data-dragged": boolean | undefined;
}

const STOP = 1;
/** Its own buttons are shown: it has the focus, or the pointer is on it. */
const LIVE = 2;
const DRAGGED = 4;

/** One number for all that can change about a place: there may be thousands of them. */
function stateOf(m: MapState, key: string): number {
  const stop = m.placeKey.value === key;
  const live = (stop && m.focused.value) || m.hover.value === key;
  const dragged = m.drag.value?.keys.has(key) ?? false;
  return (stop ? STOP : 0) | (live ? LIVE : 0) | (dragged ? DRAGGED : 0);
}

/** Make the element a place of the grid: one of them holds the tab stop. `column` counts from 1. */
export function useItem<E extends HTMLElement = HTMLDivElement>(
  place: Place,
  role: Role,
  column: number,
  more: { selected?: boolean; label?: string; span?: number } = {},
): { live: boolean; props: ItemProps<E> } {
  const m = useMap();
  const key = keyOf(place);
  const ref = useRef<E>(null);
  const here = useRef(place);
  const state = useComputed(() => stateOf(m, key)).value;
  useLayoutEffect(() => {
    const element = ref.current;
    // A place that has the same key is the same place.
    return element && keyOf(here.current) === key ? m.drawn(here.current, element) : undefined;
  }, [m, key]);
  return {
    live: (state & LIVE) !== 0,
    props: {
      ref,
      role,
      "aria-colindex": column,
      "aria-selected": more.selected,
      "aria-label": more.label,
      "aria-colspan": more.span,
      tabIndex: state & STOP ? 0 : -1,
      "data-dragged": (state & DRAGGED) !== 0 || undefined,
    },
  };
}
