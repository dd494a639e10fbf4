/** The keys of the codebook: the pattern of a tree, and what can be done with a code. */

import type { Shift } from "../../actions/codes";
import { chordOf, typedBy } from "../../actions/keymap";
import { fold } from "../../coder/code-match";
import { addBehind, askToDelete, beginAdd, rename, shift, showAlone } from "./code-acts";
import { openCodeMenu } from "./code-menu";
import type { CodebookState } from "./codebook-state";

/** Letters that follow each other within this time, in ms, are one beginning. */
const PAUSE = 700;

/** Chords on a code; in a right-to-left page left and right change places before. */
const ACTS: Record<string, (book: CodebookState, id: string, element: Element) => void> = {
  F2: rename,
  Insert: addBehind,
  "Shift+Insert": (book, id) => beginAdd(book, { parent: id }),
  Delete: askToDelete,
  Backspace: askToDelete,
};

const SHIFTS: Record<string, Shift> = {
  "Alt+ArrowUp": "up",
  "Alt+ArrowDown": "down",
  "Alt+ArrowRight": "in",
  "Alt+ArrowLeft": "out",
};

export function onTreeKey(book: CodebookState, event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  const item = (event.target as Element).closest<HTMLElement>("[data-code]");
  const id = item?.dataset.code;
  // A key in a button or editor inside of it is not the code's.
  if (!item || id === undefined || event.target !== item) return;
  const flipped = getComputedStyle(item).direction === "rtl";
  const chord = flipped ? mirrored(chordOf(event)) : chordOf(event);
  if (!act(book, id, chord, item) && !find(book, id, typedBy(event))) return;
  event.preventDefault();
  event.stopPropagation();
}

function mirrored(chord: string): string {
  if (chord.endsWith("ArrowLeft")) return chord.replace("ArrowLeft", "ArrowRight");
  return chord.replace("ArrowRight", "ArrowLeft");
}

function act(book: CodebookState, id: string, chord: string, item: HTMLElement): boolean {
  const { coder } = book;
  if (walk(book, id, chord)) return true;
  if (chord === "Space") showAlone(book, id);
  else if (chord === "Escape") coder.focusText();
  else if (chord === "ContextMenu" || chord === "Shift+F10") openCodeMenu(book, id, item);
  else if (!coder.editable) return false;
  else if (chord === "Enter") coder.apply(id);
  else if (SHIFTS[chord]) shift(book, id, SHIFTS[chord]);
  else if (ACTS[chord]) ACTS[chord](book, id, item);
  else return false;
  return true;
}

/** The walks of the tree pattern. */
function walk(book: CodebookState, id: string, chord: string): boolean {
  const tree = book.tree.peek();
  const ids = book.visible.peek();
  const at = ids.indexOf(id);
  const children = tree.children(id);
  const folded = book.folded.peek().has(id);
  const parent = tree.parent(id);
  const to = (target: string | undefined) => {
    if (target !== undefined) book.focus(target);
    return true;
  };
  switch (chord) {
    case "ArrowDown":
      return to(ids[at + 1]);
    case "ArrowUp":
      return to(ids[at - 1]);
    case "Home":
      return to(ids[0]);
    case "End":
      return to(ids.at(-1));
    case "ArrowRight":
      if (folded && children.length) book.fold(id, false);
      else to(children[0]?.id);
      return true;
    case "ArrowLeft":
      if (!folded && children.length) book.fold(id, true);
      else to(parent ?? undefined);
      return true;
    case "*":
      for (const { id: sibling } of tree.siblings(id)) book.fold(sibling, false);
      return true;
    default:
      return false;
  }
}

/** The next code that begins with what is typed. Figures are the keys of codes. */
function find(book: CodebookState, id: string, typed: string | undefined): boolean {
  if (typed === undefined || /^\d$/.test(typed)) return false;
  const now = Date.now();
  const going = now - book.typed.at < PAUSE;
  const text = (going ? book.typed.text : "") + fold(typed).text;
  book.typed = { text, at: now };
  // The same letter again goes on to the next; more letters may still mean the code at hand.
  const same = [...text].every((letter) => letter === text[0]);
  const sought = same ? (text[0] ?? "") : text;
  const tree = book.tree.peek();
  const round = (ids: readonly string[]) => {
    const from = ids.indexOf(id) + (same ? 1 : 0);
    return [...ids.slice(from), ...ids.slice(0, from)];
  };
  const name = (one: string) => fold(tree.code(one)?.name ?? "").text;
  // A name that is in sight before one that is folded away, its beginning before a word's.
  const hit =
    round(book.visible.peek()).find((one) => name(one).startsWith(sought)) ??
    round(tree.sequence).find((one) => name(one).startsWith(sought)) ??
    round(tree.sequence).find((one) => name(one).includes(` ${sought}`));
  if (hit !== undefined) book.focus(hit);
  return true;
}
