/** Words that people wrote: isolated in their own direction, cut where they are very long. */
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { count } from "../../state/words";

export const LONG = 2000;

interface Props {
  text: string;
  /** Never cut. */
  whole?: boolean;
  /** How many characters are shown at first. */
  long?: number;
  class?: string;
}

/** The words, and apart from them the button that shows the rest. */
export function useSaid({ text, whole, long = LONG, class: name }: Props): {
  words: VNode;
  more: VNode | false;
} {
  const [open, setOpen] = useState(false);
  const cut = !whole && !open && text.length > long;
  const words = (
    <span class={name ? `said ${name}` : "said"} dir="auto">
      {cut ? `${text.slice(0, long)}…` : text}
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
