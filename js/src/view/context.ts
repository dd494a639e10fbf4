/** The map's state, handed down; and what makes an element a place of the grid. */
import { useComputed } from "@preact/signals";
import { createContext } from "preact";
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

/** Make the element a place of the grid: one of them holds the tab stop. `column` counts from 1. */
export function useItem<E extends HTMLElement = HTMLDivElement>(
  place: Place,
  role: Role,
  column: number,
  more: { selected?: boolean; label?: string; span?: number } = {},
) {
  const m = useMap();
  const key = keyOf(place);
  const ref = useRef<E>(null);
  const here = useRef(place);
  const stop = useComputed(() => m.placeKey.value === key);
  const live = useComputed(() => (stop.value && m.focused.value) || m.hover.value === key);
  const dragged = useComputed(() => m.drag.value?.keys.has(key) ?? false);
  useLayoutEffect(() => {
    const element = ref.current;
    // A place that has the same key is the same place.
    return element && keyOf(here.current) === key ? m.drawn(here.current, element) : undefined;
  }, [m, key]);
  return {
    /** Whether its own buttons are shown. */
    live: live.value,
    props: {
      ref,
      role,
      "aria-colindex": column,
      "aria-selected": more.selected,
      "aria-label": more.label,
      "aria-colspan": more.span,
      tabIndex: stop.value ? 0 : -1,
      "data-dragged": dragged.value || undefined,
    },
  };
}
