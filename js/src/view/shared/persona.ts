/** How a persona is told apart: by shape, dash and letters, and by colour only on top of these. */
import type { Persona } from "../../generated/schema";

export const SHAPES = [
  "circle",
  "diamond",
  "square",
  "triangle",
  "hexagon",
  "wedge",
  "pentagon",
  "octagon",
] as const;
export type Shape = (typeof SHAPES)[number];

const DASHES = ["", "7 4", "2 4", "10 3 2 3", "12 4", "4 2", "7 3 2 3 2 3", "1 3"];

export interface Mark {
  shape: Shape;
  dash: string;
  /** A CSS colour: a checked #hex of the row, or one of the palette. */
  color: string;
  /** Text on that colour. */
  ink: string;
  /** The colour as a line or as text on the map: near to it, and readable in either theme. */
  line: string;
}

/** A mark by the persona's place among all: the same in the chips, on the curve and on cards. */
export function markOf(persona: Pick<Persona, "color"> | undefined, index: number): Mark {
  const at = Math.max(index, 0);
  const known = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(persona?.color ?? "");
  const own = known ? persona?.color : undefined;
  const palette = `var(--jw-p${(at % 8) + 1})`;
  return {
    shape: SHAPES[at % SHAPES.length] ?? "circle",
    dash: DASHES[at % DASHES.length] ?? "",
    color: own ?? palette,
    ink: own ? inkOn(own) : "var(--jw-on-brand)",
    line: own ? `light-dark(${readable(own, "#fff")}, ${readable(own, DARK_GROUND)})` : palette,
  };
}

/** The mark of what belongs to everyone. */
export const EVERYONE: Mark = {
  shape: "circle",
  dash: "3 3",
  color: "var(--jw-ink-2)",
  ink: "var(--jw-bg)",
  line: "var(--jw-ink-2)",
};

/** The lightest ground of a dark theme that a curve is drawn on. */
const DARK_GROUND = "#262626";

/** The three parts of a #hex colour, 0 to 255. */
function parts(hex: string): number[] {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  return [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = parts(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** `hex`, mixed with black or white until text in it can be read on `ground`. */
export function readable(hex: string, ground: string): string {
  const toward = luminance(ground) > 0.5 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = parts(hex).map((part) => Math.round(part + (toward - part) * share));
    const found = `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    if (contrast(found, ground) >= 4.5) return found;
  }
  return toward ? "#fff" : "#000";
}

/** The contrast of two #hex colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever has the higher contrast on `hex`. */
export function inkOn(hex: string): string {
  return contrast(hex, "#fff") >= contrast(hex, "#000") ? "#fff" : "#000";
}

/** One to three letters for the badge. */
export function initials(persona: Persona): string {
  if (persona.initials.trim()) return [...persona.initials.trim()].slice(0, 3).join("");
  const words = persona.name.trim().split(/\s+/u).filter(Boolean);
  const letters =
    words.length > 1 ? words.map((word) => [...word][0] ?? "") : [...(words[0] ?? "")];
  return letters.slice(0, 2).join("").toLocaleUpperCase();
}

/** The outline of a shape in a box of 24 around (12, 12). */
export function outline(shape: Shape, radius = 11): string {
  if (shape === "circle") {
    return `M${12 - radius} 12a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
  }
  const [corners, turn, scale] = POLYGONS[shape];
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = ((turn + (360 * i) / corners) * Math.PI) / 180;
    const x = 12 + radius * scale * Math.sin(angle);
    const y = 12 - radius * scale * Math.cos(angle);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}

const POLYGONS: Record<Exclude<Shape, "circle">, [corners: number, turn: number, scale: number]> = {
  diamond: [4, 0, 1.08],
  square: [4, 45, 1.2],
  triangle: [3, 0, 1.12],
  hexagon: [6, 30, 1.05],
  wedge: [3, 180, 1.12],
  pentagon: [5, 0, 1.05],
  octagon: [8, 22.5, 1.05],
};
