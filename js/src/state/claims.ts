/** What a card stands on, in words: "7 of 9 asked", "1 disagrees". The twin of `export/claim.py`. */
import { type State, stateOf, type Tally } from "../model/evidence";
import { count, plural } from "./words";

/** More dots than this are a pattern that nobody counts. */
const DOTS = 12;

/** A dot a person asked, those filled who said so; none where they are too many to count. */
export function dots({ supports, asked }: Tally): string {
  if (asked === undefined || asked > DOTS || supports > asked) return "";
  return "●".repeat(supports) + "○".repeat(asked - supports);
}

export function support({ supports, asked }: Tally): string {
  if (asked !== undefined) return `${count(supports)} of ${count(asked)} asked`;
  return supports > 0 ? plural(supports, "person", "people") : "";
}

export function dissent({ contradicts: number }: Tally): string {
  return number > 0 ? `${count(number)} ${number === 1 ? "disagrees" : "disagree"}` : "";
}

export const STATE_WORDS: Record<State, string> = {
  none: "no evidence",
  thin: "thin evidence",
  enough: "",
};

/** What is wanting; nothing where it is enough. */
export function wanting(tally: Tally, enough: number): string {
  return STATE_WORDS[stateOf(tally, enough)];
}
