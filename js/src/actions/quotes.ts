/** What can be done with quotes: mark them, code them, say what they are worth, drop them. */
import type { Span, Target } from "../coder/contract";
import type { Application, Quote, WireOp } from "../generated/schema";
import { brief } from "../state/words";
import type { Shown } from "../sync/contract";
import { add, type Plan, type Refusal, remove, set } from "./plan";

const GONE: Refusal = { refused: "That quote is gone." };

export interface Coding {
  readonly coder: string;
  /** Now, as a text. */
  readonly at: string;
  readonly newId: () => string;
}

/** The codes on a quote; what was rejected is only kept so that it is not suggested again. */
export function applicationsOf(shown: Shown, quote: string): readonly Application[] {
  return shown.pointing("applications", "quote", quote).filter((one) => !one.rejected);
}

/** Whether a quote was only made for suggestions, all of which were rejected. */
export function isRejected(shown: Shown, quote: string): boolean {
  const all = shown.pointing("applications", "quote", quote);
  return all.length > 0 && all.every((one) => one.rejected);
}

/** The quote that stands on exactly this stretch. */
export function quoteAt(shown: Shown, { source, start, end }: Span): Quote | undefined {
  return shown
    .pointing("quotes", "source", source)
    .find((quote) => quote.start === start && quote.end === end);
}

/** The quote that a target is, and the op that makes it where it is not there yet. */
function standing(
  shown: Shown,
  target: Target,
  participant: string | null,
  { coder, newId }: Coding,
): { id: string; ops: WireOp[] } | undefined {
  if (target.kind === "quote") {
    return shown.row("quotes", target.id) && { id: target.id, ops: [] };
  }
  const there = quoteAt(shown, target.span);
  if (there) return { id: there.id, ops: [] };
  const id = newId();
  // The words too: the kernel finds them again where the text has moved under the page.
  const words = { ...target.span, exact: target.text };
  return { id, ops: [add("quotes", id, { ...words, participant, coder })] };
}

/** Mark a quote without a code. */
export function markQuote(
  shown: Shown,
  target: Target,
  participant: string | null,
  coding: Coding,
): (Plan & { quote: string }) | Refusal {
  const found = standing(shown, target, participant, coding);
  if (!found) return GONE;
  return { label: "Mark quote", ops: found.ops, say: "Quote marked", quote: found.id };
}

/** Apply a code to a quote, or to words that become one. A suggestion of it is accepted. */
export function applyCode(
  shown: Shown,
  target: Target,
  code: string,
  participant: string | null,
  coding: Coding,
): (Plan & { quote: string }) | Refusal {
  const row = shown.row("codes", code);
  if (!row) return { refused: "That code is gone." };
  const found = standing(shown, target, participant, coding);
  if (!found) return GONE;
  const { coder, at, newId } = coding;
  const name = brief(row.name) || "unnamed code";
  const there = applicationsOf(shown, found.id).filter((one) => one.code === code);
  const ops = [...found.ops];
  for (const one of there) {
    if (!one.accepted) ops.push(set("applications", one.id, { accepted: true }));
  }
  if (!there.some((one) => one.coder === coder)) {
    ops.push(add("applications", newId(), { quote: found.id, code, coder, at }));
  }
  if (ops.length === 0) return { refused: `${name} is applied here already.` };
  return { label: `Apply ${name}`, ops, say: `${name} applied`, quote: found.id };
}

export function removeApplication(shown: Shown, id: string): Plan | Refusal {
  const row = shown.row("applications", id);
  if (!row) return { refused: "That code is not applied any more." };
  const name = brief(shown.row("codes", row.code)?.name ?? "") || "unnamed code";
  if (row.accepted || row.origin !== "model") {
    return {
      label: `Remove ${name}`,
      ops: [remove("applications", id)],
      say: `${name} removed`,
    };
  }
  const ops = [set("applications", id, { rejected: true })];
  return { label: `Reject ${name}`, ops, say: `${name} rejected` };
}

export function acceptApplication(shown: Shown, id: string): Plan | Refusal {
  const row = shown.row("applications", id);
  if (!row) return { refused: "That suggestion is gone." };
  const name = brief(shown.row("codes", row.code)?.name ?? "") || "unnamed code";
  const ops = [set("applications", id, { accepted: true })];
  return { label: `Accept ${name}`, ops, say: `${name} accepted` };
}

export function deleteQuote(shown: Shown, id: string): Plan | Refusal {
  if (!shown.row("quotes", id)) return GONE;
  return { label: "Delete quote", ops: [remove("quotes", id)], say: "Quote deleted" };
}

export function setQuote(
  shown: Shown,
  id: string,
  values: Partial<Quote>,
  label: string,
  say: string,
): Plan | Refusal {
  if (!shown.row("quotes", id)) return GONE;
  return { label, ops: [set("quotes", id, values)], say };
}

/** Let a quote stand on other words; the kernel fills in what they are. */
export function moveQuote(shown: Shown, id: string, span: Span): Plan | Refusal {
  const { start, end } = span;
  const values = { start, end, exact: "", prefix: "", suffix: "" };
  return setQuote(shown, id, values, "Change the quote's words", "Quote changed");
}

export function addMemo(
  shown: Shown,
  quote: string,
  text: string,
  { coder, at, newId }: Coding,
): Plan | Refusal {
  if (!shown.row("quotes", quote)) return GONE;
  const row = { quote, text, author: coder, at };
  return { label: "Add memo", ops: [add("memos", newId(), row)], say: "Memo added" };
}
