/** The open editor: a real input, so that the browser's own editing, spelling and IME work. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Editing, Leave } from "../../state/editing";
import { invisibles } from "../../state/words";
import { useScope } from "./context";

/** Whether the browser sizes a field to its content by itself. */
const CSS_SIZES = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;

interface Props {
  editing: Editing;
  /** One line: Enter and Shift+Enter both end it. */
  line?: boolean;
  /** The text is a number: Up and Down change it by this much, with Shift by five times as much. */
  step?: number;
}

export function TextEditor({ editing, line, step }: Props) {
  const { editor, prefix } = useScope();
  const input = useRef<HTMLTextAreaElement>(null);
  const draft = editing.draft.value;
  const standing = editor.standing(editing);
  const notes = `${prefix}aside`;
  const hidden = invisibles(draft);
  const changed = standing !== editing.original && standing !== draft;

  useLayoutEffect(() => {
    const field = input.current;
    if (!field) return;
    field.focus({ preventScroll: true });
    field.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    // A typed key goes on; a text that was there is ready to be replaced in a name, or added to.
    if (line && editing.begin.typed === undefined) field.select();
    else field.setSelectionRange(field.value.length, field.value.length);
  }, [editing, line]);

  useLayoutEffect(() => {
    const field = input.current;
    if (!field || CSS_SIZES || draft === undefined) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }, [draft]);

  const leave = (how: Leave, event: Event) => {
    event.preventDefault();
    if (how === "escape") editor.cancel();
    else editor.commit(how);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") leave("escape", event);
    else if (event.key === "Tab") leave(event.shiftKey ? "back-tab" : "tab", event);
    else if (event.key === "Enter" && (line || !event.shiftKey)) leave("enter", event);
    else if (step && /^(Arrow|Page)(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      const far = event.shiftKey || event.key.startsWith("Page") ? 5 : 1;
      const by = event.key.endsWith("Up") ? step * far : -step * far;
      const now = Number(draft.replace("\u2212", "-").replace(",", ".")) || 0;
      editing.draft.value = String(Number((now + by).toFixed(3)));
    }
  };
  return (
    <div class="editor">
      <textarea
        ref={input}
        rows={1}
        dir="auto"
        value={draft}
        aria-label={editing.label}
        aria-describedby={changed || hidden.length ? notes : undefined}
        onInput={(event) => {
          editing.draft.value = event.currentTarget.value;
        }}
        onKeyDown={onKeyDown}
        onKeyUp={stop}
        onKeyPress={stop}
        onBlur={() => {
          if (editor.current.peek() === editing) editor.commit("blur");
        }}
      />
      {(changed || hidden.length > 0) && (
        <div class="aside" id={notes}>
          {changed && (
            <div role="status">
              Changed meanwhile:{" "}
              <span class="said" dir="auto">
                {standing || "(empty)"}
              </span>
            </div>
          )}
          {hidden.map(({ name, times }) => (
            <div key={name}>
              Not visible: {name}
              {times > 1 && ` × ${times}`}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function stop(event: Event) {
  event.stopPropagation();
}
