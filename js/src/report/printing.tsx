/** Printing: every view is put into its place, in light colours, each map as slices of its stages. */
import { render } from "preact";
import type { MapPlace } from "./map-place";
import { PrintedMap } from "./PrintedMap";

interface Printable {
  maps: readonly MapPlace[];
  /** Puts all views into their places. */
  arrive: () => void;
}

export class Printing {
  readonly #boxes: HTMLElement[] = [];
  #theme: string | undefined;
  #on = false;

  constructor(
    private readonly page: Document,
    private readonly what: Printable,
    signal: AbortSignal,
  ) {
    const view = page.defaultView;
    view?.addEventListener("beforeprint", () => this.begin(), { signal });
    view?.addEventListener("afterprint", () => this.end(), { signal });
  }

  /** Draw what is printed. Without waiting for anything: the browser does not wait either. */
  begin(): void {
    if (this.#on) return;
    this.#on = true;
    this.what.arrive();
    this.#theme = this.page.documentElement.dataset.theme;
    this.page.documentElement.dataset.theme = "light";
    for (const map of this.what.maps) this.#draw(map);
  }

  end(): void {
    if (!this.#on) return;
    this.#on = false;
    for (const box of this.#boxes.splice(0)) {
      render(null, box);
      hostOf(box)?.removeAttribute("data-printed");
      box.remove();
    }
    if (this.#theme === undefined) delete this.page.documentElement.dataset.theme;
    else this.page.documentElement.dataset.theme = this.#theme;
  }

  #draw(map: MapPlace): void {
    const m = map.shown;
    if (!m || m.layout.groups.length === 0 || m.layout.lanes.length === 0) return;
    const box = this.page.createElement("div");
    m.scope.root.append(box);
    render(<PrintedMap m={m} />, box);
    hostOf(box)?.setAttribute("data-printed", "");
    this.#boxes.push(box);
  }
}

function hostOf(box: HTMLElement): Element | undefined {
  const root = box.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}
