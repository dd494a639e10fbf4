/** Which theme the surroundings have: notebooks and editors each say it in their own way. */
import { type ReadonlySignal, signal } from "@preact/signals";

export type Theme = "light" | "dark";

/** The element and all it stands in, across shadow roots. */
function* surroundings(element: Element): Generator<Element> {
  let at: Element | null = element;
  while (at) {
    yield at;
    const parent: Node | null = at.assignedSlot ?? at.parentNode;
    at = parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
  }
}

function said(element: Element): Theme | undefined {
  const lab = element.getAttribute("data-jp-theme-light");
  if (lab) return lab === "false" ? "dark" : "light";
  const classes = element.classList;
  if (classes.contains("vscode-dark") || classes.contains("vscode-high-contrast")) {
    return classes.contains("vscode-high-contrast-light") ? "light" : "dark";
  }
  if (classes.contains("vscode-light")) return "light";
  const theme = element.getAttribute("data-theme") ?? element.getAttribute("theme");
  if (theme === "dark" || theme === "light") return theme;
  if (classes.contains("dark")) return "dark";
  return classes.contains("light") ? "light" : undefined;
}

/** The theme around `element`: the nearest ancestor that says one, else the system's. */
export function themeAround(element: Element, systemDark: boolean): Theme {
  for (const at of surroundings(element)) {
    const theme = said(at);
    if (theme) return theme;
  }
  return systemDark ? "dark" : "light";
}

/** The theme around `element` for as long as `abort` lives. */
export function observeTheme(element: Element, abort: AbortSignal): ReadonlySignal<Theme> {
  const system = element.ownerDocument.defaultView?.matchMedia?.("(prefers-color-scheme: dark)");
  const read = () => themeAround(element, system?.matches ?? false);
  const theme = signal<Theme>(read());
  const update = () => {
    theme.value = read();
  };
  const observer = new MutationObserver(update);
  for (const at of surroundings(element)) {
    observer.observe(at, {
      attributes: true,
      attributeFilter: ["class", "theme", "data-theme", "data-jp-theme-light"],
    });
  }
  system?.addEventListener?.("change", update, { signal: abort });
  abort.addEventListener("abort", () => observer.disconnect(), { once: true });
  return theme;
}
