/** The menus of quotes and of the view. */
import { carryOut } from "../../actions/carry-out";
import {
  acceptApplication,
  addMemo,
  applicationsOf,
  deleteQuote,
  moveQuote,
  removeApplication,
  setQuote,
} from "../../actions/quotes";
import type { CoderState } from "../../coder/state";
import type { Application, Quote } from "../../generated/schema";
import type { MenuItem } from "../../state/scope";
import { brief } from "../../state/words";

type At = { x: number; y: number };

const LEVELS = [
  ["private", "Private: stays here"],
  ["team", "Team"],
  ["public", "Public"],
] as const;

const SCORES: readonly [number | null, string][] = [
  [2, "+2 delighted"],
  [1, "+1 pleased"],
  [0, "0 neither"],
  [-1, "\u22121 annoyed"],
  [-2, "\u22122 in despair"],
  [null, "No score"],
];

export function openQuoteMenu(coder: CoderState, quote: string, at: At): void {
  const row = coder.shown.row("quotes", quote);
  if (!row) return;
  const span = coder.selected.peek();
  coder.lookAt(quote);
  const items = coder.editable ? quoteItems(coder, row, span) : readItems(coder, row);
  coder.scope.menu.value = { label: "Quote", items, at, back: () => coder.focusQuote(quote) };
}

function readItems(coder: CoderState, { id }: Quote): MenuItem[] {
  return [{ id: "copy", label: "Copy", hint: "Ctrl+C", run: () => coder.copyQuote(id) }];
}

function quoteItems(
  coder: CoderState,
  row: Quote,
  span: CoderState["selected"]["value"],
): MenuItem[] {
  const { scope, shown } = coder;
  const { id } = row;
  const overlaps =
    span?.source === row.source && span.start < (row.end ?? 0) && span.end > (row.start ?? 0);
  const applied = applicationsOf(shown, id);
  return [
    { id: "code", label: "Code…", hint: "or just type", run: () => coder.pickFor() },
    ...applied.map((one) => codeItem(coder, one)),
    {
      id: "score",
      label: "Feeling",
      apart: true,
      items: () =>
        SCORES.map(([score, label]) => ({
          id: String(score),
          label,
          checked: row.score === score,
          run: () =>
            void carryOut(scope, setQuote(shown, id, { score }, "Score quote", `Scored: ${label}`)),
        })),
    },
    {
      id: "level",
      label: "May be shown to",
      items: () =>
        LEVELS.map(([level, label]) => ({
          id: level,
          label,
          checked: row.level === level,
          run: () => void carryOut(scope, setQuote(shown, id, { level }, "Set level", label)),
        })),
    },
    { id: "display", label: "Edit for display…", run: () => askDisplay(coder, row) },
    { id: "memo", label: "Add memo…", run: () => askMemo(coder, row) },
    ...(overlaps && span
      ? [
          {
            id: "words",
            label: "Change to the selected words",
            run: () => void carryOut(scope, moveQuote(shown, id, span)),
          },
        ]
      : []),
    { id: "copy", label: "Copy", hint: "Ctrl+C", apart: true, run: () => coder.copyQuote(id) },
    {
      id: "delete",
      label: "Delete quote",
      hint: "Del",
      danger: true,
      run: () => dropQuote(coder, id),
    },
  ];
}

function codeItem(coder: CoderState, one: Application): MenuItem {
  const { scope, shown } = coder;
  const name = brief(shown.row("codes", one.code)?.name ?? "") || "unnamed code";
  const by = one.coder && one.coder !== coder.coder.peek() ? ` of ${one.coder}` : "";
  const remove = {
    id: "remove",
    label: "Remove",
    run: () => void carryOut(scope, removeApplication(shown, one.id)),
  };
  if (one.accepted) return { ...remove, id: one.id, label: `Remove ${name}${by}` };
  const why = one.rationale.length ? `Because of: ${one.rationale.join(", ")}` : "";
  return {
    id: one.id,
    label: `${name}, suggested`,
    items: () => [
      {
        id: "accept",
        label: "Accept",
        run: () => void carryOut(scope, acceptApplication(shown, one.id)),
      },
      { ...remove, label: "Reject" },
      ...(why ? [{ id: "why", label: why, disabled: true, apart: true }] : []),
    ],
  };
}

