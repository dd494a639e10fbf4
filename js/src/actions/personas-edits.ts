/** Opening an editor at a place of a persona card. */
import type { Persona, WireOp } from "../generated/schema";
import type { Begin, Leave } from "../state/editing";
import type { CardsState, Spot } from "../state/persona-cards";
import { plural } from "../state/words";
import { type Item, type ListField, linesOf, replaceItem } from "./personas-lists";
import { shareOf, traitOf } from "./personas-parse";
import { addTraits, renameTrait, setTrait, type Traits } from "./personas-traits";
import { set } from "./plan";

/**
 * What an editor is open at: a field, or a part of one. The parts of lists and traits have no
 * field of their own, so they are told apart by a key.
 */
export const at = {
  added: (field: string) => `${field}+`,
  item: (field: string, item: Item) => `${field}#${item.nth}#${item.text}`,
  name: (trait: string) => `traits#${trait}`,
  number: (trait: string) => `traits=${trait}`,
};

/** The field of which `key` is a part. */
export function fieldOf(key: string): string {
  return key.split(/[+#=]/, 1)[0] ?? key;
}

function setting(id: string, values: Partial<Persona>): WireOp[] {
  return [set("personas", id, values)];
}

/** Give the focus back to where the edit began, unless it has gone elsewhere by itself. */
function back(c: CardsState, id: string, ...spots: Spot[]) {
  return (how: Leave) => {
    if (how !== "blur") c.settle(id, ...spots);
  };
}

/** Edit a text field that is not drawn while it is empty. */
export function editText(c: CardsState, id: string, field: keyof Persona, label: string): void {
  const done = back(c, id, `[data-field="${field}"] .trigger`, "[data-add=detail]");
  c.scope.editor.begin({ table: "personas", id, field, label }, { done });
}

/** What an editor of the share needs: people write percent, the journey keeps 0 to 1. */
export function shareEdit(share: number | null): Begin {
  const text = share === null ? "" : String(Number((share * 100).toFixed(6)));
  return { text, change: "Edit share", parse: shareOf };
}

export function editShare(c: CardsState, id: string): void {
  const done = back(c, id, "[data-field=share] .trigger", "[data-add=detail]");
  const label = "Share in percent";
  const target = { table: "personas", id, field: "share", label } as const;
  c.scope.editor.begin(target, { ...shareEdit(null), done });
}

/** Write new items at the end of a list: Enter keeps one and goes on to the next. */
export function addItems(c: CardsState, id: string, list: { field: ListField; one: string }): void {
  const { field, one } = list;
  let kept = 0;
  c.scope.editor.begin(
    { table: "personas", id, field: at.added(field), label: `New ${one}` },
    {
      text: "",
      change: `Add ${one}`,
      ops(value) {
        const words = linesOf(String(value));
        kept = words.length;
        const now = c.shown.row("personas", id)?.[field] ?? [];
        return kept ? setting(id, { [field]: [...now, ...words] }) : [];
      },
      done(how) {
        if (kept) c.scope.say(`${plural(kept, one, `${one}s`)} added`);
        if (how === "enter" && kept) addItems(c, id, list);
        else back(c, id, `[data-field="${field}"] .add`, "[data-add=section]")(how);
      },
    },
  );
}

/** Edit one item where it stands: several lines make several items, none removes it. */
export function editItem(
  c: CardsState,
  id: string,
  list: { field: ListField; one: string },
  item: Item,
): void {
  const { field, one } = list;
  c.scope.editor.begin(
    { table: "personas", id, field: at.item(field, item), label: `Edit ${one}` },
    {
      text: item.text,
      change: `Edit ${one}`,
      ops(value) {
        const now = c.shown.row("personas", id)?.[field] ?? [];
        return setting(id, { [field]: replaceItem(now, item, linesOf(String(value))) });
      },
      done: back(c, id, `[data-field="${field}"] .item[tabindex="0"]`, "[data-add=section]"),
    },
  );
}

function ofTrait(name: string, selector: string): Spot {
  return (card) =>
    [...card.querySelectorAll<HTMLElement>("[data-trait]")]
      .find((row) => row.dataset.trait === name)
      ?.querySelector<HTMLElement>(selector);
}

function traitsNow(c: CardsState, id: string): Traits {
  return c.shown.row("personas", id)?.traits ?? {};
}

export function addTrait(c: CardsState, id: string): void {
  let kept: string[] = [];
  c.scope.editor.begin(
    { table: "personas", id, field: at.added("traits"), label: "New trait" },
    {
      text: "",
      change: "Add trait",
      parse(text) {
        const names = linesOf(text);
        const traits = addTraits(traitsNow(c, id), names);
        kept = names;
        return traits;
      },
      ops: (traits) => (kept.length ? setting(id, { traits: traits as Traits }) : []),
      done(how) {
        const added = kept.slice(-1).map((name) => ofTrait(name, "input"));
        back(c, id, ...added, "[data-field=traits] .add", "[data-add=section]")(how);
      },
    },
  );
}

export function editTraitName(c: CardsState, id: string, name: string): void {
  let renamed = name;
  c.scope.editor.begin(
    { table: "personas", id, field: at.name(name), label: "Name of the trait" },
    {
      text: name,
      change: "Rename trait",
      parse(text) {
        renamed = text.trim();
        return renameTrait(traitsNow(c, id), name, renamed);
      },
      ops: (value) => setting(id, { traits: value as Traits }),
      done(how) {
        const spot = ofTrait(renamed, ".trait-name");
        back(c, id, spot, "[data-field=traits] .add", "[data-add=section]")(how);
      },
    },
  );
}

export function editTraitNumber(c: CardsState, id: string, name: string, text: string): void {
  c.scope.editor.begin(
    { table: "personas", id, field: at.number(name), label: `${name}, from −1 to 1` },
    {
      text,
      change: "Set trait",
      parse: traitOf,
      ops: (value) => setting(id, { traits: setTrait(traitsNow(c, id), name, Number(value)) }),
      done: back(c, id, ofTrait(name, ".trait-number"), "[data-add=section]"),
    },
  );
}
