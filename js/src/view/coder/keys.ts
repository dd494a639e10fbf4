/** The keys of the text: walking, selecting, coding. */
import { chordOf, typedBy } from "../../actions/keymap";
import type { CoderState } from "../../coder/state";
import { dropQuote, openQuoteMenu } from "./menus";
import type { Pane } from "./pane";

type Act = (coder: CoderState, pane: Pane) => unknown;

const go =
  (to: (now: number, pane: Pane) => number): Act =>
  (coder, pane) =>
    pane.focus(to(coder.place.peek(), pane));

const select =
  (grain: "character" | "word" | "sentence", by: 1 | -1, grow: boolean): Act =>
  (_coder, pane) =>
    pane.walk(grain, by, grow);

const ACTS: Record<string, Act> = {
  ArrowDown: go((now) => now + 1),
  ArrowUp: go((now) => now - 1),
  "Mod+Home": go(() => 0),
  "Mod+End": go(() => Number.MAX_SAFE_INTEGER),
  PageDown: (_coder, pane) => pane.page(1),
  PageUp: (_coder, pane) => pane.page(-1),
  ArrowRight: select("word", 1, false),
  ArrowLeft: select("word", -1, false),
  "Shift+ArrowRight": select("word", 1, true),
  "Shift+ArrowLeft": select("word", -1, true),
  "Mod+ArrowRight": select("sentence", 1, false),
  "Mod+ArrowLeft": select("sentence", -1, false),
  "Mod+Shift+ArrowRight": select("sentence", 1, true),
  "Mod+Shift+ArrowLeft": select("sentence", -1, true),
  "Shift+ArrowDown": select("sentence", 1, true),
  "Shift+ArrowUp": select("sentence", -1, true),
  "Alt+Shift+ArrowRight": select("character", 1, true),
  "Alt+Shift+ArrowLeft": select("character", -1, true),
  Enter: (coder) => coder.pickFor(),
  "0": (coder) => coder.mark(),
  Delete: (coder) => {
    const quote = coder.quote.peek();
    if (quote !== undefined) dropQuote(coder, quote);
  },
  Escape: (coder, pane) => {
    const busy = coder.selected.peek() !== undefined || coder.quote.peek() !== undefined;
    coder.select(undefined);
    coder.lookAt(undefined);
    if (busy) pane.focus(coder.place.peek());
  },
  "Shift+F10": (coder, pane) => openMenu(coder, pane),
  ContextMenu: (coder, pane) => openMenu(coder, pane),
  "/": (coder) => {
    coder.find.value += 1;
  },
  "Mod+F": (coder) => {
    coder.find.value += 1;
  },
  "?": (coder) => {
    coder.help.value = true;
  },
};

function openMenu(coder: CoderState, pane: Pane): void {
  const quote = coder.quote.peek() ?? pane.firstQuote(coder.place.peek());
  const { left, top } = coder.targetBox();
  if (quote !== undefined) openQuoteMenu(coder, quote, { x: left, y: top });
}

/** On a quote's label, where Left and Right would select in the text, they do; the rest is the same. */
export function onTextKeyDown(coder: CoderState, pane: Pane, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.isComposing || target.closest(".decide")) return;
  const label = target.closest("[data-quote]") !== null;
  const chord = chordOf(event);
  const step = chord === "ArrowDown" ? 1 : chord === "ArrowUp" ? -1 : 0;
  if (label && step && pane.walkLabels(target, step)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const act = ACTS[chord] ?? coding(coder, event);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act(coder, pane);
}

/** A figure applies the code on that key; a letter begins a code's name. */
function coding(coder: CoderState, event: KeyboardEvent): Act | undefined {
  const typed = typedBy(event);
  if (typed === undefined || !coder.editable) return undefined;
  if (/^[1-9]$/.test(typed)) {
    return () => {
      const code = coder.keys.peek()[Number(typed) - 1];
      if (code) coder.toggle(code);
      else coder.scope.say(`No code is on the key ${typed}`);
    };
  }
  return /[\p{L}\p{N}]/u.test(typed) ? () => coder.pickFor(typed) : undefined;
}
