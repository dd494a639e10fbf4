/** What can be done with the evidence of cards: cite quotes, change what they say, say who was asked. */
import type { Card, Evidence, WireOp } from "../generated/schema";
import type { CarriedQuote } from "../link/quote";
import { brief, count, plural } from "../state/words";
import type { Shown } from "../sync/contract";
import { addCards, type Spot } from "./cards";
import { add, type Plan, type Refusal, remove, set } from "./plan";

export type Stance = Evidence["stance"];

export const STANCES: readonly Stance[] = ["supports", "contradicts", "context"];

/** Where a quote is put: onto a card that is there, or onto a new one. */
export type CiteAt = { card: string } | { spot: Spot; row: { id: string } & Partial<Card> };

function rowOf(card: string, stance: Stance, quote: CarriedQuote): Partial<Evidence> {
  const { text, participant, source, quote_id, study, score, level } = quote;
  return { card, stance, quote: text, participant, source, quote_id, study, score, level };
}

/** Whose words they are, as far as that is told. */
function whose(quotes: readonly CarriedQuote[]): string {
  const [one, other] = quotes;
  if (!one || other) return plural(quotes.length, "quote");
  return one.participant ? `Quote of ${brief(one.participant, 30)}` : "Quote";
}

/** Put quotes behind a card. One that is behind it already says from now on what `stance` says. */
export function cite(
  shown: Shown,
  at: CiteAt,
  quotes: readonly CarriedQuote[],
  stance: Stance,
  newId: () => string,
): Plan | Refusal {
  const others = quotes.filter(({ role }) => role && role !== "participant");
  if (stance !== "context" && others.length > 0) {
    return {
      refused: "What a moderator or an observer says supports nothing. Cite it as context.",
    };
  }
  const id = "card" in at ? at.card : at.row.id;
  const held = new Map(
    shown.pointing("evidence", "card", id).map((row) => [keyOf(row.study, row.quote_id), row]),
  );
  const made = "card" in at ? [] : addCards(shown, at.spot, [at.row]).ops;
  const ops = quotes.map((quote): WireOp => {
    const there = quote.quote_id && held.get(keyOf(quote.study, quote.quote_id));
    const row = rowOf(id, stance, quote);
    return there ? set("evidence", there.id, row) : add("evidence", newId(), row);
  });
  const text = "card" in at ? shown.row("cards", id)?.text : at.row.text;
  const target = "card" in at ? `card ${brief(text ?? "")}` : `new card ${brief(text ?? "")}`;
  const says = { supports: "supports", contradicts: "contradicts", context: "is context of" }[
    stance
  ];
  return {
    label: quotes.length === 1 ? "Cite quote" : `Cite ${plural(quotes.length, "quote")}`,
    ops: [...made, ...ops],
    say: `${whose(quotes)} ${quotes.length === 1 ? says : `cited on`} ${target.trim()}`,
  };
}

function keyOf(study: string | null, quote: string | null): string {
  return JSON.stringify([study, quote]);
}

export function setStance(row: Evidence, stance: Stance): Plan {
  return {
    label: "Change what a quote says",
    ops: [set("evidence", row.id, { stance })],
    say: `Quote now counts as: ${stance}`,
  };
}

export function uncite(row: Evidence): Plan {
  return {
    label: "Take quote off card",
    ops: [remove("evidence", row.id)],
    say: "Quote taken off the card. Undo brings it back.",
  };
}

/** A number of people, as it is typed; empty is none. Throws what is wrong with it. */
export function parsePeople(text: string, least = 0): number | null {
  const bare = text.trim();
  if (bare === "") return null;
  const number = Number(bare);
  if (!/^\d+$/.test(bare) || !Number.isSafeInteger(number) || number < least) {
    throw new Error(`A number of people is ${count(least)} or more; “${brief(bare, 20)}” is not.`);
  }
  return number;
}

/** Say how many people the card's question was put to; null where that is not known. */
export function setAsked(
  shown: Shown,
  card: string,
  asked: number | null,
  newId: () => string,
): Plan {
  const [first, ...rest] = shown.pointing("asks", "card", card);
  const others = rest.map(({ id }) => remove("asks", id));
  const say = asked === null ? "Number asked taken away" : `${count(asked)} asked`;
  const label = "Set number asked";
  if (asked === null) {
    return { label, ops: first ? [remove("asks", first.id), ...others] : [], say };
  }
  const own = first ? set("asks", first.id, { asked }) : add("asks", newId(), { card, asked });
  return { label, ops: [own, ...others], say };
}
