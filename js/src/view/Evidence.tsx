/** How many people said so, and how many were asked: what a claim stands on. */
import type { Ask, Evidence as Row } from "../generated/schema";
import type { MapState } from "../state/map-state";
import { plural } from "../state/words";

/** More dots than this are a pattern that nobody counts. */
const DOTS = 12;

export interface Tally {
  /** Different people whose words support the claim. */
  supports: number;
  contradicts: number;
  /** How many were asked; undefined where that was not kept. */
  asked: number | undefined;
}

function people(rows: readonly Row[], stance: Row["stance"]): number {
  return new Set(rows.filter((row) => row.stance === stance).map((row) => row.participant)).size;
}

export function tally(evidence: readonly Row[], asks: readonly Ask[]): Tally {
  return {
    supports: people(evidence, "supports"),
    contradicts: people(evidence, "contradicts"),
    asked: asks.length ? asks.reduce((sum, row) => sum + row.asked, 0) : undefined,
  };
}

export function dots({ supports, asked }: Tally): string {
  if (asked === undefined || asked > DOTS || supports > asked) return "";
  return "●".repeat(supports) + "○".repeat(asked - supports);
}

/** Drawn as part of its card, and not as a component: a card without evidence costs nothing. */
export function evidenceLine(m: MapState, card: string) {
  const evidence = m.shown.pointing("evidence", "card", card);
  const asks = m.shown.pointing("asks", "card", card);
  if (evidence.length === 0 && asks.length === 0) return null;
  const found = tally(evidence, asks);
  const { supports, contradicts, asked } = found;
  const row = dots(found);
  return (
    <div class="meta">
      {row && (
        <span class="dots" aria-hidden="true">
          {row}
        </span>
      )}
      {asked === undefined ? (
        supports > 0 && <span>{plural(supports, "person", "people")}</span>
      ) : (
        <span>
          {supports} of {asked} asked
        </span>
      )}
      {contradicts > 0 && (
        <span class="contra">
          {contradicts} {contradicts === 1 ? "disagrees" : "disagree"}
        </span>
      )}
    </div>
  );
}
