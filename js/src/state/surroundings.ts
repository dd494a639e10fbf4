/** Which theme the surroundings have: notebooks and editors each say it in their own way. */

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

/** Have `update` called when the theme around `element` may have changed, while `abort` lives. */
export function watchTheme(element: Element, abort: AbortSignal, update: () => void): void {
  const view = element.ownerDocument.defaultView;
  const system = view?.matchMedia?.("(prefers-color-scheme: dark)");
  const changes = new MutationObserver(update);
  let top: Node | undefined;
  const look = () => {
    if (element.getRootNode({ composed: true }) === top) return;
    top = element.getRootNode({ composed: true });
    changes.disconnect();
    for (const at of surroundings(element)) {
      changes.observe(at, {
        attributes: true,
        attributeFilter: ["class", "theme", "data-theme", "data-jp-theme-light"],
      });
    }
    update();
  };
  look();
  // Hosts draw a view before they put it into the page: its surroundings come with its first size.
  const arrival = view?.ResizeObserver ? new view.ResizeObserver(look) : undefined;
  arrival?.observe(element);
  system?.addEventListener?.("change", update, { signal: abort });
  const stop = () => {
    changes.disconnect();
    arrival?.disconnect();
  };
  abort.addEventListener("abort", stop, { once: true });
}
