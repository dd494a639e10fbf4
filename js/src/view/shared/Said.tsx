/** Words that people wrote: isolated in their own direction, cut where they are very long. */
import { useState } from "preact/hooks";

export const LONG = 2000;

export function Said(props: { text: string; whole?: boolean; class?: string }) {
  const { text, whole } = props;
  const [open, setOpen] = useState(false);
  const cut = !whole && !open && text.length > LONG;
  return (
    <>
      <span class={props.class ? `said ${props.class}` : "said"} dir="auto">
        {cut ? `${text.slice(0, LONG)}…` : text}
      </span>
      {cut && (
        <button
          type="button"
          class="more"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(true);
          }}
        >
          Show all {text.length.toLocaleString("en").replaceAll(",", "\u202f")} characters
        </button>
      )}
    </>
  );
}
