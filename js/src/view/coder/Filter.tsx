/** One button of the filter, and the list that it opens. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { fold } from "../../coder/code-match";
import { brief } from "../../state/words";
import { Icon } from "../shared/Icon";
import { useCoder } from "./context";
import { useOutside } from "./outside";

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Said behind the label. */
  readonly note?: string;
  readonly checked: boolean;
  /** How far below others it stands. */
  readonly depth?: number;
  toggle(): void;
}

export interface Group {
  readonly name?: string;
  readonly choices: readonly Choice[];
  /** How many are not listed. */
  readonly more?: number;
}

/** Longer lists can be searched. */
const LONG = 8;
/** So many are named on the button. */
const NAMED = 2;

interface Props {
  label: string;
  /** Asked only while the list is open. */
  groups: () => readonly Group[];
  /** What is chosen, by name. */
  chosen: readonly string[];
}

export function Filter({ label, groups, chosen }: Props) {
  const coder = useCoder();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = `${coder.scope.prefix}${useId()}`;
  const names = chosen.slice(0, NAMED).map((name) => brief(name, 24));
  const more = chosen.length > NAMED ? ` +${chosen.length - NAMED}` : "";
  const text = chosen.length ? `${label}: ${names.join(", ")}${more}` : label;
  return (
    <span class="filter">
      <button
        ref={button}
        type="button"
        class="btn"
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-controls={open ? id : undefined}
        data-on={chosen.length > 0 || undefined}
        onClick={() => setOpen(!open)}
      >
        <span class="sr">Filter by </span>
        <span class="said" dir="auto">
          {text}
        </span>
        <Icon name="fold" />
      </button>
      {open && (
        <List
          id={id}
          label={label}
          groups={groups()}
          button={button}
          close={(back) => {
            setOpen(false);
            if (back) button.current?.focus();
          }}
        />
      )}
    </span>
  );
}

interface ListProps {
  id: string;
  label: string;
  groups: readonly Group[];
  button: { readonly current: HTMLElement | null };
  close: (back: boolean) => void;
}

function List({ id, label, groups, button, close }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const all = groups.reduce((sum, { choices }) => sum + choices.length, 0);
  const found = sifted(groups, query);
  const any = found.some(({ choices }) => choices.length > 0);
  useOutside(box, (event) => {
    // A press on the button closes it by itself.
    if (!button.current || !event.composedPath().includes(button.current)) close(false);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !button.current) return;
    element.showPopover?.();
    const { left, bottom } = button.current.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, Math.min(bottom + 2, window.innerHeight - height - 4))}px`;
    const first = element.querySelector<HTMLElement>("input") ?? element;
    first.focus({ preventScroll: true });
  }, [button]);
  return (
    <div
      ref={box}
      id={id}
      class="choosing"
      popover="manual"
      role="dialog"
      aria-label={`Filter by ${label.toLowerCase()}`}
      tabIndex={-1}
      onKeyDown={(event) => onKeyDown(event, box.current, close)}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null;
        if (next && !box.current?.contains(next) && next !== button.current) close(false);
      }}
    >
      {all > LONG && (
        <input
          type="search"
          aria-label={`Find in ${label.toLowerCase()}`}
          placeholder="Find"
          dir="auto"
          autoComplete="off"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      <div class="choices">
        {found.map((group, at) => (
          <Choices key={group.name ?? at} group={group} />
        ))}
        {!any && <p class="none">{query ? "Nothing has this name." : "There are none."}</p>}
      </div>
    </div>
  );
}

/** Up and down walk through the boxes, as in a list; nothing goes on to the page. */
function onKeyDown(
  event: KeyboardEvent,
  box: HTMLElement | null,
  close: (back: boolean) => void,
): void {
  if (event.key === "Tab") return;
  event.stopPropagation();
  if (event.key === "Escape") close(true);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const fields = [...(box?.querySelectorAll<HTMLElement>("input") ?? [])];
    const at = fields.indexOf(event.target as HTMLElement);
    fields[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else return;
  event.preventDefault();
}

function sifted(groups: readonly Group[], query: string): readonly Group[] {
  const sought = fold(query).text.trim();
  if (!sought) return groups;
  const hit = (text: string) => fold(text).text.includes(sought);
  return groups.map((group) => ({
    ...group,
    choices: hit(group.name ?? "") ? group.choices : group.choices.filter((one) => hit(one.label)),
  }));
}

function Choices({ group }: { group: Group }) {
  if (group.choices.length === 0) return null;
  const boxes = group.choices.map((choice) => (
    <label key={choice.value} style={{ "--jw-depth": choice.depth ?? 0 }}>
      <input type="checkbox" checked={choice.checked} onChange={() => choice.toggle()} />
      <span class="said" dir="auto">
        {choice.label}
      </span>
      {choice.note && <small>{choice.note}</small>}
    </label>
  ));
  const more = group.more ? <p class="none">{group.more} rarer values are not listed.</p> : null;
  if (!group.name) {
    return (
      <div class="group">
        {boxes}
        {more}
      </div>
    );
  }
  return (
    <fieldset class="group">
      <legend class="said">{group.name}</legend>
      {boxes}
      {more}
    </fieldset>
  );
}
