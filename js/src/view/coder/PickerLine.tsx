/** A line of the picker: a code that may be picked, or one that would be new. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { keyName } from "../../actions/command";
import { useCoder } from "./context";
import { figureOf } from "./recent";
import { Check } from "./Swatch";

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

export type Option =
  | { readonly kind: "code"; readonly code: Candidate; readonly ranges: readonly Range[] }
  | { readonly kind: "new"; readonly name: string };
type Range = readonly [start: number, end: number];

interface LineProps {
  id: string;
  option: Option;
  active: boolean;
  /** Ids of the codes that are there already. */
  applied: readonly string[];
  choose: (more: boolean) => void;
}

export function Line({ id, option, active, applied: there, choose }: LineProps) {
  const coder = useCoder();
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (active) line.current?.scrollIntoView?.({ block: "nearest" });
  }, [active]);
  const fresh = option.kind === "new";
  const key = fresh ? 0 : coder.keys.value.indexOf(option.code.id) + 1;
  const applied = !fresh && there.includes(option.code.id);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, as a combobox does
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={active}
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => choose(event.shiftKey)}
    >
      {fresh ? (
        <>
          <span class="swatch new" aria-hidden="true" />
          <span class="name">
            New code <b class="said">{option.name}</b>
          </span>
          <kbd>{keyName("Mod+Enter")}</kbd>
        </>
      ) : (
        <>
          <span
            class="swatch"
            aria-hidden="true"
            data-on={applied || undefined}
            style={{ "--jw-code": coder.colorOf(option.code.id) }}
          >
            {applied && <Check />}
          </span>
          <span class="name">
            <Name name={option.code.name} ranges={option.ranges} />
            {option.code.path && (
              <small>
                <span class="sr"> in </span>
                <span class="said" dir="auto">
                  {option.code.path}
                </span>
              </small>
            )}
            {applied && <span class="sr"> applied</span>}
          </span>
          <small class="n" aria-hidden="true">
            {figureOf(coder, option.code.id)}
          </small>
          {key > 0 && (
            <kbd>
              <span class="sr"> key </span>
              {key}
            </kbd>
          )}
        </>
      )}
    </div>
  );
}

/** The name, what was typed of it in bold. */
function Name({ name, ranges }: { name: string; ranges: readonly Range[] }) {
  const parts: { text: string; typed: boolean; at: number }[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) parts.push({ text: name.slice(at, start), typed: false, at });
    parts.push({ text: name.slice(start, end), typed: true, at: start });
    at = end;
  }
  if (at < name.length) parts.push({ text: name.slice(at), typed: false, at });
  return (
    <span class="said" dir="auto">
      {parts.map(({ text, typed, at: key }) => (typed ? <b key={key}>{text}</b> : text))}
    </span>
  );
}
