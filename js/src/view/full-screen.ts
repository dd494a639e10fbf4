/** Full screen by the browser, or over the page where the browser does not allow it. */
import { useComputed, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MapState } from "../state/map-state";

/** True while the map covers the page by itself. */
export function useFullScreen(m: MapState, root: RefObject<HTMLElement>): boolean {
  const [overlay, setOverlay] = useState(false);
  const wanted = useComputed(() => m.fullScreen.value);
  useSignalEffect(() => {
    const element = root.current;
    if (!element) return;
    if (wanted.value) {
      const asked = element.requestFullscreen?.() ?? Promise.reject(new Error("not supported"));
      asked.catch(() => setOverlay(true));
    } else {
      setOverlay(false);
      // Only what this map has put there is taken away.
      if (fullScreenIn(element)) element.ownerDocument.exitFullscreen();
    }
  });
  useEffect(() => {
    const element = root.current;
    const left = () => {
      // The browser's own Escape leaves full screen without asking.
      if (element && !fullScreenIn(element) && !overlay) m.fullScreen.value = false;
    };
    element?.addEventListener("fullscreenchange", left);
    return () => element?.removeEventListener("fullscreenchange", left);
  }, [m, root, overlay]);
  return overlay;
}

function fullScreenIn(element: HTMLElement): boolean {
  const tree = element.getRootNode();
  const full =
    tree instanceof ShadowRoot || tree instanceof Document ? tree.fullscreenElement : null;
  return full === element;
}
