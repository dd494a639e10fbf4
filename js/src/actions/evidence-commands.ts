/** Commands about evidence: look at the quotes behind a place, put quotes there, say what is enough. */
import type { CarriedQuote } from "../link/quote";
import type { MapState } from "../state/map-state";
import type { Place } from "../state/place";
import type { Command } from "./command";
import { type CiteAt, cite, parsePeople, type Stance } from "./evidence";
import { perform } from "./perform";
import { set } from "./plan";

/** The cards whose quotes a place stands for. */
export function citedAt(m: MapState, place: Place): readonly string[] {
  if (place.at === "card") return m.shown.row("cards", place.id) ? [place.id] : [];
  return place.at === "point" ? m.pointCards(place) : [];
}

export function openQuotes(m: MapState, place: Place): boolean {
  const cards = citedAt(m, place);
  if (cards.length === 0) return false;
  m.quotes.value = { cards, place };
  return true;
}

/** A card made of quotes: their words are its first text. */
const TEXT = 400;

/** What quotes put at a place would be behind: a card, or a new one in the cell. */
function citeAt(
  m: MapState,
  place: Place | { at: "into"; lane: string; column: string },
  quotes: readonly CarriedQuote[],
): CiteAt | undefined {
  if (place.at === "card") return m.shown.row("cards", place.id) && { card: place.id };
  if (place.at !== "cell" && place.at !== "into" && place.at !== "point") return undefined;
  if (!m.layout.takesCards(place.lane) || m.layout.lane(place.lane)?.collapsed) return undefined;
  const spot = { stage: place.column, lane: place.lane };
  const id = m.client.newId();
  if (place.at === "point") {
    const card = m.pointCards(place)[0];
    return card ? { card } : { spot, row: { id, persona: place.persona } };
  }
  const words = [...(quotes[0]?.text ?? "")];
  const text = words.length > TEXT ? `${words.slice(0, TEXT - 1).join("")}…` : words.join("");
  return { spot, row: { id, text } };
}

/** Whether quotes can be put at a place. */
export function takesQuotes(m: MapState, place: Parameters<typeof citeAt>[1]): boolean {
  return m.editable && citeAt(m, place, []) !== undefined;
}

/** Put quotes behind what stands at a place. */
export function citeHere(
  m: MapState,
  place: Parameters<typeof citeAt>[1],
  quotes: readonly CarriedQuote[],
  stance: Stance,
): boolean {
  const at = m.editable ? citeAt(m, place, quotes) : undefined;
  if (!at || quotes.length === 0) {
    m.scope.tell("Quotes are put onto a card, or into a cell for a new one.");
    return false;
  }
  if (place.at === "point" && !quotes.some(({ score }) => score !== null)) {
    m.scope.tell("A point of the curve takes quotes that have a score. Give the quote one first.");
    return false;
  }
  const { lane, column } = place as { lane: string; column: string };
  const focus: Place | undefined =
    place.at === "point"
      ? place
      : { at: "card", id: "card" in at ? at.card : at.row.id, lane, column };
  return perform(
    m,
    cite(m.shown, at, quotes, stance, () => m.client.newId()),
    focus,
  );
}

function askEnough(m: MapState): void {
  const { id, evidence_enough: enough } = m.shown.meta.peek();
  const place = m.place.peek();
  m.scope.ask.value = {
    title: "Enough evidence",
    label: "From how many people on a card has enough evidence",
    value: String(enough),
    hint: "Below it the evidence is thin. Distinct people count, not quotes.",
    back: () => m.focus(place),
    done: (text) => {
      try {
        const number = parsePeople(text, 1);
        if (number === null) return "Give a number of people.";
        if (number === enough) return undefined;
        const label = "Set what is enough evidence";
        const ops = [set("meta", id, { evidence_enough: number })];
        return m.client.commit(label, ops);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

export const evidenceCommands: readonly Command[] = [
  {
    id: "quotes",
    keys: ["Alt+Enter"],
    on: ["card", "point"],
    when: (m) => citedAt(m, m.place.peek()).length > 0,
    label: () => "Evidence…",
    run: (m) => openQuotes(m, m.place.peek()),
  },
  {
    id: "evidence-enough",
    edits: true,
    when: (m) => m.notesEvidence.value,
    label: () => "Enough evidence…",
    run: askEnough,
  },
];
