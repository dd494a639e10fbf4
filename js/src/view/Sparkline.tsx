/** A trend as a small line with its interval as a band; the last point is marked. */
import type { Trend } from "../state/measures";
import { trendShape } from "./trend-path";

const BOX = { width: 100, height: 24, inset: 3 };

export function Sparkline(props: { trend: Trend; target: number | null; color?: string }) {
  const { trend, target, color } = props;
  const shape = trendShape(trend.points, target, BOX);
  const words = `Trend ${trend.words}`;
  return (
    <span
      class="trend"
      role="img"
      aria-label={words}
      title={words}
      style={color ? { "--jw-trend": color } : undefined}
    >
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="band" d={shape.band} />
        <path class="whisker" d={shape.whiskers} />
        {shape.target !== undefined && <path class="aim" d={`M0 ${shape.target}H${BOX.width}`} />}
        <path class="path" d={shape.line} />
      </svg>
      <i style={{ left: `${shape.last.x}%`, top: `${(100 * shape.last.y) / BOX.height}%` }} />
    </span>
  );
}
