/** Which codes were used lately: by this page first, then by what the study says. */
import type { CoderView } from "../../coder/contract";
import { count } from "../../state/words";

const MOST = 20;
const picked = new WeakMap<CoderView, string[]>();

export function remember(coder: CoderView, code: string): void {
  const before = picked.get(coder) ?? [];
  picked.set(coder, [code, ...before.filter((id) => id !== code)].slice(0, MOST));
}

/** Ids of codes, the last used first. Not reactive: a list under one's eyes keeps its order. */
export function latelyUsed(coder: CoderView): string[] {
  const own = coder.coder.peek();
  const codes = new Set(picked.get(coder) ?? []);
  const rows = coder.shown
    .rows("applications")
    .filter((one) => one.coder === own && one.at !== null)
    .sort((one, other) => ((one.at ?? "") < (other.at ?? "") ? 1 : -1));
  for (const { code } of rows) {
    if (codes.size >= MOST) break;
    codes.add(code);
  }
  return [...codes];
}

/** "4 · 7": people and quotes. */
export function figureOf(coder: CoderView, code: string): string {
  const { participants, quotes } = coder.count(code);
  return quotes === 0 ? "" : `${count(participants)} · ${count(quotes)}`;
}
