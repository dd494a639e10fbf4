/** The keys of the map. What it handles goes no further: a notebook has commands on plain keys. */

import { setImage } from "../actions/asks";
import { clipboardField, pasteText } from "../actions/copying";
import { editPlace } from "../actions/edits";
import { citeHere } from "../actions/evidence-commands";
import { chordOf, typedBy, walkOf } from "../actions/keymap";
import { commandOf } from "../actions/registry";
import { takeQuotes } from "../link/quote";
import type { MapState } from "../state/map-state";
import { openPlaceMenu } from "./menus";
import { pictureOf } from "./shared/picture";

/** Commands that work from the toolbar too. */
const ANYWHERE = new Set(["undo", "redo", "search", "help"]);

export function onMapKeyDown(m: MapState, event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  const inGrid = m.placeOf(event.target) !== undefined;
  if (inGrid ? gridKey(m, event) : barKey(m, event)) {
    event.preventDefault();
    event.stopPropagation();
  } else stopTyping(event);
}

/** Plain keys are never meant for the page around; Tab and the browser's own chords are. */
export function stopTyping(event: KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Tab") {
    event.stopPropagation();
  }
}

function barKey(m: MapState, event: KeyboardEvent): boolean {
  const typing = event.target instanceof HTMLInputElement;
  const command = commandOf(chordOf(event), m);
  if (!command || !ANYWHERE.has(command.id)) return false;
  if (typing && command.id !== "help" && !(command.id === "search" && event.key !== "/")) {
    return false;
  }
  command.run?.(m);
  return true;
}

function gridKey(m: MapState, event: KeyboardEvent): boolean {
  const chord = chordOf(event);
  if (chord === "ContextMenu" || chord === "Shift+F10") return openPlaceMenu(m);
  if (chord === "Mod+V") return expectPaste(m);
  const rightToLeft = event.target instanceof Element && isRightToLeft(event.target);
  const extend = /^Shift\+(Arrow|Home|End)/.test(chord);
  const walk = walkOf(extend ? chord.replace("Shift+", "") : chord, rightToLeft);
  if (walk) {
    const from = m.place.peek();
    if (extend && m.selection.size === 0) m.pick(from, "only");
    m.walk(walk);
    if (extend) m.pick(m.place.peek(), "range");
    return true;
  }
  const flipped = rightToLeft ? mirrored(chord) : chord;
  const command = commandOf(flipped, m);
  if (command) {
    if (command.items) return openPlaceMenu(m);
    return command.run?.(m) !== undefined || true;
  }
  if (chord === "Escape" && m.fullScreen.peek()) {
    m.fullScreen.value = false;
    return true;
  }
  const typed = typedBy(event);
  return typed !== undefined && editPlace(m, m.place.peek(), typed);
}

function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === "rtl";
}

function mirrored(chord: string): string {
  if (chord.endsWith("ArrowLeft")) return chord.replace("ArrowLeft", "ArrowRight");
  return chord.replace("ArrowRight", "ArrowLeft");
}

/**
 * The paste that follows this key lands in a field of our own. Returns false: the key itself
 * must go on, or the browser would not paste.
 */
function expectPaste(m: MapState): false {
  if (!m.editable) return false;
  const field = clipboardField(m);
  const back = () => {
    if (!field.isConnected) return;
    field.remove();
    m.focus(m.place.peek());
  };
  field.addEventListener("paste", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const quotes = takeQuotes(event.clipboardData);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const file = [...(event.clipboardData?.files ?? [])].find((one) => /^image\//.test(one.type));
    back();
    if (quotes.length) citeHere(m, m.place.peek(), quotes, "supports");
    else if (text) pasteText(m, text);
    else if (file) pastePicture(m, file);
  });
  for (const name of ["keydown", "keyup", "keypress"]) {
    field.addEventListener(name, (event) => event.stopPropagation());
  }
  // Where the browser pastes nothing, the focus comes back all the same.
  setTimeout(back, 300);
  return false;
}

function pastePicture(m: MapState, file: File): void {
  const id = m.meant("cards")[0];
  if (id === undefined) {
    m.scope.tell("A picture can be pasted onto a card.");
    return;
  }
  pictureOf(file).then(
    (url) => setImage(m, id, url),
    (error: Error) => m.scope.tell(error.message),
  );
}
