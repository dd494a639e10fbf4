/** The menu of a code. Every line of it that has a key says which. */
import type { Code } from "../../generated/schema";
import { TABLES } from "../../generated/schema";
import type { MenuItem } from "../../state/scope";
import { brief } from "../../state/words";
import {
  addBehind,
  askToDelete,
  beginAdd,
  isShownAlone,
  pickFor,
  put,
  rename,
  set,
  shift,
  showAlone,
} from "./code-acts";
import type { CodebookState } from "./codebook-state";

const KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function kindName(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

export function kindMenu(code: Code, choose: (kind: Code["kind"]) => void): MenuItem[] {
  return (TABLES.codes.kind?.choices ?? []).map((kind) => ({
    id: kind,
    label: kindName(kind),
    checked: code.kind === kind,
    run: () => kind !== code.kind && choose(kind as Code["kind"]),
  }));
}

function kinds(book: CodebookState, code: Code): MenuItem[] {
  return kindMenu(code, (kind) => set(book, code.id, { kind }, "Set kind of code"));
}

export function keyMenu(book: CodebookState, id: string): MenuItem[] {
  const { coder } = book;
  const keys = coder.keys.peek();
  const items = KEYS.map((key): MenuItem => {
    const taken = coder.code(keys[key - 1] ?? "");
    return {
      id: String(key),
      label: taken && taken.id !== id ? `${key} (now ${brief(taken.name, 24)})` : String(key),
      checked: taken?.id === id,
      run: () => coder.setKey(id, key),
    };
  });
  const none: MenuItem = { id: "none", label: "No key", run: () => coder.setKey(id, 0) };
  return [...items, { ...none, apart: true, disabled: !keys.includes(id) }];
}

function moveMenu(book: CodebookState, id: string): MenuItem[] {
  const tree = book.tree.peek();
  const siblings = tree.siblings(id);
  const at = siblings.findIndex((code) => code.id === id);
  const top = tree.parent(id) === null;
  return [
    { id: "up", label: "Up", hint: "Alt+↑", disabled: at === 0, run: () => shift(book, id, "up") },
    {
      id: "down",
      label: "Down",
      hint: "Alt+↓",
      disabled: at === siblings.length - 1,
      run: () => shift(book, id, "down"),
    },
    {
      id: "in",
      label: "Below the code before it",
      hint: "Alt+→",
      disabled: at === 0,
      run: () => shift(book, id, "in"),
    },
    {
      id: "out",
      label: "Out, behind its parent",
      hint: "Alt+←",
      disabled: top,
      run: () => shift(book, id, "out"),
    },
    { id: "below", label: "Below…", apart: true, run: () => pickFor(book, id, "move") },
    { id: "top", label: "To the top", disabled: top, run: () => put(book, id, { parent: null }) },
  ];
}

export function codeMenu(book: CodebookState, code: Code): MenuItem[] {
  const { coder } = book;
  const { id } = code;
  const quotes: MenuItem = {
    id: "quotes",
    label: isShownAlone(book, id) ? "Show the quotes of all codes" : "Show its quotes alone",
    hint: "Space",
    run: () => showAlone(book, id),
  };
  if (!coder.editable) return [quotes];
  const apply: MenuItem = {
    id: "apply",
    label: "Apply",
    hint: "Enter",
    disabled: coder.target.peek() === undefined,
    run: () => coder.apply(id),
  };
  const folded = book.folded.peek().has(id);
  const fold: MenuItem = {
    id: "fold",
    label: folded ? "Unfold" : "Fold",
    hint: folded ? "→" : "←",
    run: () => book.fold(id, !folded),
  };
  const branch = book.tree.peek().children(id).length > 0;
  const applied = coder.shown.pointing("applications", "code", id).length > 0;
  const others = book.tree.peek().sequence.length > 1;
  return [
    apply,
    quotes,
    ...(branch ? [fold] : []),
    { id: "rename", label: "Rename", hint: "F2", apart: true, run: () => rename(book, id) },
    { id: "kind", label: "Kind", items: () => kinds(book, code) },
    { id: "key", label: "Key", items: () => keyMenu(book, id) },
    {
      id: "add",
      label: "Add code behind it",
      hint: "Ins",
      apart: true,
      run: () => addBehind(book, id),
    },
    {
      id: "add-below",
      label: "Add code below it",
      hint: "Shift+Ins",
      run: () => beginAdd(book, { parent: id }),
    },
    { id: "move", label: "Move", apart: true, items: () => moveMenu(book, id) },
    { id: "merge", label: "Merge into…", disabled: !others, run: () => pickFor(book, id, "merge") },
    {
      id: "take",
      label: "Merge others into it…",
      disabled: !others,
      run: () => pickFor(book, id, "take"),
    },
    {
      id: "split",
      label: "Split…",
      disabled: !applied,
      run: () => {
        book.dialog.value = { kind: "split", id };
      },
    },
    {
      id: "delete",
      label: "Delete…",
      hint: "Del",
      danger: true,
      apart: true,
      run: () => askToDelete(book, id),
    },
  ];
}

/** Open the menu of a code under `element`, or where the pointer is. */
export function openCodeMenu(
  book: CodebookState,
  id: string,
  element: Element,
  point?: { x: number; y: number },
): void {
  const code = book.coder.code(id);
  if (!code) return;
  const box = element.getBoundingClientRect();
  book.coder.scope.menu.value = {
    label: brief(code.name) || "Code",
    items: codeMenu(book, code),
    at: point ?? { x: box.left + 24, y: box.bottom },
    back: () => book.focus(id),
  };
}
