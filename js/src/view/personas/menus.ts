/** The menus of a card, and what they and the keys do. */
import { carryOut } from "../../actions/carry-out";
import {
  addPersona,
  deletePersona,
  duplicatePersona,
  hangingOn,
  nameOf,
  shiftPersona,
} from "../../actions/personas";
import { addItems, addTrait, editShare, editText } from "../../actions/personas-edits";
import type { Persona } from "../../generated/schema";
import type { CardsState } from "../../state/persona-cards";
import type { MenuItem } from "../../state/scope";
import { LISTS, TEXTS } from "./spec";

/** The text fields and the share that are empty. */
export function detailMenu(c: CardsState, persona: Persona): MenuItem[] {
  const { id } = persona;
  const texts = TEXTS.filter(({ field }) => !persona[field]).map(
    ({ field, label }): MenuItem => ({
      id: field,
      label,
      run: () => editText(c, id, field, label),
    }),
  );
  const share: MenuItem = { id: "share", label: "Share", run: () => editShare(c, id) };
  return nothing(persona.share === null ? [...texts, share] : texts, "Every detail is there");
}

/** The lists that are empty, and traits. */
export function sectionMenu(c: CardsState, persona: Persona): MenuItem[] {
  const { id } = persona;
  const lists = LISTS.filter(({ field }) => persona[field].length === 0).map(
    (list): MenuItem => ({
      id: list.field,
      label: list.label,
      run: () => addItems(c, id, list),
    }),
  );
  const traits: MenuItem = { id: "traits", label: "Traits", run: () => addTrait(c, id) };
  const empty = Object.keys(persona.traits).length === 0;
  return nothing(empty ? [...lists, traits] : lists, "Every section is there");
}

function nothing(items: MenuItem[], label: string): MenuItem[] {
  return items.length ? items : [{ id: "nothing", label, disabled: true }];
}

/** Where a card can go; the twin of dragging it. */
export function moveMenu(c: CardsState, id: string): MenuItem[] {
  const ids = c.shown.ids("personas");
  const at = ids.indexOf(id);
  const item = (key: string, label: string, by: number, hint?: string): MenuItem => ({
    id: key,
    label,
    disabled: by < 0 ? at === 0 : at === ids.length - 1,
    run: () => shift(c, id, by),
    ...(hint && { hint }),
  });
  return [
    item("earlier", "Move earlier", -1, "Alt+←"),
    item("later", "Move later", 1, "Alt+→"),
    item("first", "Move to the start", -ids.length),
    item("last", "Move to the end", ids.length),
  ];
}

export function cardMenu(c: CardsState, persona: Persona): MenuItem[] {
  const { id } = persona;
  const [first, ...moves] = moveMenu(c, id);
  return [
    {
      id: "look",
      label: "Picture, initials, colour…",
      run: () => {
        c.look.value = id;
      },
    },
    { id: "detail", label: "Add detail", items: () => detailMenu(c, persona) },
    { id: "section", label: "Add section", items: () => sectionMenu(c, persona) },
    ...(first ? [{ ...first, apart: true }, ...moves] : []),
    { id: "duplicate", label: "Duplicate", apart: true, run: () => duplicate(c, id) },
    { id: "delete", label: "Delete…", danger: true, run: () => askToDelete(c, id) },
  ];
}

export function shift(c: CardsState, id: string, by: number): void {
  carryOut(c.scope, shiftPersona(c.shown, id, by));
}

/** A new persona, with its name ready to be written over. */
export function addOne(c: CardsState): void {
  const id = c.scope.client.newId();
  if (carryOut(c.scope, addPersona(c.shown, id))) editText(c, id, "name", "Name");
}

function duplicate(c: CardsState, id: string): void {
  const copy = c.scope.client.newId();
  if (carryOut(c.scope, duplicatePersona(c.shown, id, copy))) editText(c, copy, "name", "Name");
}

/** Delete; where cards of the map go along, this is said and asked first. */
export function askToDelete(c: CardsState, id: string): void {
  const persona = c.shown.row("personas", id);
  if (!persona) return;
  const along = hangingOn(c.shown, id);
  if (!along) {
    deleteNow(c, id);
    return;
  }
  c.confirm.value = {
    title: `Delete ${nameOf(persona)}?`,
    text: `${along} on the map are this persona's and go along. Undo brings all of it back.`,
    yes: "Delete",
    run: () => deleteNow(c, id),
    back: () => c.settle(id, "[data-menu]"),
  };
}

function deleteNow(c: CardsState, id: string): void {
  const ids = c.shown.ids("personas");
  const at = ids.indexOf(id);
  const next = ids[at + 1] ?? ids[at - 1];
  if (!carryOut(c.scope, deletePersona(c.shown, id))) return;
  if (next) c.settle(next, "h3 .trigger");
  else c.settleAt("[data-add-persona]");
}
