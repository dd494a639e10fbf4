/** Colours to choose from. Each has a contrast of 3 to 1 or more on light and on dark pages. */
export const PALETTE = [
  { name: "Blue", hex: "#4f6be0" },
  { name: "Orange", hex: "#cf5a16" },
  { name: "Teal", hex: "#148a80" },
  { name: "Pink", hex: "#cc4680" },
  { name: "Violet", hex: "#8a5ce6" },
  { name: "Olive", hex: "#68841a" },
  { name: "Sky", hex: "#1c85bf" },
  { name: "Brown", hex: "#a06a2c" },
  { name: "Red", hex: "#d4483b" },
  { name: "Grey", hex: "#6f7a8a" },
] as const;
