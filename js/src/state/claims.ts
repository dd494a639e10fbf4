/** What a card stands on, in words: "7 of 9 asked", "1 disagrees". The twin of `export/content/claim.py`. */
import type { Said, State, Tally } from "../model/evidence";
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

const STANCES = ["supports", "contradicts", "context"];

/** Quotes as they are read: for, against, context; of each, person by person: P2 before P10. */
export function inOrder(one: Quoted, other: Quoted): number {
  return (
    STANCES.indexOf(one.stance) - STANCES.indexOf(other.stance) ||
    one.participant.localeCompare(other.participant, "en", { numeric: true }) ||
    one.source.localeCompare(other.source, "en", { numeric: true })
  );
}

interface Quoted extends Said {
  readonly source: string;
}
