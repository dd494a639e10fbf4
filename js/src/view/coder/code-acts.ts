/** What the keys, the menus and the mouse do with codes. */
import { carryOut } from "../../actions/carry-out";
import {
  addCode,
  behind,
  type CodeValues,
  deleteCode,
  hangingOn,
  moveCode,
  nameOf,
  type Shift,
  type Spot,
  setCode,
  shiftCode,
} from "../../actions/codes";
import { mergeCodes } from "../../actions/codes-merge";
import { isRefusal } from "../../actions/plan";
import { applyCode } from "../../actions/quotes";
import { sameName } from "../../coder/code-match";
import { NO_FILTER } from "../../coder/contract";
import type { CodebookState } from "./codebook-state";

/** A name as it is kept. */
function named(text: string): string {
  const name = text.replace(/\s+/g, " ").trim();
  if (!name) throw new Error("A code needs a name.");
  return name;
}

/** Write the name of a new code where it will stand; it is made when the name is done. */
export function beginAdd(book: CodebookState, spot: Spot): void {
  const { scope, shown, client } = book.coder;
  const before = book.at.peek();
  const id = client.newId();
  if (spot.parent !== null) book.fold(spot.parent, false);
  const begun = scope.editor.begin(
    { table: "codes", id, field: "name", label: "Name of the new code" },
    {
      text: "",
      change: "Add code",
      parse: named,
      ops(value) {
        // Where others have deleted what it was to stand below, the name is kept all the same.
        const { parent } = spot;
        const there = parent === null || shown.row("codes", parent) !== undefined;
        const plan = addCode(shown, id, there ? spot : { parent: null }, { name: String(value) });
        return isRefusal(plan) ? [] : plan.ops;
      },
      done(how) {
        book.adding.value = undefined;
        const made = shown.row("codes", id);
        if (made) scope.say(`${nameOf(made)} added`);
        const next = made ? id : before;
        if (made) book.go(id);
        if (how === "blur") return;
        if (next === undefined) book.focusAt("[data-add-code]");
        else book.focus(next);
        if (made) tellTwin(book, id);
      },
    },
  );
  if (begun) book.adding.value = { ...spot, id };
}

export function addBehind(book: CodebookState, id: string): void {
  beginAdd(book, behind(book.tree.peek(), id));
}

export function rename(book: CodebookState, id: string): void {
  const { scope } = book.coder;
  scope.editor.begin(
    { table: "codes", id, field: "name", label: "Name of the code" },
    {
      change: "Rename code",
      parse: named,
      done(how) {
        if (how !== "blur") book.focus(id);
        if (how !== "escape") tellTwin(book, id);
      },
    },
  );
}

/** Two codes of one name side by side are most often one. */
function tellTwin(book: CodebookState, id: string): void {
  const code = book.tree.peek().code(id);
  const twin =
    code &&
    book.tree
      .peek()
      .siblings(id)
      .find((other) => {
        return other.id !== id && sameName(other.name, code.name);
      });
  if (!code || !twin) return;
  const run = () => {
    book.coder.scope.quiet();
    merge(book, id, twin.id);
  };
  const reason = `There is a code named ${nameOf(twin)} here already.`;
  book.coder.scope.tell(reason, [{ label: "Merge the two", run }]);
}

export function set(book: CodebookState, id: string, values: CodeValues, label: string): boolean {
  return carryOut(book.coder.scope, setCode(book.coder.shown, id, values, label));
}

export function shift(book: CodebookState, id: string, way: Shift): void {
  if (carryOut(book.coder.scope, shiftCode(book.coder.shown, id, way))) book.focus(id);
}

export function merge(book: CodebookState, id: string, into: string): void {
  if (carryOut(book.coder.scope, mergeCodes(book.coder.shown, [id], into))) book.focus(into);
}

/** Delete; where something goes along, this is said and asked first. */
export function askToDelete(book: CodebookState, id: string): void {
  const along = hangingOn(book.coder.shown, [id]);
  if (!along && book.tree.peek().children(id).length === 0) deleteNow(book, id, "stay");
  else book.dialog.value = { kind: "delete", id };
}

export function deleteNow(book: CodebookState, id: string, below: "stay" | "go"): void {
  const tree = book.tree.peek();
  const gone = below === "go" ? tree.within(id) : new Set([id]);
  const ids = book.visible.peek();
  const at = ids.indexOf(id);
  const left = (other: string) => !gone.has(other);
  const next = ids.slice(at + 1).find(left) ?? ids.slice(0, at).reverse().find(left);
  if (!carryOut(book.coder.scope, deleteCode(book.coder.shown, id, below))) return;
  if (next === undefined) book.focusAt("[data-add-code]");
  else book.focus(next);
}

/** Whether the quotes of this code alone are shown. */
export function isShownAlone(book: CodebookState, id: string): boolean {
  const { codes } = book.coder.filter.value;
  return codes.length === 1 && codes[0] === id;
}

/** Show the quotes of this code alone, or all of them again. */
export function showAlone(book: CodebookState, id: string): void {
  const { filter, scope } = book.coder;
  const code = book.tree.peek().code(id);
  if (!code) return;
  const alone = isShownAlone(book, id);
  filter.value = { ...filter.peek(), codes: alone ? NO_FILTER.codes : [id] };
  scope.say(alone ? "Quotes of all codes" : `Quotes of ${nameOf(code)}`);
}

/** Put a code to another place, and the focus with it. */
export function put(book: CodebookState, id: string, spot: Spot): void {
  if (carryOut(book.coder.scope, moveCode(book.coder.shown, id, spot))) book.focus(id);
}

/** Apply a code to quotes that are dropped on it, as one change. */
export function applyTo(book: CodebookState, id: string, quotes: readonly string[]): void {
  const { scope, shown, client, coder } = book.coder;
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  const coding = { coder: coder.peek(), at, newId: () => client.newId() };
  const plans = quotes
    .filter((quote) => shown.row("quotes", quote))
    .map((quote) => applyCode(shown, { kind: "quote", id: quote }, id, null, coding));
  const ops = plans.flatMap((plan) => (isRefusal(plan) ? [] : plan.ops));
  const [first] = plans;
  if (!first) scope.tell("That quote is of another study.");
  else if (isRefusal(first) || ops.length === 0) carryOut(scope, first);
  else carryOut(scope, { ...first, ops });
}

type Picked = "merge" | "take" | "move";

const TITLES: Record<Picked, (name: string) => string> = {
  merge: (name) => `Merge ${name} into`,
  take: (name) => `Merge into ${name}`,
  move: (name) => `Move ${name} below`,
};

/** Pick a code: that this one is to be merged into or stand below, or that is to be merged into it. */
export function pickFor(book: CodebookState, id: string, what: Picked): void {
  const { coder } = book;
  const tree = book.tree.peek();
  const code = tree.code(id);
  const box = book.element(id)?.getBoundingClientRect();
  if (!code || !box) return;
  coder.picking.value = {
    title: TITLES[what](nameOf(code)),
    typed: "",
    beside: { left: box.left + 24, top: box.top, bottom: box.bottom },
    applied: [],
    without: what === "move" ? [...tree.within(id)] : [id],
    several: what === "take",
    pick(other, more) {
      if (what === "take" && more) {
        carryOut(coder.scope, mergeCodes(coder.shown, [other], id));
        return;
      }
      coder.picking.value = undefined;
      if (what === "merge") merge(book, id, other);
      else if (what === "take") merge(book, other, id);
      else put(book, id, { parent: other });
    },
    // A merged code is gone.
    back: () => book.tree.peek().code(id) && book.focus(id),
  };
}
