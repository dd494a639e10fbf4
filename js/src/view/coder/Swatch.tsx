/** A code's colour, which is also the button that applies it to what is selected in the text. */
import { useComputed } from "@preact/signals";
import { applicationsOf } from "../../actions/quotes";
import type { CodebookState } from "./codebook-state";

export function Swatch({ id, name, book }: { id: string; name: string; book: CodebookState }) {
  const { coder } = book;
  /** Whether the coder has this code on what is looked at. */
  const applied = useComputed(() => {
    const target = coder.target.value;
    if (target?.kind !== "quote") return false;
    const own = coder.coder.value;
    return applicationsOf(coder.shown, target.id).some(
      (one) => one.code === id && one.coder === own && one.accepted,
    );
  });
  const mark = applied.value ? <Check /> : null;
  if (!coder.editable) {
    return (
      <span class="swatch" data-on={applied.value || undefined}>
        {mark}
      </span>
    );
  }
  const ready = coder.target.value !== undefined;
  return (
    <button
      type="button"
      class="swatch"
      tabIndex={-1}
      data-on={applied.value || undefined}
      data-ready={ready || undefined}
      aria-label={applied.value ? `Take ${name} off` : `Apply ${name}`}
      title={applied.value ? "Take it off" : ready ? "Apply" : "Select words in the text first"}
      onClick={() => (applied.peek() ? coder.unapply(id) : coder.apply(id))}
    >
      {mark}
    </button>
  );
}

function Check() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 8.5l2.6 2.6L12 5.5" />
    </svg>
  );
}
