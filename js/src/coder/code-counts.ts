/** How many quotes and how many people stand behind a code. */
import type { Application, Participant, Quote } from "../generated/schema";
import type { CodeCount } from "./contract";

export const NONE: CodeCount = { quotes: 0, participants: 0, suggested: 0 };

interface Rows {
  quote(id: string): Quote | undefined;
  participant(id: string): Participant | undefined;
}

/**
 * Count what these applications stand for: each quote and each person once, whoever coded it and
 * however often. What moderators and observers say is no evidence, and a suggestion none yet.
 */
export function countOf(applications: readonly Application[], rows: Rows): CodeCount {
  const quotes = new Set<string>();
  const people = new Set<string>();
  const suggested = new Set<string>();
  for (const { quote: id, accepted, rejected } of applications) {
    const quote = rows.quote(id);
    if (!quote || rejected) continue;
    const speaker = quote.participant === null ? undefined : rows.participant(quote.participant);
    if (speaker && speaker.role !== "participant") continue;
    if (!accepted) {
      suggested.add(id);
      continue;
    }
    quotes.add(id);
    if (speaker) people.add(speaker.id);
  }
  for (const id of quotes) suggested.delete(id);
  return { quotes: quotes.size, participants: people.size, suggested: suggested.size };
}
