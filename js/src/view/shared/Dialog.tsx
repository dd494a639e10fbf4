/** A dialog in the top layer, and the one that asks for a value. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Ask } from "../../state/scope";
import { useScope } from "./context";

interface DialogProps {
  title: string;
  close: () => void;
  /** Whether it holds tables. */
  wide?: boolean;
  /** Where the focus goes when the dialog has gone. */
  back?: () => void;
  children: ComponentChildren;
}

export function Dialog(props: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { prefix } = useScope();
  const id = `${prefix}${useId()}`;
  const back = useRef(props.back);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (element.showModal) element.showModal();
    else element.setAttribute("open", "");
    element.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      // While it is open nothing outside of it can have the focus.
      element.close?.();
      back.current?.();
    };
  }, []);
  const { close } = props;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      class={props.wide ? "wide" : undefined}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}

export function AskLayer() {
  const { ask } = useScope();
  return ask.value ? <AskDialog key={ask.value.title} asked={ask.value} /> : null;
}

function AskDialog({ asked }: { asked: Ask }) {
  const { ask, prefix } = useScope();
  const [value, setValue] = useState(asked.value);
  const [error, setError] = useState<string>();
  const id = `${prefix}${useId()}`;
  const close = () => {
    ask.value = undefined;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = asked.done(value);
    if (wrong) setError(wrong);
    else close();
  };
  const field = {
    id: `${id}-field`,
    value,
    dir: "auto" as const,
    "data-first": true,
    "aria-describedby": error || asked.hint ? `${id}-note` : undefined,
    "aria-invalid": error ? true : undefined,
    onInput: (event: { currentTarget: { value: string } }) => setValue(event.currentTarget.value),
  };
  return (
    <Dialog title={asked.title} close={close} back={asked.back}>
      <form onSubmit={submit}>
        <label for={field.id}>{asked.label}</label>
        {asked.multiline ? (
          <textarea {...field} />
        ) : (
          <input {...field} type="text" list={asked.choices && `${id}-list`} autoComplete="off" />
        )}
        {asked.choices && (
          <datalist id={`${id}-list`}>
            {asked.choices.map((choice) => (
              <option key={choice} value={choice} />
            ))}
          </datalist>
        )}
        {(error || asked.hint) && (
          <p id={`${id}-note`} class={error ? "error" : "hint"} role={error ? "alert" : undefined}>
            {error ?? asked.hint}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="btn primary">
            OK
          </button>
        </div>
      </form>
    </Dialog>
  );
}
