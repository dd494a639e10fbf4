/** Whether a part of the map has come near the screen; once it has, it stays drawn. */
import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import { NearContext } from "./near";

/** `held` says that something in it is needed at once: it has the focus, or is written on. */
export function useNear(
  element: RefObject<HTMLElement>,
  first: () => boolean,
  held: () => boolean,
): boolean {
  const near = useContext(NearContext);
  const [drawn, setDrawn] = useState(first);
  const needed = useComputed(held);
  useLayoutEffect(() => {
    const box = element.current;
    if (drawn || !box) return undefined;
    return near?.observe(box, false, (is) => is && setDrawn(true));
  }, [near, drawn, element]);
  if (needed.value && !drawn) setDrawn(true);
  return drawn || needed.value;
}
