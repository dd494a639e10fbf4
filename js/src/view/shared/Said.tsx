/** Words that people wrote: isolated in their own direction, cut where they are very long. */
import type { VNode } from "preact";
import { useContext, useState } from "preact/hooks";
import { count } from "../../state/words";
import { ScopeContext } from "./context";

/** Longer texts are cut to a length that is read at a glance. */
export const LONG = 2000;
const GLANCE = 600;

interface Props {
  text: string;
  /** Never cut. */
  whole?: boolean;
  /** Longer texts are cut to this many characters. */
  long?: number;
  class?: string;
}

/** The words, and apart from them the button that shows the rest. */
export function useSaid({ text, whole, long, class: name }: Props): {
  words: VNode;
  more: VNode | false;
} {
  const [open, setOpen] = useState(false);
  const printed = useContext(ScopeContext)?.whole.value;
  const cut = !whole && !printed && !open && text.length > (long ?? LONG);
  const words = (
    <span class={name ? `said ${name}` : "said"} dir="auto">
      {cut ? `${text.slice(0, long ?? GLANCE)}…` : text}
    </span>
  );
  const more = cut && (
    <button
      type="button"
      class="more"
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        setOpen(true);
      }}
    >
      Show all {count(text.length)} characters
    </button>
  );
  return { words, more };
}

export function Said(props: Props) {
  const { words, more } = useSaid(props);
  return (
    <>
      {words}
      {more}
    </>
  );
}
