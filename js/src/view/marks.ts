/** How a persona of the map is told apart: by its colour, shape and dash. */
import type { MapState } from "../state/map-state";
import { EVERYONE, type Mark, markOf } from "./shared/persona";

export function markFor(m: MapState, persona: string | null): Mark {
  if (persona === null) return EVERYONE;
  return markOf(m.shown.row("personas", persona), m.shown.ids("personas").indexOf(persona));
}
