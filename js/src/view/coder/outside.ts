/** What stands in the top layer goes when something else is pressed. */
import { useEffect, useRef } from "preact/hooks";

/** `close` is called for a press outside of `box`. */
export function useOutside(
  box: { readonly current: HTMLElement | null },
  close: (event: Event) => void,
): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const outside = new AbortController();
    window.addEventListener(
      "pointerdown",
      (event) => {
        if (box.current && !event.composedPath().includes(box.current)) latest.current(event);
      },
      { capture: true, signal: outside.signal },
    );
    return () => outside.abort();
  }, [box]);
}