export function dropQuote(coder: CoderState, id: string): void {
  if (!coder.editable) return;
  const text = coder.text.peek();
  const start = coder.shown.row("quotes", id)?.start ?? null;
  if (!carryOut(coder.scope, deleteQuote(coder.shown, id))) return;
  coder.lookAt(undefined);
  const passage = start === null ? undefined : text?.holding(start);
  if (passage) coder.place.value = passage.index;
  coder.focusText();
}

function askDisplay(coder: CoderState, row: Quote): void {
  const { scope, shown } = coder;
  scope.ask.value = {
    title: "Edit for display",
    label: "The quote as it is shown",
    value: coder.wordsOf(row),
    hint: "The words said are kept as they are. Write [...] for what you leave out, and [words] for what you add.",
    multiline: true,
    done: (value) => {
      const display = value.trim() && value !== row.exact ? value : null;
      carryOut(scope, setQuote(shown, row.id, { display }, "Edit for display", "Quote edited"));
      return undefined;
    },
    back: () => coder.focusQuote(row.id),
  };
}

function askMemo(coder: CoderState, { id }: Quote): void {
  const { scope, shown } = coder;
  scope.ask.value = {
    title: "Memo",
    label: "What you think of it",
    value: "",
    multiline: true,
    done: (value) => {
      if (!value.trim()) return "A memo needs words.";
      carryOut(scope, addMemo(shown, id, value, coder.coding()));
      return undefined;
    },
    back: () => coder.focusQuote(id),
  };
}

/** The menu of the view: who codes, whose marks stand beside, how it looks. */
export function openCoderMenu(coder: CoderState, button: HTMLElement): void {
  const { scope } = coder;
  const box = button.getBoundingClientRect();
  const theme = scope.themeSetting.peek();
  const items: MenuItem[] = [
    { id: "beside", label: "Marks side by side", items: () => besideItems(coder) },
    {
      id: "theme",
      label: "Theme",
      items: () =>
        (["auto", "light", "dark"] as const).map((one) => ({
          id: one,
          label: one === "auto" ? "As the notebook" : one === "light" ? "Light" : "Dark",
          checked: theme === one,
          run: () => scope.theming(one),
        })),
    },
    {
      id: "help",
      label: "Keys",
      hint: "?",
      apart: true,
      run: () => {
        coder.help.value = true;
      },
    },
  ];
  if (coder.editable) {
    const who = coder.coder.peek();
    const label = who ? `You code as ${brief(who)}…` : "Say who codes…";
    items.unshift({ id: "coder", label, run: () => askCoder(coder, button) });
  }
  scope.menu.value = {
    label: "Notes coder",
    items,
    at: { x: box.left, y: box.bottom + 4 },
    back: () => button.focus(),
  };
}

export function besideItems(coder: CoderState): MenuItem[] {
  const others = coder.coders.peek().filter((name) => name !== coder.coder.peek());
  const choose = (name: string | undefined) => () => {
    coder.beside.value = name;
    coder.scope.say(name === undefined ? "All marks in one column" : `Marks of ${name} beside`);
  };
  if (others.length === 0) {
    return [{ id: "nobody", label: "Nobody else has coded", disabled: true }];
  }
  const now = coder.beside.peek();
  return [
    { id: "none", label: "All in one column", checked: now === undefined, run: choose(undefined) },
    ...others.map((name) => ({
      id: `by ${name}`,
      label: name,
      checked: now === name,
      run: choose(name),
    })),
  ];
}

export function askCoder(coder: CoderState, button: HTMLElement): void {
  coder.scope.ask.value = {
    title: "Who codes",
    label: "Name or initials that your codes bear",
    value: coder.coder.peek(),
    choices: coder.coders.peek(),
    done: (value) => {
      coder.nameCoder(value.trim());
      return undefined;
    },
    back: () => button.focus(),
  };
}
