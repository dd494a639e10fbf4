/** Which quotes are looked at: by participant, code, attribute, coder, origin and level. */
import type { Application, Participant, Quote } from "../generated/schema";
import type { CodeTree } from "./code-tree";
import type { CoderFilter } from "./contract";

export type FilterKind = Exclude<keyof CoderFilter, "attributes" | "suggested">;

/** In `codes`: quotes without a code. No id is empty. */
export const NO_CODE = "";

export function isEverything(filter: CoderFilter): boolean {
  const { attributes, suggested, ...kinds } = filter;
  const lists = [...Object.values(kinds), ...Object.values(attributes)];
  return !suggested && lists.every((some) => some.length === 0);
}

/** The same filter with one value more, or one less where it was there. */
export function toggled(filter: CoderFilter, kind: FilterKind, value: string): CoderFilter {
  return { ...filter, [kind]: switched(filter[kind], value) };
}

export function toggledAttribute(filter: CoderFilter, name: string, value: string): CoderFilter {
  const own = switched(valuesOf(filter, name), value);
  const rest = Object.entries(filter.attributes).filter(([other]) => other !== name);
  // From entries: a name such as "__proto__" is a name like any other.
  const attributes = Object.fromEntries(own.length ? [...rest, [name, own]] : rest);
  return { ...filter, attributes };
}

export function valuesOf(filter: CoderFilter, name: string): readonly string[] {
  return Object.entries(filter.attributes).find(([other]) => other === name)?.[1] ?? [];
}

function switched(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** What can be asked of a participant: the columns of its own, and of its attributes. */
export function attributesOf(participant: Participant): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const put = (name: string, value: unknown) => {
    const values = (Array.isArray(value) ? value : [value]).map(asText).filter(Boolean);
    if (values.length) found.set(name, values);
  };
  put("role", participant.role);
  put("persona", participant.persona);
  for (const [name, value] of Object.entries(participant.attributes)) put(name, value);
  return found;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The values of each attribute over all participants, as often as they occur. */
export function attributeValues(
  participants: readonly Participant[],
): Map<string, Map<string, number>> {
  const all = new Map<string, Map<string, number>>();
  for (const participant of participants) {
    for (const [name, values] of attributesOf(participant)) {
      const counts = all.get(name) ?? new Map<string, number>();
      all.set(name, counts);
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return all;
}

/** A filter made ready: asking it of one row costs little. */
export class Sieve {
  readonly #codes: ReadonlySet<string>;
  readonly #uncoded: boolean;
  /** Whether it asks anything of a quote's codes. */
  readonly #asksCodes: boolean;

  constructor(
    readonly filter: CoderFilter,
    tree: CodeTree,
  ) {
    const codes = filter.codes.filter((id) => id !== NO_CODE);
    this.#codes = new Set(codes.flatMap((id) => [...tree.within(id)]));
    this.#uncoded = filter.codes.includes(NO_CODE);
    const asked = [filter.codes, filter.coders, filter.origins].some((some) => some.length > 0);
    this.#asksCodes = filter.suggested || asked;
  }

  /** Whether what this participant says is looked at; undefined: nobody is known to say it. */
  participant(participant: Participant | undefined): boolean {
    const { participants, attributes } = this.filter;
    const asked = Object.entries(attributes).filter(([, values]) => values.length);
    if (!participants.length && !asked.length) return true;
    if (!participant) return false;
    if (participants.length && !participants.includes(participant.id)) return false;
    const own = asked.length ? attributesOf(participant) : new Map<string, string[]>();
    return asked.every(([name, values]) => own.get(name)?.some((value) => values.includes(value)));
  }

  application(application: Application): boolean {
    const { codes, coders, origins, suggested } = this.filter;
    if (suggested && application.accepted) return false;
    if (codes.length && !this.#codes.has(application.code)) return false;
    if (coders.length && !coders.includes(application.coder)) return false;
    return !origins.length || origins.includes(application.origin);
  }

  quote(
    quote: Quote,
    participant: Participant | undefined,
    applications: readonly Application[],
  ): boolean {
    const { levels, coders, origins, suggested } = this.filter;
    if (levels.length && !levels.includes(quote.level)) return false;
    if (!this.participant(participant)) return false;
    if (!this.#asksCodes || applications.some((one) => this.application(one))) return true;
    // Nobody's code is on it, but somebody marked it.
    if (applications.length || !this.#uncoded || origins.length || suggested) return false;
    return !coders.length || coders.includes(quote.coder);
  }
}
