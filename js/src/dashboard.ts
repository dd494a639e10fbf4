/** The bundle of JourneyDashboard: a map over its charts, each a widget of its own. */
import type { RenderProps } from "@anywidget/types";

const DISCONNECTED = "jupyter-widgets-disconnected";

export default () => ({
  async render({ model, el, signal, host }: RenderProps) {
    const box = el.ownerDocument.createElement("div");
    // In the host's own tree, where charts and map find its theme and its state of connection.
    Object.assign(box.style, { display: "flex", flexWrap: "wrap", gap: "8px 16px" });
    el.append(box);
    signal.addEventListener("abort", () => box.remove(), { once: true });
    const refs: string[] = model.get("_children");
    const places = refs.map(() => {
      const place = box.ownerDocument.createElement("div");
      Object.assign(place.style, { flex: "1 1 420px", minWidth: "0", maxWidth: "100%" });
      box.append(place);
      return place;
    });
    if (places[0]) places[0].style.flexBasis = "100%";
    const width = new MutationObserver(() => {
      for (const place of places.slice(1)) {
        place.style.flexBasis = place.hasAttribute("data-jw-wide") ? "100%" : "420px";
      }
    });
    for (const place of places) width.observe(place, { attributeFilter: ["data-jw-wide"] });
    // JupyterLab marks the view that it made: what stands in it is told.
    const connection = new MutationObserver(() => {
      const gone = el.closest(`.${DISCONNECTED}`) !== null;
      for (const place of places) place.classList.toggle(DISCONNECTED, gone);
    });
    connection.observe(el, { attributeFilter: ["class"] });
    const stop = () => {
      width.disconnect();
      connection.disconnect();
    };
    signal.addEventListener("abort", stop, { once: true });
    await Promise.all(places.map((place, at) => show(refs[at] ?? "", place)));

    async function show(ref: string, place: HTMLElement): Promise<void> {
      try {
        const widget = await host.getWidget(ref);
        if (!signal.aborted) await widget.render({ el: place, signal });
      } catch (error) {
        place.textContent = `This part cannot be shown here: ${error instanceof Error ? error.message : error}`;
      }
    }
  },
});
