/** The lines of a service blueprint: where the role of the lanes changes. */
import type { Lane } from "../generated/schema";
import { useMap } from "./context";

const ROLES = ["customer", "frontstage", "backstage", "support"] as const;
const LINES = ["line of interaction", "line of visibility", "line of internal interaction"];

/** The lines between two roles, from the customer's side on; by role alone, never by title. */
export function linesBetween(above: Lane["role"], below: Lane["role"]): string[] {
  if (above === null || below === null) return [];
  const [from, to] = [ROLES.indexOf(above), ROLES.indexOf(below)];
  return LINES.slice(Math.min(from, to), Math.max(from, to));
}

/** The lines above a lane. A lane without a role stands on the side of the one above it. */
export function Blueprint({ lane }: { lane: string }) {
  const m = useMap();
  const role = m.layout.lane(lane)?.role ?? null;
  if (role === null) return null;
  const { lanes } = m.layout;
  const above = lanes
    .slice(0, lanes.indexOf(lane))
    .map((id) => m.layout.lane(id)?.role ?? null)
    .filter((one) => one !== null)
    .at(-1);
  return (
    <>
      {linesBetween(above ?? null, role).map((line) => (
        <div key={line} class="line">
          <span>{line}</span>
        </div>
      ))}
    </>
  );
}
