/** Carries out a plan in the map. */
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import { carryOut } from "./carry-out";
import type { Plan, Refusal } from "./plan";

/** False, with the reason shown, where the plan cannot be carried out. */
export function perform(m: MapState, plan: Plan | Refusal, focus?: Place): boolean {
  const done = carryOut(m.scope, plan);
  if (done && focus) m.focus(focus);
  return done;
}
