/** What Python has asked to look at, one after the other: disagreements of coders, a few quotes. */
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Icon } from "../shared/Icon";
import { useText } from "./context";

export function PlacesBar() {
  const coder = useText();
  const places = coder.places.value;
  const shown = useRef<typeof places>([]);
  useSignalEffect(() => {
    const asked = coder.places.value;
    // Rows may come after the setting that names them.
    const there = coder.shown.ids("sources").length > 0;
    if (!there || asked === shown.current) return;
    shown.current = asked;
    // Whoever works elsewhere in the notebook keeps the focus.
    if (asked.length) queueMicrotask(() => coder.showPlace(0, false));
  });
  if (places.length === 0) return null;
  const at = coder.placeAt.value;
  const step = (by: 1 | -1) => coder.showPlace((at + by + places.length) % places.length);
  return (
    <section class="places" aria-label="Chosen in Python">
      <span role="status">
        Chosen in Python: {at + 1} of {places.length}
      </span>
      <button type="button" class="btn bare square" aria-label="Previous" onClick={() => step(-1)}>
        ‹
      </button>
      <button type="button" class="btn bare square" aria-label="Next" onClick={() => step(1)}>
        ›
      </button>
      <button
        type="button"
        class="btn bare square"
        aria-label="Close"
        onClick={() => {
          coder.places.value = [];
          coder.scope.host.set("_places", []);
          coder.focusText();
        }}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
