/** Picking a code by typing: a field with a list under it, beside what it is for. */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { matches, sameName } from "../../coder/code-match";
import { CodeTree } from "../../coder/code-tree";
import type { CoderView, Picking } from "../../coder/contract";
import { useCoder } from "./context";
import { useOutside } from "./outside";
import { type Candidate, Line, type Option } from "./PickerLine";
import { latelyUsed, remember } from "./recent";

/** As many as are read at a glance; a letter more finds the rest. */
const MOST = 40;

function optionsOf(
  query: string,
  candidates: readonly Candidate[],
  recent: readonly string[],
  picking: Picking,
): Option[] {
  const found = matches(query, candidates, recent);
  const options: Option[] = found.map((match) => ({ kind: "code", ...match }));
  const name = query.replace(/\s+/g, " ").trim();
  const twin = candidates.some((code) => sameName(code.name, name));
  if (picking.create && name && !twin) options.push({ kind: "new", name });
  return options;
}

export function CodePicker({ picking }: { picking: Picking }) {
  const coder = useCoder();
  const box = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState(picking.typed);
  const [at, setAt] = useState(0);
  const [applied, setApplied] = useState(picking.applied);
  const id = `${coder.scope.prefix}${useId()}`;
  const codes = coder.shown.rows("codes");
  const candidates = useMemo(() => {
    const tree = new CodeTree(codes);
    const without = new Set(picking.without);
    return tree.sequence
      .filter((code) => !without.has(code))
      .map((code) => ({ id: code, name: tree.code(code)?.name ?? "", path: tree.path(code) }));
  }, [codes, picking]);
  const recent = useMemo(() => latelyUsed(coder), [coder]);
  const options = optionsOf(query, candidates, recent, picking);
  const shown = drawn(options);
  const now = Math.min(at, shown.length - 1);
  usePlace(box, picking, shown.length);
  useOutside(box, () => {
    coder.picking.value = undefined;
  });
  useEffect(() => {
    const said = shown.length === 0 ? "No code" : `${shown.length} to choose from`;
    const soon = setTimeout(() => coder.scope.say(said), 600);
    return () => clearTimeout(soon);
  }, [coder, shown.length]);

  const leave = () => {
    coder.picking.value = undefined;
    picking.back();
  };
  const choose = (option: Option | undefined, more: boolean) => {
    if (!option) return;
    if (option.kind === "new") picking.create?.(option.name);
    else {
      const { id: code } = option.code;
      // Merging and moving are no use of a code.
      if (picking.create) remember(coder, code);
      picking.pick(code, more);
      setApplied(
        applied.includes(code) ? applied.filter((one) => one !== code) : [...applied, code],
      );
    }
    // What was picked for may not have let it close.
    if (coder.picking.peek() === undefined) picking.back();
    else if (more) {
      setQuery("");
      setAt(0);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const keyed = query === "" ? codeOnKey(coder, event.key, candidates) : undefined;
    if (keyed) choose({ kind: "code", code: keyed, ranges: [] }, event.shiftKey);
    else if (event.key === "Escape" || event.key === "Tab") leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      choose(
        options.find(({ kind }) => kind === "new"),
        event.shiftKey,
      );
    } else if (event.key === "Enter") choose(shown[now], event.shiftKey);
    else {
      const to = step(event.key, now, shown.length);
      if (to === undefined) return;
      setAt(to);
    }
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      class="picker"
      popover="manual"
      role="dialog"
      aria-label={picking.title}
      tabIndex={-1}
    >
      <div class="picker-title said" dir="auto" id={`${id}-title`}>
        {picking.title}
      </div>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={shown.length ? `${id}-${now}` : undefined}
        aria-label={picking.title}
        placeholder={picking.create ? "Name of a code, new or not" : "Name of a code"}
        dir="auto"
        autoComplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => event.stopPropagation()}
        onKeyPress={(event) => event.stopPropagation()}
      />
      <div class="options" role="listbox" id={`${id}-list`} aria-label="Codes">
        {shown.map((option, index) => (
          <Line
            key={option.kind === "new" ? "new" : option.code.id}
            id={`${id}-${index}`}
            option={option}
            active={index === now}
            applied={applied}
            choose={(more) => choose(option, more)}
          />
        ))}
      </div>
      {shown.length === 0 && <p class="none">No code has this name.</p>}
      {options.length > shown.length && (
        <p class="none">{options.length - shown.length} more: type on</p>
      )}
      <p class="picker-keys" aria-hidden="true">
        <kbd>Enter</kbd> {picking.applied.length ? "apply or take off" : "choose"}
        {(picking.create || picking.several) && (
          <>
            {" "}
            <kbd>Shift+Enter</kbd> and go on
          </>
        )}
      </p>
    </div>
  );
}

/** Those that are drawn; a new name always is, as the last. */
function drawn(options: readonly Option[]): Option[] {
  const last = options.at(-1);
  const some = options.slice(0, MOST);
  return last?.kind === "new" && options.length > MOST ? [...some, last] : some;
}

function step(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(at + 8, count - 1);
  if (key === "PageUp") return Math.max(at - 8, 0);
  return undefined;
}

/** The code that a figure stands for, unless a name begins with it. */
function codeOnKey(
  coder: CoderView,
  key: string,
  candidates: readonly Candidate[],
): Candidate | undefined {
  if (!/^[1-9]$/.test(key) || candidates.some(({ name }) => name.startsWith(key))) return undefined;
  const id = coder.keys.peek()[Number(key) - 1];
  return candidates.find((code) => code.id === id);
}

/** In the top layer, under what it is for, or above it where there is more room. */
function usePlace(
  box: { readonly current: HTMLDivElement | null },
  picking: Picking,
  count: number,
): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.showPopover?.();
    const field = element.querySelector("input");
    field?.focus({ preventScroll: true });
    field?.setSelectionRange(field.value.length, field.value.length);
  }, [box]);
  // Its height changes with what is found.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `count` is what changes the height
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { left, top, bottom } = picking.beside;
    const { width, height } = element.getBoundingClientRect();
    const under = bottom + 4;
    const above = top - height - 4;
    const fits = under + height <= window.innerHeight - 4 || above < 4;
    const y = fits ? Math.min(under, window.innerHeight - height - 4) : above;
    element.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, y)}px`;
  }, [box, picking, count]);
}
