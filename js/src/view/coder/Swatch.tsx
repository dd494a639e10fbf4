/** A code's colour, which also applies it to what is selected in the text. */
import { useComputed } from "@preact/signals";
import { applicationsOf } from "../../actions/quotes";
import type { CodebookState } from "./codebook-state";

export function Swatch({ id, book }: { id: string; book: CodebookState }) {
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
  const ready = coder.target.value !== undefined;
  const hint = applied.value ? "Take it off" : ready ? "Apply" : "Select words in the text first";
  return (
    <>
      <span
        class="swatch"
        data-act
        aria-hidden="true"
        data-on={applied.value || undefined}
        data-ready={(ready && coder.editable) || undefined}
        title={coder.editable ? hint : undefined}
        onClick={() => {
          if (!coder.editable) return;
          if (applied.peek()) coder.unapply(id);
          else coder.apply(id);
        }}
      >
        {applied.value && <Check />}
      </span>
      {applied.value && <span class="sr">applied: </span>}
    </>
  );
}

export function Check() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 8.5l2.6 2.6L12 5.5" />
    </svg>
  );
}
