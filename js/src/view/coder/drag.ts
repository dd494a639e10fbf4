/** A quote on its way out: onto a card of the map, or as words into anything. */
import type { CoderState } from "../../coder/state";
import { type CarriedQuote, levelOf, putQuotes } from "../../link/quote";

export function carriedOf(coder: CoderState, id: string): CarriedQuote | undefined {
  const row = coder.shown.row("quotes", id);
  if (!row) return undefined;
  const person = row.participant === null ? undefined : coder.participant(row.participant);
  return {
    study: coder.studyId,
    quote_id: id,
    text: coder.wordsOf(row),
    participant: person?.pseudonym ?? "",
    source: coder.shown.row("sources", row.source)?.title ?? "",
    // The words of a private quote stay here: `putQuotes` sees to it.
    level: levelOf(row.level, person),
    score: row.score,
    ...(person && { role: person.role }),
  };
}

export function startDrag(coder: CoderState, event: DragEvent, id: string): void {
  const quote = carriedOf(coder, id);
  if (!quote || !event.dataTransfer) return;
  putQuotes(event.dataTransfer, [quote]);
  event.dataTransfer.effectAllowed = "copyLink";
  coder.scope.say("Drop the quote on a card of the map");
}

/** Copy the quote that is looked at; selected words are copied by the page itself. */
export function onCopy(coder: CoderState, event: ClipboardEvent): void {
  const id = coder.quote.peek();
  const quote = id !== undefined && !coder.selected.peek() ? carriedOf(coder, id) : undefined;
  if (!quote || !event.clipboardData) return;
  putQuotes(event.clipboardData, [quote]);
  event.preventDefault();
  coder.scope.say("Quote copied: paste it on a card of the map");
}
