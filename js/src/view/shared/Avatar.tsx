/** A persona's badge: its picture, or its letters in its shape. */
import type { Persona } from "../../generated/schema";
import { safeImage } from "./links";
import { initials, type Mark, outline } from "./persona";

/** How large letters may be in a shape, and how far below its middle they have room; in its size. */
const ROOM: Partial<Record<Mark["shape"], [size: number, down: number]>> = {
  triangle: [0.3, 0.08],
  wedge: [0.3, -0.08],
  diamond: [0.38, 0],
};

export function Avatar(props: { persona: Persona; mark: Mark; size?: number }) {
  const { persona, mark, size = 20 } = props;
  const image = safeImage(persona.image);
  const [letters, down] = ROOM[mark.shape] ?? [0.42, 0];
  const fontSize = Math.max(8, size * letters); // smaller is not read
  const box = { width: size, height: size, fontSize, "--jw-avatar-ink": mark.ink };
  return (
    <span class="avatar" aria-hidden="true" style={box}>
      {image ? (
        <img src={image} alt="" />
      ) : (
        <>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={outline(mark.shape)} style={{ fill: mark.color }} />
          </svg>
          <span style={{ top: down * size }}>{initials(persona)}</span>
        </>
      )}
    </span>
  );
}

/** The shape alone, as it stands on the curve. */
export function ShapeMark({ mark, filled }: { mark: Mark; filled?: boolean }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="shape">
      <path
        d={outline(mark.shape, 6)}
        style={{ fill: filled ? mark.line : "var(--jw-bg)", stroke: mark.line }}
        stroke-width="2.5"
      />
    </svg>
  );
}
