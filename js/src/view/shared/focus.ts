/** Where the focus goes next. */

const STOPS = "button, input, select, textarea, a[href], [tabindex]";

/** Move the focus to the tab stop after `from` inside `root`, or before it. It stays at the ends. */
export function focusBeside(root: ParentNode, from: HTMLElement, way: "tab" | "back-tab"): void {
  const stops = [...root.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) =>
      stop === from ||
      (stop.tabIndex >= 0 && !stop.matches(":disabled") && (stop.checkVisibility?.() ?? true)),
  );
  const at = stops.indexOf(from);
  (stops[at + (way === "tab" ? 1 : -1)] ?? from).focus();
}
