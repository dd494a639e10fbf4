/** Dragging a code to another place of the tree. The keys and the menu do the same. */
import type { Spot } from "../../actions/codes";
import type { CodeTree } from "../../coder/code-tree";
import { put } from "./code-acts";
import type { CodebookState, CodeDrag } from "./codebook-state";

const SLOP = 5; // px before a press becomes a drag
const EDGE = 32; // px at the ends of the tree, where a drag scrolls it

export function grab(book: CodebookState, id: string, event: PointerEvent): void {
  book.dragged = false;
  if (event.button !== 0 || !book.coder.editable) return;
  const from = { x: event.clientX, y: event.clientY };
  const pane = scroller(event.currentTarget as Element);
  let y = from.y;
  let frame = 0;
  const over = new AbortController();
  const options = { signal: over.signal, capture: true };
  const scroll = () => {
    const box = pane?.getBoundingClientRect();
    const by = !box ? 0 : y < box.top + EDGE ? -8 : y > box.bottom - EDGE ? 8 : 0;
    if (by) pane?.scrollBy(0, by);
    frame = requestAnimationFrame(scroll);
  };
  const end = (keep: boolean) => {
    over.abort();
    cancelAnimationFrame(frame);
    const drag = book.drag.peek();
    book.drag.value = undefined;
    const spot = keep && drag && landing(book.tree.peek(), drag, book.folded.peek());
    if (spot) put(book, id, spot);
  };
  window.addEventListener(
    "pointermove",
    (move) => {
      const far = Math.hypot(move.clientX - from.x, move.clientY - from.y) > SLOP;
      if (!far && !book.drag.peek()) return;
      if (!book.dragged) scroll();
      book.dragged = true;
      y = move.clientY;
      move.preventDefault();
      book.drag.value = under(book, id, move.clientX, move.clientY);
    },
    options,
  );
  window.addEventListener("pointerup", () => end(true), options);
  window.addEventListener("pointercancel", () => end(false), options);
  window.addEventListener(
    "blur",
    (blur) => {
      // Not that of an element in the page: the press itself takes the focus from one.
      if (blur.target === window) end(false);
    },
    options,
  );
  window.addEventListener(
    "keydown",
    (key) => {
      if (key.key !== "Escape" || !book.drag.peek()) return;
      key.preventDefault();
      key.stopPropagation();
      end(false);
      book.coder.scope.say("Move cancelled");
    },
    options,
  );
  book.coder.scope.abort.addEventListener("abort", () => end(false), { signal: over.signal });
}

/** What scrolls: the tree, or where room is short all of the codebook. */
function scroller(element: Element): Element | null {
  const tree = element.closest(".tree");
  const scrolls = tree && getComputedStyle(tree).overflowY !== "visible";
  return scrolls ? tree : element.closest(".codebook");
}

/** The code under the pointer: its upper part is the place before it, the middle the one below. */
function under(book: CodebookState, id: string, x: number, y: number): CodeDrag {
  const nowhere: CodeDrag = { id, side: "before" };
  const within = book.tree.peek().within(id);
  for (const element of book.elements()) {
    const box = element.getBoundingClientRect();
    if (y < box.top || y >= box.bottom || x < box.left - 40 || x > box.right + 40) continue;
    const target = element.dataset.code;
    if (target === undefined || within.has(target)) return nowhere;
    const share = (y - box.top) / box.height;
    return { id, target, side: share < 0.3 ? "before" : share > 0.7 ? "after" : "below" };
  }
  return nowhere;
}

/** The place of a drop; undefined where the code stands there already. */
export function landing(
  tree: CodeTree,
  { id, target, side }: CodeDrag,
  folded: ReadonlySet<string> = new Set(),
): Spot | undefined {
  if (target === undefined || tree.within(id).has(target)) return undefined;
  if (side === "below") {
    const last = tree.children(target).at(-1);
    return last?.id === id ? undefined : { parent: target };
  }
  // What is after a code with others shown below it is before the first of them.
  const inside = side === "after" && !folded.has(target);
  const first = inside ? tree.children(target).find((code) => code.id !== id) : undefined;
  if (first) return { parent: target, before: first.id };
  const parent = tree.parent(target);
  const rest = tree.children(parent).filter((code) => code.id !== id);
  const at = rest.findIndex((code) => code.id === target);
  const before = (side === "before" ? rest[at] : rest[at + 1])?.id;
  const siblings = tree.siblings(id);
  const next = siblings[siblings.findIndex((code) => code.id === id) + 1]?.id;
  if (tree.parent(id) === parent && before === next) return undefined;
  return { parent, before };
}
