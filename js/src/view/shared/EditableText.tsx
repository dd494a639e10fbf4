/** A text that can be edited where it stands. */
import { useComputed } from "@preact/signals";
import type { Begin, Target } from "../../state/editing";
import { useScope } from "./context";
import { Said } from "./Said";
import { TextEditor } from "./TextEditor";
import { brief } from "./words";

interface Props extends Target {
  value: string;
  /** One line: Shift+Enter makes no new one. */
  line?: boolean;
  placeholder?: string;
  /** Stands as a button of its own; else whoever holds it begins the edit. */
  trigger?: boolean;
  begin?: Begin;
  class?: string;
}

export function EditableText(props: Props) {
  const { table, id, field, label, value, line, placeholder, begin } = props;
  const scope = useScope();
  const here = useComputed(() => scope.editor.at(table, id, field));
  if (here.value) return <TextEditor editing={here.value} line={line ?? false} />;
  const words = value ? <Said text={value} /> : <span class="placeholder">{placeholder}</span>;
  if (!props.trigger || scope.readOnly.value) {
    return <span class={props.class}>{value || !scope.readOnly.value ? words : null}</span>;
  }
  return (
    <button
      type="button"
      class={`trigger ${props.class ?? ""}`}
      aria-label={`${label}: ${brief(value, 80) || "empty"}`}
      onClick={(event) => {
        const button = event.currentTarget.parentElement;
        scope.editor.begin(
          { table, id, field, label },
          {
            ...begin,
            done: (how) => {
              begin?.done?.(how);
              // The button is drawn anew when the editor has gone.
              if (how !== "blur") {
                requestAnimationFrame(() =>
                  button?.querySelector<HTMLElement>(".trigger")?.focus(),
                );
              }
            },
          },
        );
      }}
    >
      {words}
    </button>
  );
}
