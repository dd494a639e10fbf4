/** From a key event to a command, and to a walk over the grid. */
import type { Walk } from "../state/place";
import type { Command } from "./command";

interface KeyLike {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** "Mod+Shift+Z": modifiers in a fixed order, letters in upper case. */
export function chordOf(event: KeyLike): string {
  const letter = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts = [
    (event.ctrlKey || event.metaKey) && "Mod",
    event.altKey && "Alt",
    event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey) && "Shift",
    letter === " " ? "Space" : letter,
  ];
  return parts.filter(Boolean).join("+");
}

const WALKS: Record<string, Walk> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "home",
  End: "end",
  "Mod+Home": "start",
  "Mod+End": "finish",
  PageUp: "page-up",
  PageDown: "page-down",
};

/** The walk of a chord; in a right-to-left page left and right change places. */
export function walkOf(chord: string, rightToLeft = false): Walk | undefined {
  const walk = WALKS[chord];
  if (!rightToLeft) return walk;
  return walk === "left" ? "right" : walk === "right" ? "left" : walk;
}

/** A key that writes a character, and so starts an edit where the focus is. */
export function typedBy(event: KeyLike): string | undefined {
  const { key, ctrlKey, metaKey, altKey } = event;
  // AltGr is Ctrl and Alt together on some systems, and writes characters.
  const modified = (ctrlKey || metaKey) !== altKey || metaKey;
  const single = [...key].length === 1;
  return single && key !== " " && !modified ? key : undefined;
}

/** Commands by chord. Several may share one: the first that is offered at the place runs. */
export function byChord(commands: readonly Command[]): ReadonlyMap<string, readonly Command[]> {
  const map = new Map<string, Command[]>();
  for (const command of commands) {
    for (const chord of command.keys ?? []) map.set(chord, [...(map.get(chord) ?? []), command]);
  }
  return map;
}
