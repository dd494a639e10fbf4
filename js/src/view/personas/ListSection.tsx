/** A list of a persona as chips: one tab stop, arrows between the items. */
import { useState } from "preact/hooks";
import { carryOut } from "../../actions/carry-out";
import { setPersona } from "../../actions/personas";
import { addItems, at, editItem, fieldOf } from "../../actions/personas-edits";
import { type Item, itemsOf, moveItem, replaceItem } from "../../actions/personas-lists";
import { position } from "../../actions/plan";
import type { MenuItem } from "../../state/scope";
import { brief } from "../../state/words";
import { useScope } from "../shared/context";
import { Icon } from "../shared/Icon";
import { Said, useSaid } from "../shared/Said";
import { TextEditor } from "../shared/TextEditor";
import { useCard, useCards } from "./context";
import { AddButton, FieldNotices, isShown } from "./Fields";
import type { ListSpec } from "./spec";

const LONG = 300;

export function ListSection({ list }: { list: ListSpec }) {
  const scope = useScope();
  const cards = useCards();
  const card = useCard();
  const [chosen, setChosen] = useState(0);
  const act = useAct(list, setChosen);
  const { persona, readOnly } = card;
  const { field, label, one } = list;
  const items = itemsOf(persona[field]);
  if (!isShown(card, field, items.length > 0)) return null;

  const count = items.length;
  const stop = Math.min(chosen, count - 1);
  const editing = scope.editor.current.value;
  const written = card.open !== undefined && fieldOf(card.open) === field ? card.open : undefined;
  // A new item, or one that others took away while it was being written: its words stay.
  const apart = written !== undefined && !items.some((item) => at.item(field, item) === written);
  const drawn = (item: Item, index: number) => {
    if (readOnly) {
      return (
        <span class="pill">
          <Said text={item.text} long={LONG} />
        </span>
      );
    }
    if (editing && written === at.item(field, item)) return <TextEditor editing={editing} line />;
    return <Chip {...{ item, index, count, one, act }} stop={index === stop} />;
  };
  return (
    <div class="part list" data-field={field}>
      <h4>
        {label}
        {!readOnly && <AddButton one={one} add={() => addItems(cards, persona.id, list)} />}
      </h4>
      <ul aria-label={label}>
        {items.map((item, index) => (
          <li
            key={at.item(field, item)}
            class={written === at.item(field, item) ? "wide" : undefined}
          >
            {drawn(item, index)}
          </li>
        ))}
        {apart && editing && (
          <li class="wide">
            <TextEditor editing={editing} line />
          </li>
        )}
      </ul>
      <FieldNotices field={field} />
    </div>
  );
}

/** What can be done with the items of a list; the focus goes along. */
function useAct(list: ListSpec, choose: (index: number) => void): Act {
  const scope = useScope();
  const cards = useCards();
  const { persona } = useCard();
  const { field, one } = list;
  const words = persona[field];
  const put = (next: readonly string[], label: string, say: string) =>
    carryOut(scope, setPersona(persona.id, { [field]: [...next] }, label, say));
  const focus = (index: number) => {
    choose(index);
    requestAnimationFrame(() => {
      const part = `[data-field="${field}"] .item`;
      cards.card(persona.id)?.querySelectorAll<HTMLElement>(part)[index]?.focus();
    });
  };
  return {
    focus,
    edit: (item) => editItem(cards, persona.id, list, item),
    remove(item, index) {
      const rest = replaceItem(words, item, []);
      if (!put(rest, `Remove ${one}`, `${brief(item.text)} removed`)) return;
      if (rest.length) focus(Math.min(index, rest.length - 1));
      else cards.settle(persona.id, "[data-add=section]");
    },
    move(item, index, by) {
      const to = index + by;
      if (to < 0 || to >= words.length) return;
      const say = `${brief(item.text)} moved to ${position(to, words.length)}`;
      if (put(moveItem(words, item, by), `Move ${one}`, say)) focus(to);
    },
  };
}

interface Act {
  focus: (index: number) => void;
  edit: (item: Item) => void;
  remove: (item: Item, index: number) => void;
  move: (item: Item, index: number, by: number) => void;
}

interface ChipProps {
  item: Item;
  index: number;
  count: number;
  one: string;
  /** Whether it has the list's tab stop. */
  stop: boolean;
  act: Act;
}

function Chip(props: ChipProps) {
  const { item, index, count, one, stop, act } = props;
  const cards = useCards();
  const said = useSaid({ text: item.text, long: LONG });
  const name = brief(item.text);
  const openMenu = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    cards.menu(event.currentTarget as HTMLElement, name, menuOf(props));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const key = event.key;
    if (key === "F2") act.edit(item);
    else if (key === "Delete" || key === "Backspace") act.remove(item, index);
    else if (key === "ContextMenu" || (event.shiftKey && key === "F10")) openMenu(event);
    else if (key === "Home") act.focus(0);
    else if (key === "End") act.focus(count - 1);
    else {
      const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key];
      if (!way) return;
      if (event.altKey) act.move(item, index, way);
      else act.focus(Math.min(Math.max(index + way, 0), count - 1));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span class="pill">
      <button
        type="button"
        class="item"
        tabIndex={stop ? 0 : -1}
        aria-keyshortcuts="Enter Delete Alt+ArrowLeft Alt+ArrowRight Shift+F10"
        onClick={() => act.edit(item)}
        onContextMenu={openMenu}
        onKeyDown={onKeyDown}
      >
        <span class="sr">Edit {one}: </span>
        {said.words}
      </button>
      {said.more}
      <button
        type="button"
        class="remove"
        tabIndex={-1}
        aria-label={`Remove ${name}`}
        onClick={() => act.remove(item, index)}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}

function menuOf({ item, index, count, act }: ChipProps): MenuItem[] {
  return [
    { id: "edit", label: "Edit", hint: "Enter", run: () => act.edit(item) },
    {
      id: "earlier",
      label: "Move earlier",
      hint: "Alt+←",
      disabled: index === 0,
      run: () => act.move(item, index, -1),
    },
    {
      id: "later",
      label: "Move later",
      hint: "Alt+→",
      disabled: index === count - 1,
      run: () => act.move(item, index, 1),
    },
    {
      id: "remove",
      label: "Remove",
      hint: "Delete",
      danger: true,
      apart: true,
      run: () => act.remove(item, index),
    },
  ];
}
