/** The emotion curves: one a persona, over all columns of the lane. */
import { useComputed } from "@preact/signals";
import type { CurvePoint } from "../state/layout";
import type { MapState } from "../state/map-state";
import { useMap } from "./context";
import { asideOf, CURVE_HEIGHT, curvePath, yOf } from "./curve-path";
import { markFor } from "./marks";
import { PointView } from "./PointView";

interface Placed extends CurvePoint {
  /** In columns from the start. */
  x: number;
  y: number;
  column: string;
  index: number;
}

/** Points and slots with their place in the drawing. */
function placed(m: MapState, lane: string): Placed[] {
  const all = m.layout.points(lane, m.editable);
  return m.layout.columns.flatMap((column, index) => {
    const here = all.filter((point) => point.column === column);
    const ys = here.map((point) => yOf(point.score ?? 0));
    const aside = asideOf(ys);
    return here.map((point, at) => ({
      ...point,
      index,
      x: index + 0.5 + (aside[at] ?? 0),
      y: ys[at] ?? 0,
    }));
  });
}

export function CurveLane({ lane }: { lane: string }) {
  const m = useMap();
  const points = useComputed(() => placed(m, lane)).value;
  const n = m.layout.columns.length;
  const owners = [...new Set(points.map((point) => point.persona))];
  const curves = owners.map((persona) => {
    const own = points.filter((point) => point.persona === persona && point.score !== undefined);
    const lowest = Math.min(...own.map((point) => point.score ?? 0));
    return { persona, own, low: own.length > 1 ? own.find((p) => p.score === lowest) : undefined };
  });
  const labelled = new Set(curves.map((curve) => curve.low));
  return (
    <div class="curve">
      <svg
        viewBox={`0 0 ${Math.max(n, 1)} ${CURVE_HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="rules" d={[2, 0, -2].map((score) => `M0 ${yOf(score)}H${n}`).join("")} />
        {curves.map(({ persona, own }) => {
          const mark = markFor(m, persona);
          return (
            <path
              key={persona ?? ""}
              class="curve-line"
              d={curvePath(own.map(({ index, x, y }) => ({ column: index, x, y })))}
              stroke-dasharray={mark.dash || undefined}
              style={{ stroke: mark.line }}
            />
          );
        })}
      </svg>
      {points.map((point) => (
        <PointView
          key={`${point.column} ${point.persona}`}
          lane={lane}
          point={point}
          left={`calc(${(point.x / Math.max(n, 1)) * 100}% - 12px)`}
          y={point.y}
          index={point.index + 2}
          labelled={labelled.has(point)}
        />
      ))}
    </div>
  );
}
