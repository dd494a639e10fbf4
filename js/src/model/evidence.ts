/**
 * What a claim stands on: how many people said so, who disagrees, and whether that is enough.
 * The twin of `model/evidence.py`, which says why: one file of cases holds both.
 */

export type State = "none" | "thin" | "enough";

/** What counts of a row of evidence. */
export interface Said {
  readonly stance: "supports" | "contradicts" | "context";
  readonly participant: string;
  readonly study: string | null;
  readonly score: number | null;
}

export interface Tally {
  /** Different people whose words support the claim. */
  readonly supports: number;
  readonly contradicts: number;
  /** Quotes that neither support nor contradict it. */
  readonly context: number;
  /** Quotes of any stance. */
  readonly quotes: number;
  /** How many were asked; undefined where that was not noted. */
  readonly asked: number | undefined;
}

/**
 * How many people speak, at the least: told apart by study and pseudonym. Quotes without a
 * participant count as one person where nobody is named, else as none.
 */
export function people(rows: readonly Said[]): number {
  const named = new Set<string>();
  for (const { participant, study } of rows) {
    if (participant) named.add(JSON.stringify([study ?? "", participant]));
  }
  return named.size || Math.min(rows.length, 1);
}

export function tally(evidence: readonly Said[], asks: readonly { asked: number }[]): Tally {
  const of = (stance: Said["stance"]) => evidence.filter((row) => row.stance === stance);
  return {
    supports: people(of("supports")),
    contradicts: people(of("contradicts")),
    context: of("context").length,
    quotes: evidence.length,
    asked: asks.length ? asks.reduce((sum, row) => sum + row.asked, 0) : undefined,
  };
}

export function stateOf({ supports }: Tally, enough: number): State {
  if (supports === 0) return "none";
  return supports < enough ? "thin" : "enough";
}

/** How many more people would make it enough. */
export function missing({ supports }: Tally, enough: number): number {
  return Math.max(enough - supports, 0);
}

/** The scores of quotes that a feeling is the mean of. */
export function scoresOf(evidence: readonly Said[]): number[] {
  return evidence.flatMap(({ score, stance }) =>
    score !== null && stance !== "context" ? [score] : [],
  );
}
