/** Line icons, drawn in the colour of the text. They are decoration: the button has the name. */

const PATHS = {
  undo: "M4 7h6.5a3.5 3.5 0 0 1 0 7H6M4 7l3-3M4 7l3 3",
  redo: "M12 7H5.5a3.5 3.5 0 0 0 0 7H10M12 7L9 4M12 7l-3 3",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  grip: "M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM11 11l3 3",
  close: "M4 4l8 8M12 4l-8 8",
  plus: "M8 3v10M3 8h10",
  fold: "M5 6.5l3 3 3-3",
  unfold: "M6.5 5l3 3-3 3",
  link: "M7 5H4v7h7V9M9 4h3v3M12 4L7.5 8.5",
  full: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  image: "M3 3h10v10H3zM3 11l3-3 2 2 3-3 2 2",
  copy: "M6 6h7v7H6zM3 10V3h7",
  source: "M4 2h5l3 3v9H4zM9 2v3h3M6 8h4M6 10.5h4",
  trash: "M3 5h10M6 5V3h4v2M5 5l.6 8h4.8L11 5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      aria-hidden="true"
      stroke-width={name === "more" || name === "grip" ? 2.4 : undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
