/** What of the study is looked at: a line of buttons, each with a list to choose from. */
import { useEffect, useRef } from "preact/hooks";
import { type CoderFilter, type CoderView, NO_FILTER } from "../../coder/contract";
import {
  attributeValues,
  isEverything,
  NO_CODE,
  toggled,
  toggledAttribute,
  valuesOf,
} from "../../coder/sieve";
import { TABLES } from "../../generated/schema";
import { count, plural } from "../../state/words";
import { Icon } from "../shared/Icon";
import { kindName } from "./code-menu";
import { useCoder } from "./context";
import { Filter, type Group } from "./Filter";

/** Values of one attribute that are listed: more are numbers or free text. */
const MOST_VALUES = 60;

export function FilterBar() {
  const coder = useCoder();
  const filter = coder.filter.value;
  const all = isEverything(filter);
  const set = (next: CoderFilter) => {
    coder.filter.value = next;
  };
  const bare = !coder.shown.ids("quotes").length && !coder.shown.ids("participants").length;
  if (bare && all) return null;
  return (
    <section class="filters" aria-label="Filter">
      <span class="filters-head" aria-hidden="true">
        Filter
      </span>
      <Filter label="People" groups={() => people(coder, set)} chosen={chosenPeople(coder)} />
      <Filter label="Codes" groups={() => codes(coder, set)} chosen={chosenCodes(coder)} />
      <Attributes set={set} />
      <Filter label="Coders" groups={() => coders(coder, set)} chosen={filter.coders} />
      <Filter label="Marks" groups={() => marks(coder, set)} chosen={chosenMarks(filter)} />
      {!all && (
        <button
          type="button"
          class="btn bare clear"
          onClick={(event) => {
            const bar = event.currentTarget.parentElement;
            set(NO_FILTER);
            // The button goes, and would take the focus with it.
            bar?.querySelector<HTMLElement>("button")?.focus();
          }}
        >
          <Icon name="close" />
          Clear
        </button>
      )}
      <span class="grow" />
      <Found />
    </section>
  );
}

function Attributes({ set }: { set: (filter: CoderFilter) => void }) {
  const coder = useCoder();
  if (attributeValues(coder.shown.rows("participants")).size === 0) return null;
  return (
    <Filter
      label="Attributes"
      groups={() => attributes(coder, set)}
      chosen={chosenAttributes(coder.filter.value)}
    />
  );
}

/** How many quotes are left; told when a filter has changed it. */
function Found() {
  const coder = useCoder();
  const total = coder.shown.ids("quotes").length;
  const all = isEverything(coder.filter.value);
  // Without a filter nothing is sifted: there may be very many.
  const left = all ? total : coder.quotes.value.length;
  const text = all ? plural(total, "quote") : `${count(left)} of ${plural(total, "quote")}`;
  const first = useRef(coder.filter.peek());
  const { value: filter } = coder.filter;
  useEffect(() => {
    if (first.current === filter) return;
    first.current = filter;
    coder.scope.say(text);
  }, [coder, filter, text]);
  return <span class="found">{text}</span>;
}

type Set = (filter: CoderFilter) => void;

function people(coder: CoderView, set: Set): Group[] {
  const filter = coder.filter.value;
  return [
    {
      choices: coder.shown.rows("participants").map(({ id, pseudonym, role }) => ({
        value: id,
        label: pseudonym || id,
        note: role === "participant" ? "" : role,
        checked: filter.participants.includes(id),
        toggle: () => set(toggled(coder.filter.peek(), "participants", id)),
      })),
    },
  ];
}

function chosenPeople(coder: CoderView): string[] {
  return coder.filter.value.participants.map((id) => coder.participant(id)?.pseudonym ?? id);
}

function codes(coder: CoderView, set: Set): Group[] {
  const filter = coder.filter.value;
  const choice = (id: string, label: string, depth: number) => ({
    value: id,
    label,
    depth,
    checked: filter.codes.includes(id),
    toggle: () => set(toggled(coder.filter.peek(), "codes", id)),
  });
  const listed: Group["choices"][number][] = [];
  const visit = (parent: string | null, depth: number) => {
    for (const id of coder.children(parent)) {
      listed.push(choice(id, coder.code(id)?.name || "unnamed code", depth));
      visit(id, depth + 1);
    }
  };
  visit(null, 0);
  return [{ choices: listed }, { choices: [choice(NO_CODE, "Quotes without a code", 0)] }];
}

function chosenCodes(coder: CoderView): string[] {
  return coder.filter.value.codes.map((id) =>
    id === NO_CODE ? "without" : coder.code(id)?.name || "unnamed code",
  );
}

function attributes(coder: CoderView, set: Set): Group[] {
  const filter = coder.filter.value;
  const all = attributeValues(coder.shown.rows("participants"));
  return [...all].map(([name, values]) => ({
    name,
    choices: [...values]
      .sort(([one, a], [other, b]) => b - a || one.localeCompare(other))
      .slice(0, MOST_VALUES)
      .map(([value, n]) => ({
        value,
        label: value,
        note: plural(n, "person", "people"),
        checked: valuesOf(filter, name).includes(value),
        toggle: () => set(toggledAttribute(coder.filter.peek(), name, value)),
      })),
    more: Math.max(values.size - MOST_VALUES, 0),
  }));
}

function chosenAttributes({ attributes: chosen }: CoderFilter): string[] {
  return Object.entries(chosen).flatMap(([name, values]) =>
    values.map((value) => `${name} ${value}`),
  );
}

function coders(coder: CoderView, set: Set): Group[] {
  const filter = coder.filter.value;
  return [
    {
      choices: coder.coders.value.map((name) => ({
        value: name,
        label: name,
        checked: filter.coders.includes(name),
        toggle: () => set(toggled(coder.filter.peek(), "coders", name)),
      })),
    },
  ];
}

const ORIGINS: Record<string, string> = {
  human: "Applied by a person",
  import: "Imported",
  model: "By a model",
};

function marks(coder: CoderView, set: Set): Group[] {
  const filter = coder.filter.value;
  const choices = (kind: "origins" | "levels", values: readonly string[]) =>
    values.map((value) => ({
      value,
      label: ORIGINS[value] ?? kindName(value),
      checked: filter[kind].includes(value),
      toggle: () => set(toggled(coder.filter.peek(), kind, value)),
    }));
  const suggested = {
    value: "suggested",
    label: "Suggestions to accept",
    checked: filter.suggested,
    toggle: () => {
      const now = coder.filter.peek();
      set({ ...now, suggested: !now.suggested });
    },
  };
  return [
    { choices: [suggested] },
    { name: "Origin", choices: choices("origins", TABLES.applications.origin?.choices ?? []) },
    { name: "Level", choices: choices("levels", TABLES.quotes.level?.choices ?? []) },
  ];
}

function chosenMarks({ suggested, origins, levels }: CoderFilter): string[] {
  return [...(suggested ? ["suggestions"] : []), ...origins, ...levels];
}
