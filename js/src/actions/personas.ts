/** What can be done with personas. */
import type { Persona } from "../generated/schema";
import { sparse } from "../model/rows";
import { brief, plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { add, type Plan, placing, position, type Refusal, remove, rowsOf, set } from "./plan";

const GONE: Refusal = { refused: "That persona is gone." };

export function personasOf(shown: Shown): Persona[] {
  return rowsOf(shown, "personas", shown.ids("personas"));
}

export function nameOf(persona: Persona): string {
  return brief(persona.name) || "unnamed persona";
}

/** A persona at the end, with a name that nobody has. */
export function addPersona(shown: Shown, id: string): Plan {
  const all = personasOf(shown);
  const { orders, ops } = placing("personas", all, undefined);
  const name = unused(all, (n) => `Persona ${n}`, all.length + 1);
  return {
    label: "Add persona",
    ops: [...ops, add("personas", id, { name, order: orders[0] ?? "" })],
    say: `${name} added`,
  };
}

/** A copy right behind its source. The cards on the map stay the source's own. */
export function duplicatePersona(shown: Shown, source: string, id: string): Plan | Refusal {
  const persona = shown.row("personas", source);
  if (!persona) return GONE;
  const all = personasOf(shown);
  const next = all[all.findIndex((row) => row.id === source) + 1];
  const { orders, ops } = placing("personas", all, next?.id);
  const { id: _, ...values } = sparse("personas", { ...persona });
  const copy = (n: number) => `${persona.name} copy${n > 1 ? ` ${n}` : ""}`;
  const name = persona.name && unused(all, copy);
  return {
    label: "Duplicate persona",
    ops: [...ops, add("personas", id, { ...values, name, order: orders[0] ?? "" })],
    say: `${nameOf(persona)} duplicated`,
  };
}

function unused(personas: readonly Persona[], name: (n: number) => string, from = 1): string {
  const taken = new Set(personas.map((persona) => persona.name));
  let n = from;
  while (taken.has(name(n))) n += 1;
  return name(n);
}

/** Before the persona `before`; at the end without one. */
export function movePersona(shown: Shown, id: string, before: string | undefined): Plan | Refusal {
  const persona = shown.row("personas", id);
  if (!persona) return GONE;
  const rest = personasOf(shown).filter((other) => other.id !== id);
  const { orders, ops } = placing("personas", rest, before);
  const found = rest.findIndex((other) => other.id === before);
  const index = found < 0 ? rest.length : found;
  return {
    label: "Move persona",
    ops: [...ops, set("personas", id, { order: orders[0] ?? persona.order })],
    say: `${nameOf(persona)} moved to ${position(index, rest.length + 1)}`,
  };
}

/** By some places; refused where it is at that end already. */
export function shiftPersona(shown: Shown, id: string, by: number): Plan | Refusal {
  const ids = shown.ids("personas");
  const from = ids.indexOf(id);
  const to = Math.min(Math.max(from + by, 0), ids.length - 1);
  if (from < 0) return GONE;
  if (from === to) return { refused: `This persona is already ${by < 0 ? "first" : "last"}.` };
  return movePersona(shown, id, ids[to < from ? to : to + 1]);
}

/** What goes along when a persona is deleted: "5 cards and 2 values". Empty where nothing does. */
export function hangingOn(shown: Shown, id: string): string {
  const cards = shown.pointing("cards", "persona", id).length;
  const values = shown.pointing("values", "persona", id).length;
  const parts = [cards && plural(cards, "card"), values && plural(values, "value")];
  return parts.filter(Boolean).join(" and ");
}

export function deletePersona(shown: Shown, id: string): Plan | Refusal {
  const persona = shown.row("personas", id);
  if (!persona) return GONE;
  const along = hangingOn(shown, id);
  const what = along ? `${nameOf(persona)} deleted with ${along}` : `${nameOf(persona)} deleted`;
  return {
    label: "Delete persona",
    ops: [remove("personas", id)],
    say: `${what}. Undo brings it back.`,
  };
}

export type PersonaValues = Partial<Omit<Persona, "id" | "order">>;

/** Set fields; `say` tells what was done. */
export function setPersona(id: string, values: PersonaValues, label: string, say = ""): Plan {
  return { label, ops: [set("personas", id, values)], say };
}
