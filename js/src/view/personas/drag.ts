/** Dragging a card by its handle to another place. The keys and the menu do the same. */
import { carryOut } from "../../actions/carry-out";
import { movePersona } from "../../actions/personas";
import type { CardsState, Drag } from "../../state/persona-cards";

const SLOP = 4; // px before a press becomes a drag
const EDGE = 44; // px at the ends of what scrolls, where a drag scrolls it

export function grip(c: CardsState, id: string, event: PointerEvent): void {
  c.dragged = false;
  if (event.button !== 0) return;
  const from = { x: event.clientX, y: event.clientY };
  let y = from.y;
  const over = new AbortController();
  const options = { signal: over.signal, capture: true };
  const pane = scrollerOf(event.currentTarget as Element);
  let frame = 0;
  const scroll = () => {
    const { top, bottom } = bounds(pane);
    const by = y < top + EDGE ? -10 : y > bottom - EDGE ? 10 : 0;
    if (by && c.drag.peek()) pane.scrollBy(0, by);
    frame = requestAnimationFrame(scroll);
  };
  const end = (keep: boolean) => {
    over.abort();
    cancelAnimationFrame(frame);
    const drag = c.drag.peek();
    c.drag.value = undefined;
    if (keep && drag?.target) drop(c, drag);
  };
  window.addEventListener(
    "pointermove",
    (move) => {
      const far = Math.hypot(move.clientX - from.x, move.clientY - from.y) > SLOP;
      if (!far && !c.drag.peek()) return;
      if (!c.dragged) scroll();
      c.dragged = true;
      y = move.clientY;
      move.preventDefault();
      c.drag.value = landing(c, id, move.clientX, move.clientY);
    },
    options,
  );
  window.addEventListener("pointerup", () => end(true), options);
  window.addEventListener("pointercancel", () => end(false), options);
  window.addEventListener("blur", () => end(false), options);
  window.addEventListener(
    "keydown",
    (key) => {
      if (key.key !== "Escape" || !c.drag.peek()) return;
      key.preventDefault();
      key.stopPropagation();
      end(false);
      c.scope.say("Move cancelled");
    },
    options,
  );
  c.scope.abort.addEventListener("abort", () => end(false), { signal: over.signal });
}

/** What scrolls the cards: in a notebook rarely the page itself. */
function scrollerOf(element: Element): Element {
  for (let node: Node | null = element; node; ) {
    if (node instanceof Element && node.scrollHeight > node.clientHeight) {
      if (/auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
    }
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return element.ownerDocument.scrollingElement ?? element.ownerDocument.documentElement;
}

function bounds(pane: Element): { top: number; bottom: number } {
  const page = pane === pane.ownerDocument.scrollingElement;
  return page ? { top: 0, bottom: window.innerHeight } : pane.getBoundingClientRect();
}

/** The card next to the pointer, and the side of it on which the dragged one would stand. */
function landing(c: CardsState, id: string, x: number, y: number): Drag {
  const places = c.cards().map((card) => ({ card, box: card.getBoundingClientRect() }));
  const gap = (box: DOMRect) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const [nearest] = places.sort((a, b) => gap(a.box) - gap(b.box));
  if (!nearest) return { id, side: "before" };
  const { card, box } = nearest;
  const target = card.dataset.persona;
  if (!target || target === id) return { id, side: "before" };
  // In a single column cards stand under each other, else beside.
  const single = places.every((place) => Math.abs(place.box.left - box.left) < 1);
  const late = single ? y > box.top + box.height / 2 : x > box.left + box.width / 2;
  const rightToLeft = !single && getComputedStyle(card).direction === "rtl";
  return { id, target, side: late !== rightToLeft ? "after" : "before" };
}

function drop(c: CardsState, { id, target, side }: Drag): void {
  const rest = c.shown.ids("personas").filter((other) => other !== id);
  const at = target === undefined ? -1 : rest.indexOf(target);
  if (at < 0) return;
  const index = side === "after" ? at + 1 : at;
  if (index === c.shown.ids("personas").indexOf(id)) return;
  carryOut(c.scope, movePersona(c.shown, id, rest[index]));
}
