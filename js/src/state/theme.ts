/** The theme around a view, as a signal. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type Theme, themeAround, watchTheme } from "./surroundings";

export { type Theme, themeAround } from "./surroundings";

/** The theme around `element` for as long as `abort` lives. */
export function observeTheme(element: Element, abort: AbortSignal): ReadonlySignal<Theme> {
  const system = element.ownerDocument.defaultView?.matchMedia?.("(prefers-color-scheme: dark)");
  const read = () => themeAround(element, system?.matches ?? false);
  const theme = signal<Theme>(read());
  watchTheme(element, abort, () => {
    theme.value = read();
  });
  return theme;
}
