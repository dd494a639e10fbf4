/** What a command is. Keys, menus and the toolbar all run the same ones. */
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { MenuItem } from "../state/scope";

export interface Command {
  readonly id: string;
  /** Chords as `chordOf` writes them; the first is shown as the hint. */
  readonly keys?: readonly string[];
  /** Places where it means something; default: everywhere. */
  readonly on?: readonly Place["at"][];
  /** Whether it changes the journey, and so is not offered where that is read-only. */
  readonly edits?: boolean;
  /** Whether it can be offered now, beyond `on` and `edits`. */
  when?(m: MapState): boolean;
  /** Offered, but greyed out. */
  disabled?(m: MapState): boolean;
  checked?(m: MapState): boolean;
  readonly danger?: boolean;
  label(m: MapState): string;
  /** False where the key should go on to the page. */
  run?(m: MapState): unknown;
  items?(m: MapState): MenuItem[];
}

export function offered(command: Command, m: MapState): boolean {
  if (command.edits && !m.editable) return false;
  if (command.on && !command.on.includes(m.place.peek().at)) return false;
  return command.when?.(m) ?? true;
}

const SYMBOLS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: "Del",
  Insert: "Ins",
  Escape: "Esc",
};

/** A chord as people read it. */
export function keyName(chord: string, mac = isMac()): string {
  return chord
    .split("+")
    .map((part) => (part === "Mod" ? (mac ? "⌘" : "Ctrl") : (SYMBOLS[part] ?? part)))
    .join(mac ? " " : "+");
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");
}

export function menuItem(command: Command, m: MapState, apart = false): MenuItem {
  const item: MenuItem = { id: command.id, label: command.label(m) };
  const key = command.keys?.[0];
  if (key) item.hint = keyName(key);
  if (command.items) item.items = () => command.items?.(m) ?? [];
  else item.run = () => void command.run?.(m);
  if (command.checked) item.checked = command.checked(m);
  if (command.disabled?.(m)) item.disabled = true;
  if (command.danger) item.danger = true;
  if (apart) item.apart = true;
  return item;
}
