/** A text that can be edited where it stands. */
import { useComputed } from "@preact/signals";
import type { Begin, Target } from "../../state/editing";
import { useScope } from "./context";
import { focusBeside } from "./focus";
import { LONG, Said, useSaid } from "./Said";
import { TextEditor } from "./TextEditor";

interface Props extends Target {
  value: string;
  /** One line: Shift+Enter makes no new one. */
  line?: boolean;
  placeholder?: string;
  /** Stands as a button of its own; else whoever holds it begins the edit. */
  trigger?: boolean;
  begin?: Begin;
  /** How many characters are shown at first. */
  long?: number;
  class?: string;
}

export function EditableText(props: Props) {
  const { table, id, field, value, line, placeholder, long } = props;
  const scope = useScope();
  const here = useComputed(() => scope.editor.at(table, id, field));
  if (here.value) return <TextEditor editing={here.value} line={line ?? false} />;
  if (props.trigger && !scope.readOnly.value) return <Trigger {...props} />;
  if (value && (scope.whole.value || value.length <= (long ?? LONG))) {
    // Most texts are short: one element, for there may be thousands of them.
    return (
      <span class={`${props.class ?? ""} said`} dir="auto">
        {value}
      </span>
    );
  }
  const words = value ? (
    <Said text={value} {...(long && { long })} />
  ) : (
    <span class="placeholder">{placeholder}</span>
  );
  return <span class={props.class}>{value || !scope.readOnly.value ? words : null}</span>;
}

function Trigger(props: Props) {
  const { table, id, field, label, value, placeholder, long, begin } = props;
  const scope = useScope();
  const said = useSaid({ text: value, ...(long && { long }) });
  return (
    <>
      <button
        type="button"
        class={`trigger ${props.class ?? ""}`}
        onClick={(event) => {
          const holder = event.currentTarget.parentElement;
          scope.editor.begin(
            { table, id, field, label },
            {
              ...begin,
              done: (how) => {
                begin?.done?.(how);
                if (how === "blur") return;
                // The button is drawn anew when the editor has gone.
                requestAnimationFrame(() => {
                  const button = holder?.querySelector<HTMLElement>(".trigger");
                  button?.focus();
                  if (button && (how === "tab" || how === "back-tab")) {
                    focusBeside(scope.root, button, how);
                  }
                });
              },
            },
          );
        }}
      >
        <span class="sr">{label}: </span>
        {value ? said.words : <span class="placeholder">{placeholder ?? "empty"}</span>}
      </button>
      {value && said.more}
    </>
  );
}
