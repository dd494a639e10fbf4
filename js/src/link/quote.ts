/**
 * A quote on its way from a study's view to a map: by drag, by the clipboard; and the way back,
 * from a card's evidence to the place in the source. Views know nothing else of each other.
 */

/** The type of a quote in a drag or on the clipboard. */
export const QUOTE_TYPE = "application/x-journeywidgets-quote+json";

/** The event on `window` that asks for a quote to be shown in its source. */
const OPEN = "journeywidgets:quote";

export type Level = "private" | "team" | "public";

/** A quote as it leaves its study's view: pseudonymised, with what the evidence of a card holds. */
export interface CarriedQuote {
  /** The study's id, and the quote's id in it. */
  study: string;
  quote_id: string;
  /** The words as they may be shown; those of a private quote stay behind. */
  text: string;
  /** By pseudonym; empty where it is not known who spoke. */
  participant: string;
  /** The title of the source. */
  source: string;
  level: Level;
  /** What it feels like, from -2 to +2. */
  score: number | null;
  /** What a moderator or observer says supports nothing; default: a participant. */
  role?: "participant" | "moderator" | "observer";
}

const LEVELS: readonly Level[] = ["private", "team", "public"];

/** How far a participant's words may go. */
export interface Consent {
  readonly share: Level;
  /** The last day, YYYY-MM-DD; null where there is none. */
  readonly consent_until: string | null;
}

/**
 * How far a quote may go: no farther than its own level, nor than its participant agreed to, and
 * nowhere after the last day of that. As `level_of` in `evidence/levels.py`.
 */
export function levelOf(level: Level, person: Consent | undefined, now = new Date()): Level {
  if (!person) return level;
  const until = person.consent_until;
  if (until !== null && until < now.toISOString().slice(0, 10)) return "private";
  return LEVELS.indexOf(person.share) < LEVELS.indexOf(level) ? person.share : level;
}

/** Put quotes onto a drag or the clipboard; other programs get their words. */
export function putQuotes(data: DataTransfer, quotes: readonly CarriedQuote[]): void {
  const leaving = quotes.map(allowed);
  data.setData(QUOTE_TYPE, JSON.stringify(leaving));
  data.setData("text/plain", leaving.map(({ text }) => text).join("\n\n"));
}

/** The words of a private quote stay behind; that there is one does not. */
function allowed(quote: CarriedQuote): CarriedQuote {
  return quote.level === "private" ? { ...quote, text: "" } : quote;
}

/** Whether a drag or the clipboard holds quotes: their content is not to be read before the drop. */
export function holdsQuotes(data: DataTransfer | null): data is DataTransfer {
  return data?.types.includes(QUOTE_TYPE) ?? false;
}

/** The quotes of a drag or of the clipboard; none where there are none, or what is there is no quote. */
export function takeQuotes(data: DataTransfer | null): CarriedQuote[] {
  if (!holdsQuotes(data)) return [];
  try {
    const found: unknown = JSON.parse(data.getData(QUOTE_TYPE));
    const all = Array.isArray(found) ? found : [found];
    return all.flatMap((one) => carried(one) ?? []);
  } catch {
    return [];
  }
}

/** What is given is from another page or program: each member is looked at. */
function carried(given: unknown): CarriedQuote | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const one = given as Record<string, unknown>;
  const text = (name: string) => (typeof one[name] === "string" ? one[name] : "");
  const score = one.score;
  const scored = typeof score === "number" && score >= -2 && score <= 2;
  const level = text("level");
  const role = text("role");
  if (!text("quote_id") || !text("study")) return undefined;
  return allowed({
    study: text("study"),
    quote_id: text("quote_id"),
    text: text("text"),
    participant: text("participant"),
    source: text("source"),
    // What does not say how far it may go goes nowhere.
    level: level === "team" || level === "public" ? level : "private",
    score: scored ? score : null,
    role: role === "moderator" || role === "observer" ? role : "participant",
  });
}

/** Where a quote stands: its study's id and its own. */
export interface QuotePlace {
  study: string;
  quote: string;
}

/** Ask the page's views of the study to show a quote. False where there is none. */
export function openQuote(place: QuotePlace): boolean {
  // A view that shows it prevents the default, which would be to say that there is none.
  return !window.dispatchEvent(new CustomEvent(OPEN, { detail: place, cancelable: true }));
}

/** Show quotes of a study where a map asks for one; `show` returns whether it could. */
export function onOpenQuote(show: (place: QuotePlace) => boolean, signal: AbortSignal): void {
  window.addEventListener(
    OPEN,
    (event) => {
      if (event.defaultPrevented || !(event instanceof CustomEvent)) return;
      if (show(event.detail as QuotePlace)) event.preventDefault();
    },
    { signal },
  );
}
